"""The guard of a library that may be older than what was posted from it: nothing is, until told.

Whatever was posted since a copy was made, the copy does not know: it would post it again. Only a
person can say whether that is so.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from briefs.digests.subscription import Subscription, due, upcoming
from briefs.storage.subscriptions import Step

_LOOK_BACK = timedelta(days=15)
"""Within that time every order that runs has an edition."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is posted. `known` is the time up to which the library knows what was, if it does."""

    reason: str
    known: datetime | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many orders count as served, and how many deliveries were let go."""

    orders: int
    deliveries: int


class Guard(Protocol):
    """What whoever serves a library asks of its storage. Each method is one transaction."""

    def beat(self, *, now: datetime) -> None:
        """Note that the library is being served; once a minute is often enough."""
        ...

    def alive(self) -> datetime | None:
        """When it was served last."""
        ...

    def check(self, *, now: datetime) -> Hold | None:
        """Hold the library if it is not the one last served here; why it is held, if it is.

        To be asked before it is served.
        """
        ...

    def hold(self, reason: str, *, known: datetime | None) -> None:
        """Post nothing from now on; a hold that is there stays."""
        ...

    def held(self) -> Hold | None:
        """Why nothing is posted, or None."""
        ...

    def release(self, *, now: datetime) -> bool:
        """An operator's word: post what is due from now on. False if nothing was held."""
        ...

    def forget(self, *, before: datetime, now: datetime) -> Forgotten:
        """An operator's word: all that was due before then counts as posted; the hold stays.

        More transactions than one: after a crash between them it is to be said again.
        """
        ...


def passed_over(order: Subscription, before: datetime, arrival: int) -> Step | None:
    """The order as if all its editions due by then were posted, with the pieces up to `arrival`.

    None if none was due: it can stay as it is.
    """
    run = due(order, before, _LOOK_BACK)
    if run is None:
        return None
    after = replace(order, last=run.edition, since=max(order.since, arrival))
    return Step(after, next(upcoming(after, before), None), None)
