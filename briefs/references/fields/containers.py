"""Outlet, publisher.

A publisher with its place before it, as books have it: "Boston, MA: Example Press".

What follows a title: where the piece appeared, who published it, and when.
"""

import re
from dataclasses import dataclass

from briefs.model import PartialDate
from briefs.references.fields import dates
from briefs.references.fields.names import is_organisation
from briefs.references.fields.titles import ADDRESS, BREAK, sentences

_CITY = (
    "Amsterdam|Baltimore|Berkeley|Berlin|Boston|Cambridge|Chicago|Chichester|Frankfurt|Geneva"
    "|Hamburg|Leiden|London|Los Angeles|Madrid|Milano?|Moscow|München|New Haven|New York|Oxford"
    "|Paris|Philadelphia|Princeton|Roma|San Francisco|Stanford|Stockholm|Toronto|Washington|Wien"
    "|Zürich"
)
_REGION = r"(?:,? ?[A-Z]{2}|, D\.C\.|, [A-Z][a-z]+)"
_IN_BRACKETS = re.compile(r"\([^:()]{2,60}: (?P<publisher>[^:()]{2,80})\)?")
_IN_THE_OPEN = re.compile(
    rf"(?:^|(?<=\. ))(?:(?:{_CITY}){_REGION}?|[A-Z][\w ]{{2,30}}, [A-Z]{{2}}):"
    r" (?P<publisher>[^:()]{2,80})"
)
_PLACE = re.compile(rf"(?:{_CITY}),? (?:[A-Z]{{2}}|D\.C\.?)")


def find(text: str) -> re.Match[str] | None:
    """The imprint in `text`, with its group "publisher"."""
    return _IN_BRACKETS.search(text) or _IN_THE_OPEN.search(text)


def is_place(text: str) -> bool:
    """Whether `text` is a place and no more: "Washington, DC"."""
    return _PLACE.fullmatch(text) is not None


