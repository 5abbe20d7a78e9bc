"""Watches a folder while the bot runs: a change wakes it, and it looks now and then anyway."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from watchfiles import awatch

from bot.folder.watcher import Folder
from bot.repeating import until
from briefs.errors import StoreUnavailable

SOON: Final = timedelta(seconds=1)
"""Between two looks while a file has yet to rest."""

_EVERY: Final = timedelta(seconds=30)
"""Between two looks at a quiet folder: not every file system tells of its changes."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """All that blocks is done in `workers`."""

    folder: Folder
    workers: Executor
    clock: Callable[[], datetime]
    soon: timedelta = SOON

    async def run(self, stop: asyncio.Event) -> None:
        """Keep the library as the folder is until `stop` is set; a failure is tried again."""
        changed = asyncio.Event()
        waking = asyncio.create_task(self._wake(changed, stop))
        stopping = asyncio.create_task(_after(stop, changed))
        try:
            while not stop.is_set():
                changed.clear()
                pause = self.soon if await self._step(stop) else _EVERY
                await until(changed, pause)
        finally:
            for task in (waking, stopping):
                task.cancel()
            await asyncio.gather(waking, stopping, return_exceptions=True)

    async def _step(self, stop: asyncio.Event) -> bool:
        def step() -> bool:
            return self.folder.step(self.clock(), stop.is_set)

        try:
            return await asyncio.get_running_loop().run_in_executor(self.workers, step)
        except StoreUnavailable as error:
            _log.error("folder.no_store", error=str(error), hint=error.hint)
        except Exception:  # noqa: BLE001  # it is tried again
            _log.exception("folder.broken")
        return False

    async def _wake(self, changed: asyncio.Event, stop: asyncio.Event) -> None:
        """Set `changed` whenever the system tells of a change; without that, looks must do."""
        while not stop.is_set():
            try:
                async for _ in awatch(self.folder.path, stop_event=stop):
                    changed.set()
            except (OSError, RuntimeError) as error:  # it is not there, or there are too many
                _log.debug("folder.not_told", error=str(error))
            await until(stop, _EVERY)


async def _after(stop: asyncio.Event, changed: asyncio.Event) -> None:
    await stop.wait()
    changed.set()
