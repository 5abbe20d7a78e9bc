"""What the three text styles share: titles in quotes, names in order, and full stops."""

import re
from collections.abc import Callable, Iterable

from briefs.model import Author, Organisation, PartialDate, Person, Source
from briefs.references.export.base import is_whole
from briefs.references.fields import dates

PERIODICALS = frozenset({"article-newspaper", "article-magazine", "article-journal"})
TYPES = PERIODICALS | {"webpage", "post-weblog", "report", "book", "document"}
"""Types that a style can format from a source's fields; a film's roles or a law's number are
missing.
"""

_STRAIGHT = re.compile(r'"([^"]*)"')
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_DOUBLE = re.compile(r"“([^“”]*)”")
_SINGLE = re.compile(r"‘([^‘’]*+(?:’(?=\w)[^‘’]*+)*+)’(?!\w)")
_AS_DOUBLE = r"“\1”"
_TIGHT = re.compile(r"(?<=\w\.)(?=\w\.)")
_CLOSED = re.compile(r"[”’]{0,4}$")
_OPENERS = {"”": "“", "’": "‘"}


def each(sources: Iterable[Source], set_: Callable[[Source], str]) -> str:
    """One line for each source, in the list's order; a source that cannot be formatted is as
    written.
    """
    lines = (set_(source) if can_set(source) else plain(source.raw) for source in sources)
    return "".join(f"{line}\n" for line in lines)


def can_set(source: Source) -> bool:
    """Whether a style can format `source`; otherwise it is given as written."""
    return source.title is not None and kind(source) in TYPES and is_whole(source)


def kind(source: Source) -> str:
    return source.type or "document"


def plain(text: str | None) -> str:
    """The text on one line, with typographic quotes and apostrophes."""
    folded = " ".join((text or "").split())
    return _APOSTROPHE.sub("’", _STRAIGHT.sub(_AS_DOUBLE, folded))


def quoted(title: str) -> str:
    """`title` in quotation marks; marks inside change between double and single."""
    inner = _DOUBLE.sub(lambda match: f"‘{_SINGLE.sub(_AS_DOUBLE, match[1])}’", title)
    return f"“{stopped(inner)}”"


def stopped(text: str) -> str:
    """`text` with a full stop inside its last quotation marks, unless it ends with a stop."""
    marks = _CLOSED.search(text)
    at = marks.start() if marks else len(text)
    while at < len(text) and _OPENERS[text[at]] not in text[:at]:  # a plural's apostrophe
        at += 1
    return text if text[:at].endswith((".", "?", "!")) else f"{text[:at]}.{text[at:]}"


def sentences(*parts: str) -> str:
    """The non-empty parts on one line, each ended by a full stop."""
    return " ".join(stopped(part) for part in parts if part)


def listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def inverted(author: Author) -> str:
    """The name with the family name first, as for the first author in a sorted list."""
    match author:
        case Person(family, given, suffix) if given:
            return ", ".join(filter(None, (family, spaced(given), suffix)))
        case Person() | Organisation():
            return spoken(author)


def spoken(author: Author) -> str:
    match author:
        case Person(family, given, suffix):
            return " ".join(filter(None, (spaced(given), family, suffix)))
        case Organisation(name):
            return plain(name)


def spaced(given: str) -> str:
    """Initials separated by spaces: "W. G. B."."""
    return _TIGHT.sub(" ", given)


def american(date: PartialDate) -> str:
    """The month first: "May 4, 2017", "May 2017", "2017"."""
    year, month, day = dates.parts(date)
    return f"{month} {day}, {year}" if day else f"{month} {year}".strip()
