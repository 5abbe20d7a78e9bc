"""Column types: times, addresses and lists are stored as readable text, values as JSON."""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar, assert_never

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from briefs.left_out import LeftOut
from briefs.model import (
    Address,
    Aside,
    Author,
    CorrectedSource,
    Correction,
    Corrections,
    FieldValue,
    Mark,
    Organisation,
    OtherVoice,
    Person,
    Press,
    Shown,
    Source,
    Span,
)

_READ = tuple(field.name for field in fields(Source) if field.name != "authors")


def pack_spans(spans: Sequence[Span]) -> list[list[int]]:
    """`[[start, end], …]`."""
    return [[span.start, span.end] for span in spans]


def unpack_spans(packed: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in packed)


def pack_marks(marks: Sequence[Mark]) -> list[list[int]]:
    """`[[source, start, end], …]`."""
    return [[mark.source, mark.at.start, mark.at.end] for mark in marks]


def unpack_marks(packed: Sequence[Sequence[int]]) -> tuple[Mark, ...]:
    return tuple(Mark(source, Span(start, end)) for source, start, end in packed)


def pack_left_out(left_out: Sequence[LeftOut]) -> list[list[int | str]]:
    """`[[kind, passages, words, opening], …]`."""
    return [[one.kind, one.passages, one.words, one.opening] for one in left_out]


def unpack_left_out(packed: Sequence[Sequence[Any]]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(*one) for one in packed)


def pack_asides(asides: Sequence[Aside]) -> list[list[Any]]:
    """`[[kind, text, label, [start, end] or null], …]`."""
    return [
        [one.kind, one.text, one.label, None if one.at is None else [one.at.start, one.at.end]]
        for one in asides
    ]


def unpack_asides(packed: Sequence[Sequence[Any]]) -> tuple[Aside, ...]:
    return tuple(
        Aside(kind, text, label, None if at is None else Span(*at))
        for kind, text, label, at in packed
    )


def pack_voices(voices: Sequence[OtherVoice]) -> list[list[int | str]]:
    """`[[kind, start, end, speaker], …]`."""
    return [[one.kind, one.at.start, one.at.end, one.speaker] for one in voices]


def unpack_voices(packed: Sequence[Sequence[Any]]) -> tuple[OtherVoice, ...]:
    return tuple(
        OtherVoice(kind, Span(start, end), speaker) for kind, start, end, speaker in packed
    )


