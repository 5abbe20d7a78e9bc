"""What the newsroom asks of its storage; tests/contracts holds every implementation to it.

Every method is one transaction, safe to call from any thread, and raises `StoreUnavailable` when
the database cannot be used. Lists come newest first, by `Card.dated`, then by the order of coming
in. Only the public revision of a piece is listed, found and searched; all others stay and can be
asked for by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from briefs.digest import Arrival
from briefs.digests.outbox import Outbox, Pace
from briefs.feeds import Feeds
from briefs.holdings import Holdings
from briefs.leases import Leases
from briefs.model import Address, Brief, Card, Edited, Hit, Length, Press, Revision, Shown, Source
from briefs.search_query import EVERYTHING, Query
from briefs.storage.editorial import Original, Publishing
from briefs.storage.subscriptions import Orders
from briefs.taken import Taken as TakenUp

Taken: TypeAlias = Literal["new", "revised", "unchanged", "twin", "retracted"]
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

    status: Taken
    card: Card
    sha256: str
    likeness: float = 0.0


class Store(Protocol):
    @property
    def orders(self) -> Orders: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def pace(self) -> Pace: ...

    @property
    def publishing(self) -> Publishing: ...

    @property
    def feeds(self) -> Feeds: ...

    @property
    def holdings(self) -> Holdings: ...

    @property
    def leases(self) -> Leases: ...

    @property
    def taken(self) -> TakenUp: ...

    def add(
        self,
        edited: Edited,
        *,
        now: datetime,
        original: Original | None = None,
        anyway: bool = False,
    ) -> Added:
        """Take a trusted draft in, as `versions.plan` decides, and make it public at once.

        Its `original` is kept with it, up to `publishing.LARGEST`. With `anyway` a twin is taken in
        too, and what was retracted, or gone back from, becomes public again.
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

    def search(self, query: Query, *, limit: int) -> tuple[Hit, ...]:
        """The newest matches of a query over title, body, byline and topics; () if empty."""
        ...

    def citing(self, query: Query, *, limit: int, text: Query = EVERYTHING) -> tuple[Hit, ...]:
        """The newest pieces with an entry that matches the query, each with the first such.

        Entries are searched by `search.wording`. With `text` the piece must match that too, as in
        `search`. () if the query is empty.
        """
        ...

    def references(self) -> tuple[tuple[int, tuple[Source, ...]], ...]:
        """Each piece's number with the entries of its public revision; those with none left out."""
        ...

    def arrival(self) -> int:
        """The number of the newest arrival, 0 in an empty library: it only ever grows."""
        ...

    def arrivals(self, since: int, *, limit: int) -> tuple[Arrival, ...]:
        """The pieces whose revision became public after arrival `since`, newest arrival first."""
        ...

    def revision(self, piece: int, number: int | None = None) -> Revision:
        """A piece's revision, public or not; the public one by default. NotFound if there is none.

        The error's hint tells of a retraction.
        """
        ...

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        """As `revision`, with its summary of that length; NotFound too if it has none such."""
        ...

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

    def note_shown(self, at: Address, message: str, shown: Shown, *, now: datetime) -> None:
        """Remember what a sent message showed, and that it is the last one of its conversation."""
        ...

    def shown(self, at: Address, message: str | None = None) -> Shown | None:
        """What that message showed, or, with None, the last one shown at exactly this address."""
        ...

    def close(self) -> None:
        """Let go of the database; the store is not used afterwards."""
        ...
