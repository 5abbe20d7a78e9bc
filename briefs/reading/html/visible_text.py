"""What a page shows, as one text in the page's own words: only its white space is settled."""

import re
from dataclasses import dataclass

from briefs.errors import Unreadable
from briefs.reading.html.tree import BLOCKS, Element, is_left_out, walk

DEEPEST = 200
"""Elements within each other; pages have some thirty, and parsers give up at a few hundred."""

MOST, LARGEST = 25_000, 2_000_000
"""Elements and code points that are shown; what chooses the text is slow with more."""

_WHOLE = frozenset({"html", "head", "body", "main", "article"})
_LINES = frozenset({"li", "dt", "dd", "tr", "br", "figcaption"})
_CELLS = frozenset({"td", "th"})
_WHITE = re.compile(r"[ \t\n\r\f]+")
_BREAKS = ("", " ", "\n", "\n\n")
_MEDIA = {
    "img": "image",
    "iframe": "embedded frame",
    "object": "embedded frame",
    "embed": "embedded frame",
    "video": "film",
    "audio": "sound",
    "math": "formula",
}
_TINY = frozenset({"0", "1", "0px", "1px"})


@dataclass(frozen=True, slots=True)
class Shown:
    """Paragraphs stand between blank lines, lines and list items between newlines.

    `media` are the places in `text` at which something stands that is no text, each with its kind.
    """

    text: str
    media: tuple[tuple[int, str], ...]


def show(root: Element) -> Shown:
    """The text of a page's body; what is not shown as text is taken out of the tree.

    Unreadable if the page is nested too deeply, or there is too much of it.
    """
    words = _Words()
    unshown: list[Element] = []

    def passed_over(element: Element) -> bool:
        hidden = element.tag == "head" or (element.tag not in _WHOLE and is_left_out(element))
        if kind := _MEDIA.get(element.tag):
            words.set_in(element, kind)
        if hidden and element.tag != "head":
            unshown.append(element)
        return hidden

    depth = count = 0
    for opens, element in walk(root, passed_over):
        hidden = not opens and (element.tag == "head" or element in unshown[-1:])
        depth += 0 if hidden else 1 if opens else -1
        count += opens
        if depth > DEEPEST:
            raise Unreadable(
                "nested too deeply: it seems made to break what reads it",
                hint="Save the text of the piece alone.",
            )
        if count > MOST or words.length > LARGEST:
            raise Unreadable(
                "too large: there is more on the page than one piece",
                hint="Save the text of the piece alone.",
            )
        words.break_at(element)
        words.add((element.text if opens else element.tail) or "")
    for element in unshown:
        _take_out(element)
    return Shown("".join(words.parts), tuple(words.media))


class _Words:
    """A text as it grows, with white space held back until the next word is there."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.media: list[tuple[int, str]] = []
        self.length = 0
        self.held = 0

    def break_at(self, element: Element) -> None:
        if element.tag in _LINES:
            self.held = max(self.held, 2)
        elif element.tag in _CELLS:
            self.held = max(self.held, 1)
        elif element.tag in BLOCKS:
            self.held = 3

    def add(self, text: str) -> None:
        words = _WHITE.sub(" ", text)
        bare = words.strip(" ")
        if not bare:
            self.held = max(self.held, len(words[:1]))
            return
        space = max(self.held, len(words) - len(words.lstrip(" "))) if self.parts else 0
        self.parts += (_BREAKS[space], bare)
        self.length += len(_BREAKS[space]) + len(bare)
        self.held = int(words.endswith(" "))

    def set_in(self, element: Element, kind: str) -> None:
        """Note what is no text; the single dots that count visitors are none."""
        if element.get("width") not in _TINY and element.get("height") not in _TINY:
            self.media.append((self.length, kind))


def _take_out(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
