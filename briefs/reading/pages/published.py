"""The day on which a page says its piece was published; a day is never guessed from the text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from briefs.reading import base
from briefs.reading.html.tree import words
from briefs.references.structure.surroundings import surroundings
from briefs.references.structure.tree import Element, names

_SAID = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publishdate",
    "pubdate",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
_DATED = re.compile(
    r"(?:(?:post|entry|article|story|published?|publication|pub)-?)(?:date|time|datetime|on|at)?"
    r"|date(?:-published)?|dt-published|dateline"
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/-]|$)")
_TIMED = re.compile(r"\d:\d\d")
_ZONED = re.compile(r"(?:Z|UTC|GMT|[ECMP][SD]T|[+-]\d\d(?::?\d\d)?)$", re.IGNORECASE)
_LONGEST = 80
_FIRST_YEAR = 1800
"""Some pages say year 1 where they do not know."""


def find(
    root: Element, said: Mapping[str, Sequence[str]], linked: str, address: str
) -> datetime | None:
    """The moment in UTC; one without a zone, or without a time, is its day's midnight.

    `said` are the page's meta elements and `linked` the day in its JSON-LD; next come what is
    marked as the day in the text, if it is one day, and a day in the `address`.
    """
    declared = [linked, *(text for name in _SAID for text in said.get(name, ()))]
    for text in declared:
        if found := _read(text):
            return found
    shown = {found for text in _marked(root) if (found := _read(text))}
    if len(shown) == 1:
        return shown.pop()
    dated = _IN_ADDRESS.search(address)
    return _read("-".join(dated.groups())) if dated else None


def _read(text: str) -> datetime | None:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    found = base.read(text)
    if found is None or found.year < _FIRST_YEAR:
        return None
    if _TIMED.search(text) and _ZONED.search(text):
        return found
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _marked(root: Element) -> Iterator[str]:
    """What the page marks as the day, not what stands around the piece: other pieces have days."""
    marked = [element for element in root.iter() if _is_mark(element)]
    around = surroundings(root) if marked else frozenset()
    for element in marked:
        if around.isdisjoint((element, *element.iterancestors())):
            yield element.get("datetime") or element.get("content") or words(element)


def _is_mark(element: Element) -> bool:
    if "published" in element.get("itemprop", "").lower():
        return True
    called = names(element) if element.get("class") or element.tag == "time" else []
    if any("updat" in name or "modif" in name for name in called):
        return False
    return element.tag == "time" or any(map(_DATED.fullmatch, called))
