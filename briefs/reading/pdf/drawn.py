"""What is drawn over or through a PDF page's text: links, and lines that strike it out.

PDF has no struck words, only lines: one is through words if it stands at the height of their small
letters' middle, and not under them or over them. Programs draw it as a stroke or as a flat box;
whoever reviews a file strikes words out with a note on the page.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

from briefs.reading.pdf.painted import Rule
from briefs.reading.pdf.runs import Letters, Run
from briefs.reading.tables_and_boxes import GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a web address, the words in its rectangle, and the rectangle in points."""

    url: str
    text: str
    left: float
    bottom: float
    right: float
    top: float


_MAX_LINKS = 500
"""Links on one page; a page with more is a list of links."""

_MAX_ADDRESS_BYTES = 2_000


_EDGE_POINTS, _BAND = 0.7, 0.4
"""Margins of a link's rectangle that are ignored, because letters beside the link reach into it:
points at its sides, and a share of its height above and below.
"""


def links(page: pdfium.PdfPage, words: pdfium.PdfTextPage) -> Iterator[Link]:
    """The page's links to web addresses; other links are ignored."""
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


_LOWEST, _HIGHEST = 0.12, 0.5
"""The least and greatest height of a strike-out line above the baseline, in font sizes."""

_MAX_NOTES = 500
_PASSAGE = re.compile(rf"{GONE}+(?:\s+{GONE}+)*")


def through(run: Run, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules at the height of a strike-out line through a run's words."""
    low, high = run.baseline + _LOWEST * run.size, run.baseline + _HIGHEST * run.size
    return tuple(
        rule
        for rule in rules
        if low < rule.height < high and rule.left < run.right and rule.right > run.left
    )


def unstruck(letters: Letters, run: Run, rules: Sequence[Rule]) -> tuple[Run, tuple[str, ...]]:
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


def struck_by_notes(page: pdfium.PdfPage) -> Iterator[Rule]:
    """The lines that annotations on a page draw through its words."""
    rect = c.FS_RECTF()
    for index in range(min(c.FPDFPage_GetAnnotCount(page), _MAX_NOTES)):
        note = c.FPDFPage_GetAnnot(page, index)
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
