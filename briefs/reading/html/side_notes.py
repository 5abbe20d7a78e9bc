"""Notes beside a page's sentences: side notes, tooltips, notes that open at a click.

Each is taken out of the text, with a marker in its place, and returned as a note. Notes in a list
of their own are left to `reference_list`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice

from briefs.reading.base import RemarkNote
from briefs.reading.html.tree import (
    BLOCKS,
    Element,
    address_of,
    fragment,
    is_within_text,
    marked_up,
    names,
    roles,
    take_out,
    text_before,
    text_in,
    words,
)

_NOTE_NAMES = re.compile(
    r"(?:side|margin|inline|sidebar-)-?notes?(?:-(?:content|text|body))?"
    r"|(?:[a-z]+-){0,4}(?:foot-?notes?|sidenotes?|end-?notes?)(?:-[a-z]+){0,2}"
    r"-(?:content|text|pop-?up|pop-?over|tooltip|body|note|item|inner|box)"
    r"|(?:little|big)foot-(?:-?footnote-)?(?:pop-?over|content)(?:-wrapper)?|annotation-(?:text|content|body)"
    r"|glossary-(?:definition|text|content)|ltx-note-outer|ltx-note-content"
    r"|(?:[a-z]+-)*(?:tool-?tip|pop-?over|pop-?up|hover-?card|rollover)(?:-[a-z]+)*"
    r"-(?:-?(?:text|content|inner|body|box|block|card|panel|message))"
    r"|tooltiptext|tooltipcontent|hovercard|tippy-content"
)
_INLINE_NAMES = frozenset({"aside", "column-margin", "margin-aside", "margin-note", "marginalia"})
"""Names of margins that may contain other things than notes: they are notes
only within a sentence.
"""

_NOTE_TAGS = frozenset({"d-footnote", "aside-note", "fn-note", "side-note"})
_NOTE_ROLES = frozenset({"tooltip", "doc-footnote", "note"})
_TOGGLES = re.compile(
    r"margin-toggle|sidenote-(?:number|toggle)|footnote-toggle|tooltip-(?:icon|trigger-icon)"
)
_WHOLE = frozenset({"html", "body", "main", "article", "section"})
_MARK = re.compile(r"[\[(]? ?(?:\d{1,3}|[*†‡§⊕+]{1,3}|[ivx]{1,5}|[a-z]) ?[\])]? ?[.:]?")
_OPENING_MARK = re.compile(r"\s*(?:\[?\d{1,3}\]?[.:)]?\s+|\[\d{1,3}\]\s*|[*†‡§]{1,3}\s*)(?=\S)")
_GLUED_MARK = re.compile(r"\d{1,3}(?=[^\W\d_])")
_MARK_TAGS = frozenset({"sup", "label", "a", "span"})
_GLUED_TAGS = frozenset({"span", "small", "aside"})
_MIN_GLUED_WORDS = 3
_MOST_NOTE_WORDS = 200
_HOLDERS = 3


@dataclass(frozen=True, slots=True)
class SideNote(RemarkNote):
    """A note with the addresses of its links, and its text as Markdown."""

    urls: tuple[str, ...] = ()
    markup: str = ""


class SideNotes:
    """Takes the notes out of one tree; `notes` are those taken out."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self.notes: list[SideNote] = []

    def lift(self, element: Element) -> bool:
        """Take an element out if it is a note; True if it is gone from the tree."""
        if not (_says_note(element) or _is_glued(element)):
            return False
        text = text_in(element)
        if not text.strip():
            take_out(element)
            return True
        holds_notes = any(
            inner is not element and _names_note(names(inner)) for inner in element.iter()
        )
        if (
            element.tag in _WHOLE
            or len(text.split()) > _MOST_NOTE_WORDS
            or (holds_notes and "ltx-note-outer" not in names(element))
            or (self._is_listed(element) and not is_within_text(element))
        ):
            return False
        mark = _mark_before(element)
        label = f"^aside-{len(self.notes) + 1}"
        urls = tuple(dict.fromkeys(filter(None, map(address_of, element.iter("a")))))
        markup = _without_mark(marked_up(element), mark)
        text = _without_mark(" ".join(text.split()), mark)
        self.notes.append(SideNote(label, text, urls, markup))
        take_out(element, f"[{label}]")
        if mark is not None:
            take_out(mark)
        return True

    def is_toggle(self, element: Element) -> bool:
        """Whether an element only opens a note."""
        return any(map(_TOGGLES.fullmatch, names(element)))

    def _is_listed(self, element: Element) -> bool:
        """Whether an element is, or is in, the target of a link further up,
        like a note's marker.
        """
        around = islice(chain((element,), element.iterancestors()), _HOLDERS)
        for one in around:
            if one.tag in _WHOLE:
                return False
            if one in self._led_to:
                return True
            before = islice(one.itersiblings(preceding=True), _HOLDERS)
            if any(inner in self._led_to for beside in before for inner in beside.iter()):
                return element.tag in BLOCKS
        return False

    @cached_property
    def _led_to(self) -> frozenset[Element]:
        """The targets of links that stand above them in the page."""
        return frozenset(_led_to(self._root))


def _led_to(root: Element) -> Iterator[Element]:
    above: set[str] = set()
    for element in root.iter():
        own = {element.get("id"), element.get("name") if element.tag == "a" else None}
        if not above.isdisjoint(own):
            yield element
        if place := fragment(element):
            above.add(place)


def _says_note(element: Element) -> bool:
    if element.tag in _NOTE_TAGS:
        return True
    if not element.keys():
        return False
    if not _NOTE_ROLES.isdisjoint(roles(element)):
        return True
    called = names(element)
    if called and element.tag == "span" and not _INLINE_NAMES.isdisjoint(called):
        return is_within_text(element) or text_before(element)[-1:].strip() != ""
    return bool(called) and _names_note(called)


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _names_note(called: tuple[str, ...]) -> bool:
    return any(map(_NOTE_NAMES.fullmatch, called))


def _is_glued(element: Element) -> bool:
    """Whether an element within a sentence starts right behind its number or a word of the text.

    Only a style can part the two, as it does with notes.
    """
    if element.tag not in _GLUED_TAGS:
        return False
    opening = next((str(text) for text in element.itertext() if text), "")[:1]
    if not (opening.isupper() or opening.isdecimal()):
        return False
    before = text_before(element)[-1:]
    is_glued = before.islower() or (not before and _mark_before(element) is not None)
    enough = len(text_in(element).split()) >= _MIN_GLUED_WORDS
    return is_glued and enough and is_within_text(element)


def _mark_before(element: Element) -> Element | None:
    """The number or sign right before a note that refers to it; the marker replaces it."""
    before = element.getprevious()
    if before is None or (before.tail or "").strip() or before.tag not in _MARK_TAGS:
        return None
    is_mark = _MARK.fullmatch(words(before).translate(_LOWERED).strip()) is not None
    return before if is_mark and (before.tag != "span" or before.get("class")) else None


_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _without_mark(text: str, mark: Element | None) -> str:
    """A note's text without the number or sign at its beginning, if one refers to it."""
    if mark is None:
        return text
    opening = _OPENING_MARK.match(text) or _GLUED_MARK.match(text)
    sign = words(mark).translate(_LOWERED).strip("[]() .:")
    is_own = opening is not None and opening[0].strip("[]() .:") == sign
    return text[opening.end() :] if opening is not None and is_own else text
