"""Watches the folder SOURCEBRIEF_LIBRARY while the bot runs.

Each step looks at the folder, and imports complete files and retracts the pieces of removed ones. A
change reported by the system causes a step; others follow at intervals.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from watchfiles import awatch

from bot.folder import scan
from bot.folder.scan import FolderScan
from bot.folder.sync import FolderSync
from bot.service.runtime import Periodic, run_blocking, until
from briefs.log import get_logger


class Folder:
    """The state between steps; after the first import, pieces without a file are looked for."""

    def __init__(self, path: Path, keeper: FolderSync) -> None:
        self._path = path
        self._keeper = keeper
        self._sights: FolderScan = {}
        self._compared = False
        self._closed: tuple[Path, ...] = ()
        self._told: tuple[str, tuple[object, ...]] | None = None

    @property
    def path(self) -> Path:
        return self._path

    def step(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Look once and act; returns whether to look again soon. Blocks.

        If the folder does not exist, its files do not count as removed.
        """
        there = scan.look(self._path)
        if there is None:
            self._refuse("folder.missing", ())
            return False
        if there.closed and there.closed != self._closed:
            _log.warning("folder.closed", folders=[str(path) for path in there.closed])
        self._closed = there.closed
        self._sights = scan.seen(self._sights, there, now)
        whole = scan.rested(self._sights, now)
        self._keeper.take(whole, stopping)
        if stopping():
            return False
        self._sights = scan.acted_upon(self._sights, whole)
        self._drop(now)
        if not self._compared and not scan.is_restless(self._sights):
            self._compare()
            self._compared = True
        return scan.is_restless(self._sights)

    def _drop(self, now: datetime) -> None:
        """Retract the pieces of removed files, unless so many are missing that the disk may have
        failed.
        """
        away = scan.gone(self._sights, now)
        if scan.is_mass(len(away), self._keeper.kept):
            self._refuse("folder.mass_removal", away)
            self._sights = scan.acted_upon(self._sights, away)
            return
        self._told = None
        self._keeper.drop(away)
        self._sights = {path: one for path, one in self._sights.items() if path not in away}

    def _compare(self) -> None:
        """Retract pieces whose files were removed while the bot was down, with the same check."""
        strays, of = self._keeper.strays(self._sights, self._closed)
        if scan.is_mass(len(strays), of):
            self._refuse("folder.mass_removal", strays)
            return
        for stray in strays:
            self._keeper.retract(stray.piece)

    def _refuse(self, event: str, away: tuple[object, ...]) -> None:
        """Log that nothing is retracted; once, for as long as the reason stays the same."""
        if (event, away) != self._told:
            _log.error(event, folder=str(self._path), files=len(away), done="nothing")
            self._told = event, away


SOON: Final = timedelta(seconds=1)
"""Between two looks while a file is not complete yet."""

_EVERY: Final = timedelta(seconds=30)
"""Between two looks at a quiet folder: network file systems report no changes (inotify(7))."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderWatcher:
    """The service that watches one folder; blocking calls run in `workers`."""

    folder: Folder
    workers: Executor
    clock: Callable[[], datetime]
    soon: timedelta = SOON

    async def run(self, stop: asyncio.Event) -> None:
        """Synchronise until `stop` is set; errors are tried again."""
        changed = asyncio.Event()
        looking = Periodic(
            name="folder", every=_EVERY, work=self._step, failed="folder.broken", wake=changed
        )
        waking = asyncio.create_task(self._wake(changed, stop))
        try:
            await looking.run(stop)
        finally:
            waking.cancel()
            await asyncio.gather(waking, return_exceptions=True)

    async def _step(self, stop: asyncio.Event) -> timedelta | None:
        restless = await run_blocking(
            self.workers, lambda: self.folder.step(self.clock(), stop.is_set)
        )
        return self.soon if restless else None

    async def _wake(self, changed: asyncio.Event, stop: asyncio.Event) -> None:
        """Set `changed` when the system reports a change; otherwise the intervals must do."""
        while not stop.is_set():
            try:
                async for _ in awatch(self.folder.path, stop_event=stop):
                    changed.set()
            except (OSError, RuntimeError) as error:  # no such folder, or too many folders to watch
                _log.debug("folder.not_told", error=str(error))
            await until(stop, _EVERY)
