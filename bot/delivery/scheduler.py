"""Turns subscriptions that are due into editions in the outbox.

Many digests are due at the same instant, and an account may send only so many messages a second. So
each place gets its digest some minutes after the instant. The offset is a hash of the place's
address, and so the same every day.
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

from bot.delivery.composer import DigestComposer
from bot.platforms.base import Freezer
from bot.service.runtime import Periodic, run_blocking
from briefs.digests.outbox import Edition
from briefs.digests.subscription import Pause, Run, Subscription, due, upcoming
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address
from briefs.storage import Store
from briefs.storage.subscriptions import Step

_MAX_SPREAD: Final = timedelta(minutes=10)
_HASH_RANGE: Final = 2**32


def spread_offset(place: Address, crowd: int, interval: timedelta | None) -> timedelta:
    """How long after the instant at which it is due a place gets its digest.

    `crowd` digests are due at that instant; the account may send one message each `interval`. The
    offset is at most ten minutes; where that is too short, the rate limiter delays the rest.
    """
    if interval is None or crowd <= 1:
        return timedelta()
    window = min(interval * crowd, _MAX_SPREAD)
    hashed = int.from_bytes(sha256(str(place).encode()).digest()[:4], "big")
    return window * (hashed / _HASH_RANGE)


AHEAD: Final = timedelta(minutes=2)
"""How long before it is due an edition is put into the outbox, so that it is sent on time."""

EVERY: Final = timedelta(seconds=5)
RETRY_AFTER: Final = timedelta(minutes=10)
"""When a subscription whose digest could not be composed is tried again."""

_BATCH: Final = 100
"""Subscriptions in one transaction. SQLite has one writer at a time
(https://www.sqlite.org/whentouse.html), so a delivery worker waits during a transaction.
"""

_MAX_SKIPPED_LOGGED: Final = 10

_Crowds: TypeAlias = Mapping[tuple[str, datetime], int]

_log = get_logger(__name__)


class Scheduler:
    """The scheduler of one account, which may send one message each `interval`.

    Several schedulers may run for an account: each step of a subscription names the version it was
    decided on, and fails if that changed. `zones` is the release of the time zone data. `grace` is
    how late a digest may be. `nudge` is called in the event loop after editions were added.
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
        """Call `tick` every few seconds until `stop` is set."""

        async def work(_stop: asyncio.Event) -> None:
            if posted := await run_blocking(workers, self.tick):
                _log.info("publisher.posted", account=self._account, editions=posted)
                self._nudge()

        await Periodic(name="publisher", every=EVERY, work=work).run(stop)

    def tick(self) -> int:
        """Put every edition that is due within `AHEAD` into the outbox;
        returns how many. Blocks.
        """
        now = self._clock()
        self._failed = {place: until for place, until in self._failed.items() if until > now}
        self._recompute(now)
        crowds = self._store.subscriptions.due_counts(now=now + AHEAD, accounts=(self._account,))
        composer: DigestComposer | None = None
        posted = 0
        stayed = set(self._failed)
        while subscriptions := self._due(now + AHEAD, stayed):
            composer = composer or DigestComposer(self._store, self._freezer, now)
            steps = list(self._steps(subscriptions, composer, crowds, now))
            if self._store.subscriptions.advance(steps, zones=self._zones, now=now) < len(
                subscriptions
            ):
                stayed.update(subscription.to for subscription in subscriptions)
            posted += sum(step.edition is not None for step in steps)
        return posted

    def _due(self, soon: datetime, stayed: AbstractSet[Address]) -> list[Subscription]:
        """The next batch of due subscriptions, without those in `stayed` and those that failed
        before.

        They remain first in the queue, so the batch is read larger by their number.
        """
        limit = _BATCH + len(self._failed)
        found = self._store.subscriptions.due(now=soon, limit=limit, accounts=(self._account,))
        return [subscription for subscription in found if subscription.to not in stayed]

    def _steps(
        self,
        subscriptions: list[Subscription],
        composer: DigestComposer,
        crowds: _Crowds,
        now: datetime,
    ) -> Iterator[Step]:
        for subscription in subscriptions:
            try:
                yield self._step(subscription, composer, crowds, now)
            except StoreUnavailable:
                raise
            except ZoneInfoNotFoundError:
                yield _paused_for_zone(subscription)
            except Exception:  # noqa: BLE001  # the other subscriptions go on
                _log.exception("publisher.order_failed", place=str(subscription.to))
                self._failed[subscription.to] = now + RETRY_AFTER

    def _step(
        self, subscription: Subscription, composer: DigestComposer, crowds: _Crowds, now: datetime
    ) -> Step:
        run = due(subscription, now + AHEAD, self._grace)
        _log_skipped(subscription, run, now)
        if run is None:
            return Step(subscription, next(upcoming(subscription, now), None), None)
        digest = composer.digest(subscription, run.edition)
        edition = None
        if digest.entries or subscription.when_empty:
            crowd = crowds.get((subscription.to.account, run.at), 1)
            start = run.at + spread_offset(subscription.to, crowd, self._interval)
            edition = Edition(
                to=subscription.to,
                name=run.edition.isoformat(),
                due=start,
                until=start + self._grace,
                parts=composer.parts(subscription, digest),
                since=subscription.since,
                upto=digest.upto,
            )
        moved = replace(subscription, last=run.edition, since=digest.upto)
        return Step(moved, next(upcoming(moved, max(now, run.at)), None), edition)

    def _recompute(self, now: datetime) -> None:
        """Recompute next runs that were computed with another release of the time zone data."""
        while stale := self._store.subscriptions.stale(self._zones, limit=_BATCH):
            steps = [_recomputed(subscription, now, self._grace) for subscription in stale]
            if not self._store.subscriptions.advance(steps, zones=self._zones, now=now):
                return
            _log.debug("publisher.next_runs", orders=len(steps), zones=self._zones)


def _recomputed(subscription: Subscription, now: datetime, grace: timedelta) -> Step:
    """A subscription's recomputed next run; a run that is due already stays."""
    try:
        return Step(
            subscription,
            due(subscription, now, grace) or next(upcoming(subscription, now), None),
            None,
        )
    except ZoneInfoNotFoundError:
        return _paused_for_zone(subscription)


def _paused_for_zone(subscription: Subscription) -> Step:
    """A paused subscription, whose zone is missing in this time zone data; its people must set
    another.
    """
    _log.error("publisher.unknown_zone", place=str(subscription.to), zone=subscription.zone)
    reason = f"The time zone {subscription.zone} is no longer known. Type /digest on with another."
    return Step(replace(subscription, pause=Pause("platform", reason)), None, None)


def _log_skipped(subscription: Subscription, run: Run | None, now: datetime) -> None:
    """Log the editions that were missed; the next edition contains their pieces."""
    began = subscription.starts
    if subscription.last is not None:
        began = max(began, datetime.combine(subscription.last - timedelta(days=1), time(), UTC))
    missed = []
    for earlier in upcoming(subscription, began):
        if earlier.at > now or (run is not None and earlier.edition >= run.edition):
            break
        missed.append(earlier.edition.isoformat())
    if missed:
        _log.warning(
            "publisher.skipped",
            place=str(subscription.to),
            editions=missed[-_MAX_SKIPPED_LOGGED:],
            of=len(missed),
        )
