"""Subscriptions in plain dictionaries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from briefs.digests.digest import Run, Subscription
from briefs.digests.outbox import Edition
from briefs.model import Address
from briefs.storage.subscriptions import Step
from tests.contracts.memory_kept import TO_COME, Kept, Order


class MemorySubscriptions:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def get(self, at: Address) -> Subscription | None:
        order = self._kept.orders.get(at)
        return order.subscription if order else None

    def save(self, subscription: Subscription, next_run: Run | None, *, now: datetime) -> bool:
        order = self._kept.orders.get(subscription.to)
        if (order.subscription.version if order else 0) != subscription.version:
            return False
        version = subscription.version + 1
        self._kept.orders[subscription.to] = Order(
            replace(subscription, version=version),
            next_run.at if next_run else None,
            told=order.told if order else False,
        )
        if order:
            self._kept.take_back(subscription.to)
        return True

    def delete(self, at: Address) -> bool:
        self._kept.take_back(at)
        for row in self._kept.rows.values():
            delivery = row.delivery
            if delivery.place == at and row.since is not None and delivery.status in TO_COME:
                row.delivery = replace(delivery, status="dropped", worker="", lease=None)
        return self._kept.orders.pop(at, None) is not None

    def due(
        self, *, now: datetime, limit: int, accounts: Sequence[str] = ()
    ) -> tuple[Subscription, ...]:
        running = [
            o for o in self._running() if not accounts or o.subscription.to.account in accounts
        ]
        waiting = [(o.next_at, str(o.subscription.to), o) for o in running if o.next_at]
        ordered = sorted(waiting, key=lambda one: one[:2])
        return tuple(o.subscription for at, _, o in ordered if at <= now)[:limit]

    def due_counts(
        self, *, now: datetime, accounts: Sequence[str] = ()
    ) -> dict[tuple[str, datetime], int]:
        return Counter(
            (order.subscription.to.account, order.next_at)
            for order in self._running()
            if order.next_at and order.next_at <= now
            if not accounts or order.subscription.to.account in accounts
        )

    def stale(self, zones: str, *, limit: int) -> tuple[Subscription, ...]:
        return tuple(o.subscription for o in self._running() if o.zones != zones)[:limit]

    def advance(self, steps: Sequence[Step], *, zones: str, now: datetime) -> int:
        moved = set()
        for step in steps:
            to, order = step.subscription.to, self._kept.orders.get(step.subscription.to)
            current = order is not None and order.subscription.version == step.subscription.version
            if order is None or not current or to in moved:
                continue
            moved.add(to)
            self._kept.change(order, step.subscription)
            order.next_at, order.zones = step.next.at if step.next else None, zones
            self._kept.post([step.edition] if step.edition else [], now)
        return len(moved)

    def page(self, *, limit: int, after: Address | None = None) -> tuple[Subscription, ...]:
        places = sorted(self._kept.orders, key=str)
        return tuple(
            self._kept.orders[place].subscription
            for place in places
            if after is None or str(place) > str(after)
        )[:limit]

    def in_channel(self, at: Address) -> tuple[Subscription, ...]:
        orders = self._kept.within(at, sorted(self._kept.orders, key=str))
        return tuple(order.subscription for order in orders)

    def move(self, at: Address, to: Address, *, now: datetime) -> None:
        self._kept.move(at.channel_alone, to.channel_alone)

    def pause(self, at: Address, reason: str, *, now: datetime) -> int:
        return self._kept.rest(at, reason)

    def resume(self, at: Address, next_runs: Sequence[tuple[Subscription, Run | None]]) -> int:
        woken = 0
        for wanted, run in next_runs:
            for order in self._kept.within(at, [p for p in self._kept.orders if p == wanted.to]):
                kept = order.subscription
                if kept.version == wanted.version and kept.pause and kept.pause.by == "platform":
                    woken += 1
                    self._kept.change(order, replace(kept, pause=None, starts=wanted.starts))
                    order.next_at, order.zones = run.at if run else None, ""
        return woken

    def unreported(self, *, limit: int) -> tuple[Subscription, ...]:
        return tuple(
            order.subscription
            for _, order in sorted(self._kept.orders.items(), key=lambda item: str(item[0]))
            if (pause := order.subscription.pause) and pause.by == "platform" and not order.told
        )[:limit]

    def mark_reported(
        self, at: Sequence[Address], notice: Edition | None, *, now: datetime
    ) -> None:
        for place in at:
            if place in self._kept.orders:
                self._kept.orders[place].told = True
        self._kept.post([notice] if notice else [], now)

    def _running(self) -> list[Order]:
        return [o for o in self._kept.orders.values() if o.subscription.pause is None]
