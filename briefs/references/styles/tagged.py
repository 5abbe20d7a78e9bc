"""Entries in no known form, read by the tagger of all styles.

Their fields are told by the likeliest labels that change only where fields part: behind stops and
commas, at quotes, brackets and emphasis, at addresses. What the tagger is unsure of is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.fields import dates, names, urls
from briefs.references.fields.certain_names import surely
from briefs.references.fields.entry_text import without_asides
from briefs.references.fields.name_words import (
    has_telling_word,
    is_organisation,
    is_part_of_body,
    written_as_office,
)
from briefs.references.fields.titles import ADDRESS, BREAK, sentences, tidy
from briefs.references.fields.urls import Addresses, hosts, is_host, is_site
from briefs.references.parsed_fields import LAWS, ParsedFields
from briefs.references.tagger_opinion import Part, parts_of

_BARE_INITIALS = re.compile(
    r"[^\W\d_a-z][\w’'-]+ [^\W\d_a-z]{1,3}(?:, [^\W\d_a-z][\w’'-]+ [^\W\d_a-z]{1,3})+\.? "
)
_MORE = re.compile(r" [-–—]$|: ")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?!\d)")
_WITHIN = re.compile(r"^(?:[Ii]n|[Dd]ans|[Ee]n|[Ee]m|[Ww]|[Вв]|[Уу]|su):? (?=[^\W\d_a-z])")
_PARTED = re.compile(r"^(?:[^\W\d_]|(?:19|20)\d\d[a-z]?)\. |, [^\W\d_a-z]|, \d|: .*: | – | - |\|")
_MARKS = re.compile(r"[“„«\"”»]")
_SET_OFF = re.compile(r"[“„«\"‘][^“„«»\"*]*[”“»\"’][.,:;]?|[*_]{1,2}[^*_]*[*_]{1,2}[.,:;]?")
_HEADED = re.compile(
    r"(?P<who>[^“„«\"”»*_:]{2,120}?)[,.:] (?P<title>(?P<mark>[*_]{1,2})[^*_]{4,300}(?P=mark)[.,:;]?"
    r"|[“„«\"][^“„«\"”»*]{4,300}[”“»\"][.,:;]?)"
)
_WITH_NAME = re.compile(r"[A-Z]{2,10} \([^\W\d_a-z][^()]{9,120}\)")
_NUMBER_AT_END = re.compile(
    r"(?P<title>[^.?!]{4,200})\. [^\W\d_][\w-]+(?: [\w-]+){0,3} (?:Nr\. |No\. )?\d{1,3}/"
    r"(?P<year>20\d\d)"
)
_GENRE_AT_END = re.compile(
    r"\. (?:Stellungnahme|Gutachten|Studie|Bericht|Abschlussbericht|Positionspapier|Faktenblatt"
    r"|Rapport|Informe|Report|Policy [Bb]rief|White [Pp]aper|Working [Pp]aper|Fact [Ss]heet)$"
)
_DAY_AT_END = re.compile(
    r"(?P<title>[^\d]{4,150}?),? (?:vom|von|du|del|dated|from|от|від|z dnia|van) "
    r"(?P<day>\d{1,2}\.? ?[^\W\d_]{3,12} \d{4}|\d{1,2}\.\d{1,2}\.\d{4})"
)
_BEHIND_COMMA = frozenset({"", "issued", "place", "number", "name", "genre", "accessed"})
_BEFORE_TITLE = frozenset({"author", "body", "issued", "genre"})
_LEAST = {"title": 0.6, "container": 0.7, "author": 0.7, "body": 0.5, "publisher": 0.7}
_RULING = re.compile(r"Urteil|Beschluss|Judgment|Arrêt|Wyrok|Sentencia|Постановл|Решение")
_EARLIEST = "1900"
_SURE = 0.8
_EDGES = " ,.;:()[]–—-*_"


def tagged(entry: Addresses) -> ParsedFields | None:
    """What the tagger is sure of in an entry that no other reader knows; None without a title."""
    noticed = urls.take_notices(entry.text)
    text = _joined(noticed.text)
    parts = _with_head_apart(parts_of(text))
    titles = [at for at, part in enumerate(parts) if part.label == "title"]
    if not titles or parts[titles[0]].certainty < _LEAST["title"]:
        return None
    at = titles[0]
    title = tidy(without_asides(parts[at].text)[0]).strip(" –—|").lstrip(". ")
    title, written = _without_date(_without_owner(title, parts[:at]))
    if written:
        parts = [*parts[:at], replace(parts[at], text=title), *parts[at + 1 :]]
    if not _is_whole(parts, at, title, entry.url):
        return None
    if (listed := _BARE_INITIALS.match(text)) and not text.startswith(parts[at].text, listed.end()):
        return None
    authors = _authors(parts[:at])
    if authors is None:
        return None
    told = ParsedFields(
        authors=authors,
        title=title,
        issued=written or _issued(parts, day_first=noticed.day_first),
        accessed=noticed.accessed,
        updated=noticed.updated,
        clear=False,
    )
    if not (told.authors or told.issued or told.accessed or entry.url):
        return None  # a sentence, not a work
    outlets = [part for part in parts[at:] if part.label in {"container", "publisher"}]
    first = next(iter(outlets), None)
    if first is None or first.certainty < _LEAST[first.label]:
        return told
    name = _WITHIN.sub("", first.text.strip(_EDGES), count=1).strip(_EDGES)
    if first.label == "publisher":
        return replace(told, publisher=name or None)
    return replace(told, container=name or None)


def _joined(text: str) -> str:
    return " ".join(text.replace(BREAK, " ").replace(ADDRESS, f" {ADDRESS} ").split())


def with_tagged(fields: ParsedFields, entry: Addresses) -> ParsedFields:
    """`fields` with the authors or the date that the tagger alone is sure of."""
    is_dated = fields.issued or fields.updated
    if not fields.title or (fields.authors and is_dated):
        return fields
    if fields.kind in LAWS or _RULING.match(fields.title):
        return fields
    noticed = urls.take_notices(entry.text)
    head, _, tail = noticed.text.partition(fields.title)
    may_be_signed = not fields.authors and any(map(str.isalpha, head))
    may_be_dated = not is_dated and _YEAR.search(head + tail) is not None
    if not (may_be_signed or may_be_dated):
        return fields
    parts = parts_of(_joined(noticed.text))
    at = next((at for at, part in enumerate(parts) if part.label == "title"), None)
    if at is None:
        return fields
    issued = None if is_dated else _issued(parts, day_first=noticed.day_first)
    if issued and issued > _EARLIEST and noticed.text.count(issued[:4]) == 1:
        fields = replace(fields, issued=issued)
    is_same = tidy(parts[at].text) == fields.title
    if fields.authors or not is_same or not at or parts[0].certainty < _SURE:
        return fields
    who = parts[0].text.strip(" ,;.")
    is_list = ", " in who or " & " in who or ";" in who
    if parts[0].label == "body" and (is_list or "." in who):
        return fields
    return replace(fields, authors=_authors(parts[:at]) or ())


def _with_head_apart(parts: Sequence[Part]) -> Sequence[Part]:
    """`parts` with a first title that ends in emphasis or quotes cut from the body before them."""
    at = next((at for at, part in enumerate(parts) if part.label == "title"), len(parts))
    found = _HEADED.fullmatch(parts[at].text.strip()) if at <= 1 and parts[at:] else None
    if found is None:
        return parts
    before = "".join(part.text for part in parts[:at])
    who = f"{before} {found['who']}".strip()
    is_office = written_as_office(who) and has_telling_word(who)
    is_body = _WITH_NAME.fullmatch(who) or surely(who) or is_office
    if not is_body or (at and parts[0].label != "body"):
        return parts
    head = Part("body", f"{who},", 0, parts[at].certainty)
    return [head, Part("title", found["title"], 0, parts[at].certainty), *parts[at + 1 :]]


def _is_whole(parts: Sequence[Part], at: int, title: str, url: str | None) -> bool:
    """Whether a title begins and ends where fields part, and holds nothing that parts fields."""
    text = parts[at].text.strip()
    if _SET_OFF.fullmatch(text):
        return _is_opened(parts[:at], text)
    words = [word for word in title.split() if word.isalpha()]
    head, colon, _ = title.partition(": ")
    is_bodied = colon and at == 0 and (hosts(url, head) or is_organisation(head))
    is_own = is_host(url, _acronym(title)) or is_site(url, title)
    return (
        (len(words) > 1 or (at > 0 and len(title) > 1))
        and _is_opened(parts[:at], text)
        and not _is_broken_off(parts, at)
        and not (is_bodied or is_own or dates.find(title) or len(sentences(title)) > 1)
        and _PARTED.search(title) is None
        and _MARKS.search(title) is None
        and title.count("(") == title.count(")")
    )


def _without_owner(title: str, before: Sequence[Part]) -> str:
    """A title without the author's acronym behind a comma: `Agency (AB), Title, AB`."""
    own, comma, last = title.rpartition(", ")
    is_owner = last.isupper() and any(last in part.text for part in before)
    return own if comma and is_owner else title


