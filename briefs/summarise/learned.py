"""What was learned from editors' choices: how good each sentence of an English piece is, and why.

`learned.json` holds linear models over the features of `features.py`, made by
`training/choice.py`: "brief" tells which sentences an editor takes, "claim" which one is the main
claim, "never" which must not stand in a brief, "argues" whether the piece argues or reports. News
is not what the labels are of; where a piece reports, sentences are ranked as in a language without
labels.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

from sumy.models.dom import ObjectDocumentModel

from briefs.summarise.cue_words import GROUPS
from briefs.summarise.features import Columns, Reading, features
from briefs.summarise.owners import Leaning, leaning
from briefs.summarise.selection import LEARNED_LINK, Scores, Unit
from briefs.summarise.terms import words_of

LEAST_SENTENCES = 8
"""Of a piece that is said to argue: means over fewer tell nothing."""

LANGUAGE = "en"
"""The language that there are labels for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A piece as an editor would see it.

    `shares` are what each group of features gives and takes each sentence, beside the piece's
    mean, where one is the standard deviation within a piece; None if the piece reports. `line` is
    how well each sentence tells the piece, in the same measure.
    """

    shares: Mapping[str, Sequence[float]] | None
    line: Sequence[float]
    leaning: Leaning


Weights: TypeAlias = Mapping[str, float]
"""By feature."""


@dataclass(frozen=True, slots=True)
class Model:
    """What tells the sentences of a brief, the main claim, and what must not stand in a brief; and,
    with a bias, by a piece's means, whether it argues.
    """

    brief: Weights
    claim: Weights
    never: Weights
    argues: Weights
    bias: float


_MIXED: Mapping[str, tuple[float, float, float]] = {
    "brief": (1.0, 0.6, -0.4),
    "line": (0.3, 1.0, -0.5),
}
"""What the three things learned count, each in its standard deviations within the piece; quality
is flat around these.
"""


def read(
    document: ObjectDocumentModel,
    units: Sequence[Unit],
    title: Sequence[str],
    model: Model,
    others: Collection[int] = (),
) -> Argument:
    """A model applied to a document in English. `title` are the terms of its headings, `others` the
    positions of sentences that are another's words.
    """
    seen = reading(document, units, title)
    columns = features(seen)
    three = [_shares(columns, weights) for weights in (model.brief, model.claim, model.never)]
    found = leaning(
        seen.texts, seen.words, [unit.paragraph for unit in units], seen.title_words, others
    )
    told = _totals(_mixed(three, _MIXED["line"]))
    return Argument(
        shares=_mixed(three, _MIXED["brief"]) if _argues(columns, model) else None,
        line=[one - LEARNED_LINK * link for one, link in zip(told, found.linked, strict=True)],
        leaning=found,
    )


def reading(document: ObjectDocumentModel, units: Sequence[Unit], title: Sequence[str]) -> Reading:
    """A document as the features see it."""
    scores = Scores(units, learned={})
    return Reading(
        texts=[str(sentence) for sentence in document.sentences],
        words=[sentence.words for sentence in document.sentences],
        units=units,
        title_words=[w for heading in document.headings for w in words_of(str(heading))],
        title=title,
        holders=scores.holders,
        squares=scores.squares,
        central=scores.central(),
        titled=scores.likeness_to(title),
    )


@cache
def learned() -> Model:
    """The models that come with the package."""
    found = json.loads(resources.files("briefs.summarise").joinpath("learned.json").read_text())
    bias = found["argues"].pop("bias")
    return Model(found["brief"], found["claim"], found["never"], found["argues"], bias)


def argument_means(columns: Columns) -> dict[str, float]:
    """What tells a piece that argues from one that reports: the means of some features."""
    return {name: sum(columns[name]) / max(1, len(columns[name])) for name in ARGUES}


ARGUES = (
    "said",
    "quotation",
    "quoted share",
    "I",
    "we",
    "you",
    "must",
    "asks",
    "digits",
    "names",
    "capitals",
    "is",
    "was",
    "paragraph size",
    "words",
    "abstract",
    "but",
    "if",
    "opens but",
    "opens the",
    "all",
    "weighs",
    "would",
    "may",
    "now",
    "study",
    "this",
    "he",
    "past",
    "opens paragraph",
    "title",
    "long words",
    "names new",
    "parenthesis",
    "colon",
    "dash",
    "exclaims",
    "opens I",
    "opens we",
    "opens he",
    "talk",
    "argues",
    "public",
    "concedes",
)
"""The features whose means tell it."""


def _argues(columns: Columns, model: Model) -> bool:
    if len(columns["far"]) < LEAST_SENTENCES:
        return False
    means = argument_means(columns)
    return model.bias + sum(weight * means[name] for name, weight in model.argues.items()) > 0


def _shares(columns: Columns, weights: Weights) -> dict[str, list[float]]:
    """What each group of features gives each sentence, beside the mean of the piece."""
    shares: dict[str, list[float]] = {}
    for group, names in GROUPS.items():
        parts = [[weights.get(name, 0.0) * number for number in columns[name]] for name in names]
        total = list(map(math.fsum, zip(*parts, strict=True)))
        mean = math.fsum(total) / max(1, len(total))
        shares[group] = [number - mean for number in total]
    return shares


def _totals(shares: Mapping[str, Sequence[float]]) -> list[float]:
    return list(map(math.fsum, zip(*shares.values(), strict=True)))


def _mixed(
    three: Sequence[Mapping[str, Sequence[float]]], counts: Sequence[float]
) -> dict[str, list[float]]:
    """Several scores as one, by group, each in its own standard deviations."""
    rates = []
    for shares, count in zip(three, counts, strict=True):
        total = _totals(shares)
        spread = math.sqrt(math.fsum(x * x for x in total) / max(1, len(total)))
        rates.append(count / spread if spread else 0.0)
    return {
        group: [
            math.fsum(rate * number for rate, number in zip(rates, row, strict=True))
            for row in zip(*(shares[group] for shares in three), strict=True)
        ]
        for group in GROUPS
    }
