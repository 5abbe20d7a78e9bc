"""Forgets what is over, a little at a time, beside all else that is served."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.platforms.patience import Pause
from bot.repeating import repeatedly
from briefs.retention import Keeping, Retention

_EVERY: Final = timedelta(hours=6)
_BREATH: Final = timedelta(milliseconds=200)
"""Between two steps, for whoever waits to write."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Housekeeping:
    """Any number may run anywhere: what one has forgotten, another does not find."""

    retention: Retention
    keeping: Keeping
    workers: Executor
    clock: Callable[[], datetime]
    pause: Pause = asyncio.sleep

    async def run(self, stop: asyncio.Event) -> None:
        """Go through everything every few hours until `stop` is set; a failure is logged."""
        await repeatedly("retention", lambda: self._thin(stop), _EVERY, stop)

    async def _thin(self, stop: asyncio.Event) -> None:
        steps = self.retention.thin(self.keeping, now=self.clock())
        loop = asyncio.get_running_loop()
        forgotten: Counter[str] = Counter()
        while not stop.is_set():
            step = await loop.run_in_executor(self.workers, next, steps, None)
            if step is None:
                break
            forgotten[step.kind] += step.rows
            await self.pause(_BREATH.total_seconds())
        if forgotten:
            _log.info("retention.forgotten", **forgotten)
