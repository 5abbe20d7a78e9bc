"""Title, author, canonical address.

Under which address a page says it is to be found, as far as that can be believed.

What a page says of itself: its title, who wrote it, when, where, and about what.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, urljoin, urlsplit

from trafilatura.metadata import extract_author

from briefs.reading.front_matter import FrontMatter, listed
from briefs.reading.html import json_ld
from briefs.reading.html.tree import Element, words
from briefs.text.canonical import folded, one_line

_MAX_URL_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """`url` is "" where there is none; `doubts` are for the editor."""

    url: str
    doubts: tuple[str, ...] = ()


def find(root: Element, said: str, fetched: str) -> OwnAddress:
    """The canonical address of a page `fetched` at an address ("" if it is a file's).

    `said` is what its meta elements say. Another site's is not believed, for any page can name one;
    nor is the site's front page, that some templates name on every page.
    """
    own = next(filter(None, (*_canonical(root), said)), "")
    parts, origin = _web(fetched, own), _web("", fetched)
    if (
        parts is None
        or not own
        or (origin and origin.path.strip("/") and not parts.path.strip("/"))
    ):
        return OwnAddress(fetched)
    if origin and not _is_one_site(host(parts.geturl()), host(fetched)):
        doubt = f"the page says that it belongs to {host(parts.geturl())}: not believed"
        return OwnAddress(fetched, (doubt,))
    return OwnAddress(parts.geturl())


def host(url: str) -> str:
    """The host of an address without "www.", or "" if it has none."""
    parts = _web("", url)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _canonical(root: Element) -> Iterator[str]:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield (link.get("href") or "").strip()


def _web(fetched: str, link: str) -> SplitResult | None:
    """The parts of a link, made whole by where it was found, if it is one of the web's."""
    try:
        parts = urlsplit(urljoin(fetched, link))
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return parts if usable and len(link) <= _MAX_URL_CHARS else None


def _is_one_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


_AUTHOR = ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator")
_OUTLET = ("og:site_name", "citation_journal_title", "dc.publisher", "application-name")
_TITLE = ("og:title", "citation_title", "dc.title", "twitter:title")
_TOPICS = ("article:tag", "keywords", "news_keywords")
_LANGUAGE = ("og:locale", "content-language", "dc.language")
_SEPARATOR = re.compile(r"\s+[|•·–—-]\s+|\s+::\s+|\s+«\s+")
_BY = re.compile(r"(?:written )?by\s+", re.IGNORECASE)
_PAID = "the page says that it is not free to read: this may be only its beginning"
_MOST_HEADINGS = 5
_MAX_FIELD_CHARS = 300
_LONGEST_NAME = 100
_MOST_TOPICS = 12
"""A page with more keywords than these lists them for search engines, not for readers."""


def read(root: Element, address: str = "") -> FrontMatter:
    """The facts of a page; `address` is where it was fetched, if it was.

    A fact is one that the page states of itself: what it does not say stays empty.
    """
    said = _said(root)
    linked = json_ld.read(root)
    own = find(root, _first(said, ("og:url",)), address)
    outlet = linked.outlet or _first(said, _OUTLET) or host(own.url)
    authors = linked.authors or tuple(filter(_is_name, _all(said, _AUTHOR))) or _by(root)
    topics = linked.topics or tuple(_topics(said))
    return FrontMatter(
        title=_title(root, (linked.title, *_all(said, _TITLE)), outlet),
        byline=listed([_BY.sub("", name, count=1) for name in dict.fromkeys(authors)]),
        outlet=outlet,
        published=json_ld.find(root, said, linked.published, own.url),
        topics=tuple(dict.fromkeys(topics)) if len(topics) <= _MOST_TOPICS else (),
        url=own.url,
        language=root.get("lang") or linked.language or _first(said, _LANGUAGE),
        warnings=(*own.doubts, *(() if linked.free else (_PAID,))),
    )


def _said(root: Element) -> Mapping[str, Sequence[str]]:
    """What the page's meta elements say, by their names in lower case."""
    said: dict[str, list[str]] = defaultdict(list)
    for meta in root.iter("meta"):
        content = one_line(meta.get("content") or "")[:_MAX_FIELD_CHARS]
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := meta.get(key)):
                said[name.strip().lower()].append(content)
    return said


def _all(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[str]:
    """What is said under the first of the names that is used."""
    return next(([*said[name]] for name in names if name in said), [])


def _first(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    return next(iter(_all(said, names)), "")


def _title(root: Element, declared: Sequence[str], outlet: str) -> str:
    """The headline that is shown, where it is the one declared; else what is declared."""
    titles = [one_line(words(element)) for element in root.iter("title")][:1]
    known = [folded(text) for text in (*declared, *titles) if text]
    headings = list(islice(_headings(root, outlet), _MOST_HEADINGS))
    for heading in headings:
        key = folded(heading)
        if any(key in one or one in key for one in known):
            return heading
    alone = headings if len(headings) == 1 else []
    return next(filter(None, (*declared, *alone, *map(_without_site, titles))), "")


def _headings(root: Element, outlet: str) -> Iterator[str]:
    """The greatest headings, without the site's own name, which many sites make one."""
    for element in root.iter("h1"):
        text = one_line(words(element))
        if text and len(text) <= _MAX_FIELD_CHARS and folded(text) != folded(outlet):
            yield text


def _without_site(title: str) -> str:
    """A window's title without the name of the site behind it."""
    parts = _SEPARATOR.split(title)
    return max(parts[0], " ".join(parts[:-1]), key=len) if len(parts) > 1 else title


def _by(root: Element) -> tuple[str, ...]:
    """Who the page shows to have written it, where it does not declare it."""
    found = extract_author(deepcopy(root))
    return tuple(filter(_is_name, (found or "").split("; ")))


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NAME and "://" not in text and "@" not in text


def _topics(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for text in _all(said, _TOPICS):
        yield from filter(None, map(one_line, text.split(",")))
