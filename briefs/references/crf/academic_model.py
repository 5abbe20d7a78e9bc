"""A linear-chain CRF over words: the most probable labels, and the probability of each.

A label's score is the sum of the weights of the word's features, and of the step from the label
before. A step that never occurred in training is impossible.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import mul
from struct import Struct
from typing import TypeAlias

Steps: TypeAlias = tuple[tuple[int, float], ...]
"""Labels, by index, with the factor of the step from each."""

BEGINS = "+"
"""Before a label: a segment begins here. "title" continues what "+title" began."""

_BITS = 32
_ZERO = 1 << (_BITS - 1)
"""Represents a score of 0, so that no field of a packed number is negative."""


def packed(scores: Iterable[tuple[int, int]]) -> int:
    """Scores of all labels, in hundredths, packed into one number: adding two adds all scores."""
    return sum(score << (_BITS * label) for label, score in scores)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The label of a word, without `BEGINS`, and its probability.

    `goes_on` is the probability, given that label, that the next word is in the same segment.
    """

    label: str
    begins: bool
    probability: float
    goes_on: float = 0.0


@dataclass(frozen=True, slots=True)
class Chain:
    """`before` has for each label the labels that it may follow, with their factors (not
    logarithms).

    `weights` has for each feature its weights for all labels, `packed`.
    """

    labels: tuple[str, ...]
    before: tuple[Steps, ...]
    weights: Mapping[str, int]

    def label(self, words: Sequence[Sequence[str]]) -> tuple[Labelled, ...]:
        """The most probable labels of words with these features; () if there are no words."""
        if not words or not self.labels:
            return ()
        factors = self._factors(words)
        first = [
            factor if name.startswith(BEGINS) else 0.0
            for name, factor in zip(self.labels, factors[0], strict=True)
        ]
        sums, bests = [_scaled(first)], _scaled(first)
        origins = []
        for factor in factors[1:]:
            total, bests, origin = self._step(sums[-1], bests, factor)
            sums.append(total)
            origins.append(origin)
        if not any(bests):
            return ()
        path = [max(range(len(bests)), key=bests.__getitem__)]
        for origin in reversed(origins):
            path.append(origin[path[-1]])
        path.reverse()
        told = zip((self.labels[at] for at in path), self._shares(factors, sums, path), strict=True)
        return tuple(
            Labelled(name.removeprefix(BEGINS), name.startswith(BEGINS), share, goes_on)
            for name, (share, goes_on) in told
        )

    def _step(
        self, sums: Sequence[float], bests: Sequence[float], factor: Sequence[float]
    ) -> tuple[list[float], list[float], list[int]]:
        """From one word to the next: for each label the sum of all ways, the best way, and its
        origin.
        """
        total, best, origins = [], [], []
        for into, weighed in zip(self.before, factor, strict=True):
            running = most = 0.0
            origin = 0
            for label, weight in into:
                running += sums[label] * weight
                way = bests[label] * weight
                if way > most:
                    most, origin = way, label
            total.append(running * weighed)
            best.append(most * weighed)
            origins.append(origin)
        return _scaled(total), _scaled(best), origins

    def _factors(self, words: Sequence[Sequence[str]]) -> list[list[float]]:
        """For each word the factor of each label by its features, at most 1."""
        every = range(len(self.labels))
        zeros = packed((label, _ZERO) for label in every)
        fields = Struct(f"<{len(every)}I")
        weight = self.weights.get
        factors = []
        for features in words:
            score = sum(map(weight, features, repeat(0)), zeros)
            scores = fields.unpack(score.to_bytes(fields.size, "little"))
            most = max(scores)
            factors.append([math.exp((one - most) / 100) for one in scores])
        return factors

    def _shares(
        self,
        factors: Sequence[Sequence[float]],
        sums: Sequence[Sequence[float]],
        path: Sequence[int],
    ) -> list[tuple[float, float]]:
        """For each word on `path` the probability of its label, and of continuing its segment."""
        goes_on_with = self._continuations()
        after = [1.0] * len(self.labels)
        goes_on = 0.0
        shares = []
        for at in range(len(path) - 1, -1, -1):
            both = list(map(mul, sums[at], after))
            shares.append((both[path[at]] / (sum(both) or 1.0), goes_on))
            earlier = [0.0] * len(self.labels)
            weighed = list(map(mul, after, factors[at]))
            for into, share in zip(self.before, weighed, strict=True):
                if share:
                    for previous, weight in into:
                        earlier[previous] += share * weight
            if at:
                label, weight = goes_on_with[path[at - 1]]
                goes_on = weighed[label] * weight / (earlier[path[at - 1]] or 1.0)
            after = _scaled(earlier)
        return shares[::-1]

    def _continuations(self) -> tuple[tuple[int, float], ...]:
        """For each label the one that continues it, and the factor of that step; 0 for none."""
        places = {name: at for at, name in enumerate(self.labels)}
        found = []
        for at, name in enumerate(self.labels):
            then = places.get(name.removeprefix(BEGINS))
            weight = 0.0 if then is None else dict(self.before[then]).get(at, 0.0)
            found.append((then or 0, weight))
        return tuple(found)


@cache
def trained() -> Chain:
    """The model in the package, loaded at the first use."""
    return read(files("briefs.references").joinpath("academic.json").read_text("utf-8"))


def read(text: str) -> Chain:
    """A model as `training` writes it: JSON, with weights in hundredths."""
    told = json.loads(text)
    labels = tuple(told["labels"])
    before: list[list[tuple[int, float]]] = [[] for _ in labels]
    for first, then, weight in told["steps"]:
        before[then].append((first, math.exp(weight / 100)))
    return Chain(
        labels,
        tuple(map(tuple, before)),
        {
            feature: packed(zip(flat[::2], flat[1::2], strict=True))
            for feature, flat in told["weights"].items()
        },
    )


def _scaled(numbers: list[float]) -> list[float]:
    """The numbers divided by the greatest, so that long products do not underflow."""
    most = max(numbers)
    return [number / most for number in numbers] if most else numbers
