"""Decides which elements of a page its styles hide, and when to ignore that.

A page may hide its text until a script shows it: slides, tabs, fade-in effects. So an element with
most of a page's words counts as shown, and so does everything hidden by styles if it has more prose
than the rest. The same holds for the content of `noscript`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Literal

from briefs.reading.html.layout import is_dialog
from briefs.reading.html.style import Styles
from briefs.reading.html.style_declarations import (
    INK,
    WHITE,
    Colour,
    Way,
    alike,
    colour,
    ground,
)
from briefs.reading.html.tree import BLOCKS, Element, is_within_text, names

_NO_WORDS = frozenset({"script", "style", "template", "noscript", "head", "nav", "svg"})
_WHOLE = frozenset({"html", "body"})
_HIDING_NAMES = re.compile(
    r"(?:u|uk|is|md|mdl|pf-u|slds|has|g|hds|usa|bx|el)?-?(?:hidden|hide|invisible|display-none|d-none)"
    r"|(?:v|pf-v\d-u)-hidden|display-none|dn|noshow|no-show|notshown|w-condition-invisible"
)
"""Classes by which style sheets of the web hide an element on every screen."""

UNSEEN_NAMES = re.compile(
    r"(?:[a-z]+-){0,2}(?:screen-?readers?|sr|visually|a11y|assistive|accessibility|accessible|aural)"
    r"-?(?:text|only|hidden|visible)|(?:[a-z]+-)?visually-?hidden|(?:[a-z]+-)?hidden-?visually"
    r"|(?:[a-z]+-)?(?:show-)?for-(?:sr|screen-?readers?)(?:-only)?|elementor-screen-only"
    r"|(?:only|visible|show|display)-?(?:(?:on|in|for)-?)?print(?:-?(?:block|inline|inline-block|only))?"
    r"|print-?(?:only|visible)|offscreen|element-invisible|mw-editsection|cite-accessibility-label"
    r"|sitesub|katex-mathml|mjx-assistive-mml|mjx-assistive-mathml|mathjax-preview"
)
UNPRINTED_NAMES = re.compile(r"noprint|hidden-print")
"""What is shown on a screen and not on paper: mostly menus, marks and buttons."""

_HIDDEN_EVERYWHERE = (
    frozenset({"elementor-hidden-desktop", "elementor-hidden-tablet", "elementor-hidden-mobile"}),
    frozenset({"elementor-hidden-desktop", "elementor-hidden-tablet", "elementor-hidden-phone"}),
    frozenset({"hidden-xs", "hidden-sm", "hidden-md", "hidden-lg"}),
    frozenset({"hide-for-small", "hide-for-medium", "hide-for-large"}),
    frozenset({"hide-for-small-only", "hide-for-medium"}),
)
"""Classes that hide an element on every screen together, and on some by themselves."""

_SHOWING_NAMES = re.compile(
    r"^(?:(?:d-)?(?:xs|sm|md|lg|xl|xxl|2xl|3xl|tablet|desktop)"
    r"-(?:block|inline|flex|grid|table|contents|visible|list-item)|(?:visible|show|shown|open|active)\b)"
)
"""Classes that show it on some screens, or after all."""

_MOST = 0.5
_MIN_PROSE_WORDS = 12
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][”’\"'»)]{0,3}\s{0,4}$")


@dataclass(frozen=True, slots=True)
class Unseen:
    """The outermost elements that styles hide, and those within sentences that they may hide."""

    surely: frozenset[Element] = field(default_factory=frozenset)
    perhaps: frozenset[Element] = field(default_factory=frozenset)


def find(root: Element, styles: Styles) -> Unseen:
    """The elements that styles hide and no script will show."""
    grounds = _Grounds(root, styles)
    found: list[Element] = []
    perhaps: set[Element] = set()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag not in _WHOLE:
            told = _told(element, styles)
            if told and (told != {"light"} or grounds.hides(element)):
                found.append(element)
                continue
            if not told and grounds.swallows(element):
                found.append(element)
                continue
            if told and grounds.may_hide(element):
                perhaps.add(element)
        waiting.extend(child for child in element if isinstance(child.tag, str))
    if not found:
        return Unseen(perhaps=frozenset(perhaps))
    whole = _count(root)
    overlaid = frozenset(filter(_is_overlaid, found))
    hidden = [one for one in found if one not in overlaid and _count(one) <= _MOST * whole]
    unseen = sum(map(_prose, hidden))
    shown = whole - sum(map(_count, (*hidden, *overlaid)))
    surely = frozenset(hidden) if unseen <= shown else frozenset()
    return Unseen(surely | overlaid, frozenset(perhaps))


def _is_overlaid(element: Element) -> bool:
    """Whether an element is in a pop-up, which is no part of a piece whether it is shown or not."""
    return any(map(is_dialog, chain((element,), element.iterancestors())))


def show_spare_text(root: Element) -> None:
    """Show the content of `noscript` as text, if most of the words are in it."""
    spare = max(root.iter("noscript"), key=_count, default=None)
    if spare is not None and _count(spare) > _MOST * (_count(root) + _count(spare)):
        spare.tag = "div"


def _told(element: Element, styles: Styles) -> frozenset[Way]:
    """How an element is kept from a reader, except by a line through its words."""
    own = styles.own_ways(element)
    told = (own | styles.ways(element)) - {"struck"}
    if element.tag == "font" and _is_light(element.get("color") or ""):
        told |= {"light"}
    if not own and "folded" in told and element.tag in BLOCKS:
        told -= {"folded"}  # it unfolds at a click
    if "fading" in told and not (element.tag not in BLOCKS and is_within_text(element)):
        told -= {"fading"}
    if told or not (called := names(element)):
        return told
    return frozenset({"display"}) if _hides_by_name(called) else told


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _hides_by_name(called: tuple[str, ...]) -> bool:
    is_hidden = any(map(_HIDING_NAMES.fullmatch, called)) or (
        len(called) > 1 and any(map(frozenset(called).issuperset, _HIDDEN_EVERYWHERE))
    )
    return is_hidden and not any(map(_SHOWING_NAMES.search, called))


def _is_light(value: str) -> bool:
    told = colour(value)
    return told is not None and alike(told, WHITE)


class _Grounds:
    """The colours behind a page's words, as far as the page itself tells them."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self._styles = styles
        self._is_whole = not any(
            link.tag == "script" or "stylesheet" in (link.get("rel") or "").casefold()
            for link in root.iter("link", "script")
        )
        """Whether nothing but the page's own style sheets colours it, as in a word processor's."""

    def hides(self, element: Element) -> bool:
        """Whether an element's light words stand on a ground of the same colour."""
        behind = self._behind(element)
        return alike(behind, WHITE) if isinstance(behind, tuple) else False

    def swallows(self, element: Element) -> bool:
        """Whether words have the colour of the ground that styles put behind them."""
        style = element.get("style")
        told = INK.search(style) if style and "color" in style else None
        own = colour(told[1]) if told else None
        if own is None:
            return False
        behind = self._behind(element, unless=None)
        return isinstance(behind, tuple) and alike(own, behind)

    def may_hide(self, element: Element) -> bool:
        """Whether nothing tells what is behind an element's light words within darker text."""
        return (
            self._behind(element) is None
            and (element.tag == "font" or "color" in (element.get("style") or ""))
            and not names(element)
            and element.tag not in BLOCKS
            and is_within_text(element)
        )

    def _behind(
        self, element: Element, unless: Colour | None = WHITE
    ) -> Colour | Literal["unknown"] | None:
        for one in chain((element,), element.iterancestors()):
            style = one.get("style")
            told = (ground(style) if style else None) or self._styles.ground(one)
            painted = one.get("bgcolor")
            if told is None and painted:
                told = colour(painted) or "unknown"
            if told is not None or one.get("background"):
                return told or "unknown"
        return unless if self._is_whole else None


def _texts(root: Element) -> Iterator[str]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if (element.tag in _NO_WORDS and element is not root) or not isinstance(element.tag, str):
            continue
        if element.text:
            yield element.text
        for child in element:
            if child.tail:
                yield child.tail
            waiting.append(child)


def _count(element: Element) -> int:
    return len(" ".join(_texts(element)).split())


def _prose(element: Element) -> int:
    """The number of words in paragraphs that end like sentences."""
    counted = 0
    for paragraph in element.iter("p"):
        text = "".join(map(str, paragraph.itertext()))
        words = len(text.split())
        if words >= _MIN_PROSE_WORDS and _ENDS_SENTENCE.search(text):
            counted += words
    return counted
