"""Learn from editors' choices which sentences make a brief, and put the weights into the package.

Run as `python -m training.choice LABELS REPORTS POSTS TEXTS`. LABELS holds labelled pieces, one
JSON object a line: `title`, `paragraphs` (lists of sentences), `set` and `readers`, each with the
numbers (from 1) of the sentences that one would publish: `rank` (best first; the first five are the
brief), `thesis`, `alone` (the digest's line) and `never`. TEXTS holds further opinion pieces in the
same form, with an `id` instead of `readers`. REPORTS is a folder with `.jsonl` files of news, POSTS
one with posts in Markdown: from all of them it is learned how a report differs.

`opinion_choices.jsonl` and `post_choices.jsonl` beside this file have the numbers, but `never`, for
pieces of TEXTS and some of the posts; `newspaper_reports.txt` has the ids of those of TEXTS that
plainly report. Needs numpy and scipy; the same data, the same weights.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from scipy.optimize import minimize

from briefs.model import Span
from briefs.reading import reader
from briefs.summarise.editor_model import (
    CLAIM_NAMES,
    LEAST_SENTENCES,
    LINE,
    NAMES,
    Classifier,
    Model,
    Scoring,
    line_columns,
    mean_features,
    reading,
)
from briefs.summarise.features import Columns, features
from briefs.summarise.summary import Piece
from briefs.text.sentences import split

MODEL = Path(__file__).parents[1] / "briefs/summarise/editor_model.json"
POST_CHOICES = Path(__file__).with_name("post_choices.jsonl")
OPINION_CHOICES = Path(__file__).with_name("opinion_choices.jsonl")
NEWSPAPER_REPORTS = Path(__file__).with_name("newspaper_reports.txt")
NEWSPAPERS = "newspapers"
"""The set of those reports; an id begins with the newspaper's name and "_"."""

Array: TypeAlias = Any
"""A numpy array: numpy is installed only where models are trained."""

REPORTS = ("cnndm", "inshorts", "writers", "xsum", "gum")
REPORTS_EACH = 60
POSTS_STEP = 6  # every sixth post is used
POSTS = "posts"
EXPLANATION = "textbook"
"""The set of essays that explain; posts tell of work, and every other set opines."""

EDITORIALS = "editorials"
"""The set from which it is learned what opinion is: essays on the web are between opinion and what
explains or tells of work.
"""

_LESS_ALIKE = {"science": 0.3}
"""What a choice from a set counts beside one from any other: journals of science write editorials
unlike those of newspapers.
"""

NO_ARGUMENTS = ("news", "interview", "bio", "academic")
_RANKED = 5  # sentences of a labelled brief
_PENALTY = {
    "brief": 60.0,
    "claim": 120.0,
    "never": 2000.0,
    "line": 30.0,
    "kind": 30.0,
    "argues": 10.0,
}
"""The L2 penalty of each model's weights; results change little around these
values on every set.
"""

_MANY = 138
"""Labelled pieces; with fewer, what kind a piece is is learned more cautiously."""

_DOUBT = 0.4
"""Added in favour of an argument: an argument that is ranked as a report loses more than a report
that is ranked as an argument.
"""

_DOUBT_OF_KIND = 1.0
"""Added in favour of an opinion piece: with the other scoring, an opinion piece loses more than an
essay or a post loses with that of opinion.
"""

_LINE_FOLDS = 5
"""The line is learned from scores by models that had not seen the piece: the number of folds."""

_CLOSE_ENOUGH = {"ftol": 1e-7}
"""The share of the loss by which the last step must improve it."""

