"""Rates: when a message may go by every limit that it counts against (GCRA, without bursts)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

Rate: TypeAlias = tuple[str, timedelta]
"""A limit: the key that all who count against it share, and the least time between two of them."""

FAR: Final = timedelta(minutes=2)
"""Nobody takes slots this far ahead: what is free only then is from a clock set back since."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When a message may be posted. Unless `taken`, nothing is kept for it: ask again then."""

    at: datetime
    taken: bool


def next_slot(free: datetime | None, held: datetime | None, now: datetime) -> datetime:
    """When the next slot of a key is, which is `held` and, but for that, `free` from then on."""
    known = now if free is None or free > now + FAR else max(free, now)
    return known if held is None else max(known, held)


def reserve(
    wishes: Sequence[Sequence[Rate]],
    readiness: Mapping[str, datetime],
    *,
    now: datetime,
    until: datetime,
) -> tuple[tuple[Slot, ...], dict[str, datetime]]:
    """A slot for each message, from its rates, and when each key is free after those taken.

    `readiness` tells when each key is `ready`, if not now. The first rate of a message is the one
    that it shares with most others: where another is ready only later, nothing is taken, so that
    the others need not wait for it. Nor is anything taken past `until`.
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
