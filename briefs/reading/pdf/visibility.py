"""What a PDF page paints: its horizontal lines (rules), and which of its words are not visible or
are struck out.

Words may be invisible, white on white, tiny, or outside of the page: programs hide them there for
searching, or people for machines. An invisible layer over a picture is the result of text
recognition; it is the page's text.

PDF has no struck-out text, only lines. A line strikes words out if it is at half the height of
their small letters, not below or above them. Programs draw it as a stroke or as a flat box;
reviewers strike words out with an annotation.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from math import ceil
from typing import TypeAlias

import pypdfium2.raw as c

from briefs.reading.layout_document import GONE
from briefs.reading.pdf.letters import Address, Letters, Page, Records, Run, address_of, direct


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line on a page, from `left` to `right`, as above footnotes."""

    left: float
    right: float
    height: float


_MAX_OBJECTS = 20_000
"""The most objects of one page that are looked at."""

_MAX_RULE_THICKNESS, _MIN_RULE_POINTS = 2.0, 3.0

MIN_NOTES_RULE_POINTS = 20.0
"""A shorter line does not separate notes."""

_object_at = direct(c.FPDFPage_GetObject, Address)
_object_of = direct(c.FPDFText_GetTextObject, ctypes.c_void_p)
_kind_of = direct(c.FPDFPageObj_GetType)
_mode_of = direct(c.FPDFTextObj_GetTextRenderMode)
_get_fill = direct(c.FPDFPageObj_GetFillColor)
_get_bounds = direct(c.FPDFPageObj_GetBounds)

_COLOURS = Records("4I", 0, 4, 8, 12)
"""Red, green, blue and alpha."""

_UNPAINTED = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_FILLED = (c.FPDF_TEXTRENDERMODE_FILL, c.FPDF_TEXTRENDERMODE_FILL_CLIP)
_PICTURES = (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING, c.FPDF_PAGEOBJ_FORM)
_MIN_WHITE = 250
"""The least value, of 255, of each component of a colour that looks like paper."""

_MAX_TINY_POINTS, _TINY_SHARE = 2.0, 0.3
"""Text is too small to be seen if it is below both: so many points, and this share of the usual
size.
"""

_MAX_LOOKED_AT = 3
_EDGE_POINTS = 1.0
_BLANK = (GONE, " ")
_Box: TypeAlias = tuple[float, float, float, float]