def _without_date(title: str) -> tuple[str, PartialDate | None]:
    """A title without the day behind it, or its number in a series: `Beitrag auf Mastodon vom 4.
    Dezember 2022`, `Titel. Kurzbericht 3/2023`.
    """
    title = _GENRE_AT_END.sub("", title)
    if numbered := _NUMBER_AT_END.fullmatch(title):
        return numbered["title"], numbered["year"]
    found = _DAY_AT_END.fullmatch(title)
    issued = dates.parse(found["day"], day_first=True) if found else None
    return (found["title"], issued) if found and issued else (title, None)


def _is_broken_off(parts: Sequence[Part], at: int) -> bool:
    """Whether a title behind a stop ends at a comma before words of the title or its outlet."""
    before, title = parts[at - 1].text if at else "", parts[at].text.rstrip()
    behind = parts[at + 1].label if at + 1 < len(parts) else ""
    is_stopped = before.rstrip("*_ ").endswith((".", ")", ":"))
    return is_stopped and title.endswith(",") and behind not in _BEHIND_COMMA


def _is_opened(before: Sequence[Part], text: str) -> bool:
    """Whether all before a title is an author, a date or a genre."""
    named = [part for part in before if any(map(str.isalnum, part.text))]
    if not named:
        return not text[0].islower()
    *_, last = named
    is_told = all(part.label in _BEFORE_TITLE for part in named)
    is_dated = last.label == "issued" and last.text.endswith((":", ","))
    return is_told and not (is_dated and "(" not in last.text)


