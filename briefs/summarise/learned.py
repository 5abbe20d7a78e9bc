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
from itertools import accumulate, pairwise
from operator import mul
from typing import TypeAlias

from sumy.models.dom import ObjectDocumentModel

from briefs.summarise.cue_words import GROUPS
from briefs.summarise.features import Columns, Reading, features
from briefs.summarise.owners import Leaning, leaning
from briefs.summarise.selection import Terms, Unit
from briefs.summarise.terms import words_of

LEAST_SENTENCES = 8
"""Of a piece that is said to argue: means over fewer tell nothing."""

LANGUAGE = "en"
"""The language that there are labels for."""


NAMES = tuple(name for names in GROUPS.values() for name in names)
"""Every feature, group by group."""

Shares: TypeAlias = Mapping[str, Sequence[float]]
"""By group of features, what it gives and takes each sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A piece as an editor would see it.

    `shares` are what each group of features gives and takes each sentence, beside the piece's
    mean, where one is the standard deviation within a piece; None if the piece reports. `line` is
    how well each sentence tells the piece, in the same measure.
    """

    shares: Shares | None
    line: Sequence[float]
    leaning: Leaning
    terms: Terms


Weights: TypeAlias = Mapping[str, float]
"""By feature."""


_LEANING = 0.5
"""Lost by a line that seems to lean on another, in standard deviations. The rules that tell it see
more than readers mind: to shut such sentences out made lines worse, and more of them unfit.
"""


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
    "brief": (1.0, 1.0, -0.4),
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
    terms = Terms(units)
    seen = reading(document, units, title, terms)
    columns = features(seen)
    shares, told = _scores(columns, (model.brief, model.claim, model.never))
    found = leaning(
        seen.texts, seen.words, [unit.paragraph for unit in units], seen.title_words, others
    )
    return Argument(
        shares=shares if _argues(columns, model) else None,
        line=[
            score - _LEANING * (found.linked[at] or not found.alone[at])
            for at, score in enumerate(told)
        ],
        leaning=found,
        terms=terms,
    )


def reading(
    document: ObjectDocumentModel,
    units: Sequence[Unit],
    title: Sequence[str],
    terms: Terms | None = None,
) -> Reading:
    """A document as the features see it."""
    found = terms or Terms(units)
    return Reading(
        texts=[str(sentence) for sentence in document.sentences],
        words=[sentence.words for sentence in document.sentences],
        units=units,
        title_words=[w for heading in document.headings for w in words_of(str(heading))],
        title=title,
        holders=found.holders,
        squares=found.squares,
        central=found.central(),
        titled=found.likeness_to(title),
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


def _scores(columns: Columns, three: Sequence[Weights]) -> tuple[Shares, list[float]]:
    """The score of a brief by group of features, and that of the line; each sentence's beside the
    piece's mean.
    """
    rows = list(zip(*(columns[name] for name in NAMES), strict=True))
    rates, totals = [], []
    for weights in three:
        vector = [weights.get(name, 0.0) for name in NAMES]
        total = _centred([sum(map(mul, vector, row)) for row in rows])
        spread = math.sqrt(sum(map(mul, total, total)) / max(1, len(total)))
        rates.append(1 / spread if spread else 0.0)
        totals.append(total)
    line = [
        sum(map(mul, map(mul, _MIXED["line"], rates), row)) for row in zip(*totals, strict=True)
    ]
    mixed = list(map(mul, _MIXED["brief"], rates))
    shares = {}
    for group, (begin, end) in _places().items():
        vector = [
            sum(rate * weights.get(name, 0.0) for rate, weights in zip(mixed, three, strict=True))
            for name in NAMES[begin:end]
        ]
        shares[group] = _centred([sum(map(mul, vector, row[begin:end])) for row in rows])
    return shares, line


def _centred(column: Sequence[float]) -> list[float]:
    mean = sum(column) / max(1, len(column))
    return [number - mean for number in column]


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    """Where the features of each group begin and end in NAMES."""
    ends = list(accumulate(map(len, GROUPS.values()), initial=0))
    return dict(zip(GROUPS, pairwise(ends), strict=True))
