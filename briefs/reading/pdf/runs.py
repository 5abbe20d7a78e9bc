"""The runs of text that PDFium finds on a page: their size, baseline and direction.

A run's size and baseline are those of its font and its letters' origins. The boxes round letters
tell neither: with some fonts PDFium gives each letter's own height (pypdfium2-team/pypdfium2#421).

What PDFium gives of the letters is mended where the page shows something else: some programs write
words of right-to-left scripts letter by letter as they stand on the page, set letters apart so that
PDFium takes the gaps for spaces, or leave a letter without a meaning.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import pypdfium2 as pdfium
import pypdfium2.raw as c

UNKNOWN = "\ufffd"
"""Stands for a letter of which the file does not say what it is."""

SPREAD = "\ufdd0"
"""Stands for a space that is none; it is the sign of what is gone, and goes with it."""

_UNMAPPED = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\uffff]")
_RTL_WORD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]{2,}")
_RTL_LETTER = re.compile(r"[^\W\d_]")
_SHORT_WORDS = 3.4
_MIN_WORDS = 8


class Places(Protocol):
    """Where the characters of a page stand."""

    def edges(self, index: int) -> tuple[float, float]: ...
    def is_generated(self, index: int) -> bool: ...


def known_letters(text: str) -> str:
    """A page's text with UNKNOWN for each letter without a meaning."""
    return _UNMAPPED.sub(UNKNOWN, text) if _UNMAPPED.search(text) else text


def is_spread(text: str) -> bool:
    """Whether so many words of a text are so short that its letters may be set apart."""
    if text.count(" ") * (_SHORT_WORDS + 1) < len(text):  # most lines have far fewer
        return False
    if any(map(str.isdigit, text)):  # a formula
        return False
    words = text.split()
    if len(words) < _MIN_WORDS and not all(len(word) == 1 for word in words[:_MIN_WORDS]):
        return False
    return len(words) > 1 and sum(map(len, words)) < _SHORT_WORDS * len(words)


def closed_up(places: Places, text: str, start: int) -> str:
    """A run without the spaces that PDFium found, if the file has spaces of its own in it."""
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    found = [at for at in spaces if places.is_generated(start + at)]
    if len(found) == len(spaces):
        return text
    letters = list(text)
    for at in found:
        letters[at] = SPREAD
    return "".join(letters)


def in_reading_order(places: Places, text: str, start: int) -> str:
    """A run whose words of right-to-left scripts are in the order in which they are read."""

    def ordered(word: re.Match[str]) -> str:
        letters = [at for at, one in enumerate(word[0]) if _RTL_LETTER.match(one)]
        if len(letters) < 2:  # noqa: PLR2004  # one stands in any order
            return word[0]
        first, last = (start + word.start() + at for at in (letters[0], letters[-1]))
        is_mirrored = places.edges(first)[0] < places.edges(last)[0]
        return word[0][::-1] if is_mirrored else word[0]

    return _RTL_WORD.sub(ordered, text)


HYPHEN = "\x02"
"""What PDFium puts for a hyphen at the end of a line, in place of the line's end."""

SLANTED = -1
"""The direction of a run that stands at no right angle."""

_RUN = re.compile(rf"[^\r\n{HYPHEN}]+{HYPHEN}?")
_LETTER = re.compile(r"[^\W\d_]")
_GUTTER = 1.7
_WIDE, _SAMPLE, _AGREE = 0.55, 6, 2
_NEAR, _SAME_LINE = 12.0, 3.0
_DOUBLED, _OTHER_SIZE, _LETTERS = 2.0, 0.03, 7
_QUARTER = math.pi / 2
_MAX_SLANT = 0.1


class Run(NamedTuple):
    """Text that PDFium puts on one line; `start` is its first character's index on the page.

    Its places are those on a page that is turned so that the text stands upright; `direction` is
    how many quarters of a turn that takes, SLANTED if none does.
    """

    start: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    direction: int = 0


