"""Chooses sentences one at a time: each central, early and new, none leaning on one left out."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

TWIN = 0.8
"""The cosine from which two sentences say the same; the second is never chosen."""

_EARLY_SCALE = math.log(60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What each property is worth, where likeness to the whole text (a cosine) is worth 1.

    The numbers are round: quality is flat around them on every set they were compared on, and
    those picked with a set left out do no worse on it (`benchmarks/constants.py`).
    """

    early: float = 0.7  # lost by standing late, growing with the logarithm of the position …
    early_limit: float = 0.55  # … until, after nine sentences, it stands still
    early_among: int = 45  # sentences; in longer texts the beginning matters less
    title: float = 0.4
    query: float = 1.5
    long: float = 0.1  # lost for each `length` words beyond the first
    length: int = 25  # words
    question: float = 0.15
    new: float = 0.4  # what it adds to the terms already covered, for its length
    shortest: int = 20  # words; a shorter sentence gains no more from being short
    length_power: float = 0.8  # of the length in words, by which what is new is divided
    repeats: float = 0.5  # lost for likeness to a chosen one (a cosine)
    echoes: float = 1.0  # lost if one of the two holds more than half of the other's terms
    same_paragraph: float = 0.2  # lost for each sentence already chosen from the paragraph
    leans: float = 1.0  # lost while the sentence before it is not chosen


