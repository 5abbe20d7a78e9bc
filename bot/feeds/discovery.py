"""Finds the feed that an address means, and reads and writes subscriptions as OPML.

The feed may be the address itself, or be named by the page there. OPML is the format in which feed
readers exchange subscriptions (http://opml.org/spec2.opml).
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as ET  # only for writing
from xml.parsers import expat

from bot import importing
from bot.feeds.visit import ACCEPTED, MOST_BYTES, Web
from bot.http_client.results import Fetched
from bot.log import redacted_url
from briefs.errors import Unreadable
from briefs.reading.feed_formats import Feed
from briefs.sandbox import pool
from briefs.storage.subscriptions import Followed
from briefs.text.canonical import clean, one_line

_MOST = 3
"""Feeds of one page that are tried: the first is usually the page's own, others its comments'."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed at `url`, the address to use from now on."""

    url: str
    feed: Feed


async def find(url: str, web: Web) -> Found:
    """The feed at an address, or the first that the page there names;
    Unreadable if there is none.
    """
    page = await _page(url, web)
    try:
        return await _read(page, url)
    except Unreadable as error:
        trouble = error
    named_there = await asyncio.to_thread(
        lambda: pool.named_feeds(page.body, url=page.url, charset=page.charset)
    )
    for named in named_there[:_MOST]:
        try:
            return await _read(await _page(named, web), named)
        except Unreadable as error:
            trouble = error
    hint = "Give the address of an RSS, Atom or JSON feed."
    raise Unreadable(trouble.reason, path=redacted_url(url), hint=hint)


async def _page(url: str, web: Web) -> Fetched:
    answer = await web.get(url, accept=ACCEPTED, most_bytes=MOST_BYTES)
    return importing.arrived(answer, redacted_url(url))


async def _read(page: Fetched, url: str) -> Found:
    feed = await asyncio.to_thread(lambda: pool.read_feed(page.body, url=page.url))
    return Found(page.permanent_url or url, feed)


LARGEST: Final = 10_000_000
MOST: Final = 5_000
"""Feeds that are read from one file."""

_HINT = "Export the subscriptions from your feed reader as OPML, and import that file."
_RECODED = 'Save it as UTF-8, with encoding="UTF-8" in its first line.'


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in an OPML file; its topics are its categories and the folders around it."""

    url: str
    title: str = ""
    topics: tuple[str, ...] = ()


def read(data: bytes) -> tuple[Subscription, ...]:
    """The feeds of an OPML file, each address once; Unreadable if it is no OPML.

    A file with a document type declaration is refused: it could declare entities, and no OPML file
    needs one.
    """
    if len(data) > LARGEST:
        raise Unreadable("too large for a list of subscriptions", hint=_HINT)
    outline = _Outline()
    parser = expat.ParserCreate()
    parser.StartElementHandler = outline.opened
    parser.EndElementHandler = outline.closed
    parser.StartDoctypeDeclHandler = _refused
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unreadable(f"not XML: {error}", line=error.lineno, hint=_HINT) from error
    except (LookupError, ValueError) as error:  # raised by the parser for an unknown encoding
        raise Unreadable("it is in an encoding that can't be read", hint=_RECODED) from error
    if not outline.is_opml:
        raise Unreadable("XML, but no OPML", hint=_HINT)
    if len(outline.found) > MOST:
        raise Unreadable(f"more than {MOST} feeds", hint="Import them in parts.")
    return tuple(outline.found.values())


def write(feeds: Iterable[Followed], *, now: datetime) -> bytes:
    """The feeds as OPML 2.0, with their topics as categories, in UTF-8."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = "Feeds followed by Sourcebrief"
    ET.SubElement(head, "dateCreated").text = format_datetime(now)
    body = ET.SubElement(root, "body")
    for feed in feeds:
        title = _plain(feed.title) or _plain(feed.url)
        outline = {"type": "rss", "text": title, "title": title, "xmlUrl": _plain(feed.url)}
        if feed.topics:
            # A comma separates categories, and cannot be escaped.
            outline["category"] = ",".join(_plain(topic.replace(",", " ")) for topic in feed.topics)
        ET.SubElement(body, "outline", outline)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


class _Outline:
    """The outlines of a file as they open and close; an outline without a feed is a folder."""

    def __init__(self) -> None:
        self.is_opml = False
        self.found: dict[str, Subscription] = {}
        self._folders: list[str] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        self.is_opml = self.is_opml or name.lower() == "opml"
        if name.lower() != "outline":
            return
        told = {key.lower(): one_line(value) for key, value in attributes.items()}
        title = told.get("title") or told.get("text", "")
        url = told.get("xmlurl", "")
        self._folders.append("" if url else title)
        if url.lower().startswith(("http://", "https://")):
            named = (topic.strip(" /") for topic in told.get("category", "").split(","))
            topics = dict.fromkeys(filter(None, (*named, *self._folders)))
            self.found.setdefault(url, Subscription(url, title, tuple(topics)))

    def closed(self, name: str) -> None:
        if name.lower() == "outline":
            self._folders.pop()


def _refused(*_: object) -> None:
    raise Unreadable("it declares a document type, which no OPML file needs", hint=_HINT)


def _plain(text: str) -> str:
    """The text on one line, without characters that XML cannot represent."""
    kept = (char for char in one_line(clean(text)[0]) if char not in "\ufffe\uffff")
    return "".join(kept)
