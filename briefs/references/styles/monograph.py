"""Books as German lists have them: the names before a colon, the imprint at the end; and articles
as lawyers' footnotes have them, with commas alone.

`Roth, Ada: Der Schlick. Eine Geschichte. 3. Aufl. Kiel: Hafen Verlag 2008, S. 12.`
`Ada Roth: Der Schlick. Hafen Verlag, Kiel 2008, ISBN 978-3-16-148410-0.`
`Roth, Ada: Der Schlick. In: Karl Vogt (Hrsg.): Häfen. Kiel 2008, S. 45–67.`
`Roth, Ada, Der Schlick, Hafenrecht 2008, S. 45`, `A. Roth, Muł, PS 2018/10, s. 42–59`
`Roth, Ada, Der Schlick im Hafen, Tolver Zeitung, 06.03.2003, address`
"""

import re

from briefs.model import Author, Person
from briefs.references.fields import dates, titles
from briefs.references.fields.certain_names import surely
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.organisations import is_city
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses, hosts, is_host, take_notices
from briefs.references.parsed_fields import ParsedFields

_EDGES = f" .,;{ADDRESS}{BREAK}"
_HEAD = re.compile(
    r"(?P<who>[^:“”„«»\"*\d]{3,120}?)(?: ?\((?:Hrsg|Hg|Ed|eds?)s?\.?\))? ?: (?P<rest>\S.*)"
)
_BEHIND = re.compile(
    r"(?:[,.;]? ?(?:(?:hier |insb\. |bes\. )?(?:[Ss]|pp?)\. ?\d[\d–-]*(?: ?ff?\.?)?|ISBN [\d X–-]+"
    r"|\d{1,4} S(?:eiten)?\.?"
    r"|\([^()]*(?:Aufl|Reihe|Bd\.)[^()]*\)))$"
)
_YEAR = r"(?:19|20)\d\d"
_PLACE = r"[^\W\d_a-z][\w-]+(?: (?:am Main|a\. ?M\.|an der \w+|im Breisgau|[^\W\d_a-z][\w-]+)){0,2}"
_PLACES = rf"{_PLACE}(?:(?: ?/ ?|, | und | u\. ?a\.| ){_PLACE}){{0,2}}"
_PUBLISHER = (
    r"(?:[^\W\d_a-z]\.){0,3} ?[^\W\d_a-z][\w-]+(?: (?:&|und|[^\W\d_a-z](?:\.|[\w-]+))){0,4}"
)
_IMPRINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[.,] (?P<place>{_PLACES}) ?: (?P<publisher>[^\W_][^:]{{1,60}}?),? (?P<year>{_YEAR})$",
        rf"[.,] (?P<publisher>{_PUBLISHER}), (?P<place>{_PLACES}),? (?P<year>{_YEAR})$",
        rf", (?P<place>{_PLACE}), (?P<publisher>{_PUBLISHER}),? (?P<year>{_YEAR})$",
        rf"[.,] (?P<place>{_PLACES}),? (?P<year>{_YEAR})$",
    )
)
_EDITION = re.compile(
    r"[.,] (?:\d{1,2}\.,? (?:[a-zäöü.,]+ ){0,6}(?:Auf(?:l\.?|lage)|Ausg(?:abe|\.))|(?:Bd|Band)"
    r" ?\.? ?\d+)$"
)
_MAIN = re.compile(r" (?:am Main|a\. ?M\.|an der \w+|im Breisgau)$")
_AROUND = re.compile(
    r"(?:[.,] [Ii]n:|,? \[w:\]) (?:[^:]{3,80} \((?:Hrsg|Hg)\.?\): ?)?(?P<book>.+?)"
    r"(?:, (?:(?:pod )?red\.|a cura di|hg\. v\.|hrsg\. v\.|dir\.) .*)?$"
)
_CLOSING_YEAR = re.compile(r"[^\W\d_],? (?:19|20)\d\d(?:, [sSp]{1,2}\. ?[\d–-]+\.?)?$")
_MARKS = re.compile(r"[“”„«»\":*_()]")
_MOST_NAMES = 5


