"""Sweeps out the passing pieces whose time is over, every now and then."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from briefs.errors import StoreUnavailable
from briefs.store import Store

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeping:
    store: Store
    workers: Executor
    clock: Callable[[], datetime]
    every: timedelta = timedelta(hours=1)

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep at once, and again until `stop` is set; a failure is tried again."""
        while not stop.is_set():
            try:
                await asyncio.get_running_loop().run_in_executor(self.workers, self._sweep)
            except StoreUnavailable as error:
                _log.error("sweeping.no_store", error=str(error), hint=error.hint)
            try:
                async with asyncio.timeout(self.every.total_seconds()):
                    await stop.wait()
            except TimeoutError:
                pass

    def _sweep(self) -> None:
        swept = self.store.publishing.sweep(self.clock())
        if swept:
            _log.info("sweeping.forgotten", pages=swept)
