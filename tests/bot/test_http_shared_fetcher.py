"""The running bot's fetcher, for its event loop and for its threads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.http_client.client import MAX_WAIT, SharedFetcher
from bot.http_client.results import Failed, Fetched
from tests.bot.fetching import fetching
from tests.delivery.stage import until
from tests.emulators.web.sites import Page, Server, serving

CALM = "calm.example"
"""Another name of the site."""


@asynccontextmanager
async def opened(*, patience: timedelta = MAX_WAIT) -> AsyncIterator[tuple[SharedFetcher, Server]]:
    stop = asyncio.Event()
    async with serving() as site:
        way_out = SharedFetcher(fetching(names={CALM: ["127.0.0.1"]}), patience=patience)
        running = asyncio.create_task(way_out.run(stop))
        site.pages["/"] = Page(body=b"here")
        await way_out.get(site.url("/none"))
        yield way_out, site
        stop.set()
        await running


async def test_the_loop_and_its_threads_get_pages() -> None:
    async with opened() as (way_out, site):
        page = await way_out.get(site.url("/"))
        waited = await asyncio.to_thread(way_out.wait_for, site.url("/"))
    assert isinstance(page, Fetched)
    assert isinstance(waited, Fetched)
    assert page.body == waited.body == b"here"


async def test_a_thread_does_not_wait_for_ever() -> None:
    async with opened(patience=timedelta(milliseconds=50)) as (way_out, site):
        site.pages["/slow"] = Page(after=1)
        waited = await asyncio.to_thread(way_out.wait_for, site.url("/slow"))
    assert isinstance(waited, Failed)
    assert waited.kind == "slow"


async def test_what_is_under_way_when_it_ends_still_comes() -> None:
    async with opened() as (way_out, site):
        site.pages["/slow"] = Page(body=b"late", after=0.2)
        coming = asyncio.create_task(way_out.get(site.url("/slow")))
        await until(lambda: "/slow" in site.paths)
    page = await coming
    assert isinstance(page, Fetched)
    assert page.body == b"late"


async def test_its_end_is_not_kept_waiting_by_a_host_that_wants_to_be_left_in_peace() -> None:
    async with asyncio.timeout(60), opened() as (way_out, site):
        site.pages["/robots.txt"] = Page(body=b"User-agent: *\nCrawl-delay: 600")
        url = site.url("/", CALM)
        assert isinstance(await way_out.get(url), Fetched)
        coming = asyncio.create_task(way_out.get(url, patience=900.0))
        live = await asyncio.to_thread(way_out.wait_for, url)
    page = await coming
    for answer in (live, page):
        assert isinstance(answer, Failed)
        assert (answer.kind, "left in peace" in answer.reason) == ("busy", True)


async def test_before_it_opens_and_after_it_ends_whoever_asks_is_told() -> None:
    closed = SharedFetcher(fetching())
    assert isinstance(closed.wait_for("http://127.0.0.1/"), Failed)
    async with opened() as (way_out, site):
        pass
    assert isinstance(await way_out.get(site.url("/")), Failed)
    assert isinstance(way_out.wait_for(site.url("/")), Failed)
