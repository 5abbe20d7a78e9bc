"""Bibliographies of Europe and Brazil: ISO 690 and the national standards after it, with family
names in capitals; books as German lists have them, with the names before a colon and the imprint at
the end; and articles as lawyers' footnotes have them, with commas alone.

article  ABNT: `SILVA, Ana. O porto. Folha de S.Paulo, São Paulo, 12 dez. 1998. Ilustrada, p. 5.`
french   `MOREL Claire, Le port, Paris, Seuil, coll. « Essais », 2013, 970 p.`
work     `SILVA, Ana. O porto. 2. ed. Tradução de Rui Sá. São Paulo: Blucher, 2011. 320 p.`,
         `BRASIL. Lei nº 12.815, de 5 de junho de 2013. Diário Oficial da União, Brasília, 2013.`
monograph  `Roth, Ada: Der Schlick. Eine Geschichte. 3. Aufl. Kiel: Hafen Verlag 2008, S. 12.`
         `Ada Roth: Der Schlick. Hafen Verlag, Kiel 2008, ISBN 978-3-16-148410-0.`
         `Roth, Ada: Der Schlick. In: Karl Vogt (Hrsg.): Häfen. Kiel 2008, S. 45–67.`
noted    `Roth, Ada, Der Schlick, Hafenrecht 2008, S. 45`, `A. Roth, Muł, PS 2018/10, s. 42–59`
         `Roth, Ada, Der Schlick im Hafen, Tolver Zeitung, 06.03.2003, address`
"""

import re
from collections.abc import Sequence

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.certain_names import surely
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.name_words import (
    has_telling_word,
    is_city,
    is_official,
    opens_as_office,
)
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, hosts, is_host, take_notices
from briefs.references.parsed_fields import ParsedFields

_YEAR = r"(?:1[5-9]|20)\d\d"
_EDGES = f" .,;{ADDRESS}{BREAK}"
_CAPITALS = r"[^\W\d_a-z]{2,}(?:[ -][^\W\d_a-z]{2,}){0,3}"
CAPITALS_SIGN = re.compile(r"[^\W\d_a-z]{2}")
"""Every entry of the standards, whose family names or bodies are in capitals, contains them."""
_GIVEN = (
    r"[^\W\d_a-z][^\W\d_A-Z][\w’'-]*(?: (?:[^\W\d_a-z](?:\.|[\w’'-]+)|d[aeo]s?))*|(?:[^\W\d_a-z]\."
    r" ?)+"
)
_AUTHOR = rf"{_CAPITALS}(?:, (?:FILHO|JÚNIOR|NETO))?, (?:{_GIVEN})(?: d[aeo]s?)?"
_PAGES = r"(?:, ?(?:v\. ?\w+|n\. ?\w+|ano \w+|p\. ?[\d–-]+)){0,4}"
_ABNT = re.compile(
    rf"(?P<who>{_AUTHOR}(?:; {_AUTHOR}){{0,5}})\.? "
    rf"(?P<title>[^\W_][^“”]{{3,250}}?)\. "
    rf"[*_]?(?P<container>[^\W\d_a-z][^,:]{{1,80}}?)[*_]?"
    rf"(?:, (?P<city>[^\W\d_a-z][^,.:\d]{{2,30}}))?{_PAGES}, "
    rf"(?P<date>(?:\d{{1,2}} )?(?:[a-zç]{{3,9}}\.?(?:/[a-zç]{{3,9}}\.?)? )(?:de )?{_YEAR})"
    r"(?:\. (?:[^.]{2,40}, )?(?:p\. [\w–-]+|Caderno [^.]{1,30}))?"
)
_PERSON = re.compile(r"(?P<family>[^,]+(?:, (?:FILHO|JÚNIOR|NETO))?), (?P<given>[^,]+)")


def article(entry: Addresses) -> ParsedFields | None:
    """An article in a newspaper or magazine, by the Brazilian standard (NBR 6023)."""
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(_EDGES)
    found = _ABNT.fullmatch(text) if text[:2].isupper() else None
    issued = _dated(found["date"]) if found else None
    if found is None or issued is None or is_city(found["container"]):
        return None
    people = [_PERSON.fullmatch(one) for one in found["who"].split("; ")]
    return ParsedFields(
        authors=tuple(Person(one["family"], one["given"].strip()) for one in people if one),
        title=titles.tidy(found["title"]),
        container=found["container"].strip(" *_"),
        issued=issued,
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind="article-newspaper" if len(issued) > len("1998-12") else None,
    )


def _dated(written: str) -> PartialDate | None:
    """A date; "out./dez. 1998" gives its year."""
    return written[-4:] if "/" in written else dates.parse(written, day_first=True)


