"""The lines of type on one page of a PDF, put together from PDFium's runs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium

from briefs.reading.html.links import InlineLink
from briefs.reading.pdf import drawn, runs
from briefs.reading.pdf.drawn import Link
from briefs.reading.pdf.painted import Painted, Rule
from briefs.reading.pdf.runs import HYPHEN, Letters, Run
from briefs.reading.tables_and_boxes import GONE, settled
from briefs.text.canonical import one_line

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SIGNS = "*∗†‡§¶‖"
"""Superscript signs that refer to notes, in addition to numbers."""

ROMAN_OPENS, ROMAN_CLOSES = "⁽", "⁾"
"""Stand around a superscript Roman numeral that refers to an endnote."""

_ROMAN_DIGITS, _BEFORE_ROMAN = "ivxl", r".,;:!?”\"’)\]»…"
_ROMAN = rf"(?<=[{_BEFORE_ROMAN}])[{_ROMAN_DIGITS}]{{1,6}}(?=\s|$)|^[{_ROMAN_DIGITS}]{{1,6}}(?=\s)"
_NUMBERS = re.compile(
    rf"\s{{0,4}}(?<!\d)([0-9]{{1,3}}(?:[,–-][0-9]{{1,3}})*)(?!\d)|(?P<roman>{_ROMAN})"
)
_HYPHENS = (HYPHEN, "-", "\u2010", "\u00ad")
_CANDIDATE = re.compile(rf"[0-9{_BEFORE_ROMAN}](?:(?<=[0-9])(?<![0-9]{{2}})|[{_ROMAN_DIGITS}])")
"""Ends behind each character that one of _NUMBERS may begin with; sought far faster than those."""

_MARKER = re.compile(r"(\d{1,3}[.)])(?=[^\W\d_]{2})")
"""An item's number, after which a tab is no character of the file."""

_TO_RAISED = str.maketrans("0123456789-", f"{RAISED}–")
_RAISED_ONES = tuple(RAISED)
_SMALLER, _RISE, _HIGH_RISE = 0.88, 0.12, 0.25
"""A superscript number has at most this share of the text's size and at least this rise, or a
higher one.
"""

_SPACE, _APART = 0.15, 3.0
_DROPPED, _BESIDE = 1.8, 0.35
"""A drop capital is at least so many times as large as the text, and at most so far from it, in its
own size.
"""


class Line(NamedTuple):
    """A line of type at its place on a page, in points from the page's bottom left corner.

    It is a tuple, since every line of a file is copied a few times. `text` has superscript digits
    ("¹"); `size` is its font size in points. `cut`: a hyphen ends it, which may be the author's or
    the line's. `labelled`: it begins with a superscript number or sign, like a note. `column` has
    the left and right edges of its column; `links` are the links on it.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    cut: bool = False
    labelled: bool = False
    column: tuple[float, float] = (0, 0)
    links: tuple[InlineLink, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(link.url for link in self.links)

    @property
    def letter(self) -> float:
        """The average width of its letters."""
        return (self.right - self.left) / max(len(self.text), 1)

    @property
    def indent(self) -> float:
        return self.left - self.column[0]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's lines in the order of the file; `turned` is the text set at an angle to them.

    `struck` is what is drawn through on it, and `hidden` what nobody sees.
    """

    lines: tuple[Line, ...]
    turned: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def read(page: pdfium.PdfPage, number: int, painted: Painted) -> Sheet:
    """The lines of the page with that number, from 0, and what is `painted` on it."""
    textpage = page.get_textpage()
    gone: list[str] = []
    try:
        letters = Letters(textpage)
        found, turned = runs.find(letters)
        found, hidden = painted.seen(letters, found)
        if through := (*painted.rules, *drawn.struck_by_notes(page)):
            found = [_unstruck(letters, run, through, gone) for run in found]
        lines = tuple(_line(letters, group, number) for group in _groups(found))
        lines = tuple(_with_drop_capitals(_settled(lines)))
        links = tuple(drawn.links(page, textpage)) if lines else ()
    finally:
        textpage.close()
    lines = tuple(_linked(line, links) for line in lines) if links else lines
    return Sheet(lines, turned, tuple(gone), hidden)


def _unstruck(letters: Letters, run: Run, rules: Sequence[Rule], gone: list[str]) -> Run:
    crossing = drawn.through(run, rules) if not run.direction else ()
    if not crossing:
        return run
    left, passages = drawn.unstruck(letters, run, crossing)
    gone += passages
    return left


