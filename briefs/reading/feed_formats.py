"""RSS and Atom as values: a library reads them, however broken; nothing is fetched or expanded."""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, TypeAlias

import feedparser

from briefs.errors import Unreadable
from briefs.reading.feeds import wording
from briefs.reading.feeds.values import Entry, Feed, Hints

Parsed: TypeAlias = Mapping[str, Any]

_ROOT = re.compile(rb"<(?:rss|feed|rdf|channel|[\w.-]+:(?:rdf|feed|rss))\b", re.IGNORECASE)
_BOMB = re.compile(rb"<!ENTITY", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,20})|([0-9]{1,20}));?")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_SKIPPED = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL | re.IGNORECASE)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_LONGEST_WAIT = timedelta(days=30)
_DAY = len("2021-5-1")


def read(data: bytes, url: str) -> Feed:
    """The feed at `url` with all its entries, in its own order.

    Unreadable if it declares entities, which a few bytes of can fill a memory, or is no feed.
    """
    plain = data.replace(b"\0", b"")
    root = _ROOT.search(plain)
    if _BOMB.search(plain, 0, root.start() if root else len(plain)):
        raise Unreadable("it declares XML entities, which no feed needs", hint=_HINT)
    # What it is given as a name it would open or fetch; a file in memory is only read. We show
    # none of its HTML: the words alone are taken, so that cleaning it would only lose notes.
    sound = BytesIO(_REFERENCE.sub(_sound, data))
    try:
        found = feedparser.parse(sound, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, OverflowError) as error:  # as `_sound`, where a character is two bytes
        raise Unreadable("broken XML, so no feed", hint=_HINT) from error
    if not found.get("version") and not found.get("entries"):
        raise Unreadable("no feed: neither RSS nor Atom is in it", hint=_HINT)
    told: Parsed = dict(found.feed)
    link = wording.address(told.get("link"), url)
    return Feed(
        title=wording.plain(told.get("title", "")),
        link=link,
        language=str(told.get("language", "")),
        entries=tuple(_entry(dict(entry), link or url) for entry in found.entries),
        hints=Hints(_every(told), _skipped(plain)),
        warnings=tuple(_broken(found)),
    )


_HINT = "Give the address of an RSS, Atom or JSON feed."


def _sound(reference: re.Match[bytes]) -> bytes:
    """A reference to a character, be it U+FFFD: the library breaks over one that there is not.

    Feeds have them: emoji as two halves, "&#55357;&#56832;".
    """
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_character = number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF  # noqa: PLR2004
    return reference[0] if is_character else b"&#xfffd;"


def _entry(told: Parsed, base: str) -> Entry:
    url = wording.address(told.get("link"), base)
    texts = [_html(part) for part in told.get("content", ())]
    summary = _html(told.get("summary_detail", {}))
    title = wording.plain(told.get("title", ""))
    names = [wording.plain(author.get("name", "")) for author in told.get("authors", ())]
    topics = (wording.plain(tag.get("term") or "") for tag in told.get("tags", ()))
    return Entry(
        key=wording.key(str(told.get("id", "")), url, title, summary),
        url=url,
        title=title,
        byline=", ".join(dict.fromkeys(filter(None, names))),
        published=_time(told, "published"),
        updated=_time(told, "updated"),
        html=max(texts, key=len, default=""),
        summary=summary,
        topics=tuple(dict.fromkeys(filter(None, topics))),
    )


def _html(detail: Parsed) -> str:
    value = str(detail.get("value", ""))
    return wording.paragraphs(value) if detail.get("type") == "text/plain" else value


def _time(told: Parsed, name: str) -> datetime | None:
    text = str(told.get(name, ""))
    return wording.time(text) or (
        wording.parsed(told.get(f"{name}_parsed")) if len(text) >= _DAY else None
    )


def _every(told: Parsed) -> timedelta | None:
    """The longest of the pauses between visits that the feed asks for, within reason."""
    asked: list[timedelta] = []
    minutes = str(told.get("ttl", ""))
    if minutes.isdecimal():
        asked.append(timedelta(minutes=min(int(minutes[:6]), 60 * 24 * 30)))
    if period := _PERIODS.get(str(told.get("sy_updateperiod", "")).strip().lower()):
        times = str(told.get("sy_updatefrequency", "1")).strip()
        asked.append(period / max(1, int(times[:4]) if times.isdecimal() else 1))
    return min(max(asked), _LONGEST_WAIT) if asked else None


def _skipped(data: bytes) -> frozenset[int]:
    listed = _SKIPPED.search(data)
    return frozenset(int(hour) % 24 for hour in _HOUR.findall(listed[1])) if listed else frozenset()


def _broken(found: feedparser.FeedParserDict) -> Iterator[str]:
    error = found.get("bozo_exception") if found.get("bozo") else None
    if error is None or isinstance(error, feedparser.CharacterEncodingOverride):
        return
    line = getattr(error, "getLineNumber", lambda: None)()
    where = f" at line {line}" if line else ""
    yield f"broken XML{where}: read as far as it can be"
