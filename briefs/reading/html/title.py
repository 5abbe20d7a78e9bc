"""The title of a page: its declared title, without the site's name, spelled as it is shown.

The title for link previews comes first; a heading with the same words gives the spelling. The
site's name is removed only on evidence: the page or the address names the site so, or the headline
and another declaration do not have it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import islice

from briefs.reading.html.tree import Element, names, words
from briefs.text.canonical import folded, one_line

MAX_TITLE_CHARS = 300
_SHARED = ("citation_title", "dc.title", "dcterms.title", "og:title")
_ALSO = ("twitter:title", "headline", "parsely-title", "sailthru.title", "title")
_SEPARATOR = re.compile(
    r"\s{1,4}(?:[|•·–—_-]|::|«|»|:)\s{1,4}|\s{0,4}[|｜]\s{0,4}|\s_(?=\S)|:\s{1,4}"
    r"|(?<=[\u3000-\u30ff\u3400-\u9fff\uff01-\uff5e])[_-](?=\S)"
)
_STRONG = re.compile(r"\s{0,4}(?:[|｜•·«»]|::|\s_|(?<=\W)_|_)\s{0,4}")
_EDGES = " |｜•·–—-_:«»"
_KICKER = re.compile(
    r"(?:[a-z]+-)*(?:kicker|eyebrow|overline|sub-?(?:title|head(?:ing|line)?)|tag-?line"
    r"|dachzeile|topline"
    r"|category|section-name|surtitle|deck|standfirst)(?:-[a-z]+)*"
)
_CUT = re.compile(r"\s?(?:…|\.\.\.)$")
_MOST_HEADINGS = 5
_MOST_OF = 0.5
_MAX_SITE_WORDS = 6
_MAX_BRAND_WORDS = 3
_MIN_SITE_CHARS, _MIN_TITLE_CHARS = 3, 9
_MIN_TITLE_WORDS = 3
_FILE = re.compile(
    r"(?:microsoft word - .*|\S.{0,100}\.(?:x?html?|php|aspx?|docx?|odt|rtf|pdf|md|txt|indd"
    r"|pages))",
    re.IGNORECASE,
)
_TITLES = frozenset({"entry-title", "post-title", "article-title"})
_HOME = re.compile(r"(?:https?:)?//[^/?#]+/?|/(?:index\.\w+)?|\./|index\.html?", re.IGNORECASE)
_EXPORTED = frozenset({"title", "msotitle", "doc-title"})
_SITE_WORDS = re.compile(r"^the |\.(?:com|org|net|co|de|fr|uk|info|news)(?:\.[a-z]{2})?$")
_GENERIC = frozenset(
    """
    home homepage untitled document index draft page article news blog welcome
    """.split()  # noqa: SIM905  # a list of strings is hard to read
) | {"untitled document", "home page", "new page", "no title"}


@dataclass(frozen=True)
class _Site:
    """What is known of the site: its names for itself, and its host."""

    named: tuple[str, ...]
    host: str

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(filter(None, map(_key, self.named)))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for label in self.host.casefold().split(".") if len(label) > 1)

    def is_named(self, text: str) -> bool:
        """Whether a part of a title is the site's name."""
        key = _key(text)
        if not key:
            return False
        if any(key == one or _is_most_of(key, one) or _is_most_of(one, key) for one in self.keys):
            return True
        if len(text.split()) > _MAX_SITE_WORDS or len(key) < _MIN_SITE_CHARS:
            return key in self.labels
        return any(key == label or _is_most_of(key, label) for label in self.labels)


