"""Entries whose title is not set off, told apart by their dates and dashes.

listed   `Title - Site, accessed October 5, 2025, address`, as chat assistants write
dated    APA and ASA: `Author (2017, May 4). Title. Site.`, `Title. (2017). Site.`
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeGuard

from briefs.model import Author, Organisation, Person
from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.given_names import opens_with_given_name
from briefs.references.fields.names import issuer
from briefs.references.fields.organisations import has_telling_word, is_city, is_organisation
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, hosts, is_host, is_site
from briefs.references.parsed_fields import ParsedFields

_NO_DATE = re.compile(
    r"n\. ?d\.?(?:-[a-z])?|no date|undated|s\. ?[fd]\.?(?:-[a-z])?|o\. ?[JD]\.?|sin fecha"
    r"|ohne (?:Jahr|Datum)"
    r"|б\. ?[гд]\.?|без даты|б\. ?р\.?|b\. ?[dr]\.?|t\. ?y\.?|بدون تاريخ|د\. ?ت\.?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[](?P<date>[^()\[\]]{3,40})[)\]]\s?[.,:]?\s?")
_STOPPED = re.compile(rf"(?<=[.,])\s(?P<date>{dates.YEAR_SLOT})(?: \[\d{{4}}\])?[.,]\s")
_LISTED = re.compile(rf"(?P<text>[^{BREAK}{ADDRESS}]+)[,.]\s?{BREAK}[\s,.{BREAK}{ADDRESS}]*")
_IN_OUTLET = re.compile(r"(?P<title>[^:]{3,200}?)[,.] [Ii]n: (?P<outlet>[^\W\d_a-z][^:;()]{2,80})")
_PUBLISHED = frozenset({"dataset", "software", "report", "standard"})
_LONG_WORD = 4
_MOST_WORDS_OF_A_SITE = 7
_FEW_WORDS = 4
_DASHES = (" - ", " | ", " – ", " — ")
_ENDS_A_TITLE = (".", "?", "!", "”", ")")
_BOOK_PUBLISHER = re.compile(
    r"\b(?:press|books?|publish\w*|verlag|éditions?|university)\b", re.IGNORECASE
)


def listed(entry: Addresses) -> ParsedFields | None:
    """`Title - Site, accessed October 5, 2025, address`."""
    noticed = urls.take_notices(entry.text)
    match = _LISTED.fullmatch(noticed.text)
    if match is None or noticed.accessed is None or dates.find(match["text"][-30:]):
        return None
    text = match["text"].strip()
    dash = next((dash for dash in _DASHES if dash in text), None)
    if dash is None:
        return None
    title, _, site = text.rpartition(dash)
    if any(
        quote.outer.end > len(title) or titles.is_cited(title, quote)
        for quote in titles.quoted(text)
        if quote.outer.start < len(title)
    ):
        return None
    first, *others = sentences(title)
    if others and _surely(first.rstrip(".")):
        return None
    return ParsedFields(
        title=titles.tidy(title),
        container=site.strip(),
        accessed=noticed.accessed,
        updated=noticed.updated,
    )


def dated(entry: Addresses) -> ParsedFields | None:
    """`Author (2017, May 4). Title. Site.`, `Title. (2017). Site.`, `Author. 2017. Title. Site.`"""
    slot = _date_slot(entry.text)
    if slot is None:
        return None
    head, date, rest = entry.text[: slot.start], slot.iso, entry.text[slot.end :]
    noticed = urls.take_notices(rest)
    text = re.split(f"[{BREAK}{ADDRESS}]", noticed.text.strip(f" {BREAK}{ADDRESS}"))[0]
    parts = _parts(text, entry.url)
    is_apa = entry.text[: slot.end].rstrip().endswith(").")
    if not parts:
        return _titled_only(entry, slot, noticed) if is_apa else None
    if parts[0][0].islower() and not (is_apa or hosts(entry.url, parts[0])):
        return None
    told = ParsedFields(issued=date, accessed=noticed.accessed, updated=noticed.updated)
    authors = names.before_date(
        head.replace("*", "").strip(" ,"), is_stopped=_is_stopped(head), is_own=_own(entry)
    )
    if len(parts) == 1 and authors and (within := _IN_OUTLET.fullmatch(parts[0])):
        told = replace(told, authors=authors, title=titles.tidy(within["title"]))
        return _with_outlet(told, within["outlet"], entry.url)
    if len(parts) == 1:
        return _one_sentence(told, head, authors, parts[0], entry.url, is_apa=is_apa)
    if authors is None:
        return None
    *title, last = parts
    told = replace(told, authors=authors, title=titles.tidy(" ".join(title)))
    is_book = len(date or "") == len("2017") and not (entry.url or noticed.accessed)
    return _with_publisher(told, last) if is_book else _with_outlet(told, last, entry.url)


def described(entry: Addresses) -> ParsedFields | None:
    """APA: `Author. (2017, May 4). Title [Description]. Site.`; the title ends where it stood."""
    slot = _date_slot(entry.text) if entry.described is not None else None
    if slot is None or entry.described is None or entry.described <= slot.end:
        return None
    if any(quote.firm for quote in titles.quoted(entry.text[slot.end :])):
        return None
    head = entry.text[: slot.start].replace("*", "").strip(" ,")
    title = titles.tidy(entry.text[slot.end : entry.described])
    noticed = urls.take_notices(entry.text[entry.described :])
    outlet = containers.read(noticed.text, year=slot.iso, url=entry.url)
    authors = names.before_date(
        head, is_stopped=True, is_own=_own(entry), issued_by=issuer(entry.kind)
    )
    if not title:
        return None
    is_published = entry.kind in _PUBLISHED and not _is_wire(outlet.container)
    container = None if is_published else outlet.container
    publisher = (outlet.publisher or outlet.container) if is_published else outlet.publisher
    return ParsedFields(
        authors=authors or (),
        title=title,
        container=container,
        publisher=publisher,
        issued=outlet.issued,
        updated=noticed.updated,
        accessed=noticed.accessed,
        kind=entry.kind or outlet.kind,
        clear=authors is not None and (outlet.clear or outlet.container is None),
    )


def _is_wire(name: str | None) -> bool:
    """Whether a press release was sent out by a service, which is then its outlet."""
    return (
        name is not None
        and re.search(r"\b(?:wire|newswire|presseportal)", name, re.IGNORECASE) is not None
    )


def _own(entry: Addresses) -> Callable[[str], bool]:
    """Whether the entry's address is the site of whoever bears a name."""
    return lambda name: is_site(entry.url, name)


