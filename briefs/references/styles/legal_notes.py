"""Articles, news, books and releases as the footnotes of lawyers cite them.

Bluebook  `Ada Roe, The Silt, 12 Harv. L. Rev. 193, 195 (1890).`, `Ada Roe, Silt, N.Y. TIMES
          (May 4, 2017), address`, `Press Release, Body, Title (May 4, 2017), address`
OSCOLA    `Ada Roe, 'Silt' The Guardian (London, 4 May 2017) 6`, `Ada Roe, Silt (2nd edn, OUP 2017)`
"""

import re

from briefs.model import Author, Organisation
from briefs.references.fields import dates, names, titles, urls
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses, hosts
from briefs.references.parsed_fields import ParsedFields

_PARTICLES = r"(?:de|del|della|di|der|van|von|la|bin|al)"
_WORD = r"[^\W\d_a-z][\w’'-]{0,30}+\.?+"
_NAME = rf"{_WORD}(?: (?:{_WORD}|{_PARTICLES}\b)){{1,4}}+"
_ONE = re.compile(_NAME)
_LAST = re.compile(rf"{_NAME}(?: (?:&|and) {_NAME}| et al\.)")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.|I{2,3}")
_MOST_AUTHORS = 6
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
_REVIEW = re.compile(
    r", (?P<container>\d{1,4} (?=[^\d]{0,60}\.)[A-Z][^\d,()“”]{2,60} \d{1,5})"
    r"(?:, (?:at )?[\d–-]{1,12}| n\.\d{1,3}){0,4} \((?:[A-Z][a-z]{2,8}\.? )?(?P<date>\d{4})\)$"
)
_NEWS = re.compile(
    r", (?P<container>[A-Z][^,()“”\"]{1,50})"
    rf"(?: \((?P<date>{_DAY})[^()]{{0,20}}\)|, (?P<day>{_DAY}), at [A-Z]?\d{{1,4}})$"
)
_RELEASE = re.compile(r"(?:Press|News|Media) Release,? (?P<who>[^“”\"(),]{3,120}), ")
_RELEASED = re.compile(rf" \((?P<date>{_DAY})\)$")
_SHORTENED = re.compile(r"(?:[A-Z]\.){1,3} [A-Z]|[A-Z][a-z]{2,8}\. [A-Z]|[A-Z&’' -]{3,50}$")
"""How outlets are named: small capitals, "GUARDIAN"; abbreviations, "N.Y. TIMES"."""
_OPENING = "“„«\"'‘"
_QUOTED_NEWS = re.compile(
    r"[‘'“](?P<title>\w.{2,250}?)[’'”] (?:(?P<container>[A-Z][^()“”‘\"\d]{2,60})"
    rf" \((?:[A-Z][\w .-]{{2,30}}, )?(?P<date>{_DAY})\)(?: \w{{1,6}})?"
    rf"|\((?P<site>[A-Z][^(),\d]{{2,60}}), (?P<day>{_DAY}|\d{{4}})\))"
)
_EDITION = re.compile(
    r" \((?:(?:vol \d+, )?\d{1,2}(?:st|nd|rd|th) edn, )?(?P<publisher>[A-Z][^(),:;\d]{1,50})"
    r" (?P<date>(?:1[5-9]|20)\d\d)\)(?: [\d–-]{1,12})?$"
)
_EDGES = f" .,;{ADDRESS}{BREAK}"
_LONGEST_TITLE = 300


def legal_note(entry: Addresses) -> ParsedFields | None:
    """What stands in a lawyer's footnote beside law itself; None for what has another form."""
    if "(" not in entry.text and ", at " not in entry.text:
        return None
    noticed = urls.take_notices(entry.text)
    text = re.sub(r"[*_<>]", "", noticed.text).strip(_EDGES)
    if ADDRESS in text or BREAK in text:
        return None
    if release := _RELEASE.match(text):
        who, rest = release["who"], text[release.end() :]
        found = _RELEASED.search(rest)
        authors: tuple[Author, ...] | None = (Organisation(who),)
    else:
        who, rest = _headed(text)
        found = _found(rest, entry)
        authors = names.authors(who) if who and found else None
    if found is None or authors is None:
        return None
    told = found.groupdict()
    title = told.get("title") or rest[: found.start()]
    if not title[:1].isupper() or title.count("(") != title.count(")"):
        return None
    return ParsedFields(
        authors=authors,
        title=titles.tidy(title),
        container=told.get("container") or told.get("site"),
        publisher=told.get("publisher"),
        issued=dates.parse(told.get("date") or told.get("day") or ""),
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind=_KINDS.get(found.re),
    )


_KINDS = {_RELEASED: "report", _REVIEW: "article-journal", _EDITION: "book"}


def _headed(text: str) -> tuple[str, str]:
    """The authors of a note, and what stands behind their comma; lawyers join the last with "&"."""
    parts = text.split(", ", _MOST_AUTHORS)
    if not _ONE.fullmatch(parts[0]) and not _LAST.fullmatch(parts[0]):
        return "", text
    many = 1
    while many < len(parts) and _ONE.fullmatch(parts[many]):
        many += 1
    is_list = many < len(parts) and _LAST.fullmatch(parts[many]) is not None
    is_suffixed = len(parts) > 1 and _SUFFIX.fullmatch(parts[1]) is not None
    last = many + 1 if is_list and not _LAST.fullmatch(parts[0]) else 1 + is_suffixed
    who = ", ".join(parts[:last])
    return who, text[len(who) + len(", ") :]


def _found(rest: str, entry: Addresses) -> re.Match[str] | None:
    """What stands behind the title, in the first form that fits."""
    if rest[:1] in _OPENING:
        return _QUOTED_NEWS.fullmatch(rest)
    if len(rest) > _LONGEST_TITLE * 2 or "“" in rest or not rest:
        return None
    news = _NEWS.search(rest)
    if news and not _is_outlet(news["container"], entry):
        news = None
    return _REVIEW.search(rest) or news or _EDITION.search(rest)


def _is_outlet(name: str, entry: Addresses) -> bool:
    return is_newspaper(name) or hosts(entry.url, name) or _SHORTENED.match(name) is not None
