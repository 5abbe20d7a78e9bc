"""Distinguishes a mistyped word from another word, and counts the words that changed otherwise."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

TYPO_FROM: Final = 4
_TWO_TYPOS_FROM: Final = 9
"""Letters of a word from which on one, or two, wrong letters are a typing error."""

SURE_TYPO_FROM: Final = 5
_MOST_WORDS: Final = 400
_PAIRS_KEPT: Final = 16_384


def is_sure_typo(one: str, other: str) -> bool:
    """Whether two letters were transposed, or one inside is missing; never the first letter.

    In a short word only a doubled letter can be missing: "here" is no mistyped "there".
    """
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) == len(other):
        apart = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        match apart:
            case [n, m]:
                return m == n + 1 and one[n] == other[m] and one[m] == other[n]
        return False
    longer, shorter = sorted((one, other), key=len, reverse=True)
    is_long = len(longer) > SURE_TYPO_FROM
    return any(
        (is_long or longer[n] == longer[n - 1]) and longer[:n] + longer[n + 1 :] == shorter
        for n in range(1, len(longer) - 1 + (not is_long))
    )


def words_changed(said: Sequence[str], there: Sequence[str]) -> float:
    """How many words were added, taken out or replaced; typing errors do not count."""
    one, other = list(said), list(there)
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    if max(len(one), len(other)) > _MOST_WORDS:
        return max(len(one), len(other))
    row = list(range(len(other) + 1))
    for n, word in enumerate(one, start=1):
        above, row = row, [n]
        for m, now in enumerate(other, start=1):
            replaced = above[m - 1] + (not is_typo(word, now))
            row.append(min(replaced, above[m] + 1, row[-1] + 1))
    return row[-1]


def is_typo(one: str, other: str) -> bool:
    """Whether two words are equal, or one of them is mistyped; the same in both directions."""
    return one == other or _mistyped(min(one, other), max(one, other))


@lru_cache(maxsize=_PAIRS_KEPT)
def _mistyped(one: str, other: str) -> bool:
    if any(char.isdigit() for char in one + other):
        return False
    length = max(len(one), len(other))
    if length < TYPO_FROM:
        return length > 2 and is_sure_typo(one, other)  # noqa: PLR2004  # "teh", not "no"
    return _distance(one, other) <= (2 if length >= _TWO_TYPOS_FROM else 1)


def _distance(one: str, other: str) -> int:
    """The number of added, missing, replaced or transposed letters; 3 stands for more."""
    if abs(len(one) - len(other)) > 2:  # noqa: PLR2004  # more is not needed
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, a in enumerate(one, start=1):
        above, row = row, [n]
        for m, b in enumerate(other, start=1):
            cost = min(above[m - 1] + (a != b), above[m] + 1, row[-1] + 1)
            if n > 1 and m > 1 and a == other[m - 2] and one[n - 2] == b:
                cost = min(cost, before[m - 2] + 1)
            row.append(cost)
        before = above
    return min(row[-1], 3)
