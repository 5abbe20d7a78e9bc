"""Entries without a set-off title: `Author. Title. Outlet, date.`, `Author: Title. In: Outlet`.

Such an entry must begin with a certain name: a common given name, initials, a family name in
capitals, or an organisation recognised by its words.
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation
from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.certain_names import opening, surely
from briefs.references.fields.containers import is_newspaper, without_place
from briefs.references.fields.name_words import (
    has_telling_word,
    is_city,
    is_nobody,
    is_organisation,
)
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, hosts, is_host, is_site
from briefs.references.parsed_fields import ParsedFields

_FEW_WORDS = 4
_SHORTEST_ACRONYM = 3
_UNSIGNED = re.compile(r"(?P<title>[^:,.“”„«»\"*]{10,200})\. In: (?P<tail>\S.*)")
_MAY_BE_TITLE = re.compile(r" (?:of|in|for|and|on|with|to) ")
_AGENCY = re.compile(r"[a-z]{2,4}(?:/[a-z]{2,4}){0,3}")
_COLON = re.compile(
    r"(?P<who>[^:“”„«»\"*]{3,120}?)(?P<issues> ?\((?:Hrsg|Hg|Ed|eds?)s?\.?\))? ?: (?P<rest>\S.*)"
)
_IN = re.compile(r"[.,]? [Ii]n: (?P<tail>\S.*)")
_PLACE_YEAR = re.compile(r"[^\W\d_a-z][\w/-]+(?: [\w/-]+){0,2},? (?P<year>(?:1[5-9]|20)\d\d)\.?")
_IMPRINT = re.compile(
    r"(?P<place>[^\W\d_a-z][\w .-]{1,40}?): (?P<publisher>[^:;]{2,80}), (?P<year>(?:19|20)\d\d)\.?"
)
_YEAR_ALONE = re.compile(
    r"(?:[^\W\d_a-z][\w. -]{2,30}[:;,] )?(?P<year>(?:19|20)\d\d)(?: [A-Z][a-z]{2})?\.?"
)
_LICENCE = re.compile(r"(?<=\.) Licen[cs]e: [^.]{2,30}(?:\.\d [A-Z]{2,4})?\.")
_DAY_ALONE = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d\.?")
_DATE_ALONE = re.compile(
    r"(?:[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?|\d{1,2}\.? [^\W\d_]{3,12} |\d{1,2}\.\d{1,2}\.)(?:19"
    r"|20)\d\d\.?"
)
_PUBLISHED_ON = re.compile(r"(?:Published|Posted)(?: online)?:? [A-Z\d]")
_ENDS_IN_YEAR = re.compile(r", (?:(?:0\d|1[0-2])\.)?(?:19|20)\d\d,?$")
_PUBLISHED_BEFORE = re.compile(
    r"^(?:first )?(?:published|posted|released|issued)(?: online)?(?: on| in)? "
)
_MONTH_OF_YEAR = re.compile(r"(?P<month>0[1-9]|1[0-2])\.(?P<year>(?:19|20)\d\d)")
_PAGES = re.compile(r"(?:S|pp?|str|с)\. ?\d{1,4}(?: ?[-–] ?\d{1,4})?")
_PUBLISHED_IN = re.compile(
    r"(?P<publisher>[^,]{0,60}(?:Verlag|Press|Publishing|Publications|Books)), (?P<year>\d{4})"
    r"(?:, ISBN\b.{0,30})?\.?"
)
_IN_CAPITALS = re.compile(
    r"(?P<who>[^\W\d_a-z]{2,}(?: [^\W\d_a-z]{2,}){0,3}, [^\W\d_a-z][\w’'-]*(?: [\w’'-]{1,20}){0,3}"
    r"|[^\W\d_a-z]{3,}(?: [^\W\d_a-z]{2,}){0,5})\. (?=[^\W_])"
)
_YEAR_AT_END = re.compile(r"(?:^|, )(?P<year>(?:19|20)\d\d)$")
_YEAR_COLON = re.compile(r"(?P<who>[^:\d]{3,120}), (?P<year>(?:19|20)\d\d)[a-z]?: (?P<title>\S.*)")
_EXTENT = re.compile(r"\d{1,4} ?(?:с|p|pp|S|s|págs?|str)\.?")
_NO_BODY = re.compile(r"\b(?:report|study|act|survey|review|law|resolution)\b", re.IGNORECASE)
_OF_COMPANY = re.compile(
    r"(?P<company>[^\W\d_a-z][\w&-]*(?: [\w&-]+){0,3}(?:,? (?:Inc|Ltd|LLC|GmbH|Corp|AG|plc)\.?"
    r"| Corporation| Foundation)), (?P<year>(?:19|20)\d\d)\.?"
)
_MOST_WORDS_OF_A_SITE = 5
_YEAR_BEHIND_ADDRESS = re.compile(rf"{ADDRESS}, (?P<year>(?:19|20)\d\d)\.?$")


def plain(entry: Addresses) -> ParsedFields | None:
    """An entry with a certain author; None for any other."""
    if entry.described is not None:
        return _unsigned_page(entry)
    noticed = urls.take_notices(_LICENCE.sub("", entry.text))
    text = re.split(f"[{ADDRESS}{BREAK}]", noticed.text.strip(f" {BREAK}{ADDRESS}"))[0].strip()
    told = ParsedFields(accessed=noticed.accessed, updated=noticed.updated)
    return (
        _behind_year(told, text, entry)
        or _behind_colon(told, text, entry)
        or _in_sentences(told, text, entry)
        or _in_commas(told, text, entry)
        or _brazilian_page(told, text, entry)
        or _alone(told, text, entry)
        or _unsigned_page(entry)
    )


def _unsigned_page(entry: Addresses) -> ParsedFields | None:
    """`Title. Site, 2021. address`: a title, and a name that the address has."""
    noticed = urls.take_notices(entry.text)
    text, *behind = re.split(f"[{ADDRESS}{BREAK}]+", noticed.text.strip(f" {BREAK}{ADDRESS}"))
    title, *others = sentences(text) or [""]
    if len(others) != 1 or any(part.strip(" .,;()[]") for part in behind) or dates.find(title):
        return None
    outlet = containers.read(others[0], url=entry.url)
    site = outlet.container or ""
    is_site_of = is_site(entry.url, site) and not is_site(entry.url, title.rstrip("."))
    if not is_site_of or not outlet.clear or title[:1] in '*_[“"' or surely(title.rstrip(".")):
        return None
    return replace(
        ParsedFields(accessed=noticed.accessed, updated=noticed.updated),
        title=titles.tidy(title),
        container=site,
        publisher=outlet.publisher,
        issued=outlet.issued,
        clear=False,
    )


def _alone(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    """`Title, address, accessed May 3, 2021`: a title alone, or after an author who is certain."""
    before = entry.text.partition(ADDRESS)[0].rstrip(" <([")
    is_ended = told.accessed is not None or entry.text.rstrip(" .").endswith(ADDRESS)
    if entry.url is None or not is_ended or not before.endswith((",", ":", ")")):
        return None
    text = text.rstrip(" ,:")
    text = text[:-1].rstrip() if text.count(")") > text.count("(") else text
    if (
        text[:1] in "[*_"
        or len(sentences(text)) != 1
        or dates.find(text)
        or next(titles.quoted(text), None)
    ):
        return None
    first, comma, rest = text.partition(", ")
    title, _, last = text.rpartition(", ")
    if comma and ", " not in rest and _is_worded(first) and _is_worded(rest):
        if _is_host_of(entry, rest) and not hosts(entry.url, first):
            return replace(told, title=titles.tidy(first), container=rest)
        if _is_host_of(entry, first) and not hosts(entry.url, rest):
            return replace(told, authors=(Organisation(first),), title=titles.tidy(rest))
    if not comma:
        is_title = len(text.split()) >= _FEW_WORDS and surely(text) is None
        return replace(told, title=titles.tidy(text)) if is_title else None
    if (authors := surely(first)) and ", " not in rest:
        return replace(told, authors=authors, title=titles.tidy(rest))
    if len(title.split()) >= _FEW_WORDS and (authors := surely(last)):
        return replace(told, authors=authors, title=titles.tidy(title))
    is_title = len(first.split()) >= _FEW_WORDS and not is_organisation(first)
    return replace(told, title=titles.tidy(text)) if is_title and rest[:1].islower() else None


def _is_worded(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_host_of(entry: Addresses, name: str) -> bool:
    return is_site(entry.url, name) or is_host(entry.url, name)


def _behind_colon(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    found = _COLON.fullmatch(text)
    authors = _before_colon(found, entry) if found else None
    if not found or authors is None:
        return _unsigned(told, text, entry)
    within = _IN.search(found["rest"])
    if within:
        title = found["rest"][: within.start()]
        outlet = containers.read(within["tail"], url=entry.url)
        if outlet.container is None or outlet.issued is None or len(sentences(title)) > 1:
            return None
        return _with(told, authors, title, outlet)
    if dates.find(found["rest"], day_first=True) or _ENDS_IN_YEAR.search(found["rest"]):
        is_one = len(sentences(found["rest"])) == 1
        tailed = _with_tail(replace(told, authors=authors), found["rest"], entry.url)
        if is_one and tailed:
            return tailed
    title, *others = sentences(found["rest"]) or [""]
    imprint = _PUBLISHED_IN.fullmatch(others[0]) if len(others) == 1 else None
    if imprint:
        told = replace(told, authors=authors, title=titles.tidy(title), kind="book")
        return replace(told, publisher=imprint["publisher"], issued=imprint["year"])
    if len(others) == 1 and entry.url and _DATE_ALONE.fullmatch(others[0]):
        issued = dates.parse(others[0], day_first=True)
        return replace(told, authors=authors, title=titles.tidy(title), issued=issued)
    if len(others) == 1 and dates.find(others[0], day_first=True):
        outlet = containers.read(others[0], day_first=True, url=entry.url)
        return _with(told, authors, title, outlet) if outlet.container and outlet.issued else None
    placed = _PLACE_YEAR.fullmatch(others[0].rstrip(" ,")) if len(others) == 1 else None
    if entry.url is None or dates.find(title) or (others and not placed):
        return None
    return replace(
        told,
        authors=authors,
        title=titles.tidy(title),
        issued=placed["year"] if placed else None,
        clear=not title.rstrip(".").endswith(","),
    )


def _before_colon(found: re.Match[str], entry: Addresses) -> tuple[Author, ...] | None:
    who = found["who"].strip()
    if is_nobody(who):
        return ()
    if _AGENCY.fullmatch(who) and _IN.search(found["rest"]):
        return (Organisation(who),)  # dpa: Titel. In: Zeit Online
    named = surely(who) or _as_issuer(found) or _contributors(who)
    if named is None and " " not in who and _is_host_of(entry, who) and who[:1].isupper():
        named = (Organisation(who),)  # Reuters: Titel
    is_body = named is not None and isinstance(named[0], Organisation) and found["issues"] is None
    if is_body and _MAY_BE_TITLE.search(who) and not hosts(entry.url, who):
        return None  # Justice in Ports: A Study
    return named


def _contributors(who: str) -> tuple[Author, ...] | None:
    """`Mozilla and individual contributors`, who are one author."""
    is_one = who.endswith(" contributors") and len(who.split()) <= _MOST_WORDS_OF_A_SITE
    return (Organisation(who),) if is_one else None


def _unsigned(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    """`Titel. In: Zeitung, 30. Juni 2021`: a title that is one sentence, and its outlet."""
    found = _UNSIGNED.fullmatch(text)
    outlet = containers.read(found["tail"], url=entry.url) if found else None
    if found is None or outlet is None or outlet.container is None or outlet.issued is None:
        return None
    return _with(told, (), found["title"], outlet)


def _in_commas(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    """`Statistical Office, Title, Warszawa 2022`, `Ministry of Ports, Title, 2021, address`."""
    who, comma, rest = text.partition(", ")
    if not comma or _NO_BODY.search(who) or "*" in text or next(titles.quoted(text), None):
        return None
    is_acronym = who.isupper() and who.isalpha() and len(who) >= _SHORTEST_ACRONYM
    authors = (Organisation(who),) if is_acronym else surely(who)
    if authors is None or not isinstance(authors[0], Organisation) or len(sentences(rest)) > 1:
        return None
    return _with_tail(replace(told, authors=authors), rest, entry.url)


def _brazilian_page(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    """`SILVA, Ana. Título. Site, 14 out. 2015. Disponível em: address. Acesso em: 19 mar. 2025.`"""
    if entry.url is None or told.accessed is None:
        return None
    found = _IN_CAPITALS.match(text)
    parts = [found["who"], *sentences(text[found.end() :])] if found else sentences(text)
    who, *others = parts or [""]
    authors = names.authors(who) if found and "," in who else surely(who.rstrip("."))
    authors = (Organisation(who),) if found and "," not in who else authors
    if authors is None and not others and len(who.split()) > len(("Ada", "Roe")):
        is_title = ", " not in who and not is_organisation(who)
        return None if not is_title else replace(told, title=titles.tidy(who), clear=False)
    if authors is None or not others:
        return None
    told = replace(told, authors=authors, title=titles.tidy(others[0]))
    last = " ".join(others[1:]).strip(" .")
    dated = dates.find(last, day_first=True)
    year = _YEAR_AT_END.search(last)
    start = dated[0].start if dated else year.start() if year else len(last)
    named = without_place(last[:start].strip(" ,.[]"))
    is_outlet = named and named[0].isupper() and not is_city(named)
    is_outlet = is_outlet and all(mark not in named for mark in (", ", ": ", ". "))
    container = named if is_outlet else None
    issued = dated[0].iso if dated else year["year"] if year else None
    return replace(told, container=container, issued=issued, clear=False)


def _with_tail(told: ParsedFields, text: str, url: str | None) -> ParsedFields | None:
    """`Title, Outlet, date`: takes dates, places and outlets off the end; the rest is the title."""
    parts = text.strip(" ,.").split(", ")
    issued: str | None = None
    while len(parts) > 1:
        last = _PUBLISHED_BEFORE.sub("", parts[-1].strip(" ."))
        dated = _PLACE_YEAR.fullmatch(last) or _YEAR_ALONE.fullmatch(last)
        iso = (
            dates.parse(last, day_first=True) or _month(last) or (dated["year"] if dated else None)
        )
        is_told = last in set(map(str, told.authors)) or is_city(last) or _PAGES.fullmatch(last)
        if iso is None and not is_told:
            break
        issued = issued or iso
        parts.pop()
    if issued is None:
        return None
    told = replace(told, issued=issued)
    *before, last = parts
    is_named = len(last.split()) <= _MOST_WORDS_OF_A_SITE and not last[0].islower()
    if before and is_named and (hosts(url, last) or is_newspaper(last) or has_telling_word(last)):
        told, parts = replace(told, container=last), before
    if any(part[0].isupper() for part in parts[1:]) or len(parts) > _FEW_WORDS:
        return replace(told, container=None, clear=False)
    return replace(told, title=titles.tidy(", ".join(parts)))


def _month(text: str) -> str | None:
    """The month of `12.2016`."""
    found = _MONTH_OF_YEAR.fullmatch(text)
    return f"{found['year']}-{found['month']}" if found else None


def _behind_year(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    """`INEGI, 2014: Title. address`, as the meteorologists write."""
    found = _YEAR_COLON.fullmatch(text)
    if found is None or entry.url is None or len(sentences(found["title"])) > 1:
        return None
    authors = surely(found["who"])
    if authors is None and found["who"].isupper() and " " not in found["who"]:
        authors = (Organisation(found["who"]),)
    if authors is None:
        return None
    title = titles.tidy(found["title"])
    return replace(told, authors=authors, title=title, issued=found["year"])


def _as_issuer(found: re.Match[str]) -> tuple[Author, ...] | None:
    """An organisation of one word that is marked as the issuer: `Umweltamt (Hrsg.)`."""
    is_one = found["issues"] is not None and " " not in found["who"]
    return (Organisation(found["who"]),) if is_one and has_telling_word(found["who"]) else None


def _in_sentences(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    who, *others = sentences(text) or [""]
    authors = surely(who.rstrip("."))
    if authors is None and (opened := opening(text)):
        authors, others = opened[0], sentences(opened[1])
    is_day = len(others) > len(("title", "outlet")) and _DAY_ALONE.fullmatch(others[-1])
    if is_day and dates.parse(others[-1]):
        *others, site, day = others  # AMA: Title. Outlet. May 19, 2021.
        others.append(f"{site.rstrip('.')}, {day}")
    elif len(others) > len(("title", "outlet")) and _PUBLISHED_ON.match(others[-1]):
        *others, site, published = others  # AMA: Title. CDC. Published August 2, 2023.
        others.append(f"{site.rstrip('.')}, {published}")
    companies = _OF_COMPANY.fullmatch(others[0]) if len(others) == 1 and authors is None else None
    if companies and "," not in who:
        told = replace(told, title=titles.tidy(who), publisher=companies["company"])
        return replace(told, issued=companies["year"])
    imprinted = _IMPRINT.fullmatch(others[-1]) if others else None
    is_own = (
        is_site(entry.url, who)
        or is_host(entry.url, who.rstrip("."))
        or (imprinted is not None and imprinted["publisher"] == who.rstrip("."))
    )
    if (authors is None or is_own) and "," not in who and len(who.split()) <= _FEW_WORDS and is_own:
        authors = (Organisation(who.rstrip(".")),)
    if authors is None or not others:
        return None
    return _behind_authors(replace(told, authors=authors), who, others, entry)


def _behind_authors(
    told: ParsedFields, who: str, others: list[str], entry: Addresses
) -> ParsedFields | None:
    """Reads the sentences after the authors, of which the first is the title."""
    authors = told.authors
    if len(others) > 1 and _EXTENT.fullmatch(others[-1]):
        others = others[:-1]
        if len(others) == len(("title", "place")) and (placed := _PLACE_YEAR.fullmatch(others[1])):
            told = replace(told, title=titles.tidy(others[0]), kind="book")
            return replace(told, issued=placed["year"])
    if len(others) > 1 and entry.url and (year := _YEAR_ALONE.fullmatch(others[-1])):
        title, *rest = others[:-1]
        is_body = len(rest) == 1 and is_organisation(rest[0])
        if rest and not is_body:
            return None
        told = replace(told, title=titles.tidy(title), clear=not rest)
        return replace(told, issued=year["year"])
    if len(others) == 1 and entry.url and _is_site_of(others[0], who, entry):
        titled = replace(told, authors=(), title=titles.tidy(who), issued=told.updated)
        return replace(titled, container=others[0].rstrip("."), clear=False)
    if len(others) == 1 and entry.url and not dates.find(others[0]):
        behind = _YEAR_BEHIND_ADDRESS.search(entry.text)
        if told.accessed or behind or entry.text.rstrip(" .").endswith(ADDRESS):
            issued = behind["year"] if behind else None
            return replace(told, title=titles.tidy(others[0]), issued=issued)
    if len(others) == len(("title", "outlet")) and (imprint := _IMPRINT.fullmatch(others[1])):
        told = replace(told, title=titles.tidy(others[0]))
        return replace(told, publisher=imprint["publisher"], issued=imprint["year"])
    if len(others) != len(("title", "outlet")):
        return None
    if entry.url and _DATE_ALONE.fullmatch(others[1]) and (iso := dates.parse(others[1])):
        return replace(told, title=titles.tidy(others[0]), issued=iso)
    if not dates.find(others[1]):
        is_named = hosts(entry.url, others[1]) and len(others[1].split()) <= _MOST_WORDS_OF_A_SITE
        is_last = entry.text.rstrip(" .").endswith(ADDRESS) or told.accessed is not None
        told = replace(told, title=titles.tidy(others[0]))
        return replace(told, container=others[1].rstrip(" .")) if is_named and is_last else None
    outlet = containers.read(others[1], url=entry.url)
    if outlet.container is None or outlet.issued is None:
        return None
    return _with(told, authors, others[0], outlet)


def _is_site_of(text: str, title: str, entry: Addresses) -> bool:
    """Whether an organisation follows an unsigned title: `Tracker. Council on …`."""
    acronym = "".join(word[0] for word in text.split() if word[0].isupper())
    site = text.rstrip(".")
    is_own = is_site(entry.url, site) or is_host(entry.url, acronym) or is_host(entry.url, site)
    is_body = is_organisation(text) or " " not in site
    return is_own and is_body and not is_site(entry.url, title)


def _with(
    told: ParsedFields, authors: tuple[Author, ...], title: str, outlet: containers.Outlet
) -> ParsedFields:
    return replace(
        told,
        authors=authors,
        title=titles.tidy(title),
        container=outlet.container,
        publisher=outlet.publisher,
        issued=outlet.issued,
        kind=outlet.kind,
        clear=outlet.clear,
    )
