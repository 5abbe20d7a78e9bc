"""Boxes beside the text of a page: in other type, where the lines of the text are shorter.

Their lines have the heights of the text's lines, so that each would interrupt a sentence.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from briefs.reading.pdf import layout
from briefs.reading.pdf.page import Line

_OTHER_TYPE, _SAME_PLACE = 0.07, 3.0
_MAX_SHARE, _APART = 0.3, 2.0
_MIN_WORDS, _MIN_WORDS_A_LINE = 6, 2
_UNDER = 0.5
"""The share of a box's line below or above which the text must continue."""


def without(lines: Sequence[Line]) -> tuple[Sequence[Line], tuple[str, ...]]:
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
    if not seeds or layout.has_columns(lines):
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
        abs(line.left - other.left) < _SAME_PLACE
        and abs(line.baseline - other.baseline) < _APART * other.size
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
