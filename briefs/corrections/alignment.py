"""Aligns the sentences of two revisions: which sentence became which.

Equal sentences are paired first, in whatever order they stand, so that a moved sentence does not
count as changed. The others are paired by the words that they share, the most similar first; one
sentence may be paired with several neighbours, if it was split or they were merged. The rest was
taken out or added. Aligning in the other direction gives the same pairs. A mistyped word is told
from another word.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from briefs.text.words import fold, words_of

Kind: TypeAlias = Literal["same", "changed", "split", "merged", "removed", "added"]

_MIN_SHARED: Final = 0.5
"""The least similarity of a sentence and its changed version (Dice's
coefficient of their words).
"""

_MIN_WHOLE: Final = 0.75
"""The same for a sentence and all its parts together."""

_MIN_PART: Final = 0.6
"""The share of a part's words that the whole contains: a sentence added beside it is no part."""

_MOST_PARTS: Final = 4
_COMMON: Final = 60
"""A word in more sentences than this does not make a pair a candidate."""

_TEXTS_KEPT: Final = 8_192

Bag: TypeAlias = Counter[str]
"""The words of a sentence, with how often each occurs."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Sentences of one revision, by index, and their counterparts in the other.

    Either side may be empty; only one side may have more than one sentence.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def kind(self) -> Kind:
        """What became of them; whether one sentence on both sides is "same"
        depends on the texts.
        """
        match len(self.before), len(self.after):
            case 0, _:
                return "added"
            case _, 0:
                return "removed"
            case 1, 1:
                return "changed"
            case 1, _:
                return "split"
            case _:
                return "merged"

    @property
    def mirrored(self) -> "Pair":
        return Pair(self.after, self.before)


def align(before: Sequence[str], after: Sequence[str]) -> tuple[Pair, ...]:
    """The pairs, in the order of `before`, then of `after`; each sentence is in exactly one."""
    free_before, free_after = dict.fromkeys(range(len(before))), dict.fromkeys(range(len(after)))
    pairs: list[Pair] = []

    def take(found: Iterable[Pair]) -> None:
        for pair in found:
            if all(at in free_before for at in pair.before) and all(
                at in free_after for at in pair.after
            ):
                pairs.append(pair)
                for at in pair.before:
                    del free_before[at]
                for at in pair.after:
                    del free_after[at]

    for same in (_as_written, _words_alone):
        take(list(_equal(before, after, free_before, free_after, same)))
    if free_before and free_after:
        take(_alike(before, after, tuple(free_before), tuple(free_after)))
    pairs += (Pair((at,), ()) for at in free_before)
    pairs += (Pair((), (at,)) for at in free_after)
    last = len(before) + len(after)
    return tuple(sorted(pairs, key=lambda p: (p.before or (last,), p.after or (last,))))


def _as_written(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _words_alone(text: str) -> str:
    """The text without spacing, case, accents and commas; unchanged if it has no words."""
    return " ".join(_terms(text)) or text


def _equal(
    before: Sequence[str],
    after: Sequence[str],
    free_before: Mapping[int, None],
    free_after: Mapping[int, None],
    key: Callable[[str], str],
) -> Iterator[Pair]:
    """Pairs with equal keys, in order: the first with the first, the second with the second."""
    there: dict[str, list[int]] = defaultdict(list)
    for at in free_after:
        there[key(after[at])].append(at)
    for found in there.values():
        found.reverse()
    for at in free_before:
        if same := there.get(key(before[at])):
            yield Pair((at,), (same.pop(),))


def _alike(
    before: Sequence[str],
    after: Sequence[str],
    free_before: Sequence[int],
    free_after: Sequence[int],
) -> Iterator[Pair]:
    """Candidate pairs, the most similar first; of equally similar ones the nearest in place."""
    bags = {at: _bag(before[at]) for at in free_before}
    others = {at: _bag(after[at]) for at in free_after}
    scored = dict(_singles(bags, others))
    found = [(score, Pair((i,), (j,))) for (i, j), score in scored.items() if score >= _MIN_SHARED]
    found += _groups(bags, others, scored)
    mirrored = [(j, i) for i, j in scored]
    found += ((score, pair.mirrored) for score, pair in _groups(others, bags, mirrored))
    found.sort(key=lambda one: (-one[0], *_order(one[1])))
    return (pair for _, pair in found)


def _order(pair: Pair) -> tuple[int, ...]:
    """A sort key that is the same for a pair and its mirror image, so that
    direction has no effect.
    """
    first, second = pair.before[0], pair.after[0]
    return (
        abs(first - second),
        first + second,
        len(pair.before) + len(pair.after),
        min(first, second),
    )


def _singles(
    bags: Mapping[int, Bag], others: Mapping[int, Bag]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Pairs that share a word which is not too common, with their similarity."""
    places: dict[str, list[int]] = defaultdict(list)
    uses = Counter(term for bag in (*bags.values(), *others.values()) for term in bag)
    for at, bag in others.items():
        for term in bag:
            if uses[term] <= _COMMON:
                places[term].append(at)
    for at, bag in bags.items():
        for other in sorted({there for term in bag for there in places.get(term, ())}):
            yield (at, other), _dice(bag, others[other])


def _groups(
    wholes: Mapping[int, Bag],
    parts: Mapping[int, Bag],
    candidates: Iterable[tuple[int, int]],
) -> Iterator[tuple[float, Pair]]:
    """A sentence and two or more neighbours that together have its words, and few others."""
    near: dict[int, list[int]] = defaultdict(list)
    for whole, part in candidates:
        if _held(parts[part], wholes[whole]) >= _MIN_PART:
            near[whole].append(part)
    for whole, found in near.items():
        fitting = set(found)
        for first in found:
            run: tuple[int, ...] = (first,)
            while len(run) < _MOST_PARTS and run[-1] + 1 in fitting:
                run = (*run, run[-1] + 1)
                together: Bag = Counter()
                for part in run:
                    together.update(parts[part])
                score = _dice(wholes[whole], together)
                if score >= _MIN_WHOLE:
                    yield score, Pair((whole,), run)


def _dice(one: Bag, other: Bag) -> float:
    shared = sum(min(count, other[term]) for term, count in one.items() if term in other)
    return 2 * shared / (one.total() + other.total())


def _held(part: Bag, whole: Bag) -> float:
    shared = sum(min(count, whole[term]) for term, count in part.items() if term in whole)
    return shared / max(1, part.total())


@lru_cache(maxsize=_TEXTS_KEPT)
def _terms(text: str) -> tuple[str, ...]:
    return words_of(fold(text))


def _bag(text: str) -> Bag:
    return Counter(_terms(text) or (text,))


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