_NAMED = rf"{_CAPITALS} (?:{_GIVEN})"
_FRENCH_BOOK = re.compile(
    rf"(?P<who>{_NAMED}(?:(?:, | et ){_NAMED}){{0,3}})(?: \(dir\.\))?,"
    r" [*_]?(?P<title>[^\W_][^“”«]{3,250}?)[*_]?,"
    r" (?P<city>[^\W\d_a-z][^,\d]{2,30}), (?P<publisher>[^,]{2,60}),"
    rf"(?: (?:coll\. )?« [^»]{{2,80}} »,)? (?P<year>{_YEAR})(?:, (?:\d+ p\.?|p\. [\d–-]+))?"
)
_ONE = re.compile(rf"(?P<family>{_CAPITALS}) (?P<given>{_GIVEN})")


def french(entry: Addresses) -> ParsedFields | None:
    """A book with its city, its publisher and its year between commas, family names in capitals."""
    found = _FRENCH_BOOK.fullmatch(entry.text.strip(_EDGES)) if entry.text[:2].isupper() else None
    if found is None or not is_city(found["city"]):
        return None
    people = [_ONE.fullmatch(one) for one in re.split(r", | et ", found["who"])]
    return ParsedFields(
        authors=tuple(Person(one["family"], one["given"]) for one in people if one),
        title=titles.tidy(found["title"]),
        publisher=found["publisher"].strip(),
        issued=found["year"],
        kind="book",
    )


_ROLE = r"(?: \((?:[Oo]rgs?|[Cc]oords?|[Ee]ds?|[Dd]irs?|Hrsg)\.?\))?"
_PEOPLE = re.compile(
    rf"(?P<who>{_AUTHOR}(?:(?:;|,? (?:e|et|y|i|and|und|&)) {_AUTHOR}){{0,8}})"
    rf"(?:[;,]? (?:et al|e outros|y otros))?{_ROLE}[.,]? (?=[^\W_])"
)
_BODY = re.compile(
    r"(?P<who>[^\W\d_a-z]{2}(?:[^\W\d_a-zà-ÿ]|[ .,&!’()/-]){0,100}(?:[^\W\d_a-zà-ÿ]|[!)]))\. "
    r"(?=[^\W_]|\[)"
)
_BETWEEN_PEOPLE = re.compile(r"; |,? (?:e|et|y|i|and|und|&) (?=[^\W\d_a-z]{2})")
_IMPRINT = re.compile(
    r"(?:[^:]{2,50}\. )?(?P<place>\[?[^\W\d_a-z][^:\d]{0,50}?\]?) ?: (?P<publisher>[^:]{2,100}?), "
    rf"(?P<date>\[?c?(?:(?:\d{{1,2}}º? )?(?:de )?[^\W\d_]{{3,10}}\.? (?:de )?)?{_YEAR}\]?)(?:[,.] "
    rf"(?:\d+ ?p|pp?\. ?[\d–-]+))?"
)
_PLACED_DATE = re.compile(
    rf"(?:(?P<city>[^\W\d_a-z][^,\d]{{2,30}}), )?(?P<date>\d{{1,2}}º? (?:de )?[^\W\d_]{{3,10}}\.? "
    rf"(?:de )?{_YEAR})"
)
_LAW = re.compile(
    r"(?:Lei|Decreto|Medida Provisória|Portaria|Resolução|Emenda Constitucional|Instrução Normativa"
    r"|Projeto de Lei)\b[^\d]{0,60}\d[\d./-]*, (?:de )?"
    rf"(?P<date>\d{{1,2}}º? de [^\W\d_]+ de {_YEAR})"
)
_GAZETTE = re.compile(
    r"(?P<name>Diário (?:Oficial|da Justiça)[^,:.\d]{0,60}).*, "
    rf"(?P<date>\d{{1,2}}º? (?:de )?[^\W\d_]{{3,10}}\.? (?:de )?{_YEAR})"
)
_NAMED_AND_DATED = re.compile(r"\w+(?: \w+)? \((?:1[89]|20)\d\d\)")
_NO_TITLE = re.compile(r"\[[^\[\]]+\]")


def work(entry: Addresses) -> ParsedFields | None:
    """A book, a report, a page or a law: title, edition and imprint are sentences of their own."""
    if not entry.text[:2].isupper():
        return None
    noticed = urls.take_notices(entry.text)
    text, *_ = re.split(f"[{ADDRESS}{BREAK}]", noticed.text.replace("..", "."))
    found = _PEOPLE.match(text) or _BODY.match(text)
    if found is None:
        return None
    authors, (title, *others) = _named(found, _sentences(text[found.end() :]))
    if others and _NAMED_AND_DATED.fullmatch(title):
        title, *others = others  # BRASIL. Constituição (1988). Constituição da República
    gazette = next(filter(None, map(_GAZETTE.match, others)), None)
    imprint = next(filter(None, map(_IMPRINT.fullmatch, others)), None)
    placed = next(filter(None, map(_PLACED_DATE.fullmatch, others)), None)
    law = _LAW.match(title)
    dated = law or imprint or gazette or (placed if entry.url else None)
    if dated is None:
        return None
    return ParsedFields(
        authors=authors,
        title=titles.tidy(title),
        container=gazette["name"].strip() if gazette else _book_around(others),
        publisher=imprint["publisher"].strip(" .") if imprint and not law else None,
        issued=dates.parse(dated["date"].strip("[]c").replace("º", "")),
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind="legislation" if law else None if entry.url else "book",
    )


