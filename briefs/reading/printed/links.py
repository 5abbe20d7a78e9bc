"""Where the links on a page of a PDF lead, and which part of the page they cover."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

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
