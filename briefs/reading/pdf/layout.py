"""The layout of a page: its columns in reading order, its margins, its tables.

Lines are read down each column, between the lines that span the columns. Text that pages repeat in
their margins is left out. Tables are recognised by their rows, so that an editor knows where to
look.

Boxes beside the text are in other type, where the lines of the text are shorter. Their lines have
the heights of the text's lines, so that each would interrupt a sentence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from briefs.reading.pdf.lines import Line
from briefs.reading.pdf.runs import RAISED, SIGNS
from briefs.text.canonical import folded

_MIN_COLUMN_LINES = 3
"""Lines on either side of a gutter, for columns rather than separate things side by side."""

_CROSSING = 0.25
_MIN_COLUMN_SHARE = 0.6
_ROW = 3.0
_LARGER = 1.12
_INNER = 0.2
_ONE_COLUMN = 2  # a column has two edges


def in_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of one page in reading order, each with the edges of its column."""
    if not lines:
        return []
    height = median([line.size for line in lines])
    gutters = _gutters(lines, height)
    edges = [float("-inf"), *gutters, float("inf")]
    down = sorted(lines, key=_down)
    if not gutters:
        return _with_edges(down, edges)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in down:
        if _spans(line, gutters):
            heading = _heading(band, height)
            ordered += _band(band[: len(band) - len(heading)], edges)
            ordered += [*heading, line]
            band = []
        else:
            band.append(line)
    return _with_edges(ordered + _band(band, edges), edges)


def _has_columns(lines: Sequence[Line]) -> bool:
    return bool(lines) and bool(_gutters(lines, median([line.size for line in lines])))


def _down(line: Line) -> tuple[float, float]:
    return (-round(line.baseline / _ROW), line.left)


def _spans(line: Line, gutters: Sequence[float]) -> bool:
    left, right = line.left, line.right
    for gutter in gutters:  # noqa: SIM110  # a loop is faster, and every line is tested
        if left < gutter < right:
            return True
    return False


def _band(lines: Sequence[Line], edges: Sequence[float]) -> list[Line]:
    """The lines between two that span the columns, column by column."""
    return [line for left, right in pairwise(edges) for line in lines if left <= line.left < right]


def _heading(band: Sequence[Line], height: float) -> Sequence[Line]:
    """The heading in larger type at the end of a band, which belongs to the columns below."""
    start = len(band)
    while start and band[start - 1].size > _LARGER * height:
        start -= 1
    return band[start:]


def _gutters(lines: Sequence[Line], height: float) -> list[float]:
    """Where few lines cross, and lines stand beside each other on either side."""
    lefts = [line.left for line in lines]
    first, last = min(lefts), max([line.right for line in lines])
    inner = first + _INNER * (last - first)
    if len([left for left in lefts if left > inner]) < _MIN_COLUMN_LINES:
        return []
    steps = sorted((place, step) for line in lines for place, step in _ends(line))
    most = max(_CROSSING * len(lines), 1)
    found: list[float] = []
    zone: list[tuple[int, float, float]] = []
    covered = 0
    for (place, step), (following, _) in pairwise((*steps, (float("inf"), 0))):
        covered += step
        if covered <= most:
            zone.append((covered, place - following, (place + following) / 2))
            continue
        if not zone:
            continue
        _, size, gutter = min(zone)
        since = found[-1] if found else float("-inf")
        if -size > _MIN_COLUMN_SHARE * height and _beside(lines, since, gutter):
            found.append(gutter)
        zone = []
    return found


def _ends(line: Line) -> tuple[tuple[float, int], tuple[float, int]]:
    return (line.left, 1), (line.right, -1)


