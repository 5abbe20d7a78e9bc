"""/piece log: what editors published, scheduled, corrected, retracted and erased, and when.

/piece corrections: which messages a correction has changed, and which it could not change.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from briefs.model import Press, Shown, piece_number
from briefs.storage import Store
from briefs.storage.corrections import CorrectedMessage, PublishedCorrection
from briefs.storage.editorial import LogEntry
from handlers.editorial.schedule import spelled
from handlers.find_revision import resolve_stored
from handlers.format import DOT, counted, day, page_buttons, split_page
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
    Strong,
)

_MAX_ENTRIES = 15
_NOTHING_MORE = Actions(())


def editorial_log(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece log [ref]`: the newest entries, of all pieces or of one; `p2` is the second page."""
    words, page = split_page(words)
    piece, skip = named(words, request, store), _MAX_ENTRIES * (page - 1)
    found = store.editorial.log(limit=skip + _MAX_ENTRIES + 1, piece=piece)[skip:]
    if not found and skip:
        return editorial_log(words, request, store)
    turn = page_buttons(
        Press("piece", ("log", *words)),
        page,
        page + bool(found[_MAX_ENTRIES:]),
        back="‹ Newer",
        on="Older ›",
    )
    return reply(found[:_MAX_ENTRIES], piece, Actions(tuple(turn)))


def reply(found: Sequence[LogEntry], piece: int | None, turn: Actions = _NOTHING_MORE) -> Reply:
    """Entries of the log, of all pieces or of one; `turn` has the buttons to the next pages."""
    of = "" if piece is None else f"{DOT}#{piece}"
    if not found:
        return Reply((Paragraph((f"No editor has done anything yet{of}.",)),))
    return Reply(
        (
            Heading(f"What editors did{of}"),
            Bullets(tuple(map(_line, found))),
            *((turn,) if turn.buttons else ()),
        ),
        about=Shown(piece=0),
    )


def named(words: tuple[str, ...], request: Request, store: Store) -> int | None:
    """The number of the piece that words name, which may be erased; None without words."""
    if not words:
        return None
    number = piece_number(words[0])
    if number is not None and store.catalogue.erasure(number) is not None:
        return number
    return resolve_stored(words, request, store).piece


def _line(entry: LogEntry) -> tuple[Inline, ...]:
    who = entry.by or "nobody who is known"
    ref = f"#{entry.piece}@{entry.revision}"
    when = f"{day(entry.at)}, {entry.at:%H:%M} UTC"
    return (Strong(f"{ref} {_said(entry)}"), f"\n{when}{DOT}{who}")


def _said(entry: LogEntry) -> str:
    match entry.action:
        case "published":
            return "published"
        case "scheduled":
            when = spelled(datetime.fromisoformat(entry.detail)) if entry.detail else ""
            return f"scheduled for {when}" if when else "no longer scheduled"
        case "corrected":
            return f"corrected: {entry.detail}"
        case "retracted":
            return f"retracted: {entry.detail}" if entry.detail else "retracted"
        case "erased":
            return f"erased: {entry.detail}" if entry.detail else "erased"
        case never:
            assert_never(never)


_MAX_MESSAGES = 10_000
"""Messages of a correction that are counted at most."""

_MAX_CORRECTIONS = 5
_MAX_PLACES = 10


def corrections_reached(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece corrections [ref]`: the newest correction of a piece, or of all pieces."""
    piece = resolve_stored(words, request, store).piece if words else None
    found = store.corrections.recent(limit=_MAX_CORRECTIONS, piece=piece)
    if not found:
        of = "Nothing" if piece is None else f"Nothing of #{piece}"
        said = f"{of} has been corrected or retracted since it was published."
        return Reply((Paragraph((said,)),))
    blocks = [block for one in found for block in _one(one, store)]
    return Reply((Heading("Corrections of what was sent"), *blocks))


def _one(correction: PublishedCorrection, store: Store) -> Iterator[Block]:
    messages = store.corrections.messages(correction.id, limit=_MAX_MESSAGES)
    what = "retracted" if correction.is_retraction else f"revision {correction.revision}"
    named = Strong(f"#{correction.piece}{DOT}{what}{DOT}{day(correction.at)}")
    if not messages:
        yield Paragraph((named, "\nNo message quotes what changed."))
        return
    yield Paragraph((named, f"\n{_counts(messages)}"))
    places = Counter(str(one.to) for one in messages)
    shown = [(f"{place}: {counted(n, 'message')}",) for place, n in places.most_common(_MAX_PLACES)]
    if len(places) > _MAX_PLACES:
        shown.append((f"{counted(len(places) - _MAX_PLACES, 'more place')}",))
    yield Bullets(tuple(shown))
    lost = [one for one in messages if one.why_not]
    if lost:
        yield Paragraph((f"Not reached: {counted(len(lost), 'message')}",))
        yield Bullets(
            tuple(
                (f"{one.to}, message {one.message}: {one.why_not}",) for one in lost[:_MAX_PLACES]
            )
        )
        if len(lost) > _MAX_PLACES:
            yield Paragraph(
                (f"{len(lost) - _MAX_PLACES} more: `sourcebrief corrections` lists all.",)
            )


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
