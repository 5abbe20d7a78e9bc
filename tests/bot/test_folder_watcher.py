"""Watching a folder while the bot runs: changes are noticed at once, and it stops quickly."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.folder.scan import REST
from bot.folder.sync import FolderSync
from bot.folder.watcher import Folder, FolderWatcher
from tests.contracts.memory_store import MemoryStore
from tests.delivery.stage import until

SOON = timedelta(milliseconds=20)
START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class Leaping:
    """A clock on which a file rests between any two looks."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += REST
        return self.now


async def test_a_running_watch_follows_what_is_written_and_removed(tmp_path: Path) -> None:
    store, stop, clock = MemoryStore(), asyncio.Event(), Leaping()
    with ThreadPoolExecutor(1) as workers:
        folder = Folder(tmp_path, FolderSync(store, tmp_path, clock=clock))
        watch = FolderWatcher(folder=folder, workers=workers, clock=clock, soon=SOON)
        running = asyncio.create_task(watch.run(stop))
        (tmp_path / "a.txt").write_text("The harbour was dredged. Nobody paid.")
        await until(lambda: store.catalogue.count() == 1)
        (tmp_path / "a.txt").unlink()
        await until(lambda: store.catalogue.count() == 0)
        stop.set()
        async with asyncio.timeout(60):
            await running


async def test_a_folder_that_is_not_there_is_waited_for_and_ends_nothing(tmp_path: Path) -> None:
    stop, clock = asyncio.Event(), Leaping()
    with ThreadPoolExecutor(1) as workers:
        folder = Folder(tmp_path / "none", FolderSync(MemoryStore(), tmp_path, clock=clock))
        watch = FolderWatcher(folder=folder, workers=workers, clock=clock, soon=SOON)
        running = asyncio.create_task(watch.run(stop))
        await asyncio.sleep(0.1)
        assert not running.done()
        stop.set()
        async with asyncio.timeout(60):
            await running
