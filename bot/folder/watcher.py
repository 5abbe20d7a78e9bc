"""Watches SOURCEBRIEF_LIBRARY.

One folder and its library: each step looks, and acts upon what has come to rest or gone.

Watches a folder while the bot runs: a change wakes it, and it looks now and then anyway.
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
    """The state between two steps; the first files that are read show what has gone meanwhile."""

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
        """Look once and act; whether to look again soon. Blocks.

        A folder that is not there says nothing of its files.
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
        """Take back what has gone, unless so much has that it must be the disk."""
        away = scan.gone(self._sights, now)
        if scan.is_mass(len(away), self._keeper.kept):
            self._refuse("folder.mass_removal", away)
            self._sights = scan.acted_upon(self._sights, away)
            return
        self._told = None
        self._keeper.drop(away)
        self._sights = {path: one for path, one in self._sights.items() if path not in away}

    def _compare(self) -> None:
        """Take back the pieces whose files went while nobody watched, with the same care."""
        strays, of = self._keeper.strays(self._sights, self._closed)
        if scan.is_mass(len(strays), of):
            self._refuse("folder.mass_removal", strays)
            return
        for stray in strays:
            self._keeper.retract(stray.piece)

    def _refuse(self, event: str, away: tuple[object, ...]) -> None:
        """Say that nothing is taken back, once for as long as it is so."""
        if (event, away) != self._told:
            _log.error(event, folder=str(self._path), files=len(away), done="nothing")
            self._told = event, away


SOON: Final = timedelta(seconds=1)
"""Between two looks while a file has yet to rest."""

_EVERY: Final = timedelta(seconds=30)
"""Between two looks at a quiet folder: not every file system tells of its changes."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderWatcher:
    """All that blocks is done in `workers`."""

    folder: Folder
    workers: Executor
    clock: Callable[[], datetime]
    soon: timedelta = SOON

    async def run(self, stop: asyncio.Event) -> None:
        """Keep the library as the folder is until `stop` is set; a failure is tried again."""
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
        """Set `changed` whenever the system tells of a change; without that, looks must do."""
        while not stop.is_set():
            try:
                async for _ in awatch(self.folder.path, stop_event=stop):
                    changed.set()
            except (OSError, RuntimeError) as error:  # it is not there, or there are too many
                _log.debug("folder.not_told", error=str(error))
            await until(stop, _EVERY)