class Painted:
    """What a page paints: rules, the text objects that may be hidden, and the boxes behind text."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.rules: list[Rule] = []
        self._unpainted: set[int] = set()
        self._white: set[int] = set()
        self._grounds: list[tuple[_Box, bool]] = []  # a box, and whether it is a picture
        self._edges = (ctypes.c_float * 4)()
        self._to_edges = [ctypes.byref(self._edges, at) for at in (0, 4, 8, 12)]
        self._colours = (ctypes.c_uint * 4)()
        self._to_colours = [ctypes.byref(self._colours, at) for at in (0, 4, 8, 12)]
        of = address_of(page.raw)
        count = min(c.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)
        objects = list(map(_object_at, repeat(of), range(count)))
        modes = list(map(_mode_of, objects))
        filled: list[Address] = []
        for one, mode in zip(objects, modes, strict=True):
            if mode in _FILLED:
                filled.append(one)
            elif mode in _UNPAINTED:
                self._unpainted.add(one.value or 0)
            elif mode == c.FPDF_TEXTRENDERMODE_UNKNOWN:
                self._add_other(one)
        for at in range(0, len(filled), Records.ROOM):
            self._add_words(filled[at : at + Records.ROOM])

    def _add_other(self, one: Address) -> None:
        """Takes an object that is no text into account."""
        kind = _kind_of(one)
        if kind == c.FPDF_PAGEOBJ_PATH:
            self._add_path(one)
        elif kind in _PICTURES and (box := self._box(one)):
            self._grounds.append((box, True))

    def _add_words(self, words: Sequence[Address]) -> None:
        has_fill = list(map(_get_fill, words, *_COLOURS.to))
        colours = _COLOURS.read(len(words))
        if all(alpha and red < _MIN_WHITE for red, _, _, alpha in set(colours)):
            return
        for one, fills, (red, green, blue, alpha) in zip(words, has_fill, colours, strict=True):
            if not fills:
                continue
            if not alpha:
                self._unpainted.add(one.value or 0)
            elif red >= _MIN_WHITE and min(green, blue) >= _MIN_WHITE:
                self._white.add(one.value or 0)

    def _add_path(self, path: Address) -> None:
        box = self._box(path)
        if box is None:
            return
        left, bottom, right, top = box
        if top - bottom >= _MAX_RULE_THICKNESS:
            if not self._is_white(path):
                self._grounds.append((box, False))
        elif right - left > _MIN_RULE_POINTS:
            self.rules.append(Rule(left, right, (top + bottom) / 2))

    def _box(self, one: Address) -> _Box | None:
        if not _get_bounds(one, *self._to_edges):
            return None
        left, bottom, right, top = self._edges
        return left, bottom, right, top

    def _is_white(self, path: Address) -> bool:
        return bool(_get_fill(path, *self._to_colours)) and min(self._colours[:3]) >= _MIN_WHITE

    def seen(self, letters: Letters, runs: Sequence[Run]) -> tuple[list[Run], tuple[str, ...]]:
        """The runs with GONE in place of each letter that is not visible, and the text of those
        letters.
        """
        page = self._page.box()
        if not (self._unpainted or self._white) and _are_plain(runs, page):
            return list(runs), ()
        sizes: dict[float, int] = {}
        for run in runs:
            sizes[run.size] = sizes.get(run.size, 0) + len(run.text)
        usual = max(sizes, key=lambda size: sizes[size], default=0.0)
        tiny = min(_MAX_TINY_POINTS, _TINY_SHARE * abs(usual))
        self._settle(letters, runs)
        gone: list[str] = []
        kept: list[Run] = []
        for run in runs:
            if not run.direction and (abs(run.size) < tiny or not _is_on(run, page)):
                gone.append(run.text)
                continue
            text = run.text
            if self._unpainted or self._white:
                text = "".join(
                    letter if letter.isspace() or self._shows(letters, run, at) else GONE
                    for at, letter in enumerate(text)
                )
            if text != run.text:
                gone.append(
                    "".join(a for a, b in zip(run.text, text, strict=True) if b in {GONE, " "})
                )
            if text.strip("".join(_BLANK)):
                kept.append(run._replace(text=text) if text != run.text else run)
        return kept, tuple(" ".join(one.split()) for one in gone)

    def _settle(self, letters: Letters, runs: Sequence[Run]) -> None:
        """Decides which letters count as hidden: none of a page whose whole text would be, and no
        white ones if one of them is visible after all.

        PDFium reports letters that are filled with a pattern as white; so a few of them are
        rendered.
        """
        if self._unpainted and not any(
            _object_of(letters.page, run.start + at) not in self._unpainted
            for run in runs
            for at, letter in enumerate(run.text)
            if not letter.isspace()
        ):
            self._unpainted.clear()
        if not self._white:
            return
        if any(
            not self._is_blank(box) for box in islice(self._blank(letters, runs), _MAX_LOOKED_AT)
        ):
            self._white.clear()

    def _blank(self, letters: Letters, runs: Sequence[Run]) -> Iterator[_Box]:
        """For each run the box of its first white letters on white."""
        for run in runs if not self._page.is_turned() else ():
            at = next((n for n in range(len(run.text)) if not self._shows(letters, run, n)), -1)
            if at < 0 or run.direction:
                continue
            end = at
            while end + 1 < len(run.text) and not self._shows(letters, run, end + 1):
                end += 1
            left, right = letters.edges(run.start + at)[0], letters.edges(run.start + end)[1]
            inner = min(_EDGE_POINTS, (right - left) / 4)  # neighbouring letters reach into the box
            yield left + inner, run.baseline, right - inner, run.baseline + run.size / 2

    def _is_blank(self, box: _Box) -> bool:
        """Whether the page is white in a box."""
        page = self._page.box()
        crop = (box[0] - page[0], box[1] - page[1], page[2] - box[2], page[3] - box[3])
        try:
            shown = self._page.grey(*map(ceil, crop))
        except ValueError:  # the crop is empty
            return True
        return min(shown, default=_MIN_WHITE) >= _MIN_WHITE

    def _shows(self, letters: Letters, run: Run, at: int) -> bool:
        address = _object_of(letters.page, run.start + at)
        is_white = address in self._white
        if not is_white and address not in self._unpainted:
            return True
        left, right = letters.edges(run.start + at)
        across, up = (left + right) / 2, letters.baseline(run.start + at, 0) + run.size / 4
        return any(
            box[0] <= across <= box[2] and box[1] <= up <= box[3]
            for box, is_picture in self._grounds
            if is_white or is_picture
        )


def _are_plain(runs: Sequence[Run], page: _Box) -> bool:
    """Whether runs are surely large enough, on the page and not blank."""
    if not runs:
        return True
    left, bottom, right, top = page
    baselines = [run.baseline for run in runs]
    return (
        min([run.size for run in runs]) >= _MAX_TINY_POINTS
        and min([run.right for run in runs]) > left - _EDGE_POINTS
        and max([run.left for run in runs]) < right + _EDGE_POINTS
        and min(baselines) > bottom - _EDGE_POINTS
        and max(baselines) < top + _EDGE_POINTS
        and True not in [run.text.startswith(_BLANK) for run in runs]
    )


def _is_on(run: Run, page: _Box) -> bool:
    left, bottom, right, top = page
    return (
        run.right > left - _EDGE_POINTS
        and run.left < right + _EDGE_POINTS
        and run.baseline + run.size > bottom - _EDGE_POINTS
        and run.baseline < top + _EDGE_POINTS
    )


def without_struck(letters: Letters, run: Run, rules: Sequence[Rule], gone: list[str]) -> Run:
    crossing = _rules_through(run, rules) if not run.direction else ()
    if not crossing:
        return run
    left, passages = _struck(letters, run, crossing)
    gone += passages
    return left


_LOWEST, _HIGHEST = 0.12, 0.5
"""The least and greatest height of a strike-out line above the baseline, in font sizes."""

_MAX_ANNOTATIONS = 500
_PASSAGE = re.compile(rf"{GONE}+(?:\s+{GONE}+)*")


def _rules_through(run: Run, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules at the height of a strike-out line through a run's words."""
    low, high = run.baseline + _LOWEST * run.size, run.baseline + _HIGHEST * run.size
    return tuple(
        rule
        for rule in rules
        if low < rule.height < high and rule.left < run.right and rule.right > run.left
    )