class Letters:
    """Where the characters of a page stand, and how large they are, by their indexes."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self.textpage = textpage
        self._raw = textpage.raw
        self._rect, self._matrix = c.FS_RECTF(), c.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def text(self) -> str:
        """The page's text with one character for each of PDFium's, so that their indexes agree."""
        text: str = self.textpage.get_text_range().replace("\ufffe", HYPHEN)
        count = self.textpage.count_chars()
        if len(text) != count:
            text = "".join(chr(c.FPDFText_GetUnicode(self._raw, at)) for at in range(count))
        return known_letters(text)

    def run(self, start: int, text: str) -> Run:
        """The run of some text; a letter in its middle tells of its type."""
        raw, rect, matrix = self._raw, self._rect, self._matrix
        letter = _LETTER.search(text, len(text) // 2) or _LETTER.search(text)
        typical = start + letter.start() if letter else start
        c.FPDFText_GetMatrix(raw, typical, matrix)
        c.FPDFText_GetCharOrigin(raw, typical, self._x, self._y)
        size = c.FPDFText_GetFontSize(raw, typical)
        c.FPDFText_GetLooseCharBox(raw, start, rect)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        c.FPDFText_GetLooseCharBox(raw, start + len(text) - 1 - (text[-1] == HYPHEN), rect)
        if not matrix.b and matrix.a > 0:
            left, right = min(left, rect.left), max(right, rect.right)
            height = size * abs(matrix.d) or top - bottom
            return Run(start, text, left, right, self._y.value, height)
        direction = _direction(matrix)
        corners = ((left, bottom), (right, top), (rect.left, rect.bottom), (rect.right, rect.top))
        along = [_turned(x, y, direction)[0] for x, y in corners]
        baseline = _turned(self._x.value, self._y.value, direction)[1]
        height = size * math.hypot(matrix.c, matrix.d) or top - bottom
        return Run(start, text, min(along), max(along), baseline, height, direction)

    def baseline(self, index: int, direction: int) -> float:
        c.FPDFText_GetCharOrigin(self._raw, index, self._x, self._y)
        return _turned(self._x.value, self._y.value, direction)[1] if direction else self._y.value

    def size(self, index: int) -> float:
        c.FPDFText_GetMatrix(self._raw, index, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return float(c.FPDFText_GetFontSize(self._raw, index) * scale)

    def is_generated(self, index: int) -> bool:
        """Whether PDFium put a character where the file has none: a space in a gap."""
        return bool(c.FPDFText_IsGenerated(self._raw, index) == 1)

    def edges(self, index: int) -> tuple[float, float]:
        c.FPDFText_GetLooseCharBox(self._raw, index, self._rect)
        return self._rect.left, self._rect.right


def find(letters: Letters) -> tuple[list[Run], tuple[str, ...]]:
    """The runs set in the direction that most of a page is set in, and the text of the others.

    On a page that is turned PDFium gives lines in pieces, and in no order: there the runs are
    sorted. On an upright one those are parted that PDFium took across a gutter.
    """
    whole = letters.text()
    runs = [letters.run(start, text) for start, text in _texts(whole)]
    runs = [_mended(letters, run) for run in runs]
    runs, turned = _upright(_settled(letters, runs))
    if any(run.direction for run in runs):
        return sorted(runs, key=_reading_order), turned
    return list(_split_at_gutter(letters, runs)), turned


def _mended(letters: Letters, run: Run) -> Run:
    text = run.text
    if is_spread(text):
        text = closed_up(letters, text, run.start)
    if not text.isascii() and not run.direction:
        text = in_reading_order(letters, text, run.start)
    return run if text is run.text else run._replace(text=text)


def _texts(text: str) -> Iterator[tuple[int, str]]:
    for match in _RUN.finditer(text):
        whole = match[0]
        words = whole.strip(" \t")
        if words and words != HYPHEN:
            leading = 0 if whole[0] not in " \t" else len(whole) - len(whole.lstrip(" \t"))
            yield match.start() + leading, words


def _settled(letters: Letters, runs: Sequence[Run]) -> list[Run]:
    """The runs, each once, of the size of most of its letters: a word of code may be smaller."""
    sizes: dict[float, int] = {}
    for run in runs:
        sizes[run.size] = sizes.get(run.size, 0) + len(run.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    found: list[Run] = []
    seen: dict[str, Run] = {}
    for run in runs:
        same = seen.setdefault(run.text, run)
        if same is not run and _is_double(same, run):
            continue
        off = abs(run.size - usual) > _OTHER_SIZE * usual
        found.append(_resized(letters, run) if off else run)
    return found


def _is_double(one: Run, other: Run) -> bool:
    """Whether two runs are the same letters, made bold by drawing them twice."""
    shifted = (
        abs(one.left - other.left) < _DOUBLED and abs(one.baseline - other.baseline) < _DOUBLED
    )
    return shifted and one.direction == other.direction


def _resized(letters: Letters, run: Run) -> Run:
    """A run with the size and baseline that most of some of its letters have."""
    places = [match.start() for match in _LETTER.finditer(run.text)]
    if len(places) <= 1:
        return run
    ends = (run.start + places[0], run.start + places[-1])
    if all(abs(letters.size(index) - run.size) < _OTHER_SIZE * run.size for index in ends):
        return run
    found: Counter[tuple[float, float]] = Counter()
    for at in places[:: max(len(places) // _LETTERS, 1)]:
        size, baseline = (
            letters.size(run.start + at),
            letters.baseline(run.start + at, run.direction),
        )
        found[round(size, 2), round(baseline, 2)] += 1
    (size, baseline), _ = max(found.items(), key=lambda one: (one[1], one[0]))
    return run._replace(size=size, baseline=baseline) if size else run


def _direction(matrix: c.FS_MATRIX) -> int:
    """The quarters of a turn by which text is turned, counter-clockwise; SLANTED if between."""
    angle = math.atan2(matrix.b, matrix.a)
    quarters = round(angle / _QUARTER)
    return quarters % 4 if abs(angle - quarters * _QUARTER) < _MAX_SLANT else SLANTED


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


def _upright(runs: list[Run]) -> tuple[list[Run], tuple[str, ...]]:
    if not any(run.direction for run in runs):
        return runs, ()
    counts: Counter[int] = Counter()
    for run in runs:
        counts[run.direction] += len(run.text)
    del counts[SLANTED]
    main = counts.most_common(1)[0][0] if counts else SLANTED
    turned = tuple(run.text.removesuffix(HYPHEN) for run in runs if run.direction != main)
    return [run for run in runs if run.direction == main], turned


def _reading_order(run: Run) -> tuple[int, float]:
    return -round(run.baseline / _SAME_LINE), run.left


def _split_at_gutter(letters: Letters, runs: Sequence[Run]) -> Sequence[Run]:
    if not runs:
        return runs
    width = max(run.right for run in runs) - min(run.left for run in runs)
    wide = [run for run in runs if run.right - run.left > _WIDE * width]
    sample = wide[:: max(len(wide) // _SAMPLE, 1)]
    gaps = sorted(gap for run in sample if (gap := _widest_gap(letters, run)) is not None)
    near = [a for a, b in pairwise(gaps) if b - a < _NEAR]
    if len(near) + 1 < _AGREE:
        return runs
    gutter = near[len(near) // 2]
    return [part for run in runs for part in _parts(letters, run, gutter)]


def _widest_gap(letters: Letters, run: Run) -> float | None:
    """The middle of the widest gap within a run, if it is too wide for one between words."""
    textpage = letters.textpage
    boxes = sorted(
        (box[0], box[2])
        for index in range(textpage.count_rects(run.start, len(run.text)))
        if (box := textpage.get_rect(index))
    )
    gaps = [(right[0] - left[1], (right[0] + left[1]) / 2) for left, right in pairwise(boxes)]
    size, middle = max(gaps, default=(0.0, 0.0))
    return middle if size > _GUTTER * run.size else None


def _parts(letters: Letters, run: Run, gutter: float) -> Iterator[Run]:
    """A run's part on either side of the gutter, if no character of it is in the gutter."""
    if not run.left < gutter < run.right:
        yield run
        return
    edges = [letters.edges(run.start + index) for index in range(len(run.text))]
    inked = [index for index, char in enumerate(run.text) if not char.isspace()]
    first = next((index for index in inked if edges[index][0] > gutter), 0)
    last = max((index for index in inked if index < first), default=0)
    if not first or edges[first][0] - edges[last][1] < run.size:
        yield run
        return
    yield run._replace(text=run.text[: last + 1], right=edges[last][1])
    yield run._replace(start=run.start + first, text=run.text[first:], left=edges[first][0])
