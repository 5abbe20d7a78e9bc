"""Cited pages are fetched politely, and their text is kept for when their links are dead."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.http_client.results import Answer, Failed, Fetched, Refused, Validators
from bot.operations.cited_copies import LOOK_EVERY, CitedCopyKeeper
from briefs.model import Source
from briefs.storage.cited_copies import MAX_COPY_CHARS, CitedPage
from tests.briefs.builders import NOW, edited
from tests.contracts.memory_store import MemoryStore

URL, PAGE = "https://www.courier.example/harbour", "courier.example/harbour"
OTHER = "https://ports.example/silt"
TEXT = "The harbour closed on Monday after the storm. Nobody was hurt, and the quay held all night."
HTML = f"<html><head><title>Harbour closed</title></head><body><article><p>{TEXT}</p></article>"


def page(body: str = HTML, url: str = URL, permanent: str | None = None) -> Fetched:
    return Fetched(
        url=url,
        body=body.encode(),
        media_type="text/html",
        charset="utf-8",
        validators=Validators(),
        permanent_url=permanent,
    )


def dead(url: str = URL) -> Failed:
    return Failed(url=url, kind="gone", reason="There is no such page.", status=404)


class Pages:
    """The web: what each address answers with, and which were asked for."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []

    async def get(self, url: str) -> Answer:
        self.asked.append(url)
        return self.answers[url]


def library(*urls: str) -> MemoryStore:
    store = MemoryStore()
    sources = tuple(Source(number=n, raw=url, url=url) for n, url in enumerate(urls, start=1))
    store.catalogue.add(edited(sources=sources), now=NOW)
    return store


async def look(
    store: MemoryStore, web: Pages, now: datetime = NOW, most_bytes: int = 10**6
) -> CitedPage | None:
    with ThreadPoolExecutor(1) as workers:
        keeper = CitedCopyKeeper(
            store=store, web=web, workers=workers, clock=lambda: now, most_bytes=most_bytes
        )
        await keeper.work(asyncio.Event())
    return store.cited_copies.page(PAGE)


async def test_the_text_of_a_cited_page_is_kept_with_its_day() -> None:
    found = await look(library(URL), Pages({URL: page()}))
    assert found is not None
    assert found.copy is not None
    assert (found.copy.title, found.copy.text) == ("Harbour closed", TEXT)
    assert (found.copy.copied_at, found.copy.whole, found.gone_since) == (NOW, True, None)


async def test_a_page_is_left_in_peace_until_its_next_turn() -> None:
    store, web = library(URL), Pages({URL: page()})
    await look(store, web)
    await look(store, web, NOW + LOOK_EVERY - timedelta(seconds=1))
    assert web.asked == [URL]
    await look(store, web, NOW + LOOK_EVERY)
    assert web.asked == [URL, URL]


async def test_a_page_that_many_pieces_cite_is_asked_for_once() -> None:
    store, web = library(URL), Pages({URL: page()})
    source = Source(number=1, raw="x", url=f"http://{PAGE}/")
    again = edited("Another piece altogether.", sources=(source,))
    store.catalogue.add(again, now=NOW, anyway=True)
    await look(store, web)
    assert web.asked == [URL]


async def test_the_copy_of_a_page_that_died_stays() -> None:
    store, later = library(URL), NOW + LOOK_EVERY
    await look(store, Pages({URL: page()}))
    found = await look(store, Pages({URL: dead()}), later)
    assert found is not None
    assert found.gone_since == later
    assert found.copy is not None
    assert found.copy.text == TEXT


async def test_a_page_that_leads_to_the_front_page_is_gone() -> None:
    front = page(
        "<p>Welcome to the Courier, the paper of the coast.</p>", "https://courier.example/"
    )
    found = await look(library(URL), Pages({URL: front}))
    assert found is not None
    assert (found.gone_since, found.copy) == (NOW, None)


async def test_a_missing_host_tells_nothing_while_nobody_else_answers() -> None:
    lost = Failed(url=URL, kind="no-host", reason="There is no such host.")
    found = await look(library(URL), Pages({URL: lost}))
    assert found is not None
    assert found.gone_since is None
    found = await look(library(OTHER, URL), Pages({OTHER: page(url=OTHER), URL: lost}))
    assert found is not None
    assert found.gone_since == NOW


async def test_what_robots_keep_us_from_is_not_gone() -> None:
    refused = Refused(URL, "robots", "The site asks not to be visited by robots.")
    found = await look(library(URL), Pages({URL: refused}))
    assert found == CitedPage(page=PAGE, looked_at=NOW)


async def test_a_page_that_asks_not_to_be_archived_is_not_copied() -> None:
    for meta in (
        '<meta name="robots" content="index, noarchive">',
        "<META NAME='robots' CONTENT='none'>",
    ):
        found = await look(library(URL), Pages({URL: page(f"<head>{meta}</head>{HTML}")}))
        assert found == CitedPage(page=PAGE, looked_at=NOW)


async def test_no_more_is_kept_than_there_is_room_for() -> None:
    store = library(OTHER, URL)
    web = Pages({OTHER: page(url=OTHER), URL: page()})
    found = await look(store, web, most_bytes=len(TEXT))
    assert found == CitedPage(page=PAGE, looked_at=NOW)
    assert store.cited_copies.bytes_kept() == len(TEXT)


async def test_a_long_text_is_cut_between_paragraphs_and_says_so() -> None:
    long = "".join(f"<p>{n} {TEXT}</p>" for n in range(1, 2 * MAX_COPY_CHARS // len(TEXT)))
    found = await look(library(URL), Pages({URL: page(HTML.replace(f"<p>{TEXT}</p>", long))}))
    assert found is not None
    assert found.copy is not None
    assert not found.copy.whole
    assert MAX_COPY_CHARS * 0.9 < len(found.copy.text) <= MAX_COPY_CHARS
    assert found.copy.text.endswith(TEXT)


async def test_what_is_no_text_is_noted_and_not_copied() -> None:
    found = await look(library(URL), Pages({URL: page("")}))
    assert found == CitedPage(page=PAGE, looked_at=NOW)


async def test_a_walk_ends_when_it_is_told_to() -> None:
    store, web, stop = (
        library(URL, OTHER),
        Pages({URL: page(), OTHER: page(url=OTHER)}),
        asyncio.Event(),
    )
    stop.set()
    with ThreadPoolExecutor(1) as workers:
        keeper = CitedCopyKeeper(
            store=store, web=web, workers=workers, clock=lambda: NOW, most_bytes=10**6
        )
        await keeper.work(stop)
    assert web.asked == []