_DIGITS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A piece as the summariser sees it, the features of its candidates, and its readers' labels,
    as numbers of the piece's sentences from 1.
    """

    title: str
    body: str
    sentences: tuple[Span, ...]
    indices: tuple[int, ...]
    columns: Columns
    readers: Sequence[Mapping[str, Any]]
    group: str = ""

    @property
    def weight(self) -> float:
        return _LESS_ALIKE.get(self.group, 1.0)

    def matrix(self, names: Sequence[str]) -> Array:
        return np.array([self.columns[name] for name in names]).T


def load(path: Path) -> list[Labelled]:
    return [labelled(data, data["readers"]) for data in _rows(path)]


def opinions(path: Path) -> list[Labelled]:
    """The texts of a file whose choices are kept in OPINION_CHOICES."""
    chosen = {(row["set"], row["id"]): row["readers"] for row in _rows(OPINION_CHOICES)}
    places = ((data, (data["set"], data["id"])) for data in _rows(path))
    return [labelled(data, chosen[place]) for data, place in places if place in chosen]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def labelled(data: Mapping[str, Any], readers: Sequence[Mapping[str, Any]]) -> Labelled:
    body, spans = "", []
    for paragraph in data["paragraphs"]:
        body += "\n\n" if body else ""
        for number, sentence in enumerate(paragraph):
            body += " " if number else ""
            spans.append(Span(len(body), len(body) + len(sentence)))
            body += sentence
    return _seen(data["title"], body, tuple(spans), readers, data["set"])


def _seen(
    title: str,
    body: str,
    sentences: tuple[Span, ...],
    readers: Sequence[Mapping[str, Any]] = (),
    group: str = "",
) -> Labelled:
    piece = Piece.of(title, body, sentences, "en")
    text = piece.text
    columns = features(reading(text.document, text.units, text.title))
    return Labelled(title, body, sentences, piece.indices, columns, readers, group)


def reports(folder: Path) -> Iterator[Labelled]:
    """News, and of "gum", whose genre is the first word of an id, texts that
    do not argue either.
    """
    for name in REPORTS:
        found = _rows(folder / f"{name}.jsonl")
        wanted = (d for d in found if name != "gum" or d["id"].startswith(NO_ARGUMENTS))
        for data in islice(wanted, REPORTS_EACH):
            yield _seen(str(data.get("title") or ""), data["text"], split(data["text"]))


def newspaper_reports(path: Path) -> list[tuple[str, Labelled]]:
    """The texts of a file whose ids are kept in NEWSPAPER_REPORTS, each with its newspaper."""
    ids = set(NEWSPAPER_REPORTS.read_text("utf-8").split())
    found = (row for row in _rows(path) if row["set"] == NEWSPAPERS and row["id"] in ids)
    return [(row["id"].partition("_")[0], labelled(row, ())) for row in found]


def posts(folder: Path) -> Iterator[Labelled]:
    """Posts of a journal on the web as they are read: unlabelled, and no news."""
    for path in sorted(folder.glob("*.md"))[::POSTS_STEP]:
        post = _post(path)
        if len(post.sentences) >= LEAST_SENTENCES:
            yield post


def labelled_posts(folder: Path) -> list[Labelled]:
    """The posts of the folder whose choices are kept in POST_CHOICES."""
    return [_post(folder / data["file"], data["readers"]) for data in _rows(POST_CHOICES)]


def _post(path: Path, readers: Sequence[Mapping[str, Any]] = ()) -> Labelled:
    draft = reader.read_text(path.read_text("utf-8"))
    return _seen(draft.title, draft.body, split(draft.body), readers, POSTS)


def fit(
    pieces: Sequence[Labelled], news: Sequence[Labelled], unlabelled: Sequence[Labelled] = ()
) -> Model:
    """The models learned from the choices of these pieces' readers; what kind a piece is, also from
    `unlabelled` posts. A kind without labelled pieces is scored as another.
    """
    work = [piece for piece in pieces if piece.group == POSTS]
    explanation = [piece for piece in pieces if piece.group == EXPLANATION]
    opinion = [piece for piece in pieces if piece.group not in (POSTS, EXPLANATION)]
    others = [piece for piece in pieces if piece.group != POSTS]  # posts are among `unlabelled`
    arguments = [*others, *unlabelled]
    editorials = [piece for piece in opinion if piece.group == EDITORIALS] or opinion
    labels = len(editorials) + len(explanation) + len(work)
    scored = [_whole_scoring(held) if held else None for held in (work, explanation, opinion)]
    last = next(filter(None, scored))
    by_work, by_explanation, by_opinion = (scoring or last for scoring in scored)
    return Model(
        opinion=by_opinion,
        explanation=by_explanation,
        work=by_work,
        argues=_classifier(
            arguments,
            news,
            len(others) or len(pieces),
            CLAIM_NAMES,
            _DOUBT,
            penalty=_PENALTY["argues"],
        ),
        opines=_kind(editorials, [*explanation, *work, *unlabelled], labels, _DOUBT_OF_KIND),
        explains=_kind(explanation, [*work, *unlabelled], labels),
    )


def _kind(
    ones: Sequence[Labelled], others: Sequence[Labelled], labels: int, doubt: float = 0.0
) -> Classifier:
    """As `_classifier`; where `ones` or `others` are missing, one that accepts all or none."""
    if not (ones and others):
        return Classifier({}, 1.0 if ones else -1.0)
    return _classifier(ones, others, labels, NAMES, doubt)


def _whole_scoring(pieces: Sequence[Labelled]) -> Scoring:
    return replace(_scoring(pieces), line=_line(pieces))


def _scoring(pieces: Sequence[Labelled]) -> Scoring:
    """The three scores of a sentence."""
    scaled, spread = _standardised(pieces, NAMES)
    weights = [piece.weight for piece in pieces]
    brief = _softmax(scaled, [_targets(p, _worth) for p in pieces], weights, _PENALTY["brief"])
    barred = [at for at, p in enumerate(pieces) if any("never" in one for one in p.readers)]
    never = np.zeros(len(NAMES))
    if barred:
        wanted = [_targets(pieces[at], _barred) for at in barred]
        never = _ridge([scaled[at] for at in barred], wanted, _PENALTY["never"])
    wider, spread_of_wider = _standardised(pieces, CLAIM_NAMES)
    claim = _softmax(wider, [_targets(p, _tells) for p in pieces], weights, _PENALTY["claim"])
    return Scoring(
        brief=_named(NAMES, brief / spread),
        claim=_named(CLAIM_NAMES, claim / spread_of_wider),
        never=_named(NAMES, never / spread),
        line={},
    )


def _standardised(pieces: Sequence[Labelled], names: Sequence[str]) -> tuple[list[Array], Array]:
    """Each piece's features in standard deviations over all pieces, and those deviations."""
    rows = [piece.matrix(names) for piece in pieces]
    every = np.vstack(rows)
    spread = every.std(0) + 1e-9
    return [(held - every.mean(0)) / spread for held in rows], spread


