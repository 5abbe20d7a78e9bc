"""Feeds: parses RSS, Atom or JSON into entries, makes a draft of an entry with its whole text, and
finds the feeds that a page names in its head, where feed readers look for them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from typing import Final
from urllib.parse import urljoin, urlsplit

from briefs.errors import Unreadable
from briefs.left_out import count_words
from briefs.model import Draft
from briefs.reading import feed_formats
from briefs.reading.encoding import LARGEST
from briefs.reading.feed_formats import Feed, FeedEntry
from briefs.reading.front_matter import FrontMatter
from briefs.reading.html import article, tree
from briefs.reading.html.tree import words

MOST_TAGS = 400_000
"""Tags of one feed; ten thousand entries have about two hundred thousand."""

MOST = 200
"""Entries of a feed that are returned by default."""

FEWEST = 120
"""In words; an entry with fewer may be a teaser, so its page is fetched."""

_OLDEST = datetime.min.replace(tzinfo=UTC)
_CUT_SHORT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|see|continue|keep) (?:more|reading|on)\b.{0,80}"
    r"|[»→])\W{0,20}$",
    re.IGNORECASE,
)
_MOSTLY = 0.5
_WIDE = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
_DECLARED = re.compile(r"""(<\?xml[^>]{0,200}?)\s{1,8}encoding\s{0,8}=\s{0,8}["'][^"']*["']""")


def read(data: bytes, *, url: str = "", most: int = MOST) -> Feed:
    """The feed in these bytes; `url` is where they came from.

    Its entries are the `most` newest, newest first, each key once; entries without a date come
    last, in the feed's own order. Unreadable if it is no feed, is too large, or declares XML
    entities.
    """
    if len(data) > LARGEST or data.count(b"<") > MOST_TAGS:
        raise Unreadable(
            f"too large for a feed: {len(data) / 1e6:.1f} MB",
            path=url,
            hint="Look for a feed of its newer entries alone.",
        )
    try:
        data = _as_utf8(data)
        is_json = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        found = feed_formats.read_json(data, url) if is_json else feed_formats.read_xml(data, url)
    except Unreadable as error:
        raise Unreadable(error.reason, path=url, hint=error.hint) from error
    newest = sorted(found.entries, key=lambda entry: entry.dated or _OLDEST, reverse=True)
    once: dict[str, FeedEntry] = {}
    for entry in newest:
        once.setdefault(entry.key, entry)
    kept = tuple(once.values())[:most]
    left = len(once) - len(kept)
    warning = (f"{left} older entries left out: the {most} newest are kept",) if left else ()
    return replace(found, entries=kept, warnings=(*found.warnings, *warning))


def _as_utf8(data: bytes) -> bytes:
    """A feed in UTF-16 or UTF-32 as UTF-8, without its encoding declaration;
    other feeds unchanged.
    """
    name = next((name for mark, name in _WIDE if data.startswith(mark)), "")
    if not name:
        return data
    try:
        text = data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return data
    return _DECLARED.sub(r"\1", text, count=1).encode()


def draft(entry: FeedEntry, feed: Feed) -> Draft | None:
    """The entry as a draft, if the feed has its whole text; None if its page must be fetched."""
    text = max(entry.html, entry.summary, key=len)
    shown = _shown(text)
    if count_words(shown) < FEWEST or _CUT_SHORT.search(shown):
        return None
    known = FrontMatter(
        title=entry.title,
        byline=entry.byline,
        outlet=feed.title,
        published=entry.dated,
        topics=entry.topics,
        url=entry.url,
        language=feed.language,
    )
    page = f"<html><head><title>{escape(entry.title)}</title></head><body><article>{text}"
    try:
        read = article.article(f"{page}</article></body></html>", known=known)
    except Unreadable:
        return None
    kept = (
        read.body,
        *(source.raw for source in read.sources),
        *(aside.text for aside in read.asides),
    )
    told = sum(map(count_words, kept)) + sum(one.words for one in read.left_out)
    if told < _MOSTLY * count_words(shown) or count_words(read.body) < FEWEST * _MOSTLY:
        return None
    return replace(read, origin=entry.url or entry.key, original=sha256(text.encode()).hexdigest())


def _shown(text: str) -> str:
    """The visible text of an entry, for counting its words."""
    root = tree.parse(f"<body>{text}</body>")
    return words(root) if root is not None else ""


_KINDS: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def named_feeds(data: bytes, *, url: str, charset: str = "") -> tuple[str, ...]:
    """The feeds' addresses, in the page's order."""
    root = tree.parse(article.decode(data, charset).text)
    if root is None:
        return ()
    base = next((found.get("href") or "" for found in root.iter("base")), "")
    addresses: list[str] = []
    for link in root.iter("link"):
        rel, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").lower()
        href = (link.get("href") or "").strip()
        if "alternate" in rel and kind.partition(";")[0].strip() in _KINDS and href:
            addresses += _address(url, base, href)
    return tuple(addresses)


def _address(url: str, base: str, href: str) -> Iterator[str]:
    try:
        whole = urljoin(urljoin(url, base), href)
        if urlsplit(whole).scheme in {"http", "https"}:
            yield whole
    except ValueError:
        return
