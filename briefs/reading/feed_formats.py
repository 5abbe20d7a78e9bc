"""Reads RSS, Atom and JSON feeds (jsonfeed.org 1 and 1.1) into one set of values.

A library reads RSS and Atom, however broken; nothing is fetched, and no entity expanded.
"""

import json
import re
import sys
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

import feedparser

from briefs.errors import Unreadable
from briefs.reading import base as reading_base
from briefs.reading.html import tree
from briefs.reading.html.tree import words
from briefs.text.canonical import blocks, clean, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry; `key` is its id in the feed, which stays the same when the entry is edited.

    `html` is its content and `summary` its summary, both HTML; each may be the whole piece, its
    beginning, or empty. Times are in UTC.
    """

    key: str
    url: str = ""
    title: str = ""
    byline: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    html: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()

    @property
    def dated(self) -> datetime | None:
        return self.published or self.updated


@dataclass(frozen=True, slots=True)
class Hints:
    """How often the feed wants to be visited: the least interval, and hours
    of UTC without visits.
    """

    every: timedelta | None = None
    skipped_hours: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with its entries, newest first; `link` is the page that it belongs to."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[FeedEntry, ...] = ()
    hints: Hints = Hints()
    warnings: tuple[str, ...] = ()


_LONGEST = 500
_MAX_ENCODINGS = 3
_ENCODED = re.compile(
    r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip);"
    r"|</?(?:b|i|em|strong|u|span|br|a|p|cite|sup|sub|q|mark)(?:\s[^<>]*)?/?>"
)
"""References that remain in a title which was encoded twice."""


def plain_text(text: str) -> str:
    """A title or a name on one line, without markup; some feeds encode it twice."""
    for _ in range(_MAX_ENCODINGS):
        if "<" not in text and "&" not in text:
            break
        root = tree.parse(f"<body>{text[: 4 * _LONGEST]}</body>")
        if root is None:
            break
        text = words(root)
        if _ENCODED.search(text) is None:
            break
    return one_line(text)[:_LONGEST]


def paragraphs(text: str) -> str:
    """Plain text as HTML."""
    found = blocks(clean(text)[0])
    return "".join(f"<p>{'<br>'.join(map(escape, lines))}</p>" for lines in found)


def address(link: object, base: str) -> str:
    """A web address, resolved against the feed's own, or "" if it is none."""
    said = clean(str(link or ""))[0].strip()
    if not said:
        return ""
    try:
        whole = urljoin(base, said)
        return whole if urlsplit(whole).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def time(text: object) -> datetime | None:
    """A moment in UTC; None if the text has no day."""
    return reading_base.read(text) if isinstance(text, str) else None


def parsed(value: object) -> datetime | None:
    """A moment in UTC from the library's time tuple: year, month, day, hour, minutes, …"""
    if not isinstance(value, tuple) or value[0] == reading_base.NOBODY_KNOWS:
        return None
    try:
        return datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def key(*told: str) -> str:
    """An entry's own id, or else its address, or else a hash of its contents."""
    first = next(filter(None, told[:2]), "")
    return first or sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()


_HINT = "Give the address of an RSS, Atom or JSON feed."
_VERSION = "jsonfeed.org/version/"


def read_json(data: bytes, url: str) -> Feed:
    """The feed at `url` with all its entries, in its own order; Unreadable if it is no feed."""
    try:
        told = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("broken JSON, so no feed", hint=_HINT) from error
    if not isinstance(told, dict) or _VERSION not in str(told.get("version")):
        raise Unreadable("JSON, but no JSON feed: it says no version of one", hint=_HINT)
    link = address(told.get("home_page_url"), url)
    items = [item for item in _list(told.get("items")) if isinstance(item, dict)]
    return Feed(
        title=plain_text(_text(told.get("title"))),
        link=link,
        language=_text(told.get("language")),
        entries=tuple(_json_entry(item, link or url) for item in items),
    )


