"""What differs between two sentences, word by word; which of many a sentence comes nearest to."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

from briefs.model import Span

_WORD = re.compile(r"\w+(?:['’.,]\w+)*|[^\w\s]")
"""A word, a number with its marks, or a sign; scripts without spaces are taken in runs."""

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_FEWEST_SHARED: Final = 0.5
"""The share of both sentences' words that a changed one has in common with ours."""

_FEWEST_OF_A_PART: Final = 3
"""Words in a row that are taken for a part of a sentence."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that one sentence has in the place of another's; `ours` is a place within ours."""

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
    """Whether two texts are the same to the letter, but for what nobody sees: the width of spaces,
    marks without width, and two ways to write one letter (Unicode's NFC).
    """
    return seen(one) == seen(other)


def seen(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def differences(ours: str, theirs: str) -> tuple[Difference, ...]:
    """What another's version of our sentence has otherwise, in order; () if every word is the same.

    A difference is told by whole words: letters in capitals count, accents count.
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


def nearest(theirs: str, ours: Sequence[str]) -> int | None:
    """The index of the sentence that another is a version or a part of; None if of none."""
    wanted = _bare(theirs)
    best, found = _FEWEST_SHARED, None
    for index, sentence in enumerate(ours):
        words = _bare(sentence)
        likeness = 1.0 if _is_part(wanted, words) else _likeness(wanted, words)
        if likeness > best or (likeness == best and found is None):
            best, found = likeness, index
    return found


def _bare(text: str) -> tuple[str, ...]:
    """Its words without signs and capitals."""
    return tuple(word for word in _words(text.casefold()).folded if word[0].isalnum())


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return 0.0
    apart: int = Levenshtein.distance(one, other, weights=(1, 1, 2))
    return 1 - apart / (len(one) + len(other))


def _is_part(one: Sequence[str], whole: Sequence[str]) -> bool:
    count = len(one)
    if count < _FEWEST_OF_A_PART:
        return False
    return any(whole[at : at + count] == one for at in range(len(whole) - count + 1))
