"""The differences between two sentences, word by word, and how much of them is the same."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from briefs.model import Span

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_JOINED = r"\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d"
_WORD = re.compile(
    rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[{_JOINED}])+(?:['’.,]\d+|['’]\w+)*|[^\w\s]"
)
"""A word with its apostrophes, a number with its separators, a sign, or one character of a script
that is written without spaces.
"""

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
FEWEST_SHARED: Final = 0.5
"""The least share of words that a changed sentence has in common with ours."""

_KEPT: Final = 16_384
"""Sentences whose words are cached: each of a quotation is compared with all of several pieces."""

_FEWEST_OF_A_PART: Final = 3
"""The fewest words in a row that count as a part of a sentence."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one sentence in the place of words of another; `ours` is a place within ours."""

    ours: Span
    theirs: str


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    places: tuple[Span, ...]
    folded: tuple[str, ...]

    def between(self, start: int, end: int) -> Span:
        if start == end:
            at = self.places[start].start if start < len(self.places) else len(self.text)
            return Span(at, at)
        return Span(self.places[start].start, self.places[end - 1].end)


def same(one: str, other: str) -> bool:
    """Whether two texts are equal except for what nobody sees: the width of spaces, invisible
    characters, and two encodings of one letter (Unicode's NFC).
    """
    return seen(one) == seen(other)


def seen(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def differences(ours: str, theirs: str) -> tuple[Difference, ...]:
    """How another version of our sentence differs, in order; () if every word is the same.

    Words are compared whole, with case and accents.
    """
    return tuple(_differences(_words(ours), _words(theirs)))


def _differences(ours: _Words, theirs: _Words) -> Iterator[Difference]:
    for op in Levenshtein.opcodes(ours.folded, theirs.folded):
        if op.tag != "equal":
            said = theirs.between(op.dest_start, op.dest_end).of(theirs.text)
            yield Difference(ours.between(op.src_start, op.src_end), said)


def _words(text: str) -> _Words:
    places = tuple(Span(*match.span()) for match in _WORD.finditer(text))
    return _Words(text, places, tuple(unicodedata.normalize("NFC", at.of(text)) for at in places))


def likeness(theirs: str, ours: str) -> float:
    """The share of two sentences' words that is the same, in order, from 0 to 1; 1 for a part of
    ours.
    """
    wanted, words = _bare(theirs), _bare(ours)
    return 1.0 if _is_part(wanted, words) else _likeness(wanted, words)


def is_part(theirs: str, ours: str) -> bool:
    """Whether the words are some of ours in a row, but not all."""
    wanted, words = _bare(theirs), _bare(ours)
    return len(wanted) < len(words) and _is_part(wanted, words)


@lru_cache(maxsize=_KEPT)
def _bare(text: str) -> tuple[str, ...]:
    """The words without signs and case."""
    return tuple(word for word in _words(text.casefold()).folded if word[0].isalnum())


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    shared = len(set(one) & set(other))
    if not shared or 2 * min(len(one), len(other)) < FEWEST_SHARED * (len(one) + len(other)):
        return 0.0
    apart: int = Levenshtein.distance(one, other, weights=(1, 1, 2))
    return 1 - apart / (len(one) + len(other))


def _is_part(one: Sequence[str], whole: Sequence[str]) -> bool:
    count = len(one)
    if count < _FEWEST_OF_A_PART:
        return False
    return any(whole[at : at + count] == one for at in range(len(whole) - count + 1))
