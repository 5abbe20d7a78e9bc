"""What storage promises for concurrent processes: leases, deduplication, and the posting hold.

A lease lets one process at a time do something. No clocks of different machines are compared: a
process that wants a lease watches its beat, and takes the lease over if no beat came, by its own
clock, for longer than any holder goes on without one.

The posting hold stops a library that may be an older copy from sending. It does not know what was
sent since the copy was made, and would send that again; only a person can decide whether something
was sent. A witness outside of the library recognises a copy that is not the library last served
here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from briefs.digests.digest import Subscription, due, upcoming
from briefs.storage.subscriptions import Step


@dataclass(frozen=True, slots=True)
class Lease:
    """The state of a lease; nobody holds it if `holder` is blank.

    `fence` grows with each acquisition, `beat` with each acquisition and renewal.
    """

    holder: str = ""
    fence: int = 0
    beat: int = 0


class Leases(Protocol):
    """Each method is one transaction."""

    def get(self, name: str) -> Lease:
        """The state of a lease; `Lease()` if it was never acquired."""
        ...

    def acquire(self, name: str, holder: str, seen: Lease) -> Lease | None:
        """Acquire a lease if its state still is `seen`; else None. `holder` is a unique name.

        The former holder loses it.
        """
        ...

    def renew(self, name: str, mine: Lease) -> bool:
        """Prolong the lease; False if it was released or another process has acquired it."""
        ...

    def release(self, name: str, mine: Lease) -> None:
        """Release the lease, unless another process has acquired it."""
        ...


class Deduplication(Protocol):
    def new_keys(self, keys: Sequence[str], *, now: datetime) -> frozenset[str]:
        """The keys that were not seen before; from now on they count as seen,
        for a day at least.
        """
        ...


@dataclass(frozen=True, slots=True)
class TakenRequest:
    """A request as the platform delivered it, under its deduplication key."""

    key: str
    payload: str
    taken_at: datetime


class Inbox(Protocol):
    """Requests from when they are taken until they are answered, so that a crash loses none."""

    def note(self, requests: Sequence[TakenRequest], *, account: str, worker: str) -> None:
        """Store requests that a worker has taken; requests that are stored
        already stay unchanged.
        """
        ...

    def done(self, keys: Sequence[str]) -> None:
        """Delete requests that were answered."""
        ...

    def take_over(
        self, account: str, *, worker: str, has_died: Callable[[str], bool]
    ) -> tuple[TakenRequest, ...]:
        """The requests of an account whose worker has died, oldest first; they now belong to
        `worker`.
        """
        ...


_LOOK_BACK = timedelta(days=15)
"""Every running subscription has an edition within this time."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is sent. `known` is the time until which the library knows what was sent, if any."""

    reason: str
    known: datetime | None


@dataclass(frozen=True, slots=True)
class MarkedAsPosted:
    """How many subscriptions were moved on, and how many deliveries were dropped."""

    orders: int
    deliveries: int


class PostingHold(Protocol):
    """Each method is one transaction."""

    def beat(self, *, now: datetime) -> None:
        """Record that the library is being served; to be called about once a minute."""
        ...

    def last_served(self) -> datetime | None:
        """When the library was last served."""
        ...

    def check(self, *, now: datetime) -> Hold | None:
        """Hold the library if it is not the one last served here; returns the hold, if there is
        one.

        It must be called before anything is served.
        """
        ...

    def hold(self, reason: str, *, known: datetime | None) -> None:
        """Send nothing from now on; an earlier hold stays unchanged."""
        ...

    def current(self) -> Hold | None:
        """The hold, or None."""
        ...

    def release(self, *, now: datetime) -> bool:
        """End the hold, by an operator's decision; False if there was none."""
        ...

    def mark_due_as_posted(self, *, before: datetime, now: datetime) -> MarkedAsPosted:
        """Count everything due before that time as sent, by an operator's decision; the hold stays.

        It takes several transactions: after a crash the operator has to repeat it.
        """
        ...


def passed_over(order: Subscription, before: datetime, arrival: int) -> Step | None:
    """The subscription as if its editions due before then, with all pieces up to `arrival`, were
    sent.

    None if no edition was due.
    """
    run = due(order, before, _LOOK_BACK)
    if run is None:
        return None
    after = replace(order, last=run.edition, since=max(order.since, arrival))
    return Step(after, next(upcoming(after, before), None), None)