def _titled_only(entry: Addresses, slot: dates.Dated, noticed: urls.Notices) -> ParsedFields | None:
    """`Title. (2017). Retrieved from address`: nobody signed it, and no site is named."""
    head = entry.text[: slot.start].strip()
    if entry.url is None or not _is_stopped(head) or "," in head or is_organisation(head):
        return None
    return ParsedFields(
        title=titles.tidy(head),
        issued=slot.iso,
        accessed=noticed.accessed,
        updated=noticed.updated,
        clear=False,
    )


def _parts(text: str, url: str | None) -> list[str]:
    """The sentences of `text`; a site at the end of one is apart if the address bears its name."""
    parts = sentences(text)
    if parts and not hosts(url, parts[-1]):
        title, comma, site = parts[-1].rpartition(", ")
        if comma and (hosts(url, site) or _has_acronym_of(url, site)):
            return [*parts[:-1], title, site]
    return parts


def _has_acronym_of(url: str | None, site: str) -> bool:
    """Whether a site opens with the acronym that its host is: "EFF Blog", www.eff.org."""
    acronym, *others = site.split() or [""]
    return len(others) < _FEW_WORDS and acronym.isupper() and is_host(url, acronym)


def _one_sentence(
    told: ParsedFields,
    head: str,
    authors: tuple[Author, ...] | None,
    sentence: str,
    url: str | None,
    *,
    is_apa: bool,
) -> ParsedFields | None:
    """One sentence behind the date is a title, after its author, or a site, after its title."""
    if hosts(url, sentence) and not (authors and ", " in head):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    if _is_stopped(head) and not _is_running(sentence) and is_newspaper(sentence):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    is_whole = ", " not in sentence or is_apa
    title = titles.tidy(sentence) if is_whole else None
    if authors and (", " in head or hosts(url, head)):
        return replace(told, authors=authors, title=title)
    is_title = _is_running(sentence) or (len(sentence.split()) > _MOST_WORDS_OF_A_SITE)
    is_title = is_title or (head.rstrip(" .").isupper() and not is_newspaper(sentence))
    if not _is_stopped(head) or (authors and is_title and not _is_running(head)):
        is_known = authors is not None and (_is_named(authors) or _is_stopped(head))
        if is_whole and (is_known or _is_name(head)):
            return replace(told, authors=authors or (), title=title, clear=authors is not None)
        return None
    if authors and has_telling_word(head) and is_whole and not _is_outlet(sentence, url):
        return replace(told, authors=authors, title=title)
    if authors is None and _is_running(sentence) and not _is_running(head):
        return replace(told, title=title, clear=False) if is_whole else None
    if authors is None and head.rstrip().endswith(_ENDS_A_TITLE):
        return _with_outlet(replace(told, title=titles.tidy(head)), sentence, url)
    return None


