"""/piece log: what editors published, scheduled, corrected, retracted and erased, and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from briefs.model import Press, Shown, piece_number
from briefs.storage import Store
from briefs.storage.editorial import LogEntry
from handlers.editorial.schedule import spelled
from handlers.format import DOT, day, page_buttons, split_page
from handlers.message import (
    Actions,
    Bullets,
    Heading,
    Inline,
    Paragraph,
    Reply,
    Request,
    Strong,
)
from handlers.resolve import resolve_stored

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
