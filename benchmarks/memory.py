"""Memory at many destinations: the most that a process with a publisher and a courier ever had.

So many places have an order for the same minute. A process of its own puts all the editions out and
sends them meanwhile, to a platform within it that takes 50 ms for each call; how long each claim
took is noted. Then the same with 1 000 places, which is what more places are compared with. Orders
are made by another process. The databases wait for their disk; PostgreSQL's own memory is its own.
"""

import argparse
import asyncio
import multiprocessing
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from statistics import quantiles
from time import perf_counter
from typing import Any, cast

from crowd import ordered, sqlite

from bot import log
from bot.courier.courier import Courier
from bot.courier.habits import Habits
from briefs.model import Address
from briefs.outbox import OPEN, Delivery, Outbox
from briefs.outcome import Outcome, Sent
from briefs.sql_store import open_store
from tests import postgres
from tests.bot.publishing import ACCOUNT, DUE, Newsroom
from tests.delivery.stage import FakePoster
from tests.delivery.wire import WiredShelf

FEW = 1_000
LATENCY = 0.05


@dataclass(slots=True)
class Timed:
    """An outbox that notes the seconds of each claim that brought something."""

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


async def after_a_while(_: Address) -> Outcome:
    await asyncio.sleep(LATENCY)
    return Sent("m")


async def serve(url: str, count: int) -> None:
    """Put out and send; tell memory and claims."""
    begun = perf_counter()
    with closing(open_store(url)) as store, ThreadPoolExecutor(4) as workers:
        room, timed = Newsroom(store=store), Timed(store.outbox)
        poster = FakePoster(ACCOUNT.account, does=after_a_while)
        courier = Courier(
            WiredShelf(store, cast("Outbox", timed), store.pace),
            {poster.account: poster},
            workers,
            worker="w1",
            clock=lambda: DUE + timedelta(seconds=perf_counter() - begun),
            habits=Habits(poll=timedelta(milliseconds=100)),
        )
        stop = asyncio.Event()
        running = asyncio.create_task(courier.run(stop))
        assert await asyncio.to_thread(room.tick, DUE) == count
        put_out = perf_counter() - begun
        while await asyncio.to_thread(store.outbox.rows, statuses=sorted(OPEN), limit=1):
            poster.posted.clear()  # what it remembers is not the bot's
            poster.times.clear()
            await asyncio.sleep(0.2)
        stop.set()
        await running
        assert store.outbox.tally()["sent"] == count
    cuts = quantiles(timed.seconds, n=100)
    print(
        f"  {count:7,} places: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:4.0f} MB"
        f"; claims p50 {cuts[49] * 1e3:.1f} ms, p99 {cuts[98] * 1e3:.1f} ms;"
        f" put out in {put_out:.0f} s, sent in {perf_counter() - begun:.0f} s",
        flush=True,
    )


def order(url: str, count: int) -> None:
    with closing(open_store(url)) as store:
        ordered(store, count)


def measure(url: str, count: int) -> None:
    log.configure("WARNING", json=False, secrets=())
    asyncio.run(serve(url, count))


def apart(work: Callable[[], None]) -> None:
    """Do it in a process that has nothing of this one."""
    process = multiprocessing.get_context("spawn").Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--places", type=int, default=100_000)
    count = options.parse_args().places
    # The tests' server does not wait for its disk; here it does.
    postgres._SETTINGS.update(fsync="on", full_page_writes="on", autovacuum="on")  # noqa: SLF001
    engines: dict[str, Callable[[], AbstractContextManager[str]]] = {
        "SQLite": sqlite,
        "PostgreSQL": postgres.bare_database,
    }
    for name, engine in engines.items():
        print(name, flush=True)
        for places in (FEW, count):
            with engine() as url:
                apart(partial(order, url, places))
                apart(partial(measure, url, places))


if __name__ == "__main__":
    main()
