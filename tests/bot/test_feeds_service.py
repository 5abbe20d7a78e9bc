"""Following feeds while the bot runs: a feed that fails does not stop the others."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.feeds.importer import Terms
from bot.feeds.schedule import Limits
from bot.feeds.service import FeedService
from bot.http_client.results import Answer
from briefs.errors import StoreUnavailable
from briefs.storage.sql.feeds import SqlFeeds
from briefs.storage.subscriptions import Followed
from tests.bot.conftest import Logged
from tests.bot.feeds import FEED, NOW, FakeWeb, Item, followed, rss
from tests.contracts.memory_store import MemoryStore
from tests.delivery.stage import until

BROKEN = "https://broken.example/feed"
OFTEN = timedelta(milliseconds=10)


class OnceLocked(SqlFeeds):
    """Cannot be used when it is first asked what is due."""

    locked = True

    def due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[Followed, ...]:
        if self.locked:
            self.locked = False
            raise StoreUnavailable("It is locked.")
        return super().due(now=now, lease=lease, limit=limit)


class Fragile(FakeWeb):
    """A web with an address that brings out a bug."""

    async def get(self, url: str, **how: object) -> Answer:
        if url == BROKEN:
            raise RuntimeError("a bug")
        return await super().get(url)


async def test_neither_a_locked_store_nor_a_bug_keeps_the_other_feeds_from_their_visit(
    logged: Logged,
) -> None:
    store, web, stop = MemoryStore(), Fragile(), asyncio.Event()
    store.feeds = OnceLocked(store.database)
    web.serve(FEED, rss([Item(number=1)]))
    for url in (BROKEN, FEED):
        followed(store, url)
    with ThreadPoolExecutor(2) as workers:
        following = FeedService(
            store=store,
            web=web,
            workers=workers,
            clock=lambda: NOW,
            limits=Limits(),
            terms=Terms(),
            every=OFTEN,
        )
        running = asyncio.create_task(following.run(stop))
        told = {"feeds.no_store", "feed.broken"}
        await until(lambda: store.catalogue.count() == 1 and _events(logged) >= told)
        stop.set()
        await running


def _events(logged: Logged) -> set[object]:
    return {event["event"] for event in logged}
