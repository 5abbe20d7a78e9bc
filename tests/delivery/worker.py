"""A process that posts what is in an outbox, with the real delivery worker."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.delivery import DeliveryStore, WorkerSettings
from bot.delivery.worker import DeliveryWorker
from bot.platforms.base import Poster
from briefs.digests.outbox import OPEN, Policy
from briefs.storage import Store
from briefs.storage.outbox import Outbox
from briefs.storage.sql.store import open_store
from tests.delivery.mutants import MUTANTS
from tests.delivery.poster import HttpPoster
from tests.delivery.wire import die_at, stall_at, wired_poster, wired_shelf

QUICK = Policy(
    lease=timedelta(seconds=10),
    back_off=timedelta(milliseconds=10),
    look_after=timedelta(milliseconds=100),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker is told. It dies at `dies_at`; it stands still at `stalls_at` until the file
    `sign` is there. Its clock is `ahead`, so that leases are over, and further by `leaps` once the
    file is there.

    With `goes_on` it works until it is told to stop, else until nothing is left to be done.
    """

    url: str
    port: int
    account: str
    name: str = "w1"
    can_look: bool = False
    policy: Policy = QUICK
    account_rate: timedelta | None = None
    place_rate: timedelta | None = None
    dies_at: str = ""
    stalls_at: str = ""
    sign: Path = Path()
    ahead: timedelta = timedelta()
    leaps: timedelta = timedelta()
    mutant: str = ""
    goes_on: bool = False
    in_hand: int = 100
    calls: int = 32

    def clock(self) -> datetime:
        leapt = self.leaps if self.leaps and self.sign.exists() else timedelta()
        return datetime.now(UTC) + self.ahead + leapt

    def poster(self, trip: Callable[[str], None] = lambda _: None) -> HttpPoster:
        rate = None if self.account_rate is None else (self.account, self.account_rate)
        return HttpPoster(
            self.account,
            self.port,
            can_look=self.can_look,
            account_rate=rate,
            to_a_place=self.place_rate,
            trip=trip,
        )


def done(outbox: Outbox) -> bool:
    """Whether nothing is open, and nothing is still to be looked for."""
    if outbox.rows(statuses=sorted(OPEN), limit=1):
        return False  # most often, and soon told
    # Of one state: between two, what is not found where it is looked for becomes open again.
    left = outbox.rows(statuses=[*sorted(OPEN), "uncertain"], limit=1_000_000)
    return all(row.status == "uncertain" and row.look_at is None for row in left)


async def deliver(job: Job, store: Store, stop: asyncio.Event) -> None:
    """Work at a store until `stop` is set, or, unless the job goes on, all is done."""
    shelf: DeliveryStore = store
    poster: Poster = job.poster()
    if job.dies_at or job.stalls_at:
        trip = die_at(job.dies_at) if job.dies_at else stall_at(job.stalls_at, job.sign)
        shelf = wired_shelf(store, trip)
        poster = wired_poster(job.poster(trip), trip)
    policy = job.policy
    if job.mutant:
        shelf, poster, policy = MUTANTS[job.mutant](shelf, poster, policy)
    settings = WorkerSettings(
        policy=policy,
        in_hand=job.in_hand,
        batch=min(job.in_hand, 100),
        calls=job.calls,
        poll=timedelta(milliseconds=20),
        lookable=(job.account.split(":")[0],) if job.can_look else (),
    )
    with ThreadPoolExecutor(4) as workers:
        courier = DeliveryWorker(
            shelf,
            {job.account: poster},
            workers,
            worker=job.name,
            clock=job.clock,
            settings=settings,
        )
        running = asyncio.create_task(courier.run(stop))
        while not job.goes_on and not running.done():
            # A lease that ran out while this process stood still makes its row uncertain until the
            # call that is under way is settled.
            busy = bool(courier.under_way)
            if not busy and await asyncio.to_thread(done, store.outbox):
                stop.set()
                break
            await asyncio.sleep(0.02)
        await running


def main(job: Job) -> None:
    """The process's main; SIGTERM stops it kindly."""

    async def work() -> None:
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        with closing(open_store(job.url)) as store:
            await deliver(job, store, stop)

    asyncio.run(work())
