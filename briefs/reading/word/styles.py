"""A Word file's styles and lists: a paragraph's level and number, and how its words are shown."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from docx.oxml.ns import qn

from briefs.reading.html.style_declarations import WHITE, alike, colour
from briefs.reading.html.tree import Element

_VAL, _STYLE, _STYLE_ID = qn("w:val"), qn("w:style"), qn("w:styleId")
_name = cache(qn)
_LOWEST = 6
_PAPER = frozenset({"background1", "light1"})
"""The colours of a theme that the paper has."""

_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """A style; `level` is 1 to 6 in a heading, else 0; `listing` is its numbering.

    `struck` and `hidden` say how its words are shown; None means as inherited. `white` letters are
    seen only where something is `painted` behind them.
    """

    name: str
    level: int = 0
    listing: tuple[str, int] | None = None
    struck: bool | None = None
    hidden: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    painted: bool = False


PLAIN = Style("")


class Styles:
    """The styles of a file by id, each computed at its first use."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else root.iterchildren(_STYLE)
        self._elements = {style.get(_STYLE_ID, ""): style for style in found}
        self._known: dict[str, Style] = {"": PLAIN}

    def of(self, key: str) -> Style:
        """The style with what it inherits; PLAIN if there is none."""
        known = self._known.get(key)
        if known is None:
            element = self._elements.get(key)
            known = PLAIN if element is None else _style(element, self._elements)
            self._known[key] = known
        return known


def listing(properties: Element | None) -> tuple[str, int] | None:
    """The numbering (its id, and the level from 0) in paragraph properties."""
    numbered = None if properties is None else properties.find(_name("w:numPr"))
    if numbered is None:
        return None
    number, level = value(numbered, "w:numId"), value(numbered, "w:ilvl")
    return number, int(level) if level.isdecimal() else 0


def value(element: Element | None, child: str) -> str:
    """The `w:val` of an element's child, or ""."""
    found = None if element is None else element.find(_name(child))
    return "" if found is None else str(found.get(_VAL, ""))


_MAX_UNSEEN_HALF_POINTS = 2
"""The size of letters too small to be seen."""


def is_on(properties: Element | None, *names: str) -> bool | None:
    """Whether run properties switch one of these on; None if they do not say."""
    found = (properties.find(_name(name)) for name in names if properties is not None)
    said = [one.get(_VAL, "") not in _OFF for one in found if one is not None]
    return any(said) if said else None


def is_white(properties: Element | None) -> bool | None:
    """Whether run properties give letters the colour of the paper; None if they do not say."""
    ink = None if properties is None else properties.find(_name("w:color"))
    if ink is None:
        return None
    told = colour(f"#{ink.get(_VAL, '')}")
    if told is None:
        paper = ink.get(_name("w:themeColor")) in _PAPER
        return paper and ink.get(_name("w:themeShade")) is None
    return alike(told, WHITE)


def is_tiny(properties: Element | None) -> bool | None:
    """Whether run properties make letters too small to be seen; None if they do not say."""
    size = value(properties, "w:sz")
    return int(size) <= _MAX_UNSEEN_HALF_POINTS if size.isdecimal() else None


def is_painted(properties: Element | None) -> bool:
    """Whether properties of a run or a paragraph put a colour behind its letters."""
    if value(properties, "w:highlight") not in {"", "none", "white"}:
        return True
    shade = None if properties is None else properties.find(_name("w:shd"))
    if shade is None or shade.get(_VAL) == "nil":
        return False
    if shade.get(_VAL, "clear") != "clear":
        return True
    told = colour(f"#{shade.get(_name('w:fill'), '')}")
    if told is None:
        return shade.get(_name("w:themeFill"), "background1") not in _PAPER
    return not alike(told, WHITE)


def _style(style: Element, styles: Mapping[str, Element]) -> Style:
    line = list(_line(style, styles))
    runs = [one.find(qn("w:rPr")) for one in line]
    listings = (listing(one.find(qn("w:pPr"))) for one in line)
    struck = (is_on(run, "w:strike", "w:dstrike") for run in runs)
    hidden = (is_on(run, "w:vanish") for run in runs)
    white = map(is_white, runs)
    tiny = map(is_tiny, runs)
    return Style(
        name=value(style, "w:name").casefold(),
        level=next(filter(None, map(_level, line)), 0),
        listing=next((one for one in listings if one is not None), None),
        struck=next((one for one in struck if one is not None), None),
        hidden=next((one for one in hidden if one is not None), None),
        white=next((one for one in white if one is not None), None),
        tiny=next((one for one in tiny if one is not None), None),
        painted=any(map(is_painted, (*runs, *(one.find(qn("w:pPr")) for one in line)))),
    )


def _line(style: Element, styles: Mapping[str, Element]) -> Iterator[Element]:
    """A style and those it is based on, each once, since they may form a circle."""
    seen: set[str] = set()
    found: Element | None = style
    while found is not None:
        yield found
        below = value(found, "w:basedOn")
        found = None if below in seen else styles.get(below)
        seen.add(below)


def _level(style: Element) -> int:
    """A heading's level by its name (which is the same in every language of Word) or its outline
    level.
    """
    name, _, number = value(style, "w:name").casefold().partition(" ")
    if name == "title" and not number:
        return 1
    if name == "heading" and number.isdecimal():
        return min(int(number), _LOWEST)
    outline = value(style.find(qn("w:pPr")), "w:outlineLvl")
    return int(outline) + 1 if outline.isdecimal() and int(outline) < _LOWEST else 0


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list counts: `decimal` means in digits, from `start`."""

    decimal: bool
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the items of every list of a document, in the order of the text.

    The file does not contain the numbers that Word shows.
    """

    lists: Mapping[str, str]
    levels: Mapping[tuple[str, int], Level]
    counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next(self, listing: tuple[str, int]) -> int:
        """The number of the next item of a list and level, or 0 if it shows no digits."""
        own, depth = listing
        abstract = self.lists.get(own, "")
        level = self.levels.get((abstract, depth), Level(decimal=False, start=1))
        counts = self.counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return counts[depth] if level.decimal else 0


def numbering(root: Element | None) -> Numbering:
    """The lists that a document's numbering part defines."""
    if root is None:
        return Numbering({}, {})
    levels: dict[tuple[str, int], Level] = {}
    for abstract in root.iterchildren(qn("w:abstractNum")):
        for level in abstract.iterchildren(qn("w:lvl")):
            depth, start = level.get(qn("w:ilvl"), ""), value(level, "w:start")
            if depth.isdecimal():
                key = (abstract.get(qn("w:abstractNumId"), ""), int(depth))
                decimal = value(level, "w:numFmt") == "decimal"
                levels[key] = Level(decimal, int(start) if start.isdecimal() else 1)
    lists = {
        number.get(qn("w:numId"), ""): value(number, "w:abstractNumId")
        for number in root.iterchildren(qn("w:num"))
    }
    return Numbering(lists, levels)
