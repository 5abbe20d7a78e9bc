"""The lines of type on one page of a PDF, with the addresses that its links lead to.

PDFium finds the text; a line's size and baseline are those of its font and its letters' origins.
Boxes round letters tell neither: with some fonts PDFium gives the letter's own height.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from briefs.reading.pdf import drawn
from briefs.reading.pdf.drawn import Link

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SIGNS = "*∗†‡§¶‖"
"""What calls a note beside numbers, if it is raised."""


class Line(NamedTuple):
    """A line of type as it stands on a page, in points from the page's bottom left corner.

    It is a tuple, as every line of a file is made anew a few times. `text` has its note numbers
    raised ("¹"); `size` is that of its font, in points. `cut` says that a hyphen ended it, which
    may be the author's or the line's. `labelled` says that it opens with a raised number or sign,
    as notes do. `column` holds the left and right edge of the column it stands in; `urls` are where
    links on it lead.
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
    urls: tuple[str, ...] = ()

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
        runs, turned = _upright(_settled(textpage, _runs(textpage)))
        if any(run.direction for run in runs):  # PDFium gives turned lines in pieces, in no order
            groups = _groups(sorted(runs, key=_reading_order))
        else:
            groups = _groups(_split_at_gutter(textpage, runs))
        lines = [_line(textpage, group, number) for group in groups]
    finally:
        textpage.close()
    links = tuple(drawn.links(page)) if lines else ()
    return Sheet(tuple(_linked(line, links) for line in lines) if links else tuple(lines), turned)


def _linked(line: Line, links: Sequence[Link]) -> Line:
    middle = line.baseline + line.size / 3
    urls = tuple(
        link.url
        for link in links
        if link.bottom < middle < link.top
        and min(link.right, line.right) - max(link.left, line.left) > line.letter
    )
    return line._replace(urls=urls) if urls else line


_HYPHEN = "\x02"
"""What PDFium puts for a hyphen at the end of a line, in place of the line's end."""

_HYPHENS = (_HYPHEN, "-", "\u2010", "\u00ad")
_RUN = re.compile(rf"[^\r\n{_HYPHEN}]+{_HYPHEN}?")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"[0-9]")
_NUMBERS = re.compile(r"\s*(?<!\d)([0-9]{1,3}(?:[,–-][0-9]{1,3})*)(?!\d)")
_TO_RAISED = str.maketrans("0123456789-", f"{RAISED}–")
_SMALLER, _RISE, _HIGH_RISE = 0.88, 0.12, 0.25
"""A raised number is so much smaller than the text and so much higher, or else higher still."""

_SPACE, _APART, _GUTTER = 0.15, 3.0, 1.7
_WIDE, _SAMPLE, _AGREE = 0.55, 6, 2
_NEAR, _SAME_LINE = 12.0, 3.0
_DOUBLED, _OTHER_SIZE, _LETTERS = 2.0, 0.03, 7
_QUARTER = math.pi / 2
_MAX_SLANT = 0.1
_SLANTED = -1