def _struck(letters: Letters, run: Run, rules: Sequence[Rule]) -> tuple[Run, tuple[str, ...]]:
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


def rules_of_annotations(page: Page) -> Iterator[Rule]:
    """The lines that annotations on a page draw through its words."""
    rect = c.FS_RECTF()
    for index in range(min(c.FPDFPage_GetAnnotCount(page.raw), _MAX_ANNOTATIONS)):
        note = c.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        if c.FPDFAnnot_GetSubtype(note) == c.FPDF_ANNOT_STRIKEOUT:
            quads = c.FS_QUADPOINTSF()
            for at in range(min(c.FPDFAnnot_CountAttachmentPoints(note), _MAX_ANNOTATIONS)):
                if c.FPDFAnnot_GetAttachmentPoints(note, at, ctypes.byref(quads)):
                    sides = (quads.x1, quads.x2, quads.x3, quads.x4)
                    heights = (quads.y1, quads.y2, quads.y3, quads.y4)
                    middle = (min(heights) + max(heights)) / 2
                    yield Rule(min(sides), max(sides), middle)
            if not c.FPDFAnnot_CountAttachmentPoints(note) and c.FPDFAnnot_GetRect(note, rect):
                yield Rule(rect.left, rect.right, (rect.top + rect.bottom) / 2)
        c.FPDFPage_CloseAnnot(note)
