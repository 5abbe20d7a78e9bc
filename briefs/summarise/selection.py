"""Chooses sentences one at a time, each good and new, with the sentences that it depends on.

The score of a sentence is either given by a model of an editor's choices (`learned`), or, where
there are no labels to learn from, made of how central, early and new it is. What a sentence depends
on are its needs, without each of which it must not be shown, and its anchors, sets of sentences of
which any one is enough.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from operator import mul
from typing import Literal, TypeAlias

from briefs.summarise.units import Terms, Unit, term_weights

TieKind: TypeAlias = Literal["link", "name", "mention", "noun", "points"]
"""Why a sentence depends on others: a linking word ("But"), a name that is given in full elsewhere,
a name that was mentioned before, a definite noun ("the report"), or a phrase that points back
("these claims", "a second reason").
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """A dependency of a sentence: one of `others`, which are positions, must be chosen with it."""

    others: frozenset[int]
    kind: TieKind


Needs: TypeAlias = Sequence[frozenset[int] | None]
"""By position of a sentence, the positions that must be chosen with it; None
if it is never chosen.
"""

Anchors: TypeAlias = Sequence[tuple[frozenset[int], ...]]
"""By position of a sentence, sets of positions; one of each set must be chosen with it."""


MOST_NEEDED = 3
"""The most sentences that one may need with it; a sentence that needs more is never shown."""

TWIN = 0.8
"""A sentence with at least this cosine to a chosen one repeats it, and is not chosen."""

_EARLY_SCALE = math.log(60)

DEPENDENT_SHARE = 0.95  # weight of a unit's own score, if others must come with it
DEPENDENT_LOSS = 0.7  # … lost for each point by which the weakest of them is below …
WEAK = -1.0
LEARNED_QUERY = 8.0  # with a model, 1 is a standard deviation within a piece
LEARNED_REPEATS = 0.6  # … lost by having all terms of a chosen sentence
LEARNED_PARAGRAPH = 0.3  # … lost for each chosen sentence of the paragraph
LEARNED_OPENING = (1.8, 0.8, 0.4)  # … gained by the first sentences while none of them is chosen
OPENING = len(LEARNED_OPENING)
"""One of so many first sentences should say what the occasion is."""

