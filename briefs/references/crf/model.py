"""A linear chain of labels over words: the likeliest one, and how sure each of its labels is.

A label is worth what the features of its word weigh for it, and what following the label before
weighs; one that never followed another in training may not follow it.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from operator import mul
from typing import TypeAlias

Weights: TypeAlias = tuple[tuple[int, float], ...]
"""Labels, by their place among a model's, with what something weighs for each."""

BEGINS = "+"
"""Before a label: its stretch of words begins here. "title" goes on with what "+title" began."""


_KNOWN = 8_192
"""Groups of features whose sums are kept: some ten megabytes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of a word: `groups` of them come together in many words, its `own` do not."""

    groups: tuple[tuple[str, ...], ...]
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The label of a word, without its mark of beginning, and its probability.

    `goes_on` is the probability, given that label, that the next word is of the same stretch.
    """

    label: str
    begins: bool
    probability: float
    goes_on: float = 0.0


@dataclass(frozen=True, slots=True)
class Chain:
    """`before` has for each label those that it may follow, with their factors (not logarithms).

    `known` are the sums of groups of features that were weighed before.
    """

    labels: tuple[str, ...]
    before: tuple[Weights, ...]
    weights: Mapping[str, Weights]
    known: dict[tuple[str, ...], tuple[float, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def label(self, seen: Sequence[Seen]) -> tuple[Labelled, ...]:
        """The likeliest labels of words of which these features are seen; () if there are none."""
        if not seen or not self.labels:
            return ()
        factors = [self._factors(word) for word in seen]
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
        """From one word to the next: the sum of all ways to each label, the best, its origin."""
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

    def _factors(self, seen: Seen) -> list[float]:
        weighed = [self.known.get(group) or self._weighed(group) for group in seen.groups]
        none = [0.0] * len(self.labels)
        scores = [sum(column) for column in zip(none, *weighed, strict=True)]
        for feature in seen.own:
            for label, weight in self.weights.get(feature, ()):
                scores[label] += weight
        most = max(scores)
        return [math.exp(score - most) for score in scores]

    def _weighed(self, group: tuple[str, ...]) -> tuple[float, ...]:
        """What the features of a group weigh together, for each label."""
        scores = [0.0] * len(self.labels)
        for feature in group:
            for label, weight in self.weights.get(feature, ()):
                scores[label] += weight
        if len(self.known) >= _KNOWN:
            self.known.clear()
        self.known[group] = found = tuple(scores)
        return found

    def _shares(
        self,
        factors: Sequence[Sequence[float]],
        sums: Sequence[Sequence[float]],
        path: Sequence[int],
    ) -> list[tuple[float, float]]:
        """For each word on `path` the probability of its label, and of going on with it."""
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
        """For each label the one that goes on with it, and the weight of that step; 0 for none."""
        places = {name: at for at, name in enumerate(self.labels)}
        found = []
        for at, name in enumerate(self.labels):
            then = places.get(name.removeprefix(BEGINS))
            weight = 0.0 if then is None else dict(self.before[then]).get(at, 0.0)
            found.append((then or 0, weight))
        return tuple(found)


@cache
def trained() -> Chain:
    """The model that comes with the package, read when it is first needed."""
    return read(files("briefs.references").joinpath("academic.json").read_text("utf-8"))


def read(text: str) -> Chain:
    """A model as `training` writes it: JSON, its weights in hundredths."""
    told = json.loads(text)
    labels = tuple(told["labels"])
    before: list[list[tuple[int, float]]] = [[] for _ in labels]
    for first, then, weight in told["steps"]:
        before[then].append((first, math.exp(weight / 100)))
    return Chain(
        labels,
        tuple(map(tuple, before)),
        {
            feature: tuple(
                (label, weight / 100) for label, weight in zip(flat[::2], flat[1::2], strict=True)
            )
            for feature, flat in told["weights"].items()
        },
    )


def _scaled(numbers: list[float]) -> list[float]:
    """The same numbers with 1 for the greatest, so that long products do not vanish."""
    most = max(numbers)
    return [number / most for number in numbers] if most else numbers
