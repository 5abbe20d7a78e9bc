"""Parses one entry of a reference list into its fields.

The entry is normalised to plain text, and its addresses are removed. Then the known forms whose
sign the entry has are tried in order, and the first that fits gives the fields. Empty fields are
filled in where the entry shows them beyond doubt: an outlet between stops after the title, if the
host of the address has its name; names before the title; the only day. If no form fits, the entry
keeps its address and is shown as written. The CSL type follows from the fields.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefs.model import Author, Organisation, Person, Source, Status
from briefs.references.certainty import certain
from briefs.references.field_borders import as_tagged, within_borders
from briefs.references.field_checks import only_certain, plausible
from briefs.references.fields import dates, entry_text, titles, urls
from briefs.references.fields.certain_names import surely
from briefs.references.fields.containers import MAGAZINE, NEWSPAPER
from briefs.references.fields.entry_text import clean, first_work, westernised, without_number
from briefs.references.fields.titles import ADDRESS, BREAK, quoted, tidy
from briefs.references.fields.urls import Addresses, is_site, take_notices
from briefs.references.find_list import ListEntry
from briefs.references.parsed_fields import ParsedFields
from briefs.references.styles import (
    academic,
    courts,
    described,
    gost,
    iso690,
    law,
    media,
    national,
    news,
    official,
    vancouver,
)
from briefs.references.styles.author_date import dated
from briefs.references.styles.names_first import plain
from briefs.references.styles.releases import announced
from briefs.references.styles.tagged import tagged, with_tagged

_EVIDENCE = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (
            r"\[(?:video|film|motion picture)|//(?:www\.)?(?:youtube|vimeo)\.com|//youtu\.be",
            "motion_picture",
        ),
        (r"\bpodcast\b|\[(?:tv|radio|television)", "broadcast"),
        (
            r"\(blog\)|//blogs?\.|/blogs?/|(?:blogspot|wordpress|substack|medium|tumblr)\.com",
            "post-weblog",
        ),
        (
            (
                r"(?:^|//| )(?:www\.)?"
                r"(?:(?:twitter|x|facebook|instagram|threads|bsky)\.(?:com|net|app)|t\.me)/"
            ),
            "post",
        ),
        (
            r"\bpub(?:lic|\.) ?l(?:aw|\.) ?(?:no\.)? ?\d|\d u\.?s\.?c\.? §|\bact of \d{4}",
            "legislation",
        ),
        (r"\b(?:ph\.?d\.?|doctoral|master[’']?s) (?:diss|thesis)", "thesis"),
        (r"\b(?:white|working|policy|discussion|research) (?:paper|brief)\b|\breport\b", "report"),
    )
)
_TO_THE_DAY = len("2017-01-03")


def kind(reading: ParsedFields, text: str, entry: Addresses) -> str | None:
    """The CSL type of the fields read from `text`, or None if there is no evidence.

    A piece with a day, a named outlet and no address counts as a newspaper article; an entry with
    an address and no better evidence is a web page.
    """
    url = entry.url
    if reading.kind or entry.kind:
        return reading.kind or entry.kind
    around = f"{text.partition(reading.title)[2] if reading.title else ''} {url or ''}"
    for pattern, name in _EVIDENCE:
        if pattern.search(around):
            return name
    container = reading.container or ""
    if MAGAZINE.search(container):
        return "article-magazine"
    dated = len(reading.issued or "") == _TO_THE_DAY
    if dated and (NEWSPAPER.search(container) or (container and not url)):
        return "article-newspaper"
    if url:
        return "webpage"
    return "document" if reading.title else None


Read: TypeAlias = Callable[[Addresses], ParsedFields | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A known form of entries: what reads it (None if an entry does not fit), and the sign without
    which an entry is not read in this form.
    """

    read: Read
    has_sign: Callable[[Addresses], object] | None = None


def _contains(sign: re.Pattern[str]) -> Callable[[Addresses], object]:
    return lambda entry: sign.search(entry.text)


