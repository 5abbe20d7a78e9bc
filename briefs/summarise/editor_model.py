"""Models of editors' choices: how good each sentence of an English piece is, and why.

`editor_model.json` has linear models over the features of `features.py`, fitted by
`training/choice.py`. Four score sentences: "brief" those that an editor takes, "claim" the main
claim, "never" those that must not be in a brief, "line" the one sentence that sums up the piece.
They are there for each of three kinds: an opinion piece comes to its claim late, where it turns, a
post that tells of work says early what it is about, and an essay that explains says it where it
defines. Three more decide what a piece is: "argues" whether it argues or explains at all, or
reports, "opines" whether it is an opinion piece, and "explains" whether any other explains or tells
of work. The labels are of pieces that argue or explain: the sentences of
a report are ranked as in a language without labels.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from operator import mul
from typing import TypeAlias

from sumy.models.dom import ObjectDocumentModel

from briefs.summarise.antecedents import Dependence, dependence
from briefs.summarise.cue_words import CLAIM_GROUPS, GROUPS
from briefs.summarise.features import Columns, Reading, features
from briefs.summarise.pronouns import referring_words
from briefs.summarise.quotable import turns
from briefs.summarise.units import Terms, Unit, other_items
from briefs.text.words import words_of

LEAST_SENTENCES = 8
"""A shorter piece is never said to argue: means over so few sentences say nothing."""

LANGUAGE = "en"
"""The language of the labels."""


NAMES = tuple(name for names in GROUPS.values() for name in names)
"""Every feature that all models are learned from, group by group."""

CLAIM_NAMES = (*NAMES, *(name for names in CLAIM_GROUPS.values() for name in names))
"""Every feature that the model of the main claim is learned from."""

_ALL_GROUPS = {group: (*names, *CLAIM_GROUPS.get(group, ())) for group, names in GROUPS.items()}

Shares: TypeAlias = Mapping[str, Sequence[float]]
"""By group of features, what the group adds to the score of each sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """The model's view of a piece.

    `shares` are the scores by group of features, relative to the piece's mean, in standard
    deviations within the piece; None if the piece reports. `claim` is the position of the sentence
    that is most likely the main claim, if any can be shown. `line` scores each sentence as the one
    that sums up the piece; only sentences of one piece can be compared by it. `is_news` tells
    whether the piece clearly reports, or is short: only then may its sentences be shown without all
    that they depend on.
    """

    shares: Shares | None
    line: Sequence[float]
    dependence: Dependence
    terms: Terms
    claim: int | None = None
    is_news: bool = False


