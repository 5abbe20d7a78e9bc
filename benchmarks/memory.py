"""Many destinations at once: memory of a process that schedules and delivers, and its claims.

Many places have a subscription for the same minute. A process of its own enqueues all the editions
and sends them meanwhile, to a platform within it that takes 50 ms for each call (or none:
`--latency`); how long each claim took is recorded, and how often each place got its one message.
Then the same with 1 000 places, which larger numbers are compared with. Subscriptions are made by
another process. The databases wait for their disk; PostgreSQL's own memory is not counted.

Claims are compared with what the machine does at that moment: a third process commits one row of a
database of the same engine on the same disk again and again, by the driver alone.
"""

import argparse
import asyncio
import gc
import multiprocessing
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any, cast

import psycopg
import pysqlite3
from crowd import ordered, sqlite
from sqlalchemy import make_url

from bot import log
from bot.delivery import WorkerSettings
from bot.delivery.worker import DeliveryWorker
from briefs.digests.outbox import Delivery, Outcome, Sent
from briefs.model import Address
from briefs.storage.outbox import Outbox
from briefs.storage.sql.store import open_store
from tests import postgres
from tests.bot.publishing import ACCOUNT, DUE, Newsroom
from tests.delivery.stage import FakePoster
from tests.delivery.wire import WiredShelf

FEW = 1_000
SPAWN = multiprocessing.get_context("spawn")
OFTEN = 0.02
"""Seconds between two bare commits."""


@dataclass(slots=True)
class Timed:
    """An outbox that records the seconds of each claim with a result."""

    inner: Outbox
    seconds: list[float] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever an outbox has
        return getattr(self.inner, name)

    def claim(
        self, worker: str, accounts: Sequence[str], *, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Delivery, ...]:
        begun = perf_counter()
        claimed = self.inner.claim(worker, accounts, now=now, lease=lease, limit=limit)
        if claimed:
            self.seconds.append(perf_counter() - begun)
        return claimed


@dataclass(slots=True)
class Platform:
    """Takes its time for each call, and counts the messages of each place ("C1", "C2", …)."""

    latency: float
    got: bytearray
    done: asyncio.Event = field(default_factory=asyncio.Event)
    calls: int = 0

    async def __call__(self, to: Address) -> Outcome:
        self.got[int(to.channel.removeprefix("C")) - 1] += 1
        self.calls += 1
        if self.calls == len(self.got):
            self.done.set()
        if self.latency:
            await asyncio.sleep(self.latency)
        return Sent("m")


class Forgetful(FakePoster):
    """Stores no calls, which a real platform would do outside of the process."""

    async def post(self, to: Address, payload: str, key: str) -> Outcome:  # noqa: ARG002 - counted
        assert self.does is not None
        return await self.does(to)


def commits(url: str, end: Connection) -> None:
    """Commit one row again and again until told to stop; sends the seconds that each took."""
    if url.startswith("sqlite"):
        path = Path(str(make_url(url).database)).with_name("floor.db")
        database: Any = vars(pysqlite3)["connect"](path, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
    else:
        database = psycopg.connect(url, autocommit=True)
    with closing(database):
        database.execute("CREATE TABLE floor (n INTEGER)")
        database.execute("INSERT INTO floor VALUES (0)")
        end.send("ready")
        took: list[float] = []
        while len(took) < 2 or not end.poll(OFTEN):  # noqa: PLR2004 - or nothing can be told of them
            begun = perf_counter()
            database.execute("UPDATE floor SET n = n + 1")
            took.append(perf_counter() - begun)
    end.send(took)


@contextmanager
def beside(url: str, into: list[float]) -> Iterator[None]:
    """Bare commits while something else goes on; the seconds that each took."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=commits, args=(url, there))
    process.start()
    here.recv()
    try:
        yield
    finally:
        here.send("enough")
        into += here.recv()
        process.join()


def spread(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile, in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return cuts[49] * 1e3, cuts[98] * 1e3


async def serve(url: str, count: int, latency: float) -> None:
    """Enqueue and send; print memory and claims."""
    floor: list[float] = []
    with (
        closing(open_store(url)) as store,
        ThreadPoolExecutor(4) as workers,
        beside(url, floor),
    ):
        begun = perf_counter()
        room, timed = Newsroom(store=store), Timed(store.outbox)
        platform = Platform(latency, bytearray(count))
        poster = Forgetful(ACCOUNT.account, does=platform)
        courier = DeliveryWorker(
            WiredShelf(
                cast("Outbox", timed), store.rate_limiter, store.catalogue, store.chat_state
            ),
            {poster.account: poster},
            workers,
            worker="w1",
            clock=lambda: DUE + timedelta(seconds=perf_counter() - begun),
            settings=WorkerSettings(poll=timedelta(milliseconds=100)),
        )
        stop = asyncio.Event()
        running = asyncio.create_task(courier.run(stop))
        assert await asyncio.to_thread(room.tick, DUE) == count
        put_out = perf_counter() - begun
        await platform.done.wait()
        stop.set()
        await running
        sent = perf_counter() - begun
        assert store.outbox.counts()["sent"] == count
    (median, slow), (bare, slow_bare) = spread(timed.seconds), spread(floor)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {count:9,} places: {memory:4.0f} MB; put out in {put_out:.0f} s, sent in {sent:.0f} s,"
        f" {count / sent:,.0f}/s; {sum(n > 1 for n in platform.got)} doubled,"
        f" {platform.got.count(0)} lost\n"
        f"    claims of 100: p50 {median:.1f} ms, p99 {slow:.1f} ms;"
        f" a bare commit: p50 {bare:.1f} ms, p99 {slow_bare:.1f} ms:"
        f" {median / bare:.1f}x and {slow / slow_bare:.1f}x",
        flush=True,
    )


def order(url: str, count: int) -> None:
    with closing(open_store(url)) as store:
        ordered(store, count)


def measure(url: str, count: int, latency: float) -> None:
    log.configure("WARNING", json=False, secrets=())
    gc.freeze()  # as `run` does
    asyncio.run(serve(url, count, latency))


def apart(work: Callable[[], None]) -> None:
    """Run it in a process that shares nothing with this one."""
    process = SPAWN.Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    engines: dict[str, Callable[[], AbstractContextManager[str]]] = {
        "SQLite": sqlite,
        "PostgreSQL": postgres.bare_database,
    }
    options.add_argument("--places", type=int, default=100_000)
    options.add_argument("--engines", nargs="+", choices=engines, default=list(engines))
    options.add_argument("--latency", type=float, default=0.05, help="seconds a call")
    asked = options.parse_args()
    # The tests' server does not wait for its disk; here it does.
    postgres._SETTINGS.update(fsync="on", full_page_writes="on", autovacuum="on")  # noqa: SLF001
    for name in asked.engines:
        print(name, flush=True)
        for places in (FEW, asked.places):
            with engines[name]() as url:
                apart(partial(order, url, places))
                apart(partial(measure, url, places, asked.latency))


if __name__ == "__main__":
    main()
