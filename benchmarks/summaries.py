"""How good and how fast extracts are, against every other method that needs no large model.

    python benchmarks/summaries.py [--data FOLDER] [--limit DOCUMENTS] [--skip-speed]

Quality: ROUGE-1, -2 and -Lsum F1 with stemming, the mean over references, then over five sets with
summaries that people wrote; intervals are those of a paired bootstrap over all pieces. "lead" is
the unchanged beginning of the text. sumy's algorithms and P1 work on our sentences. Then form, long
texts, what focusing on a query gains, and speed. Needs the peers: `make bench` has them.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import TypeAlias

from extracts import corpus, form, queries, speed
from extracts.chance import interval
from extracts.corpus import HUMAN, Piece
from extracts.peers import Extracts, lead, ours, peers
from extracts.rouge import agrees, rouge

_CHECKED = 20  # pieces of each set on which our scorer is compared with rouge-score
_AGAINST = ("lead", "sumy edmundson", "sumy lexrank", "lexrank", "PacSum TF-IDF", "P1")
_LENGTHS = (1_000, 3_000, 10_000, 50_000)
_ONCE = 10_000  # words, from which LexRank is run but once

Row: TypeAlias = tuple[float, ...]
"""ROUGE-1, -2 and -Lsum of 3 sentences, then those of 100 words."""

Table: TypeAlias = dict[str, dict[str, list[Row]]]
"""By peer, then by set: a row for each piece."""


def table(sets: Mapping[str, Sequence[Piece]]) -> Table:
    found: Table = {}
    for name, pieces in sets.items():
        for peer, make in peers(pieces).items():
            made = [make(piece) for piece in pieces]
            check(pieces[:_CHECKED], made)
            rows = [scored(extracts, piece) for extracts, piece in zip(made, pieces, strict=True)]
            found.setdefault(peer, {})[name] = rows
    return found


def scored(extracts: Extracts, piece: Piece) -> Row:
    three, hundred = (rouge(text, piece.references) for text in extracts)
    return (*three, *hundred)


def check(pieces: Sequence[Piece], made: Sequence[Extracts]) -> None:
    for piece, (three, _) in zip(pieces, made, strict=False):
        assert agrees(three, piece.references), "our ROUGE is not that of rouge-score"


def show_quality(sets: Mapping[str, Sequence[Piece]]) -> None:
    found = table(sets)
    means = {
        peer: {name: columns(rows) for name, rows in by_set.items()}
        for peer, by_set in found.items()
    }
    macro = {peer: columns(list(by_set.values())) for peer, by_set in means.items()}
    print(f"{'':15}{'3 sentences':^20}{'100 words':^21}  R1/R2 of each set, 3 sentences")
    for peer, row in sorted(macro.items(), key=lambda item: item[1][0]):
        each = "  ".join(f"{name} {r[0]:.1f}/{r[1]:.1f}" for name, r in means[peer].items())
        print(f"{peer:15}" + "".join(f"{score:>6.2f}" for score in row) + f"   {each}")
    best = max((peer for peer in macro if peer.startswith("sumy")), key=lambda p: macro[p][0])
    way = (macro["brief"][0] - macro["lead"][0]) / (macro["oracle"][0] - macro["lead"][0])
    print(f"R1 of 3 sentences: {way:.1%} of the way from lead to oracle;", end=" ")
    print(f"best of sumy is {best}, {macro['brief'][0] - macro[best][0]:+.2f};", end=" ")
    worst = min(means["brief"], key=lambda s: means["brief"][s][0] - means["lead"][s][0])
    print(f"least over lead on {worst}, {means['brief'][worst][0] - means['lead'][worst][0]:+.2f}")
    for peer in _AGAINST:
        differences = [
            [one[n] - other[n] for n in range(6)]
            for name in sets
            for one, other in zip(found["brief"][name], found[peer][name], strict=True)
        ]
        titles = ("3 sentences R1", "R2", "Lsum", "100 words R1", "R2", "Lsum")
        over = zip(titles, zip(*differences, strict=True), strict=True)
        print(f"brief - {peer}: " + ", ".join(f"{name} {interval(row)}" for name, row in over))


def columns(rows: Sequence[Row]) -> Row:
    return tuple(fmean(column) for column in zip(*rows, strict=True))


def show_form(pieces: Sequence[Piece]) -> None:
    print(f"\neditorials, 5 sentences: {', '.join(form.COLUMNS)}")
    for method in ("lead", "brief", "lexrank", "luhn", "edmundson"):
        shares = form.form(pieces, method)
        print(f"{method:15}" + "".join(f"{share:>9.1%}" for share in shares))


def show_long(sets: Mapping[str, Sequence[Piece]]) -> None:
    print("\nlong texts, R1/R2/Lsum of 3 sentences, then of 100 words")
    for name, pieces in sets.items():
        for peer, make in (("lead", lead), ("sumy lexrank", lexrank), ("brief", ours)):
            row = columns([scored(make(piece), piece) for piece in pieces])
            print(f"{name:10}{peer:15}" + "".join(f"{score:>7.2f}" for score in row))


def lexrank(piece: Piece) -> Extracts:
    return ours(piece, "lexrank")


def show_queries(gum: Sequence[Piece], editorials: Sequence[Piece]) -> None:
    print(
        "\nleaning towards a query, 3 sentences: share held by the plain extract, and by that one"
    )
    for name, pieces, query in (
        ("gum, words of the title", gum, queries.by_title),
        ("gum, words of the reference", gum, queries.by_reference),
        ("editorials, words of the title", editorials, queries.by_title),
    ):
        gained: Mapping[str, tuple[float, float]] = queries.gains(pieces, query)
        print(
            f"{name:32}"
            + ", ".join(f"{what} {a:.1f} -> {b:.1f} %" for what, (a, b) in gained.items())
        )


def show_speed(pieces: Sequence[Piece]) -> None:
    paragraphs = [text for piece in pieces for text in piece.body.split("\n\n")]
    print(f"\n{'words':>7}{'ms':>9}{'x LexRank':>11}{'/ floor':>9}{'/ bare':>8}{'growth':>8}")
    before = 0.0
    for length in _LENGTHS:
        text = speed.text_of(paragraphs, length)
        took = speed.cpu(speed.ours, text)
        theirs = speed.cpu(speed.lexrank, text, rounds=3 if length < _ONCE else 1)
        print(
            f"{length:>7}{1e3 * took:>9.2f}{theirs / took:>11.1f}"
            f"{took / speed.cpu(speed.floor, text):>9.2f}{took / speed.cpu(speed.bare, text):>8.2f}"
            + (f"{took / before:>8.2f}" if before else "")
        )
        before = took
    print(f"peak memory over import, {_LENGTHS[-1]} words: {speed.memory(text):.1f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=corpus.DATA)
    parser.add_argument("--limit", type=int, default=None, help="documents of each set")
    parser.add_argument("--skip-speed", action="store_true")
    asked = parser.parse_args()

    def read(name: str) -> list[Piece]:
        return corpus.read(asked.data, name, asked.limit)

    sets = {name: read(name) for name in HUMAN}
    editorials = read("editorials")
    show_quality(sets)
    show_form(editorials)
    show_long({name: read(name) for name in ("ectsum", "squality")})
    show_queries(sets["gum"], editorials)
    if not asked.skip_speed:
        show_speed(corpus.read(asked.data, "editorials", None))


if __name__ == "__main__":
    main()
