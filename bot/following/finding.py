"""Finds the feed that an address means: the feed itself, or the one that a page names."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bot import importing
from bot.discreet import discreet
from bot.feeds.visit import ACCEPTED, MOST_BYTES, Web
from bot.fetching.answers import Fetched
from briefs.errors import Unreadable
from briefs.reading import feed as reading_feed
from briefs.reading.feeds.values import Feed
from briefs.reading.pages import charset
from briefs.references.structure import tree

_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_MOST = 3
"""Feeds of one page that are tried: the first is the page's own, others are of its comments."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed at `url`, the address to ask from now on."""

    url: str
    feed: Feed


async def find(url: str, web: Web) -> Found:
    """The feed at an address, or the first that the page there names; Unreadable if none is."""
    page = await _page(url, web)
    try:
        return _read(page, url)
    except Unreadable as error:
        trouble = error
    for named in list(named_feeds(page))[:_MOST]:
        try:
            return _read(await _page(named, web), named)
        except Unreadable as error:
            trouble = error
    hint = "Give the address of an RSS, Atom or JSON feed."
    raise Unreadable(trouble.reason, path=discreet(url), hint=hint)


def named_feeds(page: Fetched) -> Iterator[str]:
    """The addresses of the feeds that a page names in its head, in its order."""
    root = tree.parse(charset.decode(page.body, page.charset).text)
    if root is None:
        return
    base = next((found.get("href") or "" for found in root.iter("base")), "")
    for link in root.iter("link"):
        rel, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").lower()
        href = (link.get("href") or "").strip()
        if "alternate" in rel and kind.partition(";")[0].strip() in _KINDS and href:
            yield from _address(page.url, base, href)


def _address(url: str, base: str, href: str) -> Iterator[str]:
    try:
        whole = urljoin(urljoin(url, base), href)
        if urlsplit(whole).scheme in {"http", "https"}:
            yield whole
    except ValueError:
        return


async def _page(url: str, web: Web) -> Fetched:
    answer = await web.get(url, accept=ACCEPTED, most_bytes=MOST_BYTES)
    return importing.arrived(answer, discreet(url))


def _read(page: Fetched, url: str) -> Found:
    return Found(page.permanent_url or url, reading_feed.read(page.body, url=page.url))
