"""APA entries with a description in brackets, before which the title ends.

`Roe, A. (2017, May 4). Title [Press release]. Site.`, `Bank. Title [Data set]. Place: Publisher.`
"""

import re

from briefs.references.fields import containers, names, titles, urls
from briefs.references.fields.certain_names import opening, surely
from briefs.references.fields.names import issuer
from briefs.references.fields.titles import sentences
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields
from briefs.references.styles.web import date_slot, own

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
    authors = names.before_date(
        head, is_stopped=True, is_own=own(entry), issued_by=issuer(entry.kind)
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