LEARNED_APART = {True: (2.0, 1.5), False: (2.5, 1.5)}
LEARNED_CLAIM_APART = 0.75
"""Lost by what follows no chosen sentence directly, once there is one: by whether it opens a
paragraph, without and with a term of the title; and by the likeliest claim.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """The weight of each property, relative to that of likeness to the whole text (a cosine), which
    is 1.

    The numbers are round: quality changes little around them on every set they were compared on,
    and numbers that were chosen without one of the sets do no worse on that set
    (`benchmarks/constants.py`).
    """

    early: float = 0.7  # lost by a late position, growing with its logarithm …
    early_limit: float = 0.55  # … up to this share of it, reached after nine sentences
    early_among: int = 45  # sentences; in longer texts the beginning matters less
    title: float = 0.4
    query: float = 1.5
    long: float = 0.1  # lost for each `length` words beyond the first
    length: int = 25  # words
    question: float = 0.15
    new: float = 0.4  # for terms that no chosen sentence has, relative to its length
    shortest: int = 20  # words; a shorter sentence gains no more from being short
    length_power: float = 0.8  # power of the length in words, by which `new` is divided
    repeats: float = 0.5  # lost for likeness to a chosen sentence (a cosine)
    echoes: float = 1.0  # lost if more than half of the terms of one of the two are in the other
    same_paragraph: float = 0.2  # lost for each sentence already chosen from the paragraph
    depends: float = 1.0  # lost while the sentence before it is not chosen


_WORTH = Worth()


def choose(
    units: Sequence[Unit],
    *,
    title: Sequence[str] = (),
    query: Sequence[str] = (),
    fits: Callable[[int], bool] = lambda _: True,
    worth: Worth = _WORTH,
    needs: Needs | None = None,
    stops: Sequence[int] = (),
) -> Iterator[int]:
    """Positions of units, best first; each choice takes those before it into account.

    Terms of `title` and `query` count for a unit. Only units for which `fits` is true are chosen,
    and none that repeats a chosen one. Each choice takes time linear in the number of units.
    `needs` and `stops` are those of `rounds`.
    """
    return rounds(Scores(units, title=title, query=query, worth=worth), fits, needs, stops)


def rounds(
    scores: "Scores",
    fits: Callable[[int], bool] = lambda _: True,
    needs: Needs | None = None,
    stops: Sequence[int] = (),
    taken: Collection[int] = (),
    *,
    anchors: Anchors | None = None,
    claim: int | None = None,
) -> Iterator[int]:
    """Like `choose`, from given scores, which are updated after each position is yielded, not
    before.

    The units that a unit needs, and one of each of its `anchors`, come directly before it, in the
    order of the text; their mean counts for a twentieth of its score. `stops` are numbers of
    positions at which an extract may end: the first so many never need a later one, if the text has
    enough. `taken` are already chosen, and not yielded again. `claim` loses nothing for the units
    that come with it.
    """
    count = len(scores.likeness)
    required = needs if needs is not None else [frozenset[int]()] * count
    held: Sequence[Sequence[Sequence[int]]] = [()] * count
    if anchors is not None:
        held = sorted_anchors(required, anchors, scores.totals())
    left = {at for at in range(count) if fits(at) and required[at] is not None} - set(taken)
    dependent = {at for at in left if required[at] or held[at]}
    chosen = set(taken)
    limits = deque(stops)
    while left:
        while limits and limits[0] <= len(chosen):
            limits.popleft()
        totals = scores.totals()
        room = limits[0] - len(chosen) if limits else None
        missing = dict.fromkeys(sorted(left), frozenset[int]())
        for at in left & dependent:
            lacking = lacked(at, chosen, required, held)
            if lacking is None or not lacking <= left:
                del missing[at]
            else:
                missing[at] = lacking
        best = _best(totals, missing, room, claim)
        if not best:
            if not limits:
                return
            limits.popleft()
            continue
        for at in best:
            yield at
            chosen.add(at)
            scores.take(at)
        left = {at for at in left if at not in best and scores.likeness[at] < TWIN}


def _best(
    totals: Sequence[float],
    missing: Mapping[int, AbstractSet[int]],
    room: int | None,
    claim: int | None,
) -> tuple[int, ...]:
    """The unit with the best score, after those of its needs that are `missing`; at most `room`
    units together. Empty if there is none.
    """
    best: tuple[int, ...] = ()
    most = -math.inf
    for at, needed in missing.items():
        if needed and room is not None and len(needed) >= room:
            continue
        worth = totals[at]
        if needed and at != claim:
            others = sum(map(totals.__getitem__, needed)) / len(needed)
            weakest = min(map(totals.__getitem__, needed))
            worth = DEPENDENT_SHARE * worth + (1 - DEPENDENT_SHARE) * others
            worth -= DEPENDENT_LOSS * max(0.0, WEAK - weakest)
        if worth > most:
            best, most = (*sorted(needed), at), worth
    return best


class Scores:
    """The scores of the units of a text, given the units taken so far.

    Each property is a column with one number for each unit, and the total of a unit is the sum over
    the columns. Columns in `fixed` never change, those in `moving` change with each unit taken.
    `likeness` is each unit's highest cosine with a unit taken.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        title: Sequence[str] = (),
        query: Sequence[str] = (),
        worth: Worth = _WORTH,
        learned: Mapping[str, Sequence[float]] | None = None,
        terms: "Terms | None" = None,
        claim: int | None = None,
    ) -> None:
        self._units = units
        self._worth = worth
        self._learned = learned is not None
        self._begun = False
        self._title = frozenset(title)
        self._claim = claim
        self._terms = terms or Terms(units)
        self._holders, self._squares = self._terms.holders, self._terms.squares
        self._shares = self._terms.shares
        self._paragraphs: dict[int, list[int]] = defaultdict(list)
        for position, unit in enumerate(units):
            self._paragraphs[unit.paragraph].append(position)

        self.likeness = [0.0] * len(units)
        self.fixed: dict[str, list[float]]
        self.moving: dict[str, list[float]]
        if learned is not None:
            self.fixed = {name: list(column) for name, column in learned.items()}
            self.fixed["query"] = self._query(query, LEARNED_QUERY)
            self.moving = {
                "repeats": [0.0] * len(units),
                "paragraph": [0.0] * len(units),
                "opening": [*LEARNED_OPENING, *[0.0] * len(units)][: len(units)],
                "apart": [0.0] * len(units),
            }
        else:
            self._weights = term_weights(self._holders, len(units))
            self._gains = [sum(map(self._weights.__getitem__, unit.terms)) for unit in units]
            self._rates = self._worth_of_gains()
            self.fixed = {
                "central": self._terms.central(),
                "early": self._early(),
                "title": self._terms.likeness_to(title, worth.title),
                "query": self._query(query, worth.query),
                "length": [-worth.long * max(0, unit.words / worth.length - 1) for unit in units],
                "question": [-worth.question * unit.asks for unit in units],
            }
            self.moving = {
                "new": list(map(mul, self._gains, self._rates)),
                "repeats": [0.0] * len(units),
                "paragraph": [0.0] * len(units),
                "leans": [
                    -worth.depends * (unit.depends and at > 0) for at, unit in enumerate(units)
                ],
            }
        self._own = list(map(sum, zip(*self.fixed.values(), strict=True)))

    def totals(self) -> list[float]:
        return list(map(sum, zip(self._own, *self.moving.values(), strict=True)))

    def take(self, position: int) -> None:
        """Takes a unit: those that repeat it lose, and the next one loses nothing for depending on
        it any more.
        """
        taken = self._units[position]
        shared: dict[int, list[float]] = defaultdict(list)
        for term in taken.terms:
            square = self._squares[term]
            for holder in self._holders[term]:
                shared[holder].append(square)
        for holder, squares in shared.items():
            self._compare(position, holder, squares)
        for neighbour in self._paragraphs[taken.paragraph]:
            self.moving["paragraph"][neighbour] -= (
                LEARNED_PARAGRAPH if self._learned else self._worth.same_paragraph
            )
        if self._learned:
            if position < OPENING:
                self.moving["opening"] = [0.0] * len(self._units)
            if not self._begun:
                self._begun = True
                self.moving["apart"] = self._apart()
            if position + 1 < len(self._units):
                self.moving["apart"][position + 1] = 0.0
            return
        for term in taken.terms:
            weight = self._weights.pop(term, 0.0)
            for holder in self._holders[term]:
                self._gains[holder] -= weight
        for holder in shared:
            self.moving["new"][holder] = self._gains[holder] * self._rates[holder]
        if position + 1 < len(self._units):
            self.moving["leans"][position + 1] = 0.0

    def _apart(self) -> list[float]:
        """What each unit loses for following no chosen one directly: what opens a paragraph, or has
        a term of the title, is most often understood without what stands before it.
        """
        lost = [0.0]
        for before, unit in pairwise(self._units):
            without, with_term = LEARNED_APART[unit.paragraph != before.paragraph]
            lost.append(-(without if self._title.isdisjoint(unit.terms) else with_term))
        if self._claim is not None:
            lost[self._claim] = -LEARNED_CLAIM_APART
        return lost

    def _compare(self, taken: int, other: int, squares: Sequence[float]) -> None:
        """Updates what a unit loses for likeness to one taken; `squares` are the weights of their
        common terms.
        """
        cosine = sum(squares) * self._shares[taken] * self._shares[other]
        self.likeness[other] = max(self.likeness[other], cosine)
        fewer = min(len(self._units[taken].terms), len(self._units[other].terms))
        if self._learned:
            overlap = len(squares) / (1 + fewer)
            self.moving["repeats"][other] = min(
                self.moving["repeats"][other], -LEARNED_REPEATS * overlap
            )
            return
        lost = self._worth.repeats * cosine + self._worth.echoes * (2 * len(squares) > fewer)
        self.moving["repeats"][other] = min(self.moving["repeats"][other], -lost)

    def _early(self) -> list[float]:
        """What each unit loses by its position."""
        worth, count = self._worth, len(self._units)
        lost = worth.early * min(1, worth.early_among / max(1, count))
        return [
            -lost * min(worth.early_limit, math.log(1 + at) / _EARLY_SCALE) for at in range(count)
        ]

    def _query(self, query: Iterable[str], worth: float) -> list[float]:
        """The share of the query's terms that each unit has, times `worth`."""
        wanted = frozenset(query)
        share = worth / max(1, len(wanted))
        return [share * len(wanted.intersection(unit.terms)) for unit in self._units]

    def _worth_of_gains(self) -> list[float]:
        """The factor for each unit's gain, chosen so that the best unit relative to its length gets
        `new`.
        """
        worth = self._worth
        rates = [max(worth.shortest, unit.words) ** -worth.length_power for unit in self._units]
        best = max(map(mul, self._gains, rates), default=0) or 1
        return [worth.new * rate / best for rate in rates]