def find(
    root: Element,
    said: Mapping[str, Sequence[str]],
    linked: Sequence[str],
    outlets: Sequence[str],
    host: str,
) -> str:
    """The title of a page, "" if it has none.

    `said` are its meta elements, `linked` the headline and the name in its JSON-LD, `outlets` the
    site's names for itself, `host` the page's host.
    """
    window = next((one_line(words(element)) for element in root.iter("title")), "")
    window = unescape(window[:MAX_TITLE_CHARS])  # some pages encode it twice
    site = _Site((*outlets, *_brands(root)), host)
    headings = [one for one in islice(_headings(root), _MOST_HEADINGS) if not site.is_named(one)]
    shared = [text for name in _SHARED for text in said.get(name, ())[:1]]
    also = [text for name in _ALSO for text in said.get(name, ())[:1]]
    exported = next(_exported_titles(root), "")
    declared = [*shared, *_linked(linked, [*headings, window]), *also, exported]
    told = [unescape(text) for text in declared if text]
    found = _found(told, window, headings, _Said(site, tuple(linked), tuple(shared)))
    return _cased(found, [*told, window])


def _brands(root: Element) -> Iterator[str]:
    """Headings that are the site's name, as they are links to its first page and no more."""
    for heading in islice(root.iter("h1"), _MOST_HEADINGS):
        link = next(heading.iter("a"), None)
        if link is not None and _HOME.fullmatch((link.get("href") or "-").strip()):
            text = one_line(words(heading))
            if text and text == one_line(words(link)):
                yield text


def _cased(title: str, told: Sequence[str]) -> str:
    """A title in capitals in the spelling of another place of the page, if
    that has small letters.
    """
    if not title.isupper():
        return title
    key = title.casefold()
    places = ((text, text.casefold().find(key)) for text in told if not text.isupper())
    cased = (text[at : at + len(title)] for text, at in places if at >= 0)
    return next((one for one in cased if one.casefold() == key and not one.isupper()), title)


@dataclass(frozen=True)
class _Said:
    """The site, and which of the titles come from JSON-LD and from link previews."""

    site: _Site
    linked: tuple[str, ...]
    shared: tuple[str, ...]


def _found(told: Sequence[str], window: str, headings: Sequence[str], said: _Said) -> str:
    site, linked, shared = said.site, said.linked, said.shared
    for heading in headings:
        if _says(heading, linked) and _says(heading, [window, _by_form(window)]):
            return heading  # the preview's title differs from all others
    for at, text in enumerate(told):
        others = [*told[:at], *told[at + 1 :], _by_form(window)]
        bare = _without_site(text, site, headings, others)
        if bare and not _is_generic(bare, site):
            return _spelled(bare, headings, cut=text not in shared)
    settled = _shown_in(window, headings) or _by_form(_without_site(window, site, headings, told))
    if settled and not _is_generic(settled, site):
        alike = (one for one in headings if _is_most_of(_tokens(settled), _tokens(one)))
        return next(alike, settled)
    return next(iter(headings), "")


def _linked(linked: Sequence[str], shown: Sequence[str]) -> Sequence[str]:
    """JSON-LD's headline and name, the one first that the page shows: the other may be a
    description.
    """
    return sorted(
        filter(None, linked), key=lambda text: not any(_is_in(text, one) for one in shown)
    )


def _is_in(text: str, shown: str) -> bool:
    return f" {_tokens(text)} " in f" {_tokens(shown)} "


def _is_generic(text: str, site: _Site) -> bool:
    is_file = _FILE.fullmatch(text) is not None
    return is_file or folded(text) in _GENERIC or _key(text) in site.keys


def _spelled(title: str, headings: Sequence[str], *, cut: bool) -> str:
    """The title as a headline of the page spells it; a title that may be `cut` off is completed."""
    key, bare = _tokens(title), _tokens(_CUT.sub("", title))
    for heading in headings:
        shown = _tokens(heading)
        is_cut = (cut or _CUT.search(title)) and f"{shown} ".startswith(f"{bare} ")
        if shown == key or (is_cut and _is_most_of(bare, shown)):
            return heading
    return title