def pack_sources(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Objects with the parsed fields; an author is `[family, given]` or `[name]`."""
    return [
        {name: value for name in _READ if (value := getattr(source, name)) is not None}
        | {"authors": [_pack_author(author) for author in source.authors]}
        for source in sources
    ]


def unpack_sources(packed: Sequence[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(
        Source(**{**source, "authors": tuple(map(_unpack_author, source["authors"]))})
        for source in packed
    )


def _pack_author(author: Author) -> list[str]:
    match author:
        case Person(family, given, suffix):
            return [family, given, suffix] if suffix else [family, given]
        case Organisation(name):
            return [name]


def _unpack_author(packed: Sequence[str]) -> Author:
    return Person(*packed) if len(packed) > 1 else Organisation(*packed)


def pack_corrections(corrections: Corrections) -> list[dict[str, Any]]:
    """`{"field", "read", "value"}` each; a reference's field is "source"."""
    return [_pack_correction(one) for one in corrections]


def unpack_corrections(packed: Sequence[dict[str, Any]]) -> Corrections:
    return tuple(_unpack_correction(**one) for one in packed)


def _pack_correction(one: Correction | CorrectedSource) -> dict[str, Any]:
    match one:
        case Correction(field, read, value):
            return {"field": field, "read": _pack_field(read), "value": _pack_field(value)}
        case CorrectedSource(read, value):
            return {"field": "source", "read": pack_sources([read]), "value": pack_sources([value])}
        case never:
            assert_never(never)


def _unpack_correction(field: Any, read: Any, value: Any) -> Correction | CorrectedSource:  # noqa: ANN401  # JSON
    if field == "source":
        return CorrectedSource(*unpack_sources(read), *unpack_sources(value))
    return Correction(field, _unpack_field(field, read), _unpack_field(field, value))


def _pack_field(value: FieldValue) -> str | list[str] | None:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case tuple():
            return list(value)
        case str() | None:
            return value
        case never:
            assert_never(never)


def _unpack_field(field: str, packed: Any) -> FieldValue:  # noqa: ANN401  # JSON
    if field == "published":
        return None if packed is None else datetime.fromisoformat(packed)
    return tuple(packed) if field == "topics" else packed


def pack_shown(shown: Shown) -> list[int]:
    """`[piece, revision]`."""
    return [shown.piece, shown.revision]


def unpack_shown(packed: Sequence[int]) -> Shown:
    return Shown(*packed)


def dump_press(press: Press) -> str:
    """`[command, [arg, …], in_place]` as ASCII: a person's text may contain lone surrogates."""
    return json.dumps([press.command, press.args, press.in_place], separators=(",", ":"))


def load_press(text: str) -> Press:
    command, args, in_place = json.loads(text)
    return Press(command, tuple(args), in_place)


def dump(value: object) -> str:
    """The shortest JSON; letters are not escaped, so that they can be read and searched."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


T = TypeVar("T")

_REMEMBERED, _LONGEST = 256, 20_000
"""How many texts of a column have their parsed values cached, since the same pieces are read again
and again; and the longest JSON text that is cached, since its values take eight times its size.
"""

PLACE = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit primary key by which the engine orders its rows."""


class Moment(TypeDecorator[datetime]):
    """An aware time as ISO 8601 text in UTC with microseconds, which sorts by time."""

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
    """A time of day without zone, as ISO 8601 text."""

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


# Cached, because every step of a delivery reads and writes its address.
_written: Callable[[Address], str] = lru_cache(4096)(str)
_read: Callable[[str], Address] = lru_cache(4096)(Address.parse)


class Packed(TypeDecorator[T]):
    """A value as JSON text; `pack` and `unpack` turn it into JSON types and back.

    Texts are parsed once, unless they are very long: `unpack` must return an immutable value.
    """

    impl = Text
    cache_ok = True

    def __init__(self, pack: Callable[[T], object], unpack: Callable[[Any], T]) -> None:
        super().__init__()
        self.pack = pack
        self.unpack = unpack
        self._said: Callable[[str], T] = lru_cache(_REMEMBERED)(self._read)

    def process_bind_param(self, value: T | None, _dialect: Dialect) -> str | None:
        return None if value is None else dump(self.pack(value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> T | None:
        if value is None:
            return None
        return self._said(value) if len(value) <= _LONGEST else self._read(value)

    def _read(self, text: str) -> T:
        return self.unpack(json.loads(text))


SPANS = Packed(pack_spans, unpack_spans)
MARKS = Packed(pack_marks, unpack_marks)
SOURCES = Packed(pack_sources, unpack_sources)
LEFT_OUT = Packed(pack_left_out, unpack_left_out)
ASIDES = Packed(pack_asides, unpack_asides)
VOICES = Packed(pack_voices, unpack_voices)
CORRECTIONS = Packed(pack_corrections, unpack_corrections)
TOPICS: Packed[tuple[str, ...]] = Packed(list, tuple)
HOURS: Packed[frozenset[int]] = Packed(sorted, frozenset)
NUMBERS: Packed[tuple[int, ...]] = Packed(list, tuple)
ABOUT = Packed(pack_shown, unpack_shown)


GREATEST = 2**31 - 1
"""The largest number that an INTEGER column holds on every engine."""


def storable(text: str) -> str:
    """The text without lone surrogates and NUL, which PostgreSQL cannot store ("Character Types").

    No stored text has them, so a search for one finds nothing.
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
