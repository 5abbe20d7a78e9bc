"""What stands on one page of a PDF: lines of type, put together from the runs that PDFium finds,
and what is drawn over or beside them: links, and level lines (rules).
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from briefs.reading.html.links import InlineLink
from briefs.reading.pdf import runs
from briefs.reading.pdf.runs import HYPHEN, Letters, Run
from briefs.text.canonical import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a web address, the words in its rectangle, and that in points."""

    url: str
    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line drawn on a page, from `left` to `right`, as stands above footnotes."""

    left: float
    right: float
    height: float


_MAX_LINKS = 500
"""Links on one page; more is no piece to read but a list of links."""

_MAX_ADDRESS_BYTES = 2_000


_EDGE_POINTS, _BAND = 0.7, 0.4
"""What of a rectangle's sides, and which share of its height above and below, is not looked at: the
letters beside a link reach into it.
"""


def links_on(page: pdfium.PdfPage, words: pdfium.PdfTextPage) -> Iterator[Link]:
    """The page's links to web addresses; those that lead elsewhere are none."""
    position, link, rect = ctypes.c_int(0), c.FPDF_LINK(), c.FS_RECTF()
    for _ in range(_MAX_LINKS):
        if not c.FPDFLink_Enumerate(page, position, link):
            return
        action = c.FPDFLink_GetAction(link)
        if not action or not c.FPDFLink_GetAnnotRect(link, rect):
            continue
        size = c.FPDFAction_GetURIPath(page.pdf, action, None, 0)
        if not 0 < size <= _MAX_ADDRESS_BYTES:
            continue
        buffer = ctypes.create_string_buffer(size)
        c.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
        url = buffer.value.decode("utf-8", "replace")
        if url.lower().startswith(("http://", "https://")) and not any(map(str.isspace, url)):
            band = _BAND * (rect.top - rect.bottom)
            text = words.get_text_bounded(
                rect.left + _EDGE_POINTS,
                rect.bottom + band,
                rect.right - _EDGE_POINTS,
                rect.top - band,
            )
            yield Link(
                url=url,
                text=text,
                left=rect.left,
                bottom=rect.bottom,
                right=rect.right,
                top=rect.top,
            )


_MAX_OBJECTS = 20_000
"""Objects of one page among which its rules are looked for."""

_MAX_RULE_THICKNESS, _MIN_RULE_POINTS = 2.0, 20.0


def rules_on(page: pdfium.PdfPage) -> tuple[Rule, ...]:
    """The level lines that are drawn on a page, whether as strokes or as flat boxes."""
    found: list[Rule] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(c.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        drawn = c.FPDFPage_GetObject(page, index)
        if c.FPDFPageObj_GetType(drawn) != c.FPDF_PAGEOBJ_PATH:
            continue
        if not c.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            continue
        flat = top.value - bottom.value < _MAX_RULE_THICKNESS
        if flat and right.value - left.value > _MIN_RULE_POINTS:
            found.append(Rule(left.value, right.value, (top.value + bottom.value) / 2))
    return tuple(found)


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SIGNS = "*∗†‡§¶‖"
"""What calls a note beside numbers, if it is raised."""

ROMAN_OPENS, ROMAN_CLOSES = "⁽", "⁾"
"""Stand round a raised roman numeral, as endnotes are called."""

_ROMAN = re.compile(r"(?<=[.,;:!?”\"’)\]»…])[ivxl]{1,6}(?=\s|$)|^[ivxl]{1,6}(?=\s)")
_NUMBERS = re.compile(
    rf"\s{{0,4}}(?<!\d)([0-9]{{1,3}}(?:[,–-][0-9]{{1,3}})*)(?!\d)|(?P<roman>{_ROMAN.pattern})"
)
_HYPHENS = (HYPHEN, "-", "\u2010", "\u00ad")
_DIGIT = re.compile(r"[0-9]")
_MARKER = re.compile(r"(\d{1,3}[.)])(?=[^\W\d_]{2})")
"""An item's number, behind which a tab is no character of the file."""

_TO_RAISED = str.maketrans("0123456789-", f"{RAISED}–")
_RAISED_ONES = tuple(RAISED)
_SMALLER, _RISE, _HIGH_RISE = 0.88, 0.12, 0.25
"""A raised number is so much smaller than the text and so much higher, or else higher still."""

_SPACE, _APART = 0.15, 3.0


class Line(NamedTuple):
    """A line of type as it stands on a page, in points from the page's bottom left corner.

    It is a tuple, as every line of a file is made anew a few times. `text` has its note numbers
    raised ("¹"); `size` is that of its font, in points. `cut` says that a hyphen ended it, which
    may be the author's or the line's. `labelled` says that it opens with a raised number or sign,
    as notes do. `column` holds the left and right edge of the column it stands in; `links` are
    the links on it.
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
    """A page's lines in the order of the file; `turned` is the text set at an angle to them."""

    lines: tuple[Line, ...]
    turned: tuple[str, ...] = ()


def read(page: pdfium.PdfPage, number: int) -> Sheet:
    """The lines of the page with that number, from 0."""
    textpage = page.get_textpage()
    try:
        letters = Letters(textpage)
        found, turned = runs.find(letters)
        lines = tuple(_line(letters, group, number) for group in _groups(found))
        links = tuple(links_on(page, textpage)) if lines else ()
    finally:
        textpage.close()
    return Sheet(tuple(_linked(line, links) for line in lines) if links else lines, turned)


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
    """The runs that make up a line each: a raised number may part it for PDFium."""
    group: list[Run] = []
    for run in found:
        if group and not _goes_on(group[-1], run):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _goes_on(run: Run, following: Run) -> bool:
    """Whether a run stands on the line of the one before it: at its height, right behind it."""
    tallest = max(run.size, following.size)
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
    for before, run in pairwise(group):
        words = _with_raised(letters, run, body)
        apart = run.left - before.right > _SPACE * body.size
        text += (" " if apart and not words.startswith(_RAISED_ONES) else "") + words
    if marker := _MARKER.match(text):
        text = f"{marker[1]} {text[marker.end() :]}"
    cut = text.endswith(_HYPHENS)
    sign = text[0] in SIGNS and _is_raised(letters, first, 0, body)
    return Line(
        text[:-1] if cut else text,
        number,
        left,
        right,
        body.baseline,
        body.size,
        cut,
        sign or text[0] in RAISED,
    )


def _with_raised(letters: Letters, run: Run, body: Run) -> str:
    """A run's text, its raised numbers as raised digits, right behind what they belong to."""
    if _DIGIT.search(run.text) is None and _ROMAN.search(run.text) is None:
        return run.text

    def written(match: re.Match[str]) -> str:
        roman = match["roman"]
        if not _is_raised(letters, run, match.start("roman" if roman else 1), body):
            return match[0]
        if roman:
            return f"{ROMAN_OPENS}{roman}{ROMAN_CLOSES}"
        return match[1].translate(_TO_RAISED)

    return _NUMBERS.sub(written, run.text)


def _is_raised(letters: Letters, run: Run, at: int, body: Run) -> bool:
    """Whether the character at that place of a run stands higher than the line's text."""
    rise = letters.baseline(run.start + at, run.direction) - body.baseline
    if rise <= _RISE * body.size:
        return False
    return rise > _HIGH_RISE * body.size or letters.size(run.start + at) < _SMALLER * body.size