def _settled(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without struck-out text, and without lines that have no other words."""
    if not any(GONE in line.text for line in lines):
        return lines
    texts = (settled(line.text).strip() for line in lines)
    pairs = zip(lines, texts, strict=True)
    return [line._replace(text=text) if text != line.text else line for line, text in pairs if text]


def _with_drop_capitals(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, each drop capital put before the first of the lines beside it."""
    capitals = [line for line in lines if len(line.text) == 1 and line.text.isalpha()]
    if not capitals:
        return lines
    kept = list(lines)
    for capital in capitals:
        beside = [line for line in kept if line != capital and _stands_beside(line, capital)]
        first = max(beside, key=lambda line: line.baseline, default=None)
        if first is None or not first.text[:1].isalpha() or not _is_dropped(capital, first):
            continue
        kept.remove(capital)
        for line in beside:
            text = f"{capital.text}{line.text}" if line is first else line.text
            kept[kept.index(line)] = line._replace(text=text, left=capital.left)
    return kept


def _is_dropped(capital: Line | Run, line: Line | Run) -> bool:
    """Whether a letter is much larger than a line, and on the baseline of a later one."""
    down = line.baseline - capital.baseline
    return capital.size >= _DROPPED * line.size and down > line.size / 2


def _stands_beside(line: Line, capital: Line) -> bool:
    up = line.baseline - capital.baseline
    is_near = -_SPACE < (line.left - capital.right) / capital.size < _BESIDE
    return is_near and -_SPACE * line.size <= up <= capital.size


def _linked(line: Line, links: Sequence[Link]) -> Line:
    middle = line.baseline + line.size / 3
    on_it = tuple(
        InlineLink(one_line(link.text), link.url)
        for link in links
        if link.bottom < middle < link.top
        and min(link.right, line.right) - max(link.left, line.left) > line.letter
    )
    return line._replace(links=on_it) if on_it else line


def _groups(found: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs of each line: a superscript number may split it in PDFium's result."""
    group: list[Run] = []
    for run in found:
        if group and not _goes_on(group[-1], run):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _goes_on(run: Run, following: Run) -> bool:
    """Whether a run continues the line of the one before it: at its height, right after it."""
    tallest = max(run.size, following.size)
    if len(run.text) == 1 and _is_dropped(run, following):
        return False
    if abs(following.baseline - run.baseline) >= tallest / 2:
        return False
    gap = following.left - run.right
    return -tallest / 2 < gap < _APART * tallest and run.text[-1] != HYPHEN


def _line(letters: Letters, group: Sequence[Run], number: int) -> Line:
    first = body = group[0]
    left, right = first.left, first.right
    if len(group) > 1:
        body = max(group, key=lambda run: len(run.text) * run.size**2)
        left, right = min(run.left for run in group), max(run.right for run in group)
    text = _with_raised(letters, first, body)
    for before, run in pairwise(group) if len(group) > 1 else ():
        words = _with_raised(letters, run, body)
        apart = run.left - before.right > _SPACE * body.size
        text += (" " if apart and not words.startswith(_RAISED_ONES) else "") + words
    labelled = False
    if not text[0].isalpha():
        if marker := _MARKER.match(text):
            text = f"{marker[1]} {text[marker.end() :]}"
        sign = text[0] in SIGNS and _is_raised(letters, first, 0, body)
        labelled = sign or text[0] in RAISED
    cut = text[-1] in _HYPHENS
    text = text[:-1] if cut else text
    return Line(text, number, left, right, body.baseline, body.size, cut, labelled)


def _with_raised(letters: Letters, run: Run, body: Run) -> str:
    """A run's text with superscript digits right after the words they belong to."""
    text = run.text
    places = [found.end() - 1 for found in _CANDIDATE.finditer(text)]
    if text[0] in _ROMAN_DIGITS:
        places.append(0)
    if not any(_is_raised(letters, run, at, body) for at in places):
        return text

    def written(match: re.Match[str]) -> str:
        roman = match["roman"]
        if not _is_raised(letters, run, match.start("roman" if roman else 1), body):
            return match[0]
        if roman:
            return f"{ROMAN_OPENS}{roman}{ROMAN_CLOSES}"
        return match[1].translate(_TO_RAISED)

    return _NUMBERS.sub(written, text)


def _is_raised(letters: Letters, run: Run, at: int, body: Run) -> bool:
    """Whether the character at that place of a run is higher than the line's text."""
    rise = letters.baseline(run.start + at, run.direction) - body.baseline
    if rise <= _RISE * body.size:
        return False
    return rise > _HIGH_RISE * body.size or letters.size(run.start + at) < _SMALLER * body.size
