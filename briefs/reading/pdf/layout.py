"""The order in which the lines of a page are read: down each column, between what spans them."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from briefs.reading.printed.line import Line

_FEWEST = 3
"""Lines on either side of a gutter, for columns rather than things that stand side by side."""

_CROSSING = 0.25
_NARROWEST = 0.6
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
    if sum(line.left > first + _INNER * (last - first) for line in lines) < _FEWEST:
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
        if -size > _NARROWEST * height and _beside(lines, since, gutter):
            found.append(gutter)
        zone = []
    return found


def _ends(line: Line) -> tuple[tuple[float, int], tuple[float, int]]:
    return (line.left, 1), (line.right, -1)


def _beside(lines: Sequence[Line], since: float, gutter: float) -> bool:
    """Whether lines stand on both sides of a gutter at the same heights of the page."""
    left = [line for line in lines if since <= line.left and line.right <= gutter]
    right = [line for line in lines if line.left >= gutter]
    if min(len(left), len(right)) < _FEWEST:
        return False
    low = max(min(line.bottom for line in side) for side in (left, right))
    high = min(max(line.top for line in side) for side in (left, right))
    both = [sum(low <= line.bottom and line.top <= high for line in side) for side in (left, right)]
    return min(both) >= _FEWEST


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
