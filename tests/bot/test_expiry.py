"""External pages are deleted when they expire."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.operations.maintenance import expiry
from briefs.errors import StoreUnavailable
from briefs.storage.sql.publishing import SqlEditorial
from tests.bot.conftest import Logged
from tests.bot.feeds import NOW
from tests.briefs.builders import edited
from tests.contracts.memory_store import MemoryStore


class OnceLocked(SqlEditorial):
    """Cannot be used at first, and counts how often it was swept afterwards."""

    def __init__(self) -> None:
        super().__init__(MemoryStore().database)
        self.asked = 0
        self.loop = asyncio.get_running_loop()
        self.swept = asyncio.Event()

    def expire_external(self, now: datetime) -> int:
        self.asked += 1
        if self.asked == 1:
            raise StoreUnavailable("It is locked.")
        found = super().expire_external(now)
        self.loop.call_soon_threadsafe(self.swept.set)
        return found


async def test_what_is_over_is_swept_out_even_after_the_store_was_locked(logged: Logged) -> None:
    store, stop, publishing = MemoryStore(), asyncio.Event(), OnceLocked()
    store.editorial = publishing
    url = "https://a.example/"
    publishing.keep_external(edited(url=url), now=NOW, until=NOW)
    with ThreadPoolExecutor(1) as workers:
        often = timedelta(milliseconds=10)
        sweeping = expiry(store, workers, lambda: NOW, often)
        running = asyncio.create_task(sweeping.run(stop))
        async with asyncio.timeout(60):
            await publishing.swept.wait()
        stop.set()
        await running
    assert publishing.expire_external(NOW) == 0
    assert [event["event"] for event in logged][:2] == ["sweeping.no_store", "sweeping.forgotten"]
