"""Entries of a title, a dash and a site, as chat assistants write them."""

import re

from briefs.references.fields import dates, titles, urls
from briefs.references.fields.certain_names import surely
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import Addresses, is_site
from briefs.references.parsed_fields import ParsedFields

_LISTED = re.compile(
    rf"(?P<text>[^{BREAK}{ADDRESS}]+)[,.]\s?(?P<mark>[{BREAK}{ADDRESS}])[\s,.{BREAK}{ADDRESS}]*"
)
_YEAR_BEHIND_HEAD = re.compile(r"[^()]{2,80} \((?:(?:19|20)\d\d[^()]{0,20}|n\. ?d\.?)\)")
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
