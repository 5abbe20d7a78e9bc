"""Lines and links of a page.

A line of type as it stands on a page, in points from the page's bottom left corner.

Where the links on a page of a PDF lead, and which part of the page they cover.

The lines of one page of a PDF, put together from the runs of text that PDFium finds on it.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as c


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`text` has its note numbers raised ("¹"); `height` is that of its type, ascent to descent.

    `cut` says that a hyphen ended it, which may be the author's or the line's. `column` holds the
    left and right edge of the column it stands in; `urls` are where links on it lead.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    height: float
    cut: bool = False
    column: tuple[float, float] = (0, 0)
    urls: tuple[str, ...] = ()

    @property
    def top(self) -> float:
        return self.bottom + self.height

    @property
    def letter(self) -> float:
        """The average width of its letters."""
        return (self.right - self.left) / max(len(self.text), 1)

    @property
    def indent(self) -> float:
        return self.left - self.column[0]

    def within(self, column: tuple[float, float]) -> "Line":
        """The same line, in that column; spelt out, as every line of a file passes here."""
        return Line(
            text=self.text,
            page=self.page,
            left=self.left,
            right=self.right,
            bottom=self.bottom,
            height=self.height,
            cut=self.cut,
            column=column,
            urls=self.urls,
        )


_MOST = 500
"""Links on one page; more is no piece to read but a list of links."""

_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a web address, and its rectangle in points."""

    url: str
    left: float
    bottom: float
    right: float
    top: float


def on_page(page: pdfium.PdfPage) -> tuple[Link, ...]:
    """The page's links to web addresses; those that lead elsewhere are none."""
    return tuple(_links(page))


def _links(page: pdfium.PdfPage) -> Iterator[Link]:
    position, link, rect = ctypes.c_int(0), c.FPDF_LINK(), c.FS_RECTF()
    for _ in range(_MOST):
        if not c.FPDFLink_Enumerate(page, position, link):
            return
        action = c.FPDFLink_GetAction(link)
        if not action or not c.FPDFLink_GetAnnotRect(link, rect):
            continue
        size = c.FPDFAction_GetURIPath(page.pdf, action, None, 0)
        if not 0 < size <= _LONGEST:
            continue
        buffer = ctypes.create_string_buffer(size)
        c.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
        url = buffer.value.decode("utf-8", "replace")
        if url.lower().startswith(("http://", "https://")) and not any(map(str.isspace, url)):
            yield Link(url=url, left=rect.left, bottom=rect.bottom, right=rect.right, top=rect.top)


_HYPHEN = "\x02"
"""What PDFium puts for a hyphen at the end of a line, in place of the line's end."""

_RUN = re.compile(rf"[^\r\n{_HYPHEN}]+{_HYPHEN}?")
_DIGIT = re.compile(r"[0-9]")
_NUMBERS = re.compile(r"\s*(?<!\d)([0-9]{1,3}(?:[,–-][0-9]{1,3})*)(?!\d)")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹–")
_SMALLER, _HIGHER = 0.88, 0.06
_SPACE, _APART, _GUTTER = 0.12, 2.5, 1.5
_WIDE, _SAMPLE, _AGREE = 0.55, 6, 2
_NEAR = 12.0
_TURNED = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Text that PDFium puts on one line; `start` is its first character's index on the page."""

    start: int
    text: str
    left: float
    right: float
    bottom: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's lines in the order of the file; `turned` counts those set at an angle, left out."""

    lines: tuple[Line, ...]
    turned: int = 0


