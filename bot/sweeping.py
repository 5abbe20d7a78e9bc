"""Sweeps out the passing pieces whose time is over, every now and then."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.repeating import repeatedly
from briefs.storage import Store

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeping:
    store: Store
    workers: Executor
    clock: Callable[[], datetime]
    every: timedelta = timedelta(hours=1)

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep at once, and again until `stop` is set; a failure is tried again."""
        loop = asyncio.get_running_loop()
        await repeatedly(
            "sweeping", lambda: loop.run_in_executor(self.workers, self._sweep), self.every, stop
        )

    def _sweep(self) -> None:
        swept = self.store.publishing.sweep(self.clock())
        if swept:
            _log.info("sweeping.forgotten", pages=swept)
