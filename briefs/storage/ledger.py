"""What the ledger of quotations promises: which sentences stand in which sent message.

A correction of a piece has to reach the messages that quote it. Every message that quotes a piece
of the library is in the ledger: answers, digests and topic briefs, on every platform. An entry is
kept for as long as its message can be corrected (`RetentionPeriods.quotations`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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
