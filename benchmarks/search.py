"""Search: how long the newest ten take, as a ratio to the bare index query for their ids.

Libraries of made-up pieces (words drawn by Zipf's law from 60 000, with some put in at known rates)
are filled on both engines; each class of query is asked in turn through the store and, on a
connection of the driver's own, as the one statement that only finds ids, in the same run. Where the
engine may find them in two ways, that is the one that is faster for the class. A piece added to the
full library is set against one row written and synced to a table without an index. Filling a large
library takes long: one that is named is kept, and filled only if it is empty.

    python benchmarks/search.py --pieces 10000 100000
    python benchmarks/search.py --pieces 1000000 --library postgresql://me@/million sqlite:///m.db
"""

import argparse
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import accumulate
from statistics import quantiles
from time import perf_counter
from typing import Any, TypeAlias

import psycopg
import pysqlite3
from sqlalchemy import insert, make_url

from bot.open_library import clock
from briefs.model import Draft, Edited, Revision, Span
from briefs.pieces import versions
from briefs.search_query import Hits, ask, parse
from briefs.storage import search_index
from briefs.storage.schema import pieces, revisions
from briefs.storage.sql.store import SqlStore, open_store
from briefs.text.words import term
from tests import postgres

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
HARD = {
    "beginning": "w10*",
    "beginnings": "w10* w11* w12*",
    "beginning, rare": "w10* rarely",
    "phrase begun": '"golden har*"',
    "phrase of none": '"w0 w0 w0 w0 w0 w0"',
    "dotted": "w0.w1.w2.w3.w4.w5",
    "no two of them": "common golden harvest topical w50000",
    "32 common": " ".join(f"w{n}" for n in range(32)),
    "200 words": " ".join(f"w{n * 7}" for n in range(200)),
    "200 beginnings": " ".join(f"w{n}*" for n in range(100, 300)),
    "either of 16": " or ".join(f"w{n}" for n in range(1_000, 1_016)),
    "without": "common -w0",
    "without alone": "-w0 -w1",
    "without begun": "common -w1*",
    "before": "common before:2001",
    "after": "common after:2090",
    "topic of none": "common on:energy",
    "byline of none": "w0 by:common",
    "cited": "cites:common",
    "cited and said": "w0 cites:w0",
    "Cyrillic": "войны",
    "Chinese": "北京大学",
    "a character": "的",
    "a long word": "a" * 4_000,
}
"""What costs an index most, and finds little or nothing."""

LIMIT, BATCH = 10, 500
START = clock() - timedelta(days=10_000)


