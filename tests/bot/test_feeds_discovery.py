"""Finds the feed that belongs to an address."""

import pytest

from bot.feeds.discovery import find
from briefs.errors import Unreadable
from tests.bot.feeds import FEED, FakeWeb, Item, rss

SITE = "https://journal.example/"
HEAD = """<html><head><title>The Journal</title>
<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="/feed">
<link rel="Alternate" type="application/rss+xml; charset=utf-8" href="{0}"></head></html>"""


async def test_the_address_of_a_feed_is_that_feed() -> None:
    web = FakeWeb()
    web.serve(FEED, rss([Item(number=1)]))
    found = await find(FEED, web)
    assert (found.url, found.feed.title) == (FEED, "The Journal")


@pytest.mark.parametrize("href", ["/feed", "feed", FEED, "//journal.example/feed"])
async def test_a_page_leads_to_the_feed_that_it_names(href: str) -> None:
    web = FakeWeb()
    web.serve(SITE, HEAD.format(href).encode())
    web.serve(FEED, rss([Item(number=1)]))
    assert (await find(SITE, web)).url == FEED


async def test_a_feed_that_moved_for_good_is_followed_where_it_is_now() -> None:
    web, new = FakeWeb(), "https://journal.example/atom"
    web.serve(FEED, rss([]), permanent_url=new)
    assert (await find(FEED, web)).url == new


async def test_a_page_with_a_broken_address_for_its_base_has_no_feed() -> None:
    web = FakeWeb()
    web.serve(
        SITE, HEAD.format("/feed").replace("<title>", "<base href='http://['><title>").encode()
    )
    with pytest.raises(Unreadable):
        await find(SITE, web)


@pytest.mark.parametrize("href", ["/none", "javascript:alert(1)", "https://[", ""])
async def test_an_address_without_a_feed_is_said_to_have_none(href: str) -> None:
    web = FakeWeb()
    web.serve(SITE, HEAD.format(href).encode())
    with pytest.raises(Unreadable, match=r"journal\.example") as caught:
        await find(SITE, web)
    assert caught.value.hint == "Give the address of an RSS, Atom or JSON feed."


@pytest.mark.parametrize("body", [b"", b"<html><p>Nothing here.</p></html>"])
async def test_the_secrets_of_an_address_without_a_feed_are_not_told(body: bytes) -> None:
    web = FakeWeb()
    if body:
        web.serve(f"{FEED}?key=SECRET", body)
    with pytest.raises(Unreadable, match=r"^https://journal\.example/feed\?…: "):
        await find(f"{FEED}?key=SECRET", web)
