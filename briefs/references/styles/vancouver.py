"""Vancouver, the style of medicine: `Roe AB, Poe C. Title. J Harb. 2014;12(3):1-9.`

Books and web pages have their imprint before the date: `Geneva: WHO; 2022 [cited 2023 May 2].`
"""

import re

from briefs.model import Author, Organisation
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.academic_names import academic_authors
from briefs.references.fields.containers import without_place
from briefs.references.fields.name_words import is_organisation
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields

_WHO = r"(?P<who>[^.:;“\"]{2,300})\. (?P<title>[^\s.][^“\"]{3,300}?)(?:\.|(?<=[?!])) "
_WHEN = (
    r"(?P<date>(?:1[89]|20)\d\d(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2}(?:-\d{1,2})?)?)?)"
)
_NUMBERS = (
    r";? ?(?:(?P<volume>\d{1,4})(?: ?\((?:Suppl )?[\w ./-]{1,12}\))?(?: Suppl \w+)?:[A-Za-z]?\d"
    r"[\w–-]*(?:, ?\w[\w–-]*)?|Sect\. .{1,40})"
)
_ARTICLE = re.compile(
    rf"{_WHO}(?P<journal>[^\W\d_a-z][^.;:]{{1,80}})\. {_WHEN}(?P<numbers>{_NUMBERS}|;)?[.;]?"
)
_IMPRINT = re.compile(
    rf"{_WHO}(?P<place>[^\W\d_a-z][^.:;()\d]{{2,40}}): (?P<publisher>[^\W\d_a-z][^:;]{{1,80}});"
    rf" {_WHEN}(?:\. \d{{1,4}} p)?[.;]?"
)
_DOI = re.compile(
    r"(?:[ .;]{0,4}\b(?:doi|PMID|PMCID|Epub):? ?[\w./()-]{1,200}\.?){1,4}$", re.IGNORECASE
)
_SITE = re.compile(
    rf"{_WHO}(?P<site>[^\W\d_a-z][^.;:]{{1,100}}|[\w-]+\.(?:com|org|gov|net)); {_WHEN}[.;]?"
)
SIGN = re.compile(r";|\. (?:19|20)\d\d [A-Z][a-z]{2} \d{1,2}(?=\.?$|[ .]\[)")
_PUBLISHED = frozenset({"dataset", "software", "report"})
_EDITION = re.compile(
    r"\. (?:(?:\d{1,2}(?:st|nd|rd|th)|[Rr]ev|[Nn]ew) ed|[^.]{3,120}, (?:translators?|editors?))$"
)
_INITIALS = re.compile(r"[^\W\d_a-z]{1,3}")


def vancouver(entry: Addresses) -> ParsedFields | None:
    """An article of a journal with its numbers, or a work with its imprint before a date."""
    noticed = urls.take_notices(entry.text)
    text = re.sub(rf"[\s.;:{BREAK}{ADDRESS}]+$", "", _DOI.sub("", noticed.text))
    text = re.sub(rf" ?{BREAK}(?=[.;])", "", text)
    for form in (_ARTICLE, _IMPRINT, _SITE):
        found = form.fullmatch(text)
        authors = _authors(found["who"]) if found else None
        if found is None or authors is None:
            continue
        parts = found.groupdict()
        return ParsedFields(
            authors=authors,
            title=titles.tidy(_EDITION.sub("", found["title"])),
            container=parts.get("journal") or _site(parts, entry),
            publisher=parts.get("publisher") or _publisher(parts, entry),
            issued=dates.parse(found["date"]),
            updated=noticed.updated,
            accessed=noticed.accessed,
            kind=_kind(parts, entry),
        )
    return None


def _is_published(site: str, date: str | None, entry: Addresses) -> bool:
    """Whether the name before the date is the publisher of a work, and not the name of a site."""
    is_lasting = entry.url is None and len(dates.parse(date or "") or "") < len("2017-01-03")
    return entry.kind in _PUBLISHED or is_lasting or without_place(site) != site


def _site(parts: dict[str, str | None], entry: Addresses) -> str | None:
    site = parts.get("site")
    return None if site is None or _is_published(site, parts["date"], entry) else site


def _publisher(parts: dict[str, str | None], entry: Addresses) -> str | None:
    site = parts.get("site")
    return without_place(site) if site and _is_published(site, parts["date"], entry) else None


def _kind(parts: dict[str, str | None], entry: Addresses) -> str | None:
    if parts.get("volume"):
        return "article-journal"
    return "book" if parts.get("publisher") and entry.url is None else entry.kind


def _authors(who: str) -> tuple[Author, ...] | None:
    """The authors, if all have a family name with initials, or it is certainly an organisation."""
    authors = academic_authors(who)
    for author in authors or ():
        match author:
            case Organisation(name):
                if len(authors or ()) > 1 or not is_organisation(name):
                    return None
            case person if not _INITIALS.fullmatch(person.given):
                return None
    return authors
