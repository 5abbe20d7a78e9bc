"""What an editor can correct of a piece: fields and references, never words of the body.

A corrected revision has the corrected values, and beside each the value that was read from the
file. A correction is applied again to each new version of the file, until it is undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, assert_never, get_args

from briefs.model import (
    CorrectedField,
    CorrectedSource,
    Correction,
    Corrections,
    FieldValue,
    Revision,
    Source,
)

FIELDS: tuple[CorrectedField, ...] = get_args(CorrectedField)


@dataclass(frozen=True, slots=True)
class SetField:
    field: CorrectedField
    value: FieldValue


@dataclass(frozen=True, slots=True)
class SetSource:
    """Sets the reference with that number; the number stays."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class UndoField:
    field: CorrectedField


@dataclass(frozen=True, slots=True)
class UndoSource:
    number: int


Change: TypeAlias = SetField | SetSource | UndoField | UndoSource


def changed_fields(changes: Iterable[Change]) -> str:
    """The fields of changes, for the editorial log: "byline, source 3, title"."""
    named = set[str]()
    for change in changes:
        match change:
            case SetField(field, _) | UndoField(field):
                named.add("date" if field == "published" else field)
            case SetSource(number, _) | UndoSource(number):
                named.add(f"source {number}")
            case never:
                assert_never(never)
    return ", ".join(sorted(named))


def as_read(revision: Revision) -> Revision:
    """The revision as it was read from its file, without corrections."""
    fields: dict[str, Any] = {}
    sources = {source.number: source for source in revision.sources}
    for one in revision.corrections:
        match one:
            case Correction(field, read, _):
                fields[field] = read
            case CorrectedSource(read, _):
                sources[read.number] = read
            case never:
                assert_never(never)
    return replace(revision, **fields, sources=tuple(sources.values()), corrections=())


def correct(revision: Revision, changes: Iterable[Change]) -> Revision:
    """The revision with these changes added to its corrections; its body stays.

    Setting a field to the value that was read ends its correction.
    """
    fields, sources = _values(revision.corrections)
    for change in changes:
        match change:
            case SetField(field, value):
                fields[field] = value
            case UndoField(field):
                fields.pop(field, None)
            case SetSource(number, source):
                sources[number] = source
            case UndoSource(number):
                sources.pop(number, None)
            case never:
                assert_never(never)
    return _apply(as_read(revision), fields, sources)


def carry(read: Revision, earlier: Revision) -> Revision:
    """A newly read revision with the corrections of the one before it.

    The correction of a reference goes to the reference with the same words, and ends if there is
    none.
    """
    fields, _ = _values(earlier.corrections)
    numbers = {source.raw: source.number for source in reversed(read.sources)}
    sources = {
        numbers[one.read.raw]: one.value
        for one in earlier.corrections
        if isinstance(one, CorrectedSource) and one.read.raw in numbers
    }
    return _apply(read, fields, sources)


def _values(
    corrections: Corrections,
) -> tuple[dict[CorrectedField, FieldValue], dict[int, Source]]:
    fields: dict[CorrectedField, FieldValue] = {}
    sources: dict[int, Source] = {}
    for one in corrections:
        match one:
            case Correction(field, _, value):
                fields[field] = value
            case CorrectedSource(read, value):
                sources[read.number] = value
            case never:
                assert_never(never)
    return fields, sources


def _apply(
    read: Revision, fields: dict[CorrectedField, FieldValue], sources: dict[int, Source]
) -> Revision:
    made: list[Correction | CorrectedSource] = []
    for field in FIELDS:
        found: FieldValue = getattr(read, field)
        if field in fields and fields[field] != found:
            made.append(Correction(field, found, fields[field]))
    entries: list[Source] = []
    for source in read.sources:
        wanted = sources.get(source.number, source)
        value = replace(wanted, number=source.number, where=source.where)
        entries.append(value)
        if value != source:
            made.append(CorrectedSource(source, value))
    values: dict[str, Any] = {one.field: one.value for one in made if isinstance(one, Correction)}
    return replace(read, **values, sources=tuple(entries), corrections=tuple(made))
