"""The day on which a page says that it was published, in its data or marked in its text.

A day is never guessed from the running text. If a page marks several days, the one next to its
headline is taken: the others are those of comments and of other pieces.

The day is the one that the page shows. In UTC it may be another, late in the evening or early in
the morning.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from briefs.reading import base
from briefs.reading.html.tree import BLOCKS, Element, names, words
from briefs.references.fields import dates

_SAID = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publishdate",
    "pubdate",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
_SURELY = re.compile(r"(?:dt-)?published|entry-date|(?:post|article|story|published?)-date")
_DATED = re.compile(
    r"(?:(?:post|entry|article|story|published?|publication|pub)-?)(?:date|time|datetime|on|at)?"
    r"|date(?:-published)?|dt-published|dateline|time-?stamp|datum|fecha"
)
_TELLS_DAY = re.compile(
    r"(?:[a-z0-9]+-)*(?:(?:item|entry)?post)?(?:date|datum|dates?line|fecha|submitted|posted|published|publishing"
    r"|publication|time|timestamp|meta|metadata|info|byline|information|details)"
    r"(?:-(?:date|time|header|line|text|value|item|wrapper|rubric|on|info|author|box))*"
)
"""Names of elements that contain a date among other words."""

_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/-]|$)")
_TIMED = re.compile(r"\d:\d\d")
_ZONED = re.compile(r"(?:Z|UTC|GMT|[ECMP][SD]T|[+-]\d\d(?::?\d\d)?)$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|released|written|created|date)(?: on| at)?"
    r"|veröffentlicht(?: am)?|erschienen am|stand|datum|publié(?: le)?|mis en ligne le|paru le"
    r"|publicado(?: el| em)?|fecha|data|pubblicato(?: il)?|gepubliceerd(?: op)?|opublikowano"
    r"|опубликовано|опубліковано|дата|نشر في|发布(?:时间|于)?|公開日?|投稿日)\s*[:：]?\s*",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:last )?(?:updated|modified|edited|changed)|aktualisiert|zuletzt|mis à jour|modifié"
    r"|actualizado|modificado|atualizado|aggiornato|bijgewerkt|zaktualizowano|обновлено|оновлено"
    r"|更新",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s{0,4}[|·•/\n]\s{0,4}|\s{1,4}[–—-]\s{1,4}")
_LONGEST = 80
_MAX_WORDS_WITH_DAY = 16
_MAX_BEFORE_HEADLINE, _MAX_BEHIND_HEADLINE = 40, 150
"""Elements before and after a headline among which its date is looked for."""

_FULL_DAY = len("2026-05-03")
_MAX_DATE_LINE_WORDS = 14
_SENTENCE = re.compile(r"(?<=[^\W\d_][^\W\d_][^\W\d_])[.!?…。！？][”’\"'»)]{0,4}$")
_MIN_SENTENCE_WORDS = 4
_FIRST_YEAR = 1800
"""Some pages give year 1 for an unknown date."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A date that an element marks; `at` is the element's place in the page."""

    at: int
    day: datetime


def find(
    root: Element,
    around: frozenset[Element],
    said: Mapping[str, Sequence[str]],
    linked: Sequence[str],
    address: str,
) -> tuple[datetime | None, datetime | None]:
    """The moment of publication twice, both in UTC; midnight if the page names no time or no zone.

    The first is moved into the day that the page shows, if that is another day in UTC; the second
    is the moment itself. `said` are the page's meta elements and `linked` the days in its JSON-LD,
    of its article and of the page; then come days that are marked in the text, and a day in the
    `address`.
    """
    found = _told(root, around, said, linked, address)
    if found is None or found.timetz() == time(tzinfo=UTC):
        return found, found
    seen = (_seen_day(one, found) for one in root.iter("time") if one.get("datetime"))
    days = [*filter(None, seen), *filter(None, [_day_in(address)])]
    near = (day for day in days if -_MAX_OFFSET < found - day < _DAY + _MAX_OFFSET)
    return base.within(found, next(near, found)), found.astimezone(UTC)


def _seen_day(element: Element, moment: datetime) -> datetime | None:
    """The day that a `time` element shows, if its `datetime` is that moment; None if it shows a
    time, too.
    """
    if _read(element.get("datetime") or "") != moment:
        return None
    shown = words(element)
    return _read(shown) if not _TIMED.search(shown) else None


def _day_in(address: str) -> datetime | None:
    dated = _IN_ADDRESS.search(address)
    return _read("-".join(dated.groups())) if dated else None


_DAY, _MAX_OFFSET = timedelta(days=1), timedelta(hours=14)


def _midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def _told(
    root: Element,
    around: frozenset[Element],
    said: Mapping[str, Sequence[str]],
    linked: Sequence[str],
    address: str,
) -> datetime | None:
    article, page = linked
    first = [article, *said.get(_SAID[0], ())]
    if days := [found for text in first if (found := _read(text))]:
        return min(days)  # if they differ, the later one belongs to an update
    for text in (text for name in _SAID for text in said.get(name, ())):
        if found := _read(text):
            return found
    return _shown(root, around, _read(page)) or _day_in(address)