FORMS: tuple[Form, ...] = (
    Form(law.law, _contains(law.SIGN)),
    Form(courts.court, _contains(courts.SIGN)),
    Form(official.statute, _contains(official.STATUTE_SIGN)),
    Form(official.united_nations, _contains(official.DOCUMENT_SIGN)),
    Form(law.legal_note, _contains(law.NOTE_SIGN)),
    Form(gost.gost, _contains(gost.SIGN)),
    Form(national.chinese, _contains(national.TYPE_SIGN)),
    Form(national.eastern, _contains(national.SIGN)),
    Form(iso690.article, _contains(iso690.CAPITALS_SIGN)),
    Form(iso690.french, _contains(iso690.CAPITALS_SIGN)),
    Form(iso690.work, _contains(iso690.CAPITALS_SIGN)),
    Form(national.arabic, _contains(national.ARABIC_SIGN)),
    Form(iso690.monograph, _contains(iso690.BOOK_SIGN)),
    Form(iso690.noted, _contains(iso690.NOTE_SIGN)),
    Form(media.screened, _contains(media.SIGN)),
    Form(media.thesis, _contains(media.THESIS_SIGN)),
    Form(described.described, lambda entry: entry.described is not None),
    Form(vancouver.vancouver, _contains(vancouver.SIGN)),
    Form(academic.read, _contains(academic.SIGN)),
    Form(described.listed, _contains(described.LISTED_SIGN)),
    Form(news.linked),
    Form(news.outlet_quoted),
    Form(news.quoted),
    Form(news.loosely_quoted),
    Form(news.emphasised),
    Form(academic.read_unsigned),
    Form(academic.read_in_part, _contains(academic.SIGN)),
    Form(dated),
    Form(announced),
    Form(plain),
    Form(tagged),
)
"""The known forms of entries, the most reliable first."""

_LEARNT = (academic.read, academic.read_unsigned, academic.read_in_part)
_MAY_ERR = (
    *(official.united_nations, gost.gost, national.eastern),
    *(*_LEARNT, news.emphasised, dated, announced, plain, tagged),
)
"""Readers that part fields by stops and places alone, not by marks or exact forms; about what they
read the tagger is asked.
"""
_INTERVIEW_BEFORE = re.compile(r"(?:Interview|Entrevista|Entretien|Gespräch) [^“«\"]{5,60}[“«\"]")
LONGEST = 4_000
"""In code points; a longer text is no entry, and is not parsed."""


def parse(raw: str, number: int = 1) -> Source:
    """Parse one entry; `number` is its place in the list, from 1.

    Every field is what the entry says, or None or empty if it is not certain; `raw` is the entry
    unchanged. Never raises.
    """
    if len(raw) > LONGEST:
        return Source(number=number, raw=raw)
    written = entry_text.without_handles(without_number(clean(raw)))
    whole = westernised(written)
    text = first_work(whole)
    addresses = urls.take_addresses(text)
    entry = entry_text.take(addresses)
    reading = _first(entry, addresses.text)
    if reading is None:
        reading = _with_date(_address_only(entry), entry)
    if whole != written:
        reading = _as_written(reading, whole, written)
    if text != whole:
        reading = replace(reading, clear=False)
    return Source(
        number=number,
        raw=raw,
        status=_status(reading, entry),
        type=kind(reading, text, entry),
        authors=reading.authors,
        title=reading.title or None,
        container=reading.container,
        publisher=reading.publisher,
        issued=reading.issued,
        updated=reading.updated,
        accessed=reading.accessed,
        url=entry.url,
        archive_url=entry.archive_url,
    )


def _first(entry: Addresses, text: str) -> ParsedFields | None:
    """What is certain of what the first reader that fits makes of an entry.

    `text` is the entry without its addresses, its descriptions in brackets still in place.
    """
    untitled: ParsedFields | None = None
    for form in FORMS:
        read = form.read
        if form.has_sign and not form.has_sign(entry):
            continue
        if (found := read(entry)) and not (untitled and read is not tagged):
            if read in _LEARNT and _is_quoted_and_more(found.title):
                continue
            if read in _LEARNT:
                whole = _signed(_with_date(_as_set_off(plausible(found), entry), entry), entry)
            else:
                whole = _with_evident(only_certain(found, entry.url), entry)
                if not (whole.authors and (whole.issued or whole.updated)):
                    whole = with_tagged(whole, entry)
            whole = within_borders(whole, text, entry.url)
            is_asked = read in _MAY_ERR and " // " not in text
            whole = as_tagged(whole, text) if is_asked else whole
            sure = certain(whole, text, entry.url, is_asked=is_asked)
            if sure.title:
                return sure
            untitled = untitled or sure
    return untitled


