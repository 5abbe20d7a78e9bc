"""A page as a tree of elements, the words that an element shows, and whether others are beside it.

Nothing is fetched, no entity expanded, and nothing raised.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html.entities import html5, name2codepoint
from itertools import chain, dropwhile, islice
from typing import TypeAlias

from lxml.etree import (
    ElementDefaultClassLookup,
    HTMLParser,
    XMLSyntaxError,
    _Element,
    fromstring,
    tostring,
)
from lxml.html import HtmlElement

from briefs.reading.base import is_address, web_address
from briefs.text.canonical import clean

Element: TypeAlias = _Element

LARGEST, MOST_ELEMENTS = 10_000_000, 100_000
"""Code points, and elements; a page with more is no piece, and is not read."""

PART = "sourcebrief-part"
"""The name of elements that we insert into a page; none of them is in the result."""

GAP = "\ufdd0"
"""Stands for something that is no text; a noncharacter, which no page may contain."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu"
    f" nav ol p pre section summary table tbody td tfoot th thead tr ul {PART}".split()
)
"""Elements that begin on a new line."""

UNSHOWN = frozenset(
    """
    head script style template noscript svg math iframe object canvas button select textarea
    input audio video map
    """.split()  # noqa: SIM905  # a list of strings is hard to read
)
"""Elements without any words of the text."""

_OF_HEAD = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})

_AS_HTML = ElementDefaultClassLookup(element=HtmlElement)
"""The class that trafilatura needs, without lxml.html's own look-up in Python."""

_HYPHENS = re.compile("[_:]+")
_CLOSED = re.compile(rf"</(?:{'|'.join(sorted(BLOCKS))})\s*>", re.IGNORECASE)
"""Closing tags; the parser drops one that closes nothing, which would join the words around it."""

_SELF_CLOSED = re.compile(
    r"<((script|style)\b[^<>]*)/>(?=[^<]*+(?:<(?!/?\2\b)[^<]*+)*+</\2\b)", re.IGNORECASE
)
"""A script that seems to be empty, as XML has it; for HTML it goes on until its end."""

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
"""Named entities; the parser knows only those of HTML 4: "&percnt;" would stay in its sentence."""

_UNSAID = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff]")
"""Characters without meaning that the parser accepts, but the tree refuses."""


def parse(text: str, *, keeps_gaps: bool = False) -> Element | None:
    """The root of the tree, without comments; None if there is none, or it is incomplete.

    Noncharacters are removed, except for the GAPs of a text that may contain some.
    """
    if len(text) > LARGEST:
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_AS_HTML)
    try:
        text = _SELF_CLOSED.sub(r"<\1>", text)
        known = _ENTITY.sub(_letter, text) if "&" in text else text
        spaced = _CLOSED.sub(r"\g<0>\n", known).encode("utf-8", "replace")
        root: Element | None = fromstring(spaced, parser)
    except XMLSyntaxError:
        return None
    # The parser cuts off what is nested too deeply; half a page must not pass for a whole one.
    is_cut = any(error.level_name == "FATAL" for error in parser.error_log)
    is_large = root is None or len(list(root.iter())) > MOST_ELEMENTS
    if root is None or is_cut or is_large:
        return None
    _begin_body(root)
    if not keeps_gaps and _UNSAID.search(tostring(root, method="text", encoding="unicode")):
        _take_out_unsaid(root)
    return root


def _begin_body(root: Element) -> None:
    """Move elements that cannot be in a head from there to the beginning of the body.

    A page may omit <body>; browsers then begin it with the first element that shows something
    (WHATWG HTML, "in head"). libxml2 knows no elements of HTML 5: given an <article> or <main>, it
    takes the whole page for its head.
    """
    head = root.find("head")
    stray = [] if head is None else list(dropwhile(lambda one: one.tag in _OF_HEAD, head))
    if not stray:
        return
    body = root.find("body")
    if body is None:
        body = root.makeelement("body", {}, None)
        root.append(body)
    stray[-1].tail = (stray[-1].tail or "") + (body.text or "")
    body.text = None
    for place, element in enumerate(stray):
        body.insert(place, element)


def _letter(entity: re.Match[str]) -> str:
    """The character of a named entity that HTML 5 has and HTML 4 lacks."""
    name = entity[1]
    return entity[0] if name[:-1] in name2codepoint else html5.get(name, entity[0])


def _take_out_unsaid(root: Element) -> None:
    for element in root.iter():
        if element.text and _UNSAID.search(element.text):
            element.text = _UNSAID.sub("", element.text.replace("\f", " "))
        if element.tail and _UNSAID.search(element.tail):
            element.tail = _UNSAID.sub("", element.tail.replace("\f", " "))


