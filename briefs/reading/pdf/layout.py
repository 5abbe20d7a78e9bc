"""Columns, margins, tables.

The order in which the lines of a page are read: down each column, between what spans them.

What pages repeat in their margins: running heads, running feet and the pages' own numbers.

Tables on a page of print, told by their rows, so that an editor knows where to look.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from briefs.reading.pdf.page import Line
from briefs.text.canonical import folded

_MIN_COLUMN_LINES = 3
"""Lines on either side of a gutter, for columns rather than things that stand side by side."""

_CROSSING = 0.25
_MIN_COLUMN_SHARE = 0.6
_ROW = 3.0
_LARGER = 1.12
_INNER = 0.2
_ONE_COLUMN = 2  # edges


def in_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of one page as they are read, each with the edges of its column."""
    if not lines:
        return []
    height = median(line.height for line in lines)
    gutters = _gutters(lines, height)
    edges = [float("-inf"), *gutters, float("inf")]
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=_down):
        if _spans(line, gutters):
            heading = _heading(band, height)
            ordered += _band(band[: len(band) - len(heading)], edges)
            ordered += [*heading, line]
            band = []
        else:
            band.append(line)
    return _with_edges(ordered + _band(band, edges), edges)


def _down(line: Line) -> tuple[float, float]:
    return (-round(line.bottom / _ROW), line.left)


def _spans(line: Line, gutters: Sequence[float]) -> bool:
    return any(line.left < gutter < line.right for gutter in gutters)


def _band(lines: Sequence[Line], edges: Sequence[float]) -> list[Line]:
    """The lines between two that span the columns, column by column."""
    return [line for left, right in pairwise(edges) for line in lines if left <= line.left < right]


def _heading(band: Sequence[Line], height: float) -> Sequence[Line]:
    """The heading in larger type that ends a band: it belongs to what spans the columns below."""
    start = len(band)
    while start and band[start - 1].height > _LARGER * height:
        start -= 1
    return band[start:]


def _gutters(lines: Sequence[Line], height: float) -> list[float]:
    """Where few lines cross, and lines stand beside each other on either side."""
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    if sum(line.left > first + _INNER * (last - first) for line in lines) < _MIN_COLUMN_LINES:
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
        _, size, gutter = min(zone, default=(0, 0.0, 0.0))
        since = found[-1] if found else float("-inf")
        if -size > _MIN_COLUMN_SHARE * height and _beside(lines, since, gutter):
            found.append(gutter)
        zone = []
    return found


def _ends(line: Line) -> tuple[tuple[float, int], tuple[float, int]]:
    return (line.left, 1), (line.right, -1)


def _beside(lines: Sequence[Line], since: float, gutter: float) -> bool:
    """Whether lines stand on both sides of a gutter at the same heights of the page."""
    left = [line for line in lines if since <= line.left and line.right <= gutter]
    right = [line for line in lines if line.left >= gutter]
    if min(len(left), len(right)) < _MIN_COLUMN_LINES:
        return False
    low = max(min(line.bottom for line in side) for side in (left, right))
    high = min(max(line.top for line in side) for side in (left, right))
    both = [sum(low <= line.bottom and line.top <= high for line in side) for side in (left, right)]
    return min(both) >= _MIN_COLUMN_LINES


def _with_edges(lines: Sequence[Line], edges: Sequence[float]) -> list[Line]:
    """The lines with where their column begins and ends, by the lines that stand in it."""
    whole = (min(line.left for line in lines), max(line.right for line in lines))
    if len(edges) == _ONE_COLUMN:
        return [line.within(whole) for line in lines]
    bounds: dict[tuple[float, float], tuple[float, float]] = {}
    for left, right in pairwise(edges):
        within = [line for line in lines if left <= line.left and line.right <= right]
        if within:
            first = min(line.left for line in within)
            bounds[left, right] = (first, max(line.right for line in within))

    def column(line: Line) -> tuple[float, float]:
        own = (
            inner
            for (left, right), inner in bounds.items()
            if left <= line.left and line.right <= right
        )
        return next(own, whole)

    return [line.within(column(line)) for line in lines]


