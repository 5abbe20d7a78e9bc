"""The numbers that Word gives to list items as it shows them; the file has none of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from briefs.reading.word.styles import value
from briefs.references.structure.tree import Element


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
