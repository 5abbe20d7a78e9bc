"""How well and how fast texts are split into sentences, against a plain regular expression.

    python benchmarks/sentences.py [--data FOLDER] [--limit DOCUMENTS]

Right: F1 of whole sentences against the gold sentences of GUM, and against those of its plain
paragraphs, where each ends with a stop and nobody is quoted. Open: units of BBC news that end
within a quotation. Speed: characters per second of CPU, as a share of the expression's.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

from briefs.text.sentences import split

_DATA = Path(__file__).parents[1] / "../shared/data/summaries"
_PLAIN = re.compile(r"""[.!?]["”’)\]]*\s+(?=["“‘(\[]?[A-Z0-9])""")
_ROUNDS = 5

Splitter = Callable[[str], list[str]]


def ours(text: str) -> list[str]:
    return [span.of(text) for span in split(text)]


def plain(text: str) -> list[str]:
    """The obvious first attempt: a full stop, a space, a capital."""
    units = []
    for paragraph in text.split("\n"):
        start = 0
        for stop in _PLAIN.finditer(paragraph):
            units.append(paragraph[start : stop.end()].strip())
            start = stop.end()
        units.append(paragraph[start:].strip())
    return [unit for unit in units if unit]


def read(path: Path, limit: int) -> Iterator[dict[str, Any]]:
    with path.open() as lines:
        yield from map(json.loads, islice(lines, limit))


def right(splitter: Splitter, pieces: list[dict[str, Any]], *, plain_only: bool = False) -> float:
    """F1 of sentences found at exactly their place, paragraph by paragraph."""
    found = gold = both = 0
    for piece in pieces:
        for text, sentences in zip(piece["text"].split("\n\n"), piece["gold_sents"], strict=True):
            if plain_only and not is_plain(sentences):
                continue
            one, other = places(text, splitter(text)), places(text, sentences)
            found, gold, both = found + len(one), gold + len(other), both + len(one & other)
    return 2 * both / (found + gold)


def is_plain(sentences: list[str]) -> bool:
    return all(text.endswith((".", "!", "?")) and not set('"“”') & set(text) for text in sentences)


def places(text: str, sentences: list[str]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    end = 0
    for sentence in sentences:
        start = text.index(sentence, end)
        end = start + len(sentence)
        found.add((start, end))
    return found


def ends_open(unit: str) -> bool:
    """Whether a quotation that opens in it is still open at its end."""
    is_open = False
    for at, char in enumerate(unit):
        before = unit[at - 1] if at else " "
        if char in "“”":
            is_open = char == "“"
        elif char == '"':
            is_open = before in " ([-—–" and not unit[at + 1 : at + 2].isspace()
    return is_open


def speed(splitter: Splitter, texts: list[str]) -> float:
    """Millions of characters per second of CPU, the best of some rounds."""
    times = []
    for _ in range(_ROUNDS):
        start = process_time()
        for text in texts:
            splitter(text)
        times.append(process_time() - start)
    return sum(map(len, texts)) / 1e6 / min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=_DATA)
    parser.add_argument("--limit", type=int, default=None, help="documents of each set")
    asked = parser.parse_args()

    gum = list(read(asked.data / "gum.jsonl", asked.limit))
    bbc = [piece["text"] for piece in read(asked.data / "bbc.jsonl", asked.limit)]
    speeds = {name: speed(splitter, bbc) for name, splitter in (("ours", ours), ("plain", plain))}
    print(f"{'':8}{'F1 (GUM)':>10}{'plain':>8}{'open (BBC)':>12}{'M chars/s':>11}{'ratio':>8}")
    for name, splitter in (("ours", ours), ("plain", plain)):
        units = [unit for text in bbc for unit in splitter(text)]
        share = sum(map(ends_open, units)) / len(units)
        print(
            f"{name:8}{right(splitter, gum):>10.4f}"
            f"{right(splitter, gum, plain_only=True):>8.4f}{share:>12.2%}"
            f"{speeds[name]:>11.1f}{speeds[name] / speeds['plain']:>8.2f}"
        )


if __name__ == "__main__":
    main()
