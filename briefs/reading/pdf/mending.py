"""What PDFium gives of a page's letters, mended where the page shows something else.

Some programs write words of right-to-left scripts letter by letter as they stand on the page, set
letters apart so that PDFium takes the gaps for spaces, or leave a letter without a meaning. A drop
capital is a line of its own to PDFium.
"""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

UNKNOWN = "\ufffd"
"""Stands for a letter of which the file does not say what it is."""

SPREAD = "\ufdd0"
"""Stands for a space that is none; it is the sign of what is gone, and goes with it."""

_UNMAPPED = {code: UNKNOWN for code in range(32) if code not in {2, 9, 10, 13}} | {0xFFFF: UNKNOWN}
_RTL_WORD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]{2,}")
_RTL_LETTER = re.compile(r"[^\W\d_]")
_SHORT_WORDS = 3.4
_MIN_WORDS = 8
_DROPPED, _BESIDE = 1.8, 0.35
"""A drop capital is so many times as large as the text, and so far from it, in its own sizes."""


class Places(Protocol):
    """Where the characters of a page stand."""

    def edges(self, index: int) -> tuple[float, float]: ...
    def is_generated(self, index: int) -> bool: ...


class Placed(Protocol):
    """A line of type, as far as a drop capital beside it needs to know it."""

    @property
    def text(self) -> str: ...
    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def baseline(self) -> float: ...
    @property
    def size(self) -> float: ...
    def _replace(self, **changes: object) -> "Placed": ...


_LineT = TypeVar("_LineT", bound=Placed)


def known_letters(text: str) -> str:
    """A page's text with UNKNOWN for each letter without a meaning."""
    return text.translate(_UNMAPPED)


def is_spread(text: str) -> bool:
    """Whether so many words of a text are so short that its letters may be set apart."""
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


def with_drop_capitals(lines: Sequence[_LineT]) -> list[_LineT]:
    """The lines, each drop capital put before the first of those that it stands beside."""
    kept = list(lines)
    for capital in [line for line in lines if len(line.text) == 1 and line.text.isalpha()]:
        beside = [line for line in kept if line is not capital and _stands_beside(line, capital)]
        if not beside:
            continue
        first = max(beside, key=lambda line: line.baseline)
        if not first.text[:1].isalpha() or capital.size < _DROPPED * first.size:
            continue
        kept.remove(capital)
        for line in beside:
            text = f"{capital.text}{line.text}" if line is first else line.text
            kept[kept.index(line)] = line._replace(text=text, left=capital.left)  # type: ignore[assignment,call-overload]
    return kept


def _stands_beside(line: Placed, capital: Placed) -> bool:
    gap = line.left - capital.right
    within = capital.baseline - 0.2 * line.size <= line.baseline <= capital.baseline + capital.size
    return -0.1 * capital.size <= gap <= _BESIDE * capital.size and within
