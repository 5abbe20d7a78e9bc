"""How the newsroom's values lie in columns, on every engine: times and lists as readable text."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from briefs import packing

T = TypeVar("T")

_REMEMBERED = 256
"""Texts of a column whose values are kept: the same few pieces are asked for again and again."""

PLACE = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit primary key that the engine stores its rows by."""


class Moment(TypeDecorator[datetime]):
    """An aware time as ISO 8601 text in UTC with microseconds: it sorts as it reads."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without its zone: {value}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Packed(TypeDecorator[T]):
    """A value as JSON text; `pack` and `unpack` turn it into what JSON can write and back.

    The text is read from the database every time; what it says is worked out once for each text,
    so that `unpack` must give an immutable value.
    """

    impl = Text
    cache_ok = True

    def __init__(self, pack: Callable[[T], object], unpack: Callable[[Any], T]) -> None:
        super().__init__()
        self.pack = pack
        self.unpack = unpack
        self._said: Callable[[str], T] = lru_cache(_REMEMBERED)(lambda t: unpack(json.loads(t)))

    def process_bind_param(self, value: T | None, _dialect: Dialect) -> str | None:
        return None if value is None else packing.dump(self.pack(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> T | None:
        return None if value is None else self._said(value)


SPANS = Packed(packing.pack_spans, packing.unpack_spans)
MARKS = Packed(packing.pack_marks, packing.unpack_marks)
SOURCES = Packed(packing.pack_sources, packing.unpack_sources)
TOPICS = Packed(packing.pack_topics, packing.unpack_topics)