def _is_quoted_and_more(title: str | None) -> bool:
    """Whether a title that the model read holds a whole quoted title, and words behind it."""
    if title and _INTERVIEW_BEFORE.match(title):
        return True
    if not title or title[0] not in '“"«':
        return False
    return any(
        quote.firm and quote.outer.start == 0 and quote.outer.end < len(title) - 1
        for quote in titles.quoted(title)
    )


def _as_written(reading: ParsedFields, text: str, written: str) -> ParsedFields:
    """The fields with the commas and digits of their own script."""

    def own(name: str | None) -> str | None:
        at = text.find(name) if name else -1
        return written[at : at + len(name)] if name and at >= 0 else name

    def own_author(author: Author) -> Author:
        match author:
            case Person(family, given, suffix):
                return Person(own(family) or family, own(given) or given, suffix)
            case Organisation(name):
                return Organisation(own(name) or name)

    return replace(
        reading,
        authors=tuple(map(own_author, reading.authors)),
        title=own(reading.title),
        container=own(reading.container),
        publisher=own(reading.publisher),
    )


def _address_only(entry: urls.Addresses) -> ParsedFields:
    """The fields of an entry in no known form: when it was accessed, and when its page was
    updated.
    """
    noticed = urls.take_notices(entry.text)
    updated = noticed.updated if entry.url else None
    return ParsedFields(accessed=noticed.accessed, updated=updated, clear=False)


def _status(reading: ParsedFields, entry: urls.Addresses) -> Status:
    located = reading.container or reading.publisher or entry.url or entry.archive_url
    if reading.title and located and reading.clear and not entry.others:
        return "parsed"
    return "partial" if reading.title or reading.authors or located else "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry(ListEntry):
    """An entry as its page shows it, with information from the page.

    `number` is its place among all the entries of the page, from 1; `label` is how the markers in
    the text refer to it. `ids` are the page's ids for it, `urls` are the targets of its links, and
    `markup` is `raw` with its links and emphasis as Markdown.
    """

    number: int
    ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    markup: str = ""


def source(entry: PageEntry) -> Source:
    """Parse an entry with information from its links: an address that is not written out, the
    title.
    """
    written = entry.raw.casefold()
    told = [url for url in entry.urls if _bare(url) not in written]
    text = " ".join((entry.raw, *told))
    read = parse(text, entry.number)
    if read.title is None and entry.markup != text:
        read_as_linked = parse(entry.markup, entry.number)
        read = read_as_linked if read_as_linked.title else read
    return replace(read, raw=entry.raw)


def _bare(url: str) -> str:
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/")


_BETWEEN_STOPS = re.compile(rf"[.,;:|()\[\]{BREAK}{ADDRESS}*_]+|[?!”“\"»«]")
_UNPARTED = re.compile(r"[^\W\d_]{4}:[^\W\d_a-z][a-z]{3}")  # Observatory:Almanac
_EMPHASIS = re.compile(r"(?<![\w*_])(?P<mark>\*{1,2}|_)(?P<title>[^*_]{3,300})(?P=mark)(?!\w)")
_SEASON = (
    r"(?:Spring|Summer|Autumn|Fall|Winter|Frühjahr|Frühling|Sommer|Herbst|[Pp]rintemps|[Éé]té"
    r"|[Aa]utomne|[Hh]iver|[Pp]rimavera|[Vv]erano|[Oo]toño|[Ii]nvierno|[Ee]state|[Aa]utunno"
    r"|[Ii]nverno|[Vv]erão|[Oo]utono)"
)
_YEAR_IN_BRACKETS = re.compile(
    rf"\((?:{_SEASON}(?:[ /–-]{_SEASON})?,? (?:de )?)?((?:1[5-9]|20)\d\d)\)(?=[.,:]?(?: |$))"
)
_YEAR_AT_END = re.compile(r", ((?:19|20)\d\d) \[1\d{3}\]\.?$")

