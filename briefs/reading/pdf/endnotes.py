"""Endnotes numbered in small Roman numerals, the default of Word and LibreOffice.

The text refers to them by superscript numerals ("⁽ii⁾" in a line); the notes follow the text, each
below its numeral: i, ii, iii. Endnotes with digits need no special treatment: they are a list.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefs.reading.layout_document import Note
from briefs.reading.pdf.page import ROMAN_CLOSES, ROMAN_OPENS, Line
from briefs.reading.pdf.paragraphs import Vocabulary, put_together

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_CALL = re.compile(f"{ROMAN_OPENS}([ivxl]+){ROMAN_CLOSES}")
_LABEL = re.compile(
    f"(?:{ROMAN_OPENS}([ivxl]+){ROMAN_CLOSES}|([ivxl]{{1,6}})[.)]?(?=\\s))\\s*(?=\\S)"
)
_MIN_NOTES_SHARE = 0.5
"""The least share of the numerals in the text that must have a note."""


@dataclass(frozen=True, slots=True)
class Parted:
    """The lines of a text, with "[^en1]" for references to notes, and the notes after it."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...] = ()


def part(lines: Sequence[Line], words: Vocabulary) -> Parted:
    """Separate the lines of a whole text from its endnotes, if it has any."""
    calls = [n for n, line in enumerate(lines) if _CALL.search(line.text[1:])]
    if not calls:
        return Parted(tuple(lines))
    groups: list[tuple[str, list[Line]]] = []
    start = len(lines)
    for index in range(calls[-1] + 1, len(lines)):
        line = lines[index]
        found = _LABEL.match(line.text)
        numeral = (found[1] or found[2]) if found else ""
        if found and value(numeral) == len(groups) + 1:
            start = min(start, index)
            groups.append((numeral, [line._replace(text=line.text[found.end() :])]))
        elif groups:
            groups[-1][1].append(line)
    called = {numeral for n in calls for numeral in _CALL.findall(lines[n].text)}
    if len(groups) < _MIN_NOTES_SHARE * len(called):
        groups, start = [], len(lines)
    names = {numeral: f"en{place}" for place, (numeral, _) in enumerate(groups, 1)}
    notes = tuple(
        Note(
            names[numeral],
            put_together(own, words),
            tuple(dict.fromkeys(url for line in own for url in line.urls)),
            shown=numeral,
        )
        for numeral, own in groups
    )
    return Parted(tuple(_marked(line, names) for line in lines[:start]), notes)


def value(numeral: str) -> int:
    """The value of a Roman numeral; 0 for letters that are none."""
    total = 0
    for letter, following in zip(numeral, f"{numeral[1:]} ", strict=True):
        own = _VALUES.get(letter, 0)
        total += -own if own < _VALUES.get(following, 0) else own
    return total


def _marked(line: Line, names: dict[str, str]) -> Line:
    if ROMAN_OPENS not in line.text:
        return line
    text = _CALL.sub(
        lambda call: f"[^{names[call[1]]}]" if call[1] in names else call[1], line.text
    )
    return line._replace(text=text)