_DEEP = 2
"""Lines at the top, and at the bottom, of a page that may be repeated ones."""

_NEAR = 6.0
_FAR, _OTHER = 1.45, 0.05
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:page|seite|p\.|página|pagina|стр\.)\s*)?(\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|von|sur|de|di|из)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
_MIN_PAGES, _FEW_PAGES = 2, 6


def without(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without what repeats in their margins, and the warning that names it."""
    places = [[(_key(line), line) for line in _margin(page)] for page in pages]
    counts = Counter(key for page in places for key in {key for key, _ in page})
    needed = _MIN_PAGES if len(pages) <= _FEW_PAGES else _MIN_PAGES + 1
    repeated = {key for key, count in counts.items() if count >= needed}
    left_out: dict[str, None] = {}
    kept: list[list[Line]] = []
    for number, (page, marginal) in enumerate(zip(pages, places, strict=True), 1):
        dropped = {
            id(line)
            for key, line in marginal
            if key in repeated or _is_number(line, number, of=len(pages))
        }
        left_out.update((line.text, None) for line in page if id(line) in dropped)
        kept.append([line for line in page if id(line) not in dropped])
    words = [text for text in left_out if not _NUMBER.fullmatch(text)]
    parts = [f"“{text}”" for text in words[:3]] + ["…"] * (len(words) > 3)  # noqa: PLR2004
    parts += ["page numbers"] * (len(words) < len(left_out))
    warning = f"left out, as pages repeat it in their margins: {', '.join(parts)}"
    return kept, (warning,) if left_out else ()


def _margin(page: Sequence[Line]) -> Iterator[Line]:
    """The lines nearest to the top and to the bottom of a page that stand apart from the rest."""
    down = sorted(page, key=lambda line: -line.bottom)
    yield from _outer(down)
    yield from (line for line in _outer(down[::-1]) if line not in down[:_DEEP])


def _outer(inward: Sequence[Line]) -> Sequence[Line]:
    """The first lines, up to the last one that the next is far from, or set in other type."""
    for count in range(min(_DEEP, len(inward)), 0, -1):
        line, following = inward[count - 1], inward[count] if count < len(inward) else None
        if following is None or abs(line.bottom - following.bottom) > _FAR * line.height:
            return inward[:count]
        if abs(line.height - following.height) > _OTHER * line.height:
            return inward[:count]
    return ()


def _key(line: Line) -> tuple[str, int]:
    """What lines that repeat each other share: their words but for numbers, and their height."""
    return _DIGITS.sub("#", folded(line.text)), round(line.bottom / _NEAR)


def _is_number(line: Line, page: int, *, of: int) -> bool:
    """Whether a line is the number of the only page there is, whose margins repeat nothing."""
    found = _NUMBER.fullmatch(line.text)
    return of == 1 and found is not None and found[1] == str(page)


_ROWS = 3
"""At least so many below each other: less may be signatures, or what stands under a picture."""

_FILLED, _LETTER = 0.6, 0.5
"""Of a row's breadth, at most, is taken up by its letters, each half as wide as its type is high.

In prose and its columns, or behind a heading's number, it is nearly all.
"""

_MIN_ROW_HEIGHTS = 15
"""Times the height of its type a row is at least broad."""

_SAME_HEIGHT = 3.0
_NEXT = 4
"""Times the height of its type that a row is at most below the one before it."""


def count(lines: Sequence[Line]) -> int:
    """How many tables there seem to be among the lines of one page."""
    level: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        level[round(line.bottom / _SAME_HEIGHT)].append(line)
    rows = sorted((row[0] for row in level.values() if _is_row(row)), key=lambda cell: -cell.bottom)
    found, length = 0, 1
    for above, below in pairwise(rows):
        length = length + 1 if above.bottom - below.bottom < _NEXT * above.height else 1
        found += length == _ROWS
    return found


def _is_row(row: Sequence[Line]) -> bool:
    height = row[0].height
    breadth = max(line.right for line in row) - min(line.left for line in row)
    inked = sum(len(line.text) for line in row) * _LETTER * height
    return breadth > _MIN_ROW_HEIGHTS * height and inked < _FILLED * breadth
