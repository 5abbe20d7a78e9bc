"""The last gate of what is pushed: a frozen message and all it quotes, compared with the store."""

from collections.abc import Iterable
from typing import Protocol

import structlog

from briefs.digests.frozen import Message, Quotation
from briefs.digests.outbox import Outbox
from briefs.errors import NotFound, StoreUnavailable, Unproved, Withdrawn
from briefs.model import Revision
from briefs.pieces.proof import prove_body, prove_slice
from briefs.storage.editorial import Publishing

_log = structlog.get_logger(__name__)


class Shelf(Protocol):
    """What is needed of the library to prove a message."""

    @property
    def outbox(self) -> Outbox: ...

    @property
    def publishing(self) -> Publishing: ...

    def revision(self, piece: int, number: int | None = None) -> Revision: ...


def proved(keys: Iterable[str], shelf: Shelf) -> dict[str, Message | Unproved]:
    """Each message by its key, or why it must not be posted; every body is read anew, once."""
    bodies: dict[tuple[int, int], Revision | Unproved] = {}
    return {key: _proved(key, shelf, bodies) for key in set(keys)}


def _proved(
    key: str, shelf: Shelf, bodies: dict[tuple[int, int], Revision | Unproved]
) -> Message | Unproved:
    try:
        message = shelf.outbox.message(key)
        for quote in message.quotes:
            place = (quote.piece, quote.revision)
            if place not in bodies:
                bodies[place] = _sound(quote, shelf)
            _compare(quote, bodies[place])
    except Unproved as error:
        return error
    except StoreUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  # what cannot be read cannot be proved either
        _log.exception("courier.unreadable", message=key)
        return Unproved(f"what it quotes cannot be read ({type(error).__name__})")
    return message


def _sound(quote: Quotation, shelf: Shelf) -> Revision | Unproved:
    if shelf.publishing.retraction(quote.piece) is not None:
        return Withdrawn(f"piece {quote.piece} was retracted")
    try:
        revision = shelf.revision(quote.piece, quote.revision)
        prove_body(revision)
    except NotFound:
        return Withdrawn(f"piece {quote.piece}, revision {quote.revision}, is no longer stored")
    except Unproved as error:
        return Withdrawn(str(error))
    return revision


def _compare(quote: Quotation, stored: Revision | Unproved) -> None:
    if isinstance(stored, Unproved):
        raise stored
    if quote.sha256 != stored.sha256:
        raise Unproved(f"piece {quote.piece} is not the text that was quoted from")
    prove_slice(quote.text, quote.at, stored)