def _is_outlet(sentence: str, url: str | None) -> bool:
    return is_organisation(sentence) or is_newspaper(sentence) or hosts(url, sentence)


def _is_running(text: str) -> bool:
    """Whether a text is set as a sentence is, with words of some length in lower case."""
    return sum(word.islower() and len(word) >= _LONG_WORD for word in text.split()) > 0


def _is_name(head: str) -> bool:
    """Whether each word of a short text is capitalised, as in a name of whoever it is."""
    words = head.split()
    return len(words) <= _FEW_WORDS and all(word[:1].isupper() for word in words)


def _is_named(authors: tuple[Author, ...]) -> bool:
    """Whether it is one organisation that its words tell, "Ministry of Ports"."""
    return len(authors) == 1 and isinstance(authors[0], Organisation) and " " in authors[0].name


def _is_stopped(head: str) -> bool:
    """Whether a stop ends what stands before the date: APA sets one behind organisations."""
    return head.rstrip(" (*").endswith((".", "?", "!"))


def _with_outlet(told: ParsedFields, text: str, url: str | None) -> ParsedFields:
    outlet = containers.read(text, year=told.issued, url=url)
    return replace(
        told,
        container=outlet.container,
        publisher=outlet.publisher,
        issued=outlet.issued,
        kind=outlet.kind,
        clear=outlet.clear,
    )


def _with_publisher(told: ParsedFields, text: str) -> ParsedFields:
    """A book's last sentence, `Place: Publisher` or `Publisher`; a journal's, if it has numbers."""
    outlet = containers.read(text, year=told.issued)
    if outlet.kind == "article-journal":
        return _with_outlet(told, text, None)
    text = text.strip(" .*_")
    _, place, publisher = text.partition(": ")
    if place or _BOOK_PUBLISHER.search(text):
        return replace(told, publisher=publisher or text, kind="book")
    return replace(told, clear=False)


def _date_slot(text: str) -> dates.Dated | None:
    """The date between author and title: `(2017, May 4).` or `. 2017. `; None stands for "n.d."."""
    for match in _BRACKETED.finditer(text):
        iso = dates.parse(match["date"])
        if match.start() and (iso or _NO_DATE.fullmatch(match["date"])):
            return dates.Dated(*match.span(), iso)
    stopped = _STOPPED.search(text)
    return dates.Dated(*stopped.span(), dates.parse(stopped["date"])) if stopped else None


_COLON = re.compile(
    r"(?P<who>[^:“”„«»\"*]{3,120}?)(?P<issues> ?\((?:Hrsg|Hg|Ed|eds?)s?\.?\))?: (?P<rest>\S.*)"
)
_IN = re.compile(r"[.,]? In: (?P<tail>\S.*)")
_PLACE_YEAR = re.compile(r"[^\W\d_a-z][\w/-]+(?: [\w/-]+){0,2},? (?P<year>(?:1[5-9]|20)\d\d)\.?")
_YEAR_BEHIND_ADDRESS = re.compile(rf"{ADDRESS}, (?P<year>(?:19|20)\d\d)\.?$")
_INVERTED = re.compile(r"[^\W\d_a-z][\w’'-]+, [^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'.-]*)?")
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}(?:[ -][^\W\d_a-z]{2,})*,")


