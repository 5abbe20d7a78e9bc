"""Reads a page's facts about its article from JSON-LD."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from briefs.reading.html.tree import Element
from briefs.text.canonical import one_line

LARGEST = 1_000_000
"""Characters of one script; an article's facts take a few thousand."""

_MOST_OBJECTS = 500
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
_PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "Recipe", "HowTo", "CreativeWork"})
_OPENED = re.compile(r"(?:(?://|/\*) ?)?<!\[CDATA\[(?: ?\*/)?|<!--")
_CLOSED = re.compile(r"(?:(?:(?://|/\*) ?)?\]\]>(?: ?\*/)?|-->|;)$")
_MAX_CLOSING_CHARS = 12
"""The length of comments that hide a script from XML parsers and old browsers."""

_KINDS = ("article", "blogposting", "report", "socialmediaposting")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """Facts; empty ones are not stated. `free` is False only if the page says that one has to pay.

    `published_page` is the date of a page that describes no article.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    outlet: str = ""
    published: str = ""
    published_page: str = ""
    topics: tuple[str, ...] = ()
    language: str = ""
    free: bool = True


def read(root: Element) -> LinkedData:
    """The facts of the first article in the page's JSON-LD; broken JSON is ignored."""
    objects = [found for script in root.iter("script") for found in _objects(script)]
    article = next(filter(_is_article, objects), None)
    if article is None:
        days = (_text(found.get("datePublished")) for found in objects if _is_page(found))
        return LinkedData(published_page=next(filter(None, days), ""))
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
    """The claims that the page says it checks."""
    scripts = [one for one in root.iter("script") if "ClaimReview" in (one.text or "")]
    objects = (found for script in scripts for found in _objects(script))
    return tuple(filter(None, (_text(found.get("claimReviewed")) for found in objects)))


def _objects(script: Element) -> Iterator[dict[str, Any]]:
    """The objects of a script, including those in lists and graphs."""
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


def _is_page(found: dict[str, Any]) -> bool:
    kinds = found.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(kind in _PAGES for kind in named if isinstance(kind, str))


def _text(value: object) -> str:
    return one_line(unescape(value)) if isinstance(value, str) else ""


def _names(value: object, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The names of people or organisations: strings, objects, or references to objects."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            known = named.get(str(one.get("@id")), {})
            name = _text(one.get("name")) or _text(known.get("name"))
        else:
            name = _text(one)
        if name and "://" not in name:
            yield name


def _topics(value: object) -> Iterator[str]:
    """Keywords from a list, or from one text with commas."""
    for one in (
        value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    ):
        name = one.get("name") if isinstance(one, dict) else one
        if topic := _text(name):
            yield topic
