"""/piece corrections: which messages a correction has changed, and which it could not change."""

from collections import Counter
from collections.abc import Iterator, Sequence

from briefs.storage import Store
from briefs.storage.corrections import CorrectedMessage, PublishedCorrection
from handlers.format import DOT, counted, day
from handlers.message import Block, Bullets, Heading, Paragraph, Reply, Request, Strong
from handlers.resolve import resolve_stored

_MOST = 10_000
"""Messages of a correction that are counted at most."""

_CORRECTIONS = 5
_PLACES = 10


def reached(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece corrections [ref]`: the newest correction of a piece, or of all pieces."""
    piece = resolve_stored(words, request, store).piece if words else None
    found = store.corrections.recent(limit=_CORRECTIONS, piece=piece)
    if not found:
        of = "Nothing" if piece is None else f"Nothing of #{piece}"
        said = f"{of} has been corrected or retracted since it was published."
        return Reply((Paragraph((said,)),))
    blocks = [block for one in found for block in _one(one, store)]
    return Reply((Heading("Corrections of what was sent"), *blocks))


def _one(correction: PublishedCorrection, store: Store) -> Iterator[Block]:
    messages = store.corrections.messages(correction.id, limit=_MOST)
    what = "retracted" if correction.is_retraction else f"revision {correction.revision}"
    named = Strong(f"#{correction.piece}{DOT}{what}{DOT}{day(correction.at)}")
    if not messages:
        yield Paragraph((named, "\nNo message quotes what changed."))
        return
    yield Paragraph((named, f"\n{_counts(messages)}"))
    places = Counter(str(one.to) for one in messages)
    shown = [(f"{place}: {counted(n, 'message')}",) for place, n in places.most_common(_PLACES)]
    if len(places) > _PLACES:
        shown.append((f"{counted(len(places) - _PLACES, 'more place')}",))
    yield Bullets(tuple(shown))
    lost = [one for one in messages if one.why_not]
    if lost:
        yield Paragraph((f"Not reached: {counted(len(lost), 'message')}",))
        yield Bullets(
            tuple((f"{one.to}, message {one.message}: {one.why_not}",) for one in lost[:_PLACES])
        )
        if len(lost) > _PLACES:
            yield Paragraph((f"{len(lost) - _PLACES} more: `sourcebrief corrections` lists all.",))


def _counts(messages: Sequence[CorrectedMessage]) -> str:
    edited = sum(one.edit == "sent" for one in messages)
    told = sum(one.reply == "sent" for one in messages)
    coming = sum(one.is_open for one in messages)
    lost = sum(bool(one.why_not) for one in messages)
    said = [
        counted(len(messages), "message"),
        f"{edited} corrected in place",
        f"{told} told of it",
        *([f"{coming} on their way"] if coming else []),
        *([f"{lost} not reached"] if lost else []),
    ]
    return DOT.join(said)