def plain(entry: Addresses) -> ParsedFields | None:
    """`Author. Title. Outlet, date.`, `Author: Title. In: Outlet, date`, with nothing set off.

    Only what is surely a name opens such an entry: a common given name, initials, or a family name
    in capitals, and organisations that their words tell.
    """
    if entry.described is not None:
        return None
    noticed = urls.take_notices(entry.text)
    text = re.split(f"[{ADDRESS}{BREAK}]", noticed.text.strip(f" {BREAK}{ADDRESS}"))[0].strip()
    told = ParsedFields(accessed=noticed.accessed, updated=noticed.updated)
    return _behind_colon(told, text, entry) or _in_sentences(told, text, entry)


def _behind_colon(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    found = _COLON.fullmatch(text)
    authors = _surely(found["who"]) or _as_issuer(found) if found else None
    if not found or authors is None:
        return None
    within = _IN.search(found["rest"])
    if within:
        title = found["rest"][: within.start()]
        outlet = containers.read(within["tail"], url=entry.url)
        if outlet.container is None or outlet.issued is None or len(sentences(title)) > 1:
            return None
        return _with(told, authors, title, outlet)
    title, *others = sentences(found["rest"])
    placed = _PLACE_YEAR.fullmatch(others[0]) if len(others) == 1 else None
    if entry.url is None or dates.find(title) or (others and not placed):
        return None
    return replace(
        told,
        authors=authors,
        title=titles.tidy(title),
        issued=placed["year"] if placed else None,
        clear=not title.rstrip(".").endswith(","),
    )


def _as_issuer(found: re.Match[str]) -> tuple[Author, ...] | None:
    """An organisation of one word that is said to have issued the work: `Umweltamt (Hrsg.)`."""
    is_one = found["issues"] is not None and " " not in found["who"]
    return (Organisation(found["who"]),) if is_one and has_telling_word(found["who"]) else None


def _in_sentences(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    who, *others = sentences(text) or [""]
    authors = _surely(who.rstrip("."))
    if authors is None and len(who.split()) <= _FEW_WORDS and is_site(entry.url, who):
        authors = (Organisation(who.rstrip(".")),)
    if authors is None or not others:
        return None
    if len(others) == 1 and entry.url and not dates.find(others[0]):
        behind = _YEAR_BEHIND_ADDRESS.search(entry.text)
        if told.accessed or behind or entry.text.rstrip(" .").endswith(ADDRESS):
            issued = behind["year"] if behind else None
            return replace(told, authors=authors, title=titles.tidy(others[0]), issued=issued)
    if len(others) != len(("title", "outlet")) or not dates.find(others[1]):
        return None
    outlet = containers.read(others[1], url=entry.url)
    if outlet.container is None or outlet.issued is None:
        return None
    return _with(told, authors, others[0], outlet)


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


def _is_whole_name(author: Author) -> TypeGuard[Person]:
    return isinstance(author, Person) and 0 < len(author.given.split()) < _FEW_WORDS


def _surely(who: str) -> tuple[Author, ...] | None:
    """The authors, if each of them is surely one."""
    authors = names.authors(who)
    if not authors:
        return None
    if _INVERTED.fullmatch(who) and not any(map(is_city, who.split(", "))):
        return authors if isinstance(authors[0], Person) else None
    if len(authors) > 1 and all(map(_is_whole_name, authors)):
        known = any(opens_with_given_name(one.given) for one in authors if _is_whole_name(one))
        return authors if known else None
    for author in authors:
        match author:
            case Person(given=given) if given:
                initials = all(len(part.strip(".")) == 1 for part in given.split())
                if not (initials or opens_with_given_name(given) or _CAPITALS.match(who)):
                    return None
            case Person():
                return None
            case Organisation(name):
                if " " not in name or not has_telling_word(name) or ". " in name:
                    return None
    return authors
