"""The notes in small type at the foot of pages, parted from the text that calls them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefs.reading.layout_document import Note
from briefs.reading.pdf.page import Line
from briefs.reading.pdf.paragraphs import Vocabulary, together
from briefs.references.evidence import names_list

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
_CALLED = re.compile(rf"[{_RAISED}]{{1,3}}(?:[,–][{_RAISED}]{{1,3}})*")
_EACH = re.compile(rf"[{_RAISED}]+")
_BEGINS = re.compile(rf"(?:([{_RAISED}]{{1,3}})|\[?(\d{{1,3}})\]?[.)]?(?=\s))\s*(?=\S)")
_SMALL = 0.93
_UNIT = re.compile(r"(?:^|[^\w])(?:[kcmdµ]?m|ft|10|CO|R)$")


@dataclass(frozen=True, slots=True)
class Feet:
    """The pages' own lines, with "[^page.number]" for what calls a note, and the notes."""

    pages: tuple[tuple[Line, ...], ...]
    notes: tuple[Note, ...]


def parted(pages: Sequence[Sequence[Line]], body: float, words: Vocabulary) -> Feet:
    """Part pages (lines in reading order) from the notes at their feet; `body` is the text's size.

    Small lines are notes only if they begin with a number that the same page calls.
    """
    above: list[tuple[Line, ...]] = []
    notes: list[Note] = []
    for number, page in enumerate(pages, 1):
        feet = _feet(page, body)
        text = page[: len(page) - len(feet)]
        called = _numbers(text) if feet else set()
        first, groups = _notes(feet, called)
        if first and notes and groups:
            notes[-1] = _longer(notes[-1], first, words)
        elif first:
            groups = {}
        if not groups:
            above.append(tuple(page))
            continue
        labels = {n: f"{number}.{n}" for n in groups}
        notes += [Note(labels[n], *_told(lines, words)) for n, lines in groups.items()]
        above.append(tuple(replace(line, text=_labelled(line.text, labels)) for line in text))
    return Feet(tuple(above), tuple(notes))


def _feet(page: Sequence[Line], body: float) -> Sequence[Line]:
    """The small lines that end a page, unless a heading names them a list."""
    start = len(page)
    while start and page[start - 1].height < _SMALL * body:
        start -= 1
    headed = start > 0 and names_list(page[start - 1].text)
    headed = headed or any(names_list(line.text) for line in page[start:])
    return () if headed else page[start:]


def _numbers(text: Sequence[Line]) -> set[int]:
    """The raised numbers in a text."""
    found = (n for line in text for n in _EACH.findall(line.text))
    return {int(number.translate(_PLAIN)) for number in found}


def _notes(feet: Sequence[Line], called: set[int]) -> tuple[list[Line], Mapping[int, list[Line]]]:
    """The lines that go on with a note of the page before, and those of each note."""
    first: list[Line] = []
    found: dict[int, list[Line]] = {}
    last = 0
    for line in feet:
        begins = _BEGINS.match(line.text)
        number = int((begins[1] or begins[2]).translate(_PLAIN)) if begins else 0
        if begins and number in called and number > last:
            found[number] = [replace(line, text=line.text[begins.end() :])]
            last = number
        elif last:
            found[last].append(line)
        else:
            first.append(line)
    return first, found


def _told(lines: Sequence[Line], words: Vocabulary) -> tuple[str, tuple[str, ...]]:
    text = lines[0].text
    for line, following in pairwise(lines):
        text = together(text, line, following, words)
    return text, tuple(dict.fromkeys(url for line in lines for url in line.urls))


def _longer(note: Note, lines: Sequence[Line], words: Vocabulary) -> Note:
    text, urls = _told(lines, words)
    return Note(note.label, f"{note.text} {text}", tuple(dict.fromkeys(note.urls + urls)))


def _labelled(text: str, labels: Mapping[int, str]) -> str:
    """The text with its raised numbers as the labels of notes, where all of them call one."""

    def label(match: re.Match[str]) -> str:
        numbers = [int(n.translate(_PLAIN)) for n in _EACH.findall(match[0])]
        if "–" in match[0]:
            numbers = list(range(numbers[0], numbers[-1] + 1))
        if _UNIT.search(text[: match.start()]) or any(n not in labels for n in numbers):
            return match[0]
        return "".join(f"[^{labels[n]}]" for n in numbers)

    return _CALLED.sub(label, text)