class _Run(NamedTuple):
    """Text that PDFium puts on one line; `start` is its first character's index on the page.

    Its places are those on a page that is turned so that the text stands upright; `direction` is
    how many quarters of a turn that takes, _SLANTED if none does.
    """

    start: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    direction: int = 0


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The page's text with one character for each of PDFium's, so that their indexes agree."""
    text: str = textpage.get_text_range().replace("\ufffe", _HYPHEN)
    count = textpage.count_chars()
    if len(text) == count:
        return text
    return "".join(chr(c.FPDFText_GetUnicode(textpage.raw, index)) for index in range(count))


def _runs(textpage: pdfium.PdfTextPage) -> list[_Run]:
    """The runs of a page, each with the size and baseline of a letter in its middle."""
    raw, rect, matrix = textpage.raw, c.FS_RECTF(), c.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    box, origin = c.FPDFText_GetLooseCharBox, c.FPDFText_GetCharOrigin
    font_size, placed = c.FPDFText_GetFontSize, c.FPDFText_GetMatrix
    found: list[_Run] = []
    for match in _RUN.finditer(_text(textpage)):
        words = match.group().strip(" \t")
        if not words or words == _HYPHEN:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip(" \t"))
        letter = _LETTER.search(words, len(words) // 2) or _LETTER.search(words)
        typical = start + (letter.start() if letter else 0)
        placed(raw, typical, matrix)
        origin(raw, typical, x, y)
        box(raw, start, rect)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        box(raw, start + len(words) - 1 - words.endswith(_HYPHEN), rect)
        if matrix.b or matrix.a <= 0:
            direction = _direction(matrix)
            corners = ((left, bottom), (right, top), (rect.left, rect.bottom))
            along = [_turned(*one, direction)[0] for one in (*corners, (rect.right, rect.top))]
            left, right = min(along), max(along)
            baseline = _turned(x.value, y.value, direction)[1]
            scale = math.hypot(matrix.c, matrix.d)
        else:
            direction, baseline, scale = 0, y.value, abs(matrix.d)
            left, right = min(left, rect.left), max(right, rect.right)
        found.append(
            _Run(
                start=start,
                text=words,
                left=left,
                right=right,
                baseline=baseline,
                size=font_size(raw, typical) * scale or top - bottom,
                direction=direction,
            )
        )
    return found


def _settled(textpage: pdfium.PdfTextPage, runs: Sequence[_Run]) -> list[_Run]:
    """The runs, each once, of the size of most of its letters: a word of code may be smaller."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size, 1)] += len(run.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    found: dict[tuple[str, int, int], _Run] = {}
    for run in runs:
        place = (run.text, round(run.left / _DOUBLED), round(run.baseline / _DOUBLED))
        if place not in found:  # letters made bold by drawing them twice
            off = abs(run.size - usual) > _OTHER_SIZE * usual
            found[place] = _resized(textpage, run) if off else run
    return list(found.values())


