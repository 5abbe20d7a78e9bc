"""Fields that an entry shows beyond doubt, where its reader left them empty.

An outlet stands between stops behind the title, and the entry's own address bears its name; authors
stand before the title, and are surely names.
"""

import re
from dataclasses import replace

from briefs.references.fields.sure_names import surely
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses, is_site
from briefs.references.parsed_fields import ParsedFields

_BETWEEN_STOPS = re.compile(rf"[.,;:|()\[\]{BREAK}{ADDRESS}*_]+|[?!”“\"»«]")
_MOST_WORDS_OF_A_SITE = 6
_HEAD = re.compile(
    r"(?P<who>[^()\[\]\d“”\"«»*]{5,120}?)"
    r"[.,:]? ?(?:\((?:19|20)\d\d[^()]{0,20}\)|(?:19|20)\d\d)?[.,:]? ?[“\"«„*_]{0,2}"
)


def with_evident(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """`fields` and what else `entry` shows beyond doubt."""
    title = fields.title
    before, found, behind = entry.text.partition(title) if title else ("", "", "")
    if not found:
        return fields
    if not fields.authors and (head := _HEAD.fullmatch(before)) and (who := surely(head["who"])):
        fields = replace(fields, authors=who)
    if fields.container is None and fields.publisher is None and entry.url:
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
