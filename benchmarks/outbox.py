"""The outbox: deliveries per second through the store, against the bare statements of SQLite.

100 000 destinations are due at once in one file. Claims, intents and outcomes are written in
batches, alternately by the store and by pysqlite3 itself with hand-written statements that do no
more than these steps need, on the same file, with the same pragmas: a durable commit for each
intent and each outcome. Wall time includes the disk, which both sides wait for alike; CPU time is
our own.
"""

import argparse
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pysqlite3

from briefs.digests.outbox import Edition, Message, Part, Policy, Sent, apply_outcome
from briefs.model import Address
from briefs.storage.sql.store import SqlStore, open_store

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=18)
LEASE = timedelta(minutes=2)
ACCOUNT = Address("telegram", "777", "").account
POLICY = Policy()
PAYLOAD = "An example of a digest, as long as most of them are. " * 66

CLAIM = """
    UPDATE deliveries SET status = 'claimed', worker = 'raw', lease = ? WHERE id IN (
        SELECT id FROM deliveries AS d WHERE status = 'pending' AND due <= ? AND account = ?
        AND NOT EXISTS (
            SELECT 1 FROM deliveries AS o WHERE o.place = d.place
            AND o.status IN ('claimed', 'pending', 'sending') AND o.id < d.id
        )
        ORDER BY due, id LIMIT ?
    ) RETURNING id, "to", message
"""
INTEND = """
    UPDATE deliveries SET status = 'sending', attempts = attempts + 1, lease = ?
    WHERE id = ? AND status = 'claimed' AND worker = 'raw'
"""
MARK = """
    UPDATE deliveries SET status = 'sent', worker = '', lease = NULL, posted = ?
    WHERE id = ? AND status = 'sending' AND worker = 'raw'
"""


def bare(path: Path) -> Any:  # noqa: ANN401 - the driver has no types
    """A connection of the driver's own."""
    database: Any = vars(pysqlite3)["connect"](path, isolation_level=None)
    for pragma in ("synchronous = FULL", "cache_size = -65536", "busy_timeout = 30000"):
        database.execute(f"PRAGMA {pragma}")
    return database


def editions(first: int, last: int) -> list[Edition]:
    """Editions of one part each; every fifty destinations share a message."""
    return [
        Edition(
            to=Address("telegram", "777", str(-number)),
            name="2031-05-04",
            due=NOW,
            until=UNTIL,
            parts=(Part(message=Message(payload=f"{number // 50} {PAYLOAD}")),),
            since=0,
        )
        for number in range(first, last)
    ]


def through_the_store(store: SqlStore, batch: int) -> int:
    claimed = store.outbox.claim("w", (ACCOUNT,), now=NOW, lease=LEASE, limit=batch)
    ours = store.outbox.intend("w", claimed, now=NOW, lease=LEASE)
    ends = [apply_outcome(one, Sent(str(one.id)), NOW, POLICY, can_look=False) for one in ours]
    return store.outbox.settle("w", ends, now=NOW)


def by_hand(database: Any, batch: int) -> int:  # noqa: ANN401 - the driver has no types
    now, leased = NOW.isoformat(timespec="microseconds"), LEASE + NOW
    lease = leased.isoformat(timespec="microseconds")
    database.execute("BEGIN IMMEDIATE")
    rows = database.execute(CLAIM, (lease, now, ACCOUNT, batch)).fetchall()
    database.execute("COMMIT")
    database.execute("BEGIN IMMEDIATE")
    database.executemany(INTEND, [(lease, number) for number, _, _ in rows])
    database.execute("COMMIT")
    database.execute("BEGIN IMMEDIATE")
    database.executemany(MARK, [(str(number), number) for number, _, _ in rows])
    database.execute("COMMIT")
    return len(rows)


def measure(step: Callable[[], int], rounds: int) -> tuple[float, float]:
    """Deliveries per second of wall time, and per second of CPU."""
    wall, cpu = perf_counter(), process_time()
    done = sum(step() for _ in range(rounds))
    return done / (perf_counter() - wall), done / (process_time() - cpu)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100_000)
    count = options.parse_args().count
    folder = Path(tempfile.mkdtemp(prefix="outbox"))
    path = folder / "library.db"
    with closing(open_store(f"sqlite:///{path}")) as store:
        batches = [editions(n, n + 1_000) for n in range(0, count, 1_000)]
        begun = perf_counter()
        for batch in batches:
            assert store.outbox.enqueue(batch, now=NOW) == len(batch)
        print(f"{count:,} posted, 1 000 a transaction: {count / (perf_counter() - begun):,.0f}/s")
        with closing(bare(path)) as database:
            through_the_store(store, 1)
            by_hand(database, 1)  # warm: statements are compiled once
            print(f"{'':12} {'store/s':>9} {'bare/s':>9} {'wall':>6}   {'CPU':>6}")
            for size, rounds in ((1, 100), (10, 60), (100, 30), (500, 10)):
                sides = (
                    partial(through_the_store, store, size),
                    partial(by_hand, database, size),
                )
                # Alternately, since a shared machine is not always equally fast.
                runs = [[measure(side, rounds) for side in sides] for _ in range(5)]
                wall, cpu = (
                    [max(run[side][of] for run in runs) for side in (0, 1)] for of in (0, 1)
                )
                print(
                    f"{size:5} a batch {wall[0]:9,.0f} {wall[1]:9,.0f} "
                    f"{wall[1] / wall[0]:5.1f}x {cpu[1] / cpu[0]:7.1f}x"
                )
        print(f"left: {store.outbox.counts()['pending']:,} pending")


if __name__ == "__main__":
    main()
