"""A page of a PDF file as PDFium tells it: the places and sizes of its letters, and its links.

PDFium's functions are called without pypdfium2's conversions, which take twice as long as the calls
themselves: they are asked about every line and every object of a file.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from struct import Struct
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

HYPHEN = "\x02"
"""PDFium's character for a hyphen at the end of a line, which replaces the line end."""

UNKNOWN = "\ufffd"
"""Stands for a letter whose character the file does not give."""

SLANTED = -1
"""The direction of a run that is not at a right angle."""

_LETTER = re.compile(r"[^\W\d_]")
_UNMAPPED = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\uffff]")
_QUARTER = math.pi / 2
_MAX_SLANT = 0.1
_UTF16_BYTES = 2


class Run(NamedTuple):
    """Text that PDFium puts on one line; `start` is its first character's index on the page.

    Its places are those on a page turned so that the text is upright; `direction` is the number of
    quarter turns that this takes, or SLANTED.
    """

    start: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    direction: int = 0


class Address(ctypes.c_void_p):
    """An address that PDFium returns, and that ctypes passes on as it is."""


def address_of(pointer: Any) -> Address:  # noqa: ANN401  # a pointer of pypdfium2's, or a function
    return Address(ctypes.cast(pointer, ctypes.c_void_p).value)


def direct(function: Any, returns: Any = ctypes.c_int) -> Callable[..., Any]:  # noqa: ANN401
    """A function of PDFium's that takes C values as they are."""
    return ctypes.PYFUNCTYPE(returns)(address_of(function).value or 0)


_get_box = direct(c.FPDFText_GetLooseCharBox)
_get_origin = direct(c.FPDFText_GetCharOrigin)
_get_matrix = direct(c.FPDFText_GetMatrix)
_get_size = direct(c.FPDFText_GetFontSize, ctypes.c_double)
_get_text = direct(c.FPDFText_GetText)
_count_letters = direct(c.FPDFText_CountChars)
_count_boxes = direct(c.FPDFText_CountRects)
_place_in_text = direct(c.FPDFText_GetTextIndexFromCharIndex)

_tuple = tuple.__new__  # makes a named tuple in half the time of its constructor


class Records:
    """Memory for what PDFium tells of many letters or objects, read in one go.

    That takes half the time of reading it one by one. `ends` are the places within a record that
    the functions write to; PDFium's lock makes sure that nobody else uses the memory.
    """

    ROOM = 256

    def __init__(self, record: str, *ends: int) -> None:
        self._record = Struct(f"={record}")
        size = self._record.size
        memory = ctypes.create_string_buffer(self.ROOM * size)
        self._view = memoryview(memory)
        self.to = [
            [ctypes.byref(memory, at + size * number) for number in range(self.ROOM)] for at in ends
        ]

    def read(self, count: int) -> list[tuple[Any, ...]]:
        """The first records."""
        return list(self._record.iter_unpack(self._view[: count * self._record.size]))


_RUNS = Records("f4xf4x f4xf4x ff4xf8x 8xd", 0, 16, 32, 56, 64)
"""The boxes of the first and last letter (left, top, right, bottom), and of a typical letter the
matrix (a to f) and the origin (x, y), without what is not needed.
"""


class Page:
    """A page of a file, open."""

    def __init__(self, document: pdfium.PdfDocument, number: int) -> None:
        self.document = document
        self._number = number
        self.raw = c.FPDF_LoadPage(document, number)
        if not self.raw:
            raise pdfium.PdfiumError("Failed to load page.")

    def close(self) -> None:
        c.FPDF_ClosePage(self.raw)

    def box(self) -> tuple[float, float, float, float]:
        """Its left, bottom, right and top edges."""
        box = c.FS_RECTF()
        if not c.FPDF_GetPageBoundingBox(self.raw, box):
            raise pdfium.PdfiumError("Failed to get page bounding box.")
        return box.left, box.bottom, box.right, box.top

    def is_turned(self) -> bool:
        return bool(c.FPDFPage_GetRotation(self.raw))

    def grey(self, *crop: int) -> bytes:
        """The page without margins of such widths (left, bottom, right, top), in shades of grey."""
        page = self.document[self._number]
        try:
            return bytes(page.render(scale=1, crop=crop, grayscale=True).buffer)
        finally:
            page.close()