def monograph(entry: Addresses) -> ParsedFields | None:
    """A book, or a part of one; None unless its names and the place of its imprint are certain."""
    noticed = take_notices(entry.text)
    headed = _headed(noticed.text.strip(_EDGES))
    if headed is None:
        return None
    authors, rest = headed
    while (shorter := _BEHIND.sub("", rest).strip(_EDGES)) != rest:
        rest = shorter
    imprint = next((match for form in _IMPRINTS if (match := form.search(rest))), None)
    if imprint is None or dates.find(rest) or not _is_placed(imprint):
        return None
    title = rest[: imprint.start()].strip(_EDGES)
    while (shorter := _EDITION.sub("", title)) != title:
        title = shorter
    around = _AROUND.search(title)
    if not title or title.count("“") != title.count("„") or (not around and ": In" in title):
        return None
    return ParsedFields(
        authors=authors,
        title=titles.tidy(title[: around.start()] if around else title),
        container=titles.tidy(around["book"]) if around else None,
        publisher=(imprint.groupdict().get("publisher") or "").strip() or None,
        issued=imprint["year"],
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind="chapter" if around else "book",
    )


_IN_JOURNAL = re.compile(
    r", (?:in:? )?(?P<container>[^\W\d_a-z][\w&.-]*(?: [\w&.-]+){0,6}) (?P<year>(?:19|20)\d\d)"
    r"(?:/\d{1,2}|, (?:nr|z\.|t\.|H\.|Heft|n\.|no\.) ?\d+(?:/\d+)?){0,2}"
    r", (?:[sSp]{1,2}\. ?)?[A-Z]?\d[\d–-]*(?: ?ff?)?(?: \(\d[^()]{0,12}\))?$"
)
_IN_PAPER = re.compile(
    r", (?:in:? )?(?P<container>[^\W\d_][\w&.-]*(?: [\w&.-]+){0,4}),? "
    r"(?P<date>\d{1,2}\.(?:\d{1,2}\.| ?[^\W\d_]{3,9} )\d{4}|\d{1,2} [^\W\d_]{3,12} \d{4})"
    r"(?:, (?:[sSp]{1,2}\. ?)\d[\d–-]*)?$"
)


def noted(entry: Addresses) -> ParsedFields | None:
    """An article in a footnote without marks: certain names, a title, a journal with its year and
    pages or a newspaper with its day.
    """
    noticed = take_notices(entry.text)
    text = noticed.text.partition(BREAK)[0].partition(ADDRESS)[0].strip(_EDGES)
    if _MARKS.search(text.replace("(", "").replace(")", "")):
        return None
    found = _IN_JOURNAL.search(text)
    daily = None if found else _IN_PAPER.search(text)
    if daily and _is_paper(daily["container"], entry.url):
        found = daily
    headed = _before_commas(text[: found.start()]) if found else None
    if found is None or headed is None or is_city(found["container"]):
        return None
    authors, title = headed
    issued = found["year"] if daily is None else dates.parse(found["date"], day_first=True)
    return ParsedFields(
        authors=authors,
        title=titles.tidy(title),
        container=found["container"].strip(),
        issued=issued,
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind="article-journal" if daily is None else "article-newspaper",
    )


def _is_paper(name: str, url: str | None) -> bool:
    return hosts(url, name) or is_host(url, name.partition(" ")[0]) or is_newspaper(name)


def _headed(text: str) -> tuple[tuple[Author, ...], str] | None:
    """The names before a colon or a comma, and the rest."""
    found = _HEAD.fullmatch(text)
    if found and (authors := surely(found["who"].strip())):
        return authors, found["rest"].strip(_EDGES)
    if _CLOSING_YEAR.search(text) is None or _MARKS.search(text):
        return None
    return _before_commas(text)


def _before_commas(text: str) -> tuple[tuple[Author, ...], str] | None:
    parts = text.split(", ", _MOST_NAMES)
    for many in range(len(parts) - 1, 0, -1):
        people = surely(", ".join(parts[:many]))
        if people and all(isinstance(one, Person) for one in people):
            return people, ", ".join(parts[many:]).strip(_EDGES)
    return None


def _is_placed(imprint: re.Match[str]) -> bool:
    """Whether a place is a known city, or stands before its publisher and a colon."""
    first = re.split(r" ?/ ?|, | und ", imprint["place"])[0]
    city = _MAIN.sub("", first)
    return (
        is_city(city)
        or city == "Frankfurt"
        or imprint[0].lstrip(".,").startswith(f" {imprint['place']}:")
    )