def _resized(textpage: pdfium.PdfTextPage, run: _Run) -> _Run:
    """A run with the size and baseline that most of some of its letters have."""
    letters = [match.start() for match in _LETTER.finditer(run.text)]
    sampled = letters[:: max(len(letters) // _LETTERS, 1)]
    if len(sampled) <= 1:
        return run
    matrix, x, y = c.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    found: Counter[tuple[float, float]] = Counter()
    for index in (run.start + at for at in sampled):
        c.FPDFText_GetMatrix(textpage.raw, index, matrix)
        c.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
        size = c.FPDFText_GetFontSize(textpage.raw, index) * math.hypot(matrix.c, matrix.d)
        baseline = _turned(x.value, y.value, run.direction)[1]
        found[round(size, 2), round(baseline, 2)] += 1
    (size, baseline), _ = max(found.items(), key=lambda one: (one[1], one[0]))
    return run._replace(size=size, baseline=baseline) if size else run


def _direction(matrix: c.FS_MATRIX) -> int:
    """The quarters of a turn by which text is turned, counter-clockwise; _SLANTED if between."""
    angle = math.atan2(matrix.b, matrix.a)
    quarters = round(angle / _QUARTER)
    return quarters % 4 if abs(angle - quarters * _QUARTER) < _MAX_SLANT else _SLANTED


def _turned(x: float, y: float, direction: int) -> tuple[float, float]:
    """A place on a page that is turned back by so many quarters."""
    match direction:
        case 1:
            return y, -x
        case 2:
            return -x, -y
        case 3:
            return -y, x
        case _:
            return x, y


def _upright(runs: Sequence[_Run]) -> tuple[list[_Run], tuple[str, ...]]:
    """The runs set in the direction that most of the page is set in, and the text of the others."""
    letters: Counter[int] = Counter()
    for run in runs:
        letters[run.direction] += len(run.text)
    del letters[_SLANTED]
    if len(letters) <= 1 and not any(run.direction == _SLANTED for run in runs):
        return list(runs), ()
    main = letters.most_common(1)[0][0] if letters else _SLANTED
    turned = tuple(run.text.removesuffix(_HYPHEN) for run in runs if run.direction != main)
    return [run for run in runs if run.direction == main], turned


def _reading_order(run: _Run) -> tuple[int, float]:
    return -round(run.baseline / _SAME_LINE), run.left


def _split_at_gutter(textpage: pdfium.PdfTextPage, runs: Sequence[_Run]) -> Sequence[_Run]:
    """The runs, those parted that PDFium took across a gutter since the file goes row by row."""
    if not runs:
        return runs
    width = max(run.right for run in runs) - min(run.left for run in runs)
    wide = [run for run in runs if run.right - run.left > _WIDE * width]
    sample = wide[:: max(len(wide) // _SAMPLE, 1)]
    gaps = sorted(gap for run in sample if (gap := _widest_gap(textpage, run)) is not None)
    near = [a for a, b in pairwise(gaps) if b - a < _NEAR]
    if len(near) + 1 < _AGREE:
        return runs
    gutter = near[len(near) // 2]
    return [part for run in runs for part in _parts(textpage, run, gutter)]


def _widest_gap(textpage: pdfium.PdfTextPage, run: _Run) -> float | None:
    """The middle of the widest gap within a run, if it is too wide for one between words."""
    boxes = sorted(
        (box[0], box[2])
        for index in range(textpage.count_rects(run.start, len(run.text)))
        if (box := textpage.get_rect(index))
    )
    gaps = [(right[0] - left[1], (right[0] + left[1]) / 2) for left, right in pairwise(boxes)]
    size, middle = max(gaps, default=(0.0, 0.0))
    return middle if size > _GUTTER * run.size else None


def _parts(textpage: pdfium.PdfTextPage, run: _Run, gutter: float) -> Iterator[_Run]:
    """A run's part on either side of the gutter, if no character of it is in the gutter."""
    if not run.left < gutter < run.right:
        yield run
        return
    rect = c.FS_RECTF()
    boxes: list[tuple[float, float]] = []
    for index in range(len(run.text)):
        c.FPDFText_GetLooseCharBox(textpage.raw, run.start + index, rect)
        boxes.append((rect.left, rect.right))
    inked = [index for index, char in enumerate(run.text) if not char.isspace()]
    first = next((index for index in inked if boxes[index][0] > gutter), 0)
    last = max((index for index in inked if index < first), default=0)
    if not first or boxes[first][0] - boxes[last][1] < run.size:
        yield run
        return
    yield run._replace(text=run.text[: last + 1], right=boxes[last][1])
    yield run._replace(start=run.start + first, text=run.text[first:], left=boxes[first][0])


def _groups(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """The runs that make up a line each: a raised number may part it for PDFium."""
    group: list[_Run] = []
    for run in runs:
        if group and not _goes_on(group, run):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _goes_on(group: Sequence[_Run], following: _Run) -> bool:
    """Whether a run stands on the line of those before it: at their height, right behind them."""
    run = group[-1]
    tallest = max(run.size, following.size)
    gap = following.left - run.right
    level = abs(following.baseline - run.baseline) < tallest / 2
    return level and -tallest / 2 < gap < _APART * tallest and not run.text.endswith(_HYPHEN)


def _line(textpage: pdfium.PdfTextPage, group: Sequence[_Run], number: int) -> Line:
    body = max(group, key=lambda run: len(run.text) * run.size**2) if len(group) > 1 else group[0]
    text = ""
    for run, before in zip(group, (None, *group), strict=False):
        apart = before is not None and run.left - before.right > _SPACE * body.size
        words = _with_raised(textpage, run, body)
        text += (" " if apart and not words.startswith(tuple(RAISED)) else "") + words
    cut = text.endswith(_HYPHENS)
    return Line(
        text=text[:-1] if cut else text,
        page=number,
        left=min(run.left for run in group),
        right=max(run.right for run in group),
        baseline=body.baseline,
        size=body.size,
        cut=cut,
        labelled=text[0] in RAISED
        or (text[0] in SIGNS and _is_raised(textpage, group[0], 0, body)),
    )


def _with_raised(textpage: pdfium.PdfTextPage, run: _Run, body: _Run) -> str:
    """A run's text, its raised numbers as raised digits, right behind what they belong to."""
    if _DIGIT.search(run.text) is None:
        return run.text

    def written(match: re.Match[str]) -> str:
        raised = _is_raised(textpage, run, match.start(1), body)
        return match[1].translate(_TO_RAISED) if raised else match[0]

    return _NUMBERS.sub(written, run.text)


def _is_raised(textpage: pdfium.PdfTextPage, run: _Run, at: int, body: _Run) -> bool:
    """Whether the character at that place of a run stands higher than the line's text."""
    matrix, x, y = c.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    index = run.start + at
    c.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
    rise = _turned(x.value, y.value, run.direction)[1] - body.baseline
    if rise <= _RISE * body.size:
        return False
    c.FPDFText_GetMatrix(textpage.raw, index, matrix)
    size = c.FPDFText_GetFontSize(textpage.raw, index) * math.hypot(matrix.c, matrix.d)
    return rise > _HIGH_RISE * body.size or size < _SMALLER * body.size