def _authors(parts: Sequence[Part]) -> tuple[Author, ...] | None:
    """The authors, () if they are not certain, None if what is before the title is more."""
    named = [part for part in parts if part.label in {"author", "body"}]
    if not named:
        return ()
    who = named[0].text.strip(" ,;*_")
    if len(named) > 1 or named[0] is not parts[0] or _MORE.search(who) or len(sentences(who)) > 1:
        return None
    first, comma, second = who.partition(", ")
    if named[0].label == "body" and comma and not _is_part(second) and second[0].isupper():
        return None if is_organisation(first) else ()
    if named[0].certainty < _LEAST[named[0].label]:
        return ()
    who = who.rstrip(":")
    if sure := surely(who.rstrip(".")) or surely(who):
        return sure
    if named[0].label == "body":
        is_numbered = any(map(str.isdigit, who))
        return () if is_numbered else (Organisation(who.rstrip(".")),)
    found = names.authors(who)
    if found and all(isinstance(one, Person) and one.given for one in found):
        return found
    return ()


def _is_part(text: str) -> bool:
    return is_part_of_body(text) or has_telling_word(text)


def _acronym(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _issued(parts: Sequence[Part], *, day_first: bool) -> PartialDate | None:
    """The only date, or the only one that is more precise than a year before it."""
    found: list[PartialDate] = []
    for part in parts:
        if part.label == "issued":
            days = dates.find(part.text, day_first=day_first)
            if any(day.iso is None for day in days):  # 03/04/2017
                return None
            found += [day.iso for day in days if day.iso] or _YEAR.findall(part.text)
    if not found:
        return None
    longest = max(found, key=len)
    return longest if all(longest.startswith(one) for one in found) else None
