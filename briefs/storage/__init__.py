"""The contract of storage: what the application asks of the library's database, part by part.

A `Store` is a bundle of parts (`store.catalogue`, `store.outbox`, …), each a protocol of this
package; `tests/contracts` tests every implementation against them. Every method is one transaction,
is safe to call from any thread, and raises `StoreUnavailable` if the database cannot be used.

Types that only annotations name are not imported here: a caller of one part loads no other part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from briefs.corrections.affected_messages import EditorsWord
    from briefs.digests.digest import NewPiece
    from briefs.model import (
        Address,
        Brief,
        Card,
        Edited,
        Length,
        Press,
        Revision,
        Shown,
        Source,
    )
    from briefs.search_query import Filter, Hits, Query
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
    """A piece, and where its current revision came from: the public revision, or else the latest.

    `origin` names the place, `original` is the SHA-256 (hex) of the bytes; "" if unknown.
    """

    piece: int
    origin: str
    original: str
    public: bool


class ProvenanceIndex(Protocol):
    """Finds pieces by where they came from; proposals and retracted pieces included.

    Each method is one transaction.
    """

    def by_url(self, url: str) -> int:
        """The piece whose current revision came from an address, in any spelling; 0 if there is
        none.
        """
        ...

    def by_original(self, original: str) -> Provenance | None:
        """The piece of which any revision, current or older, was read from these bytes."""
        ...

    def by_origin(self, origin: str) -> Provenance | None:
        """The piece whose current revision has exactly this origin."""
        ...

    def under_folder(self, folder: str) -> tuple[Provenance, ...]:
        """The pieces whose origin begins with `folder`, by number."""
        ...

    def set_origin(self, piece: int, origin: str) -> None:
        """Set another origin for a piece's current revision."""
        ...

    def kept_until(self, piece: int) -> datetime | None:
        """When an external page expires; None for any other number."""
        ...


AddOutcome: TypeAlias = Literal["new", "revised", "unchanged", "twin", "retracted"]
"""What became of a draft. Only "new" and "revised" changed the library; the others did nothing:

"unchanged"  a piece says it already, or an editor went back to an older revision of it
"twin"       a public piece says nearly the same
"retracted"  its piece was retracted
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a draft, and the card of its piece, or of its twin.

    `sha256` is the body's of the card's revision; `likeness` is how similar the twin is (0 to 1).
    """

    status: AddOutcome
    card: Card
    sha256: str
    likeness: float = 0.0


class Catalogue(Protocol):
    """The pieces that readers get, and where trusted drafts are added.

    Only the public revision of a piece is listed, found and searched; every revision can be read by
    its number. Lists come newest first, by `Card.dated`, then by the order of arrival.
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
        """Store a trusted draft, as `briefs.pieces.versions.plan` decides, and make it public at
        once.

        Its `original` is stored with it, up to `editorial.LARGEST` bytes. With `anyway`, a twin is
        added too, and a retracted piece or an older revision becomes public again. With `archive`,
        no digest reports a new piece or its later versions. Nor does one report a revision whose
        sentences are unchanged. `word` is an editor's word on a revision.
        """
        ...

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        """The newest pieces, all or those with `topic` (compared without case)."""
        ...

    def count(self, *, topic: str | None = None) -> int:
        """How many pieces there are, all or with `topic`."""
        ...

    def topics(self) -> tuple[tuple[str, int], ...]:
        """The topics of the public revisions with their numbers of pieces, most first, then A–Z."""
        ...

    def find(self, ref: str) -> Card | None:
        """The public piece with this number ("12", "#12") or slug ("after-aleppo"), or None."""
        ...

    def search(
        self,
        query: Query,
        *,
        limit: int,
        skip: int = 0,
        where: Filter | None = None,
        seconds: float | None = None,
    ) -> Hits:
        """The newest pieces that match a query in title, body, byline or topics, and pass the
        filter. Without a query, all that pass the filter; () if both are empty.

        The newest pieces are looked through in any case, and the others for `seconds` (by default
        `SEARCH_SECONDS`). The hits say what was left out.
        """
        ...

    def citing(
        self, query: Query, *, limit: int, text: Query = ..., where: Filter | None = None
    ) -> Hits:
        """The newest pieces with a reference that matches the query, each with the first such
        reference.

        References are searched in the form of `briefs.text.words.reference_text`. The piece itself
        must match `text` and pass `where`, as in `search`. () if the query is empty.
        """
        ...

    def references(self) -> tuple[tuple[int, tuple[Source, ...]], ...]:
        """Each piece's number with the references of its public revision; pieces without any are
        left out.
        """
        ...

    def arrival(self) -> int:
        """The number of the newest arrival, 0 in an empty library; it never decreases."""
        ...

    def arrivals(self, since: int, *, limit: int, oldest: bool = False) -> tuple[NewPiece, ...]:
        """The pieces whose revision became public after arrival `since`, newest arrival first.

        If there are more than `limit`, the newest ones, or with `oldest` the earliest ones.
        """
        ...

    def revision(self, piece: int, number: int | None = None) -> Revision:
        """A piece's revision, public or not; the public one by default. NotFound if there is none.

        The hint of the error mentions a retraction.
        """
        ...

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        """Like `revision`, with its summary of that length; NotFound also if it has no such
        summary.
        """
        ...

    def retraction(self, piece: int) -> Retraction | None:
        """The retraction of a piece that is not public again since."""
        ...

    def erasure(self, piece: int) -> Erasure | None:
        """The erasure of a piece."""
        ...

    def withdrawn(self, ref: str) -> Retraction | Erasure | None:
        """The retraction or erasure of the piece with that number or slug; None if it is neither.

        An erased piece keeps its number, but not its slug.
        """
        ...


class ChatState(Protocol):
    """Tokens of buttons, and what sent messages showed."""

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        """A token for each press, in order: at most 24 characters of [A-Za-z0-9_-], unguessable.

        The same press in the same channel keeps its token, so that asking again adds no row. A
        token is bound to its channel (platform, workspace, channel), not to a thread; one issued
        for ANYWHERE works in every channel.
        """
        ...

    def redeem(self, token: str, at: Address) -> Press | None:
        """The press of a token, if it was issued for that channel or ANYWHERE; else None."""
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
        """Store what a sent message showed, and that it is the last one of its conversation.

        What it quotes is entered into the ledger in the same transaction, with the blocks `said`
        that it was rendered from. Blocks without quotes delete the message's entries.
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
        """Import what the parts of the store need, so that no reader has to wait for it."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """The bytes that are stored, by kind; quick."""
        ...

    def close(self) -> None:
        """Close the database; the store must not be used afterwards."""
        ...