def _without_site(title: str, site: _Site, headings: Sequence[str], others: Sequence[str]) -> str:
    """A title without the site's name before or after it, and without the separator."""
    for name in site.named:
        before, behind = title.removesuffix(name).rstrip(), title.removeprefix(name).lstrip()
        for cut, edge in ((before, before[-1:]), (behind, behind[:1])):
            if cut != title and edge and edge in _EDGES and (bare := cut.strip(_EDGES)):
                return _without_site(bare, site, headings, others)
    breaks = list(_SEPARATOR.finditer(title))
    for at in breaks:
        before, behind = title[: at.start()].strip(_EDGES), title[at.end() :].strip(_EDGES)
        if at is breaks[-1] and site.is_named(behind) and before:
            return _without_site(before, site, headings, others)
        if at is breaks[0] and site.is_named(before) and _is_telling(behind):
            return _without_site(behind, site, headings, others)
        for part in (before, behind):
            if _says(part, headings) and (_STRONG.search(at[0]) or _says(part, others)):
                return part
    return title


def _says(text: str, told: Sequence[str]) -> bool:
    """Whether one of the titles is exactly this text."""
    return any(_tokens(one) == _tokens(text) for one in told)


def _shown_in(window: str, headings: Sequence[str]) -> str:
    """The part of a window title that equals a headline, or ""."""
    breaks = list(_SEPARATOR.finditer(window))
    starts = [0, *(one.end() for one in breaks)]
    ends = [*(one.start() for one in breaks), len(window)]
    parts = [window[start:end].strip(_EDGES) for start in starts for end in ends if start < end]
    for heading in headings:  # the rest is the section and the site
        tells = _is_telling(heading) and len(heading.split()) >= _MIN_TITLE_WORDS
        same = (one for one in parts if tells and _tokens(one) == _tokens(heading))
        if part := next(same, ""):
            return part
    for at in breaks:
        for part in (window[: at.start()], window[at.end() :]):
            bare = part.strip(_EDGES)
            if any(_is_most_of(_tokens(bare), _tokens(heading)) for heading in headings):
                return bare
    return ""


def _by_form(window: str) -> str:
    """A window title without its short end, which usually is the site's name."""
    breaks = list(_SEPARATOR.finditer(window))
    if not breaks or ":" in breaks[-1][0].replace("::", ""):
        return window
    before, behind = window[: breaks[-1].start()].strip(_EDGES), window[breaks[-1].end() :]
    is_brief = len(behind.split()) <= _MAX_BRAND_WORDS
    if _STRONG.search(breaks[-1][0]):
        is_site = is_brief or len(behind) < len(before)
    else:
        is_site = is_brief and len(before.split()) >= _MIN_TITLE_WORDS
    return before if is_site and _is_telling(before) else window


def _is_telling(text: str) -> bool:
    return " " in text or len(text) >= _MIN_TITLE_CHARS


def _headings(root: Element) -> Iterator[str]:
    for element in root.iter("h1", "h2", "h3"):
        if element.tag != "h1" and not _is_titles(element):
            continue
        text = _without_kicker(element)
        if text and len(text) <= MAX_TITLE_CHARS:
            yield text


def _is_titles(heading: Element) -> bool:
    """Whether a page marks a lower heading as its piece's own, because the first is the site's."""
    told = (heading.get("itemprop") or "").split()
    return "headline" in told or not _TITLES.isdisjoint(names(heading))


def _without_kicker(heading: Element) -> str:
    """A headline without the kicker above or the line below it in the same element."""
    text = one_line(words(heading))
    for inner in heading.iterdescendants():
        if inner.tag == "small" or any(map(_KICKER.fullmatch, names(inner))):
            told = one_line(words(inner))
            bare = text.removeprefix(told).removesuffix(told).strip(_EDGES)
            text = bare or text
    return text


def _exported_titles(root: Element) -> Iterator[str]:
    """The titles in a word processor's export, whose window title is a file's name."""
    for element in root.iter("p"):
        if not _EXPORTED.isdisjoint(names(element)) and (text := one_line(words(element))):
            yield text[:MAX_TITLE_CHARS]


def _key(text: str) -> str:
    """A name in the form of a host: "The Example Review.com" gives "examplereview"."""
    return "".join(filter(str.isalnum, _SITE_WORDS.sub("", text.strip().casefold())))


def _tokens(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _is_most_of(part: str, whole: str) -> bool:
    """Whether one text is the other, or a large part of it."""
    return part in whole and len(part) >= _MOST_OF * len(whole)
