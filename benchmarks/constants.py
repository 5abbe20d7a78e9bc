"""Whether the ranking's constants are right for texts that they were not chosen on.

    python benchmarks/constants.py [--data FOLDER] [--limit DOCUMENTS] [--tries N]

Constants are drawn at random from a range around ours. For each set of articles, those that do best
on the other four sets are evaluated on this one, beside ours. Scores are ROUGE-1 plus ROUGE-2 F1 of
3 sentences, less those of the lead. Needs the peers: `make bench` has them.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import fmean, pstdev

from extracts import corpus
from extracts.corpus import HUMAN
from extracts.rouge import overlap

from briefs.summarise.selection import Worth, choose
from briefs.summarise.summary import Piece

_RANGES: Mapping[str, tuple[float, ...]] = {
    "early": (0.5, 0.6, 0.7, 0.8, 0.9),
    "early_limit": (0.45, 0.5, 0.55, 0.6, 0.7),
    "title": (0.2, 0.3, 0.4, 0.5, 0.6),
    "long": (0.0, 0.05, 0.1, 0.15, 0.2),
    "question": (0.0, 0.1, 0.15, 0.3),
    "new": (0.2, 0.3, 0.4, 0.5, 0.6),
    "length_power": (0.6, 0.7, 0.8, 0.9, 1.0),
    "repeats": (0.4, 0.5, 0.6, 0.7, 0.8),
    "same_paragraph": (0.1, 0.15, 0.2, 0.25),
}
_COUNT = 3

Set = Sequence[tuple[corpus.Piece, Piece]]


def score(pieces: Set, worth: Worth) -> float:
    return fmean(overlap(_extract(text, piece, worth), text.references) for text, piece in pieces)


def _extract(text: corpus.Piece, piece: Piece, worth: Worth) -> tuple[str, ...]:
    ranked = choose(piece.text.units, title=piece.text.title, worth=worth)
    positions = islice(ranked, _COUNT) if piece.rankable else range(len(piece.indices))[:_COUNT]
    return text.texts(piece.chosen(positions))


def lead(pieces: Set) -> float:
    return fmean(
        overlap(text.texts(range(len(text.sentences))[:_COUNT]), text.references)
        for text, _ in pieces
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=corpus.DATA)
    parser.add_argument("--limit", type=int, default=None, help="documents of each set")
    parser.add_argument("--tries", type=int, default=60, help="constants that are drawn")
    asked = parser.parse_args()

    sets: dict[str, Set] = {
        name: [
            (text, Piece.of(text.title, text.body, text.sentences, "en"))
            for text in corpus.read(asked.data, name, asked.limit)
        ]
        for name in HUMAN
    }
    drawing = random.Random(7)  # noqa: S311  # no secret: the same constants each time
    drawn = [
        replace(Worth(), **{name: drawing.choice(values) for name, values in _RANGES.items()})  # type: ignore[arg-type]  # each a float
        for _ in range(asked.tries)
    ]
    leads = {name: lead(pieces) for name, pieces in sets.items()}
    over = [{name: score(sets[name], worth) - leads[name] for name in sets} for worth in drawn]
    ours = {name: score(sets[name], Worth()) - leads[name] for name in sets}

    print(f"{'left out':10}{'picked on the others':>22}{'ours':>8}{'best of all':>13}{'mean':>8}")
    held = []
    for name in sets:
        picked = max(over, key=lambda row, out=name: fmean(row[n] for n in row if n != out))  # type: ignore[misc]  # bound at once
        held.append(picked[name])
        column = [row[name] for row in over]
        print(
            f"{name:10}{picked[name]:>+22.2f}{ours[name]:>+8.2f}{max(column):>+13.2f}"
            f"{fmean(column):>+8.2f}"
        )
    means = [fmean(row.values()) for row in over]
    print(
        f"{'mean':10}{fmean(held):>+22.2f}{fmean(ours.values()):>+8.2f}{max(means):>+13.2f}"
        f"{fmean(means):>+8.2f} (deviation {pstdev(means):.2f})"
    )


if __name__ == "__main__":
    main()
