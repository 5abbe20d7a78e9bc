"""What moving, copying and pruning a library costs, beside the bare work on the same machine.

A library of pieces with an outbox of sent deliveries on a file is moved into an empty one, each row
read back and all compared, beside a bare copy by the driver: the same rows read and inserted table
by table, in one transaction, without comparison. Both keep the search index by triggers. A backup
made while in use, checked and synced to the disk, is compared with a plain copy of the same bytes,
synced too. Last, old deliveries are pruned while another connection claims: how long a claim takes
then, beside what it takes on its own.
"""

import argparse
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from os import fsync
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

import pysqlite3

from briefs.digests.outbox import Edition, Message, Part, Policy, Sent, apply_outcome
from briefs.model import Address, Draft
from briefs.pieces import ingest
from briefs.storage.backup import back_up
from briefs.storage.copy import Compared, move
from briefs.storage.schema_outbox import library as metadata
from briefs.storage.sql.retention import RetentionPeriods
from briefs.storage.sql.store import SqlStore, open_store

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
DAY, LEASE = timedelta(days=1), timedelta(minutes=2)
ACCOUNT = Address("telegram", "777", "").account
BREATH = 0.2

connect: Any = vars(pysqlite3)["connect"]  # the driver has no types


def fill(store: SqlStore, pieces: int, deliveries: int) -> None:
    for n in range(pieces):
        said = (f"Sentence {n}, {k}, on bridge {n * k}. The river rose." for k in range(40))
        body = "\n\n".join(said)
        store.catalogue.add(ingest.edit(Draft(title=f"Piece {n}", body=body)), now=NOW, anyway=True)
    for first in range(0, deliveries, 1_000):
        store.outbox.enqueue([edition(n) for n in range(first, first + 1_000)], now=NOW)
        while ours := store.outbox.claim("w", (ACCOUNT,), now=NOW, lease=LEASE, limit=500):
            begun = store.outbox.intend("w", ours, now=NOW, lease=LEASE)
            ends = [apply_outcome(one, Sent("1"), NOW, Policy(), can_look=False) for one in begun]
            store.outbox.settle("w", ends, now=NOW)


def edition(number: int, name: str = "2031-05-04") -> Edition:
    return Edition(
        to=Address("telegram", "777", str(-number)),
        name=name,
        due=NOW,
        until=NOW + 90 * DAY,
        parts=(Part(message=Message(payload=f"{number // 50} " + "A digest. " * 350)),),
    )


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def bare_move(old: Path, new: Path) -> None:
    open_store(f"sqlite:///{new}").close()
    with closing(connect(old)) as source, closing(connect(new, isolation_level=None)) as target:
        target.execute("PRAGMA synchronous = FULL")
        target.execute("BEGIN")
        target.execute("DELETE FROM secrets")
        for table in metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            marks = ", ".join("?" * len(table.columns))
            target.executemany(
                f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})',  # noqa: S608 - our own
                source.execute(f'SELECT {columns} FROM "{table.name}"'),  # noqa: S608 - as above
            )
        target.execute("COMMIT")


def bare_copy(old: Path, new: Path) -> None:
    shutil.copyfile(old, new)
    with new.open("rb") as copy:
        fsync(copy.fileno())


def claims(store: SqlStore, stop: Callable[[], bool]) -> list[float]:
    """Seconds that each claim and release takes until then."""
    took = []
    while not stop():
        begun = perf_counter()
        ours = store.outbox.claim("w", (ACCOUNT,), now=NOW, lease=LEASE, limit=10)
        store.outbox.release("w", ours)
        took.append(perf_counter() - begun)
        sleep(0.005)
    return took


def thinned(store: SqlStore) -> tuple[int, float]:
    """Rows that are pruned, and the seconds of work."""
    rows, worked = 0, 0.0
    steps = store.retention.prune(RetentionPeriods(), now=NOW + 60 * DAY)
    while True:
        begun = perf_counter()
        step = next(steps, None)
        worked += perf_counter() - begun
        if step is None:
            return rows, worked
        rows += step.rows
        sleep(BREATH)


def beside(of: float, ours: float, bare: float) -> str:
    """The rates of both, from the seconds that each took, and how many times longer ours did."""
    return f"{of / ours:,.0f}/s, bare {of / bare:,.0f}/s: {ours / bare:.1f}x"


def told(took: list[float]) -> str:
    return f"p50 {median(took) * 1e3:.1f} ms, p99 {quantiles(took, n=100)[98] * 1e3:.1f} ms"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pieces", type=int, default=500)
    options.add_argument("--deliveries", type=int, default=50_000)
    asked = options.parse_args()
    with TemporaryDirectory(prefix="moving") as name:
        folder = Path(name)
        old = folder / "old.db"
        with closing(open_store(f"sqlite:///{old}")) as store:
            fill(store, asked.pieces, asked.deliveries)
        compared: list[Compared] = []

        def moved() -> None:
            steps = move(f"sqlite:///{old}", f"sqlite:///{folder}/new.db", now=NOW)
            compared.extend(step for step in steps if isinstance(step, Compared))

        ours = timed(moved)
        bare = timed(lambda: bare_move(old, folder / "bare.db"))
        rows = sum(table.rows for table in compared)
        print(f"move   {rows:,} rows: {beside(rows, ours, bare)}")
        size = old.stat().st_size / 2**20
        copy = folder / "copy.db"
        ours = timed(lambda: back_up(f"sqlite:///{old}", copy, now=NOW, progress=lambda *_: None))
        bare = timed(lambda: bare_copy(old, folder / "plain.db"))
        print(f"backup {size:,.0f} MiB: {beside(size, ours, bare)}")
        with (
            closing(open_store(f"sqlite:///{old}")) as store,
            closing(open_store(f"sqlite:///{old}")) as other,
        ):
            store.outbox.enqueue([edition(n, "today") for n in range(1_000)], now=NOW)
            until = perf_counter() + 3
            alone = claims(other, lambda: perf_counter() > until)
            done = threading.Event()
            thinning: list[float] = []
            claiming = threading.Thread(target=lambda: thinning.extend(claims(other, done.is_set)))
            claiming.start()
            forgotten, worked = thinned(store)
            done.set()
            claiming.join()
        print(f"thin   {forgotten:,} rows: {forgotten / worked:,.0f}/s of work")
        print(f"claims alone {told(alone)}; while it thins {told(thinning)}")


if __name__ == "__main__":
    main()
