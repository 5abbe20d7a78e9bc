"""Repairs the letters that PDFium returns for a page, if the page shows something else.

Some programs write words of right-to-left scripts letter by letter in page order, space letters so
that PDFium takes the gaps for spaces, or leave a letter without a meaning.
"""

import re
from itertools import pairwise
from typing import Protocol

UNKNOWN = "\ufffd"
"""Stands for a letter whose character the file does not give."""

SPREAD = "\ufdd0"
"""Stands for a space that is none; it is removed like deleted text."""

_UNMAPPED = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\uffff]")
_RTL_WORD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]{2,}")
_RTL_LETTER = re.compile(r"[^\W\d_]")
_SHORT_WORDS = 3.4
_MIN_WORDS = 8


class Places(Protocol):
    """The places of the characters of a page."""

    def edges(self, index: int) -> tuple[float, float]: ...
    def is_generated(self, index: int) -> bool: ...


def known_letters(text: str) -> str:
    """A page's text with UNKNOWN for each letter without a meaning."""
    return _UNMAPPED.sub(UNKNOWN, text) if _UNMAPPED.search(text) else text


def has_short_words(text: str) -> bool:
    """Whether a text has so many spaces as few lines have."""
    return text.count(" ") * (_SHORT_WORDS + 1) >= len(text)


def is_spread(text: str) -> bool:
    """Whether so many words of a text are so short that its letters may be spaced."""
    if not has_short_words(text):
        return False
    if any(map(str.isdigit, text)):  # a formula
        return False
    words = text.split()
    if len(words) < _MIN_WORDS and not all(len(word) == 1 for word in words[:_MIN_WORDS]):
        return False
    return len(words) > 1 and sum(map(len, words)) < _SHORT_WORDS * len(words)


def closed_up(places: Places, text: str, start: int) -> str:
    """A run without the spaces that PDFium inserted, if the file has spaces of its own in it."""
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    found = [at for at in spaces if places.is_generated(start + at)]
    if len(found) == len(spaces):
        return text
    letters = list(text)
    for at in found:
        letters[at] = SPREAD
    return "".join(letters)


_SPELLED = re.compile(r"(?<!\S)\S(?:[ \u00a0]+\S){3,}(?!\S)")
_VOWEL = re.compile(r"[aeiouyà-ÿа-яё]", re.IGNORECASE)
_POINTS = ".,;:!?’'“”\"()–—-"
_MIN_SPELLED, _MIN_ALONE = 3, 5
"""Letters of one word at least in what is spelled out, and of one that is all of a line."""

_WIDER = 0.25
"""Of a letter's width by which the gap behind a word is wider than those between its letters."""


def together(places: Places, text: str, start: int) -> str:
    """A run in which words that are set letter by letter ("T H E  C O S T S") are whole."""
    for stretch in _SPELLED.finditer(text):
        at = [n for n in range(*stretch.span()) if not text[n].isspace()]
        if not all(_is_cased(text[n]) or text[n] in _POINTS for n in at):
            continue
        boxes = [places.edges(start + n) for n in at]
        gaps = [two[0] - one[1] for one, two in pairwise(boxes)]
        width = sum(right - left for left, right in boxes) / len(boxes)
        usual = sorted(gaps)[len(gaps) // 4]
        ends = [n for n, gap in enumerate(gaps) if gap - usual > _WIDER * width]
        longest = max(b - a for a, b in pairwise((-1, *ends, len(gaps))))
        alone = stretch[0].replace(" ", "")
        parts = [at[a + 1 : b + 1] for a, b in pairwise((-1, *ends, len(gaps)))]
        words = ["".join(text[n] for n in part).strip(_POINTS) for part in parts]
        if longest < _MIN_SPELLED or not (ends or _is_word(alone, text)):
            continue
        if not all(word[1:] in {word[1:].lower(), word[1:].upper()} for word in words):
            continue  # a row of letters, each large and small
        letters = list(text)
        for n, (one, two) in enumerate(pairwise(at)):
            kept = 1 if n in ends else 0
            letters[one + 1 + kept : two] = SPREAD * (two - one - 1 - kept)
        text = "".join(letters)
    return text


def _is_cased(letter: str) -> bool:
    return letter.lower() != letter.upper()


def _is_word(letters: str, line: str) -> bool:
    """Whether letters that are all of a line, at even distances, are a word, and no row of them."""
    row = all(ord(two) - ord(one) == 1 for one, two in pairwise(letters))
    return (
        len(letters) >= max(_MIN_ALONE, len(line.strip()) // 2)
        and _VOWEL.search(letters) is not None
        and len(set(letters)) > len(letters) // 2
        and not row
    )


def in_reading_order(places: Places, text: str, start: int) -> str:
    """A run whose words of right-to-left scripts are in reading order."""

    def ordered(word: re.Match[str]) -> str:
        letters = [at for at, one in enumerate(word[0]) if _RTL_LETTER.match(one)]
        if len(letters) < 2:  # noqa: PLR2004  # one letter needs no order
            return word[0]
        first, last = (start + word.start() + at for at in (letters[0], letters[-1]))
        is_mirrored = places.edges(first)[0] < places.edges(last)[0]
        return word[0][::-1] if is_mirrored else word[0]

    return _RTL_WORD.sub(ordered, text)
