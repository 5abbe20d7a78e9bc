"""The paragraph styles of a Word file: which are headings, and which stand in lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn

from briefs.references.structure.tree import Element

_VAL = qn("w:val")
_LOWEST = 6


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; `level` is 1 to 6 in a heading, else 0; `listing` is its numbering."""

    name: str
    level: int = 0
    listing: tuple[str, int] | None = None


PLAIN = Style("")


def styles(root: Element | None) -> Mapping[str, Style]:
    """The paragraph styles by their ids, each with what it takes over from those under it."""
    if root is None:
        return {}
    elements = {
        style.get(qn("w:styleId"), ""): style
        for style in root.iterchildren(qn("w:style"))
        if style.get(qn("w:type")) == "paragraph"
    }
    return {key: _style(style, elements) for key, style in elements.items()}


def listing(properties: Element | None) -> tuple[str, int] | None:
    """The numbering (its id, and the level from 0) that paragraph properties ask for."""
    numbered = None if properties is None else properties.find(qn("w:numPr"))
    if numbered is None:
        return None
    number, level = value(numbered, "w:numId"), value(numbered, "w:ilvl")
    return number, int(level) if level.isdecimal() else 0


def value(element: Element | None, child: str) -> str:
    """The `w:val` of an element's child, or ""."""
    found = None if element is None else element.find(qn(child))
    return "" if found is None else str(found.get(_VAL, ""))


def _style(style: Element, styles: Mapping[str, Element]) -> Style:
    name = value(style, "w:name").casefold()
    line = list(_line(style, styles))
    levels = (_level(one) for one in line)
    listings = (listing(one.find(qn("w:pPr"))) for one in line)
    return Style(
        name, next(filter(None, levels), 0), next((x for x in listings if x is not None), None)
    )


def _line(style: Element, styles: Mapping[str, Element]) -> Iterator[Element]:
    """A style and those it is based on, each once, as they may go round in a circle."""
    seen: set[str] = set()
    found: Element | None = style
    while found is not None:
        yield found
        below = value(found, "w:basedOn")
        found = None if below in seen else styles.get(below)
        seen.add(below)


def _level(style: Element) -> int:
    """A heading's level by its name (in every language Word calls it so) or its outline."""
    name, _, number = value(style, "w:name").casefold().partition(" ")
    if name == "title" and not number:
        return 1
    if name == "heading" and number.isdecimal():
        return min(int(number), _LOWEST)
    outline = value(style.find(qn("w:pPr")), "w:outlineLvl")
    return int(outline) + 1 if outline.isdecimal() and int(outline) < _LOWEST else 0
