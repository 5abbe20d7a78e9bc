"""The contract of storage: what the application asks of the library's database, part by part.

A `Store` is a bundle of parts (`store.catalogue`, `store.outbox`, …), each a protocol of this
package; `tests/contracts` holds every implementation to them. Every method is one transaction, is
safe to call from any thread, and raises `StoreUnavailable` when the database cannot be used.

Nothing is imported here for annotations alone: whoever needs one part loads no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from briefs.corrections.plan import EditorsWord
    from briefs.digests.digest import NewPiece
    from briefs.model import (
        Address,
        Brief,
        Card,
        Edited,
        Hit,
        Length,
        Press,
        Revision,
        Shown,
        Source,
    )
    from briefs.search_query import Filter, Query
    from briefs.storage.cited_copies import CitedCopies
    from briefs.storage.coordination import Deduplication, Inbox, Leases
    from briefs.storage.corrections import CorrectionStore
    from briefs.storage.editorial import EditorialStore, Erasure, Original, Retraction
    from briefs.storage.engine import Health
    from briefs.storage.ledger import Ledger, Quoted
    from briefs.storage.outbox import Outbox, RateLimiter
    from briefs.storage.privacy import PrivacyStore
    from briefs.storage.receipts import ReceiptStore
    from briefs.storage.subscriptions import Feeds, SubscriptionStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """A piece, and what the revision it stands by was read from: the public one, or the latest.

    `origin` names the place, `original` the bytes, by their SHA-256 (hex); "" is not known.
    """

    piece: int
    origin: str
    original: str
    public: bool


class ProvenanceIndex(Protocol):
    """Each method is one transaction. Proposals and retracted pieces are held too."""

    def by_url(self, url: str) -> int:
        """The piece that stands by an address, however it is written; 0 if none does."""
        ...

    def by_original(self, original: str) -> Provenance | None:
        """The piece of which any revision, be it an older one, was read from these bytes."""
        ...

    def by_origin(self, origin: str) -> Provenance | None:
        """The piece that stands by a revision from exactly there."""
        ...

    def under_folder(self, folder: str) -> tuple[Provenance, ...]:
        """The pieces whose origin begins with `folder`, in the order of their numbers."""
        ...

    def set_origin(self, piece: int, origin: str) -> None:
        """Note that what a piece stands by comes from another place now."""
        ...

    def kept_until(self, piece: int) -> datetime | None:
        """When a passing piece is forgotten; None if it is none, or has been."""
        ...


AddOutcome: TypeAlias = Literal["new", "revised", "unchanged", "twin", "retracted"]
"""What became of a draft. Only "new" and "revised" changed the library; the others did nothing:

