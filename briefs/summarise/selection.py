"""Chooses sentences one at a time: each central, early and new, none leaning on one left out."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

# What each property is worth, where likeness to the whole text (a cosine) is worth 1. Set by hand
# and round: quality is flat around them on every set of articles they were compared on.
_EARLY = 0.7  # lost by standing late, growing with the logarithm of the position …
_EARLY_LIMIT = 0.55  # … until, after nine sentences, it stands still
_EARLY_AMONG = 45  # sentences; in longer texts the beginning matters less
_TITLE = 0.4
_QUERY = 1.5
_LONG = 0.15  # lost for each _LENGTH words beyond the first
_LENGTH = 25  # words
_QUESTION = 0.15
_NEW = 0.4  # what it adds to the terms already covered, for its length
_SHORTEST = 12  # words; a shorter sentence gains no more from being short
_LENGTH_POWER = 0.8  # of the length in words, by which what is new is divided
_REPEATS = 0.75
_SAME_PARAGRAPH = 0.15  # lost for each sentence already chosen from the paragraph
_LEANS = 0.25  # lost while the sentence before it is not chosen
_TWIN = 0.8  # cosine from which two sentences say the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence that may be chosen: its terms in order, its length in words, its paragraph.

    It `leans` on the one before it, or not; it `asks` a question, or not.
    """

    terms: tuple[str, ...]
    words: int
    paragraph: int
    leans: bool = False
    asks: bool = False


def key_terms(units: Sequence[Unit]) -> dict[str, float]:
    """The weight of each term of a text: its occurrences, early ones counting for more."""
    weights: dict[str, float] = defaultdict(float)
    for position, unit in enumerate(units):
        weight = 1 / (1 + math.log(1 + position))
        for term in unit.terms:
            weights[term] += weight
    return dict(weights)


def choose(
    units: Sequence[Unit],
    *,
    title: Sequence[str] = (),
    query: Sequence[str] = (),
    fits: Callable[[int], bool] = lambda _: True,
) -> Iterator[int]:
    """Positions of units, the best first, each chosen in the light of those before it.

    `title` and `query` are terms that the choice leans towards. Only units that fit are considered;
    one that says what a chosen one says is never chosen. Each choice takes time linear in the
    terms of the text.
    """
    vectors = _vectors(units)
    merits = _merits(units, vectors, title, query)
    novelty = _Novelty(units)
    likeness = _Likeness(vectors)
    from_paragraph: Counter[int] = Counter()
    chosen: set[int] = set()
    left = [position for position in range(len(units)) if fits(position)]

    def value(position: int) -> float:
        unit = units[position]
        alone = unit.leans and position > 0 and position - 1 not in chosen
        return (
            merits[position]
            + _NEW * novelty.of(position)
            - _REPEATS * likeness.to_chosen[position]
            - _SAME_PARAGRAPH * from_paragraph[unit.paragraph]
            - _LEANS * alone
        )

    while left:
        best = max(left, key=value)
        yield best
        chosen.add(best)
        from_paragraph[units[best].paragraph] += 1
        novelty.take(best)
        likeness.take(best)
        left = [at for at in left if at != best and likeness.to_chosen[at] < _TWIN]


def _vectors(units: Sequence[Unit]) -> list[dict[str, float]]:
    """Each unit's terms weighed by count and rarity, as a vector of length 1 (or 0)."""
    spread = Counter(term for unit in units for term in set(unit.terms))
    rarity = {
        term: 3 + 0.5 * math.log((len(units) + 1) / (count + 0.5)) for term, count in spread.items()
    }
    return [
        _unit_vector({term: n * rarity[term] for term, n in Counter(unit.terms).items()})
        for unit in units
    ]


def _unit_vector(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def _merits(
    units: Sequence[Unit],
    vectors: Sequence[dict[str, float]],
    title: Sequence[str],
    query: Sequence[str],
) -> list[float]:
    """What each unit is worth by itself."""
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    centre = _unit_vector(total)
    heading = _unit_vector(dict(Counter(title)))
    wanted = frozenset(query)
    early = _EARLY * min(1, _EARLY_AMONG / max(1, len(units))) / math.log(60)
    latest = _EARLY_LIMIT * math.log(60)

    def merit(position: int, unit: Unit, vector: dict[str, float]) -> float:
        return (
            _dot(vector, centre)
            - early * min(latest, math.log(1 + position))
            + _TITLE * _dot(vector, heading)
            + _QUERY * len(wanted & vector.keys()) / max(1, len(wanted))
            - _LONG * max(0, unit.words / _LENGTH - 1)
            - _QUESTION * unit.asks
        )

    return [merit(at, unit, vectors[at]) for at, unit in enumerate(units)]


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight * other[term] for term, weight in one.items() if term in other)


class _Novelty:
    """How much weight of terms not yet covered each unit holds, for its length; at most 1."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._weights = key_terms(units)
        self._terms = [tuple(dict.fromkeys(unit.terms)) for unit in units]
        self._holders = _holders(self._terms)
        self._gains = [sum(self._weights[term] for term in terms) for terms in self._terms]
        self._lengths = [math.pow(max(_SHORTEST, unit.words), _LENGTH_POWER) for unit in units]
        self._most = max(map(self._rate, range(len(units))), default=0) or 1

    def _rate(self, position: int) -> float:
        return self._gains[position] / self._lengths[position]

    def of(self, position: int) -> float:
        return self._rate(position) / self._most

    def take(self, position: int) -> None:
        for term in self._terms[position]:
            for holder in self._holders.pop(term, ()):
                self._gains[holder] -= self._weights[term]


class _Likeness:
    """How like each unit is to the chosen one it is most like (a cosine)."""

    def __init__(self, vectors: Sequence[dict[str, float]]) -> None:
        self._vectors = vectors
        self._holders = _holders(vectors)
        self.to_chosen = [0.0] * len(vectors)

    def take(self, position: int) -> None:
        likeness: dict[int, float] = defaultdict(float)
        for term, weight in self._vectors[position].items():
            for holder in self._holders[term]:
                likeness[holder] += weight * self._vectors[holder][term]
        for holder, value in likeness.items():
            self.to_chosen[holder] = max(self.to_chosen[holder], value)


def _holders(units: Sequence[Iterable[str]]) -> dict[str, list[int]]:
    """Which units hold each term."""
    holders: dict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(units):
        for term in unit:
            holders[term].append(position)
    return holders
