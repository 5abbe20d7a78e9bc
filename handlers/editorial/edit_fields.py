"""/piece edit: an editor corrects what was read of a piece: its fields and its references.

No word of the body can be typed. The value that was read is stored beside each correction.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from briefs.errors import BadArgument
from briefs.model import (
    CorrectedField,
    CorrectedSource,
    Correction,
    Draft,
    Edited,
    FieldValue,
    Press,
    Revision,
    Shown,
)
from briefs.pieces.corrected_fields import (
    Change,
    SetField,
    SetSource,
    UndoField,
    UndoSource,
    correct,
)
from briefs.pieces.versions import is_to_come
from briefs.sandbox import pool
from briefs.storage import Store
from briefs.text.canonical import one_line
from briefs.text.language import small_words
from handlers.find_revision import resolve_stored
from handlers.format import DOT, day, ref_of, safe_url
from handlers.message import (
    Actions,
    Button,
    Context,
    Facts,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
)

FIELD_WORDS: Mapping[str, CorrectedField] = {
    "title": "title",
    "byline": "byline",
    "author": "byline",
    "outlet": "outlet",
    "date": "published",
    "published": "published",
    "url": "url",
    "link": "url",
    "language": "language",
    "topic": "topics",
    "topics": "topics",
}
NOTHING = "-"
"""The word that empties a field: no byline, no date, no topics."""

UNDO = "undo"
_SOURCE = "source"
_MAX_CHARS = 1_000
_MAX_WAITING = 20
_NUMBER = re.compile(r"[0-9]{1,4}")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)
_UNREAD = "“{}” is no language that I read: the brief is what the piece opens with."
_EXAMPLES = "/piece edit #12 date 9 Jan 2017 · /piece edit #12 source 3 and its words"
_LABELS: Mapping[CorrectedField, str] = {
    "title": "Title",
    "byline": "Byline",
    "outlet": "Outlet",
    "published": "Date",
    "url": "Link",
    "language": "Language",
    "topics": "Topics",
}


def edit(words: tuple[str, ...], request: Request, context: Context) -> Reply:
    """`/piece edit [ref] field value`, `… source 3 words` or `… undo field`."""
    named = words[:1] if words and words[0].casefold() not in {*FIELD_WORDS, _SOURCE, UNDO} else ()
    revision = resolve_stored(named, request, context.store)
    change = read_change(as_typed(words[len(named) :], request))
    changed = apply(revision, [change], request, context)
    return reply(revision, changed, context.store)


def as_typed(words: tuple[str, ...], request: Request) -> tuple[str, ...]:
    """The words as typed: `Request.args` have lost their quotation marks and last full stops."""
    typed = request.text.split()
    return tuple(typed[-len(words) :]) if 0 < len(words) <= len(typed) else words


def read_change(words: Sequence[str]) -> Change:
    """The change that "date 9 Jan 2017", "source 3 Lind, …" or "undo title" asks for; else
    BadArgument.
    """
    if not words:
        raise BadArgument("What is to be corrected?", hint=f"For example: {_EXAMPLES}")
    first, *rest = words
    match first.casefold():
        case "undo":
            return _read_undo(rest)
        case "source":
            return _read_source(rest)
        case name if name in FIELD_WORDS:
            return read_field(FIELD_WORDS[name], " ".join(rest))
        case _:
            known = ", ".join((*dict.fromkeys(FIELD_WORDS), _SOURCE, UNDO))
            raise BadArgument(
                f"“{first[:40]}” can't be corrected.",
                hint=f"These can: {known}. The words of the piece itself come from its file alone.",
            )


def read_field(field: CorrectedField, said: str) -> SetField:
    """A field with the value that a person wrote; BadArgument for a value that the field cannot
    have.
    """
    value = one_line(said)
    if not value:
        raise BadArgument(
            f"What {'are' if field == 'topics' else 'is'} the {_LABELS[field].lower()} to be?",
            hint=f"{NOTHING} stands for none. For example: {_EXAMPLES}",
        )
    if len(value) > _MAX_CHARS:
        raise BadArgument(f"That is longer than {_MAX_CHARS} characters.")
    return SetField(field, _value(field, "" if value == NOTHING else value))


def _value(field: CorrectedField, value: str) -> FieldValue:
    match field:
        case "byline" | "outlet":
            return value
        case "title":
            if not value:
                raise BadArgument("A piece needs a title.")
            return value
        case "published":
            return _date(value) if value else None
        case "url":
            if value and safe_url(value) is None:
                raise BadArgument(f"“{value[:80]}” is no address of a page.")
            return value
        case "language":
            code = _CODE.fullmatch(value)
            if code is None:
                raise BadArgument(
                    f"“{value[:20]}” is no code of a language.", hint="Such are en, de, ru, pt-BR."
                )
            return code[1].lower()
        case "topics":
            names = (one_line(name).removeprefix("+") for name in value.split(","))
            return tuple({name.casefold(): name for name in names if name}.values())
        case never:
            assert_never(never)


def _date(value: str) -> datetime:
    from briefs.reading.base import read  # noqa: PLC0415  # readers load slowly

    found = read(value)
    if found is None:
        raise BadArgument(
            f"I can't read a day in “{value[:60]}”.", hint="Write it like 9 Jan 2017 or 2017-01-09."
        )
    return found


def _read_source(words: Sequence[str]) -> Change:
    from briefs.references import parse  # noqa: PLC0415  # loads slowly

    text = one_line(" ".join(words[1:]))
    if not words or not _NUMBER.fullmatch(words[0]) or not text:
        raise BadArgument(
            "Which reference, and how does it read?",
            hint="/piece edit #12 source 3 and the words of the entry.",
        )
    if len(text) > _MAX_CHARS:
        raise BadArgument(f"That is longer than {_MAX_CHARS} characters.")
    return SetSource(int(words[0]), replace(parse.parse(text), raw=text))


def _read_undo(words: Sequence[str]) -> Change:
    match [word.casefold() for word in words]:
        case ["source", number] if _NUMBER.fullmatch(number):
            return UndoSource(int(number))
        case [name] if name in FIELD_WORDS:
            return UndoField(FIELD_WORDS[name])
        case _:
            raise BadArgument("Undo what?", hint="/piece edit #12 undo date · … undo source 3")


def apply(
    revision: Revision, changes: Sequence[Change], request: Request, context: Context
) -> Revision:
    """Store the changes to a revision: the public one, a waiting one, or the piece's latest.

    A change to the public revision is made to the piece's waiting proposals as well, so that
    publishing them does not undo it. Raises BadArgument as `require_correctable` does.
    """
    others = require_correctable(revision, changes, request, context.store)
    changed = _correct(revision, changes, request, context)
    for other in others:
        _correct(other, _of_fields(changes), request, context)
    return changed


def require_correctable(
    revision: Revision, changes: Sequence[Change], request: Request, store: Store
) -> list[Revision]:
    """The waiting proposals that are to be corrected together with a revision.

    BadArgument for a revision that is no longer current, for a reference that the piece does not
    have, and for a future date of a public piece, which readers already have.
    """
    standing = store.editorial.find(f"#{revision.piece}")
    waiting = store.editorial.proposals(limit=_MAX_WAITING, piece=revision.piece)
    waits = [one.revision for one in waiting]
    if revision not in (standing, *waits):
        raise BadArgument(
            f"{ref_of(revision)} is an older revision: it stays as it is.",
            hint=f"/piece edit #{revision.piece} corrects what readers get.",
        )
    for change in changes:
        match change:
            case SetSource() | UndoSource():
                _require_source(change.number, revision)
            case SetField("published", datetime() as when) if revision not in waits:
                if is_to_come(when, request.at):
                    raise BadArgument(
                        f"{day(when)} is still to come, and the piece is public.",
                        hint="Only a piece that waits may have such a date.",
                    )
            case SetField() | UndoField():
                pass
            case never:
                assert_never(never)
    return [other for other in waits if other != revision] if revision == standing else []


def _require_source(number: int, revision: Revision) -> None:
    if not 1 <= number <= len(revision.sources):
        last = len(revision.sources)
        said = f"has sources 1 to {last}" if last else "lists no sources"
        raise BadArgument(
            f"“{revision.heading}” {said}.", hint=f"/piece sources {ref_of(revision)} shows them."
        )


def _of_fields(changes: Sequence[Change]) -> list[Change]:
    """The changes to fields alone: in another version the same number may be another reference."""
    return [change for change in changes if isinstance(change, SetField | UndoField)]


def _correct(
    revision: Revision, changes: Sequence[Change], request: Request, context: Context
) -> Revision:
    corrected = correct(revision, changes)
    return context.store.editorial.correct(
        revision.piece,
        revision.number,
        changes,
        now=request.at,
        by=request.person,
        edited=_edited(corrected, context) if corrected.language != revision.language else None,
    )


def _edited(revision: Revision, context: Context) -> Edited:
    """The sentences and summaries of a piece, made again by the rules of its new language."""
    draft = Draft(
        title=revision.title,
        body=revision.body,
        language=revision.language,
        sources=revision.sources,
        marks=revision.marks,
        asides=revision.asides,
        voices=revision.voices,
    )
    return pool.edit(draft, method=context.method)


def reply(before: Revision, after: Revision, store: Store) -> Reply:
    """What was corrected, with the value read before, and what the corrected revision is now."""
    ref = ref_of(after)
    if after == before:
        return Reply(
            (Paragraph((f"Nothing changes: {ref} says so already.",)),),
            about=Shown(after.piece, after.number),
        )
    card = store.catalogue.find(f"#{after.piece}")
    public = card is not None and card.revision == after.number
    said = (
        f"{ref} is what readers get from now on. It is no news: no digest tells of it."
        if public
        else f"{ref} is not public: it takes the place of {ref_of(before)}."
    )
    known = facts(after)
    undone = tuple(_undone(before, after))
    unread = after.language != before.language and not small_words(after.language)
    buttons = (
        Button("Check", Press("piece", ("check", ref))),
        *(
            Button(f"Undo {label.lower()}", Press("piece", ("edit", ref, UNDO, *field)))
            for label, field in _undoable(after)
        ),
    )
    return Reply(
        (
            Heading(f"Corrected{DOT}{after.heading}"),
            Paragraph((said,)),
            *((Paragraph((_UNREAD.format(after.language),)),) if unread else ()),
            *((Facts(known),) if known else ()),
            *((Facts(undone),) if undone else ()),
            Actions(buttons),
        ),
        about=Shown(after.piece, after.number),
    )


def _undone(before: Revision, after: Revision) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    """Each field whose correction was undone, with the value that was read."""
    still = {name for name, _ in facts(after)}
    for one in before.corrections:
        match one:
            case Correction(field, read, _):
                name, said = _LABELS[field], _said(read)
            case CorrectedSource(read, value):
                name, said = f"Source {value.number}", read.raw
            case never:
                assert_never(never)
        if name not in still:
            yield name, (f"{said}, as it was read",)


def facts(revision: Revision) -> tuple[tuple[str, tuple[Inline, ...]], ...]:
    """Each correction of a revision, with the value that was read: "Date", "9 Jan 2017 (read:
    none)".
    """
    return tuple((name, (text,)) for name, text in _facts(revision))


def _facts(revision: Revision) -> Iterator[tuple[str, str]]:
    for one in revision.corrections:
        match one:
            case Correction(field, read, value):
                yield _LABELS[field], f"{_said(value)} (read: {_said(read)})"
            case CorrectedSource(read, value):
                yield f"Source {value.number}", f"{value.raw} (read: {read.raw})"
            case never:
                assert_never(never)


def _said(value: FieldValue) -> str:
    match value:
        case datetime():
            return day(value)
        case tuple():
            return ", ".join(value) or "none"
        case str() | None:
            return value or "none"
        case never:
            assert_never(never)


def _undoable(revision: Revision) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in revision.corrections:
        match one:
            case Correction(field, _, _):
                label = _LABELS[field]
                word = next(word for word, named in FIELD_WORDS.items() if named == field)
                yield label, (word,)
            case CorrectedSource(_, value):
                yield f"Source {value.number}", (_SOURCE, str(value.number))
            case never:
                assert_never(never)
