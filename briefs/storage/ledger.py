"""What the ledger of quotations promises: which sentences are quoted in which sent message.

A correction of a piece has to reach the messages that quote it. Every message that quotes a piece
of the library is in the ledger: answers, digests and topic briefs, on every platform. An entry is
kept for as long as its message can be corrected (`RetentionPeriods.quotations`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from briefs.model import Address, Span


class Quoted(Protocol):
    """A sentence that was copied from a revision; `at` is its place in the body."""

    @property
    def piece(self) -> int: ...

    @property
    def revision(self) -> int: ...

    @property
    def at(self) -> Span: ...
    @property
    def earlier(self) -> bool:
        """Whether it is shown as earlier text, which needs no correction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """The sentences of one revision that one message quotes, in the order of the body.

    `message` is the platform's id; each message of a long reply has its own entry. `said` is the
    key of the blocks that it was rendered from (`Ledger.said`), "" if they are unknown: then it
    cannot be rewritten. `earlier` text is shown as what the piece said before; such an entry
    matters only when the piece is erased.
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
        """The messages that quote a piece, in any revision, newest first."""
        ...

    def said(self, key: str) -> str:
        """The blocks with that key, as JSON; "" if they are not stored."""
        ...
