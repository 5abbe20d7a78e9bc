"""Turns due subscriptions into outbox rows.

Spreads what is due at one instant over the minutes that an account needs to post it all.

Publishes: looks for orders that are due, and posts their editions into the outbox.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Final, TypeAlias
from zoneinfo import ZoneInfoNotFoundError

import structlog

from bot.delivery.composer import DigestComposer
from bot.platforms.base import Freezer
from bot.runtime import run_periodically
from briefs.digests.outbox import Edition
from briefs.digests.subscription import Pause, Run, Subscription, due, upcoming
from briefs.errors import StoreUnavailable
from briefs.model import Address
from briefs.storage import Store
from briefs.storage.subscriptions import Step

_LONGEST = timedelta(minutes=10)
_UNIT = 2**32


def spread_offset(place: Address, crowd: int, interval: timedelta | None) -> timedelta:
    """How long after the instant it is due a place gets its digest: the same every day.

    `crowd` is how many are due at that instant, `interval` the account's least time between two.
    At most ten minutes; what cannot be posted in ten minutes follows as fast as it can.
    """
    if interval is None or crowd <= 1:
        return timedelta()
    window = min(interval * crowd, _LONGEST)
    turn = int.from_bytes(sha256(str(place).encode()).digest()[:4], "big")
    return window * (turn / _UNIT)


AHEAD: Final = timedelta(minutes=2)
"""How long before it is due an edition is put out, so that it can leave on time."""

EVERY: Final = timedelta(seconds=5)
AGAIN: Final = timedelta(minutes=10)
"""When an order that could not be served is tried again."""

_BATCH: Final = 100
"""Orders to a transaction: on SQLite, whoever posts waits for one meanwhile."""

_SHOWN: Final = 10

_Crowds: TypeAlias = Mapping[tuple[str, datetime], int]

_log = structlog.get_logger(__name__)


class Scheduler:
    """One account's; any number of them may run anywhere, for each step is fenced.

    `account` is its `Address.account`, `interval` its least time between two messages, if any.
    `zones` names the release of the time zone data; a digest may be late by `grace`. `nudge` is
    called in the loop once something came into the outbox.
    """

    def __init__(
        self,
        store: Store,
        freezer: Freezer,
        *,
        account: str,
        interval: timedelta | None,
        clock: Callable[[], datetime],
        zones: str,
        grace: timedelta,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._freezer = freezer
        self._account = account
        self._interval = interval
        self._clock = clock
        self._zones = zones
        self._grace = grace
        self._nudge = nudge
        self._failed: dict[Address, datetime] = {}

    async def run(self, workers: Executor, stop: asyncio.Event) -> None:
        """Tick every few seconds until `stop` is set; a failure is logged, and tried again."""

        async def once() -> None:
            if posted := await asyncio.get_running_loop().run_in_executor(workers, self.tick):
                _log.info("publisher.posted", account=self._account, editions=posted)
                self._nudge()

        await run_periodically("publisher", once, EVERY, stop)

    def tick(self) -> int:
        """Post every edition that is due by now or very soon; how many. Blocks."""
        now = self._clock()
        self._failed = {place: until for place, until in self._failed.items() if until > now}
        self._recompute(now)
        crowds = self._store.subscriptions.due_counts(now=now + AHEAD, accounts=(self._account,))
        press: DigestComposer | None = None
        posted = 0
        stayed = set(self._failed)
        while orders := self._due(now + AHEAD, stayed):
            press = press or DigestComposer(self._store, self._freezer, now)
            steps = list(self._steps(orders, press, crowds, now))
            if self._store.subscriptions.advance(steps, zones=self._zones, now=now) < len(orders):
                stayed.update(order.to for order in orders)
            posted += sum(step.edition is not None for step in steps)
        return posted

    def _due(self, soon: datetime, stayed: AbstractSet[Address]) -> list[Subscription]:
        """A batch of what is due, but for what `stayed` so: that waits for the next tick.

        Those that failed stand first in the queue and must not keep the others from their turn.
        """
        limit = _BATCH + len(self._failed)
        found = self._store.subscriptions.due(now=soon, limit=limit, accounts=(self._account,))
        return [order for order in found if order.to not in stayed]

    def _steps(
        self, orders: list[Subscription], press: DigestComposer, crowds: _Crowds, now: datetime
    ) -> Iterator[Step]:
        for order in orders:
            try:
                yield self._step(order, press, crowds, now)
            except StoreUnavailable:
                raise
            except ZoneInfoNotFoundError:
                yield _lost(order)
            except Exception:  # noqa: BLE001  # one order that can't be served leaves the others be
                _log.exception("publisher.order_failed", place=str(order.to))
                self._failed[order.to] = now + AGAIN

    def _step(
        self, order: Subscription, press: DigestComposer, crowds: _Crowds, now: datetime
    ) -> Step:
        run = due(order, now + AHEAD, self._grace)
        _tell_skipped(order, run, now)
        if run is None:
            return Step(order, next(upcoming(order, now), None), None)
        digest = press.digest(order, run.edition)
        edition = None
        if digest.entries or order.when_empty:
            crowd = crowds.get((order.to.account, run.at), 1)
            start = run.at + spread_offset(order.to, crowd, self._interval)
            edition = Edition(
                to=order.to,
                name=run.edition.isoformat(),
                due=start,
                until=start + self._grace,
                parts=press.parts(order, digest),
                since=order.since,
                upto=digest.upto,
            )
        moved = replace(order, last=run.edition, since=digest.upto)
        return Step(moved, next(upcoming(moved, max(now, run.at)), None), edition)

    def _recompute(self, now: datetime) -> None:
        """Work next runs out anew where the time zone data has changed since."""
        while stale := self._store.subscriptions.stale(self._zones, limit=_BATCH):
            steps = [_recomputed(order, now, self._grace) for order in stale]
            if not self._store.subscriptions.advance(steps, zones=self._zones, now=now):
                return
            _log.debug("publisher.next_runs", orders=len(steps), zones=self._zones)


def _recomputed(order: Subscription, now: datetime, grace: timedelta) -> Step:
    """An order with what is due already as its next run, or else what comes next."""
    try:
        return Step(order, due(order, now, grace) or next(upcoming(order, now), None), None)
    except ZoneInfoNotFoundError:
        return _lost(order)


def _lost(order: Subscription) -> Step:
    """An order at rest, whose zone the time zone data has no more: its people must name another."""
    _log.error("publisher.unknown_zone", place=str(order.to), zone=order.zone)
    reason = f"The time zone {order.zone} is no longer known. Type /digest on with another."
    return Step(replace(order, pause=Pause("platform", reason)), None, None)


def _tell_skipped(order: Subscription, run: Run | None, now: datetime) -> None:
    """Log the editions that were missed: their pieces are in the one that comes."""
    began = order.starts
    if order.last is not None:
        began = max(began, datetime.combine(order.last - timedelta(days=1), time(), UTC))
    missed = []
    for earlier in upcoming(order, began):
        if earlier.at > now or (run is not None and earlier.edition >= run.edition):
            break
        missed.append(earlier.edition.isoformat())
    if missed:
        _log.warning(
            "publisher.skipped", place=str(order.to), editions=missed[-_SHOWN:], of=len(missed)
        )
