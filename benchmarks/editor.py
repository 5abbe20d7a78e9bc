"""What an editor would have chosen, and what we and others choose, five sentences a piece.

    python benchmarks/editor.py [--data FOLDER] [--reports FOLDER] [--posts FOLDER]
        [--texts FILE] [--folds N] [--divisions N]

brief: how many of the reader's five are among them; claim: whether the main claim is; never: how
many must not stand in a brief; line: whether the digest's sentence is the reader's, or the claim;
unfit: whether it must not stand. Ours by cross-validation over all sets at once, as the package's
models are learned from all; the mean over several divisions of the pieces into folds, as one
division alone is .01 to .03 off either way. Then with a whole set left out: learned from the
others. The opinion pieces of `training/opinion_choices.jsonl`, whose texts are in the file of
--texts, are learned from in every fold; each of their sets is then left out. Of the reports of
newspapers in that file it is counted how many are taken for arguments, each newspaper left out in
turn. Beside it sumy's
methods, the first five sentences, P2 (a logistic regression over plain features, kept with the
data, learned within the set) and a second reader; and by how much ours is better than P2, with the
interval that 95 of 100 samples of the pieces give. The choices from posts were made by the language
model that wrote this code; they and those of the further opinion pieces say nothing of what must
not stand. Needs numpy, scipy and scikit-learn: the group "training".
"""

import argparse
import importlib.util
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from briefs.errors import CannotRank
from briefs.summarise.editor_model import Model, mean_features
from briefs.summarise.ranking import METHODS
from briefs.summarise.summary import extract, line
from training.choice import (
    Labelled,
    fit,
    labelled_posts,
    load,
    newspaper_reports,
    opinions,
    posts,
    reports,
)

DATA = Path(__file__).parents[1] / "../shared/data"
FIVE = 5
SEED = 0
SAMPLES = 2_000

Rows: TypeAlias = Any
"""The measures of COLUMNS for each piece, an array."""

P2: TypeAlias = Any
"""The module of the prototype, which is not part of the project."""

Choice: TypeAlias = tuple[Sequence[int], int | None]
"""Numbers of sentences, from 1, and that of the digest's."""

COLUMNS = ("brief", "claim", "never", "line", "unfit")


def scored(choice: Choice, reader: Mapping[str, Any]) -> tuple[float, ...]:
    chosen, alone = set(choice[0]), choice[1]
    never = set(reader["never"]) if "never" in reader else None
    return (
        len(chosen & set(reader["rank"][:FIVE])) / FIVE,
        bool(chosen & set(reader["thesis"])),
        math.nan if never is None else len(chosen & never) / FIVE,
        alone in {reader["alone"], *reader["thesis"]},
        math.nan if never is None else alone in never,
    )


def ours(piece: Labelled, model: Model | None) -> Choice:
    picks = extract(
        title=piece.title, body=piece.body, sentences=piece.sentences, count=FIVE, model=model
    ).picks
    alone = line(title=piece.title, body=piece.body, sentences=piece.sentences, model=model)
    return [pick + 1 for pick in picks], None if alone is None else alone + 1


def theirs(piece: Labelled, method: str) -> Choice:
    try:
        found = [
            extract(
                title=piece.title,
                body=piece.body,
                sentences=piece.sentences,
                method=method,
                count=count,
            ).picks
            for count in (FIVE, 1)
        ]
    except CannotRank:
        return list(range(1, FIVE + 1)), 1
    return [pick + 1 for pick in found[0]], found[1][0] + 1


def folded(count: int, folds: int, division: int) -> list[list[int]]:
    order = np.random.default_rng(SEED + division).permutation(count)
    return [fold.tolist() for fold in np.array_split(order, folds)]


def validated(
    pieces: Sequence[Labelled],
    fitted: Callable[[Sequence[Labelled]], Model],
    folds: int,
    division: int,
) -> list[Choice]:
    """Our choices for each piece, by a model that has not seen it."""
    found: dict[int, Choice] = {}
    for fold in folded(len(pieces), folds, division):
        held = set(fold)
        model = fitted([piece for at, piece in enumerate(pieces) if at not in held])
        found.update((at, ours(pieces[at], model)) for at in held)
    return [found[at] for at in range(len(pieces))]


