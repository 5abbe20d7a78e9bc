"""Feeds: the bytes of RSS, Atom or JSON as entries, and an entry that is all there as a draft."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html import escape

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import feed_formats
from briefs.reading.feed_formats import Feed, FeedEntry
from briefs.reading.front_matter import FrontMatter
from briefs.reading.html import article, tree
from briefs.reading.html.tree import words
from briefs.reading.text import LARGEST

MOST_TAGS = 400_000
"""In one feed: ten thousand entries have some two hundred thousand."""

MOST = 200
"""Entries that are kept of one reading of a feed, unless the caller says otherwise."""

FEWEST = 120
"""Words; an entry with fewer may be a teaser, and its page is asked."""

_OLDEST = datetime.min.replace(tzinfo=UTC)
_CUT_SHORT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|see|continue|keep) (?:more|reading|on)\b.{0,80}"
    r"|[»→])\W*$",
    re.IGNORECASE,
)
_MOSTLY = 0.5


def read(data: bytes, *, url: str = "", most: int = MOST) -> Feed:
    """The feed that these bytes are; `url` is where they came from.

    Its entries are the `most` newest, newest first, each key once; those without a day come last,
    in the feed's own order. Unreadable if it is none, is too large, or declares XML entities.
    """
    if len(data) > LARGEST or data.count(b"<") > MOST_TAGS:
        raise Unreadable(
            f"too large for a feed: {len(data) / 1e6:.1f} MB",
            path=url,
            hint="Look for a feed of its newer entries alone.",
        )
    try:
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


def draft(entry: FeedEntry, feed: Feed) -> Draft | None:
    """The entry as a draft, if the feed has all of its text; None if its page has to be asked."""
    text = max(entry.html, entry.summary, key=len)
    shown = _shown(text)
    if len(shown.split()) < FEWEST or _CUT_SHORT.search(shown):
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
    if len(read.body.split()) < _MOSTLY * len(shown.split()) - sum(
        len(source.raw.split()) for source in read.sources
    ):
        return None
    return replace(read, origin=entry.url or entry.key, original=sha256(text.encode()).hexdigest())


def _shown(text: str) -> str:
    """The words of an entry, to count them by."""
    root = tree.parse(f"<body>{text}</body>")
    return words(root) if root is not None else ""
