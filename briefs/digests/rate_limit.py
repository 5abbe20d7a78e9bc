"""Rates: when a message may go by every limit that it counts against (GCRA, without bursts)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

Rate: TypeAlias = tuple[str, timedelta]
"""A limit: the key that all who count against it share, and the least time between two of them."""

FAR: Final = timedelta(minutes=2)
"""Nobody reserves slots this far ahead: such a slot is from before the clock was set back."""

LONGEST_PAUSE: Final = timedelta(hours=1)
"""No platform is believed to ask for a longer pause."""

MAX_SKEW: Final = timedelta(seconds=10)
"""How far the clocks of two workers may be apart."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When a message may be posted. Unless `taken`, nothing is kept for it: ask again then."""

    at: datetime
    taken: bool


@dataclass(frozen=True, slots=True)
class PlatformPause:
    """A platform asked at `since` that nothing is sent before `until`."""

    since: datetime
    until: datetime

    def ends(self, now: datetime) -> datetime:
        """When it is over; `now` if it is.

        A pause that began in the future was noted before the clock was set back. It does not count:
        else it would hold until the clock is there again, and a platform that still wants the pause
        asks for it at the next call.
        """
        return now if self.since > now + MAX_SKEW else max(self.until, now)


def next_slot(free: datetime | None, pause: PlatformPause | None, now: datetime) -> datetime:
    """When the next slot of a key is: once it is `free` and its pause is over."""
    known = now if free is None or free > now + FAR else max(free, now)
    return known if pause is None else max(known, pause.ends(now))


def reserve(
    wishes: Sequence[Sequence[Rate]],
    readiness: Mapping[str, datetime],
    *,
    now: datetime,
    until: datetime,
) -> tuple[tuple[Slot, ...], dict[str, datetime]]:
    """A slot for each message, from its rates, and when each key is free after those taken.

    `readiness` tells when the next slot of each key is, if not now. The first rate of a message is
    the one that it shares with most others: if another of its rates is ready only later, nothing is
    reserved, so that the others need not wait for it. Nothing is reserved past `until` either.
    """
    ahead: dict[str, datetime] = {}
    slots = []
    for rates in wishes:
        times = [ahead.get(key) or readiness.get(key, now) for key, _ in rates] or [now]
        at = max(times)
        taken = at == times[0] <= until
        if taken:
            ahead |= {key: at + interval for key, interval in rates}
        slots.append(Slot(at, taken))
    return tuple(slots), ahead
