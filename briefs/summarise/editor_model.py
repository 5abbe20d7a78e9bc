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

The model of the claim alone has features that compare a sentence with its paragraph and its piece:
how much it argues, whether particulars support it, and how the piece begins and ends. In the choice
of the other sentences of a brief they add noise (`training/README.md`). They are computed from the
other features and from neighbours in the paragraph, in time linear in the number of sentences.
"""

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from operator import mul
from typing import TypeAlias

from sumy.models.dom import ObjectDocumentModel

from briefs.summarise.antecedents import Dependence
from briefs.summarise.cue_words import (
    ALL_GROUPS,
    ARGUES,
    CLAIM_CLOSES,
    CLAIM_FEATURES,
    CLAIM_OPENS,
    LINE_FEATURES,
    PARTICULAR,
)
from briefs.summarise.features import Columns, Reading, features, reading
from briefs.summarise.pronouns import referring_words
from briefs.summarise.quotable import turns
from briefs.summarise.units import Terms, Unit, other_items

LEAST_SENTENCES = 8
"""A shorter piece is never said to argue: means over so few sentences say nothing."""

LANGUAGE = "en"
"""The language of the labels."""


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
    one that must not be in a brief, and, with those three scores and LINE_FEATURES, for the
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
    columns = columns_of(seen)
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


def columns_of(seen: Reading) -> Columns:
    """Every feature, of the groups that all models see and of those of the main claim."""
    found = features(seen)
    return found | claim_features(seen.units, seen.title, seen.title_asks, found)


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
    return {name: sum(columns[name]) / max(1, len(columns[name])) for name in CLAIM_FEATURES}


def line_columns(columns: Columns, scoring: Scoring) -> Columns:
    """The input of the model "line": the three scores and LINE_FEATURES."""
    three = (scoring.brief, scoring.claim, scoring.never)
    return _line_columns(columns, _scores(columns, three)[1])


def _line_columns(columns: Columns, totals: Sequence[Sequence[float]]) -> Columns:
    """The same, each in standard deviations within the piece."""
    found = dict(zip(("brief", "claim", "never"), totals, strict=True))
    found |= {name: _centred(columns[name]) for name in LINE_FEATURES}
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
        for group, names in ALL_GROUPS.items()
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


_NAMES_COUNT = 0.5  # weight of a new name among the particulars
_FIRST_TERMS = 3  # terms at the start of a sentence, for its subject …
_LAST_TERMS = 4  # … and at its end, for its point
_MIDDLE = (0.33, 0.66)  # of a piece


def claim_features(
    units: Sequence[Unit],
    title: Sequence[str],
    title_asks: bool,
    found: dict[str, list[float]],
) -> dict[str, list[float]]:
    """The columns of the groups in `cue_words.CLAIM_GROUPS`, by name; `found` are all other
    columns.
    """
    paragraphs: dict[int, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        paragraphs[unit.paragraph].append(at)
    members = list(paragraphs.values())
    columns = _turns(found["opens but"])
    columns |= _argument(members, units, found)
    columns |= _particulars(members, found)
    columns |= _ends(units, found)
    columns |= _of_title(units, title, title_asks, found)
    asked = found["after asked"]
    columns["answers"] = [
        asked[at] * (1 - found["asks"][at]) * (1 - unit.depends) for at, unit in enumerate(units)
    ]
    return columns


def _turns(turns: Sequence[float]) -> dict[str, list[float]]:
    """Where the piece first contradicts what it said before."""
    count = len(turns)
    first = next((at for at, turn in enumerate(turns) if turn), count)
    return {
        "first turn": [float(at == first) for at in range(count)],
        "after first turn": [float(at == first + 1) for at in range(count)],
        "before first turn": [float(at < first < count) for at in range(count)],
    }


def _argument(
    paragraphs: Iterable[Sequence[int]], units: Sequence[Unit], found: dict[str, list[float]]
) -> dict[str, list[float]]:
    """How much a sentence argues, alone and compared with its paragraph."""
    argues = _sums([found[name] for name in ARGUES])
    order = sorted(range(len(argues)), key=argues.__getitem__)
    ranks = [0.0] * len(argues)
    for rank, at in enumerate(order):
        ranks[at] = rank / len(argues)
    means, most = [0.0] * len(argues), [0.0] * len(argues)
    for held in paragraphs:
        own = [argues[at] for at in held]
        for at in held:
            means[at] = sum(own) / len(own)
            most[at] = float(argues[at] >= max(own))
    return {
        "argument": argues,
        "argument rank": ranks,
        "argument with title": _times(argues, found["title"]),
        "argument far": _times(argues, found["far"]),
        "argument last": _times(argues, found["last six"]),
        "argument opens": _times(argues, found["opens paragraph"]),
        "argument ends": _times(argues, found["ends paragraph"]),
        "argument rate": [
            one / max(1, unit.words) for one, unit in zip(argues, units, strict=True)
        ],
        "argument around": means,
        "most argument": most,
    }


def _particulars(
    paragraphs: Iterable[Sequence[int]], found: dict[str, list[float]]
) -> dict[str, list[float]]:
    """Numbers, names, quotations and past tense: in a sentence, in its neighbours, and in the rest
    of its paragraph.
    """
    own = _sums([found[name] for name in PARTICULAR])
    own = [one + _NAMES_COUNT * new for one, new in zip(own, found["names new"], strict=True)]
    before, after, rest, around = ([0.0] * len(own) for _ in range(4))
    for held in paragraphs:
        total, last = 0.0, 0.0
        for followed_by, at in enumerate(reversed(held)):
            rest[at] = total / max(1, followed_by)
            after[at] = last
            total += own[at]
            last = own[at]
        for at, following in pairwise(held):
            before[following] = own[at]
        for at in held:
            around[at] = total / len(held)
    return {
        "particulars": own,
        "particulars before": before,
        "particulars after": after,
        "particulars follow": rest,
        "particulars around": around,
    }


def _ends(units: Sequence[Unit], found: dict[str, list[float]]) -> dict[str, list[float]]:
    """How the piece begins and ends, and how long a sentence is and in which tense."""
    count = len(units)
    sizes = [max(1, unit.words) for unit in units]
    mean = sum(found["words"]) / max(1, count)
    columns = {name: _times(found["first"], found[kind]) for name, kind in CLAIM_OPENS}
    columns |= {name: _times(found[place], found[kind]) for name, place, kind in CLAIM_CLOSES}
    columns |= {
        "opens dated": _times(
            found["first three"], [a + b for a, b in zip(found["dated"], found["now"], strict=True)]
        ),
        "opens in the past": _times(found["first three"], found["past rate"]),
        "opens going on": _times(found["first three"], found["second in paragraph"]),
        "middle": [float(_MIDDLE[0] < at / count < _MIDDLE[1]) for at in range(count)],
        "words beside the mean": [one - mean for one in found["words"]],
        "longest": [0.0] * count,
    }
    longest: dict[int, int] = defaultdict(int)
    for unit, size in zip(units, sizes, strict=True):
        longest[unit.paragraph] = max(longest[unit.paragraph], size)
    columns["longest"] = [
        float(size >= longest[unit.paragraph]) for unit, size in zip(units, sizes, strict=True)
    ]
    return columns


def _of_title(
    units: Sequence[Unit], title: Sequence[str], title_asks: bool, found: dict[str, list[float]]
) -> dict[str, list[float]]:
    """Where a sentence repeats words of the title, and whether it may answer a title that is a
    question.
    """
    wanted = frozenset(title)
    late = [float(place > _MIDDLE[1]) for place in found["far"]]
    return {
        "title first": [float(len(wanted.intersection(u.terms[:_FIRST_TERMS]))) for u in units],
        "title last": [float(len(wanted.intersection(u.terms[-_LAST_TERMS:]))) for u in units],
        "title in the end": _times(late, found["title"]),
        "title answered": [title_asks * one for one in found["title"]],
        "title answered far": [title_asks * one for one in found["far"]],
    }


def _sums(columns: Iterable[Sequence[float]]) -> list[float]:
    return [float(sum(row)) for row in zip(*columns, strict=True)]


def _times(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a * b for a, b in zip(one, other, strict=True)]
