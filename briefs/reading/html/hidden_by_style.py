"""Decides which elements of a page its styles hide, and when to ignore that.

A page may hide its text until a script shows it: slides, tabs, fade-in effects. So an element with
most of a page's words counts as shown, and so does everything hidden by styles if it has more prose
than the rest. The same holds for the content of `noscript`.
"""

import re
from collections.abc import Iterator

from briefs.reading.html.style import HIDDEN, Styles
from briefs.reading.html.tree import Element

_SAME_COLOUR = re.compile(
    r"(?<![\w-])color\s*:\s*(?P<ink>#?\w+)\s*;(?:.*;)?\s*background(?:-color)?\s*:\s*(?P=ink)\s*"
    r"(?:;|!|$)",
    re.IGNORECASE,
)
_NO_WORDS = frozenset({"script", "style", "template", "noscript", "head", "nav", "svg"})
_WHOLE = frozenset({"html", "body"})
_MOST = 0.5
_MIN_PROSE_WORDS = 12
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][”’\"'»)]{0,3}\s{0,4}$")


def find(root: Element, styles: Styles) -> frozenset[Element]:
    """The outermost elements that styles hide and no script will show."""
    candidates = list(_outermost(root, styles))
    if not candidates:
        return frozenset()
    whole = _count(root)
    hidden = [element for element in candidates if _count(element) <= _MOST * whole]
    unseen = sum(map(_prose, hidden))
    shown = whole - sum(map(_count, hidden))
    return frozenset(hidden) if unseen <= shown else frozenset()


def show_spare_text(root: Element) -> None:
    """Show the content of `noscript` as text, if most of the words are in it."""
    spare = max(root.iter("noscript"), key=_count, default=None)
    if spare is not None and _count(spare) > _MOST * (_count(root) + _count(spare)):
        spare.tag = "div"


def _outermost(root: Element, styles: Styles) -> Iterator[Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag not in _WHOLE and _is_hidden(element, styles):
            yield element
        else:
            waiting.extend(child for child in element if isinstance(child.tag, str))


def _is_hidden(element: Element, styles: Styles) -> bool:
    style = element.get("style")
    if style and (HIDDEN.search(style) or _SAME_COLOUR.search(style)):
        return True
    return styles.hides(element)


def _texts(root: Element) -> Iterator[str]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if (element.tag in _NO_WORDS and element is not root) or not isinstance(element.tag, str):
            continue
        yield element.text or ""
        for child in element:
            yield child.tail or ""
            waiting.append(child)


def _count(element: Element) -> int:
    return sum(len(text.split()) for text in _texts(element))


def _prose(element: Element) -> int:
    """The number of words in paragraphs that end like sentences."""
    counted = 0
    for paragraph in element.iter("p"):
        text = "".join(map(str, paragraph.itertext()))
        words = len(text.split())
        if words >= _MIN_PROSE_WORDS and _ENDS_SENTENCE.search(text):
            counted += words
    return counted
