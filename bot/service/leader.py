"""Leader election: a service runs only in the process that holds its lease."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bot.service.runtime import Service, until
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.storage.coordination import Lease, Leases

_T = TypeVar("_T")

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseTimings:
    """A holder renews its lease `every` so often, and stops after failing for `most`.

    A lease that was not renewed for `silent` is taken over; `silent` must be longer than `most`.
    """

    every: timedelta = timedelta(seconds=2)
    most: timedelta = timedelta(seconds=7)
    silent: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderElection:
    """The leases of one process. `holder` is a name that no other process has.

    The lease of a holder that `has_died` is free. The store is called in `workers`, where no other
    work may delay a renewal.
    """

    leases: Leases
    workers: Executor
    holder: str
    rhythm: LeaseTimings = LeaseTimings()
    has_died: Callable[[str], bool] = lambda _holder: False

    def take(self, name: str, make: Callable[[], Service]) -> "LeaderOnly":
        """A service made by `make`, which runs only while this process holds the lease of that
        name.
        """
        return LeaderOnly(name, make, self)


@dataclass(frozen=True, slots=True)
class LeaderOnly:
    """A service that is made anew each time this process acquires its lease."""

    name: str
    make: Callable[[], Service]
    turns: LeaderElection

    async def run(self, stop: asyncio.Event) -> None:
        """Wait for the lease, serve, and wait again if it is lost, until `stop` is set.

        Ends with the service, if that ends by itself.
        """
        while (mine := await self._taken(stop)) is not None:
            _log.info("lease.taken", lease=self.name, fence=mine.fence)
            try:
                if await self._held(mine, stop):
                    return
            finally:
                await self._leave(mine)
            _log.error("lease.lost", lease=self.name, fence=mine.fence)

    async def _taken(self, stop: asyncio.Event) -> Lease | None:
        """The lease once it is acquired, or None if `stop` is set first."""
        loop, turns = asyncio.get_running_loop(), self.turns
        last, since = Lease(), loop.time()
        while not stop.is_set():
            try:
                seen = await self._ask(lambda: turns.leases.get(self.name))
                if seen != last:
                    last, since = seen, loop.time()
                silent = loop.time() - since >= turns.rhythm.silent.total_seconds()
                # The holder is ourselves if the answer to our own acquisition was lost.
                free = seen.holder in {"", turns.holder} or turns.has_died(seen.holder)
                if silent or free:
                    take = partial(turns.leases.acquire, self.name, turns.holder, seen)
                    if (mine := await self._ask(take)) is not None:
                        return mine
            except StoreUnavailable as error:
                _log.error("lease.no_store", lease=self.name, error=str(error), hint=error.hint)
            await until(stop, turns.rhythm.every)
        return None

    async def _held(self, mine: Lease, stop: asyncio.Event) -> bool:
        """Serve while the lease is ours; False if it was lost. Raises what the service raises.

        After a loss the service finishes what it began while the lease was ours.
        """
        over = asyncio.Event()
        serving = asyncio.create_task(self.make().run(over))
        beating = asyncio.create_task(self._beat(mine))
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait(
                {serving, beating, stopping}, return_when=asyncio.FIRST_COMPLETED
            )
            lost = beating in done and not {serving, stopping} & done
            over.set()
            await serving
            return not lost
        finally:
            for task in (serving, beating, stopping):
                task.cancel()
            await asyncio.gather(serving, beating, stopping, return_exceptions=True)

    async def _beat(self, mine: Lease) -> None:
        """Renew the lease until it is lost, or could be."""
        loop, rhythm = asyncio.get_running_loop(), self.turns.rhythm
        last = loop.time()
        while loop.time() - last < rhythm.most.total_seconds():
            begun = loop.time()
            try:
                async with asyncio.timeout(last + rhythm.most.total_seconds() - begun):
                    await asyncio.sleep(rhythm.every.total_seconds())
                    begun = loop.time()
                    if not await self._ask(lambda: self.turns.leases.renew(self.name, mine)):
                        return
                last = begun
            except TimeoutError:
                _log.error("lease.no_beat", lease=self.name, hint="The database takes too long.")
            except StoreUnavailable as error:
                _log.error("lease.no_store", lease=self.name, error=str(error), hint=error.hint)

    async def _leave(self, mine: Lease) -> None:
        try:
            await self._ask(lambda: self.turns.leases.release(self.name, mine))
        except StoreUnavailable as error:  # without renewal it is taken over anyway
            _log.warning("lease.not_left", lease=self.name, error=str(error))

    async def _ask(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self.turns.workers, work)
