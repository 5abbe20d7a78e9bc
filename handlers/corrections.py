"""/corrections: recent corrections and retractions, and each sentence that changed.

A brief of a revision that was published as a material correction says in one line what changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from briefs.corrections.affected_messages import compare, verdict
from briefs.errors import BadArgument, NotFound
from briefs.model import Press, Revision, Span, sentence_numbers
from briefs.storage import Store
from briefs.storage.corrections import PublishedCorrection
from handlers.corrected_messages import ASPECT_WORDS, WHAT_CHANGED, Change, struck_word
from handlers.find_revision import resolve_discussed
from handlers.format import DOT, day, enumerated, quote, ref_of
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Context,
    Emphasis,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
    Strong,
)

_LISTED: Final = 10
_LOOKED_AT: Final = 60
"""Only so many recent corrections are searched for those that readers are told of."""

_SHOWN: Final = 8


def change_of(
    correction: PublishedCorrection, revision: int, spans: Iterable[Span] | None, store: Store
) -> Change | None:
    """What a correction means for sentences quoted from a revision; `spans=None` means all of them.

    None if the correction made that very revision public.
    """
    if correction.revision == revision:
        return None
    before = _stored(correction.piece, revision, store)
    after = None
    if not correction.is_retraction:
        after = _stored(correction.piece, correction.revision, store)
    if before is None or after is None:
        return Change(
            correction=correction,
            before=before,
            after=None,
            comparison=None,
            changed=(),
            verdict="struck",
        )
    comparison = compare(before, after)
    quoted = before.sentences if spans is None else spans
    changed = comparison.changed(quoted)
    return Change(
        correction=correction,
        before=before,
        after=after,
        comparison=comparison,
        changed=changed,
        verdict=verdict(changed, correction.word),
    )


def _stored(piece: int, revision: int, store: Store) -> Revision | None:
    try:
        return store.catalogue.revision(piece, revision)
    except NotFound:
        return None


def answer(request: Request, context: Context) -> Reply:
    """`/corrections` lists the newest; `/corrections 12` shows each sentence that changed."""
    store = context.store
    if not request.args:
        return _list(store)
    choice = resolve_discussed(request.args, request, store)
    for one in told_of(store, piece=choice.piece):
        if one.after is not None and one.after.number == choice.number:
            return _shown(one)
    for one in told_of(store, piece=choice.piece):
        return _shown(one) if one.after is not None else _list(store)
    said = f"#{choice.piece} has not been corrected."
    raise BadArgument(said, hint="/corrections lists what was.")


def told_of(store: Store, *, piece: int | None = None) -> Iterator[Change]:
    """The corrections that readers are told of, newest first: material ones and retractions."""
    for correction in store.corrections.recent(limit=_LOOKED_AT, piece=piece):
        if correction.was:
            change = change_of(correction, correction.was, None, store)
            if change is not None and change.verdict in {"material", "struck"}:
                yield change


def _list(store: Store) -> Reply:
    found = [one for _, one in zip(range(_LISTED), told_of(store), strict=False)]
    if not found:
        return Reply((Paragraph(("Nothing has been corrected or retracted.",)),))
    items: list[tuple[Inline, ...]] = []
    buttons: dict[int, Button] = {}
    for one in found:
        revision = one.after or one.before
        title = revision.heading if revision is not None else ""
        what = struck_word(one) if one.verdict == "struck" else "Corrected"
        said = f": {one.line}" if one.line else ""
        name = Strong(f"#{one.correction.piece} {title}".strip())
        items.append((f"{day(one.correction.at)}{DOT}{what} ", name, said))
        if one.after is not None:
            piece = one.correction.piece
            press = Press("corrections", (ref_of(one.after),))
            buttons.setdefault(piece, Button(f"#{piece}", press))
    actions = (Actions(tuple(buttons.values())),) if buttons else ()
    return Reply((Heading("Corrections"), Bullets(tuple(items)), *actions))


def _shown(one: Change) -> Reply:
    """Each sentence that changed materially, before and after."""
    before, after = one.before, one.after
    assert before is not None and after is not None  # noqa: S101, PT018  # the caller checks it
    material = [change for change in one.changed if change.is_material] or list(one.changed)
    blocks: list[Block] = [
        Heading(f"{WHAT_CHANGED}{DOT}{after.heading}"),
        Paragraph((Emphasis(_dated(one, before, after)),)),
    ]
    numbers, now = sentence_numbers(before), sentence_numbers(after)
    for change in material[:_SHOWN]:
        words = enumerated([ASPECT_WORDS[aspect] for aspect in change.aspects]) or "the wording"
        blocks.append(Paragraph((Strong(words[:1].upper() + words[1:]),)))
        for at in change.before:
            was = quote(before, at, numbers[at])
            blocks.append(replace(was, extract=replace(was.extract, earlier=True)))
        blocks += (quote(after, at, now[at]) for at in change.after)
    if len(material) > _SHOWN:
        blocks.append(Paragraph((f"{len(material) - _SHOWN} more sentences changed.",)))
    ref = ref_of(after)
    buttons = (Button("Brief", Press("brief", (ref,))), Button("Read", Press("read", (ref,))))
    return Reply((*blocks, Actions(buttons)))


def _dated(one: Change, before: Revision, after: Revision) -> str:
    note = f"{DOT}{one.correction.word.note}" if one.correction.word.note else ""
    return (
        f"Corrected {day(one.correction.at)}{DOT}revision {before.number} became "
        f"{after.number}{note}"
    )


def brief_notice(revision: Revision, shown: Sequence[Span], store: Store) -> Change | None:
    """The newest correction of a piece, if it made this revision public and changed a shown
    sentence.
    """
    for correction in store.corrections.recent(limit=1, piece=revision.piece):
        if correction.revision == revision.number and correction.was:
            change = change_of(correction, correction.was, None, store)
            if change is None or change.verdict != "material":
                return None
            seen = tuple(
                one
                for one in change.changed
                if set(one.after) & set(shown) and (one.is_material or correction.word.manner)
            )
            return replace(change, changed=seen) if seen else None
    return None
