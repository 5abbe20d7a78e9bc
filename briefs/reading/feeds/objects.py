"""JSON feeds as values, as jsonfeed.org describes them in versions 1 and 1.1."""

import json
from collections.abc import Iterator
from typing import Any

from briefs.errors import Unreadable
from briefs.reading.feeds import wording
from briefs.reading.feeds.values import Entry, Feed
from briefs.text.canonical import clean

_HINT = "Give the address of an RSS, Atom or JSON feed."
_VERSION = "jsonfeed.org/version/"


def read(data: bytes, url: str) -> Feed:
    """The feed at `url` with all its entries, in its own order; Unreadable if it is none."""
    try:
        told = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("broken JSON, so no feed", hint=_HINT) from error
    if not isinstance(told, dict) or _VERSION not in str(told.get("version")):
        raise Unreadable("JSON, but no JSON feed: it says no version of one", hint=_HINT)
    link = wording.address(told.get("home_page_url"), url)
    items = [item for item in _list(told.get("items")) if isinstance(item, dict)]
    return Feed(
        title=wording.plain(_text(told.get("title"))),
        link=link,
        language=_text(told.get("language")),
        entries=tuple(_entry(item, link or url) for item in items),
    )


def _entry(told: dict[str, Any], base: str) -> Entry:
    url = wording.address(told.get("url") or told.get("external_url"), base)
    title = wording.plain(_text(told.get("title")))
    text = _text(told.get("content_text"))
    summary = wording.paragraphs(_text(told.get("summary")))
    own = told.get("id")
    return Entry(
        key=wording.key(
            _text(str(own)) if isinstance(own, str | int) else "", url, title, text, summary
        ),
        url=url,
        title=title,
        byline=", ".join(dict.fromkeys(_names(told))),
        published=wording.time(told.get("date_published")),
        updated=wording.time(told.get("date_modified")),
        html=_text(told.get("content_html")) or wording.paragraphs(text),
        summary=summary,
        topics=tuple(filter(None, map(wording.plain, map(_text, _list(told.get("tags")))))),
    )


def _names(told: dict[str, Any]) -> Iterator[str]:
    """The authors' names; version 1 had one author."""
    for author in _list(told.get("authors")) or [told.get("author")]:
        name = wording.plain(_text(author.get("name"))) if isinstance(author, dict) else ""
        if name:
            yield name


def _text(value: object) -> str:
    return clean(value)[0] if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