_WORTH = Worth()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence that may be chosen: its terms in order, each once, its length in words, its
    paragraph. It `leans` on the one before it, or not; it `asks` a question, or not.
    """

    terms: tuple[str, ...]
    words: int
    paragraph: int
    leans: bool = False
    asks: bool = False


def key_terms(units: Sequence[Unit]) -> dict[str, float]:
    """The weight of each term of a text: one for each unit that holds it, an early one counting
    for more.
    """
    return _key_terms(_holders(units), len(units))


def choose(
    units: Sequence[Unit],
    *,
    title: Sequence[str] = (),
    query: Sequence[str] = (),
    fits: Callable[[int], bool] = lambda _: True,
    worth: Worth = _WORTH,
) -> Iterator[int]:
    """Positions of units, the best first, each chosen in the light of those before it.

    `title` and `query` are terms that the choice leans towards. Only units that fit are considered;
    one that says what a chosen one says is never chosen. Each choice takes time linear in the
    number of units.
    """
    return rounds(Scores(units, title=title, query=query, worth=worth), fits)


def rounds(scores: "Scores", fits: Callable[[int], bool] = lambda _: True) -> Iterator[int]:
    """As `choose`; while a position is looked at, the scores are those that it was chosen by."""
    left = [position for position in range(len(scores.likeness)) if fits(position)]
    while left:
        best = max(left, key=scores.totals().__getitem__)
        yield best
        scores.take(best)
        left = [at for at in left if at != best and scores.likeness[at] < TWIN]


class Scores:
    """What speaks for and against each unit of a text, in the light of those already taken.

    Each property is a column with a number for each unit, and a unit's total is the sum of its row.
    `fixed` are the columns that stay, `moving` those that change with each unit taken. `likeness`
    is how like each unit is to the taken one that it is most like (a cosine).
    """

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        title: Sequence[str] = (),
        query: Sequence[str] = (),
        worth: Worth = _WORTH,
    ) -> None:
        self._units = units
        self._worth = worth
        self._holders = _holders(units)
        rare = _rarities(map(len, self._holders.values()), len(units))
        self._squares = {term: rare[len(held)] for term, held in self._holders.items()}
        self._shares = [self._share(unit.terms) for unit in units]
        self._weights = _key_terms(self._holders, len(units))
        self._gains = [sum(map(self._weights.__getitem__, unit.terms)) for unit in units]
        self._rates = self._worth_of_gains()
        self._paragraphs: dict[int, list[int]] = defaultdict(list)
        for position, unit in enumerate(units):
            self._paragraphs[unit.paragraph].append(position)

        self.likeness = [0.0] * len(units)
        self.fixed: dict[str, list[float]] = {
            "central": self._central(),
            "early": self._early(),
            "title": self._title(title),
            "query": self._query(query),
            "length": [-worth.long * max(0, unit.words / worth.length - 1) for unit in units],
            "question": [-worth.question * unit.asks for unit in units],
        }
        self.moving: dict[str, list[float]] = {
            "new": list(map(mul, self._gains, self._rates)),
            "repeats": [0.0] * len(units),
            "paragraph": [0.0] * len(units),
            "leans": [-worth.leans * (unit.leans and at > 0) for at, unit in enumerate(units)],
        }
        self._own = list(map(sum, zip(*self.fixed.values(), strict=True)))

    def totals(self) -> list[float]:
        return list(map(sum, zip(self._own, *self.moving.values(), strict=True)))

    def take(self, position: int) -> None:
        """Let what a unit says be said: what repeats it loses, what leaned on it does no more."""
        taken = self._units[position]
        shared: dict[int, list[float]] = defaultdict(list)
        for term in taken.terms:
            square, weight = self._squares[term], self._weights.pop(term, 0.0)
            for holder in self._holders[term]:
                shared[holder].append(square)
                self._gains[holder] -= weight
        for holder, squares in shared.items():
            self.moving["new"][holder] = self._gains[holder] * self._rates[holder]
            self._compare(position, holder, squares)
        for neighbour in self._paragraphs[taken.paragraph]:
            self.moving["paragraph"][neighbour] -= self._worth.same_paragraph
        if position + 1 < len(self._units):
            self.moving["leans"][position + 1] = 0.0

    def _compare(self, taken: int, other: int, squares: Sequence[float]) -> None:
        """Note how like one taken another is; `squares` are the weights of the terms they share."""
        cosine = sum(squares) * self._shares[taken] * self._shares[other]
        self.likeness[other] = max(self.likeness[other], cosine)
        fewer = min(len(self._units[taken].terms), len(self._units[other].terms))
        lost = self._worth.repeats * cosine + self._worth.echoes * (2 * len(squares) > fewer)
        self.moving["repeats"][other] = min(self.moving["repeats"][other], -lost)

    def _share(self, terms: Iterable[str]) -> float:
        """What makes a vector of these terms one of length 1."""
        squares = sum(self._squares[term] for term in terms if term in self._squares)
        return 1 / math.sqrt(squares) if squares else 0.0

    def _central(self) -> list[float]:
        """How like each unit is to the whole text."""
        centre = {
            term: self._squares[term] * sum(map(self._shares.__getitem__, held))
            for term, held in self._holders.items()
        }
        length = math.sqrt(sum(x * x / self._squares[term] for term, x in centre.items())) or 1
        return [
            sum(map(centre.__getitem__, unit.terms)) * share / length
            for unit, share in zip(self._units, self._shares, strict=True)
        ]

    def _early(self) -> list[float]:
        """What each unit loses by its place."""
        worth, count = self._worth, len(self._units)
        lost = worth.early * min(1, worth.early_among / max(1, count))
        return [
            -lost * min(worth.early_limit, math.log(1 + at) / _EARLY_SCALE) for at in range(count)
        ]

    def _title(self, title: Iterable[str]) -> list[float]:
        """How like each unit is to the title."""
        found = [0.0] * len(self._units)
        wanted = dict.fromkeys(title)
        share = self._worth.title * self._share(wanted)
        for term in wanted:
            for holder in self._holders.get(term, ()):
                found[holder] += share * self._squares[term] * self._shares[holder]
        return found

    def _query(self, query: Iterable[str]) -> list[float]:
        """Which share of the words asked for each unit holds."""
        wanted = frozenset(query)
        share = self._worth.query / max(1, len(wanted))
        return [share * len(wanted.intersection(unit.terms)) for unit in self._units]

    def _worth_of_gains(self) -> list[float]:
        """By what each unit's gain is multiplied, so that the best one for its length is worth
        `new`.
        """
        worth = self._worth
        rates = [max(worth.shortest, unit.words) ** -worth.length_power for unit in self._units]
        best = max(map(mul, self._gains, rates), default=0) or 1
        return [worth.new * rate / best for rate in rates]


def _holders(units: Iterable[Unit]) -> dict[str, list[int]]:
    """Which units hold each term."""
    holders: dict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(units):
        for term in unit.terms:
            holders[term].append(position)
    return dict(holders)


def _rarities(counts: Iterable[int], units: int) -> dict[int, float]:
    """The weight of a term that so many units hold, squared as it comes in cosines."""
    return {count: (3 + 0.5 * math.log((units + 1) / (count + 0.5))) ** 2 for count in set(counts)}


def _key_terms(holders: Mapping[str, Sequence[int]], units: int) -> dict[str, float]:
    weights = [1 / (1 + math.log(1 + position)) for position in range(units)]
    return {term: sum(map(weights.__getitem__, held)) for term, held in holders.items()}