def _sentences(text: str) -> list[str]:
    """The fields of an entry; a title may go on after a mark of exclamation or a question."""
    parts: list[str] = []
    for part in sentences(text):
        goes_on = parts and parts[-1].endswith(("!", "?")) and _IMPRINT.fullmatch(part) is None
        if goes_on:
            parts[-1] = f"{parts[-1]} {part.rstrip(' .')}"
        elif _NO_TITLE.fullmatch(part.strip(" .")) is None:
            parts.append(part.strip(" ."))
    return parts or [""]


def _named(found: re.Match[str], parts: Sequence[str]) -> tuple[tuple[Author, ...], Sequence[str]]:
    """The authors, and the sentences behind them; a ministry may follow its country."""
    who = found["who"]
    if found.re is _PEOPLE:
        people = [_PERSON.fullmatch(one) for one in _BETWEEN_PEOPLE.split(who)]
        return tuple(Person(one["family"], one["given"].strip()) for one in people if one), parts
    while len(parts) > 1 and " " not in found["who"] and _is_office(parts[0]):
        who, parts = f"{who}. {parts[0]}", parts[1:]
    return (Organisation(who),), parts


def _is_office(text: str) -> bool:
    return has_telling_word(text) and (opens_as_office(text) or is_official(text))


def _book_around(parts: Sequence[str]) -> str | None:
    """The book of a chapter: `In: SILVA, Ana (org.). Book`."""
    for at, part in enumerate(parts):
        if part.startswith("In: "):
            inner = f"{part.removeprefix('In: ')}. {' '.join(parts[at + 1 : at + 2])}"
            headed = _PEOPLE.match(inner)
            named = sentences(inner[headed.end() if headed else 0 :])
            return (titles.tidy(named[0]) or None) if named else None
    return None


_HEAD = re.compile(
    r"(?P<who>[^:“”„«»\"*\d]{3,120}?)(?: ?\((?:Hrsg|Hg|Ed|eds?)s?\.?\))? ?: (?P<rest>\S.*)"
)
_BEHIND = re.compile(
    r"(?:[,.;]? ?(?:(?:hier |insb\. |bes\. )?(?:[Ss]|pp?)\. ?\d[\d–-]*(?: ?ff?\.?)?|ISBN [\d X–-]+"
    r"|\d{1,4} S(?:eiten)?\.?"
    r"|\([^()]*(?:Aufl|Reihe|Bd\.)[^()]*\)))$"
)
_RECENT = r"(?:19|20)\d\d"
_PLACE = r"[^\W\d_a-z][\w-]+(?: (?:am Main|a\. ?M\.|an der \w+|im Breisgau|[^\W\d_a-z][\w-]+)){0,2}"
_PLACES = rf"{_PLACE}(?:(?: ?/ ?|, | und | u\. ?a\.| ){_PLACE}){{0,2}}"
_PUBLISHER = (
    r"(?:[^\W\d_a-z]\.){0,3} ?[^\W\d_a-z][\w-]+(?: (?:&|und|[^\W\d_a-z](?:\.|[\w-]+))){0,4}"
)
_IMPRINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[.,] (?P<place>{_PLACES}) ?: (?P<publisher>[^\W_][^:]{{1,60}}?),? (?P<year>{_RECENT})$",
        rf"[.,] (?P<publisher>{_PUBLISHER}), (?P<place>{_PLACES}),? (?P<year>{_RECENT})$",
        rf", (?P<place>{_PLACE}), (?P<publisher>{_PUBLISHER}),? (?P<year>{_RECENT})$",
        rf"[.,] (?P<place>{_PLACES}),? (?P<year>{_RECENT})$",
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
BOOK_SIGN = re.compile(r":|^[^“”„«»\"]*$")
"""Every book has names before a colon, or no quotation marks."""


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


NOTE_SIGN = re.compile(
    r"(?:19|20)\d\d.*\d|\d\.? ?[^\W\d_]{3,12} \d{4}|\d{1,2}\.\d{1,2}\.\d{4}", re.DOTALL
)
"""Every note has a year with numbers behind it, or a day before its month."""


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
