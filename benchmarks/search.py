"""Search: how long the newest ten take, as a ratio to the bare index query for their ids.

Libraries of made-up pieces (words drawn by Zipf's law from 60 000, with some put in at known rates)
are filled on both engines; each class of query is asked in turn through the store and, on a
connection of the driver's own, as the one statement that only finds ids, in the same run. A piece
added to the full library is set against one row written to a table without an index.

    python benchmarks/search.py --pieces 10000 100000
"""

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from itertools import accumulate
from statistics import quantiles
from time import perf_counter
from typing import Any, TypeAlias

import psycopg
import pysqlite3
from sqlalchemy import insert

from bot.wiring import clock
from briefs import filing
from briefs.model import Draft, Edited, Revision, Span
from briefs.search import parse
from briefs.sql_store import SqlStore, open_store
from briefs.tables import pieces, revisions
from tests.postgres import bare_database

WORDS = 60_000
RATES = {"rarely": 0.0001, "topical": 0.02, "common": 0.5}
PHRASE, WITHIN, SAID = ("golden", "harvest"), 0.1, 0.01
"""Its words, how many pieces have each of them, and how many have them side by side."""

QUERIES = {
    "rare": "rarely",
    "topical": "topical",
    "common": "common",
    "two common": "common w1",
    "phrase": '"golden harvest"',
}
LIMIT, BATCH = 10, 500
START = clock() - timedelta(days=10_000)


class Corpus:
    """Made-up pieces, the same ones for each engine."""

    def __init__(self, words: int) -> None:
        self.random = random.Random(7)  # noqa: S311 - repeatable, not secret
        self.words = words
        self.weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self.vocabulary = [f"w{rank}" for rank in range(WORDS)]

    def body(self) -> str:
        said = self.random.choices(self.vocabulary, cum_weights=self.weights, k=self.words)
        for word, rate in RATES.items():
            if self.random.random() < rate:
                said[self.random.randrange(self.words)] = word
        for word in PHRASE:
            if self.random.random() < WITHIN:
                said[self.random.randrange(self.words)] = word
        if self.random.random() < SAID:
            at = self.random.randrange(self.words - 1)
            said[at : at + 2] = PHRASE
        return ". ".join(" ".join(said[n : n + 20]) for n in range(0, self.words, 20)) + "."

    def edited(self, number: int) -> Edited:
        body = self.body()
        ends = [n + 1 for n, character in enumerate(body) if character == "."]
        starts = [0, *(end + 1 for end in ends[:-1])]
        draft = Draft(
            title=f"Piece {number}", body=body, published=START + timedelta(minutes=number)
        )
        return Edited(draft=draft, sentences=tuple(map(Span, starts, ends)), summaries=())


def fill(store: SqlStore, corpus: Corpus, count: int) -> None:
    """Fill the catalogue in batches, past the judgement that each piece gets when it comes in."""
    for start in range(0, count, BATCH):
        made = [
            filing.revise(
                corpus.edited(n), piece=n + 1, slug=f"made-{n + 1}", number=1, now=clock()
            )
            for n in range(start, min(start + BATCH, count))
        ]
        with store._database.write() as connection:  # noqa: SLF001 - faster than the door for people
            connection.execute(insert(revisions), list(map(_row, made)))
            rows = [
                {
                    "id": filing.place(one),
                    "number": one.piece,
                    "revision": 1,
                    "latest": 1,
                    "slug": one.slug,
                    "arrival": one.piece,
                    "first": one.piece,
                }
                for one in made
            ]
            connection.execute(insert(pieces), rows)


def _row(one: Revision) -> dict[str, Any]:
    absent = {"page": "", "origin": "", "original": ""}
    row = {column.name: getattr(one, column.name, None) for column in revisions.c}
    return row | absent


Bench: TypeAlias = tuple[str, Callable[[str], Sequence[object]], Callable[[str], object]]
"""A library's address, what asks its bare index, and what writes one row without any."""


@contextmanager
def sqlite() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/library.db"
        open_store(url).close()
        bare: Any = vars(pysqlite3)["connect"](f"{folder}/library.db")
        floor = sqlite3.connect(f"{folder}/floor.db", isolation_level=None)
        floor.execute("PRAGMA journal_mode = WAL")
        floor.execute("PRAGMA synchronous = FULL")
        floor.execute("CREATE TABLE kept (body text)")
        matching = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
        with closing(bare), closing(floor):
            yield (
                url,
                lambda words: bare.execute(matching, (words, LIMIT)).fetchall(),
                lambda body: floor.execute("INSERT INTO kept VALUES (?)", (body,)),
            )


@contextmanager
def postgres() -> Iterator[Bench]:
    with bare_database() as url:
        open_store(url).close()
        matching = """
            SELECT id FROM words WHERE words @@ websearch_to_tsquery('library', %s)
            ORDER BY id DESC LIMIT %s
        """
        with closing(psycopg.connect(url, autocommit=True, prepare_threshold=None)) as bare:
            bare.execute("CREATE SCHEMA floor CREATE TABLE kept (body text)")
            yield (
                url,
                lambda words: bare.execute(matching, (words, LIMIT)).fetchall(),
                lambda body: bare.execute("INSERT INTO floor.kept VALUES (%s)", (body,)),
            )


def timed(run: Callable[[], object], times: int) -> tuple[float, float]:
    """The median and the 99th percentile, in milliseconds."""
    taken = []
    for _ in range(times):
        before = perf_counter()
        run()
        taken.append(1e3 * (perf_counter() - before))
    cuts = quantiles(taken, n=100)
    return cuts[49], cuts[98]


def report(name: str, ours: tuple[float, float], bare: tuple[float, float]) -> None:
    print(
        f"  {name:12} {ours[0]:8.2f} {ours[1]:8.2f} {bare[0]:8.2f} {bare[1]:8.2f}"
        f" {ours[0] / bare[0]:8.1f}"
    )


def measure(name: str, count: int, words: int, times: int) -> None:
    engine = {"SQLite": sqlite, "PostgreSQL": postgres}[name]
    corpus = Corpus(words)
    with engine() as (url, bare, floor), closing(open_store(url)) as store:
        before = perf_counter()
        fill(store, corpus, count)
        if name == "PostgreSQL":
            with closing(psycopg.connect(url, autocommit=True)) as connection:
                connection.execute("VACUUM ANALYZE")
        print(
            f"{name}, {count:,} pieces of {words} words ({perf_counter() - before:.0f} s to fill)"
        )
        print(f"  {'ms':12} {'p50':>8} {'p99':>8} {'bare p50':>8} {'p99':>8} {'ratio':>8}")
        for kind, asked in QUERIES.items():
            query = parse(asked)
            found = store.search(query, limit=LIMIT)
            assert len(found) == min(LIMIT, len(bare(asked))), kind
            report(
                kind,
                timed(partial(store.search, query, limit=LIMIT), times),
                timed(partial(bare, asked), times),
            )
        coming = [corpus.edited(count + n) for n in range(2 * times)]
        pairs = iter(coming), iter(coming)
        report(
            "one added",
            timed(lambda: store.add(next(pairs[0]), now=clock()), times),
            timed(lambda: floor(next(pairs[1]).draft.body), times),
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--pieces", type=int, nargs="+", default=[10_000])
    options.add_argument("--words", type=int, default=300)
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--engines", nargs="+", default=["SQLite", "PostgreSQL"])
    asked = options.parse_args()
    for count in asked.pieces:
        for engine in asked.engines:
            measure(engine, count, asked.words, asked.times)


if __name__ == "__main__":
    main()