_YEAR = r"(?:1[5-9]|20)\d\d"
_BARE_YEAR = re.compile(
    rf"(?:^|(?<=[,.;({BREAK}])) ?(?:\[)?(?P<year>{_YEAR})[a-z]?(?:\])?(?= ?(?:$|[,.;:){BREAK}]))"
)
_NO_DATE = re.compile(
    r"(?<!\w)\(?(?:n\. ?d\.|no date|o\. ?J\.|s\. ?f\.|s\. ?d\.|б\. ?д\.)\)?", re.IGNORECASE
)
_NUMBERING = re.compile(
    r",? (?:"
    r"vol(?:ume|\.)? ?\d|no\. ?\d|issue \d|iss\. ?\d"  # vol. 12, no. 3
    r"|\d{1,4},? ?\(\d{1,3}(?:[-–/]\d{1,3})?\)|\d{1,4}, no\. ?\d"  # 12(3); 12, no. 3
    rf"|\d{{1,4}} ?\((?:[^\W\d_]+ )?{_YEAR}\)"  # 12 (May 2017)
    r"|\d{1,4}(?:[./]\d{1,3})?: ?\d"  # 12: 45–67
    r"|\d{1,4}, \d{1,5}[-–]\d"  # 12, 45–67
    r"|\d{1,4}\.\d{1,3} ?\("  # 40.1 (
    r"|doi: ?10\.\d"
    r")",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"(?:pp?\.|pages?|s\.) ?[A-Z]?\d[\w–-]*|(?:sec\.|section) \w+|[A-Z]{1,2}\d{1,3}"
    r"|print|online|web|n\. ?p\.?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"[,.;( ]*(?:(?:first )?published|posted|veröffentlicht|publié|publicado|pubblicato)"
    r"(?: on| online| am| le| el| il)?:?$",
    re.IGNORECASE,
)
_IN = re.compile(r"^(?:in|In)(?:: ?| )(?=[^\Wa-z_])")
_NOT_AN_OUTLET = re.compile(
    r"(?:news|press) release|presentation|paper (?:presented|prepared)|working draft|unpublished"
    r"|manuscript|available (?:at|from)|retirado de|printed by|directed by|edited by|review of"
    r"|(?:u\.?s\.? )?patent\b",
    re.IGNORECASE,
)
_EDITED = re.compile(r"[,.;] (?:[Ee]dited|[Tt]ranslated) by ")
_EDGES = " ,.;:—–-|*_" + BREAK
_LONGEST = 120
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What could be read behind a title; `clear` is False where words were left unread."""

    container: str | None = None
    publisher: str | None = None
    issued: PartialDate | None = None
    is_journal: bool = False
    clear: bool = True


def read(text: str, *, year: PartialDate | None = None, day_first: bool = False) -> Outlet:
    """Read what stands behind a title and before the address.

    `year` is the date that stood before the title, if one did; a day without a year completes it.
    """
    before, _, after = text.partition(ADDRESS)
    before = _NO_DATE.sub(BREAK, before)
    numbering = _NUMBERING.search(before)
    dated = _date(before, year, day_first=day_first)
    late = None if dated else _date(after, year, day_first=day_first)
    if late and after[: late.start].strip(_EDGES + "("):
        late = None
    issued = dated or late
    end = min(
        numbering.start() if numbering else len(before), dated.start if dated else len(before)
    )
    container, publisher, clear = _named(before[:end])
    return Outlet(
        container=container,
        publisher=publisher,
        issued=_agreed(year, issued.iso if issued else None),
        is_journal=numbering is not None and container is not None,
        clear=clear and (dated is None or numbering is not None or _is_noise(before[dated.end :])),
    )


def _date(text: str, year: PartialDate | None, *, day_first: bool) -> dates.Dated | None:
    """The date that ends the outlet: a full one, a bare year between stops, or a day of `year`."""
    for dated in dates.find(text, day_first=day_first):
        if not text[dated.end : dated.end + 2].strip().isalnum():
            return dated
    if bare := _BARE_YEAR.search(text):
        return dates.Dated(bare.start("year"), bare.end("year"), bare["year"])
    whole = year if year and len(year) == len("2017") else None
    return dates.yearless(text, whole) if whole else None


def _agreed(before: PartialDate | None, after: PartialDate | None) -> PartialDate | None:
    """One date from those before and behind the title; where they differ, the first."""
    if before is None or after is None:
        return before or after
    return after if after.startswith(before) else before


def _named(text: str) -> tuple[str | None, str | None, bool]:
    """The container and the publisher that `text` names, and whether that was all."""
    misspelt = dates.yearless(text, None)
    text = (text[: misspelt.start] if misspelt else text).strip(_EDGES)
    if imprint := find(text):
        return _proper(text[: imprint.start()]), _proper(imprint["publisher"]), misspelt is None
    named = [part for part in text.split(BREAK) if part.strip(_EDGES + "()")]
    if not named:
        return None, None, misspelt is None
    outlet = _EDITED.split(named[0], maxsplit=1)[0]
    first, *others = sentences(_PUBLISHED.sub("", _IN.sub("", outlet.strip(_EDGES)))) or [""]
    container, publisher = map(_proper, _parted(_without_pages(first)))
    if publisher is None and others and is_organisation(others[0]):
        publisher = _proper(others.pop(0))
    clear = container is not None and misspelt is None and not others
    is_whole = outlet == named[0] and all(map(_is_noise, named[1:]))
    return container, publisher, clear and is_whole


def _parted(text: str) -> tuple[str, str]:
    """Part "The World Factbook, Central Intelligence Agency": its last name is an organisation.

    "Center on Media, Politics and Public Policy" is one name.
    """
    container, comma, publisher = text.rpartition(", ")
    is_two = (
        comma
        and ", " not in container
        and container.count("(") == container.count(")")
        and not re.search(r" and | & |\d", publisher)
        and is_organisation(publisher)
    )
    return (container, publisher) if is_two else (text, "")


def _without_pages(text: str) -> str:
    """`text` without the pages, the section or the medium at its end."""
    while True:
        name, comma, last = text.rpartition(", ")
        if not comma or not _PAGES.fullmatch(last.strip(_EDGES)):
            return text
        text = name


def _proper(text: str) -> str | None:
    """`text` as a name, or None where it reads like anything else."""
    name = text.replace("*", "").strip(_EDGES).rstrip("( ").strip(_EDGES)
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    words = name.split()
    is_name = (
        0 < len(words) <= _MOST_WORDS
        and len(name) <= _LONGEST
        and any(map(str.isalpha, name))
        and (len(words) == 1 or words[0] == "the" or not words[0][0].islower())
        and not _NOT_AN_OUTLET.match(name)
        and not is_place(name)
        and name.count("(") == name.count(")")
    )
    return name if is_name else None


def _is_noise(text: str) -> bool:
    """Whether nothing is left in `text` but pages and punctuation."""
    return all(
        _PAGES.fullmatch(part)
        for part in re.split(r"[,;.] ?", text.strip(_EDGES + "()"))
        if part.strip("() ")
    )
