"""/piece log: what editors published, scheduled, corrected, retracted and erased, and when."""

from datetime import datetime
from typing import assert_never

from briefs.model import Shown, piece_number
from briefs.storage import Store
from briefs.storage.editorial import LogEntry
from handlers.editorial.schedule import spelled
from handlers.format import DOT, day
from handlers.message import Bullets, Heading, Inline, Paragraph, Reply, Request, Strong
from handlers.resolve import resolve_stored

_MAX_ENTRIES = 15


def editorial_log(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece log [ref]`: the newest entries, of all pieces or of one."""
    piece = _named(words, request, store) if words else None
    found = store.editorial.log(limit=_MAX_ENTRIES + 1, piece=piece)
    of = "" if piece is None else f"{DOT}#{piece}"
    if not found:
        return Reply((Paragraph((f"No editor has done anything yet{of}.",)),))
    more = (Paragraph(("There are more: these are the newest.",)),) if found[_MAX_ENTRIES:] else ()
    return Reply(
        (
            Heading(f"What editors did{of}"),
            Bullets(tuple(_line(entry) for entry in found[:_MAX_ENTRIES])),
            *more,
        ),
        about=Shown(piece=0),
    )


def _named(words: tuple[str, ...], request: Request, store: Store) -> int:
    """The piece that words name; the log tells of an erased one too."""
    number = piece_number(words[0])
    if number is not None and store.editorial.erasure(number) is not None:
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