def _shown(root: Element, around: frozenset[Element], page: datetime | None) -> datetime | None:
    """The date that the text marks, by the most reliable marks; the `page`'s own is preferred."""
    marks: list[list[_Mark]] = [[], [], [], []]
    headline = -1
    for at, element in enumerate(root.iter()):
        if element.tag == "h1" and headline < 0:
            headline = at
        rank = _rank(element)
        if rank is None or not around.isdisjoint((element, *element.iterancestors())):
            continue
        text = _said_day(element)
        if found := (_read(text) if rank < _WEAK else _only_day(text)):
            marks[rank].append(_Mark(at, found))
    for rank, found_here in enumerate(marks):
        if rank and page is not None:
            return page
        weak = rank == _WEAK
        trusted = [mark for mark in found_here if not weak or _is_near(mark, headline)]
        near = headline if rank != _BARE else -1
        if (settled := _settled(trusted, near)) is not None:
            return settled
    return page


def _settled(marks: Sequence[_Mark], headline: int) -> datetime | None:
    """The date on which all marks agree, or the first of those by the headline."""
    if len({mark.day.date() for mark in marks}) == 1:
        return max(mark.day for mark in marks)  # one of them may have the time, too
    first = next((mark for mark in marks if _is_near(mark, headline)), None)
    return first.day if first is not None else None


def _is_near(mark: _Mark, headline: int) -> bool:
    behind = mark.at - headline
    return headline >= 0 and -_MAX_BEFORE_HEADLINE <= behind <= _MAX_BEHIND_HEADLINE


def _read(text: str) -> datetime | None:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    found = base.read(text) or _labelled(text)
    if found is None or found.year < _FIRST_YEAR:
        return None
    if _TIMED.search(text) and _ZONED.search(text):
        return base.as_written(text)
    return _midnight(found)


def _labelled(text: str) -> datetime | None:
    """The date in a line that says what date it is: "Published on 3 May 2026"."""
    parts = [part for part in _BESIDE.split(text) if part and not _CHANGED.match(part)]
    said = [part[label.end() :] for part in parts if (label := _LABEL.match(part))]
    days = {day for part in said or parts if (day := base.read(part))}
    return days.pop() if len(days) == 1 else None


def _only_day(text: str) -> datetime | None:
    """The only date in a few words: "Lübeck, 31 March 2003"; None if they name another kind of
    date.
    """
    if len(text.split()) > _MAX_WORDS_WITH_DAY:
        return None
    if _CHANGED.search(text):
        return _labelled(text)
    days = {one.iso for one in dates.find(text) if one.iso and len(one.iso) == _FULL_DAY}
    return base.read(days.pop()) if len(days) == 1 else None


def _said_day(element: Element) -> str:
    hinted = element.get("title") if element.tag == "abbr" else None
    return element.get("datetime") or element.get("content") or hinted or words(element)


_BARE, _WEAK = 2, 3
"""The ranks of a `time` element without a name, which may be of anything, and of elements whose
names say that they contain a date among other words.
"""


def _rank(element: Element) -> int | None:
    """How reliably an element marks the date of publication: 0 is best; None if it does not."""
    if element.tag != "time" and not element.keys():
        return None
    told = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
    if "published" in told or "datecreated" in told or element.get("pubdate") is not None:
        return 0 if element.tag != "meta" else None
    called = names(element) if element.get("class") or element.tag == "time" else ()
    is_sure = any(map(_SURELY.fullmatch, called))
    if not is_sure and any("updat" in name or "modif" in name for name in called):
        return None
    if is_sure and element.tag in {"time", "abbr"}:
        return 0
    if any(map(_DATED.fullmatch, called)):
        return 1
    if element.tag == "time":
        return None if _is_within_sentence(element) else _BARE
    return _WEAK if any(map(_TELLS_DAY.fullmatch, called)) else None


def _is_within_sentence(element: Element) -> bool:
    """Whether a date is in running text, and so hardly the piece's own."""
    around = _inline(element, forward=False) + _inline(element, forward=True)
    if around + len(_split(element)) > _MAX_DATE_LINE_WORDS:
        return True
    line = next((one for one in element.iterancestors() if one.tag in BLOCKS), None)
    is_sentence = line is not None and _SENTENCE.search(words(line)) is not None
    return is_sentence and around >= _MIN_SENTENCE_WORDS


def _inline(element: Element, *, forward: bool) -> int:
    """How many words of the same line stand before an element, or after it."""
    count = 0
    for one in (element, *element.iterancestors()):
        if one is not element and one.tag in BLOCKS:
            return count
        count += len((one.tail or "").split()) if forward else 0
        for sibling in one.itersiblings(preceding=not forward):
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return count + (0 if forward else len((sibling.tail or "").split()))
            count += len(_split(sibling)) + len((sibling.tail or "").split())
        parent = one.getparent()
        if parent is not None and not forward:
            count += len((parent.text or "").split())
        if parent is None or parent.tag in BLOCKS:
            return count
    return count


def _split(element: Element) -> list[str]:
    return words(element).split()