def prototype(path: Path) -> P2:
    spec = importlib.util.spec_from_file_location("prototype", path / "prototype.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_p2(p2: P2, seen: Sequence[Any], tested: Sequence[Any]) -> list[Choice]:
    score, alone = p2.fitted(seen, p2.brief), p2.fitted(seen, p2.line)
    return [
        ([at + 1 for at in p2.pick(score(rows), held)], int(np.argmax(alone(rows))) + 1)
        for rows, held, _ in tested
    ]


def p2_validated(p2: P2, data: Sequence[Any], folds: int, division: int) -> list[Choice]:
    found: dict[int, Choice] = {}
    for fold in folded(len(data), folds, division):
        held = fold
        seen = [piece for at, piece in enumerate(data) if at not in set(held)]
        found.update(zip(held, of_p2(p2, seen, [data[at] for at in held]), strict=True))
    return [found[at] for at in range(len(data))]


def measured(choices: Sequence[Choice], pieces: Sequence[Labelled]) -> Rows:
    pairs = zip(choices, pieces, strict=True)
    return np.array([scored(choice, piece.readers[0]) for choice, piece in pairs], float)


def show(name: str, *divisions: Rows) -> None:
    print(f"{name:26}" + "".join(f"{mean:>8.3f}" for mean in np.mean(divisions, axis=(0, 1))))


def show_difference(name: str, one: Sequence[Rows], other: Sequence[Rows]) -> None:
    """The mean difference, and the interval that it has over samples of the pieces."""
    by_piece = np.mean(one, axis=0) - np.mean(other, axis=0)
    draw = np.random.default_rng(SEED)
    count = len(by_piece)
    means = [by_piece[draw.integers(0, count, count)].mean(0) for _ in range(SAMPLES)]
    rows = (by_piece.mean(0), *np.percentile(means, (2.5, 97.5), axis=0))
    for label, row in zip((name, "  from", "  to"), rows, strict=True):
        print(f"{label:26}" + "".join(f"{value:>+8.3f}" for value in row))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA / "editor")
    parser.add_argument("--reports", type=Path, default=DATA / "summaries")
    parser.add_argument("--posts", type=Path, default=DATA / "corpora/18f-blog/original")
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--divisions", type=int, default=4)
    asked = parser.parse_args()
    pieces = [*load(asked.data / "labels.jsonl"), *labelled_posts(asked.posts)]
    further = opinions(asked.texts) if asked.texts else []
    papers = newspaper_reports(asked.texts) if asked.texts else []
    told, unlabelled = list(reports(asked.reports)), list(posts(asked.posts))
    news = [*told, *(report for _, report in papers)]
    p2 = prototype(asked.data)
    groups = {
        name: [piece for piece in pieces if piece.group == name]
        for name in dict.fromkeys(piece.group for piece in pieces)
    }
    data = {name: [_plain(p2, piece) for piece in group] for name, group in groups.items()}
    divisions = range(asked.divisions)

    def fitted(seen: Sequence[Labelled], left_out: str = "") -> Model:
        learned = [*seen, *(piece for piece in further if piece.group != left_out)]
        return fit(learned, news, unlabelled)

    by_all = [validated(pieces, fitted, asked.folds, n) for n in divisions]
    for name, group in groups.items():
        print(f"\n{name + f' ({len(group)})':26}" + "".join(f"{c:>8}" for c in COLUMNS))
        places = [at for at, piece in enumerate(pieces) if piece.group == name]
        folded_ours = [[choices[at] for at in places] for choices in by_all]
        folded_p2 = [p2_validated(p2, data[name], asked.folds, n) for n in divisions]
        by_us = [measured(choices, group) for choices in folded_ours]
        by_p2 = [measured(choices, group) for choices in folded_p2]
        show("ours, cross-validated", *by_us)
        show("P2, cross-validated", *by_p2)
        show_difference("ours beside P2", by_us, by_p2)
        model = fitted([piece for piece in pieces if piece.group != name])
        show("ours, from the others", measured([ours(piece, model) for piece in group], group))
        plain = [row for other, rows in data.items() if other != name for row in rows]
        show("P2, from the others", measured(of_p2(p2, plain, data[name]), group))
        for method in METHODS:
            if method != "brief":
                show(method, measured([theirs(piece, method) for piece in group], group))
        twice = [piece for piece in group if len(piece.readers) > 1]
        if twice:
            second = [(p.readers[1]["brief"], p.readers[1]["alone"]) for p in twice]
            show(f"a second reader ({len(twice)})", measured(second, twice))
    for name in dict.fromkeys(piece.group for piece in further):
        group = [piece for piece in further if piece.group == name]
        print(f"\n{name + f' ({len(group)})':26}" + "".join(f"{c:>8}" for c in COLUMNS))
        model = fitted(pieces, name)
        show("ours, from the others", measured([ours(piece, model) for piece in group], group))
        plain = [row for rows in data.values() for row in rows]
        rows = [_plain(p2, piece) for piece in group]
        show("P2, from the first sets", measured(of_p2(p2, plain, rows), group))
    if papers:

        def fitted_without(name: str) -> Model:
            kept = [report for paper, report in papers if paper != name]
            return fit([*pieces, *further], [*told, *kept], unlabelled)

        show_newspapers(papers, fitted_without)


def show_newspapers(papers: Sequence[tuple[str, Labelled]], fitted: Callable[[str], Model]) -> None:
    """How many reports count as arguments by models that have not seen their newspaper."""
    taken = 0
    for name in dict.fromkeys(paper for paper, _ in papers):
        argues = fitted(name).argues
        held = (report for paper, report in papers if paper == name)
        taken += sum(argues.accepts(mean_features(report.columns)) for report in held)
    print(f"\nreports taken for arguments, their newspaper left out: {taken} of {len(papers)}")


def _plain(p2: P2, piece: Labelled) -> tuple[Any, Any, dict[str, Any]]:
    """A piece as P2 wants it."""
    paragraphs: list[list[str]] = []
    end = 0
    for at in piece.sentences:
        if not paragraphs or "\n\n" in piece.body[end : at.start]:
            paragraphs.append([])
        paragraphs[-1].append(at.of(piece.body))
        end = at.end
    readers = [{**reader, "brief": reader["rank"][:FIVE]} for reader in piece.readers]
    document = {"title": piece.title, "paragraphs": paragraphs, "readers": readers}
    rows, held = p2.features(document)
    return rows, held, document


if __name__ == "__main__":
    main()
