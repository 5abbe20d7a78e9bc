"""How good and how fast extracts are, against the lead and the methods that come with sumy.

    python benchmarks/summaries.py [--data FOLDER] [--limit DOCUMENTS] [--skip-speed]

Quality: ROUGE-1 and ROUGE-2 F1 (stemmed; the mean over references), the mean over five sets with
summaries that people wrote, for 3 sentences and for 100 words. "lead" is the first sentences of the
text as it is. The interval is that of a paired bootstrap over all documents. Form: over editorials,
5 sentences each. Speed: CPU from text to extract, as a ratio to sumy's Luhn over the same sentences
and to splitting and counting words alone.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, pairwise
from pathlib import Path
from statistics import fmean
from time import process_time

from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped]  # no annotations

from briefs.errors import CannotRank
from briefs.model import Span
from briefs.sentences import split
from briefs.summarise.cues import leans
from briefs.summarise.methods import METHODS
from briefs.summarise.summary import coverage, extract
from briefs.summarise.words import lexicon, words_of

_DATA = Path(__file__).parents[1] / "../shared/data/summaries"
_SETS = ("cnndm", "writers", "inshorts", "gum", "xsum")
_ROUNDS = 3
_RESAMPLES = 1_000
_LENGTHS = (1_000, 10_000, 50_000)  # words
_SLOW = 10_000  # words; Luhn is not waited for beyond
_WORD = re.compile(r"[a-z0-9]+")
_stem = cache(PorterStemmer().stem)

Grams = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    title: str
    body: str
    sentences: tuple[Span, ...]
    references: tuple[tuple[Grams, Grams], ...] = ()


def read(path: Path, limit: int | None) -> list[Piece]:
    pieces = []
    with path.open() as lines:
        for line in islice(lines, limit):
            data = json.loads(line)
            references = data.get("refs") or [data.get("summary", [])]
            pieces.append(
                Piece(
                    data["title"] or "",
                    data["text"],
                    split(data["text"]),
                    tuple(grams(" ".join(reference)) for reference in references),
                )
            )
    return pieces


def grams(text: str) -> tuple[Grams, Grams]:
    """The single words and the pairs of words of a text, as ROUGE counts them."""
    words = [_stem(word) if len(word) > 3 else word for word in _WORD.findall(text.lower())]  # noqa: PLR2004  # as rouge-score has it
    return Counter((word,) for word in words), Counter(pairwise(words))


def rouge(text: str, references: Sequence[tuple[Grams, Grams]]) -> tuple[float, float]:
    """ROUGE-1 and ROUGE-2 F1, in percent."""
    ours = grams(text)
    one, two = (fmean(f1(ours[n], reference[n]) for reference in references) for n in (0, 1))
    return 100 * one, 100 * two


def f1(one: Grams, other: Grams) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def picks(
    piece: Piece, method: str, *, count: int | None = None, words: int | None = None
) -> tuple[int, ...]:
    return extract(
        title=piece.title,
        body=piece.body,
        sentences=piece.sentences,
        method=method,
        count=count,
        words=words,
    ).picks


def text_of(piece: Piece, indices: Iterable[int]) -> str:
    return " ".join(piece.sentences[index].of(piece.body) for index in indices)


Texts = tuple[str, str]
"""An extract of 3 sentences and one of 100 words."""


def by(method: str) -> Callable[[Piece], Texts]:
    def texts(piece: Piece) -> Texts:
        three, hundred = picks(piece, method, count=3), picks(piece, method, words=100)
        return text_of(piece, three), text_of(piece, hundred)

    return texts


def raw_lead(piece: Piece) -> Texts:
    """The beginning of the text, whatever stands there, cut after exactly 100 words."""
    beginning = text_of(piece, range(len(piece.sentences)))
    return text_of(piece, range(len(piece.sentences))[:3]), " ".join(beginning.split()[:100])


def scores(texts: Callable[[Piece], Texts], pieces: Sequence[Piece]) -> list[tuple[float, ...]]:
    """For each piece ROUGE-1 and ROUGE-2 at 3 sentences, then at 100 words."""
    return [
        tuple(score for text in texts(piece) for score in rouge(text, piece.references))
        for piece in pieces
    ]


def runnable(piece: Piece) -> list[str]:
    names = []
    for name in METHODS:
        try:
            picks(piece, name, count=1)
        except CannotRank as error:
            print(f"left out: {error}")
        else:
            names.append(name)
    return names


def interval(differences: Sequence[float]) -> str:
    """The mean with its 95 % interval, by resampling."""
    chance = random.Random(7)  # noqa: S311  # no secret: the same resamples each time
    means = sorted(
        fmean(chance.choices(differences, k=len(differences))) for _ in range(_RESAMPLES)
    )
    low, high = means[_RESAMPLES // 40], means[-_RESAMPLES // 40]
    return f"{fmean(differences):+.2f} [{low:+.2f}, {high:+.2f}]"


def show_quality(sets: dict[str, list[Piece]]) -> None:
    names = runnable(next(iter(sets.values()))[0])
    choices = {"raw lead": raw_lead, **{name: by(name) for name in names}}
    results = {
        name: {key: scores(choose, pieces) for key, pieces in sets.items()}
        for name, choose in choices.items()
    }
    print(f"{'':11}{'3 sentences':^15}{'100 words':^15}  ROUGE-1/2 of each set, 3 sentences")
    for name, by_set in results.items():
        means = {
            key: [fmean(column) for column in zip(*rows, strict=True)]
            for key, rows in by_set.items()
        }
        macro = [fmean(column) for column in zip(*means.values(), strict=True)]
        each = "  ".join(f"{key} {row[0]:.1f}/{row[1]:.1f}" for key, row in means.items())
        print(
            f"{name:11}{macro[0]:>7.2f}{macro[1]:>7.2f} {macro[2]:>7.2f}{macro[3]:>7.2f}   {each}"
        )
    ours = [row for rows in results["brief"].values() for row in rows]
    for other in (name for name in results if name != "brief"):
        theirs = [row for rows in results[other].values() for row in rows]
        columns = ("3 sentences R1", "R2", "100 words R1", "R2")
        print(
            f"brief - {other}: "
            + ", ".join(
                f"{column} {interval([a[n] - b[n] for a, b in zip(ours, theirs, strict=True)])}"
                for n, column in enumerate(columns)
            )
        )


def show_form(pieces: Sequence[Piece]) -> None:
    print("\neditorials, 5 sentences: leaning alone, in the last third, alike, coverage")
    for name in ("lead", "brief", "luhn", "edmundson"):
        alone = late = picked = alike = 0
        covered = []
        for piece in pieces:
            chosen = picks(piece, name, count=5)
            texts = [piece.sentences[index].of(piece.body) for index in chosen]
            picked += len(chosen)
            alone += sum(
                leans(text) and index > 0 and index - 1 not in chosen
                for index, text in zip(chosen, texts, strict=True)
            )
            late += sum(3 * index >= 2 * len(piece.sentences) for index in chosen)
            alike += any(contain(one, other) for one, other in combinations(texts, 2))
            covered.append(
                coverage(
                    title=piece.title, body=piece.body, sentences=piece.sentences, picks=chosen
                )
            )
        print(
            f"{name:11}{alone / picked:>8.1%}{late / picked:>8.1%}"
            f"{alike / len(pieces):>8.1%}{fmean(covered):>8.1%}"
        )


def contain(one: str, other: str) -> bool:
    """Whether more than half of the shorter one's content is in the other."""
    words = lexicon("en")
    assert words is not None
    first, second = (
        {words.stem(w) for w in map(str.lower, words_of(text)) if w not in words.stop_words}
        for text in (one, other)
    )
    return 2 * len(first & second) > min(len(first), len(second))