"unchanged"  a piece says it already, or an editor went back to an older revision of it
"twin"       a public piece says nearly the same
"retracted"  it is of a piece that was taken back
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an edited draft, and the card of the piece: its own, or that of its twin.

    `sha256` is that of the card's revision; `likeness` is how nearly the twin says the same (0–1).
    """

    status: AddOutcome
    card: Card
    sha256: str
    likeness: float = 0.0


class Catalogue(Protocol):
    """The pieces that readers get, and the way in for trusted drafts.

    Only the public revision of a piece is listed, found and searched; every revision can be asked
    for by number. Lists come newest first, by `Card.dated`, then by the order of coming in.
    """

    def add(
        self,
        edited: Edited,
        *,
        now: datetime,
        original: Original | None = None,
        anyway: bool = False,
        archive: bool = False,
        word: EditorsWord | None = None,
    ) -> Added:
        """Take a trusted draft in, as `versions.plan` decides, and make it public at once.

        Its `original` is kept with it, up to `editorial.LARGEST`. With `anyway` a twin is taken in
        too, and what was retracted, or gone back from, becomes public again. With `archive` it is
        no news: a new piece never arrives, nor do its later versions; nor does a revision whose
        sentences say what they said before. `word` is the editor's on a revision.
        """
        ...

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        """The newest pieces, all or those with `topic` (compared without regard to case)."""
        ...

    def count(self, *, topic: str | None = None) -> int:
        """How many pieces there are, all or with `topic`."""
        ...

    def topics(self) -> tuple[tuple[str, int], ...]:
        """Topics of the public revisions with their number of pieces, most first, then A–Z."""
        ...

    def find(self, ref: str) -> Card | None:
        """The public piece with this number ("12", "#12") or slug ("after-aleppo"), or None."""
        ...

    def search(
        self, query: Query, *, limit: int, skip: int = 0, where: Filter | None = None
    ) -> tuple[Hit, ...]:
        """The newest matches of a query over title, body, byline and topics, if the filter lets
        them through; with a filter alone all that it lets through. () if both are empty.
        """
        ...

    def citing(
        self, query: Query, *, limit: int, text: Query = ..., where: Filter | None = None
    ) -> tuple[Hit, ...]:
        """The newest pieces with an entry that matches the query, each with the first such.

        Entries are searched by `search.wording`. With `text` the piece must match that too, and
        `where` let it through, as in `search`. () if the query is empty.
        """
        ...

    def references(self) -> tuple[tuple[int, tuple[Source, ...]], ...]:
        """Each piece's number with the entries of its public revision; those with none left out."""
        ...

    def arrival(self) -> int:
        """The number of the newest arrival, 0 in an empty library: it only ever grows."""
        ...

    def arrivals(self, since: int, *, limit: int, oldest: bool = False) -> tuple[NewPiece, ...]:
        """The pieces whose revision became public after arrival `since`, newest arrival first.

        Of more than `limit` the newest, or with `oldest` those that came in first.
        """
        ...

    def revision(self, piece: int, number: int | None = None) -> Revision:
        """A piece's revision, public or not; the public one by default. NotFound if there is none.

        The error's hint tells of a retraction.
        """
        ...

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        """As `revision`, with its summary of that length; NotFound too if it has none such."""
        ...

    def retraction(self, piece: int) -> Retraction | None:
        """What there is to say of a piece that was taken back and is not public again."""
        ...

    def erasure(self, piece: int) -> Erasure | None:
        """What stays of a piece that was erased."""
        ...

    def withdrawn(self, ref: str) -> Retraction | Erasure | None:
        """The same of the piece with that number or slug, if it was taken back or erased.

        An erased piece has no slug any more, but its number.
        """
        ...


class ChatState(Protocol):
    """Tokens of buttons, and what sent messages showed."""

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        """A token for each press, in order: at most 24 characters of [A-Za-z0-9_-], unguessable.

        The same press in the same conversation keeps its token, so that asking again costs no row.
        A token is bound to the conversation's channel (platform, workspace, channel), not thread;
        one issued for ANYWHERE works in every channel.
        """
        ...

    def redeem(self, token: str, at: Address) -> Press | None:
        """What a token stands for, if issued for that channel or ANYWHERE; else None."""
        ...

    def note_shown(
        self,
        at: Address,
        message: str,
        shown: Shown | None,
        *,
        now: datetime,
        quotes: Sequence[Quoted] = (),
        said: str | None = None,
    ) -> None:
        """Remember what a sent message showed, and that it is the last one of its conversation.

        What it quotes is entered into the ledger in the same transaction, with the blocks `said`
        that it was written from; with blocks but no quotes what was entered of it goes.
        """
        ...

    def shown(self, at: Address, message: str | None = None) -> Shown | None:
        """What that message showed, or, with None, the last one shown at exactly this address."""
        ...


class Store(Protocol):
    @property
    def health(self) -> Health: ...

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def chat_state(self) -> ChatState: ...

    @property
    def subscriptions(self) -> SubscriptionStore: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def rate_limiter(self) -> RateLimiter: ...

    @property
    def editorial(self) -> EditorialStore: ...

    @property
    def receipts(self) -> ReceiptStore: ...

    @property
    def privacy(self) -> PrivacyStore: ...

    @property
    def feeds(self) -> Feeds: ...

    @property
    def provenance(self) -> ProvenanceIndex: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def cited_copies(self) -> CitedCopies: ...

    @property
    def corrections(self) -> CorrectionStore: ...

    @property
    def leases(self) -> Leases: ...

    @property
    def deduplication(self) -> Deduplication: ...

    @property
    def inbox(self) -> Inbox: ...

    def load(self) -> None:
        """Load what the parts need, so that no reader waits for it."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """How many bytes are kept, by what for; quick."""
        ...

    def close(self) -> None:
        """Let go of the database; the store is not used afterwards."""
        ...
