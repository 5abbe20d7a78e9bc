"""What was learned from editors' choices: how good each sentence of an English piece is, and why.

`editor_model.json` holds linear models over the features of `features.py`, made by
`training/choice.py`: "brief" tells which sentences an editor takes, "claim" which one is the main
claim, "never" which must not stand in a brief, "line" which one tells the piece by itself, and
"argues" whether the piece argues or reports. News is not what the labels are of; where a piece
reports, sentences are ranked as in a language without labels.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from typing import TypeAlias

from sumy.models.dom import ObjectDocumentModel

from briefs.summarise.antecedents import Leaning, leaning
from briefs.summarise.cue_words import GROUPS
from briefs.summarise.features import Columns, Reading, features
from briefs.summarise.items import other_items
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


@dataclass(frozen=True, slots=True)
class Model:
    """What tells the sentences of a brief, the main claim, and what must not stand in a brief; by
    their scores and the features of LINE, the digest's line; and, with a bias, by a piece's means,
    whether it argues.
    """

    brief: Weights
    claim: Weights
    never: Weights
    line: Weights
    argues: Weights
    bias: float


_TELLS = 0.6
"""What counts in a brief, in its standard deviations, how well a sentence tells the piece alone."""

_MIXED = (0.85, 1.0, -0.4)
"""What the three things learned count in a brief, each in its standard deviations within the piece;
quality is flat around these.
"""

_LINE_MIXED = (0.6, 1.0, -0.5, 1.5, -0.5)
"""What they count in the digest's line, and what counts beside them: how well a sentence tells the
piece alone, by the line's own model, and whether it opens with a linking word. The line's model has
one choice a piece to learn from: beside the three it errs less than by itself.
"""

LINE: tuple[str, ...] = (
    *("title", "title share", "title best", "begins with", "ends with", "central"),
    *("words", "words off", "long words", "quotation", "quoted share", "digits", "names new"),
    *(
        "far",
        "first three",
        "last three",
        "opens but",
        "concludes",
        "the point",
        "must",
        "said",
        "I",
    ),
    *("barred", "linked", "owners"),
)
"""The features, beside the three scores, that tell how well a sentence stands alone."""


def read(
    document: ObjectDocumentModel,
    units: Sequence[Unit],
    title: Sequence[str],
    model: Model,
    others: Collection[int] = (),
    *,
    marked: Collection[int] = (),
) -> Argument:
    """A model applied to a document in English. `title` are the terms of its headings, `others` the
    positions of sentences that are another's words, `marked` those before which a mark stands.
    """
    terms = Terms(units)
    others = {*others, *other_items(units, terms.holders, title, marked)}
    seen = reading(document, units, title, terms, others)
    columns = features(seen)
    shares, totals = _scores(columns, (model.brief, model.claim, model.never))
    told = _scaled(_centred(_weighed(_line_columns(columns, totals), model.line)))
    shares["line"] = [_TELLS * score for score in told]
    rows = zip(*map(_scaled, totals), told, map(float, seen.leaning.linked), strict=True)
    return Argument(
        shares=shares if _argues(columns, model) else None,
        line=[float(sum(map(mul, _LINE_MIXED, row))) for row in rows],
        leaning=seen.leaning,
        terms=terms,
    )


def reading(
    document: ObjectDocumentModel,
    units: Sequence[Unit],
    title: Sequence[str],
    terms: Terms | None = None,
    others: Collection[int] = (),
) -> Reading:
    """A document as the features see it."""
    found = terms or Terms(units)
    texts = [str(sentence) for sentence in document.sentences]
    words = [sentence.words for sentence in document.sentences]
    title_words = [w for heading in document.headings for w in words_of(str(heading))]
    return Reading(
        texts=texts,
        words=words,
        units=units,
        leaning=leaning(texts, words, [unit.paragraph for unit in units], title_words, others),
        title_words=title_words,
        title=title,
        holders=found.holders,
        squares=found.squares,
        central=found.central(),
        titled=found.likeness_to(title),
    )


@cache
def learned() -> Model:
    """The models that come with the package."""
    stored = resources.files("briefs.summarise").joinpath("editor_model.json")
    found = json.loads(stored.read_text())
    bias = found["argues"].pop("bias")
    return Model(bias=bias, **found)


def argument_means(columns: Columns) -> dict[str, float]:
    """What tells a piece that argues from one that reports: the means of its features."""
    return {name: sum(columns[name]) / max(1, len(columns[name])) for name in NAMES}


def _argues(columns: Columns, model: Model) -> bool:
    if len(columns["far"]) < LEAST_SENTENCES:
        return False
    means = argument_means(columns)
    return model.bias + sum(weight * means[name] for name, weight in model.argues.items()) > 0


def line_columns(columns: Columns, model: Model) -> Columns:
    """What the digest's line is told by: the three scores and the features of LINE."""
    return _line_columns(columns, _scores(columns, (model.brief, model.claim, model.never))[1])


def _line_columns(columns: Columns, totals: Sequence[Sequence[float]]) -> Columns:
    """All in their standard deviations within the piece."""
    found = dict(zip(("brief", "claim", "never"), totals, strict=True))
    found |= {name: _centred(columns[name]) for name in LINE}
    return {name: _scaled(column) for name, column in found.items()}


def _weighed(columns: Columns, weights: Weights) -> list[float]:
    rates = [weights.get(name, 0.0) for name in columns]
    return [float(sum(map(mul, rates, row))) for row in zip(*columns.values(), strict=True)]


def _scores(
    columns: Columns, three: Sequence[Weights]
) -> tuple[dict[str, list[float]], list[list[float]]]:
    """The score of a brief by group of features, and each of the three scores; all beside the
    piece's mean.
    """
    parts = {
        group: [
            _centred([sum(map(mul, vector, row)) for row in rows])
            for vector in ([weights.get(name, 0.0) for name in names] for weights in three)
        ]
        for group, names in GROUPS.items()
        for rows in [list(zip(*(columns[name] for name in names), strict=True))]
    }
    totals = [
        [float(sum(row)) for row in zip(*held, strict=True)]
        for held in zip(*parts.values(), strict=True)
    ]
    mixed = list(map(mul, _MIXED, map(_rate, totals)))
    shares = {
        group: [sum(map(mul, mixed, row)) for row in zip(*held, strict=True)]
        for group, held in parts.items()
    }
    return shares, totals


def _rate(centred: Sequence[float]) -> float:
    """By what numbers with the mean 0 are multiplied to have a standard deviation of 1."""
    return 1 / (math.sqrt(sum(map(mul, centred, centred)) / max(1, len(centred))) or 1)


def _scaled(centred: Sequence[float]) -> list[float]:
    rate = _rate(centred)
    return [rate * number for number in centred]


def _centred(column: Sequence[float]) -> list[float]:
    mean = sum(column) / max(1, len(column))
    return [number - mean for number in column]
