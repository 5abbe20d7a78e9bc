"""What the ledger of quotations promises: which sentences stand in which sent message.

A correction of a piece has to reach the messages that quote it. Every message that quotes a piece
of the library is in the ledger: answers, digests and topic briefs, on every platform. An entry is
kept for as long as its message can be corrected (`RetentionPeriods.quotations`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from briefs.digests.outbox import Delivery
from briefs.model import Address, Span


class Quoted(Protocol):
    """A sentence that is copied from a revision; `at` is where it stands in the body."""

    @property
    def piece(self) -> int: ...

    @property
    def revision(self) -> int: ...

    @property
    def at(self) -> Span: ...
    @property
    def earlier(self) -> bool:
        """Whether it is shown as what the piece said before: that needs no correction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """The sentences of one revision that stand in one message, in the order of the body.

    `message` is the platform's id of it. Of a reply of several messages each is entered by itself.
    `said` names the blocks that it was written from (`Ledger.said`), "" if they are not known: then
    it cannot be written anew. With `earlier` it shows them as what the piece said before: such an
    entry counts only once the text is to go for good.
    """

    to: Address
    message: str
    piece: int
    revision: int
    spans: tuple[Span, ...]
    sent_at: datetime
    said: str = ""
    earlier: bool = False


class Ledger(Protocol):
    def quoting(self, piece: int, *, limit: int) -> tuple[LedgerEntry, ...]:
        """The messages that quote a piece, in any of its revisions, the newest first."""
        ...

    def said(self, key: str) -> str:
        """The blocks of that name, as JSON; "" if they are not kept."""
        ...


def doubtful_id(delivery: int) -> str:
    """Stands for the id of a message that may have been sent under one that nobody knows."""
    return f"uncertain {delivery}"


def is_unknowable(delivery: Delivery) -> bool:
    """Whether a delivery may have been sent, and its message cannot be looked for."""
    return delivery.status == "uncertain" and delivery.look_at is None


def places_of(to: Address, message: str) -> tuple[Address, ...]:
    """Where one message may have been entered: platforms name it in its channel, in its thread, or
    as the first of a thread of its own.
    """
    own = Address(to.platform, to.workspace, to.channel, message)
    return tuple(dict.fromkeys((to.channel_alone, to, own)))


def said_key(said: str) -> str:
    """What names blocks in the ledger: equal ones are kept once."""
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32] if said else ""


def entries_of(
    to: Address, message: str, quotes: Iterable[Quoted], now: datetime, said: str = ""
) -> Sequence[LedgerEntry]:
    """What a message that was sent enters: pages that are not of the library are left out."""
    found: dict[tuple[int, int], set[Span]] = {}
    quoted = [quote for quote in quotes if quote.piece > 0]
    now_said = {(quote.piece, quote.revision) for quote in quoted if not quote.earlier}
    for quote in quoted:
        key = (quote.piece, quote.revision)
        if not quote.earlier or key not in now_said:
            found.setdefault(key, set()).add(quote.at)
    return [
        LedgerEntry(
            to=to,
            message=message,
            piece=piece,
            revision=revision,
            spans=tuple(sorted(spans, key=lambda span: (span.start, span.end))),
            sent_at=now,
            said=said_key(said),
            earlier=(piece, revision) not in now_said,
        )
        for (piece, revision), spans in sorted(found.items())
    ]
