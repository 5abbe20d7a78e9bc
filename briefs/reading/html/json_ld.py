"""What a page says of its article in JSON-LD, and the day on which it says it was published.

A day is never guessed from the text.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

from briefs.reading import base
from briefs.reading.html.tree import BLOCKS, Element, names, words
from briefs.text.canonical import one_line

LARGEST = 1_000_000
"""Characters of one script; an article's facts take a few thousand."""

_MOST_OBJECTS = 500
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
_OPENED = re.compile(r"(?:(?://|/\*) ?)?<!\[CDATA\[(?: ?\*/)?|<!--")
_CLOSED = re.compile(r"(?:(?:(?://|/\*) ?)?\]\]>(?: ?\*/)?|-->|;)$")
_MAX_CLOSING_CHARS = 12
"""What keeps a script from XML parsers and from old browsers."""

_KINDS = ("article", "blogposting", "report", "socialmediaposting")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """Empty is what is not said; `free` is False only where the page says that one has to pay."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    outlet: str = ""
    published: str = ""
    topics: tuple[str, ...] = ()
    language: str = ""
    free: bool = True


def read(root: Element) -> LinkedData:
    """The facts of the first article that the page's JSON-LD tells of; broken JSON says nothing."""
    objects = [found for script in root.iter("script") for found in _objects(script)]
    article = next(filter(_is_article, objects), None)
    if article is None:
        return LinkedData()
    named = {key: found for found in objects if isinstance(key := found.get("@id"), str)}
    return LinkedData(
        titles=tuple(filter(None, (_text(article.get(key)) for key in ("headline", "name")))),
        authors=tuple(_names(article.get("author") or article.get("creator"), named)),
        outlet=next(_names(article.get("publisher"), named), ""),
        published=_text(article.get("datePublished")),
        topics=tuple(_topics(article.get("keywords"))),
        language=_text(article.get("inLanguage")),
        free=str(article.get("isAccessibleForFree")).lower() != "false",
    )


def claims(root: Element) -> tuple[str, ...]:
    """The claims that the page says it tests."""
    scripts = [one for one in root.iter("script") if "ClaimReview" in (one.text or "")]
    objects = (found for script in scripts for found in _objects(script))
    return tuple(filter(None, (_text(found.get("claimReviewed")) for found in objects)))


def _objects(script: Element) -> Iterator[dict[str, Any]]:
    """The objects of a script, those within its lists and graphs too."""
    source = script.text or ""
    if "ld+json" not in (script.get("type") or "").lower() or len(source) > LARGEST:
        return
    try:
        waiting = [json.loads(_unwrapped(source), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting += value[:_MOST_OBJECTS]
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in _HOLDERS if key in value]


def _unwrapped(source: str) -> str:
    told = source.strip()
    opened = _OPENED.match(told)
    told = told[opened.end() :] if opened else told
    end = told[-_MAX_CLOSING_CHARS:]
    return told[: len(told) - len(end)] + _CLOSED.sub("", end)


def _is_article(found: dict[str, Any]) -> bool:
    kinds = found.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.lower().endswith(_KINDS) for kind in named)


def _text(value: object) -> str:
    return one_line(unescape(value)) if isinstance(value, str) else ""


def _names(value: object, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The names of people or organisations: words, objects, or references to them."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            known = named.get(str(one.get("@id")), {})
            name = _text(one.get("name")) or _text(known.get("name"))
        else:
            name = _text(one)
        if name and "://" not in name:
            yield name


def _topics(value: object) -> Iterator[str]:
    """Keywords as a list, or as one text with commas."""
    for one in (
        value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    ):
        name = one.get("name") if isinstance(one, dict) else one
        if topic := _text(name):
            yield topic


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
_DATED = re.compile(
    r"(?:(?:post|entry|article|story|published?|publication|pub)-?)(?:date|time|datetime|on|at)?"
    r"|date(?:-published)?|dt-published|dateline|time-?stamp|datum|fecha"
    r"|(?:(?:post|entry|article|story|page)-)?(?:meta|info|byline)"
)
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
_MAX_DATE_LINE_WORDS = 14
_SENTENCE = re.compile(r"(?<=[^\W\d_][^\W\d_][^\W\d_])[.!?…。！？][”’\"'»)]{0,4}$")
_MIN_SENTENCE_WORDS = 4
_FIRST_YEAR = 1800
"""Some pages say year 1 where they do not know."""


def find(
    root: Element,
    around: frozenset[Element],
    said: Mapping[str, Sequence[str]],
    linked: str,
    address: str,
) -> datetime | None:
    """The moment in UTC; one without a zone, or without a time, is its day's midnight.

    `said` are the page's meta elements and `linked` the day in its JSON-LD; next come what is
    marked as the day in the text, if it is one day, and a day in the `address`.
    """
    first = [linked, *said.get(_SAID[0], ())]
    if days := [found for text in first if (found := _read(text))]:
        return min(days)  # where they differ, the later is that of another edition
    for text in (text for name in _SAID for text in said.get(name, ())):
        if found := _read(text):
            return found
    shown = {found for text in _marked(root, around) if (found := _read(text))}
    if len({day.date() for day in shown}) == 1:
        return max(shown)  # one of them may tell the hour
    dated = _IN_ADDRESS.search(address)
    return _read("-".join(dated.groups())) if dated else None


def _read(text: str) -> datetime | None:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    found = base.read(text) or _labelled(text)
    if found is None or found.year < _FIRST_YEAR:
        return None
    if _TIMED.search(text) and _ZONED.search(text):
        return found
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _labelled(text: str) -> datetime | None:
    """The day in a line that says besides what day it is: "Published on 3 May 2026"."""
    parts = [part for part in _BESIDE.split(text) if part and not _CHANGED.match(part)]
    said = [part[label.end() :] for part in parts if (label := _LABEL.match(part))]
    days = {day for part in said or parts if (day := base.read(part))}
    return days.pop() if len(days) == 1 else None


def _marked(root: Element, around: frozenset[Element]) -> Iterator[str]:
    """What the page marks as the day, not what stands around the piece: other pieces have days."""
    for element in root.iter():
        if _is_mark(element) and around.isdisjoint((element, *element.iterancestors())):
            yield element.get("datetime") or element.get("content") or words(element)


def _is_mark(element: Element) -> bool:
    if "published" in (element.get("itemprop") or "").lower() or element.get("pubdate") is not None:
        return True
    called = names(element) if element.get("class") or element.tag == "time" else []
    if any("updat" in name or "modif" in name for name in called):
        return False
    if any(map(_DATED.fullmatch, called)):
        return True
    return element.tag == "time" and not _is_within_sentence(element)


def _is_within_sentence(element: Element) -> bool:
    """Whether a day stands in running text, which tells of another day than the piece's own."""
    around = _inline(element, forward=False) + _inline(element, forward=True)
    if around + len(_split(element)) > _MAX_DATE_LINE_WORDS:
        return True
    line = next((one for one in element.iterancestors() if one.tag in BLOCKS), None)
    is_sentence = line is not None and _SENTENCE.search(words(line)) is not None
    return is_sentence and around >= _MIN_SENTENCE_WORDS


def _inline(element: Element, *, forward: bool) -> int:
    """How many words of the same line stand before an element, or behind it."""
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
