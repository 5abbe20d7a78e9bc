"""The services of the running bot that add pieces: feeds, folder and links."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from bot import source_services
from bot.config import Settings
from bot.service.runtime import serve
from tests.bot.feeds import NOW, Item, rss
from tests.contracts.memory_store import MemoryStore
from tests.delivery.stage import until
from tests.emulators.web.sites import Page, serving


class Waiting:
    """A platform that serves until it is told to stop."""

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()


async def test_feeds_that_are_due_are_visited_while_the_platforms_serve(tmp_path: Path) -> None:
    store, stop = MemoryStore(), asyncio.Event()
    settings = Settings(library=str(tmp_path), fetch_private="127.0.0.1")
    with ExitStack() as stack:
        workers = stack.enter_context(ThreadPoolExecutor(2))
        async with serving() as site:
            site.pages["/feed"] = Page(body=rss([Item(number=1)]))
            store.feeds.follow(site.url("/feed"), title="", topics=(), hold=False, now=NOW)
            found = source_services.source_services(settings, store, workers, lambda: NOW)
            running = asyncio.create_task(serve({"a": Waiting()}, stop, others=found.services))
            await until(lambda: store.feeds.followed()[0].title != "")
            stop.set()
            assert await running
    assert set(found.services) == {"web", "public-web", "feeds", "folder", "sweeping"}
    (feed,) = store.feeds.followed()
    assert (feed.title, feed.trouble, store.catalogue.count()) == ("The Journal", "", 1)


async def test_without_a_folder_none_is_watched() -> None:
    with ThreadPoolExecutor(1) as workers:
        settings = Settings()
        found = source_services.source_services(settings, MemoryStore(), workers, lambda: NOW)
    assert set(found.services) == {"web", "public-web", "feeds", "sweeping"}
