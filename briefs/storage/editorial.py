"""What is public, not yet public, or no longer public: the editors' side of storage.

Every version that comes in is stored as a revision. The catalogue names the public revision of each
piece; a piece without one is seen by editors only, and so is a revision that was never public.
External pages are not part of the library: their numbers are negative, and they expire.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from briefs.errors import BadArgument, NotFound
from briefs.model import Address, Card, Edited, Revision, Summary

if TYPE_CHECKING:
    from briefs.corrections.affected_messages import EditorsWord  # needed only for corrections
    from briefs.pieces.corrected_fields import Change  # as above

LARGEST = 64 * 2**20
"""The largest original that is stored, in bytes; the person who adds a larger one is told."""


EXTERNAL_QUOTA_BYTES: Final = 256 * 2**20
"""The bytes of all external pages together; a page takes about 50 KB."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file exactly as it came; `sha256` (hex) is the hash of `data`."""

    sha256: str
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A revision that waits for an editor's decision: who brought it, where, and when.

    `replaces` is the public revision of the same piece, 0 if it has none. `twin` is a public piece
    that said nearly the same at that time, 0 if there was none; `likeness` is as in
    `briefs.pieces.versions`. `due_at` is when it becomes public by itself, None if only an editor
    can publish it.
    """

    revision: Revision
    by: str
    at: Address | None
    proposed_at: datetime
    replaces: int = 0
    twin: int = 0
    likeness: float = 0.0
    due_at: datetime | None = None


EditorialAction: TypeAlias = Literal["published", "scheduled", "corrected", "retracted", "erased"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """What an editor did with a revision of a piece; `by` is "" if nobody is known.

    `detail` is the reason of a retraction, the fields of a correction, the time of a schedule.
    """

    at: datetime
    by: str
    action: EditorialAction
    piece: int
    revision: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A public piece that says nearly the same as a text, and its similarity
    (`briefs.pieces.versions`).
    """

    card: Card
    likeness: float


