"""Law and Congress: statutes, bills, hearings, reports, cases, as Chicago, MLA and APA cite them.

The container of a law or a case is where it is printed, in its cited form: "410 U.S. 113". An entry
that does not have exactly one of these forms is not read.

Articles, news, books and releases are read, too, in the forms of lawyers' footnotes:

Bluebook  `Ada Roe, The Silt, 12 Harv. L. Rev. 193, 195 (1890).`, `Ada Roe, Silt, N.Y. TIMES
          (May 4, 2017), address`, `Press Release, Body, Title (May 4, 2017), address`
OSCOLA    `Ada Roe, 'Silt' The Guardian (London, 4 May 2017) 6`, `Ada Roe, Silt (2nd edn, OUP 2017)`
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation
from briefs.references.fields import dates, names, titles, urls
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses, hosts
from briefs.references.parsed_fields import ParsedFields

_NO_SIGNAL = r"(?!(?:[Ss]ee|Cf\.|E\.g\.|But|Citing|Quoting)\b)"
_TITLE = rf"{_NO_SIGNAL}(?P<title>[^\W_][^()“”\"]{{3,250}}?)"
_YEAR = (
    r"\((?:(?P<court>[^()\d]{2,30}) )?(?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}, )?\d{4})\)"
    r"(?: \([^()]{3,60}\)){0,3}"
)
_REPORTER = (
    r"\d{1,4} (?:U\. ?S\.|S\. ?Ct\.|L\. ?Ed\.(?: ?2d)?|F\. ?(?:Supp\.(?: ?[23]d)?|[23]d|4th)?)"
    r"(?: \(\d{1,2} [A-Z][a-z]{2,9}\.?\))? (?:\d{1,5}|_{2,4})"
)
_PUBLIC_LAW = r"Pub(?:lic|\.) L(?:aw|\.)(?: No\.)? \d{1,3}[-–]\d{1,4}(?:, \d+ Stat\. \d+)?"
_NUMBERED = r"(?:(?:H\. ?R|S|H\. ?Res|S\. ?Res|H\. ?J\. ?Res|S\. ?J\. ?Res)\.) ?\d{1,5}"
_CONGRESS = r"\d{1,3}(?:st|nd|d|rd|th) Cong(?:ress|\.)"
_SESSION = r"(?:,? ?\(?\d(?:st|nd|d|rd|th) [Ss]ess(?:ion|\.)\)?)?"
_FORMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "legal_case",
            (
                rf"{_NO_SIGNAL}(?P<title>[^\W_][^()“”]{{1,120}}? vs?\. [^()“”]{{2,120}}?),?(?:"
                rf" No\. [\d-]+,)?"
                rf" (?P<container>{_REPORTER})(?:, (?:{_REPORTER}|\d{{1,5}}(?:[-–]\d{{1,5}})?))*"
                rf" {_YEAR}"
            ),
        ),
        (
            "legislation",
            (
                rf"{_TITLE}, (?P<container>{_PUBLIC_LAW})"
                rf"(?:, §? ?[\d.]+|, \d+ Stat\. \d+){{0,3}}(?: {_YEAR})?"
            ),
        ),
        (
            "legislation",
            (
                rf"{_TITLE},? (?P<container>\d{{1,2}} U\.? ?S\.? ?C\. §§? ?[\w.–-]+(?: et seq\.)?)"
                rf"(?: {_YEAR})?"
            ),
        ),
        (
            "regulation",
            (
                rf"{_TITLE}, (?P<container>\d{{1,2}} (?:C\. ?F\. ?R\.|Fed\. Reg\.) (?:§ ?)?[\d.,]+)"
                rf" {_YEAR}"
            ),
        ),
        ("bill", rf"{_TITLE}, (?P<container>{_NUMBERED}, {_CONGRESS}{_SESSION}) {_YEAR}"),
        (
            "hearing",
            (
                rf"(?P<title>[^\W_][^()]{{3,150}}?: Hearings? (?:before|on) [^()]{{3,150}}?),"
                rf" (?P<container>{_CONGRESS}{_SESSION})(?: \d{{1,4}})? {_YEAR}"
                r"(?: \((?:statement|testimony) of [^()]{3,80}\))?"
            ),
        ),
        (
            "report",
            (
                rf"(?P<who>U\.S\. Congress, (?:House|Senate)(?:, [^,]{{4,120}}){{0,2}}),"
                rf" [*_](?P<title>[^*_]{{3,200}})[*_], {_CONGRESS},{_SESSION},? (?P<date>\d{{4}}),"
                r" (?P<container>[HS]\. (?:Rep|Doc)\. (?:No\. )?[\d–-]+)(?:, \d+(?:[-–]\d+)?)?"
            ),
        ),
    )
)
_OF_THE_STATE = re.compile(
    r"(?P<who>United States, (?P<branch>Congress|Supreme Court)(?:, [^.]{3,150})?)\. "
    r"(?P<title>[^.]{3,200}?(?: v\. [^.]{2,100})?)\. (?P<rest>.+)"
)
SIGN = re.compile(
    r"U\.? ?S\.? ?C?|S\. ?Ct|L\. ?Ed|\bF\. ?(?:Supp|[23]d|4th)|\d F\. ?\d|Pub(?:lic|\.) L|Cong"
    r"|C\. ?F\. ?R|Fed\. Reg|United States"
)
"""Every entry in one of these forms contains one of these signs."""
_SITE_AT_END = re.compile(r"(?<=\))\. [A-Z][\w ]{2,40}$")
_YEAR_OF_NAME = re.compile(r" (?:Act|Law) of (?P<year>1[789]\d\d|20\d\d)$")
_PLACES = re.compile(
    rf"(?:(?P<decided>\d{{1,2}} [A-Z][a-z]{{2,8}}\.? \d{{4}})\. )?(?P<where>[^\d,.{ADDRESS}{BREAK}]"
    rf"[^\d,{ADDRESS}{BREAK}]{{3,100}}?)(?:, vol\. \d+)?(?:, (?P<date>\d{{4}}))?"
    rf"(?:, pp?\. [\d–-]+)?(?:[,.] ?{ADDRESS})?(?:\. (?P<session>\d[^.]{{5,150}}))?\.?"
)
_BILL = re.compile(r"\b(?:House|Senate|Joint) (?:Bill|Resolution|Joint Resolution)\b")
_PRINTED = "Government Printing Office", "Government Publishing Office", "GPO"
_EDGES = f" .,{ADDRESS}{BREAK}"


def law(entry: Addresses) -> ParsedFields | None:
    """A statute, bill, hearing, report or case; None for any other entry."""
    noticed = urls.take_notices(entry.text)
    text = noticed.text.replace(f"[{ADDRESS}]", "").strip(_EDGES)
    reading = _cited(text) or _of_the_state(text)
    return reading and replace(reading, accessed=noticed.accessed, updated=noticed.updated)


def _cited(text: str) -> ParsedFields | None:
    plain = _SITE_AT_END.sub("", re.sub(r"[*_]", "", text))
    for kind, form in _FORMS:
        if found := form.fullmatch(text) or form.fullmatch(plain):
            told = found.groupdict()
            return ParsedFields(
                authors=_body(told.get("who")),
                title=found["title"].strip(" *,"),
                container=found["container"],
                issued=dates.parse(told.get("date") or "") or _of_its_name(found["title"]),
                kind=kind,
            )
    return None


def _of_its_name(title: str) -> str | None:
    """The year in the name of a statute: "Civil Rights Act of 1964"."""
    found = _YEAR_OF_NAME.search(title)
    return found["year"] if found else None


def _of_the_state(text: str) -> ParsedFields | None:
    """MLA's form, which names the state and its branch as the author."""
    found = _OF_THE_STATE.fullmatch(text.replace("*", ""))
    places = found and _PLACES.fullmatch(found["rest"])
    if not found or not places:
        return None
    where = places["where"].strip()
    printed = where in _PRINTED
    return ParsedFields(
        authors=_body(found["who"]),
        title=found["title"].strip(" *,"),
        container=None if printed else where,
        publisher=where if printed else None,
        issued=dates.parse(places["decided"] or places["date"] or ""),
        kind=_kind(found["branch"], found["title"], places["session"] or ""),
    )


def _kind(branch: str, title: str, session: str) -> str | None:
    if branch == "Supreme Court":
        return "legal_case"
    if title.startswith("Public Law"):
        return "legislation"
    return "bill" if _BILL.search(session) else "report"


def _body(name: str | None) -> tuple[Author, ...]:
    return (Organisation(name),) if name else ()


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
"""How outlets are written: in capitals, "GUARDIAN", or abbreviated, "N.Y. TIMES"."""
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
_NOTE_EDGES = f" .,;{ADDRESS}{BREAK}"
_LONGEST_TITLE = 300
NOTE_SIGN = re.compile(r"\(|, at ")
"""Every note in one of these forms contains one of these signs."""


def legal_note(entry: Addresses) -> ParsedFields | None:
    """A work in a lawyer's footnote that is no law; None for any other form."""
    noticed = urls.take_notices(entry.text)
    text = noticed.text.replace(f"[{ADDRESS}]", "")  # [https://perma.cc/…]
    text = re.sub(r"[*_<>]", "", text).strip(_NOTE_EDGES)
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
    """The authors of a note, and the text after their comma; the last author is joined with "&"."""
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
    """The text after the title, in the first form that matches."""
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
