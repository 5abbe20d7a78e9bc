"""One folder and its library: each step looks, and acts upon what has come to rest or gone."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from bot.folder import scan
from bot.folder.scan import Sights
from bot.folder.sync import Keeper

_log = structlog.get_logger(__name__)


class Folder:
    """The state between two steps; the first files that are read show what has gone meanwhile."""

    def __init__(self, path: Path, keeper: Keeper) -> None:
        self._path = path
        self._keeper = keeper
        self._sights: Sights = {}
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
