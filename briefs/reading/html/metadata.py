"""A page's facts about itself: title, authors, date, outlet, address and topics."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from briefs.reading.front_matter import FrontMatter, held, listed
from briefs.reading.html import byline, json_ld, publication_date, title
from briefs.reading.html.tree import Element, names, words
from briefs.text.canonical import one_line

_MAX_URL_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """`url` is "" if there is none; `doubts` are for the editor."""

    url: str
    doubts: tuple[str, ...] = ()


def find(root: Element, said: str, fetched: str) -> OwnAddress:
    """The canonical address of a page `fetched` at an address ("" for a file).

    `said` is the address in its meta elements. One on another site is ignored, since any page can
    name one; so is the site's front page, which some templates name on every page.
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
    for link in root.iter("a"):
        if "p-canonical" in names(link):  # in an export from Medium
            yield (link.get("href") or "").strip()


def _web(fetched: str, link: str) -> SplitResult | None:
    """The parts of a link, resolved against its page's address, if it leads to the web."""
    try:
        parts = urlsplit(urljoin(fetched, link))
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return parts if usable and len(link) <= _MAX_URL_CHARS else None


def _is_one_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


_AUTHOR = (
    "dc.creator",
    "dcterms.creator",
    "author",
    "article:author",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_OUTLET = ("og:site_name", "citation_journal_title", "dc.publisher", "application-name")
_TOPICS = ("article:tag", "keywords", "news_keywords")
_HELD = frozenset({"draft", "hidden"})
"""Pelican's words for a page that is not public."""

_LANGUAGE = ("og:locale", "content-language", "dc.language")
_AUTHOR_LABELS = frozenset(
    {"written by", "by", "author", "authors", "verfasst von", "geschrieben von", "écrit par"}
    | {"escrito por", "scritto da", "geschreven door", "napisane przez", "автор", "написано"}
)
_DUBLIN_CORE = re.compile(r"^(dc|dcterms)[:_]")
_PAID = "the page says that it is not free to read: this may be only its beginning"
_MAX_FIELD_CHARS = 300
_MOST_TOPICS = 12
"""A page with more keywords lists them for search engines, not for readers."""


def read(root: Element, around: frozenset[Element], address: str = "") -> FrontMatter:
    """The facts of a page; `address` is where it was fetched, if it was.

    `around` are the elements that are not part of the piece. A fact is one that the page states
    about itself: what it does not state stays empty.
    """
    said = _said(root)
    linked = json_ld.read(root)
    own = find(root, _first(said, ("og:url",)), address)
    outlet = linked.outlet or _first(said, _OUTLET) or host(own.url)
    outlets = _outlets(said, linked.outlet)
    noted = _properties(root)
    told = (
        linked.authors,
        *(said.get(name, ()) for name in _AUTHOR),
        _labelled(said),
        [noted.get("author", "")],
    )
    authors = byline.told_names(told, root, around)
    topics = linked.topics or tuple(_topics(said))
    days = (linked.published, linked.published_page)
    published, moment = publication_date.find(root, around, said, days, own.url)
    return FrontMatter(
        title=title.find(root, said, linked.titles, outlets, host(own.url)),
        byline=listed(authors),
        outlet=outlet,
        published=published,
        not_before=moment if moment != published else None,
        topics=tuple(dict.fromkeys(topics)) if len(topics) <= _MOST_TOPICS else (),
        url=own.url,
        hold=next(
            (f"the page says “status: {one}”" for one in said.get("status", ()) if one in _HELD),
            held(noted).replace("front matter", "table of properties"),
        ),
        language=root.get("lang") or linked.language or _first(said, _LANGUAGE),
        warnings=(*own.doubts, *(() if linked.free else (_PAID,))),
    )


def _properties(root: Element) -> Mapping[str, str]:
    """What the table above a page of Notion says of it: "Status", "Author", "Tags" …"""
    tables = (table for table in root.iter("table") if "properties" in names(table))
    rows = ([*row.iter("th", "td")] for table in tables for row in table.iter("tr"))
    return {words(row[0]).strip().lower(): words(row[-1]).strip() for row in rows if len(row) > 1}


def _outlets(said: Mapping[str, Sequence[str]], linked: str) -> list[str]:
    """All names that the site gives itself; some pages give their title as
    the application's name.
    """
    told = (linked, *(text for name in _OUTLET for text in said.get(name, ())))
    titles = said.get("og:title", ())
    return list(dict.fromkeys(text for text in told if text and text not in titles))


def _said(root: Element) -> Mapping[str, Sequence[str]]:
    """The page's meta elements, by their names in lower case.

    A property, as in RDFa and Open Graph, overrides a name; it may have several values.
    """
    said: dict[str, list[str]] = {}
    for key in ("property", "name", "itemprop", "http-equiv"):
        told: dict[str, list[str]] = defaultdict(list)
        for meta in root.iter("meta"):
            content = one_line(meta.get("content") or "")[:_MAX_FIELD_CHARS]
            for name in (meta.get(key) or "").lower().split() if content else ():
                told[_DUBLIN_CORE.sub(r"\1.", name)].append(content)
        said = {**told, **said}
    return said


def _labelled(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The author in the labels for link previews: "Written by", and a name."""
    for number in ("1", "2"):
        label = _first(said, (f"twitter:label{number}",)).strip(" :").casefold()
        if label in _AUTHOR_LABELS:
            yield from said.get(f"twitter:data{number}", ())


def _all(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[str]:
    """The values of the first of the names that occurs."""
    return next(([*said[name]] for name in names if name in said), [])


def _first(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    return next(iter(_all(said, names)), "")


def _topics(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for text in _all(said, _TOPICS):
        yield from filter(None, map(one_line, text.split(",")))
