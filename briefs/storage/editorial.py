"""What is public and what is not yet, or no longer: the editors' side of the storage.

Every version that comes in stays as a revision. The catalogue names, for each piece, the revision
that readers get; a piece that it names none for is seen by editors only, and so is a revision that
it never named. Passing pieces are not of the library: their numbers are negative, and they are
forgotten after a while.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from briefs.errors import BadArgument, NotFound
from briefs.model import Address, Card, Edited, Revision, Summary

if TYPE_CHECKING:
    from briefs.corrections.plan import EditorsWord  # lists and briefs correct nothing
    from briefs.pieces.corrections import Change  # as above

LARGEST = 64 * 2**20
"""Bytes of an original that are kept: larger ones are not, and whoever brings one is told."""


EXTERNAL_QUOTA_BYTES: Final = 256 * 2**20
"""What all external pages may take; a page takes some 50 KB."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came, byte for byte; `sha256` (hex) is that of `data`."""

    sha256: str
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A revision that waits for an editor's word: who brought it, where, and when.

    `replaces` is the public revision of the same piece, 0 if it has none. `twin` is a public piece
    that said nearly the same then, 0 if none did: `likeness` is as in `briefs.pieces.versions`.
    `due_at` is when it becomes public by itself, None if only an editor makes it so.
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
    """What an editor did with a revision of a piece; `by` is "" where nobody is known.

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
    """A public piece that says nearly the same as a text, and how nearly (`pieces.duplicates`)."""

    card: Card
    likeness: float


@dataclass(frozen=True, slots=True)
class Retraction:
    """Why and when a piece was taken back; its revisions stay, and receipts still hold."""

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
    """What stays of a piece that was erased: why, when, and the SHA-256 (hex) of each revision.

    `texts` are the numbers of the revisions with the hashes of their bodies.
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
    """The error for a piece that readers cannot get, with what there is to say of it."""
    return NotFound(ref) if gone is None else NotFound(ref, hint=gone.notice, gone=True)


def came_back(erasure: Erasure) -> BadArgument:
    """The error for a draft of what was erased."""
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
        """File a version that is not public; the piece's Card if it says nothing new.

        BadArgument for a draft of what was erased.

        `replaces` names the piece it is a version of, over what `versions.plan` finds; NotFound if
        there is none such. It takes the place of what the same person proposed for that piece.
        """
        ...

    def proposals(self, *, limit: int, piece: int | None = None) -> tuple[Proposal, ...]:
        """What waits, the newest first; all, or what waits for one piece."""
        ...

    def proposal(self, piece: int, revision: int) -> Proposal | None:
        """The proposal of that number, if it still waits."""
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
        """Make a revision, be it an older one, what readers get; it arrives now, unless it is that.

        A proposal of it, and a retraction of the piece, end; earlier revisions that were to become
        public by themselves wait for an editor. NotFound if there is none such. It is
        no news if its sentences say what those of the public one say; `word` goes before that. With
        `archive` the piece is of the archive from then on, whether or not the revision was public.
        """
        ...

    def archive(self, piece: int) -> bool:
        """Have no digest tell of a public piece any more; False if none would, or it is not public.

        It is found, briefed and searched as before.
        """
        ...

    def schedule(
        self, piece: int, revision: int, due_at: datetime | None, *, now: datetime, by: str = ""
    ) -> Proposal:
        """Set when a proposal becomes public by itself; None: only when an editor publishes it.

        NotFound if it does not wait.
        """
        ...

    def publish_due(self, *, now: datetime, limit: int = 50) -> tuple[Card, ...]:
        """Publish proposals whose time has come, in the order of their times, at most so many.

        The limit is for other writers, who wait meanwhile.
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
        """File a corrected copy of a revision, in its place: public or waiting, as that was.

        It is no news: its arrival stays. `edited` has the sentences and summaries for another
        language. The revision itself if nothing changes; NotFound if there is none such.
        """
        ...

    def log(self, *, limit: int, piece: int | None = None) -> tuple[LogEntry, ...]:
        """What editors did, the newest first; with all pieces, or with one."""
        ...

    def was_public(self, piece: int, revision: int) -> bool:
        """Whether a revision is, or ever was, what readers get; False if there is none such."""
        ...

    def discard(self, piece: int, revision: int) -> bool:
        """End a proposal without publishing it; False if it no longer waits."""
        ...

    def retract(self, piece: int, reason: str, *, now: datetime, by: str = "") -> Retraction:
        """Take a piece out of the catalogue, search and digests; NotFound if it is not public.

        What was to become public of it by itself waits for an editor.
        """
        ...

    def retractions(self, *, limit: int, skip: int = 0) -> tuple[Retraction, ...]:
        """The pieces that were taken back and are not public again, the last one first."""
        ...

    def erasures(self, *, limit: int, skip: int = 0) -> tuple[Erasure, ...]:
        """What stays of the pieces that were erased, the last one first."""
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
        """Delete a piece with all its revisions, for good; NotFound if there is none such.

        Its text, original, index entries and summaries go, and the payloads of the messages in the
        outbox that tell of it: those that are still to be sent are composed anew. Its number and
        the hashes of its texts stay. `wipe` overwrites what was deleted.

        Messages that were sent and quote it are stale by a correction, as after a retraction.
        `rewrite` takes the blocks of one (`Ledger.said`) that tell of the piece, and gives those
        that tell of all else; without it they are deleted, and the message cannot be edited.
        """
        ...

    def needs_wiping(self) -> bool:
        """Whether something was erased since the files of the database were last wiped."""
        ...

    def wipe(self) -> tuple[str, ...]:
        """Rewrite the database, so that nothing of deleted rows is left in its files.

        What it could not reach, a sentence each. It takes as long as copying the library, and
        others wait meanwhile.
        """
        ...

    def find(self, ref: str) -> Revision | None:
        """The piece of a number or slug, public or not: its public revision, or else its latest.

        None for one that was erased.
        """
        ...

    def set_summaries(self, piece: int, revision: int, summaries: Sequence[Summary]) -> None:
        """Put an editor's choice of sentences in the place of a revision's summaries.

        NotFound if there is no such revision.
        """
        ...

    def twin(self, body: str, *, beside: int = 0) -> Twin | None:
        """The public piece that says nearly the same as a body, other than piece `beside`."""
        ...

    def original(self, sha256: str) -> Original | None:
        """The bytes of that hash, if they were kept; Unproved if they no longer have it."""
        ...

    def original_sha256(self, piece: int, revision: int) -> str:
        """The SHA-256 (hex) of the bytes that a revision was read from, "" if it was not said."""
        ...

    def keep_external(
        self, edited: Edited, *, now: datetime, until: datetime, quota: int = EXTERNAL_QUOTA_BYTES
    ) -> Revision:
        """Keep a piece that is not of the library, until then, under a number below 0.

        The page that was kept already, by its address, keeps its number, and its revision if it
        says the same; it is kept until the later of both times. Where all of them would take more
        than `quota` bytes, those that would be forgotten soonest are forgotten at once.
        """
        ...

    def external(self, url: str, *, now: datetime) -> Revision | None:
        """The passing piece of that address, if one is kept."""
        ...

    def expire_external(self, now: datetime) -> int:
        """Forget the passing pieces whose time is over; how many. A number is never used again."""
        ...
