"""What the three text styles share: titles in quotes, names in order, and where a stop goes."""

import re
from collections.abc import Callable, Iterable

from briefs.model import Author, Organisation, PartialDate, Person, Source
from briefs.references.export.base import is_whole
from briefs.references.fields import dates

PERIODICALS = frozenset({"article-newspaper", "article-magazine", "article-journal"})
TYPES = PERIODICALS | {"webpage", "post-weblog", "report", "book", "document"}
"""What a style can set from the fields of a source; a film's roles or a law's number it cannot."""

_STRAIGHT = re.compile(r'"([^"]*)"')
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_DOUBLE = re.compile(r"“([^“”]*)”")
_SINGLE = re.compile(r"‘([^‘’]*+(?:’(?=\w)[^‘’]*+)*+)’(?!\w)")
_AS_DOUBLE = r"“\1”"
_TIGHT = re.compile(r"(?<=\w\.)(?=\w\.)")
_CLOSED = re.compile(r"[”’]{0,4}$")
_OPENERS = {"”": "“", "’": "‘"}


def each(sources: Iterable[Source], set_: Callable[[Source], str]) -> str:
    """One line a source, in the list's order; what cannot be set for certain is as written."""
    lines = (set_(source) if can_set(source) else plain(source.raw) for source in sources)
    return "".join(f"{line}\n" for line in lines)


def can_set(source: Source) -> bool:
    """Whether a style may set `source`; if not it is given as written."""
    return source.title is not None and kind(source) in TYPES and is_whole(source)


def kind(source: Source) -> str:
    return source.type or "document"


def plain(text: str | None) -> str:
    """On one line, with typographic quotes and apostrophes."""
    folded = " ".join((text or "").split())
    return _APOSTROPHE.sub("’", _STRAIGHT.sub(_AS_DOUBLE, folded))


def quoted(title: str) -> str:
    """`title` in quotation marks, with those inside it turned from double to single and back."""
    inner = _DOUBLE.sub(lambda match: f"‘{_SINGLE.sub(_AS_DOUBLE, match[1])}’", title)
    return f"“{stopped(inner)}”"


def stopped(text: str) -> str:
    """`text` with a full stop, inside its last quotation marks, unless it has an end of its own."""
    marks = _CLOSED.search(text)
    at = marks.start() if marks else len(text)
    while at < len(text) and _OPENERS[text[at]] not in text[:at]:  # a plural's apostrophe
        at += 1
    return text if text[:at].endswith((".", "?", "!")) else f"{text[:at]}.{text[at:]}"


def sentences(*parts: str) -> str:
    """The parts that are there as one line, each ended by a full stop."""
    return " ".join(stopped(part) for part in parts if part)


def listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def inverted(author: Author) -> str:
    """Family name first, as a list sorted by it has the first author."""
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
    """Initials apart: "W. G. B."."""
    return _TIGHT.sub(" ", given)


def american(date: PartialDate) -> str:
    """The month first: "May 4, 2017", "May 2017", "2017"."""
    year, month, day = dates.parts(date)
    return f"{month} {day}, {year}" if day else f"{month} {year}".strip()