def read(page: pdfium.PdfPage, number: int) -> Sheet:
    """The lines of the page with that number, from 0."""
    textpage = page.get_textpage()
    try:
        upright, turned = _runs(textpage)
        runs = _split_at_gutter(textpage, upright)
        lines = [_line(textpage, group, number) for group in _groups(runs)]
    finally:
        textpage.close()
    links = on_page(page) if lines else ()
    if links:
        lines = [
            replace(
                line,
                urls=tuple(
                    link.url
                    for link in links
                    if link.bottom < line.bottom + line.height / 2 < link.top
                    and min(link.right, line.right) - max(link.left, line.left) > line.letter
                ),
            )
            for line in lines
        ]
    return Sheet(tuple(lines), turned)


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The page's text with one character for each of PDFium's, so that their indexes agree."""
    text: str = textpage.get_text_range().replace("\ufffe", _HYPHEN)
    count = textpage.count_chars()
    if len(text) == count:
        return text
    return "".join(chr(c.FPDFText_GetUnicode(textpage.raw, index)) for index in range(count))


def _runs(textpage: pdfium.PdfTextPage) -> tuple[list[_Run], int]:
    """The runs that stand upright, and how many do not (all of them, if most do not)."""
    raw, rect = textpage.raw, c.FS_RECTF()
    box, angle = c.FPDFText_GetLooseCharBox, c.FPDFText_GetCharAngle
    upright: list[_Run] = []
    turned: list[_Run] = []
    for match in _RUN.finditer(_text(textpage)):
        words = match.group().strip(" \t")
        if not words or words == _HYPHEN:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip(" \t"))
        box(raw, start, rect)
        left, bottom, height = rect.left, rect.bottom, rect.top - rect.bottom
        box(raw, start + len(words) - 1 - words.endswith(_HYPHEN), rect)
        if rect.top - rect.bottom > height:
            bottom, height = rect.bottom, rect.top - rect.bottom
        run = _Run(
            start=start, text=words, left=left, right=rect.right, bottom=bottom, height=height
        )
        (turned if _TURNED < angle(raw, start) < 2 * 3.1416 - _TURNED else upright).append(run)
    return (upright, len(turned)) if len(upright) >= len(turned) else (upright + turned, 0)


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
    return middle if size > _GUTTER * run.height else None


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
    if not first or boxes[first][0] - boxes[last][1] < run.height:
        yield run
        return
    yield replace(run, text=run.text[: last + 1], right=boxes[last][1])
    yield replace(run, start=run.start + first, text=run.text[first:], left=boxes[first][0])


def _groups(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """The runs that make up a line each: a raised number may part it for PDFium."""
    group: list[_Run] = []
    for run in runs:
        if group and not _goes_on(group[-1], run):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _goes_on(run: _Run, following: _Run) -> bool:
    top = min(run.bottom + run.height, following.bottom + following.height)
    shared = top - max(run.bottom, following.bottom)
    tallest = max(run.height, following.height)
    gap = following.left - run.right
    return (
        shared > min(run.height, following.height) / 2
        and -tallest / 2 < gap < _APART * tallest
        and not run.text.endswith(_HYPHEN)
    )


def _line(textpage: pdfium.PdfTextPage, group: Sequence[_Run], number: int) -> Line:
    body = max(group, key=lambda run: run.height)
    text = ""
    for run, before in zip(group, (None, *group), strict=False):
        apart = before is not None and run.left - before.right > _SPACE * body.height
        words = _with_raised(textpage, run, body)
        text += (" " if apart and not words.startswith(_DIGITS) else "") + words
    cut = text.endswith((_HYPHEN, "-"))
    return Line(
        text=text.removesuffix(_HYPHEN).removesuffix("-") if cut else text,
        page=number,
        left=group[0].left,
        right=group[-1].right,
        bottom=body.bottom,
        height=body.height,
        cut=cut,
    )


_DIGITS = tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")


def _with_raised(textpage: pdfium.PdfTextPage, run: _Run, body: _Run) -> str:
    """A run's text, its raised numbers as raised digits, right behind what they belong to."""
    if _DIGIT.search(run.text) is None:
        return run.text
    rect = c.FS_RECTF()

    def written(match: re.Match[str]) -> str:
        c.FPDFText_GetLooseCharBox(textpage.raw, run.start + match.start(1), rect)
        small = rect.top - rect.bottom < _SMALLER * body.height
        raised = small and rect.bottom > body.bottom + _HIGHER * body.height
        return match[1].translate(_RAISED) if raised else match[0]

    return _NUMBERS.sub(written, run.text)
