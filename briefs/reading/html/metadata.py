"""What a page says of itself: its title, who wrote it, when, where, its address, and about what."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, urljoin, urlsplit

from briefs.reading.front_matter import FrontMatter, listed
from briefs.reading.html import byline, json_ld
from briefs.reading.html.tree import Element, names, words
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
    for link in root.iter("a"):
        if "p-canonical" in names(link):  # of a Medium export
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
_TITLE = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_TOPICS = ("article:tag", "keywords", "news_keywords")
_LANGUAGE = ("og:locale", "content-language", "dc.language")
_DUBLIN_CORE = re.compile(r"^(dc|dcterms)[:_]")
_SEPARATOR = re.compile(r"\s{1,4}(?:[|•·–—-]|::|«)\s{1,4}")
_PAID = "the page says that it is not free to read: this may be only its beginning"
_MOST_HEADINGS = 5
_MOST_OF = 0.5
_MAX_BRAND_WORDS = 3
_EXPORTED = frozenset({"title", "msotitle", "doc-title"})
_GENERIC = frozenset(
    map(
        folded,
        (
            "home",
            "untitled",
            "untitled document",
            "document",
            "index",
            "draft",
            "page",
            "article",
            "news",
            "blog",
            "welcome",
        ),
    )
)
_MAX_FIELD_CHARS = 300
_MOST_TOPICS = 12
"""A page with more keywords than these lists them for search engines, not for readers."""


def read(root: Element, around: frozenset[Element], address: str = "") -> FrontMatter:
    """The facts of a page; `address` is where it was fetched, if it was.

    `around` are the elements that are not of the piece.

    A fact is one that the page states of itself: what it does not say stays empty.
    """
    said = _said(root)
    linked = json_ld.read(root)
    own = find(root, _first(said, ("og:url",)), address)
    outlet = linked.outlet or _first(said, _OUTLET) or host(own.url)
    authors = (
        byline.listed_names(linked.authors)
        or byline.listed_names(_all(said, _AUTHOR))
        or byline.shown_names(root, around)
    )
    topics = linked.topics or tuple(_topics(said))
    return FrontMatter(
        title=_title(root, (linked.title, *_all(said, _TITLE)), outlet),
        byline=listed(authors),
        outlet=outlet,
        published=json_ld.find(root, around, said, linked.published, own.url),
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
                said[_DUBLIN_CORE.sub(r"\1.", name.strip().lower())].append(content)
    return said


def _all(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> list[str]:
    """What is said under the first of the names that is used."""
    return next(([*said[name]] for name in names if name in said), [])


def _first(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    return next(iter(_all(said, names)), "")


def _title(root: Element, declared: Sequence[str], outlet: str) -> str:
    """The headline that is shown, where it is the one declared; else what is declared.

    A heading that only repeats the site's name is no headline, though it is part of many titles.
    """
    window = next((one_line(words(element)) for element in root.iter("title")), "")
    brands = _brands(window, outlet)
    headings = [
        one for one in islice(_headings(root), _MOST_HEADINGS) if not _is_brand(one, brands)
    ]
    told = (*declared, window)
    parts = (folded(part) for text in told if text for part in (text, *_SEPARATOR.split(text)))
    known = [part for part in parts if part not in brands]
    for heading in headings:
        key = folded(heading)
        if any(_is_most_of(key, one) or _is_most_of(one, key) for one in known):
            return heading
    exported = next(_exported_titles(root), "")
    for text in (*declared, exported, window):
        settled = _without_site(text, brands, headings)
        if settled and folded(settled) not in brands | _GENERIC:
            return settled
    return next(iter(headings), "")


def _brands(window: str, outlet: str) -> frozenset[str]:
    """What the site calls itself: its name, and the short end of its window titles."""
    parts = _SEPARATOR.split(window)
    last = parts[-1] if len(parts) > 1 else ""
    is_short = len(last.split()) <= _MAX_BRAND_WORDS or len(last) < len(window) - len(last)
    return frozenset(folded(one) for one in (outlet, last if is_short else "") if one)


def _is_brand(heading: str, brands: Collection[str]) -> bool:
    key = folded(heading)
    return any(key == brand or _is_most_of(key, brand) for brand in brands)


def _is_most_of(part: str, whole: str) -> bool:
    """Whether one text is the other, or a good part of it."""
    return part in whole and len(part) >= _MOST_OF * len(whole)


def _headings(root: Element) -> Iterator[str]:
    for element in root.iter("h1"):
        text = one_line(words(element))
        if text and len(text) <= _MAX_FIELD_CHARS:
            yield text


def _exported_titles(root: Element) -> Iterator[str]:
    """What a word processor's export calls the title: its window title is a file's name."""
    for element in root.iter("p"):
        if not _EXPORTED.isdisjoint(names(element)) and (text := one_line(words(element))):
            yield text[:_MAX_FIELD_CHARS]


def _without_site(title: str, brands: Collection[str], headings: Collection[str] = ()) -> str:
    """A title without the name of the site before or behind it."""
    parts = _SEPARATOR.split(title)
    if len(parts) > 1 and folded(parts[-1]) in brands:
        return title[: title.rindex(parts[-1])].rstrip(" |•·–—-:«")
    first = parts[0] if len(parts) > 1 else title.partition(": ")[0]
    rest = title[len(first) :].lstrip(" |•·–—-:«")
    is_short = len(first.split()) <= _MAX_BRAND_WORDS and len(first) < len(rest)
    if rest and is_short and folded(first) in {*brands, *map(folded, headings)}:
        return rest
    return title


def _topics(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for text in _all(said, _TOPICS):
        yield from filter(None, map(one_line, text.split(",")))
