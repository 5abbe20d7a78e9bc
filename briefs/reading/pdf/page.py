"""The lines of type on one page of a PDF, put together from PDFium's runs, with the links over them
and without the words that are struck out.

PDF has no struck-out text, only lines. A line strikes words out if it is at half the height of
their small letters, not below or above them. Programs draw it as a stroke or as a flat box;
reviewers strike words out with an annotation.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import NamedTuple

import pypdfium2.raw as c

from briefs.reading.base import InlineLink
from briefs.reading.layout_document import GONE, settled
from briefs.reading.pdf import runs
from briefs.reading.pdf.letters import HYPHEN, Letters, Page, Run
from briefs.reading.pdf.visibility import Painted, Rule
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
_CANDIDATE = re.compile(
    rf"[0-9{_BEFORE_ROMAN}](?:(?<=[0-9])(?<![0-9]{{2}})(?![0-9]{{3}})|[{_ROMAN_DIGITS}])"
)
"""Matches where a match of _NUMBERS may begin, and is much faster to search for."""

_MARKER = re.compile(r"(\d{1,3}[.)])(?=[^\W\d_]{2})")
"""An item's number, after which a tab is no character of the file."""


def has_raised(text: str) -> bool:
    """Whether a text has a superscript digit; searching for each is faster than a pattern."""
    return not text.isascii() and any(map(text.__contains__, RAISED))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a web address, the words in its rectangle, and the rectangle in points."""

    url: str
    text: str
    left: float
    bottom: float
    right: float
    top: float


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
    """A page's lines in the order of the file; `turned` is text that is set at an angle to them.

    `struck` is the text that is struck out, and `hidden` the text that is not visible.
    """

    lines: tuple[Line, ...]
    turned: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def read(page: Page, number: int, painted: Painted) -> Sheet:
    """Reads a page, with its number from 0 and what is `painted` on it."""
    letters = Letters(page)
    gone: list[str] = []
    try:
        found, turned = runs.find(letters)
        found, hidden = painted.seen(letters, found)
        if through := (*painted.rules, *_struck_by_notes(page)):
            found = [_unstruck(letters, run, through, gone) for run in found]
        lines = tuple(_lines(letters, found, number))
        lines = tuple(_with_drop_capitals(_settled(lines)))
        links = tuple(_links(page, letters)) if lines else ()
    finally:
        letters.close()
    lines = tuple(_linked(line, links) for line in lines) if links else lines
    return Sheet(lines, turned, tuple(gone), hidden)


def _unstruck(letters: Letters, run: Run, rules: Sequence[Rule], gone: list[str]) -> Run:
    crossing = _rules_through(run, rules) if not run.direction else ()
    if not crossing:
        return run
    left, passages = _without_struck(letters, run, crossing)
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


def _lines(letters: Letters, found: Sequence[Run], number: int) -> list[Line]:
    """The lines of a page's runs: a superscript number may split one in PDFium's result."""
    lines: list[Line] = []
    group: list[Run] = []
    for run, following in zip_longest(found, found[1:]):
        group.append(run)
        if following is None or not _goes_on(run, following):
            lines.append(_line(letters, group, number))
            group = []
    return lines


def _goes_on(run: Run, following: Run) -> bool:
    """Whether a run continues the line of the one before it: at its height, right after it."""
    tallest = run.size if run.size > following.size else following.size  # noqa: FURB136  # faster
    if abs(following.baseline - run.baseline) >= tallest / 2:
        return False
    if len(run.text) == 1 and _is_dropped(run, following):
        return False
    gap = following.left - run.right
    return -tallest / 2 < gap < _APART * tallest and run.text[-1] != HYPHEN


def _line(letters: Letters, group: Sequence[Run], number: int) -> Line:
    first = body = group[0]
    _, text, left, right, baseline, size, _ = first
    if len(group) > 1:
        body = max(group, key=lambda run: len(run.text) * run.size**2)
        baseline, size = body.baseline, body.size
        left, right = min(run.left for run in group), max(run.right for run in group)
        text = _with_raised(letters, first, body)
        for before, run in pairwise(group):
            words = _with_raised(letters, run, body)
            apart = run.left - before.right > _SPACE * size
            text += (" " if apart and not words.startswith(_RAISED_ONES) else "") + words
    elif text[0] in _ROMAN_DIGITS or _CANDIDATE.search(text):
        text = _with_raised(letters, first, body)
    labelled = False
    if not text[0].isalpha():
        if marker := _MARKER.match(text):
            text = f"{marker[1]} {text[marker.end() :]}"
        sign = text[0] in SIGNS and _is_raised(letters, first, 0, body)
        labelled = sign or text[0] in RAISED
    cut = text[-1] in _HYPHENS
    if cut:
        text, cut = (text[:-1], True) if len(text) > 1 else ("-", False)
    # made directly, in half the time of its constructor
    return tuple.__new__(
        Line, (text, number, left, right, baseline, size, cut, labelled, (0, 0), ())
    )


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


_MAX_LINKS = 500
"""Links on one page; a page with more is a list of links."""

_MAX_ADDRESS_BYTES = 2_000


_EDGE_POINTS, _BAND = 0.7, 0.4
"""Margins of a link's rectangle that are ignored, because letters beside the link reach into it:
points at its sides, and a share of its height above and below.
"""


def _links(page: Page, letters: Letters) -> Iterator[Link]:
    """The page's links to web addresses; other links are ignored."""
    position, link, rect = ctypes.c_int(0), c.FPDF_LINK(), c.FS_RECTF()
    for _ in range(_MAX_LINKS):
        if not c.FPDFLink_Enumerate(page.raw, position, link):
            return
        action = c.FPDFLink_GetAction(link)
        if not action or not c.FPDFLink_GetAnnotRect(link, rect):
            continue
        size = c.FPDFAction_GetURIPath(page.document, action, None, 0)
        if not 0 < size <= _MAX_ADDRESS_BYTES:
            continue
        buffer = ctypes.create_string_buffer(size)
        c.FPDFAction_GetURIPath(page.document, action, buffer, size)
        url = buffer.value.decode("utf-8", "replace")
        if url.lower().startswith(("http://", "https://")) and not any(map(str.isspace, url)):
            band = _BAND * (rect.top - rect.bottom)
            text = letters.text_within(
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


_LOWEST, _HIGHEST = 0.12, 0.5
"""The least and greatest height of a strike-out line above the baseline, in font sizes."""

_MAX_NOTES = 500
_PASSAGE = re.compile(rf"{GONE}+(?:\s+{GONE}+)*")


def _rules_through(run: Run, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules at the height of a strike-out line through a run's words."""
    low, high = run.baseline + _LOWEST * run.size, run.baseline + _HIGHEST * run.size
    return tuple(
        rule
        for rule in rules
        if low < rule.height < high and rule.left < run.right and rule.right > run.left
    )


def _without_struck(
    letters: Letters, run: Run, rules: Sequence[Rule]
) -> tuple[Run, tuple[str, ...]]:
    """A run with GONE in place of each letter that a rule strikes out, and the struck passages.

    The spaces around a passage stay.
    """
    marks = "".join(
        letter if letter.isspace() or not _is_struck(letters, run.start + at, rules) else GONE
        for at, letter in enumerate(run.text)
    )
    passages = [found.span() for found in _PASSAGE.finditer(marks)]
    text = _PASSAGE.sub(lambda found: GONE * len(found[0]), marks)
    return run._replace(text=text), tuple(run.text[start:end] for start, end in passages)


def _is_struck(letters: Letters, index: int, rules: Sequence[Rule]) -> bool:
    left, right = letters.edges(index)
    over = [rule for rule in rules if rule.left <= (left + right) / 2 <= rule.right]
    if not over:
        return False
    baseline, size = letters.baseline(index, 0), letters.size(index)  # a superscript has its own
    low, high = baseline + _LOWEST * size, baseline + _HIGHEST * size
    return any(low < rule.height < high for rule in over)


def _struck_by_notes(page: Page) -> Iterator[Rule]:
    """The lines that annotations on a page draw through its words."""
    rect = c.FS_RECTF()
    for index in range(min(c.FPDFPage_GetAnnotCount(page.raw), _MAX_NOTES)):
        note = c.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        if c.FPDFAnnot_GetSubtype(note) == c.FPDF_ANNOT_STRIKEOUT:
            quads = c.FS_QUADPOINTSF()
            for at in range(min(c.FPDFAnnot_CountAttachmentPoints(note), _MAX_NOTES)):
                if c.FPDFAnnot_GetAttachmentPoints(note, at, ctypes.byref(quads)):
                    sides = (quads.x1, quads.x2, quads.x3, quads.x4)
                    heights = (quads.y1, quads.y2, quads.y3, quads.y4)
                    middle = (min(heights) + max(heights)) / 2
                    yield Rule(min(sides), max(sides), middle)
            if not c.FPDFAnnot_CountAttachmentPoints(note) and c.FPDFAnnot_GetRect(note, rect):
                yield Rule(rect.left, rect.right, (rect.top + rect.bottom) / 2)
        c.FPDFPage_CloseAnnot(note)
