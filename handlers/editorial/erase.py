"""/piece erase: an editor deletes a piece for good, after two questions."""

from collections.abc import Iterator
from datetime import datetime

from briefs.errors import BadArgument
from briefs.model import Press, Revision
from briefs.storage import Store
from briefs.storage.editorial import Erasure
from handlers.corrected_messages import without
from handlers.find_revision import resolve_stored
from handlers.format import DOT, counted
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Heading,
    Paragraph,
    Reply,
    Request,
)

SURE = "sure?"
FOR_GOOD = "for-good"
"""The words of the two confirming buttons; the words after them are the reason."""

_MAX_QUOTING = 1_000
"""Messages that are counted at most; of more the reply says "1000 or more"."""

_COPIES = (
    "Copies of the library that were made before still hold it: make a new one, and delete those. "
    "So do the file that it was read from and, on PostgreSQL, the write-ahead log and its archive."
)


def erase(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece erase #12 [reason]` asks, with two buttons; with "for-good" it erases at once."""
    if not words:
        raise BadArgument("Which piece is to be erased?", hint="/piece erase #12 and why.")
    said, reason = words[1:2], words[2:]
    revision = resolve_stored(words[:1], request, store)
    if said == (FOR_GOOD,):
        done = erase_piece(
            revision.piece, " ".join(reason), now=request.at, by=request.person, store=store
        )
        return erased_reply(done, "The database's files are overwritten within minutes.")
    if said == (SURE,):
        return _asked(revision, reason, FOR_GOOD, "Erase for good", _last_question())
    return _asked(revision, words[1:], SURE, "Erase …", tuple(what_goes(revision, store)))


def erase_piece(piece: int, reason: str, *, now: datetime, by: str, store: Store) -> Erasure:
    """Erase a piece; the messages that quote it are rewritten without it, as after a correction."""
    return store.editorial.erase(
        piece, reason, now=now, by=by, rewrite=lambda said: without(said, piece)
    )


def what_goes(revision: Revision, store: Store) -> Iterator[Block]:
    """What an erasure would delete, and what it would keep."""
    piece = revision.piece
    quoting = len(store.ledger.quoting(piece, limit=_MAX_QUOTING))
    more = " or more" if quoting == _MAX_QUOTING else ""
    goes = [
        f"All of #{piece}: its text in every revision, its references, briefs and corrections",
        "The original file that was kept, and every entry of the search index",
        "What the outbox holds of it; digests that are still to be sent are composed anew",
    ]
    stays = "Its number, the SHA-256 of its texts, and your reason stay; receipts say “erased”."
    yield Bullets(tuple((line,) for line in goes))
    if quoting:
        said = (
            f"{counted(quoting, 'message')}{more} that were sent quote it: it is taken out of them"
        )
        yield Paragraph((f"{said}, and a reply says so, where the platform lets me.",))
    twin = store.editorial.twin(revision.body, beside=piece)
    if twin is not None:
        same = f"#{twin.card.piece} says {twin.likeness:.0%} the same, and stays."
        yield Paragraph((same,))
    yield Paragraph((stays,))


def erased_reply(done: Erasure, more: str) -> Reply:
    """What an erasure deleted; `more` says when the deleted bytes are overwritten."""
    hashes = tuple((f"#{done.piece}@{number}{DOT}", Code(sha256)) for number, sha256 in done.texts)
    return Reply(
        (
            Heading(f"Erased{DOT}#{done.piece}"),
            Paragraph((f"Whoever asks for it is told: “{done.notice}” {more}",)),
            Bullets(hashes),
            Paragraph((_COPIES,)),
        )
    )


def _last_question() -> tuple[Block, ...]:
    said = "This cannot be undone. A retraction takes a piece back and keeps it: /piece retract."
    return (Paragraph((said,)),)


def _asked(
    revision: Revision, reason: tuple[str, ...], word: str, label: str, about: tuple[Block, ...]
) -> Reply:
    piece = f"#{revision.piece}"
    does = Press("piece", ("erase", piece, word, *reason))
    told = f"Reason: {' '.join(reason)}" if reason else "No reason is given: add it after #12."
    return Reply(
        (
            Heading(f"Erase {piece}?{DOT}{revision.heading}"),
            *about,
            Paragraph((told.replace("#12", piece),)),
            Actions((Button(label, does), Button("Keep it", Press("piece", ("check", piece))))),
        )
    )
