"""The loop: claim, expire leases, look for uncertain messages.

One account's deliveries: looks into the outbox again and again, and sends the carrier off.

What a courier does beside posting: it ends leases that ran out, and looks into doubts.

Posts what is due: claims, proves, commits the intent, calls the platform, writes what became.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from bot.delivery import DeliveryStore
from bot.delivery.claim import ClaimBatches
from bot.delivery.send import DeliverySender, OutboxWriter
from bot.delivery.support import DeliveryThreads, WorkerSettings, log_error
from bot.platforms.base import Poster
from bot.platforms.sending import Pause, backoff
from bot.runtime import until
from briefs.digests.outbox import Delivery, Retry, Sent, Unknown
from briefs.storage.outbox import Outbox


class AccountLoop:
    """Each account has its own, so that one whose platform is slow keeps no other waiting."""

    def __init__(
        self,
        rounds: ClaimBatches,
        carrier: DeliverySender,
        backroom: DeliveryThreads,
        *,
        clock: Callable[[], datetime],
        habits: WorkerSettings,
    ) -> None:
        self._rounds = rounds
        self._carrier = carrier
        self._backroom = backroom
        self._clock = clock
        self._habits = habits
        self._wake = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> AbstractSet[asyncio.Task[None]]:
        return self._under_way

    def nudge(self) -> None:
        """Look at once."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; what is under way then is left to be waited for."""
        failures = 0
        while not stop.is_set():
            try:
                more = await self._look()
                failures = 0
            except Exception as error:  # noqa: BLE001  # it must outlive a database that is away
                failures += 1
                log_error("courier.no_claim", error, failures=failures)
                more = False
            if failures:
                self._wake.clear()  # what is nudged for cannot be had
                await self._rest(backoff(failures), stop)
            elif not more:
                await self._rest(self._habits.poll, stop)

    async def _look(self) -> bool:
        """Send off what is found; whether there may be more, and room for it."""
        room = min(self._habits.in_hand - len(self._under_way), self._habits.batch)
        if room <= 0:
            return False
        found = await self._backroom.do(lambda: self._rounds.look(room, self._clock()))
        for errand in found.errands:
            task = asyncio.create_task(self._carrier.see_to(errand))
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return found.more

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A place has its next part now, and there is room again: worth a look if for a batch."""
        self._under_way.discard(task)
        if len(self._under_way) <= self._habits.in_hand - self._habits.batch:
            self._wake.set()

    async def _rest(self, most: timedelta, stop: asyncio.Event) -> None:
        """Until nudged; no longer than `most`."""
        if not stop.is_set():
            await until(self._wake, most)
            self._wake.clear()


_MOST: Final = 50
_OFTEN: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMaintenance:
    """One worker's, for the accounts in `posters`."""

    outbox: Outbox
    posters: Mapping[str, Poster]
    backroom: DeliveryThreads
    clock: Callable[[], datetime]
    habits: WorkerSettings
    pause: Pause

    async def run(self) -> None:
        """Do them again and again, until cancelled; a failure is logged, and tried again."""
        policy = self.habits.policy
        every = min(policy.lease / 2, policy.look_after / 2, _OFTEN)
        while True:
            try:
                await self._do()
            except Exception as error:  # noqa: BLE001  # it is tried again
                log_error("courier.chores_failed", error)
            await self.pause(every.total_seconds())

    async def _do(self) -> None:
        await self.backroom.do(self._reap)
        for doubt in await self.backroom.do(self._doubts):
            found = await self._look(doubt)
            if not isinstance(found, Unknown):  # that is asked again
                await self.backroom.do(partial(self._clear, doubt, found))

    def _reap(self) -> None:
        after, lookable = self.habits.policy.look_after, self.habits.lookable
        reaped = self.outbox.expire_leases(now=self.clock(), look_after=after, lookable=lookable)
        if reaped:
            _log.warning("courier.leases_ran_out", rows=reaped)

    def _doubts(self) -> Sequence[Delivery]:
        return self.outbox.uncertain(tuple(self.posters), now=self.clock(), limit=_MOST)

    async def _look(self, doubt: Delivery) -> Sent | Retry | Unknown | None:
        """Ask the platform whether it is there; the row's own time says since when."""
        poster = self.posters[doubt.to.account]
        if not poster.can_look:
            return None
        return await poster.look(doubt.to, doubt.key, doubt.due)

    def _clear(self, doubt: Delivery, found: Sent | Retry | None) -> None:
        if self.outbox.resolve(doubt, found, now=self.clock()):
            _log.info("courier.looked", delivery=doubt.key, found=found)


_log = structlog.get_logger(__name__)


class DeliveryWorker:
    """One worker over the accounts in `posters` (by `Address.account`).

    `worker` names it, unlike any other that runs or ever ran. All of the store is called in
    `workers`. The posters are opened and closed here, so that they outlive what is in flight.
    """

    def __init__(
        self,
        shelf: DeliveryStore,
        posters: Mapping[str, Poster],
        workers: Executor,
        *,
        worker: str,
        clock: Callable[[], datetime],
        habits: WorkerSettings | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._shelf = shelf
        self._posters = posters
        self._backroom = DeliveryThreads(workers)
        self._worker = worker
        self._clock = clock
        self._habits = habits or WorkerSettings()
        self._pause = pause
        self._routes: tuple[AccountLoop, ...] = ()

    def nudge(self) -> None:
        """Look at once: something has come into the outbox."""
        for route in self._routes:
            route.nudge()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; then let go of what waits, and finish what is in flight."""
        carrier = self._carrier(stop)
        self._routes = tuple(self._route(poster, carrier) for poster in self._posters.values())
        try:
            for poster in self._posters.values():
                await poster.open()
            beside = [asyncio.create_task(work) for work in (self._chores().run(), _at(stop, self))]
            try:
                await asyncio.gather(*(route.run(stop) for route in self._routes))
            finally:
                await self._finish()
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
        finally:
            for poster in self._posters.values():
                await poster.close()

    async def _finish(self) -> None:
        left = {task for route in self._routes for task in route.under_way}
        if left:
            _, left = await asyncio.wait(left, timeout=self._habits.finish.total_seconds())
        if left:
            _log.error("courier.unfinished", rows=len(left))
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _carrier(self, stop: asyncio.Event) -> DeliverySender:
        ledger = OutboxWriter(
            shelf=self._shelf,
            posters=self._posters,
            worker=self._worker,
            clock=self._clock,
            policy=self._habits.policy,
        )
        return DeliverySender(
            ledger,
            self._posters,
            self._backroom,
            clock=self._clock,
            habits=self._habits,
            pause=self._pause,
            stop=stop,
        )

    def _route(self, poster: Poster, carrier: DeliverySender) -> AccountLoop:
        rounds = ClaimBatches(
            shelf=self._shelf, poster=poster, worker=self._worker, policy=self._habits.policy
        )
        return AccountLoop(rounds, carrier, self._backroom, clock=self._clock, habits=self._habits)

    def _chores(self) -> OutboxMaintenance:
        return OutboxMaintenance(
            outbox=self._shelf.outbox,
            posters=self._posters,
            backroom=self._backroom,
            clock=self._clock,
            habits=self._habits,
            pause=self._pause,
        )


async def _at(stop: asyncio.Event, courier: DeliveryWorker) -> None:
    """Have those that rest notice that they are to stop."""
    await stop.wait()
    courier.nudge()