class Letters:
    """The text of an open page, with the places and sizes of its characters by index."""

    def __init__(self, page: Page) -> None:
        self._raw = c.FPDFText_LoadPage(page.raw)
        if not self._raw:
            raise pdfium.PdfiumError("Failed to load text page.")
        self.page = address_of(self._raw)
        self._rect, self._matrix = c.FS_RECTF(), c.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._to_rect, self._to_matrix = ctypes.byref(self._rect), ctypes.byref(self._matrix)
        self._to_x, self._to_y = ctypes.byref(self._x), ctypes.byref(self._y)

    def close(self) -> None:
        c.FPDFText_ClosePage(self._raw)

    def text(self) -> str:
        """The page's text with one character for each of PDFium's, so that indexes agree."""
        page, count = self.page, _count_letters(self.page)
        if count <= 0:
            return ""
        text = ""
        if _place_in_text(page, 0) == 0 and _place_in_text(page, count - 1) == count - 1:
            memory = ctypes.create_string_buffer(_UTF16_BYTES * (count + 1))
            length = _UTF16_BYTES * (_get_text(page, 0, count, memory) - 1)
            text = str(memoryview(memory)[:length], "utf-16-le", "ignore")
        if len(text) != count:
            text = "".join(chr(c.FPDFText_GetUnicode(self._raw, at)) for at in range(count))
        return known_letters(text.replace("\ufffe", HYPHEN))

    def text_within(self, left: float, bottom: float, right: float, top: float) -> str:
        """The text in a rectangle."""
        box = left, top, right, bottom
        count = c.FPDFText_GetBoundedText(self._raw, *box, None, 0)
        if count <= 0:
            return ""
        memory = (ctypes.c_ushort * count)()
        c.FPDFText_GetBoundedText(self._raw, *box, memory, count)
        return bytes(memory).decode("utf-16-le", "ignore")

    def boxes(self, start: int, count: int) -> list[tuple[float, float]]:
        """The left and right edges of the boxes that stand side by side in a stretch of text."""
        number = _count_boxes(self.page, start, count)
        if number < 2:  # noqa: PLR2004  # one box has nothing beside it
            return []
        places = [ctypes.c_double() for _ in range(4)]
        edges: list[tuple[float, float]] = []
        for index in range(number):
            c.FPDFText_GetRect(self._raw, index, *places)
            edges.append((places[0].value, places[2].value))
        return sorted(edges)

    def runs(self, texts: Sequence[tuple[int, str]]) -> list[Run]:
        """The runs of texts, each with its start."""
        found: list[Run] = []
        for at in range(0, len(texts), Records.ROOM):
            found += self._runs(texts[at : at + Records.ROOM])
        return found

    def _runs(self, texts: Sequence[tuple[int, str]]) -> list[Run]:
        page = repeat(self.page)
        starts = [start for start, _ in texts]
        ends = [start + len(text) - 1 - (text[-1] == HYPHEN) for start, text in texts]
        typical = [
            start + len(text) // 2 if text[len(text) // 2].isalpha() else _typical(start, text)
            for start, text in texts
        ]
        to_first, to_last, to_matrix, to_x, to_y = _RUNS.to
        told = [
            *map(_get_matrix, page, typical, to_matrix),
            *map(_get_origin, page, typical, to_x, to_y),
            *map(_get_box, page, starts, to_first),
            *map(_get_box, page, ends, to_last),
        ]
        if 0 in told:
            return [self._run(start, text) for start, text in texts]
        sizes = map(_get_size, page, typical)
        return [
            self._run(*one)
            if b or a <= 0 or not size or not d
            else _tuple(
                Run,
                (
                    *one,
                    x1 if x1 < x3 else x3,  # noqa: FURB136  # twice as fast as `min`
                    x2 if x2 > x4 else x4,  # noqa: FURB136
                    y,
                    size * abs(d),
                    0,
                ),
            )
            for one, size, (x1, x2, x3, x4, a, b, d, y) in zip(
                texts, sizes, _RUNS.read(len(texts)), strict=True
            )
        ]

    def _run(self, start: int, text: str) -> Run:
        """The run of some text; a letter in its middle gives its type."""
        page, rect, matrix = self.page, self._rect, self._matrix
        typical = _typical(start, text)
        _get_matrix(page, typical, self._to_matrix)
        _get_origin(page, typical, self._to_x, self._to_y)
        size = _get_size(page, typical)
        _get_box(page, start, self._to_rect)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        _get_box(page, start + len(text) - 1 - (text[-1] == HYPHEN), self._to_rect)
        if not matrix.b and matrix.a > 0:
            left, right = min(left, rect.left), max(right, rect.right)
            height = size * abs(matrix.d) or top - bottom
            return Run(start, text, left, right, self._y.value, height)
        direction = _direction(matrix)
        corners = ((left, bottom), (right, top), (rect.left, rect.bottom), (rect.right, rect.top))
        along = [turned(x, y, direction)[0] for x, y in corners]
        baseline = turned(self._x.value, self._y.value, direction)[1]
        height = size * math.hypot(matrix.c, matrix.d) or top - bottom
        return Run(start, text, min(along), max(along), baseline, height, direction)

    def baseline(self, index: int, direction: int) -> float:
        _get_origin(self.page, index, self._to_x, self._to_y)
        return turned(self._x.value, self._y.value, direction)[1] if direction else self._y.value

    def size(self, index: int) -> float:
        _get_matrix(self.page, index, self._to_matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return float(_get_size(self.page, index) * scale)

    def is_generated(self, index: int) -> bool:
        """Whether PDFium inserted a character that the file does not have: a space in a gap."""
        return bool(c.FPDFText_IsGenerated(self._raw, index) == 1)

    def edges(self, index: int) -> tuple[float, float]:
        _get_box(self.page, index, self._to_rect)
        return self._rect.left, self._rect.right


def _typical(start: int, text: str) -> int:
    """The index of a letter in the middle of a text, which gives its type."""
    middle = len(text) // 2
    if text[middle].isalpha():
        return start + middle
    letter = _LETTER.search(text, middle) or _LETTER.search(text)
    return start + letter.start() if letter else start


def _direction(matrix: c.FS_MATRIX) -> int:
    """The quarter turns of a text, counter-clockwise; SLANTED if between."""
    angle = math.atan2(matrix.b, matrix.a)
    quarters = round(angle / _QUARTER)
    return quarters % 4 if abs(angle - quarters * _QUARTER) < _MAX_SLANT else SLANTED


def turned(x: float, y: float, direction: int) -> tuple[float, float]:
    """A place on a page that is turned back by so many quarter turns."""
    match direction:
        case 1:
            return y, -x
        case 2:
            return -x, -y
        case 3:
            return -y, x
        case _:
            return x, y


def known_letters(text: str) -> str:
    """A page's text with UNKNOWN for each letter without a meaning."""
    return _UNMAPPED.sub(UNKNOWN, text) if _UNMAPPED.search(text) else text


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


def links_on(page: Page, letters: Letters) -> Iterator[Link]:
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
