"""Finds who wrote the piece on a page: declared authors, a marked byline, or a "By" line."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice

from briefs.reading.html.author_names import is_person, names_in
from briefs.reading.html.text_blocks import is_quotation
from briefs.reading.html.tree import BLOCKS, Element, has_more_words, names, words

_MAX_SHOWN_CHARS = 300
_MAX_LINE_WORDS = 14
_MAX_QUOTATION_LEVELS = 3
_MAX_NEAR = 60
"""Elements after a headline among which its "By" line is looked for."""

_TOPICS = re.compile(r"\b(?:follow|tags?|topics?|categor(?:y|ies)|sections?|channel)\b")
_RUNNING = frozenset({"b", "i", "em", "strong", "sup", "sub", "mark", "u", "br"})
_MAX_CARD_WORDS, _MIN_TITLE_WORDS = 60, 4
_SIGNED = re.compile(
    r"(?:(?:written|words|text|posted|published|submitted|story|report) )?"
    r"(?:by|von|par|por|автор)[:：]?\s",
    re.IGNORECASE,
)
_BY_ALONE = re.compile(
    r"(?:.{0,40}\s)?(?:by|von|par|por|di|av|af|door|and|und|et|y|e)", re.IGNORECASE
)
_CALLED = re.compile(
    r"(?:(?!comment|related|user|social|recommend)[a-z0-9]+-)*(?:by-?lines?|authors?|writers?"
    r"|creators?|contributors?|autor(?:en|es|i)?(?:zeile|name)?|auteurs?)(?:-(?:names?|info|link|text|content|wrap(?:per)?|box"
    r"|container|details|meta|label|title|data|list|block|item|inner|area|section|date|timestamp|a"
    r"|author|byline|display|full|links))*|vcard|fn|p-author"
)


def listed_names(declared: Iterable[str]) -> tuple[str, ...]:
    """The names in a page's declarations of its authors, each once."""
    found = (name for text in declared for name in names_in(text, declared=True))
    return tuple(dict.fromkeys(found))


def told_names(
    declared: Iterable[Iterable[str]], root: Element, around: frozenset[Element]
) -> tuple[str, ...]:
    """The names in the first declaration that has some, or else those that the page shows.

    If it only declares the outlet, the shown names of people count.
    """
    names = next(filter(None, map(listed_names, declared)), ())
    if any(map(is_person, names)):
        return names
    shown = shown_names(root, around)
    return shown if not names or (shown and all(map(is_person, shown))) else names


def shown_names(root: Element, around: frozenset[Element]) -> tuple[str, ...]:
    """The names in the first byline that the page marks, or else in its "By" line.

    Several marked side by side are several authors.
    """
    beside: Element | None = None
    found: list[str] = []
    window = " ".join(words(element) for element in root.iter("title"))
    for element in root.iter():
        if not _is_marked(element) or not around.isdisjoint(element.iterancestors()):
            continue
        if beside is not None and beside not in islice(element.iterancestors(), 2):
            break
        told = _names_of(element)
        if not told or _is_of_other_piece(element, window) or _is_quoted(element):
            continue
        beside = element.getparent() if beside is None else beside
        found += told
    return tuple(dict.fromkeys(found)) or _signed(root, around)


def _is_quoted(element: Element) -> bool:
    """Whether a name belongs to a quotation within the text, whose speaker it is."""
    return any(map(is_quotation, islice(element.iterancestors(), _MAX_QUOTATION_LEVELS)))


def _names_of(element: Element) -> tuple[str, ...]:
    named = [words(one) for one in element.iterdescendants() if one.get("itemprop") == "name"]
    text = _apart(element)[:_MAX_SHOWN_CHARS]
    links = [
        words(link)
        for link in element.iter("a")
        if link is not element and not _is_topic(link, element)
    ]
    told = (tuple(dict.fromkeys(names_in(one, declared=False))) for one in (*named, text, *links))
    return next(filter(None, told), ())


def _is_topic(link: Element, byline: Element) -> bool:
    """Whether a link beside a byline leads to a topic, or to follow one."""
    for around in (link, *link.iterancestors()):
        if around is byline:
            return False
        if any(map(_TOPICS.search, names(around))):
            return True
    return False


def _apart(element: Element) -> str:
    """The words of a byline; adjacent elements that only styles separate are two parts."""
    line = words(element)
    for inner in element.iterdescendants():
        text = words(inner)
        if not text or inner.tag in _RUNNING or inner.tag in BLOCKS:
            continue
        before, found, behind = line.partition(text)
        if found and before[-1:].isalnum() and not _BY_ALONE.fullmatch(before):
            line = f"{before} | {text}{behind}"
        elif found and before[-1:].isalnum():
            line = f"{before} {text}{behind}"
        if found and behind[:1].isalnum():
            line = line.replace(f"{text}{behind}", f"{text} | {behind}")
    return line


def _signed(root: Element, around: frozenset[Element]) -> tuple[str, ...]:
    """The names in a separate line after the first headline that begins with "By"."""
    headline = next((one for one in root.iter("h1") if words(one).strip()), None)
    if headline is None:
        return ()
    for element in islice(headline.itersiblings(), _MAX_NEAR):
        for line in islice(element.iter(), _MAX_NEAR):
            if line.tag not in BLOCKS or any(child.tag in BLOCKS for child in line):
                continue
            text = words(line)
            if len(text.split()) > _MAX_LINE_WORDS:
                return ()
            if _SIGNED.match(text) and around.isdisjoint((line, *line.iterancestors())):
                return tuple(dict.fromkeys(names_in(text, declared=False)))
    return ()


def _is_of_other_piece(element: Element, window: str) -> bool:
    """Whether a byline is in a card that links to another piece, as for related ones.

    The `window` title is the title of this piece.
    """
    for card in islice(element.iterancestors(), 5):
        if card.tag in {"body", "main", "html"} or has_more_words(card, _MAX_CARD_WORDS):
            return False
        if next(card.iter("h1"), None) is not None:
            return False
        links = (
            one
            for one in card.iter("a")
            if one.get("href") and one is not element and next(one.iter("time"), None) is None
        )
        leading = (words(link).strip() for link in links if link not in element.iterancestors())
        if any(len(text.split()) >= _MIN_TITLE_WORDS and text not in window for text in leading):
            return True
    return False


def _is_marked(element: Element) -> bool:
    if not element.keys():
        return False
    if "author" in (element.get("rel") or "").split():
        return True
    if "author" in (element.get("itemprop") or "").split():
        return element.tag != "meta"
    called = names(element)
    if not called or (element.tag in {"html", "body", "main", "article", "a"} and not called):
        return False
    return any(map(_says_author, called)) and element.tag not in {"html", "body", "main", "article"}


@cache
def _says_author(name: str) -> bool:
    return _CALLED.fullmatch(name) is not None and name not in {"vcard", "fn"}
