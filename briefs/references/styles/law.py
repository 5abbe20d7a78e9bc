"""Law and Congress: statutes, bills, hearings, reports, cases, as Chicago, MLA and APA cite them.

The container of a law or a case is where it is printed, as it is cited: "410 U.S. 113". Where the
form is not exactly one of these, nothing is read.
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation
from briefs.references.fields import dates, urls
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields

_NO_SIGNAL = r"(?!(?:[Ss]ee|Cf\.|E\.g\.|But|Citing|Quoting)\b)"
_TITLE = rf"{_NO_SIGNAL}(?P<title>[^\W_][^()“”\"]{{3,250}}?)"
_YEAR = (
    r"\((?:(?P<court>[^()\d]{2,30}) )?(?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}, )?\d{4})\)"
    r"(?: \([^()]{3,60}\)){0,3}"
)
_REPORTER = (
    r"\d{1,4} (?:U\. ?S\.|S\. ?Ct\.|L\. ?Ed\.(?: ?2d)?|F\. ?(?:Supp\.(?: ?[23]d)?|[23]d|4th)?)"
    r"(?: \(\d{1,2} [A-Z][a-z]{2,9}\.?\))? \d{1,5}"
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
                rf"{_NO_SIGNAL}(?P<title>[^\W_][^()“”]{{1,120}}? vs?\. [^()“”]{{2,120}}?),?"
                rf" (?P<container>{_REPORTER})(?:, (?:{_REPORTER}|\d{{1,5}}(?:[-–]\d{{1,5}})?))*"
                rf" {_YEAR}"
            ),
        ),
        (
            "legislation",
            (
                rf"{_TITLE}, (?P<container>{_PUBLIC_LAW})"
                rf"(?:, §? ?[\d.]+|, \d+ Stat\. \d+){{0,3}} {_YEAR}"
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
_SIGN = re.compile(
    r"U\.? ?S\.? ?C?|S\. ?Ct|L\. ?Ed|\bF\. ?(?:Supp|[23]d|4th)|\d F\. ?\d|Pub(?:lic|\.) L|Cong"
    r"|C\. ?F\. ?R|Fed\. Reg|United States"
)
"""Whatever is in one of these forms bears one of these signs."""
_PLACES = re.compile(
    rf"(?:(?P<decided>\d{{1,2}} [A-Z][a-z]{{2,8}}\.? \d{{4}})\. )?(?P<where>[^\d,.{ADDRESS}{BREAK}]"
    rf"[^\d,{ADDRESS}{BREAK}]{{3,100}}?)(?:, vol\. \d+)?(?:, (?P<date>\d{{4}}))?"
    rf"(?:, pp?\. [\d–-]+)?(?:[,.] ?{ADDRESS})?(?:\. (?P<session>\d[^.]{{5,150}}))?\.?"
)
_BILL = re.compile(r"\b(?:House|Senate|Joint) (?:Bill|Resolution|Joint Resolution)\b")
_PRINTED = "Government Printing Office", "Government Publishing Office", "GPO"
_EDGES = f" .,{ADDRESS}{BREAK}"


def law(entry: Addresses) -> ParsedFields | None:
    """A statute, bill, hearing, report or case; None for whatever is in no known form of them."""
    if _SIGN.search(entry.text) is None:
        return None
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(_EDGES)
    reading = _cited(text) or _of_the_state(text)
    return reading and replace(reading, accessed=noticed.accessed, updated=noticed.updated)


def _cited(text: str) -> ParsedFields | None:
    plain = re.sub(r"[*_]", "", text)
    for kind, form in _FORMS:
        if found := form.fullmatch(text) or form.fullmatch(plain):
            told = found.groupdict()
            return ParsedFields(
                authors=_body(told.get("who")),
                title=found["title"].strip(" *,"),
                container=found["container"],
                issued=dates.parse(told.get("date") or ""),
                kind=kind,
            )
    return None


def _of_the_state(text: str) -> ParsedFields | None:
    """MLA names the state and its branch as the author."""
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