def lacked(
    at: int, chosen: AbstractSet[int], needs: Needs, anchors: Sequence[Sequence[Sequence[int]]]
) -> frozenset[int] | None:
    """The positions that must still be chosen with `at`: its needs, their needs and so on, without
    those already `chosen`. Of an anchor, the first alternative is taken.

    None if one of them is never shown, or if there are more than MOST_NEEDED.
    """
    found: set[int] = set()
    todo = [at]
    while todo:
        one = todo.pop()
        needed = needs[one]
        if needed is None:
            return None
        wanted = set(needed)
        for others in anchors[one]:
            if not others:
                return None
            if chosen.isdisjoint(others) and found.isdisjoint(others) and at not in others:
                wanted.add(others[0])
        wanted -= found
        wanted -= chosen
        wanted.discard(at)
        found |= wanted
        todo += sorted(wanted)
        if len(found) > MOST_NEEDED:
            return None
    return frozenset(found)


def sorted_anchors(
    needs: Needs, anchors: Anchors, totals: Sequence[float]
) -> list[list[list[int]]]:
    """The anchors of each sentence as lists of alternatives, in the order in which they are tried:
    first those that need the fewest other sentences, and of these those with the higher total.
    Later sentences and those that need too many are left out.
    """
    sizes: list[int] = []
    found: list[list[list[int]]] = []
    for at, sets in enumerate(anchors):
        needed = needs[at]
        ranked = [
            sorted(
                (other for other in others if other < at and sizes[other] <= MOST_NEEDED),
                key=lambda other: (sizes[other], -totals[other]),
            )
            for others in sets
        ]
        found.append(ranked)
        if needed is None or not all(ranked):
            sizes.append(MOST_NEEDED + 1)
            continue
        first = needed.union(others[0] for others in ranked)
        sizes.append(sum(1 + (sizes[other] if other < at else 0) for other in first))
    return found


def is_supported(at: int, chosen: Collection[int], needs: Needs, anchors: Anchors | None) -> bool:
    """Whether every need, and one alternative of every anchor, is among the chosen."""
    held = anchors[at] if anchors is not None else ()
    return (needs[at] or frozenset()).issubset(chosen) and not any(
        others.isdisjoint(chosen) for others in held
    )
