"""The tagger of all styles: how probable it is that just these words of an entry are one field.

A linear chain of labels over words. What is asked is no labelling but the probability of one
segment, over all labellings of the other words: so a reading of the rules can be judged that the
model itself would not have found.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import repeat
from operator import mul
from struct import Struct

from briefs.references.crf.tagger_features import DISTANCES, OUTSIDE, Bundle, contexts, look

_BITS = 32
_ZERO = 1 << (_BITS - 1)
"""What stands for a score of 0, so that no field of a packed number is ever negative."""

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Segment:
    """Words in a row, from `first` to before `end`, that have one label."""

    label: str
    first: int
    end: int
    certainty: float


@dataclass(frozen=True)
class Tagged:
    """The words of an entry as a model sees them.

    `factors` are what the features of each word weigh for each label.
    """

    model: "FieldModel"
    factors: Sequence[Row]

    @cached_property
    def forward(self) -> Sequence[Row]:
        """The sums over all labellings up to each word, scaled to 1."""
        sums = [_scaled(self.factors[0])]
        for at in range(1, len(self.factors)):
            sums.append(_scaled(self._step(sums[-1], at)))
        return sums

    @cached_property
    def backward(self) -> Sequence[Row]:
        """The sums over all labellings behind each word, scaled to 1."""
        sums = [[1.0] * len(self.factors[0])]
        for factor in self.factors[:0:-1]:
            after = list(map(mul, factor, sums[-1]))
            sums.append(_scaled([sum(map(mul, row, after)) for row in self.model.onward]))
        return sums[::-1]

    def probability(self, first: int, end: int) -> float:
        """How probable it is that the words from `first` to before `end` are one whole segment.

        All have the same label then, whichever it is, and their neighbours have others.
        """
        into, onward = self.model.into, self.model.onward
        places = range(len(self.model.places))
        every: Row = self.factors[0]
        own = list(every)
        if first:
            before = self.forward[first - 1]
            every = self._step(before, first)
            own = [
                (sum(map(mul, before, into[at])) - before[at] * into[at][at])
                * self.factors[first][at]
                for at in places
            ]
        for at in range(first + 1, end):
            every = self._step(every, at)
            total = sum(every)
            every = [share / total for share in every]
            staying = self.factors[at]
            own = [own[to] * into[to][to] * staying[to] / total for to in places]
        if end == len(self.factors):
            return sum(own) / sum(every)
        after = list(map(mul, self.factors[end], self.backward[end]))
        onwards = [sum(map(mul, row, after)) for row in onward]
        leaving = sum(own[at] * (onwards[at] - onward[at][at] * after[at]) for at in places)
        share: float = leaving / sum(map(mul, every, onwards))
        return share

    def shares(self) -> list[list[float]]:
        """How probable each label is for each word, over all labellings."""
        return [
            _scaled(list(map(mul, before, behind)))
            for before, behind in zip(self.forward, self.backward, strict=True)
        ]

    def segments(self, begins: Sequence[bool]) -> list["Segment"]:
        """The likeliest labels, if they may change only at the words that are told in `begins`.

        The certainty of a segment is the probability of its label for the least certain of its
        words, over all labellings with such changes.
        """
        into, onward = self.model.into, self.model.onward
        forward = [_scaled(self.factors[0])]
        best = [_scaled(self.factors[0])]
        places = range(len(best[0]))
        staying = [into[at][at] for at in places]
        for factor, may_begin in zip(self.factors[1:], begins[1:], strict=True):
            before, likeliest = forward[-1], best[-1]
            if may_begin:
                ways = [max(map(mul, likeliest, row)) for row in into]
                reached = [sum(map(mul, before, row)) for row in into]
            else:
                ways = list(map(mul, likeliest, staying))
                reached = list(map(mul, before, staying))
            best.append(_scaled(list(map(mul, ways, factor))))
            forward.append(_scaled(list(map(mul, reached, factor))))
        behind: Row = [1.0] * len(places)
        label = max(places, key=best[-1].__getitem__)
        names = list(self.model.places)
        found: list[Segment] = []
        for at in range(len(self.factors) - 1, -1, -1):
            certainty = _scaled(list(map(mul, forward[at], behind)))[label]
            if found and found[-1].label == names[label]:
                last = found.pop()
                found.append(Segment(names[label], at, last.end, min(last.certainty, certainty)))
            else:
                found.append(Segment(names[label], at, at + 1, certainty))
            if at:
                after = list(map(mul, self.factors[at], behind))
                if begins[at]:
                    behind = _scaled([sum(map(mul, row, after)) for row in onward])
                    way = list(map(mul, best[at - 1], into[label]))
                    label = max(places, key=way.__getitem__)
                else:
                    behind = _scaled(list(map(mul, staying, after)))
        return found[::-1]

    def _step(self, shares: Row, at: int) -> list[float]:
        return [
            sum(map(mul, shares, row)) * factor
            for row, factor in zip(self.model.into, self.factors[at], strict=True)
        ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FieldModel:
    """Labels, and what the steps between them and the features of words weigh.

    `into` and `onward` have the factors of the steps, by the label they lead to and by the one they
    come from. `weights` are in hundredths, those of a feature for all labels in one number, so that
    the sum of two numbers is the sums of all labels.
    """

    places: Mapping[str, int]
    into: Sequence[Row]
    onward: Sequence[Row]
    weights: Mapping[str, int]

    def tag(self, words: Sequence[str]) -> Tagged:
        """What some words weigh for each label; there must be one at least."""
        return Tagged(self, self._factors(words))

    def _factors(self, words: Sequence[str]) -> list[list[float]]:
        """For each word what its features weigh for each label, as factors of at most 1.

        A bundle of features is weighed once for all the words that see it.
        """
        count = len(self.places)
        zeros = sum(_ZERO << (_BITS * place) for place in range(count))
        fields = Struct(f"<{count}I")
        looks = [_looks(self, word) for word in words]
        outside = [self.weighed(bundle) for bundle in OUTSIDE]
        weighed: dict[int, int] = {}
        factors = []
        for at, (place, *segments) in enumerate(found := contexts(words)):
            score = zeros + self.weighed(place)
            for bundle in segments:
                if (known := weighed.get(id(bundle))) is None:
                    known = weighed[id(bundle)] = self.weighed(bundle)
                score += known
            for nth, distance in enumerate(DISTANCES):
                near = at + distance
                score += looks[near][nth] if 0 <= near < len(found) else outside[nth]
            scores = fields.unpack(score.to_bytes(fields.size, "little"))
            most = max(scores)
            factors.append([math.exp((one - most) / 100) for one in scores])
        return factors

    def weighed(self, bundle: Bundle) -> int:
        """What some features weigh for all labels."""
        return sum(map(self.weights.get, bundle, repeat(0)))


@lru_cache(maxsize=8_192)
def _looks(model: FieldModel, word: str) -> tuple[int, ...]:
    """What a word weighs from each distance."""
    return tuple(map(model.weighed, look(word)[1]))


@cache
def trained() -> FieldModel:
    """The model that comes with the package, read when it is first needed."""
    return read(files("briefs.references").joinpath("field_tags.json").read_text("utf-8"))


def read(text: str) -> FieldModel:
    """A model as `training` writes it: JSON, its weights in hundredths."""
    told = json.loads(text)
    count = len(told["labels"])
    into = [[0.0] * count for _ in range(count)]
    onward = [[0.0] * count for _ in range(count)]
    for first, then, weight in told["steps"]:
        into[then][first] = onward[first][then] = math.exp(weight / 100)
    return FieldModel(
        places={label: place for place, label in enumerate(told["labels"])},
        into=into,
        onward=onward,
        weights={
            feature: sum(
                weight << (_BITS * place)
                for place, weight in zip(flat[::2], flat[1::2], strict=True)
            )
            for feature, flat in told["weights"].items()
        },
    )


def _scaled(numbers: Sequence[float]) -> list[float]:
    """The same numbers with 1 for their sum, so that long products do not vanish."""
    total = sum(numbers)
    if not total:  # all are too small for a float
        return [1 / len(numbers)] * len(numbers)
    return [number / total for number in numbers]
