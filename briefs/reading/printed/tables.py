"""Tables on a page of print, told by their rows, so that an editor knows where to look."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from briefs.reading.printed.line import Line

_ROWS = 3
"""At least so many below each other: less may be signatures, or what stands under a picture."""

_FILLED, _LETTER = 0.6, 0.5
"""Of a row's breadth, at most, is taken up by its letters, each half as wide as its type is high.

In prose and its columns, or behind a heading's number, it is nearly all.
"""

_NARROWEST = 15
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
    return breadth > _NARROWEST * height and inked < _FILLED * breadth
