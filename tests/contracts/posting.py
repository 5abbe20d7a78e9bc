"""Builders of subscriptions and editions, and the steps of a worker, for tests of the outbox."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from briefs.digests.digest import Run, Subscription
from briefs.digests.outbox import (
    Delivery,
    Edition,
    Message,
    Outcome,
    Part,
    Policy,
    Quotation,
    Sent,
    apply_outcome,
)
from briefs.model import Address, Shown, Span
from briefs.storage import Store
from briefs.storage.subscriptions import Step
from tests.briefs.builders import NOW

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LEASE = 2 * MINUTE
POLICY = Policy(lease=LEASE)
TODAY = NOW.date()

PLACE = Address("slack", "T1", "C1")
THREAD = Address("slack", "T1", "C1", "1700.5")
ELSEWHERE = Address("slack", "T1", "C2")
CHAT = Address("telegram", "777", "-100")
ACCOUNTS = (PLACE.account, CHAT.account)


def order(to: Address = PLACE, **fields: Any) -> Subscription:
    """A daily order at 8:30 in Berlin, made now; all other fields as in `Subscription`."""
    return Subscription(
        to=to, at=fields.pop("at", time(8, 30)), zone="Europe/Berlin", starts=NOW, **fields
    )


def run(days: int = 1) -> Run:
    """The run of 6:30 UTC, so many days from today."""
    day = TODAY + days * DAY
    return Run(day, datetime.combine(day, time(6, 30), UTC))


def message(payload: str = '{"text":"News"}') -> Message:
    sentence = Quotation(piece=1, revision=2, sha256="ab", at=Span(3, 9), text="Rain “fell”.")
    return Message(payload=payload, quotes=(sentence,), about=Shown(1, 2))


def edition(
    to: Address = PLACE,
    name: str | date = TODAY,
    *,
    parts: int = 1,
    threaded: bool = False,
    due: datetime = NOW,
    until: datetime = NOW + DAY,
    since: int | None = None,
    upto: int | None = None,
) -> Edition:
    """Of so many parts; with `threaded` all but the first go under it."""
    return Edition(
        to=to,
        name=str(name),
        due=due,
        until=until,
        parts=tuple(
            Part(message=message(f"{name}, part {n}"), threaded=threaded and n > 0)
            for n in range(parts)
        ),
        since=since,
        upto=upto,
    )


def step(
    kept: Subscription | None, posted: Edition | None = None, days: int = 1, **changes: Any
) -> Step:
    """An order's next step, `changes` being what it changes of the order."""
    assert kept is not None
    return Step(replace(kept, **changes), run(days), posted)


def claim(
    store: Store, worker: str = "w1", *, now: datetime = NOW, limit: int = 9
) -> tuple[Delivery, ...]:
    return store.outbox.claim(worker, ACCOUNTS, now=now, lease=LEASE, limit=limit)


def sending(store: Store, worker: str = "w1", *, now: datetime = NOW) -> tuple[Delivery, ...]:
    """Claim all that can be, and intend it."""
    claimed = claim(store, worker, now=now)
    return store.outbox.intend(worker, claimed, now=now, lease=LEASE)


def end(
    store: Store,
    delivery: Delivery,
    outcome: Outcome,
    worker: str = "w1",
    *,
    now: datetime = NOW,
    can_look: bool = False,
) -> bool:
    """Settle one; whether it was still the worker's."""
    settled = apply_outcome(delivery, outcome, now, POLICY, can_look=can_look)
    return store.outbox.settle(worker, [settled], now=now) == 1


def send(store: Store, outcome: Outcome | None = None, *, now: datetime = NOW) -> Delivery:
    """Have one delivery, the only one that can be claimed, come to an outcome."""
    (delivery,) = sending(store, now=now)
    assert end(store, delivery, outcome or Sent("m1"), now=now)
    return store.outbox.get(delivery.id)


def statuses(store: Store, place: Address = PLACE) -> list[str]:
    """Those of a place's rows, in order of coming in."""
    return [row.status for row in reversed(store.outbox.rows(place=place, limit=99))]


def places(rows: Sequence[Delivery]) -> list[Address]:
    return [row.place for row in rows]
