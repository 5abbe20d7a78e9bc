"""Near duplicates: copies made by edits that are recognised, and distinct pieces that are not.

Every document of the corpora (../shared/data) that is long enough is copied in the ways of desks
and feeds: a fifth of its sentences cut, another opening and outlet line, a typing error in every
25th word, all of it at once. Recall is the share of copies that `EditorialStore.twin` finds in a
library of all documents, with the right original. False twins are counted over all pairs of
distinct documents. The cost of an add is a ratio to the same add without the recognition of twins.
"""

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path
from time import process_time
from unittest.mock import patch

from bot.open_library import clock
from briefs.model import Draft, Edited
from briefs.pieces import ingest, versions
from briefs.reading import reader
from briefs.storage.sql import add, write_revisions
from briefs.storage.sql.store import open_store

DATA = Path(__file__).parents[2] / "shared" / "data"
FOLDERS = ("openstax-political-science/markdown", "18f-blog/original")
SENTENCE = re.compile(r"(?<=[.!?])\s+")
LEAD = (
    "By our own correspondent, for the wire. A version of this text was first published elsewhere,"
    " and is shown here with leave. All that follows is as its authors had it."
)
SLIP = 25


def files() -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in sorted((DATA / "corpora" / folder).iterdir())
        if path.suffix == ".md"
    ]


def documents() -> Iterator[str]:
    for file in sorted((DATA / "summaries").glob("*.jsonl")):
        yield from (json.loads(line)["text"] for line in file.read_text("utf-8").splitlines())
    for path in files():
        yield reader.read(path.read_bytes(), name=path.name).body


def cut(text: str, chance: random.Random) -> str:
    sentences = SENTENCE.split(text)
    return " ".join(sentence for sentence in sentences if chance.random() >= 0.2)  # noqa: PLR2004  # a fifth


def reopened(text: str, _: random.Random) -> str:
    return " ".join((LEAD, *SENTENCE.split(text)[1:]))


def mistyped(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for place in range(chance.randrange(SLIP), len(words), SLIP):
        words[place] = words[place][1:] + words[place][:1]
    return " ".join(words)


def worst(text: str, chance: random.Random) -> str:
    return mistyped(reopened(cut(text, chance), chance), chance)


EDITS: tuple[tuple[str, Callable[[str, random.Random], str]], ...] = (
    ("a fifth cut", cut),
    ("another opening", reopened),
    ("slips of the pen", mistyped),
    ("all three at once", worst),
)


def distinct(texts: list[str]) -> tuple[list[str], int, float]:
    """The documents without exact copies; the false twins over all pairs; the most similar pair."""
    kept = {versions.shingles(text): text for text in texts}
    kept = {found: text for found, text in kept.items() if versions.sketch(found)}
    sets = list(kept)
    holders: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(sets):
        for sequence in found:
            holders[sequence].append(number)
    near = {pair for numbers in holders.values() for pair in combinations(numbers, 2)}
    alike = [versions.likeness(sets[one], sets[other]) for one, other in near]
    return list(kept.values()), sum(share >= versions.MIN_LIKENESS for share in alike), max(alike)


def recall(texts: list[str]) -> None:
    chance = random.Random(7)  # noqa: S311  # a benchmark's
    with closing(open_store("sqlite://")) as store:
        for number, text in enumerate(texts):
            store.catalogue.add(
                Edited(draft=_draft(text, number), sentences=(), summaries=()),
                now=clock(),
                anyway=True,
            )
        for name, edit in EDITS:
            right = 0
            for number, text in enumerate(texts, start=1):
                twin = store.editorial.twin(edit(text, chance))
                right += twin is not None and twin.card.piece == number
            print(f"  {name:20} {right} of {len(texts)} recognised: {right / len(texts):.4f}")


def adding(paths: list[Path]) -> float:
    """Seconds of CPU to read files and add them to a new library, as the command line does."""
    before = process_time()
    with closing(open_store("sqlite://")) as store:
        for path in paths:
            draft = reader.read(path.read_bytes(), name=path.name, origin=str(path))
            store.catalogue.add(ingest.edit(draft), now=clock())
    return process_time() - before


def cost(paths: list[Path]) -> None:
    """Print the cost; the two are timed alternately, so that changes of the machine's speed affect
    both.
    """
    adding(paths[:20])  # warm: imports and stem caches
    ratios = sorted(adding(paths) / _blind(paths) for _ in range(5))
    spread = f"{ratios[0]:.3f} to {ratios[-1]:.3f}"
    print(f"  an add costs {ratios[2]:.3f} times the add without it ({spread} over five runs)")


def _blind(paths: list[Path]) -> float:
    """As `adding`, without looking for twins and without storing sketches."""
    with (
        patch.object(add, "shingles", lambda _: frozenset()),
        patch.object(write_revisions, "shingles", lambda _: frozenset()),
    ):
        return adding(paths)


def _draft(text: str, number: int) -> Draft:
    return Draft(title=f"Piece {number}", body=text, origin=str(number))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--timed", type=int, default=200)
    timed = options.parse_args().timed
    if not DATA.is_dir():
        raise SystemExit(f"the corpora are not at {DATA}")
    found = list(documents())
    texts, false, likest = distinct(found)
    print(f"{len(texts)} documents, {len(texts) * (len(texts) - 1) // 2} pairs:")
    print(
        f"  {false} false twins; the likest two share {likest:.3f} (a twin from "
        f"{versions.MIN_LIKENESS})"
    )
    recall(texts)
    cost(random.Random(7).sample(files(), timed))  # noqa: S311  # a benchmark's


if __name__ == "__main__":
    main()
