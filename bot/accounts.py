"""The accounts that are served, and the delivery of each account's digests."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat import every_order
from bot.config import Settings
from bot.delivery import WorkerSettings
from bot.delivery.corrector import Corrector
from bot.delivery.scheduler import Scheduler
from bot.delivery.worker import DeliveryWorker
from bot.operations.alerts import DirectLine, Post
from bot.platforms import registry
from bot.platforms.base import Account, AccountContext, Freezer, Platform, Poster
from bot.service.leader import LeaderElection
from bot.service.runtime import Service
from briefs.digests.outbox import Outcome, Retry
from briefs.model import Address
from briefs.storage import Store


def accounts(context: AccountContext) -> tuple[Account, ...]:
    """The accounts whose tokens are set; BadArgument for settings that contradict each other."""
    found = (platform.accounts(context) for platform in registry.platforms().values())
    return tuple(account for of_one in found for account in of_one)


def unserved(store: Store, settings: Settings, served: Collection[str] = ()) -> Counter[str]:
    """The number of subscriptions of each account that is not served, as far as it is known.

    `served` are accounts known to be served. If a platform has one of them, the platform's other
    accounts count as not served.
    """
    known = {name: one.known_accounts(settings) for name, one in registry.platforms().items()}
    for account in served:
        platform, _, _ = account.partition(":")
        known[platform] = frozenset(served) | (known.get(platform) or frozenset())
    found: Counter[str] = Counter()
    for order in every_order(store):
        accounts = known.get(order.to.platform)
        if accounts is not None and order.to.account not in accounts:
            found[order.to.account] += 1
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryService:
    """Schedules and delivers one account's digests, beside the account's receiver.

    `admitted` waits until the platform has accepted the account's token, and returns its Poster.
    `worker` is a name that no other delivery worker has. The store is called in `workers`. `line`
    is connected if it is for this account. Only the leader among the processes schedules; without
    `turns`, this one always does. `on_admitted` is called in a worker thread, with the account's
    name. Without a `platform`, messages are not corrected.
    """

    store: Store
    workers: Executor
    freezer: Freezer
    admitted: Callable[[], Awaitable[Poster]]
    worker: str
    clock: Callable[[], datetime]
    zones: str
    grace: timedelta
    turns: LeaderElection | None = None
    line: DirectLine | None = None
    publishes: bool = True
    delivers: bool = True
    platform: Platform | None = None
    on_admitted: Callable[[str], None] = lambda _: None

    async def run(self, stop: asyncio.Event) -> None:
        """Schedule and deliver until `stop` is set; then finish the calls under way."""
        poster = await _unless(stop, self.admitted())
        if poster is None:
            return
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.workers, self.on_admitted, poster.account)
        worker = DeliveryWorker(
            self.store,
            {poster.account: poster},
            self.workers,
            worker=self.worker,
            clock=self.clock,
            settings=WorkerSettings(lookable=registry.with_history()),
        )
        if self.line is not None and self.line.account == poster.account and self.delivers:
            self.line.post = _while_open(poster, worker)
        async with asyncio.TaskGroup() as both:
            if self.delivers:
                both.create_task(worker.run(stop))
            if self.publishes:
                both.create_task(self._publishing(poster, worker.nudge).run(stop))

    def _publishing(self, poster: Poster, nudge: Callable[[], None]) -> Service:
        publisher = Scheduler(
            self.store,
            self.freezer,
            account=poster.account,
            interval=poster.account_rate[1] if poster.account_rate else None,
            clock=self.clock,
            zones=self.zones,
            grace=self.grace,
            nudge=nudge,
        )
        publishing = _Publishing(publisher, self._corrector(poster, nudge), self.workers)
        if self.turns is None:
            return publishing
        return self.turns.take(f"{poster.account} publisher", lambda: publishing)

    def _corrector(self, poster: Poster, nudge: Callable[[], None]) -> Corrector | None:
        if self.platform is None:
            return None
        return Corrector(
            store=self.store,
            freezer=self.freezer,
            under=self.platform.under,
            account=poster.account,
            clock=self.clock,
            nudge=nudge,
        )


def _while_open(poster: Poster, worker: DeliveryWorker) -> Post:
    async def post(to: Address, payload: str, key: str) -> Outcome:
        if not worker.is_open:
            return Retry("The account is not connected.", timedelta())
        return await poster.post(to, payload, key)

    return post


@dataclass(frozen=True, slots=True)
class _Publishing:
    publisher: Scheduler
    corrector: Corrector | None
    workers: Executor

    async def run(self, stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self.publisher.run(self.workers, stop))
            if self.corrector is not None:
                both.create_task(self.corrector.run(self.workers, stop))


async def _unless(stop: asyncio.Event, coming: Awaitable[Poster]) -> Poster | None:
    """The result of `coming`, or None if `stop` is set first."""
    waiting = asyncio.ensure_future(coming)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() else None
    finally:
        for task in (waiting, stopping):
            task.cancel()
        await asyncio.wait({waiting, stopping})
