"""One account's post office: what it publishes and delivers, beside the platform's own service."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.scheduler import Publisher
from bot.delivery.worker import Courier
from bot.leader import Turns
from bot.platforms.base import Freezer, Poster
from bot.runtime import Service
from briefs.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOffice:
    """`admitted` waits until the platform has taken the account, and gives its way out.

    `worker` is a name that no other courier has. All of the store is called in `workers`. Where it
    `publishes`, it does so in its turn; with no `turns` it is always its turn.
    """

    store: Store
    workers: Executor
    freezer: Freezer
    admitted: Callable[[], Awaitable[Poster]]
    worker: str
    clock: Callable[[], datetime]
    zones: str
    grace: timedelta
    turns: Turns | None = None
    publishes: bool = True
    delivers: bool = True

    async def run(self, stop: asyncio.Event) -> None:
        """Publish and deliver until `stop` is set; what is in flight then is brought to an end."""
        poster = await _unless(stop, self.admitted())
        if poster is None:
            return
        courier = Courier(
            self.store,
            {poster.account: poster},
            self.workers,
            worker=self.worker,
            clock=self.clock,
        )
        async with asyncio.TaskGroup() as both:
            if self.delivers:
                both.create_task(courier.run(stop))
            if self.publishes:
                both.create_task(self._publishing(poster, courier.nudge).run(stop))

    def _publishing(self, poster: Poster, nudge: Callable[[], None]) -> Service:
        publisher = Publisher(
            self.store,
            self.freezer,
            account=poster.account,
            interval=poster.account_rate[1] if poster.account_rate else None,
            clock=self.clock,
            zones=self.zones,
            grace=self.grace,
            nudge=nudge,
        )
        publishing = _Publishing(publisher, self.workers)
        if self.turns is None:
            return publishing
        return self.turns.take(f"{poster.account} publisher", lambda: publishing)


@dataclass(frozen=True, slots=True)
class _Publishing:
    publisher: Publisher
    workers: Executor

    async def run(self, stop: asyncio.Event) -> None:
        await self.publisher.run(self.workers, stop)


async def _unless(stop: asyncio.Event, coming: Awaitable[Poster]) -> Poster | None:
    """What is waited for, or None if `stop` is set first."""
    waiting = asyncio.ensure_future(coming)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() else None
    finally:
        for task in (waiting, stopping):
            task.cancel()
        await asyncio.wait({waiting, stopping})