_BEHIND_A_DAY = frozenset({"", ".", ",", ")", ADDRESS, BREAK})
_MOST_WORDS_OF_A_SITE = 6
_HEAD = re.compile(
    r"(?P<who>[^()\[\]\d“”\"«»*]{5,200}?)"
    r"[.,:]? ?(?:\((?:19|20)\d\d[^()]{0,20}\)|(?:19|20)\d\d)?[.,:]? ?[“\"«„*_]{0,2}"
)


def _as_set_off(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """The model's `fields`, with the title made equal to the emphasised text that it overlaps."""
    if fields.title and _UNPARTED.search(fields.title):
        return replace(fields, title=None, clear=False)
    found = _EMPHASIS.search(entry.text) if "*" in entry.text or "_" in entry.text else None
    if found is None or not fields.title or any(one.firm for one in quoted(entry.text)):
        return fields
    whole = tidy(found["title"])
    bare = fields.title.strip("*_ ")
    head = bare.removesuffix(whole).rstrip(" ,.:")
    if bare.endswith(whole) and head and (who := surely(head)):
        return replace(fields, title=whole, authors=fields.authors or who)
    runs_on = bare.startswith(whole) and bare[len(whole) : len(whole) + 1] in {",", "."}
    breaks_off = whole.startswith(bare) and whole[len(bare) : len(bare) + 1] == " "
    breaks_off = breaks_off or whole.endswith(f" {bare}")
    return replace(fields, title=whole) if runs_on or breaks_off else fields


def _with_date(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """`fields` with the only day, or the only year in brackets, in the entry.

    A year becomes the only day of that year.
    """
    is_by_year = len(fields.issued or "") == len("2017") and not fields.updated
    if (fields.issued or fields.updated) and not is_by_year:
        return fields
    noticed = take_notices(entry.text)
    text = noticed.text.replace(fields.title, "") if fields.title else noticed.text
    years = set(_YEAR_IN_BRACKETS.findall(text)) or set(_YEAR_AT_END.findall(text))
    if len(years) == 1 and not is_by_year:
        return replace(fields, issued=years.pop())
    days = [one for one in dates.find(text, day_first=noticed.day_first) if one.iso]
    is_other = is_by_year and not any(
        (one.iso or "").startswith(fields.issued or "") for one in days
    )
    if len(days) == 1 and len(days[0].iso or "") == _TO_THE_DAY and not is_other:
        around = text[: days[0].start].rstrip()[-1:] + text[days[0].end :].lstrip()[:1]
        is_apart = around[:1] in {",", ".", "("} and around[1:] in _BEHIND_A_DAY
        return replace(fields, issued=days[0].iso) if is_apart else fields
    return fields


def _signed(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """`fields` with the names before the title, if they are certain and no other was read."""
    if fields.authors or not fields.title:
        return fields
    before, found, _ = entry.text.partition(fields.title)
    head = _HEAD.fullmatch(before) if found else None
    who = surely(head["who"]) if head else None
    return replace(fields, authors=who) if who else fields


def _with_evident(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """`fields` with those that are empty filled in from `entry`, if they are beyond doubt."""
    fields = _signed(_with_date(fields, entry), entry)
    title = fields.title
    _, found, behind = entry.text.partition(title) if title else ("", "", "")
    if not found:
        return fields
    is_bare = fields.container is None and fields.publisher is None and fields.kind != "speech"
    if is_bare and entry.url:
        fields = replace(fields, container=_site(behind, entry.url, fields))
    return fields


def _site(behind: str, url: str, fields: ParsedFields) -> str | None:
    named = {name.casefold() for name in (str(author) for author in fields.authors)}
    for part in _BETWEEN_STOPS.split(behind):
        site = part.strip(" -–—")
        is_short = 0 < len(site.split()) <= _MOST_WORDS_OF_A_SITE
        if is_short and site.casefold() not in named and is_site(url, site):
            return site if site[0].isupper() else None
    return None
