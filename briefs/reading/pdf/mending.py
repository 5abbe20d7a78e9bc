"""What PDFium gives of a page's letters, mended where the page shows something else.

Some programs write words of right-to-left scripts letter by letter as they stand on the page, set
letters apart so that PDFium takes the gaps for spaces, or leave a letter without a meaning.
"""

import re
from typing import Protocol

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


def has_short_words(text: str) -> bool:
    """Whether a text has so many spaces as few lines have."""
    return text.count(" ") * (_SHORT_WORDS + 1) >= len(text)


def is_spread(text: str) -> bool:
    """Whether so many words of a text are so short that its letters may be set apart."""
    if not has_short_words(text):
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
