"""What storage promises of corrections: what became of pieces, and of messages that quote them.

A correction is written in the transaction that makes a revision public in the place of another, or
takes a piece back: none is forgotten if the process dies right after. From then on the messages
that quote another revision are `stale` until it is decided, once for each, what becomes of them;
the decision and its deliveries are one transaction. A message that is entered into the ledger
later, as one that was composed before, is stale then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from briefs.corrections.plan import EditorsWord, Verdict, is_quiet
from briefs.digests.outbox import Edition, Status
from briefs.model import Address, Revision
from briefs.storage.ledger import LedgerEntry

EDITION: Final = "correction "
"""What the names of the editions begin with that edit messages and reply to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCorrection:
    """A piece's public revision was `was`, 0 for none, and is `revision`, 0 if it was taken back.

    Of a retraction `word.note` is the reason.
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
    """A message that quotes what is not public any more, or not in those words.

    `entries` is all that it quotes, `corrections` the newest of each piece that it is stale by and
    not decided for yet.
    """

    to: Address
    message: str
    said: str
    entries: tuple[LedgerEntry, ...]
    corrections: tuple[PublishedCorrection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a message by one correction.

    `changed` says to people what changed of its sentences. `edit` and `reply` are what is posted,
    by the deliveries of their editions; `trouble` is why nothing can be.
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
    """A decision as it stands: the status and the error of its edit and of its reply.

    None: there is no such delivery, or it is no longer kept.
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
        """Why it could not be reached, "" for one that was or still may be."""
        if self.is_done or self.is_open or self.verdict == "quiet":
            return ""
        return (
            self.trouble or self.reply_error or self.edit_error or "What became of it is unknown."
        )


class CorrectionStore(Protocol):
    """Each method is one transaction."""

    def recent(self, *, limit: int, piece: int | None = None) -> tuple[PublishedCorrection, ...]:
        """The newest first, of all pieces or of one."""
        ...

    def stale(self, account: str, *, since: datetime, limit: int) -> tuple[StaleMessage, ...]:
        """Messages that an account sent, that are stale by corrections since then, undecided."""
        ...

    def decide(self, decisions: Sequence[Decision], *, now: datetime) -> int:
        """Note decisions and put what they post into the outbox; those made already are left out.

        Returns how many editions came into the outbox.
        """
        ...

    def messages(self, correction: int, *, limit: int) -> tuple[CorrectedMessage, ...]:
        """What was decided by a correction, and how it stands; the newest decision first.

        Messages that nothing had to be done about are left out.
        """
        ...

    def told(
        self, *, since: datetime, until: datetime
    ) -> tuple[tuple[PublishedCorrection, tuple[CorrectedMessage, ...]], ...]:
        """Corrections of that time, the newest of each piece, with the messages that need them."""
        ...


def is_news(before: Revision | None, after: Revision, word: EditorsWord) -> bool:
    """Whether a revision that takes the place of another one is worth telling in a digest."""
    if before is None or word.manner == "material":
        return True
    if word.manner == "quiet":
        return False
    return before.topics != after.topics or not is_quiet(before, after)
