"""What a place has been told already: its last edition, and the pieces that are news to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from briefs.digests.outbox import Delivery
from briefs.model import Address
from briefs.storage import Store

LOOK = 500
"""Arrivals that are looked through for a place's news, at most."""

_DAY = timedelta(days=1)
_RECENT = 50
"""Rows of the outbox that are looked through for a place's last edition."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last edition put out for a place: its date, and what became of its first message."""

    edition: date
    delivery: Delivery


def last(place: Address, store: Store) -> Last | None:
    """The newest edition of a place that was for a date, not a test or a notice."""
    for row in store.outbox.rows(place=place, limit=_RECENT):
        day = _dated(row.edition)
        if day and row.part == 0:
            return Last(day, row)
    return None


def told_until(before: Last | None, now: datetime, store: Store) -> int:
    """The arrival up to which a place without an order counts as told.

    The pieces made public in the last day are news to it, but for those before its last edition:
    ending an order and beginning a new one repeats nothing.
    """
    until = now - _DAY
    if before and before.delivery.status != "failed":
        until = max(until, before.delivery.due)
    oldest = max(0, store.arrival() - LOOK)
    recent = store.arrivals(oldest, limit=LOOK)
    # What arrived after the first of them is news too: a revision that an editor went back to.
    news = (arrival.number for arrival in recent if arrival.at > until)
    return min(news, default=store.arrival() + 1) - 1


def _dated(edition: str) -> date | None:
    try:
        return date.fromisoformat(edition)
    except ValueError:
        return None