def _beside(lines: Sequence[Line], since: float, gutter: float) -> bool:
    """Whether lines stand on both sides of a gutter at the same heights."""
    left = [line for line in lines if since <= line.left and line.right <= gutter]
    right = [line for line in lines if line.left >= gutter]
    if min(len(left), len(right)) < _MIN_COLUMN_LINES:
        return False
    low = max(min(line.baseline for line in side) for side in (left, right))
    high = min(max(line.baseline + line.size for line in side) for side in (left, right))
    both = [
        sum(low <= line.baseline and line.baseline + line.size <= high for line in side)
        for side in (left, right)
    ]
    return min(both) >= _MIN_COLUMN_LINES


def _with_edges(lines: Sequence[Line], edges: Sequence[float]) -> list[Line]:
    """The lines with the edges of their column, computed from the lines in it."""
    whole = (min([line.left for line in lines]), max([line.right for line in lines]))
    if len(edges) == _ONE_COLUMN:
        return [_in_column(line, whole) for line in lines]
    columns: list[tuple[float, float, tuple[float, float]]] = []
    for left, right in pairwise(edges):
        within = [line for line in lines if left <= line.left and line.right <= right]
        if within:
            inner = (min(line.left for line in within), max(line.right for line in within))
            columns.append((left, right, inner))
    placed: list[Line] = []
    for line in lines:
        column = whole
        for left, right, inner in columns:
            if left <= line.left and line.right <= right:
                column = inner
                break
        placed.append(_in_column(line, column))
    return placed


def _in_column(line: Line, column: tuple[float, float]) -> Line:
    """The line with its column. The tuple is made directly since `_replace` takes five times as
    long.
    """
    return _tuple(Line, (*line[:-2], column, line.links))


_tuple = tuple.__new__


_MARGIN_LINES = 3
"""Lines at the top and at the bottom of a page that may be repeated."""

_SAME_PLACE = 6.0
_APART, _FAR_APART = 1.3, 1.6
"""How far a margin's line is from the text, in usual line distances; paragraphs may be as far apart
as the first of these.
"""

_OTHER_SIZE = 0.05
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|p\.|página|pagina|стр\.)\s*)?(\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|von|sur|de|di|из)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_MIN_PAGES, _FEW_PAGES = 2, 6
_MIN_PAGES_OF_NEAR_LINES = 3
_LABELS = (*RAISED, *SIGNS)
_RAISED_NUMBER = re.compile(f"[{RAISED}]+")
_OPENING_NUMBER = re.compile(r"\d{1,3}(?!\d)")
_TO_RAISED = str.maketrans("0123456789", RAISED)


