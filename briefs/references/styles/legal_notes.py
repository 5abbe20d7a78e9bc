"""Articles, news, books and releases as the footnotes of lawyers cite them.

Bluebook  `Ada Roe, The Silt, 12 Harv. L. Rev. 193, 195 (1890).`, `Ada Roe, Silt, N.Y. TIMES
          (May 4, 2017), address`, `Press Release, Body, Title (May 4, 2017), address`
OSCOLA    `Ada Roe, 'Silt' The Guardian (London, 4 May 2017) 6`, `Ada Roe, Silt (2nd edn, OUP 2017)`
"""

import re

from briefs.model import Author, Organisation
from briefs.references.base import ParsedFields
from briefs.references.fields import dates, names, titles, urls
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses, hosts

_PARTICLE = r"(?:de|del|della|di|der|van|von|la|bin|al)"
_NAME = (
    rf"(?:[^\W\d_a-z][\w’'-]*\.?)(?: (?:[^\W\d_a-z][\w’'-]*\.?|{_PARTICLE})"
    r"){1,4}(?:, (?:Jr|Sr)\.|, I{2,3}(?=,))?"
)
_WHO = rf"(?P<who>{_NAME}(?:(?:, {_NAME}){{0,4}},? (?:&|and) {_NAME}| et al\.)?)"
_PLAIN_TITLE = r"(?P<title>[^\W_a-z“„«\"'‘][^“„«]{3,300}?|[^\W_a-z].{3,300}?)"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
_ABBREVIATED = r"(?:[A-Z][\w&’'-]*\.?,? ?|(?:of|on|for|the|in|and|&) ){1,9}"
_PINPOINT = r"(?:,? (?:at )?(?:[A-Z]?\d[\d–-]*|n\.\d+))*"
_REVIEW = re.compile(
    rf"{_WHO}, {_PLAIN_TITLE}, (?P<container>\d{{1,4}} (?=[^\d]*\.){_ABBREVIATED} ?\d{{1,5}})"
    rf"{_PINPOINT} \((?:[A-Z][a-z]+\.? )?(?P<date>\d{{4}})\)"
)
_NEWS = re.compile(
    rf"{_WHO}, {_PLAIN_TITLE}, (?P<container>[A-Z][^,()“”\"]{{1,50}}?)"
    rf"(?: \((?P<date>{_DAY})[^()]{{0,20}}\)|, (?P<day>{_DAY}), at [A-Z]?\d+)"
)
_RELEASE = re.compile(
    r"(?:Press|News|Media) Release,? (?P<who>[^“”\"()]{3,120}?), (?P<title>[^\W_a-z].{3,300}?)"
    rf" \((?P<date>{_DAY})\)"
)
_OUTLETS = re.compile(r"(?:[A-Z][\w&’'-]*\.? ?)*(?:[A-Z]\.){1,3} [A-Z].*|[A-Z&’' -]{3,}")
"""Small capitals, "GUARDIAN", and abbreviations, "N.Y. TIMES"."""
_QUOTED = r"[‘'“](?P<title>[^\W_].{2,250}?)[’'”]"
_OSCOLA_NEWS = re.compile(
    rf"{_WHO}, {_QUOTED} (?P<container>[A-Z][^()“”‘\"\d]{{2,60}}?)"
    rf" \((?:[A-Z][\w .-]{{2,30}}, )?(?P<date>{_DAY})\)(?: [\w–-]{{1,10}})?"
)
_OSCOLA_SITE = re.compile(
    rf"(?:{_WHO}, )?{_QUOTED} \((?P<container>[A-Z][^(),\d]{{2,60}}), (?P<date>{_DAY}|\d{{4}})\)"
)
_OSCOLA_BOOK = re.compile(
    rf"{_WHO},? [*_]?(?P<title>[^\W_a-z“‘'\"][^()“”\"]{{3,200}}?)[*_]?"
    r" \((?:(?:vol \d+, )?\d{1,2}(?:st|nd|rd|th) edn, )?"
    r"(?P<publisher>[A-Z][^(),:;\d]{1,50}) (?P<date>(?:1[5-9]|20)\d\d)\)(?: [\d–-]+)?"
)
_EDGES = f" .,;{ADDRESS}{BREAK}"


def legal_note(entry: Addresses) -> ParsedFields | None:
    """What stands in a lawyer's footnote beside law itself; None for what has another form."""
    if "(" not in entry.text and ", at " not in entry.text:
        return None
    noticed = urls.take_notices(entry.text)
    text = re.sub(r"[*_<>]", "", noticed.text).strip(_EDGES)
    if ADDRESS in text or BREAK in text:
        return None
    for form, kind in _FORMS:
        found = form.fullmatch(text)
        authors = found and _authors(found.groupdict().get("who"), form)
        if found is None or authors is None or not _is_whole(found, form, entry):
            continue
        told = found.groupdict()
        return ParsedFields(
            authors=authors,
            title=titles.tidy(told["title"]),
            container=told.get("container"),
            publisher=told.get("publisher"),
            issued=dates.parse(told.get("date") or told.get("day") or ""),
            accessed=noticed.accessed,
            updated=noticed.updated,
            kind=kind,
        )
    return None


_FORMS = (
    (_RELEASE, "report"),
    (_REVIEW, "article-journal"),
    (_NEWS, None),
    (_OSCOLA_NEWS, None),
    (_OSCOLA_SITE, None),
    (_OSCOLA_BOOK, "book"),
)


def _authors(who: str | None, form: re.Pattern[str]) -> tuple[Author, ...] | None:
    if who is None:
        return ()
    return (Organisation(who),) if form is _RELEASE else names.authors(who)


def _is_whole(found: re.Match[str], form: re.Pattern[str], entry: Addresses) -> bool:
    """Whether the parts are what they stand for: an outlet is known, a title has its quotes."""
    title = found["title"]
    if form is not _NEWS:
        return title.count("(") == title.count(")")
    outlet = found["container"]
    is_known = is_newspaper(outlet) or hosts(entry.url, outlet) or _OUTLETS.fullmatch(outlet)
    return bool(is_known) and title[0] not in "“„«\"'‘"
