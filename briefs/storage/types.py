"""How the newsroom's values lie in columns, on every engine: times and lists as readable text."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from briefs import packing
from briefs.model import Address

T = TypeVar("T")

_REMEMBERED, _LONGEST = 256, 20_000
"""Texts of a column whose values are kept, as the same few pieces are asked for again and again,
and the characters of JSON in each, at most: what they say takes eight times as much memory.
"""

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


class Day(TypeDecorator[date]):
    """A local date as ISO 8601 text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, _dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Clock(TypeDecorator[time]):
    """A time of day, of no zone, as ISO 8601 text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: time | None, _dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> time | None:
        return None if value is None else time.fromisoformat(value)


class Seconds(TypeDecorator[timedelta]):
    """A length of time in whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, _dialect: Dialect) -> int | None:
        return None if value is None else value // timedelta(seconds=1)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(seconds=value)


class Destination(TypeDecorator[Address]):
    """An address as its canonical text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Address | None, _dialect: Dialect) -> str | None:
        return None if value is None else _written(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Address | None:
        return None if value is None else _read(value)


# A delivery's few addresses go in and out at each of its steps.
_written: Callable[[Address], str] = lru_cache(4096)(str)
_read: Callable[[str], Address] = lru_cache(4096)(Address.parse)


class Packed(TypeDecorator[T]):
    """A value as JSON text; `pack` and `unpack` turn it into what JSON can write and back.

    The text is read from the database every time; what it says is worked out once for each text
    that is not very long, so that `unpack` must give an immutable value.
    """

    impl = Text
    cache_ok = True

    def __init__(self, pack: Callable[[T], object], unpack: Callable[[Any], T]) -> None:
        super().__init__()
        self.pack = pack
        self.unpack = unpack
        self._said: Callable[[str], T] = lru_cache(_REMEMBERED)(self._read)

    def process_bind_param(self, value: T | None, _dialect: Dialect) -> str | None:
        return None if value is None else packing.dump(self.pack(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> T | None:
        if value is None:
            return None
        return self._said(value) if len(value) <= _LONGEST else self._read(value)

    def _read(self, text: str) -> T:
        return self.unpack(json.loads(text))


SPANS = Packed(packing.pack_spans, packing.unpack_spans)
MARKS = Packed(packing.pack_marks, packing.unpack_marks)
SOURCES = Packed(packing.pack_sources, packing.unpack_sources)
TOPICS: Packed[tuple[str, ...]] = Packed(list, tuple)
HOURS: Packed[frozenset[int]] = Packed(sorted, frozenset)
NUMBERS: Packed[tuple[int, ...]] = Packed(list, tuple)
QUOTATIONS = Packed(packing.pack_quotations, packing.unpack_quotations)
ABOUT = Packed(packing.pack_shown, packing.unpack_shown)
