"""Runs, numbering, styles.

The paragraph styles of a Word file: which are headings, and which stand in lists.

The words of a Word paragraph as they are shown, with the markers of notes in their places.

The numbers that Word gives to list items as it shows them; the file has none of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from briefs.reading.html.tree import Element

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


_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_NUMBERS = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*")
_LINK = re.compile(r'\bHYPERLINK\s+"([^"\s]+)"')
_W = qn("w:p")[:-1]
_MATHS = qn("m:t")
_OFF = frozenset({"0", "false", "off", "none"})
_LEFT_OUT = {
    "drawing": "picture",
    "pict": "picture",
    "object": "object",
    "AlternateContent": "drawing",
}
_FIXED = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
} | dict.fromkeys(("pPr", "rPr", "sectPr", "sdtPr", "tbl", "rt", "fldData"), "")
_NOTES = {"footnoteReference": "fn", "endnoteReference": "en"}


@dataclass(slots=True)
class Reading:
    """What is kept while a text is walked through: its links, open fields, and what was left out.

    `links` are the part's relationships to addresses. A field is True while its code is read.
    """

    links: Mapping[str, str]
    left_out: Counter[str] = field(default_factory=Counter)
    inserted: int = 0
    deleted: int = 0
    fields: list[bool] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    def paragraph(self, element: Element) -> str:
        """The text of a paragraph; `urls` are its own then.

        The code of a field ends with its paragraph: one that is never closed hides no more.
        """
        self.fields = [False] * len(self.fields)
        self.urls = []
        return self.words(element)

    def words(self, element: Element) -> str:
        """The text of a part of a paragraph; XML's own comments are none."""
        return "".join(map(self._shown, element.iterchildren("*")))

    def _shown(self, element: Element) -> str:
        """The text of one element; "[^fn3]" is what calls footnote 3, "[^en3]" endnote 3."""
        if element.tag == _MATHS:
            return element.text or ""
        name = element.tag.rpartition("}")[2]
        if name in _FIXED:
            return _FIXED[name]
        if name in _NOTES:
            self.called.append(f"{_NOTES[name]}{element.get(qn('w:id'), '')}")
            return f"[^{self.called[-1]}]"
        if name in _LEFT_OUT:
            self.left_out[_LEFT_OUT[name]] += 1
            self.left_out["text box"] += any(True for _ in element.iter(f"{_W}txbxContent"))
            return ""
        match name:
            case "r":
                return self._run(element)
            case "t":
                return "" if any(self.fields) else element.text or ""
            case "instrText":
                self._link(_LINK.search(element.text or ""))
                return ""
            case "fldChar":
                self._field(element.get(qn("w:fldCharType"), ""))
                return ""
            case "del" | "moveFrom":
                self.deleted += 1
                return ""
            case "ins" | "moveTo":
                self.inserted += 1
            case "hyperlink":
                url = self.links.get(element.get(qn("r:id"), ""))
                self.urls += [url] if url else []
            case "oMath":
                self.left_out["layout of a formula"] += 1
            case _:
                pass
        return self.words(element)

    def _run(self, run: Element) -> str:
        properties = run.find(f"{_W}rPr")
        if properties is None:
            return self.words(run)
        hidden = properties.find(f"{_W}vanish")
        if hidden is not None and hidden.get(f"{_W}val", "") not in _OFF:
            self.left_out["hidden passage"] += bool(self.words(run))
            return ""
        words = self.words(run)
        raised = value(properties, "w:vertAlign") == "superscript" and _NUMBERS.fullmatch(words)
        return words.translate(_RAISED) if raised else words

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()

    def _link(self, found: re.Match[str] | None) -> None:
        if found and found[1].lower().startswith(("http://", "https://")):
            self.urls.append(found[1])


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list counts: `decimal` says in figures, from `start`."""

    decimal: bool
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the items of every list of a document, in the order of the text."""

    lists: Mapping[str, str]
    levels: Mapping[tuple[str, int], Level]
    counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next(self, listing: tuple[str, int]) -> int:
        """The number of the next item of a list and level, or 0 if that shows no figures."""
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
