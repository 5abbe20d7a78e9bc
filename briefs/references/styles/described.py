"""Entries whose title ends at a sign: before a description in brackets (APA), or at a dash before
the site, as chat assistants write them.

`Roe, A. (2017, May 4). Title [Press release]. Site.`, `Bank. Title [Data set]. Place: Publisher.`
`Title - Site, accessed October 5, 2025, address`
"""

import re

from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.certain_names import opening, surely
from briefs.references.fields.names import issuer
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, is_site
from briefs.references.parsed_fields import ParsedFields
from briefs.references.styles.author_date import date_slot, own

_PUBLISHED = frozenset({"dataset", "software", "report", "standard"})
_OUTLET_AT_END = re.compile(r"(?<=[^*_])[.?!] [*_][^*_]{2,80}[*_]$")


def described(entry: Addresses) -> ParsedFields | None:
    """APA: `Author. (2017, May 4). Title [Description]. Site.`; the title ends before the
    description.
    """
    slot = date_slot(entry.text) if entry.described is not None else None
    if entry.described is not None and (slot is None or entry.described < slot.start):
        return _undated(entry, entry.described)
    if slot is None or entry.described is None or entry.described <= slot.end:
        return None
    if any(quote.firm for quote in titles.quoted(entry.text[slot.end :])):
        return None
    head = entry.text[: slot.start].replace("*", "").strip(" ,")
    title, behind = entry.text[slot.end : entry.described], entry.described
    if named := _OUTLET_AT_END.search(title):
        title, behind = title[: named.start() + 1], slot.end + named.start() + 1
    title = titles.tidy(title)
    noticed = urls.take_notices(entry.text[behind:])
    outlet = containers.read(noticed.text, year=slot.iso, url=entry.url)
    is_stopped = head.endswith(".") or issuer(entry.kind) is not None
    authors = names.before_date(
        head, is_stopped=is_stopped, is_own=own(entry), issued_by=issuer(entry.kind)
    )
    if not title:
        return None
    is_dated = len(slot.iso or "") > len("2017")
    is_lasting = entry.url is None and not (noticed.accessed or is_dated or entry.kind)
    is_published = entry.kind in _PUBLISHED and not _is_wire(outlet.container)
    is_published = is_published or (is_lasting and outlet.kind is None)
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


def _undated(entry: Addresses, described: int) -> ParsedFields | None:
    """`World Bank. Title [Data set]. Washington, DC: World Bank. Accessed …`: no year is given."""
    who, *title = sentences(entry.text[:described]) or [""]
    authors = surely(who.rstrip("."))
    if authors is None and (opened := opening(entry.text[:described])):
        authors, title = opened[0], sentences(opened[1])
    if authors is None or len(title) != 1 or entry.kind is None:
        return None
    noticed = urls.take_notices(entry.text[described:])
    outlet = containers.read(noticed.text, url=entry.url)
    is_published = entry.kind in _PUBLISHED and not _is_wire(outlet.container)
    return ParsedFields(
        authors=authors,
        title=titles.tidy(title[0]),
        container=None if is_published else outlet.container,
        publisher=(outlet.publisher or outlet.container) if is_published else outlet.publisher,
        issued=outlet.issued,
        updated=noticed.updated,
        accessed=noticed.accessed,
        kind=entry.kind or outlet.kind,
        clear=outlet.clear or outlet.container is None,
    )


def _is_wire(name: str | None) -> bool:
    """Whether a press release was distributed by a service, which is then its outlet."""
    return (
        name is not None
        and re.search(r"\b(?:wire|newswire|presseportal)", name, re.IGNORECASE) is not None
    )


_LISTED = re.compile(
    rf"(?P<text>[^{BREAK}{ADDRESS}]+)[,.]\s?(?P<mark>[{BREAK}{ADDRESS}])[\s,.{BREAK}{ADDRESS}]*"
)
_YEAR_BEHIND_HEAD = re.compile(r"[^()]{2,80} \((?:(?:19|20)\d\d[^()]{0,20}|n\. ?d\.?)\)")
LISTED_SIGN = re.compile(rf"[{BREAK}{ADDRESS}]")
"""Every entry that `listed` reads contains one."""
_DASHES = (" - ", " | ", " – ", " — ")


def listed(entry: Addresses) -> ParsedFields | None:
    """`Title - Site, accessed October 5, 2025, address`."""
    noticed = urls.take_notices(entry.text)
    match = _LISTED.fullmatch(noticed.text)
    if match is None or noticed.accessed is None or dates.find(match["text"][-30:]):
        return None
    text = match["text"].strip()
    if _YEAR_BEHIND_HEAD.match(text):
        return None
    dash = next((dash for dash in _DASHES if dash in text), None)
    if dash is None:
        return None
    title, _, site = text.rpartition(dash)
    if match["mark"] == ADDRESS and not is_site(entry.url, site):
        return None
    if any(
        quote.outer.end > len(title) or titles.is_cited(title, quote)
        for quote in titles.quoted(text)
        if quote.outer.start < len(title)
    ):
        return None
    first, *others = sentences(title) or [""]
    if others and surely(first.rstrip(".")):
        return None
    return ParsedFields(
        title=titles.tidy(title),
        container=site.strip(),
        accessed=noticed.accessed,
        updated=noticed.updated,
    )
