"""Fills in the fields that an entry shows beyond doubt.

An empty outlet is certain if it is between stops after the title and the host of the entry's
address has its name; authors are certain if they come before the title and their form is that of
names; a date, if it is the only day.
"""

import re
from dataclasses import replace

from briefs.references.fields import dates
from briefs.references.fields.certain_names import surely
from briefs.references.fields.titles import ADDRESS, BREAK, quoted, tidy
from briefs.references.fields.urls import Addresses, is_site, take_notices
from briefs.references.parsed_fields import ParsedFields

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
_TO_THE_DAY = len("2017-01-03")
_BEHIND_A_DAY = frozenset({"", ".", ",", ")", ADDRESS, BREAK})
_MOST_WORDS_OF_A_SITE = 6
_HEAD = re.compile(
    r"(?P<who>[^()\[\]\d“”\"«»*]{5,200}?)"
    r"[.,:]? ?(?:\((?:19|20)\d\d[^()]{0,20}\)|(?:19|20)\d\d)?[.,:]? ?[“\"«„*_]{0,2}"
)


def as_set_off(fields: ParsedFields, entry: Addresses) -> ParsedFields:
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


def dated(fields: ParsedFields, entry: Addresses) -> ParsedFields:
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


def signed(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """`fields` with the names before the title, if they are certain and no other was read."""
    if fields.authors or not fields.title:
        return fields
    before, found, _ = entry.text.partition(fields.title)
    head = _HEAD.fullmatch(before) if found else None
    who = surely(head["who"]) if head else None
    return replace(fields, authors=who) if who else fields


def with_evident(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """`fields` with those that are empty filled in from `entry`, if they are beyond doubt."""
    fields = signed(dated(fields, entry), entry)
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
