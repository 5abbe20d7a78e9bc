"""Measures how nearly two texts say the same: by the runs of five words they have in common.

Copies are found by a sketch, the few runs whose hashes are smallest (MinHash): texts that share
most of their runs share many of these (Broder, "On the resemblance and containment of documents",
1997).
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from zlib import crc32

from briefs.text.words import UNSPACED

SKETCH_SIZE = 16
"""Sequences in a sketch."""

MIN_LIKENESS = 0.55
"""From this likeness on one text is a copy of the other, cut or edited."""

_SHINGLE_WORDS = 5
"""Words in a sequence: fewer are common phrases, more are lost with every slip of the pen."""

_MIN_WORDS = 40
"""Sequences that a text must have: a notice of a few lines is alike by its form alone."""

_MAX_LENGTH_RATIO = 2.5
"""A text that is longer than a copy can be quotes the other one, and says more."""

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def shingles(body: str) -> frozenset[int]:
    """The hashes (32 bits) of a text's sequences, whatever their case and punctuation."""
    plain = unicodedata.normalize("NFKC", body).casefold()
    words = [word.encode("utf-8", "replace") for word in _WORD.findall(plain)]
    runs = zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False)
    # A checksum will do: nothing is taken for a copy that does not share hundreds of them.
    return frozenset(map(crc32, map(b" ".join, runs)))


def sketch(found: AbstractSet[int]) -> tuple[int, ...]:
    """What to look a text up by: its smallest sequences, `SKETCH`; none of a very short text."""
    return tuple(nsmallest(SKETCH_SIZE, found)) if len(found) >= _MIN_WORDS else ()


def likeness(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """The share, 0 to 1, of the shorter text's sequences that the other one has too.

    0 where one is very short, or much longer than the other.
    """
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _MIN_WORDS or longer > _MAX_LENGTH_RATIO * shorter:
        return 0.0
    return len(one & other) / shorter