def take_out(element: Element, instead: str = "") -> None:
    """Remove an element from its tree; the text after it stays, after the text `instead`."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), instead + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def text_before(element: Element) -> str:
    """The text right before an element, up to the element before it."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or ""
    return (parent.text or "") if parent is not None else ""


def _never(_: Element) -> bool:
    return False


def walk(
    root: Element, passed_over: Callable[[Element], bool] = _never
) -> Iterator[tuple[bool, Element]]:
    """Each element as it opens (True) and closes (False); a skipped one only closes."""
    yield True, root
    opened = [(root, iter(root))]
    while opened:
        element, children = opened[-1]
        child = next(children, None)
        if child is None:
            opened.pop()
            yield False, element
        elif passed_over(child):
            yield False, child
        else:
            yield True, child
            opened.append((child, iter(child)))


def names(element: Element) -> tuple[str, ...]:
    """An element's classes and id, in normalised spelling."""
    classes, own = element.get("class"), element.get("id")
    if classes is None and own is None:  # most elements have none
        return ()
    return _spelled(classes or "", own or "")


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _spelled(classes: str, own: str) -> tuple[str, ...]:
    called = f"{classes} {own.strip().replace(' ', '-')}"
    return tuple(_HYPHENS.sub("-", called[:500].casefold()).split())


def roles(element: Element) -> list[str]:
    """The roles of an element, as ARIA and EPUB name them."""
    role, kind = element.get("role") or "", element.get("epub:type") or ""
    if not role and not kind:  # as above
        return []
    return f"{role} {kind}"[:200].casefold().split()


def fragment(link: Element) -> str:
    """The place in a page that a link leads to, or "" if it names none."""
    return (link.get("href") or "").strip()[:2_000].partition("#")[2] if link.tag == "a" else ""