def _line(pieces: Sequence[Labelled]) -> dict[str, float]:
    """The model of the sentence that stands alone, over the scores and the features of LINE."""
    rows, targets, counts = [], [], []
    for fold in range(min(_LINE_FOLDS, len(pieces))):
        model = _scoring([p for at, p in enumerate(pieces) if at % _LINE_FOLDS != fold])
        for piece in pieces[fold::_LINE_FOLDS]:
            rows.append(np.array(list(line_columns(piece.columns, model).values())).T)
            targets.append(_targets(piece, _alone))
            counts.append(piece.weight)
    weights = _softmax(rows, targets, counts, _PENALTY["line"])
    return _named(("brief", "claim", "never", *LINE), weights)


def _targets(piece: Labelled, worth: Callable[[Mapping[str, Any]], Mapping[int, float]]) -> Array:
    """The worth of each candidate, as the mean over readers."""
    total = np.zeros(len(piece.indices))
    places = {index + 1: at for at, index in enumerate(piece.indices)}
    for one in piece.readers:
        for number, value in worth(one).items():
            if number in places:
                total[places[number]] += value / len(piece.readers)
    return total


def _worth(reader: Mapping[str, Any]) -> dict[int, float]:
    return {
        number: 1 - 0.06 * rank if rank < _RANKED else 0.35
        for rank, number in enumerate(reader["rank"])
    }


def _tells(reader: Mapping[str, Any]) -> dict[int, float]:
    return dict.fromkeys(reader["thesis"], 1.0)


