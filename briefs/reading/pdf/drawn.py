"""What is drawn over or beside the text of a page of a PDF: links, and level lines (rules)."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c


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


def links(page: pdfium.PdfPage, words: pdfium.PdfTextPage) -> Iterator[Link]:
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


def rules(page: pdfium.PdfPage) -> tuple[Rule, ...]:
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