Weights: TypeAlias = Mapping[str, float]
"""By feature."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """The weights that score the sentences of one kind of piece: for a brief, as the main claim, as
    one that must not be in a brief, and, with those three scores and the features of LINE, for the
    digest's line.
    """

    brief: Weights
    claim: Weights
    never: Weights
    line: Weights


@dataclass(frozen=True, slots=True)
class Classifier:
    """A linear decision over the mean features of a piece."""

    weights: Weights
    bias: float

    def total(self, means: Mapping[str, float]) -> float:
        return self.bias + sum(weight * means[name] for name, weight in self.weights.items())

    def accepts(self, means: Mapping[str, float]) -> bool:
        return self.total(means) > 0


@dataclass(frozen=True, slots=True)
class Model:
    """The scorings of each kind of piece. `argues` accepts what does not report, `opines` of that
    the opinion pieces, and `explains` of the others those that explain; the rest tell of work.
    """

    opinion: Scoring
    explanation: Scoring
    work: Scoring
    argues: Classifier
    opines: Classifier
    explains: Classifier

    def scoring(self, means: Mapping[str, float]) -> Scoring:
        """The scoring for a piece with these mean features."""
        if self.opines.accepts(means):
            return self.opinion
        return self.explanation if self.explains.accepts(means) else self.work


_REFERS = 0.2
_MOST_REFERRING = 4
"""Each word that refers to something, up to so many, costs a sentence of a brief _REFERS standard
deviations within the piece: of what misleads, most is a word whose owner stands elsewhere.
"""

_NEWS = -1.5
"""What "argues" gives a piece that clearly reports, at most; it gives most news less than -2."""

_TELLS = 0.5
"""The weight of the score "line" in a brief, in standard deviations within the piece."""

_MIXED = (1.3, 1.6, -1.1)
"""The weights of the scores "brief", "claim" and "never" in a brief, each in standard deviations
within the piece. Their size is relative to the loss for a missing neighbour.
"""

_LINE_MIXED = (0.6, 1.0, -0.5, 1.5, -0.5)
"""The weights for the digest's line: of the three scores, of the score "line", and of opening with
a linking word. The model "line" has one label a piece to learn from: with the other scores it errs
less than alone.
"""

_LIKELIEST = 2

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
"""The features that, with the three scores, show how well a sentence can be read alone."""


def read(
    document: ObjectDocumentModel,
    units: Sequence[Unit],
    title: Sequence[str],
    model: Model,
    others: Collection[int] = (),
    *,
    marked: Collection[int] = (),
) -> Argument:
    """Applies a model to an English document. `title` are the terms of its headings, `others` the
    positions of sentences that are somebody else's words, `marked` those that come after a mark.
    """
    terms = Terms(units)
    others = {*others, *other_items(units, terms.holders, title, marked)}
    seen = reading(document, units, title, terms, others)
    columns = features(seen)
    means = mean_features(columns)
    scoring = model.scoring(means)
    shares, totals = _scores(columns, (scoring.brief, scoring.claim, scoring.never))
    told = _scaled(_centred(_weighed(_line_columns(columns, totals), scoring.line)))
    shares["line"] = [_TELLS * score for score in told]
    if len(units) >= LEAST_SENTENCES:
        refers = [-_REFERS * min(_MOST_REFERRING, referring_words(said)) for said in seen.words]
        shares["pronouns"] = list(map(sum, zip(shares["pronouns"], refers, strict=True)))
    rows = zip(*map(_scaled, totals), told, map(float, seen.dependence.linked), strict=True)
    argues = model.argues.total(means) if len(units) >= LEAST_SENTENCES else -math.inf
    likeliest = _likeliest(seen.dependence, totals[1])
    return Argument(
        shares=shares if argues > 0 else None,
        line=[float(sum(map(mul, _LINE_MIXED, row))) for row in rows],
        dependence=_with_free_turns(seen, likeliest),
        terms=terms,
        claim=likeliest[0] if likeliest else None,
        is_news=argues < _NEWS,
    )


def _likeliest(held: Dependence, claims: Sequence[float]) -> Sequence[int]:
    """The positions, best first, that score highest as the main claim and can be shown."""
    shown = (at for at, needed in enumerate(held.needs) if needed is not None)
    return sorted(shown, key=lambda at: -claims[at])[:_LIKELIEST]


def _with_free_turns(seen: Reading, likeliest: Sequence[int]) -> Dependence:
    """What the sentences depend on, except that the two that are most likely the main claim, if
    they open by turning ("But"), may follow any earlier sentence, not only the one before them: an
    author turns against what the title and the opening tell.
    """
    held = seen.dependence
    anchors = list(held.anchors)
    for at in (at for at in likeliest if turns(seen.texts[at])):
        anchors[at] = tuple(
            frozenset(range(at)) if tie.kind == "link" else others
            for tie, others in zip(held.ties[at], anchors[at], strict=True)
        )
    return replace(held, anchors=tuple(anchors))


def reading(
    document: ObjectDocumentModel,
    units: Sequence[Unit],
    title: Sequence[str],
    terms: Terms | None = None,
    others: Collection[int] = (),
) -> Reading:
    """What the features of a document are computed from."""
    found = terms or Terms(units)
    texts = [str(sentence) for sentence in document.sentences]
    words = [sentence.words for sentence in document.sentences]
    title_words = [w for heading in document.headings for w in words_of(str(heading))]
    return Reading(
        texts=texts,
        words=words,
        units=units,
        dependence=dependence(
            texts, words, [unit.paragraph for unit in units], title_words, others
        ),
        title_words=title_words,
        title=title,
        title_asks=any(str(heading).rstrip().endswith("?") for heading in document.headings),
        holders=found.holders,
        squares=found.squares,
        central=found.central(),
        titled=found.likeness_to(title),
    )


@cache
def learned() -> Model:
    """The models of the package, from `editor_model.json`; read once."""
    stored = resources.files("briefs.summarise").joinpath("editor_model.json")
    found = json.loads(stored.read_text())
    return Model(
        opinion=Scoring(**found["opinion"]),
        explanation=Scoring(**found["explanation"]),
        work=Scoring(**found["work"]),
        argues=Classifier(**found["argues"]),
        opines=Classifier(**found["opines"]),
        explains=Classifier(**found["explains"]),
    )


def mean_features(columns: Columns) -> dict[str, float]:
    """The mean of each feature, from which it is decided what kind of piece it is."""
    return {name: sum(columns[name]) / max(1, len(columns[name])) for name in CLAIM_NAMES}


def line_columns(columns: Columns, scoring: Scoring) -> Columns:
    """The input of the model "line": the three scores and the features of LINE."""
    three = (scoring.brief, scoring.claim, scoring.never)
    return _line_columns(columns, _scores(columns, three)[1])


def _line_columns(columns: Columns, totals: Sequence[Sequence[float]]) -> Columns:
    """The same, each in standard deviations within the piece."""
    found = dict(zip(("brief", "claim", "never"), totals, strict=True))
    found |= {name: _centred(columns[name]) for name in LINE}
    return {name: _scaled(column) for name, column in found.items()}


def _weighed(columns: Columns, weights: Weights) -> list[float]:
    rates = [weights.get(name, 0.0) for name in columns]
    return [float(sum(map(mul, rates, row))) for row in zip(*columns.values(), strict=True)]


def _scores(
    columns: Columns, three: Sequence[Weights]
) -> tuple[dict[str, list[float]], list[list[float]]]:
    """The score for a brief by group of features, and the totals of "brief", "claim" and "never";
    all relative to the piece's mean.
    """
    parts = {
        group: [
            _centred(_weighed({name: columns[name] for name in names if name in weights}, weights))
            for weights in three
        ]
        for group, names in _ALL_GROUPS.items()
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
    """The factor that gives numbers with the mean 0 a standard deviation of 1."""
    return 1 / (math.sqrt(sum(map(mul, centred, centred)) / max(1, len(centred))) or 1)


def _scaled(centred: Sequence[float]) -> list[float]:
    rate = _rate(centred)
    return [rate * number for number in centred]


def _centred(column: Sequence[float]) -> list[float]:
    mean = sum(column) / max(1, len(column))
    return [number - mean for number in column]
