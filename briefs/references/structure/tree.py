"""A page as a tree of elements: nothing is fetched, no entity expanded, and nothing raised."""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from lxml.etree import HTMLParser, XMLSyntaxError, _Element, fromstring

Element: TypeAlias = _Element

LARGEST, MOST_ELEMENTS = 10_000_000, 100_000
"""Code points and elements; a page that has more is no piece, and is not looked into."""

PART = "sourcebrief-part"
"""The name of the elements that we set into a page; none of them is left in what is given back."""

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
    """.split()  # noqa: SIM905  # a list of strings is harder to read than a line of words
)
"""Elements that hold no words of the text."""

_HYPHENS = re.compile("[_:]+")
_CLOSED = re.compile(rf"</(?:{'|'.join(sorted(BLOCKS))})\s*>", re.IGNORECASE)
"""The parser drops one that closes nothing, and the words around it would grow together."""

_UNSAID = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that say nothing: the parser lets them in, and the tree refuses to be given them."""


def parse(text: str) -> Element | None:
    """The root of the tree, comments left out; None if there is none, or not the whole of it."""
    if len(text) > LARGEST:
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        spaced = _CLOSED.sub(r"\g<0>\n", text).encode("utf-8", "replace")
        root: Element | None = fromstring(spaced, parser)
    except XMLSyntaxError:
        return None
    # What is nested too deeply is cut off by the parser; half a page must not pass for a whole one.
    is_cut = any(error.level_name == "FATAL" for error in parser.error_log)
    is_large = root is None or sum(1 for _ in root.iter()) > MOST_ELEMENTS
    if root is None or is_cut or is_large:
        return None
    if "&#" in text or _UNSAID.search(text):
        _take_out_unsaid(root)
    return root


def _take_out_unsaid(root: Element) -> None:
    for element in root.iter():
        if element.text and _UNSAID.search(element.text):
            element.text = _UNSAID.sub("", element.text.replace("\f", " "))
        if element.tail and _UNSAID.search(element.tail):
            element.tail = _UNSAID.sub("", element.tail.replace("\f", " "))


def _never(_: Element) -> bool:
    return False


def walk(
    root: Element, passed_over: Callable[[Element], bool] = _never
) -> Iterator[tuple[bool, Element]]:
    """Each element as it opens (True) and closes (False); what is passed over only closes."""
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


def names(element: Element) -> list[str]:
    """What a page calls an element: its classes and its id, in one spelling."""
    classes, own = element.get("class") or "", element.get("id") or ""
    if not classes and not own:  # most have none, and every one is asked
        return []
    called = f"{classes} {own.strip().replace(' ', '-')}"
    return _HYPHENS.sub("-", called[:500].casefold()).split()


def roles(element: Element) -> list[str]:
    """The parts an element says it plays, as ARIA and EPUB name them."""
    role, kind = element.get("role") or "", element.get("epub:type") or ""
    if not role and not kind:  # as above
        return []
    return f"{role} {kind}"[:200].casefold().split()


def fragment(link: Element) -> str:
    """The place in a page that a link leads to, or "" if it names none."""
    return (link.get("href") or "").strip()[:2_000].partition("#")[2] if link.tag == "a" else ""
