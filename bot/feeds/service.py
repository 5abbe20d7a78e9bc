"""Follows the feeds while the bot runs: feeds that are due are visited, a few concurrently."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.feeds.importer import Terms
from bot.feeds.schedule import Limits
from bot.feeds.visit import Visitor, Web
from bot.service.runtime import until
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.storage import Store
from briefs.storage.subscriptions import Followed

LEASE: Final = timedelta(minutes=30)
"""How long a feed is reserved for its visitor; after a crash it is visited again then."""

PATIENCE: Final = timedelta(minutes=15)
"""How long a page waits for its turn at a host: nobody is waiting for it."""

AT_ONCE: Final = 4
EVERY: Final = timedelta(seconds=20)

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedService:
    """Visits feeds; several may run on one library, since a feed is leased to one at a time."""

    store: Store
    web: Web
    workers: Executor
    clock: Callable[[], datetime]
    limits: Limits
    terms: Terms
    every: timedelta = EVERY

    async def run(self, stop: asyncio.Event) -> None:
        """Visit due feeds until `stop` is set; errors are tried again."""
        visitor = Visitor(
            store=self.store,
            web=self.web,
            clock=self.clock,
            workers=self.workers,
            limits=self.limits,
            terms=self.terms,
            stopping=stop.is_set,
            patience=PATIENCE,
        )
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._visits(visitor, stop))

    async def _visits(self, visitor: Visitor, stop: asyncio.Event) -> None:
        """Visit one feed after another; several such loops run, so a slow
        feed stops no other loop.
        """
        while not stop.is_set():
            due: tuple[Followed, ...] = ()
            try:
                due = await asyncio.get_running_loop().run_in_executor(self.workers, self._due)
                for feed in due:
                    await visitor.visit(feed)
            except StoreUnavailable as error:
                _log.error("feeds.no_store", error=str(error), hint=error.hint)
                due = ()
            except Exception:  # noqa: BLE001  # a bug in one feed must not stop the others
                _log.exception("feed.broken", feeds=[feed.url for feed in due])
            if not due:
                await until(stop, self.every)

    def _due(self) -> tuple[Followed, ...]:
        return self.store.feeds.due(now=self.clock(), lease=LEASE, limit=1)