NUMBERS = re.compile(r"\s*+[\[(]?\s*+(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\s*+[\])]?[.:]?\s*+")
_RAISED = str.maketrans("0123456789-;", "⁰¹²³⁴⁵⁶⁷⁸⁹–,")
_UNSEEN = re.compile(
    r"(?:screen-reader|sr|visually)-(?:text|only|hidden)|visuallyhidden|mw-editsection"
    r"|cite-accessibility-label|noprint"
)
_RETURNS = re.compile(
    r"(?:foot-?notes?|fn|end-?notes?|citation|reference)?-?(?:back-?(?:ref|link)s?|return)(?:-link)?"
    r"|reversefootnote|mw-cite-backlink"
)
_RETURN_WORDS = re.compile(
    r"(?:jump |go |\()?(?:back|return|up)(?: up)?(?: (?:to|in))?(?: (?:the )?(?:text|content|top"
    r"|article|reference|where you were))?\)?",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_SEEN, _NODES = 100, 20
_ALONE = re.compile(r"\w")


def words(element: Element) -> str:
    """The visible text of an element; note markers become "[1]" or superscript digits.

    Links back to the text are left out, and so is text for screen readers only.
    """
    if len(element) == 0:
        return _on_one_line((element.text or "",))
    return _on_one_line(_pieces(element))


def has_more_words(element: Element, most: int) -> bool:
    """Whether the visible text of an element has more than so many words; a page is not read to its
    end for that.
    """
    parts: list[str] = []
    unseen = 0
    for piece in _pieces(element):
        parts.append(piece)
        unseen += len(piece.split())
        if unseen > 2 * most:  # a word may be in several pieces
            if len(_on_one_line(parts).split()) > most:
                return True
            unseen = 0
    return len(_on_one_line(parts).split()) > most


def marked_up(element: Element) -> str:
    """Like `words`, with the links and the emphasis of an entry in Markdown."""
    return _on_one_line(_pieces(element, markdown=True))


def _on_one_line(pieces: Iterable[str]) -> str:
    return " ".join(clean("".join(pieces))[0].split())


def _pieces(root: Element, *, markdown: bool = False) -> Iterator[str]:
    set_aside: dict[Element, str] = {}

    def passed_over(child: Element) -> bool:
        if is_left_out(child):
            set_aside[child] = ""
        elif note := _note(child):
            set_aside[child] = note
        return child in set_aside

    begun = False
    for opens, element in walk(root, passed_over):
        if element is root and not opens:
            return
        if note := set_aside.get(element, ""):
            leads = element.tag == "a" and not begun
            yield f"[{note}] " if leads else note if element.tag == "sup" else beginning(element)
            begun = True
        text = (element.text if opens else element.tail) or ""
        begun = begun or _ALONE.search(text) is not None
        mark = _markdown(element, opens=opens) if markdown and element not in set_aside else ""
        space = " " if element.tag in BLOCKS or element.tag == "br" else ""
        yield mark + space + text


def _note(element: Element) -> str:
    """A superscript number as superscript digits, or the number of a link to or from a note."""
    if element.tag not in {"sup", "a"} or (element.tag == "a" and not fragment(element)):
        return ""
    number = NUMBERS.fullmatch(beginning(element))
    if number is None:
        return ""
    return raised(number[1]) if element.tag == "sup" else number[1].replace(" ", "")


def raised(number: str) -> str:
    """Digits, commas and dashes as superscript characters, without the brackets around them."""
    return number.strip("[](). ").replace(" ", "").translate(_RAISED)


def _markdown(element: Element, *, opens: bool) -> str:
    if element.tag in {"em", "i", "cite"}:
        return "*"
    address = address_of(element)
    if not address or is_address(beginning(element)):
        return ""
    return "[" if opens else f"]({address})"


def beginning(element: Element) -> str:
    """The first hundred code points of an element's text, enough to recognise a marker."""
    nodes = list(islice(element.iter(), _NODES))
    if len(nodes) < _NODES:
        return "".join(map(str, element.itertext()))[:_SEEN].strip()
    return "".join(node.text or "" for node in nodes)[:_SEEN] + " and more"


def address_of(link: Element) -> str:
    """The web address that a link leads to, or ""."""
    return web_address((link.get("href") or "").strip()) if link.tag == "a" else ""


def is_return(element: Element) -> bool:
    """Whether an element leads back from a note to the text: "↩", "^", "Back"."""
    if "doc-backlink" in roles(element) or any(map(_RETURNS.fullmatch, names(element))):
        return element.tag not in BLOCKS
    if not fragment(element):
        return False
    text = beginning(element)
    return (
        not any(map(str.isalnum, text)) or _RETURN_WORDS.fullmatch(text.strip(" ↩↑︎^")) is not None
    )


def is_left_out(element: Element) -> bool:
    """Whether the contents of an element do not belong to the text around it."""
    if element.tag in UNSHOWN:
        return True
    return bool(element.keys()) and (
        element.get("hidden") is not None
        or any(map(_UNSEEN.fullmatch, names(element)))
        or _HIDDEN.search(element.get("style") or "") is not None
        or is_return(element)
    )


def text_in(element: Element) -> str:
    """All words in an element, with a space where a block begins."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts: list[str] = []
    for opens, inner in walk(element):
        if not opens and inner is element:
            break
        if inner.tag in BLOCKS or inner.tag == "br":
            parts.append(" ")
        parts.append((inner.text if opens else inner.tail) or "")
    return " ".join("".join(parts).split())


def has_words(element: Element) -> bool:
    return any(char.isalnum() for char in text_in(element)[:500])


def holds_blocks(element: Element) -> bool:
    return next(element.iter(*BLOCKS), None) is not None


def is_within_text(element: Element) -> bool:
    """Whether there are words of the same block on both sides of an element."""
    return _words_before(element) and _words_behind(element)


def _words_before(element: Element) -> bool:
    for one in chain((element,), element.iterancestors()):
        for sibling in one.itersiblings(preceding=True):
            if _say(sibling.tail):
                return True
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return False
            if has_words(sibling):
                return True
        parent = one.getparent()
        if parent is None or _say(parent.text):
            return parent is not None
        if parent.tag in BLOCKS:
            return False
    return False


def _words_behind(element: Element) -> bool:
    for one in chain((element,), element.iterancestors()):
        if one is not element and one.tag in BLOCKS:
            return False
        if _say(one.tail):
            return True
        for sibling in one.itersiblings():
            if sibling.tag in BLOCKS or sibling.tag == "br":
                return False
            if has_words(sibling) or _say(sibling.tail):
                return True
    return False


def _say(text: str | None) -> bool:
    return text is not None and any(map(str.isalnum, text))


def character_before(element: Element) -> str:
    """The character right before an element on its line, also outside of the inline elements that
    begin with it; "" at the beginning of a line, and behind another element.
    """
    for one in chain((element,), element.iterancestors()):
        if before := text_before(one):
            return before[-1]
        if one.getprevious() is not None or one.tag in BLOCKS:
            return ""
    return ""


def joins_words(element: Element) -> bool:
    """Whether two letters would be joined without the element."""
    before, behind = text_before(element)[-1:], (element.tail or "")[:1]
    return before.isalnum() and behind.isalnum()