@dataclass(frozen=True, slots=True)
class Retraction:
    """Why and when a piece was retracted; its revisions are kept, and receipts remain valid."""

    piece: int
    revision: int
    reason: str
    retracted_at: datetime

    @property
    def notice(self) -> str:
        """What to say to whoever asks for the piece, as a sentence."""
        return _notice("retracted", self.retracted_at, self.reason)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is kept of an erased piece: why, when, and the SHA-256 (hex) of each revision's body.

    `texts` has these hashes by the revisions' numbers.
    """

    piece: int
    reason: str
    erased_at: datetime
    texts: tuple[tuple[int, str], ...]

    @property
    def notice(self) -> str:
        """What to say to whoever asks for the piece, as a sentence."""
        return _notice("erased", self.erased_at, self.reason)


def _notice(what: str, when: datetime, reason: str) -> str:
    why = f": {reason}" if reason else ""
    stop = "" if why.endswith((".", "!", "?", "…")) else "."
    return f"It was {what} on {when.day} {when:%b %Y}{why}{stop}"


def not_public(ref: str, gone: Retraction | Erasure | None) -> NotFound:
    """The error for a piece that readers cannot get, with the notice of its
    retraction or erasure.
    """
    return NotFound(ref) if gone is None else NotFound(ref, hint=gone.notice, gone=True)


def came_back(erasure: Erasure) -> BadArgument:
    """The error for a draft of an erased piece."""
    return BadArgument(
        f"This was piece #{erasure.piece}. {erasure.notice}",
        hint="`sourcebrief add --anyway` takes it in again, as a new piece.",
    )


class EditorialStore(Protocol):
    """Each method is one transaction."""

    def propose(
        self,
        edited: Edited,
        *,
        by: str,
        at: Address | None,
        now: datetime,
        original: Original | None = None,
        replaces: int = 0,
    ) -> Proposal | Card:
        """Store a version that is not public; returns the piece's Card if its text is stored
        already.

        `replaces` names the piece that it is a version of, instead of what
        `briefs.pieces.versions.plan` finds; NotFound if there is no such piece. It replaces an
        earlier proposal of the same person for that piece. BadArgument for a draft of an erased
        piece.
        """
        ...

    def proposals(self, *, limit: int, piece: int | None = None) -> tuple[Proposal, ...]:
        """The waiting proposals, newest first; of all pieces or of one."""
        ...

    def proposal(self, piece: int, revision: int) -> Proposal | None:
        """The proposal with that revision, if it still waits."""
        ...

    def publish(
        self,
        piece: int,
        revision: int,
        *,
        now: datetime,
        by: str = "",
        word: "EditorsWord | None" = None,
        archive: bool = False,
    ) -> Card:
        """Make a revision public, be it an older one; it arrives now, unless it is public already.

        This ends its proposal and a retraction of the piece; earlier revisions with a time of
        publication lose it. NotFound if there is no such revision. Digests do not report it if its
        sentences are those of the public one, unless `word` says otherwise. With `archive` the
        piece belongs to the archive from then on, even if the revision was public already.
        """
        ...

    def archive(self, piece: int) -> bool:
        """Keep a public piece out of all digests; False if no digest would report it, or it is not
        public.

        It can still be found, searched and briefed.
        """
        ...

    def schedule(
        self, piece: int, revision: int, due_at: datetime | None, *, now: datetime, by: str = ""
    ) -> Proposal:
        """Set when a proposal becomes public by itself; None means only when an editor publishes
        it.

        NotFound if it does not wait.
        """
        ...

    def publish_due(self, *, now: datetime, limit: int = 50) -> tuple[Card, ...]:
        """Publish at most `limit` proposals whose time has come, in the order of their times.

        The limit keeps the transaction short: other writers wait during it.
        """
        ...

    def next_due(self) -> datetime | None:
        """The earliest time at which a proposal becomes public by itself."""
        ...

    def correct(
        self,
        piece: int,
        revision: int,
        changes: "Sequence[Change]",
        *,
        now: datetime,
        by: str = "",
        edited: Edited | None = None,
    ) -> Revision:
        """Store a corrected copy of a revision in its place: public or waiting, as it was.

        Its arrival stays, so that no digest reports it. `edited` has the sentences and summaries of
        another language. Returns the revision itself if nothing changes; NotFound if there is none.
        """
        ...

    def log(self, *, limit: int, piece: int | None = None) -> tuple[LogEntry, ...]:
        """The editors' actions, newest first; on all pieces, or on one."""
        ...

    def was_public(self, piece: int, revision: int) -> bool:
        """Whether a revision is or was public; False if there is no such revision."""
        ...

    def discard(self, piece: int, revision: int) -> bool:
        """End a proposal without publishing it; False if it no longer waits."""
        ...

    def retract(self, piece: int, reason: str, *, now: datetime, by: str = "") -> Retraction:
        """Remove a piece from the catalogue, search and digests; NotFound if it is not public.

        Its scheduled proposals lose their times.
        """
        ...

    def retractions(self, *, limit: int, skip: int = 0) -> tuple[Retraction, ...]:
        """The retractions of pieces that are not public again since, the latest first."""
        ...

    def erasures(self, *, limit: int, skip: int = 0) -> tuple[Erasure, ...]:
        """The erasures, the latest first."""
        ...

    def erase(
        self,
        piece: int,
        reason: str,
        *,
        now: datetime,
        by: str = "",
        rewrite: Callable[[str], str] | None = None,
    ) -> Erasure:
        """Delete a piece with all its revisions; NotFound if there is no such piece.

        Its text, original, index entries and summaries are deleted, and the payloads of messages in
        the outbox about it; digests that are still to be sent are composed again. Its number and
        the hashes of its texts are kept. `wipe` overwrites the deleted bytes.

        Messages that were sent and quote it become stale, as after a retraction. `rewrite` gets the
        blocks of one (`Ledger.said`) and returns those about other pieces; without it the blocks
        are deleted, and the message cannot be edited.
        """
        ...

    def needs_wiping(self) -> bool:
        """Whether something was erased since the database's files were last wiped."""
        ...

    def wipe(self) -> tuple[str, ...]:
        """Rewrite the database, so that its files contain nothing of deleted rows.

        Returns a sentence for each part that could not be wiped. It takes as long as copying the
        library, and blocks other writers.
        """
        ...

    def find(self, ref: str) -> Revision | None:
        """The piece with a number or slug, public or not: its public revision, or else its latest.

        None for an erased piece.
        """
        ...

    def set_summaries(self, piece: int, revision: int, summaries: Sequence[Summary]) -> None:
        """Replace a revision's summaries by an editor's selection.

        NotFound if there is no such revision.
        """
        ...

    def twin(self, body: str, *, beside: int = 0) -> Twin | None:
        """The public piece that says nearly the same as a body; not the piece `beside`."""
        ...

    def original(self, sha256: str) -> Original | None:
        """The bytes with that hash, if they are stored; Unproved if they are damaged."""
        ...

    def original_sha256(self, piece: int, revision: int) -> str:
        """The SHA-256 (hex) of the bytes that a revision was read from, "" if unknown."""
        ...

    def keep_external(
        self, edited: Edited, *, now: datetime, until: datetime, quota: int = EXTERNAL_QUOTA_BYTES
    ) -> Revision:
        """Store a page that is no piece of the library, until then, under a negative number.

        A page that is stored already, by its address, keeps its number, and its revision if the
        text is unchanged; it is stored until the later of both times. If all of them take more than
        `quota` bytes, those that would expire first are deleted.
        """
        ...

    def external(self, url: str, *, now: datetime) -> Revision | None:
        """The external page with that address, if one is stored."""
        ...

    def expire_external(self, now: datetime) -> int:
        """Delete the external pages that have expired; returns how many. A number is never used
        again.
        """
        ...