def without(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without repeated lines in their margins, and the text of every line left out.

    A line that begins like a note belongs to no margin. A line as near to the text as a paragraph,
    or as long as a text line, must be repeated more often.
    """
    leading = _leading(pages)
    margins = [[(line, far, _key(line)) for line, far in _margin(page, leading)] for page in pages]
    counts = Counter(key for page in margins for key in {key for _, _, key in page})
    needed = _MIN_PAGES if len(pages) <= _FEW_PAGES else _MIN_PAGES + 1
    left_out: list[str] = []
    kept: list[list[Line]] = []
    for number, (page, marginal) in enumerate(zip(pages, margins, strict=True), 1):
        dropped = {
            id(line)
            for line, far, key in marginal
            if counts[key]
            >= (
                needed
                if far and len(line.text) < _PROSE_LINE
                else max(needed, _MIN_PAGES_OF_NEAR_LINES)
            )
            or _is_number(line, number)
        }
        left_out += [line.text for line in page if id(line) in dropped] if dropped else ()
        kept.append([line for line in page if id(line) not in dropped] if dropped else list(page))
    return kept, tuple(left_out)


def is_page_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _leading(pages: Sequence[Sequence[Line]]) -> float:
    """The usual distance between the lines of a document; 0 without lines."""
    exact: dict[float, int] = {}
    for page in pages:
        for line, following in pairwise(page):
            down = line.baseline - following.baseline
            if 0 < down < _DOUBLE * line.size:
                exact[down] = exact.get(down, 0) + 1
    distances: Counter[float] = Counter()
    for down, count in exact.items():
        distances[round(down, 1)] += count
    return distances.most_common(1)[0][0] if distances else 0.0


_DOUBLE = 2.5
"""The greatest line distance in font sizes, double spacing included."""


def _margin(page: Sequence[Line], leading: float) -> Iterator[tuple[Line, bool]]:
    """The lines at the top and bottom of a page that stand apart, or beside all text; and whether
    they certainly do.
    """
    for line in _beside_text(page):
        yield line, True
    down = sorted(page, key=lambda line: -line.baseline)
    seen: set[int] = set()
    for inward in (down, down[::-1]):
        outer, far = _outer(inward, leading)
        for group in _together(outer, leading):
            note = any(_opens_note(line.text, page) for line in group)
            found = [line for line in group if not note or is_page_number(line.text)]
            yield from ((line, far) for line in found if id(line) not in seen)
            seen.update(map(id, found))


def _together(lines: Sequence[Line], leading: float) -> Iterator[list[Line]]:
    """Groups of margin lines that are as close to each other as text lines."""
    group: list[Line] = []
    for line in lines:
        near = group and abs(line.baseline - group[-1].baseline) <= _APART * (
            leading or 1.2 * line.size
        )
        if group and not near:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _opens_note(text: str, page: Sequence[Line]) -> bool:
    """Whether a line begins like a note: with a superscript label, or a
    number that the page refers to.
    """
    if text.startswith(_LABELS):
        return True
    number = _OPENING_NUMBER.match(text)
    if number is None:
        return False
    raised = (line.text[1:] for line in page if not line.text.isascii())
    called = number[0].translate(_TO_RAISED)
    return any(called in _RAISED_NUMBER.findall(words) for words in raised)


def _beside_text(page: Sequence[Line]) -> list[Line]:
    """The lines left or right of all long ones, such as line numbers."""
    long = [line for line in page if len(line.text) > _LONG_LINE]
    if len(long) < _MIN_COLUMN_LINES or len(long) == len(page):
        return []
    left, right = min([line.left for line in long]), max([line.right for line in long])
    return [line for line in page if line.right < left or line.left > right]


_LONG_LINE, _PROSE_LINE = 25, 60
"""Characters of a line that is no margin number, and of one that may belong to a sentence."""


def _outer(inward: Sequence[Line], leading: float) -> tuple[Sequence[Line], bool]:
    """The first lines, up to the last one that is far from the next, or has other type."""
    for count in range(min(_MARGIN_LINES, len(inward)), 0, -1):
        line, following = inward[count - 1], inward[count] if count < len(inward) else None
        if following is None or abs(line.size - following.size) > _OTHER_SIZE * line.size:
            return inward[:count], True
        distance = abs(line.baseline - following.baseline)
        usual = leading or 1.2 * line.size
        if distance > _APART * usual:
            return inward[:count], distance > _FAR_APART * usual
    return (), False


def _key(line: Line) -> tuple[str, int]:
    """What repeated lines share: their words without numbers, and their height."""
    return _DIGITS.sub("#", folded(line.text)), round(line.baseline / _SAME_PLACE)


def _is_number(line: Line, page: int) -> bool:
    """Whether a margin's line is the page's own number."""
    found = _NUMBER.fullmatch(line.text)
    return found is not None and found[1] == str(page)


_ROWS = 3
"""The fewest rows of a table: fewer may be signatures, or captions."""

_FILLED, _LETTER = 0.6, 0.5
"""The greatest share of a table row's width that its letters fill, each half as wide as its font
size.

In prose and its columns, or after a heading's number, nearly all of it is filled.
"""

_MIN_ROW_HEIGHTS = 15
"""The least width of a row, in heights of its type."""

_SAME_HEIGHT = 3.0
_NEXT = 4
"""The greatest distance between two rows, in heights of the type."""


def count(lines: Sequence[Line]) -> int:
    """How many tables there seem to be among the lines of one page."""
    level: dict[int, list[Line]] = {}
    for line in lines:
        level.setdefault(round(line.baseline / _SAME_HEIGHT), []).append(line)
    rows = [row[0] for row in level.values() if _is_row(row)]
    if len(rows) < _ROWS:
        return 0
    rows.sort(key=lambda cell: -cell.baseline)
    found, length = 0, 1
    for above, below in pairwise(rows):
        length = length + 1 if above.baseline - below.baseline < _NEXT * above.size else 1
        found += length == _ROWS
    return found


def _is_row(row: Sequence[Line]) -> bool:
    first = row[0]
    if len(row) == 1:
        breadth, letters = first.right - first.left, len(first.text)
    else:
        breadth = max(line.right for line in row) - min(line.left for line in row)
        letters = sum(len(line.text) for line in row)
    inked = letters * _LETTER * first.size
    return breadth > _MIN_ROW_HEIGHTS * first.size and inked < _FILLED * breadth


_OTHER_TYPE, _SAME_EDGE = 0.07, 3.0
_MAX_SHARE, _FAR_FROM_TEXT = 0.3, 2.0
_MIN_WORDS, _MIN_WORDS_A_LINE = 6, 2
_UNDER = 0.5
"""The share of a box's line below or above which the text must continue."""


def without_boxes(lines: Sequence[Line]) -> tuple[Sequence[Line], tuple[str, ...]]:
    """The lines of one page without those of boxes, and the text of each box.

    Boxes that are much of the page are a column of it; and beside columns stand other columns.
    """
    if len({round(size, 1) for size in {line.size for line in lines}}) <= 1:
        return lines, ()
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    usual = sizes.most_common(1)[0][0]
    text = [line for line in lines if _is_of(line, usual)]
    others = [line for line in lines if not _is_of(line, usual) and line.size < usual]
    seeds = [
        line
        for line in others
        if line.text.count(" ") >= _MIN_WORDS_A_LINE - 1 and _is_beside(line, text)
    ]
    if not seeds or _has_columns(lines):
        return lines, ()
    boxed = _grown(seeds, others)
    if sum(len(line.text.split()) for line in boxed) < _MIN_WORDS:
        return lines, ()
    if sum(len(line.text) for line in boxed) > _MAX_SHARE * sum(len(line.text) for line in lines):
        return lines, ()
    gone = set(map(id, boxed))
    return [line for line in lines if id(line) not in gone], tuple(_texts(boxed))


def _is_of(line: Line, size: float) -> bool:
    return abs(line.size - size) <= _OTHER_TYPE * size


def _is_beside(line: Line, text: Sequence[Line]) -> bool:
    """Whether a line is beside one of the text, and other lines of the text continue below or
    above.
    """
    beside = any(
        abs(one.baseline - line.baseline) < one.size
        and (one.right < line.left or one.left > line.right)
        for one in text
    )
    least = line.left + _UNDER * (line.right - line.left)
    return beside and any(one.left < line.right and one.right > least for one in text)


def _grown(seeds: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    """The seeds with the lines aligned to them, right above or below."""
    found = list(seeds)
    for line in sorted(others, key=lambda one: -one.baseline):
        if not any(line is one for one in found) and any(_goes_on(line, one) for one in found):
            found.append(line)
    return found


def _goes_on(line: Line, other: Line) -> bool:
    return (
        abs(line.left - other.left) < _SAME_EDGE
        and abs(line.baseline - other.baseline) < _FAR_FROM_TEXT * other.size
    )


def _texts(boxed: Sequence[Line]) -> list[str]:
    """The text of each box, from the top of the page down."""
    ordered = sorted(boxed, key=lambda one: (round(one.left), -one.baseline))
    texts = [ordered[0].text]
    for above, line in pairwise(ordered):
        if _goes_on(line, above):
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    return texts