def _alone(reader: Mapping[str, Any]) -> dict[int, float]:
    found = dict.fromkeys(reader["rank"][:_RANKED], 0.1)
    for number in (*reader["thesis"], reader["alone"]):
        found[number] = found.get(number, 0.0) + 1.0
    return found


def _barred(reader: Mapping[str, Any]) -> dict[int, float]:
    return dict.fromkeys(reader.get("never", ()), 1.0)


def _softmax(
    scaled: Sequence[Array], targets: Sequence[Array], counts: Sequence[float], penalty: float
) -> Array:
    """Weights under which a piece's sentences are chosen in proportion to their worth; `counts` are
    what each piece counts.
    """
    found = zip(scaled, targets, counts, strict=True)
    held = [(z, count * y / y.sum(), count) for z, y, count in found if y.sum()]
    rows = np.vstack([z for z, _, _ in held])
    wanted = np.concatenate([y for _, y, _ in held])
    sizes = [len(z) for z, _, _ in held]
    starts = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(held)), sizes)
    counted = np.repeat([count for _, _, count in held], sizes)

    def loss(weights: Array) -> tuple[float, Array]:
        score = rows @ weights
        score -= np.maximum.reduceat(score, starts)[owner]
        raised = np.exp(score)
        total = np.add.reduceat(raised, starts)[owner]
        value = -(wanted * (score - np.log(total))).sum() + penalty / 2 * weights @ weights
        return value, rows.T @ (counted * raised / total - wanted) + penalty * weights

    start = np.zeros(rows.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options=_CLOSE_ENOUGH).x


def _ridge(scaled: Sequence[Array], targets: Sequence[Array], penalty: float) -> Array:
    rows, wanted = np.vstack(scaled), np.concatenate(targets)
    wanted = wanted - wanted.mean()
    return np.linalg.solve(rows.T @ rows + penalty * np.eye(rows.shape[1]), rows.T @ wanted)


def _classifier(
    ones: Sequence[Labelled],
    others: Sequence[Labelled],
    labels: int,
    names: Sequence[str],
    doubt: float,
    *,
    penalty: float = _PENALTY["kind"],
) -> Classifier:
    """The model, over the means of these features, that accepts pieces like `ones` and not those
    like `others`, with equal weight and `doubt` in favour of the first; `labels` is how many of all
    are labelled.
    """
    means = (mean_features(piece.columns) for piece in (*ones, *others))
    rows = np.array([[held[name] for name in names] for held in means])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])
    penalty *= max(1.0, _MANY / labels)
    sign = np.array([1.0] * len(ones) + [-1.0] * len(others))
    weight = np.where(sign > 0, 1 / len(ones), 1 / len(others)) * len(rows) / 2

    def loss(weights: Array) -> tuple[float, Array]:
        margin = sign * (scaled @ weights)
        held = np.append(weights[:-1], 0.0)
        value = (weight * np.logaddexp(0, -margin)).sum() + penalty / 2 * held @ held
        slope = -weight * sign / (1 + np.exp(margin))
        return value, scaled.T @ slope + penalty * held

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / spread
    bias = float(found[-1] - weights @ mean) + doubt
    return Classifier(_named(names, weights), round(bias, _DIGITS))


def _named(names: Sequence[str], weights: Array) -> dict[str, float]:
    return {
        name: float(f"{weight:.{_DIGITS}g}") for name, weight in zip(names, weights, strict=True)
    }


def written(model: Model) -> str:
    """The models as the package stores them: readable, a line for each feature."""
    return json.dumps(asdict(model), indent=1) + "\n"


def main() -> None:
    if len(sys.argv) != 5:  # noqa: PLR2004 - the program's name and four places
        raise SystemExit(__doc__)
    labels, news, folder, texts = map(Path, sys.argv[1:])
    pieces = [*load(labels), *labelled_posts(folder), *opinions(texts)]
    told = [*reports(news), *(report for _, report in newspaper_reports(texts))]
    model = fit(pieces, told, list(posts(folder)))
    MODEL.write_text(written(model), "utf-8")
    print(f"{MODEL.name}: {len(pieces)} pieces")  # noqa: T201 - its one line of output


if __name__ == "__main__":
    main()
