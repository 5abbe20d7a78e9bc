"""Protocols of subscriptions and feeds.

What the newsroom asks of the storage of standing orders; tests/contracts holds it to this.

Feeds that are followed: when each is asked again, and which of its entries are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from briefs.digests.outbox import Edition
from briefs.digests.subscription import Run, Subscription
from briefs.model import Address


@dataclass(frozen=True, slots=True)
class Step:
    """An order's next state, once an edition of it is posted (or there was nothing to post).

    `subscription` is as it stands afterwards, but for `version`, which is still the one that was
    decided upon; `next` is its next run; `edition` what goes to the outbox.
    """

    subscription: Subscription
    next: Run | None
    edition: Edition | None


class SubscriptionStore(Protocol):
    """Standing orders, one a place at most. Each method is one transaction."""

    def get(self, at: Address) -> Subscription | None:
        """The order of exactly this place (with its thread)."""
        ...

    def save(self, subscription: Subscription, next_run: Run | None, *, now: datetime) -> bool:
        """Write an order as its people want it: a new one, or in place of the one of `version`.

        `next_run` is when it is due next. False if the order was changed meanwhile. A digest that
        is put out but has not begun is taken back, and `since` and `last` with it: the change
        counts for it too.
        """
        ...

    def delete(self, at: Address) -> bool:
        """Take an order away, and its open digests with it; False if there was none.

        A digest that has not begun is as if it had never been; the rest of one is dropped.
        """
        ...

    def due(
        self, *, now: datetime, limit: int, accounts: Sequence[str] = ()
    ) -> tuple[Subscription, ...]:
        """Running orders whose next run is at or before `now`, the longest waiting first.

        Those of the `accounts` (`Address.account`), or of all if none is named.
        """
        ...

    def due_counts(
        self, *, now: datetime, accounts: Sequence[str] = ()
    ) -> dict[tuple[str, datetime], int]:
        """How many running orders are due by `now`, per account and instant of their next run.

        Those of the `accounts`, or of all if none is named.
        """
        ...

    def stale(self, zones: str, *, limit: int) -> tuple[Subscription, ...]:
        """Running orders whose next run was worked out with other zone data than this version."""
        ...

    def advance(self, steps: Sequence[Step], *, zones: str, now: datetime) -> int:
        """Post editions and move their orders on, in one transaction; how many orders moved.

        An order that was changed meanwhile (by its version) stays, and so does its edition; an
        edition that its place has already moves the order on and adds nothing.
        """
        ...

    def page(self, *, limit: int, after: Address | None = None) -> tuple[Subscription, ...]:
        """All orders by their address, for the operator."""
        ...

    def in_channel(self, at: Address) -> tuple[Subscription, ...]:
        """The order of a place and those of its threads."""
        ...

    def move(self, at: Address, to: Address, *, now: datetime) -> None:
        """Take the orders of a place and its threads elsewhere, with all that is open there.

        What the new place has already stays as it is, and no edition is posted there twice.
        """
        ...

    def pause(self, at: Address, reason: str, *, now: datetime) -> int:
        """Pause every order of a place and its threads, as it can't be posted to; how many.

        The operator is told of it once (`unreported`).
        """
        ...

    def resume(self, at: Address, next_runs: Sequence[tuple[Subscription, Run | None]]) -> int:
        """Resume the orders that a platform's refusal paused; a person's own pause stays."""
        ...

    def unreported(self, *, limit: int) -> tuple[Subscription, ...]:
        """Orders paused by a platform's refusal of which the operator has not been told."""
        ...

    def mark_reported(
        self, at: Sequence[Address], notice: Edition | None, *, now: datetime
    ) -> None:
        """Note that the operator was told, and post the notice, in one transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A feed and what is known of it; `etag` and `modified` are its validators, as it gave them.

    `failures` counts those in a row, `trouble` says the last in words ("" when it went well).
    `spared` are the hours of UTC in which it asks for no visit. `topics` are given to each of its
    pieces. `hold` asks that its pieces wait for an editor.
    """

    id: int
    url: str
    title: str = ""
    topics: tuple[str, ...] = ()
    hold: bool = False
    etag: str = ""
    modified: str = ""
    next_at: datetime
    interval: timedelta = timedelta(hours=1)
    spared: frozenset[int] = frozenset()
    failures: int = 0
    trouble: str = ""
    added_at: datetime


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry that was seen: its key, a hash of what it said, and its piece (0: none)."""

    key: str
    said: str
    piece: int = 0


class Feeds(Protocol):
    """Each method is one transaction."""

    def follow(
        self, url: str, *, title: str, topics: Sequence[str], hold: bool, now: datetime
    ) -> Followed:
        """Follow a feed from now on; the one there already if its address, however written, is."""
        ...

    def unfollow(self, feed: int) -> bool:
        """Follow it no longer; its pieces stay. False if there is none such."""
        ...

    def followed(self) -> tuple[Followed, ...]:
        """All feeds, in the order in which they came."""
        ...

    def due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[Followed, ...]:
        """Feeds to be asked now, the longest waiting first; for `lease` nobody else gets them.

        Until then is their `next_at`: a poller that dies gives them back.
        """
        ...

    def record_visit(self, feed: Followed) -> None:
        """Write what asking came to: validators, title, the next time, failures, the address.

        An address that another feed is followed at is not taken over; a feed that is followed no
        longer is left alone.
        """
        ...

    def known_entries(self, feed: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
        """Which of these entries were seen, by key."""
        ...

    def record_entries(self, feed: int, entries: Sequence[KnownEntry], *, now: datetime) -> None:
        """Remember entries, or what they say now; nothing of a feed that is followed no longer."""
        ...
