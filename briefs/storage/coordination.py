"""What storage promises for processes side by side: leases, deduplication, and the posting hold.

A lease lets one process at a time do something. No clocks are compared: a process that wants a
lease watches its beat, and takes the lease over once no beat came, by its own clock, for longer
than any holder goes on without one.

The posting hold keeps a library that may be an older copy from sending anything. Whatever was sent
since the copy was made is unknown to it and would be sent again; only a person can say whether
something was. A witness outside of the library tells that it is not the one last served here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from briefs.digests.subscription import Subscription, due, upcoming
from briefs.storage.subscriptions import Step


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease as it is now; nobody holds it if `holder` is blank.

    `fence` grows with each acquisition, `beat` with each acquisition and renewal.
    """

    holder: str = ""
    fence: int = 0
    beat: int = 0


class Leases(Protocol):
    """Each method is one transaction."""

    def get(self, name: str) -> Lease:
        """A lease as it is now; `Lease()` for one that was never acquired."""
        ...

    def acquire(self, name: str, holder: str, seen: Lease) -> Lease | None:
        """Acquire a lease if it still is as `seen`; None if not. `holder` is a unique name.

        The former holder loses it.
        """
        ...

    def renew(self, name: str, mine: Lease) -> bool:
        """Show that the holder lives; False if it was released or another has acquired it since."""
        ...

    def release(self, name: str, mine: Lease) -> None:
        """Release it, unless another has acquired it since."""
        ...


class Deduplication(Protocol):
    def new_keys(self, keys: Sequence[str], *, now: datetime) -> frozenset[str]:
        """The keys that were not seen before; from now on they are, for a day at least."""
        ...


@dataclass(frozen=True, slots=True)
class TakenRequest:
    """A request that was taken, under its deduplication key, as the platform delivered it."""

    key: str
    payload: str
    taken_at: datetime


class Inbox(Protocol):
    """Requests between being taken and being answered, so that no end of a process loses one."""

    def note(self, requests: Sequence[TakenRequest], *, account: str, worker: str) -> None:
        """Keep requests that a worker has taken; those that are kept already stay as they are."""
        ...

    def done(self, keys: Sequence[str]) -> None:
        """Forget requests that were answered."""
        ...

    def take_over(
        self, account: str, *, worker: str, has_died: Callable[[str], bool]
    ) -> tuple[TakenRequest, ...]:
        """The requests of an account whose worker has died, oldest first; they are ours now."""
        ...


_LOOK_BACK = timedelta(days=15)
"""Every subscription that runs has an edition within this time."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is sent. `known` is the time up to which the library knows what was sent, if any."""

    reason: str
    known: datetime | None


@dataclass(frozen=True, slots=True)
class MarkedAsPosted:
    """How many subscriptions count as served, and how many deliveries were dropped."""

    orders: int
    deliveries: int


class PostingHold(Protocol):
    """Each method is one transaction."""

    def beat(self, *, now: datetime) -> None:
        """Note that the library is being served; once a minute is often enough."""
        ...

    def last_served(self) -> datetime | None:
        """When it was served last."""
        ...

    def check(self, *, now: datetime) -> Hold | None:
        """Hold the library if it is not the one last served here; why it is held, if it is.

        Called before anything is served.
        """
        ...

    def hold(self, reason: str, *, known: datetime | None) -> None:
        """Send nothing from now on; an earlier hold stays as it is."""
        ...

    def current(self) -> Hold | None:
        """Why nothing is sent, or None."""
        ...

    def release(self, *, now: datetime) -> bool:
        """An operator's decision: send what is due from now on. False if nothing was held."""
        ...

    def mark_due_as_posted(self, *, before: datetime, now: datetime) -> MarkedAsPosted:
        """An operator's decision: what was due before then counts as sent; the hold stays.

        Several transactions: after a crash between them the operator has to say it again.
        """
        ...


def passed_over(order: Subscription, before: datetime, arrival: int) -> Step | None:
    """The subscription as if its editions due by then were sent, with the pieces up to `arrival`.

    None if none was due.
    """
    run = due(order, before, _LOOK_BACK)
    if run is None:
        return None
    after = replace(order, last=run.edition, since=max(order.since, arrival))
    return Step(after, next(upcoming(after, before), None), None)
