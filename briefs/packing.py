"""Values as the plain lists and objects that JSON can write, and back."""

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from briefs.digests.frozen import Quotation
from briefs.model import Author, Mark, Organisation, Person, Press, Shown, Source, Span

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


def pack_sources(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Objects with what could be read; an author is `[family, given]` or `[name]`."""
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
        case Person(family, given):
            return [family, given]
        case Organisation(name):
            return [name]


def _unpack_author(packed: Sequence[str]) -> Author:
    return Person(*packed) if len(packed) > 1 else Organisation(*packed)


def pack_quotations(quotations: Sequence[Quotation]) -> list[list[int | str]]:
    """`[[piece, revision, sha256, start, end, text], …]`."""
    return [[q.piece, q.revision, q.sha256, q.at.start, q.at.end, q.text] for q in quotations]


def unpack_quotations(packed: Sequence[Sequence[Any]]) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(piece=piece, revision=revision, sha256=sha256, at=Span(start, end), text=text)
        for piece, revision, sha256, start, end, text in packed
    )


def pack_shown(shown: Shown) -> list[int]:
    """`[piece, revision]`."""
    return [shown.piece, shown.revision]


def unpack_shown(packed: Sequence[int]) -> Shown:
    return Shown(*packed)


def dump_press(press: Press) -> str:
    """`[command, [arg, …], in_place]` as ASCII: a person's words may hold what UTF-8 cannot."""
    return json.dumps([press.command, press.args, press.in_place], separators=(",", ":"))


def load_press(text: str) -> Press:
    command, args, in_place = json.loads(text)
    return Press(command, tuple(args), in_place)


def dump(value: object) -> str:
    """The shortest JSON; letters stay as they are, readable and searchable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
