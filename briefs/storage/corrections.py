"""What storage promises of corrections: changes of pieces, and what becomes of messages quoting
them.

A correction is written in the transaction that makes another revision public or retracts the piece,
so a crash afterwards loses none. From then on the messages that quote another revision are `stale`,
until a decision is made for each of them; the decision and its deliveries are one transaction. A
message that is entered into the ledger later, such as a digest composed before, is stale then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from briefs.corrections.affected_messages import EditorsWord, Verdict, is_quiet
from briefs.digests.outbox import Edition, Status
from briefs.model import Address, Revision
from briefs.storage.ledger import LedgerEntry

EDITION: Final = "correction "
"""The names of editions that edit messages or reply to them begin with this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCorrection:
    """A piece's public revision changed from `was` (0: none) to `revision` (0: retracted).

    Of a retraction, `word.note` is the reason.
    """

    id: int
    piece: int
    was: int
    revision: int
    word: EditorsWord
    at: datetime

    @property
    def is_retraction(self) -> bool:
        return not self.revision


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleMessage:
    """A message that quotes a revision which is no longer public.

    `entries` is everything that it quotes; `corrections` are the newest of each piece for which no
    decision is made yet.
    """

    to: Address
    message: str
    said: str
    entries: tuple[LedgerEntry, ...]
    corrections: tuple[PublishedCorrection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a message after one correction.

    `changed` says in words what changed of its sentences. `edit` and `reply` are the editions that
    are posted for it; `trouble` is the reason why nothing can be posted.
    """

    correction: int
    to: Address
    message: str
    said: str
    verdict: Verdict
    changed: str = ""
    trouble: str = ""
    edit: Edition | None = None
    reply: Edition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedMessage:
    """A decision, and the status and error of its edit and of its reply.

    A status is None if there is no such delivery, or if it is no longer stored.
    """

    correction: int
    to: Address
    message: str
    verdict: Verdict
    changed: str
    trouble: str
    decided_at: datetime
    edit: Status | None = None
    reply: Status | None = None
    edit_error: str = ""
    reply_error: str = ""

    @property
    def is_done(self) -> bool:
        """Whether its readers see the correction, in the message or under it."""
        return "sent" in {self.edit, self.reply} or self.verdict == "untouched"

    @property
    def is_open(self) -> bool:
        return bool({self.edit, self.reply} & {"pending", "claimed", "sending"})

    @property
    def why_not(self) -> str:
        """Why the message could not be corrected; "" if it was, or still may be."""
        if self.is_done or self.is_open or self.verdict == "quiet":
            return ""
        return (
            self.trouble or self.reply_error or self.edit_error or "What became of it is unknown."
        )


class CorrectionStore(Protocol):
    """Each method is one transaction."""

    def recent(self, *, limit: int, piece: int | None = None) -> tuple[PublishedCorrection, ...]:
        """The newest corrections, of all pieces or of one."""
        ...

    def stale(self, account: str, *, since: datetime, limit: int) -> tuple[StaleMessage, ...]:
        """Messages of an account that are stale by corrections since then, without a decision."""
        ...

    def decide(self, decisions: Sequence[Decision], *, now: datetime) -> int:
        """Store decisions and put their posts into the outbox; decisions made already are left out.

        Returns how many editions were put into the outbox.
        """
        ...

    def messages(self, correction: int, *, limit: int) -> tuple[CorrectedMessage, ...]:
        """The decisions on a correction, newest first; messages without any change are left out."""
        ...

    def told(
        self, *, since: datetime, until: datetime
    ) -> tuple[tuple[PublishedCorrection, tuple[CorrectedMessage, ...]], ...]:
        """Corrections of that time, the newest of each piece, with the messages they concern."""
        ...


def is_news(before: Revision | None, after: Revision, word: EditorsWord) -> bool:
    """Whether a digest should report a revision that replaces another one."""
    if before is None or word.manner == "material":
        return True
    if word.manner == "quiet":
        return False
    return before.topics != after.topics or not is_quiet(before, after)
