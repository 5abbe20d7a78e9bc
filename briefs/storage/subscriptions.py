"""What storage promises of subscriptions to digests, and of the feeds that are followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from briefs.digests.outbox import Edition
from briefs.digests.subscription import Run, Subscription
from briefs.model import Address


@dataclass(frozen=True, slots=True)
class Step:
    """A subscription's next state, with the edition that goes into the outbox, if there is one.

    `subscription` is its state afterwards, except `version`, which is the one that the step was
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
        """Write a subscription as people want it: a new one, or over the one of its `version`.

        `next_run` is when it is due next. False if it was changed meanwhile. A digest that is in
        the outbox and has not begun is withdrawn, and `since` and `last` go back with it: the
        change counts for it too.
        """
        ...

    def delete(self, at: Address) -> bool:
        """Delete a subscription and its open digests; False if there was none.

        A digest that has not begun is deleted; the remaining parts of one that has are dropped.
        """
        ...

    def due(
        self, *, now: datetime, limit: int, accounts: Sequence[str] = ()
    ) -> tuple[Subscription, ...]:
        """Running subscriptions whose next run is at or before `now`, the earliest first.

        Those of the `accounts` (`Address.account`), or of all if none is named.
        """
        ...

    def due_counts(
        self, *, now: datetime, accounts: Sequence[str] = ()
    ) -> dict[tuple[str, datetime], int]:
        """How many running subscriptions are due by `now`, by account and instant of the next run.

        Those of the `accounts`, or of all if none is named.
        """
        ...

    def stale(self, zones: str, *, limit: int) -> tuple[Subscription, ...]:
        """Running subscriptions whose next run was computed with other time zone data than this."""
        ...

    def advance(self, steps: Sequence[Step], *, zones: str, now: datetime) -> int:
        """Take steps and put their editions into the outbox, in one transaction; how many steps.

        A subscription that was changed meanwhile (by its version) stays, without its edition. An
        edition that the address has already is not added again; the step is taken all the same.
        """
        ...

    def page(self, *, limit: int, after: Address | None = None) -> tuple[Subscription, ...]:
        """Subscriptions in the order of their addresses, behind `after`."""
        ...

    def in_channel(self, at: Address) -> tuple[Subscription, ...]:
        """The subscription of an address and those of its threads."""
        ...

    def move(self, at: Address, to: Address, *, now: datetime) -> None:
        """Move the subscriptions of an address and its threads, with all that is open there.

        What the new address has already stays as it is, and no edition is sent there twice.
        """
        ...

    def pause(self, at: Address, reason: str, *, now: datetime) -> int:
        """Pause the subscriptions of an address and its threads, which can't be sent to; how many.

        The operator is told of it once (`unreported`).
        """
        ...

    def resume(self, at: Address, next_runs: Sequence[tuple[Subscription, Run | None]]) -> int:
        """Resume subscriptions that a platform's refusal paused; a person's own pause stays."""
        ...

    def unreported(self, *, limit: int) -> tuple[Subscription, ...]:
        """Subscriptions paused by a platform of which the operator has not been told."""
        ...

    def mark_reported(
        self, at: Sequence[Address], notice: Edition | None, *, now: datetime
    ) -> None:
        """Note that the operator is told by this notice, in one transaction with it."""
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
