"""The words of a feed's fields, which are text in some feeds and HTML in others."""

from calendar import timegm
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from urllib.parse import urljoin, urlsplit

from briefs.reading import base as reading_base
from briefs.reading.html.tree import words
from briefs.references.structure import tree
from briefs.text.canonical import blocks, clean, one_line

_LONGEST = 500


def plain(text: str) -> str:
    """A title or a name on one line, without markup."""
    if "<" in text or "&" in text:
        root = tree.parse(f"<body>{text[: 4 * _LONGEST]}</body>")
        text = words(root) if root is not None else text
    return one_line(text)[:_LONGEST]


def paragraphs(text: str) -> str:
    """Plain text as HTML."""
    found = blocks(clean(text)[0])
    return "".join(f"<p>{'<br>'.join(map(escape, lines))}</p>" for lines in found)


def address(link: object, base: str) -> str:
    """A web address, made whole by the feed's own, or "" if it is none."""
    said = clean(str(link or ""))[0].strip()
    if not said:
        return ""
    try:
        whole = urljoin(base, said)
        return whole if urlsplit(whole).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def time(text: object) -> datetime | None:
    """A moment in UTC, of which the feed gives the day at least."""
    return reading_base.read(text) if isinstance(text, str) else None


def parsed(value: object) -> datetime | None:
    """A moment in UTC from what a library made of a text: year, month, day, hour, minutes, …"""
    if not isinstance(value, tuple) or value[0] == reading_base.NOBODY_KNOWS:
        return None
    try:
        return datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def key(*told: str) -> str:
    """The first of an entry's own id and address, or, where it has neither, a hash of all."""
    first = next(filter(None, told[:2]), "")
    return first or sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()