class Corpus:
    """Made-up pieces, the same ones for each engine and seed."""

    def __init__(self, words: int, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
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
            versions.revise(
                corpus.edited(n), piece=n + 1, slug=f"made-{n + 1}", number=1, now=clock()
            )
            for n in range(start, min(start + BATCH, count))
        ]
        with store._database.write() as connection:  # noqa: SLF001 - faster than the door for people
            connection.execute(insert(revisions), list(map(_row, made)))
            rows = [
                {
                    "id": versions.sort_key(one),
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
            for one in made:
                search_index.enter(
                    connection,
                    versions.sort_key(one),
                    "en",
                    one.title,
                    "",
                    "",
                    one.topics,
                    one.body,
                    is_dated=one.published is not None,
                )


@contextmanager
def indexed_at_the_end(url: str) -> Iterator[None]:
    """PostgreSQL makes the index of a filled table sooner than it fills a table with one."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        made = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'words_found'"
        ).fetchone()
        assert made is not None
        connection.execute("DROP INDEX words_found")
        yield
        connection.execute(made[0])
        connection.execute("VACUUM ANALYZE")


def _row(one: Revision) -> dict[str, Any]:
    absent = {"page": "", "origin": "", "original": ""}
    row = {column.name: getattr(one, column.name, None) for column in revisions.c}
    return row | absent


Ask: TypeAlias = Callable[[str], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Bare:
    """The driver alone: ways to find ids by words, and how to write one row without any index."""

    ways: tuple[Ask, ...]
    write: Callable[[str], object]

    def quickest(self, words: str) -> Ask:
        return min(self.ways, key=lambda ask: timed(partial(ask, words), 5)[0])


@contextmanager
def temporary() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/library.db"


@contextmanager
def on_sqlite(file: str) -> Iterator[Bare]:
    bare: Any = vars(pysqlite3)["connect"](file)
    floor = sqlite3.connect(f"{file}-floor", isolation_level=None)
    floor.execute("PRAGMA journal_mode = WAL")
    floor.execute("PRAGMA synchronous = FULL")
    floor.execute("CREATE TABLE IF NOT EXISTS kept (body text)")
    matching = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
    with closing(bare), closing(floor):
        yield Bare(
            (lambda words: bare.execute(matching, (in_english(words), LIMIT)).fetchall(),),
            lambda body: floor.execute("INSERT INTO kept VALUES (?)", (body,)),
        )


@contextmanager
def on_postgres(url: str) -> Iterator[Bare]:
    def matching(order: str) -> str:
        return f"""
            SELECT id FROM words WHERE words @@ websearch_to_tsquery('simple', %s)
            ORDER BY {order} DESC LIMIT %s
        """  # noqa: S608 - one of the two below

    with closing(psycopg.connect(url, autocommit=True, prepare_threshold=None)) as bare:
        bare.execute("CREATE SCHEMA IF NOT EXISTS floor")
        bare.execute("CREATE TABLE IF NOT EXISTS floor.kept (body text)")

        def ask(order: str) -> Ask:
            statement = matching(order)
            return lambda words: bare.execute(statement, (in_english(words), LIMIT)).fetchall()

        # Back from the newest, or all that the index has of the word.
        yield Bare(
            (ask("id"), ask("id + 0")),
            lambda body: bare.execute("INSERT INTO floor.kept VALUES (%s)", (body,)),
        )


def in_english(words: str) -> str:
    """Words as the index of an English text has them, what joins them left as it is."""
    return re.sub(r"(?!or\b)[a-z]+\d*", lambda word: term(word[0], "en"), words)


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


def measure(url: str, count: int, words: int, times: int) -> None:
    address = make_url(url)
    on_file = address.get_backend_name() == "sqlite"
    with closing(open_store(url)) as store:
        print(f"{'SQLite' if on_file else 'PostgreSQL'}, {count:,} pieces of {words} words")
        if not store.catalogue.count():
            before = perf_counter()
            with nullcontext() if on_file else indexed_at_the_end(url):
                fill(store, Corpus(words, 7), count)
            print(f"  filled in {perf_counter() - before:.0f} s", flush=True)
        with on_sqlite(address.database or "") if on_file else on_postgres(url) as bare:
            compare(store, bare, times)
            hard(store, times)
            print(f"  {store._database.size() / store.catalogue.count():,.0f} bytes a piece")  # noqa: SLF001 - what is measured
            corpus = Corpus(words, store.catalogue.count())
            coming = [corpus.edited(count + n) for n in range(2 * times)]
            pairs = iter(coming), iter(coming)
            report(
                "one added",
                timed(lambda: store.catalogue.add(next(pairs[0]), now=clock()), times),
                timed(lambda: bare.write(next(pairs[1]).draft.body), times),
            )


def hard(store: SqlStore, times: int) -> None:
    """How long the hardest questions take, beside an easy one, and which looked at a part."""
    easy = timed(partial(searched, store, QUERIES["common"]), times)[0]
    print(f"  {'hard, ms':16} {'p50':>8} {'p99':>8} {'to easy':>8}")
    slowest = 0.0
    for kind, words in HARD.items():
        hits = searched(store, words)
        middle, slow = timed(partial(searched, store, words), times)
        slowest = max(slowest, slow)
        part = (
            "" if hits.is_all else "  a part" if hits.back_to is None else f"  to {hits.back_to:%Y}"
        )
        part += "  some words" if hits.cut else ""
        print(f"  {kind:16} {middle:8.2f} {slow:8.2f} {middle / easy:8.1f}{part}")
    print(f"  the slowest p99 of them: {slowest:.0f} ms")


def searched(store: SqlStore, words: str) -> Hits:
    """What `/search` asks of the store."""
    wanted = ask(words)
    if wanted.cites:
        return store.catalogue.citing(
            wanted.cites, text=wanted.text, where=wanted.where, limit=LIMIT
        )
    return store.catalogue.search(wanted.text, where=wanted.where, limit=LIMIT)


def compare(store: SqlStore, bare: Bare, times: int) -> None:
    print(f"  {'ms':12} {'p50':>8} {'p99':>8} {'bare p50':>8} {'p99':>8} {'ratio':>8}")
    for kind, asked in QUERIES.items():
        query = parse(asked)
        ask = bare.quickest(asked)
        assert len(store.catalogue.search(query, limit=LIMIT)) == min(LIMIT, len(ask(asked))), kind
        report(
            kind,
            timed(partial(store.catalogue.search, query, limit=LIMIT), times),
            timed(partial(ask, asked), times),
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--pieces", type=int, nargs="+", default=[10_000])
    options.add_argument("--words", type=int, default=300)
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--library", nargs="+", default=[], help="addresses of libraries to keep")
    asked = options.parse_args()
    # The tests' server does not wait for its disk; here it does.
    postgres._SETTINGS.update(fsync="on", full_page_writes="on", autovacuum="on")  # noqa: SLF001
    for count in asked.pieces:
        for url in asked.library:
            measure(url, count, asked.words, asked.times)
        for made in () if asked.library else (temporary, postgres.bare_database):
            with made() as url:
                measure(url, count, asked.words, asked.times)


if __name__ == "__main__":
    main()
