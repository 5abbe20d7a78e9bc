"""What storage promises of subscriptions to digests, and of followed feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from briefs.digests.digest import Run, Subscription
from briefs.digests.outbox import Edition
from briefs.model import Address


@dataclass(frozen=True, slots=True)
class Step:
    """A subscription's next state, with the edition that goes into the outbox, if there is one.

    `subscription` is its state afterwards, except for `version`, which is the one that the step was
    decided on; `next` is its next run.
    """

    subscription: Subscription
    next: Run | None
    edition: Edition | None


class SubscriptionStore(Protocol):
    """At most one subscription for an address. Each method is one transaction."""

    def get(self, at: Address) -> Subscription | None:
        """The subscription of exactly this address, thread included."""
        ...

    def save(self, subscription: Subscription, next_run: Run | None, *, now: datetime) -> bool:
        """Store a subscription as people set it: a new one, or over the one with its `version`.

        `next_run` is its next run. False if it was changed meanwhile. A digest in the outbox that
        has not begun is withdrawn, and `since` and `last` go back with it, so that the change
        applies to it too.
        """
        ...

    def delete(self, at: Address) -> bool:
        """Delete a subscription and its open digests; False if there was none.

        A digest that has not begun is deleted; of one that has, the remaining parts are dropped.
        """
        ...

    def due(
        self, *, now: datetime, limit: int, accounts: Sequence[str] = ()
    ) -> tuple[Subscription, ...]:
        """Running subscriptions whose next run is at or before `now`, the earliest first.

        Only those of the `accounts` (`Address.account`), or all if none is named.
        """
        ...

    def due_counts(
        self, *, now: datetime, accounts: Sequence[str] = ()
    ) -> dict[tuple[str, datetime], int]:
        """How many running subscriptions are due by `now`, by account and instant of the next run.

        Only those of the `accounts`, or all if none is named.
        """
        ...

    def stale(self, zones: str, *, limit: int) -> tuple[Subscription, ...]:
        """Running subscriptions whose next run was computed with other time zone data than this."""
        ...

    def advance(self, steps: Sequence[Step], *, zones: str, now: datetime) -> int:
        """Take steps and put their editions into the outbox, in one transaction; returns how many.

        A subscription that was changed meanwhile (by its version) stays, and its edition is not
        added. An edition that the address has already is not added again; the step is still taken.
        """
        ...

    def page(self, *, limit: int, after: Address | None = None) -> tuple[Subscription, ...]:
        """Subscriptions in the order of their addresses, after `after`."""
        ...

    def in_channel(self, at: Address) -> tuple[Subscription, ...]:
        """The subscription of an address and those of its threads."""
        ...

    def move(self, at: Address, to: Address, *, now: datetime) -> None:
        """Move the subscriptions and open deliveries of an address and its threads.

        What the new address has already stays, and no edition is sent there twice.
        """
        ...

    def pause(self, at: Address, reason: str, *, now: datetime) -> int:
        """Pause the subscriptions of an address and its threads, which can't be sent to; returns
        how many.

        The operator is told once (`unreported`).
        """
        ...

    def resume(self, at: Address, next_runs: Sequence[tuple[Subscription, Run | None]]) -> int:
        """Resume subscriptions that the platform's refusal paused; a person's own pause stays."""
        ...

    def unreported(self, *, limit: int) -> tuple[Subscription, ...]:
        """Subscriptions paused by a platform that the operator was not told of."""
        ...

    def mark_reported(
        self, at: Sequence[Address], notice: Edition | None, *, now: datetime
    ) -> None:
        """Record that the operator is told by this notice, in one transaction with it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A feed and its state; `etag` and `modified` are its validators, as its server gave them.

    `failures` counts failed visits in a row, `trouble` is the last error ("" after a success).
    `spared` are the hours of UTC in which the feed asks for no visit. `topics` are given to each of
    its pieces. With `hold` its pieces wait for an editor.
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
    """An entry that was seen: its key, a hash of its text, and its piece (0: none)."""

    key: str
    said: str
    piece: int = 0


class Feeds(Protocol):
    """Each method is one transaction."""

    def follow(
        self, url: str, *, title: str, topics: Sequence[str], hold: bool, now: datetime
    ) -> Followed:
        """Follow a feed from now on; returns the existing one if its address, in any spelling, is
        followed.
        """
        ...

    def unfollow(self, feed: int) -> bool:
        """Stop following a feed; its pieces stay. False if there is no such feed."""
        ...

    def followed(self) -> tuple[Followed, ...]:
        """All feeds, in the order in which they were added."""
        ...

    def due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[Followed, ...]:
        """Feeds that are due, the longest waiting first; nobody else gets them for the time
        `lease`.

        The lease moves their `next_at`: after a crash of the visitor they are due again.
        """
        ...

    def record_visit(self, feed: Followed) -> None:
        """Store the result of a visit: validators, title, next visit, failures, address.

        The address of another followed feed is not taken over; a feed that was unfollowed meanwhile
        is left alone.
        """
        ...

    def known_entries(self, feed: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
        """Those of these entries that were seen, by key."""
        ...

    def record_entries(self, feed: int, entries: Sequence[KnownEntry], *, now: datetime) -> None:
        """Store entries with what they say now; nothing for a feed that was unfollowed."""
        ...