def _json_entry(told: dict[str, Any], base: str) -> FeedEntry:
    url = address(told.get("url") or told.get("external_url"), base)
    title = plain_text(_text(told.get("title")))
    text = _text(told.get("content_text"))
    summary = paragraphs(_text(told.get("summary")))
    own = told.get("id")
    return FeedEntry(
        key=key(_text(str(own)) if isinstance(own, str | int) else "", url, title, text, summary),
        url=url,
        title=title,
        byline=", ".join(dict.fromkeys(_names(told))),
        published=time(told.get("date_published")),
        updated=time(told.get("date_modified")),
        html=_text(told.get("content_html")) or paragraphs(text),
        summary=summary,
        topics=tuple(filter(None, map(plain_text, map(_text, _list(told.get("tags")))))),
    )


def _names(told: dict[str, Any]) -> Iterator[str]:
    """The authors' names; version 1 had one author."""
    for author in _list(told.get("authors")) or [told.get("author")]:
        name = plain_text(_text(author.get("name"))) if isinstance(author, dict) else ""
        if name:
            yield name


def _text(value: object) -> str:
    return clean(value)[0] if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


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


def read_xml(data: bytes, url: str) -> Feed:
    """The feed at `url` with all its entries, in its own order.

    Unreadable if it declares entities, a few bytes of which can fill the memory, or is no feed.
    """
    plain = data.replace(b"\0", b"")
    root = _ROOT.search(plain)
    if _BOMB.search(plain, 0, root.start() if root else len(plain)):
        raise Unreadable("it declares XML entities, which no feed needs", hint=_HINT)
    # feedparser opens or fetches a string that looks like a path or URL, but only reads a file
    # object. Its HTML is not shown, only its words are taken, so sanitising it would only lose
    # notes.
    sound = BytesIO(_REFERENCE.sub(_sound, data))
    try:
        found = feedparser.parse(sound, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, OverflowError) as error:  # an invalid reference, as in `_sound`
        raise Unreadable("broken XML, so no feed", hint=_HINT) from error
    if not found.get("version") and not found.get("entries"):
        raise Unreadable("no feed: neither RSS nor Atom is in it", hint=_HINT)
    told: Parsed = dict(found.feed)
    link = address(told.get("link"), url)
    return Feed(
        title=plain_text(told.get("title", "")),
        link=link,
        language=str(told.get("language", "")),
        entries=tuple(_xml_entry(dict(entry), link or url) for entry in found.entries),
        hints=Hints(_every(told), _skipped(plain)),
        warnings=tuple(_broken(found)),
    )


def _sound(reference: re.Match[bytes]) -> bytes:
    """A character reference, replaced by U+FFFD if invalid: feedparser raises for such a one.

    Feeds contain them: emoji as two surrogates, "&#55357;&#56832;".
    """
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_character = number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF  # noqa: PLR2004
    return reference[0] if is_character else b"&#xfffd;"


def _xml_entry(told: Parsed, base: str) -> FeedEntry:
    url = address(told.get("link"), base)
    texts = [_html(part) for part in told.get("content", ())]
    summary = _html(told.get("summary_detail", {}))
    title = plain_text(told.get("title", ""))
    names = [plain_text(author.get("name", "")) for author in told.get("authors", ())]
    topics = (plain_text(tag.get("term") or "") for tag in told.get("tags", ()))
    return FeedEntry(
        key=key(str(told.get("id", "")), url, title, summary),
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
    return paragraphs(value) if detail.get("type") == "text/plain" else value


def _time(told: Parsed, name: str) -> datetime | None:
    text = str(told.get(name, ""))
    return time(text) or (parsed(told.get(f"{name}_parsed")) if len(text) >= _DAY else None)


def _every(told: Parsed) -> timedelta | None:
    """The longest of the intervals between visits that the feed asks for, within limits."""
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
