"""What the newsroom asks of its storage; tests/contracts holds every implementation to it.

Every method is one transaction, safe to call from any thread, and raises `StoreUnavailable` when
the database cannot be used. Lists come newest first, by `Card.dated`, then by the order of coming
in. Only the newest revision of a piece is listed, found and searched; older ones stay and can be
asked for by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from briefs.model import Address, Brief, Card, Edited, Hit, Length, Press, Revision, Shown
from briefs.search import Query


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an edited draft: the piece's card as it now stands, and whether it moved."""

    status: Literal["new", "revised", "unchanged"]
    card: Card
    sha256: str


class Store(Protocol):
    def add(self, edited: Edited, *, now: datetime) -> Added:
        """Take a draft in, as `versions.plan` decides: new, revised or unchanged."""
        ...

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        """The newest pieces, all or those with `topic` (compared without regard to case)."""
        ...

    def count(self, *, topic: str | None = None) -> int:
        """How many pieces there are, all or with `topic`."""
        ...

    def topics(self) -> tuple[tuple[str, int], ...]:
        """Topics of the newest revisions with their number of pieces, most first, then A–Z."""
        ...

    def find(self, ref: str) -> Card | None:
        """The piece with this number ("12", "#12") or slug ("after-aleppo"), or None."""
        ...

    def search(self, query: Query, *, limit: int) -> tuple[Hit, ...]:
        """The newest matches of a query over title, body, byline and topics; () if empty."""
        ...

    def revision(self, piece: int, number: int | None = None) -> Revision:
        """A piece's revision, the newest by default; NotFound if there is none such."""
        ...

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        """A revision, the newest by default, with its summary of that length, or NotFound."""
        ...

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        """A token for each press, in order: at most 24 characters of [A-Za-z0-9_-], unguessable.

        The same press in the same conversation keeps its token, so that asking again costs no row.
        A token is bound to the conversation's channel (platform, workspace, channel), not thread.
        """
        ...

    def redeem(self, token: str, at: Address) -> Press | None:
        """What a token stands for, if it was issued to that channel; None if not, or unknown."""
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