def show_speed(pieces: Sequence[Piece]) -> None:
    words = " ".join(piece.body for piece in pieces).split(" ")
    print(f"\n{'words':>7}{'ms':>9}{'/ floor':>9}{'/ luhn':>9}")
    for length in (n for n in _LENGTHS if n <= len(words)):
        body = " ".join(words[:length])
        ours = cpu(lambda body=body: brief(body, "brief"))  # type: ignore[misc]  # bound at once
        floor = cpu(lambda body=body: [words_of(s.of(body)) for s in split(body)])  # type: ignore[misc]  # as above
        luhn = (
            f"{ours / cpu(lambda body=body: brief(body, 'luhn')):>9.3f}"  # type: ignore[misc]  # as above
            if length <= _SLOW
            else f"{'-':>9}"
        )
        print(f"{length:>7}{1e3 * ours:>9.1f}{ours / floor:>9.2f}{luhn}")


def brief(body: str, method: str) -> tuple[int, ...]:
    return extract(title="", body=body, sentences=split(body), method=method, count=5).picks


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU, the least of some rounds."""
    times = []
    for _ in range(_ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=_DATA)
    parser.add_argument("--limit", type=int, default=None, help="documents of each set")
    parser.add_argument("--skip-speed", action="store_true")
    asked = parser.parse_args()

    show_quality({name: read(asked.data / f"{name}.jsonl", asked.limit) for name in _SETS})
    editorials = read(asked.data / "editorials.jsonl", asked.limit)
    show_form(editorials)
    if not asked.skip_speed:
        show_speed(read(asked.data / "editorials.jsonl", None))


if __name__ == "__main__":
    main()
