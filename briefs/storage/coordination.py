"""Protocols of leases, deduplication, posting hold.

Leases: what one process at a time may do, taken over by another once its holder is silent.

No clock is compared with another's. Whoever wants a lease watches it: if no beat came for longer
than any holder would go on without one, by the watcher's own clock, the holder is gone.

What has been taken up, by key: what is delivered twice, or to two processes, is done once.

The guard of a library that may be older than what was posted from it: nothing is, until told.

Whatever was posted since a copy was made, the copy does not know: it would post it again. Only a
person can say whether that is so.

Witnesses outside of a library: they tell when it is not the one that was last served here.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from briefs.digests.subscription import Subscription, due, upcoming
from briefs.storage.subscriptions import Step


@dataclass(frozen=True, slots=True)
class Lease:
    """One as it stands: nobody's if `holder` is blank.

    `fence` is one more with each taking, `beat` with each taking and each sign of life: neither
    ever goes back.
    """

    holder: str = ""
    fence: int = 0
    beat: int = 0


class Leases(Protocol):
    """Each method is one transaction."""

    def get(self, name: str) -> Lease:
        """A lease as it stands; `Lease()` for one that was never taken."""
        ...

    def acquire(self, name: str, holder: str, seen: Lease) -> Lease | None:
        """Take a lease if it still stands as `seen`; None if not. `holder` is a name of one's own.

        Whoever held it before loses it with this.
        """
        ...

    def renew(self, name: str, mine: Lease) -> bool:
        """Show that its holder lives; False if somebody else has taken it since, or it was left."""
        ...

    def release(self, name: str, mine: Lease) -> None:
        """Make it nobody's, unless somebody else has taken it since."""
        ...


class Deduplication(Protocol):
    def new_keys(self, keys: Sequence[str], *, now: datetime) -> frozenset[str]:
        """Those of the keys that nobody has taken up yet; from now on the caller has.

        One transaction. Keys are remembered for a day at least.
        """
        ...


_LOOK_BACK = timedelta(days=15)
"""Within that time every order that runs has an edition."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is posted. `known` is the time up to which the library knows what was, if it does."""

    reason: str
    known: datetime | None


@dataclass(frozen=True, slots=True)
class MarkedAsPosted:
    """How many orders count as served, and how many deliveries were let go."""

    orders: int
    deliveries: int


class PostingHold(Protocol):
    """What whoever serves a library asks of its storage. Each method is one transaction."""

    def beat(self, *, now: datetime) -> None:
        """Note that the library is being served; once a minute is often enough."""
        ...

    def last_served(self) -> datetime | None:
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

    def current(self) -> Hold | None:
        """Why nothing is posted, or None."""
        ...

    def release(self, *, now: datetime) -> bool:
        """An operator's word: post what is due from now on. False if nothing was held."""
        ...

    def mark_due_as_posted(self, *, before: datetime, now: datetime) -> MarkedAsPosted:
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


class Witness(Protocol):
    """At each beat a mark goes into the library, and then to the witness."""

    def mark(self, now: datetime) -> str:
        """What to write into the library."""
        ...

    def keep(self, mark: str) -> None:
        """Remember a mark that is in the library for good."""
        ...

    def doubt(self, mark: str) -> str:
        """Why a library with this mark is not the last one, "" if it seems to be.

        One without a mark ("") was never served: there is nothing that it could post again.
        """
        ...


class FileMarker:
    """A file beside the database that tells the time of the last beat, as the database does.

    A copy that is put in the database's place tells an earlier one.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}-alive")

    def mark(self, now: datetime) -> str:
        return now.isoformat(timespec="seconds")

    def keep(self, mark: str) -> None:
        # A mark that is lost here raises no doubt, so that nothing waits for the disk.
        with suppress(OSError):
            fresh = self.path.with_name(f"{self.path.name}.new")
            fresh.write_text(mark, encoding="ascii")
            fresh.replace(self.path)

    def doubt(self, mark: str) -> str:
        if not mark:
            return ""
        try:
            seen = datetime.fromisoformat(self.path.read_text(encoding="ascii"))
            is_older = datetime.fromisoformat(mark) < seen
        except (OSError, ValueError, TypeError):  # a note cut short may be a time of no zone
            return ""
        if not is_older:
            return ""
        return "An older state of it has been put in the place of the one last served here."


class DatabaseIdMarker:
    """A name that the place has and a library does not take along: that of its server's database.

    A copy that is put into another place has the name of the one it was made in.
    """

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name

    def mark(self, now: datetime) -> str:  # noqa: ARG002 - it is the same at any time
        return self._name()

    def keep(self, mark: str) -> None:
        """Do nothing: the place does not forget its name."""

    def doubt(self, mark: str) -> str:
        if mark in {"", self._name()}:
            return ""
        return "It was last served in another database: this is a copy."
