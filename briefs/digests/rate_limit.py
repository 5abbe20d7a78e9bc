"""Rates: when a message may be sent by all limits that it counts against (GCRA, without bursts)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

Rate: TypeAlias = tuple[str, timedelta]
"""A limit: the key that its users share, and the least time between two of them."""

FAR: Final = timedelta(minutes=2)
"""Slots are never reserved this far ahead: such a slot is from before the clock was set back."""

LONGEST_PAUSE: Final = timedelta(hours=1)
"""A longer pause that a platform asks for is shortened to this."""

MAX_SKEW: Final = timedelta(seconds=10)
"""How far the clocks of two workers may be apart."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When a message may be posted. If it is not `taken`, nothing was reserved: ask again then."""

    at: datetime
    taken: bool


@dataclass(frozen=True, slots=True)
class PlatformPause:
    """At `since`, a platform asked to send nothing before `until`."""

    since: datetime
    until: datetime

    def ends(self, now: datetime) -> datetime:
        """When it ends; `now` if it has ended.

        A pause that began in the future was recorded before the clock was set back, and is ignored.
        It would otherwise last until the clock has caught up; a platform that still wants a pause
        asks for it at the next call.
        """
        return now if self.since > now + MAX_SKEW else max(self.until, now)


def next_slot(free: datetime | None, pause: PlatformPause | None, now: datetime) -> datetime:
    """The next slot of a key: when it is `free` and its pause has ended."""
    known = now if free is None or free > now + FAR else max(free, now)
    return known if pause is None else max(known, pause.ends(now))


def reserve(
    wishes: Sequence[Sequence[Rate]],
    readiness: Mapping[str, datetime],
    *,
    now: datetime,
    until: datetime,
) -> tuple[tuple[Slot, ...], dict[str, datetime]]:
    """A slot for each message, by its rates, and when each key is free after those that were taken.

    `readiness` has the next slot of each key, if that is not now. A message's first rate is the one
    that most messages share. If another of its rates is ready only later, nothing is reserved, so
    that other messages need not wait for it. Nothing is reserved after `until` either.
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
