"""Concurrent workers: deliveries per second of one, two and four processes on one database.

A platform in another process on loopback takes 50 ms for each call; a worker has 16 under way, so
that it could make 320 a second if nothing but the platform took time. Each is the real delivery
worker in a process of its own. The rate is measured in the middle of the run, when all are at work.
PostgreSQL and SQLite both wait for their disk. All share the machine with the platform and the
server: if its cores are busy, more workers bring no more. Leases are those of a bot, so that none
ends because the machine is slow.
"""

import argparse
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from crowd import sqlite

from briefs.digests.outbox import Policy
from tests import postgres
from tests.delivery.platform import Temper
from tests.delivery.rig import Rig, ended, rig

LATENCY, CALLS = 0.05, 16
FLOOR = CALLS / LATENCY
STEADY = Temper(least=LATENCY, most=LATENCY)
STILL = 30
"""Seconds without a call after which something is wrong."""

Engine = Callable[[], AbstractContextManager[str]]


def sent(rigged: Rig, count: int, workers: int) -> float:
    """Deliveries a second of so many workers."""
    rigged.fill(count)
    job = {"calls": CALLS, "in_hand": 8 * CALLS, "goes_on": True, "policy": Policy()}
    at_work = [rigged.start(rigged.job(name=f"w{n}", **job)) for n in range(workers)]
    _wait(rigged, count)
    for process in at_work:
        process.terminate()
    assert [ended(process) for process in at_work] == [0] * workers
    assert rigged.faults() == []
    times = sorted(entry.at for entry in rigged.entries())[count // 4 : -count // 4]
    return (len(times) - 1) / (times[-1] - times[0]).total_seconds()


def _wait(rigged: Rig, count: int) -> None:
    """Wait until the platform has had so many calls."""
    had, since = 0, monotonic()
    while had < count:
        sleep(0.2)
        now = rigged.book.read_bytes().count(b"\n")
        if now > had:
            had, since = now, monotonic()
        elif monotonic() - since > STILL:
            raise TimeoutError(f"{had} of {count} calls, and no more for {STILL} s")


def best(engine: Engine, workers: int, rounds: int, count: int) -> float:
    rates = []
    for _ in range(rounds):
        with (
            TemporaryDirectory(prefix="workers") as folder,
            rig(Path(folder), STEADY, engine) as rigged,
        ):
            rates.append(sent(rigged, count * workers, workers))
    return max(rates)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1_000, help="for each worker")
    options.add_argument("--rounds", type=int, default=2)
    asked = options.parse_args()
    # The tests' server does not wait for its disk; here that is part of the work.
    postgres._SETTINGS.update(fsync="on", full_page_writes="on", autovacuum="on")  # noqa: SLF001
    print(f"best of {asked.rounds}; {os.cpu_count()} cores")
    alone: dict[str, float] = {}
    for name, engine, workers in (
        ("SQLite", sqlite, 1),
        ("PostgreSQL", postgres.new_library, 1),
        ("PostgreSQL", postgres.new_library, 2),
        ("PostgreSQL", postgres.new_library, 4),
    ):
        rate = best(engine, workers, asked.rounds, asked.count)
        one = alone.setdefault(name, rate)
        print(
            f"{name:10} {workers} at work: {rate:5,.0f}/s, {rate / one:.2f} of one there, "
            f"{rate / alone['SQLite']:.2f} of one on SQLite, "
            f"{rate / workers / FLOOR:.2f} of what the platform's time allows",
            flush=True,
        )


if __name__ == "__main__":
    main()
