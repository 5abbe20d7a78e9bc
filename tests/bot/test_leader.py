"""A leased service runs in one process at a time; another takes over when its holder is gone."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.service.leader import LeaderElection, LeaderOnly, LeaseTimings
from briefs.errors import SourcebriefError, StoreUnavailable
from briefs.storage.coordination import Lease
from tests.contracts.memory_leases import MemoryLeases

NAME = "intake"
TICK = timedelta(milliseconds=10)
QUICK = LeaseTimings(every=TICK, most=5 * TICK, silent=12 * TICK)


class Troubled(MemoryLeases):
    """Leases whose database can be away, or swallow beats, for some holders."""

    def __init__(self) -> None:
        super().__init__()
        self.away: set[str] = set()

    def acquire(self, name: str, holder: str, seen: Lease) -> Lease | None:
        self._may(holder)
        return super().acquire(name, holder, seen)

    def renew(self, name: str, mine: Lease) -> bool:
        self._may(mine.holder)
        return super().renew(name, mine)

    def release(self, name: str, mine: Lease) -> None:
        self._may(mine.holder)
        super().release(name, mine)

    def _may(self, holder: str) -> None:
        if holder in self.away:
            raise StoreUnavailable("The database does not answer.")


class Room:
    """Who serves at the moment, who began to, in order, and the most that were in at once."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.most = 0
        self.begun: list[str] = []
        self.changed = asyncio.Condition()

    async def until(self, happened: Callable[[], bool]) -> None:
        async with asyncio.timeout(60), self.changed:
            await self.changed.wait_for(happened)

    async def turn(self, who: str, *, enters: bool) -> None:
        async with self.changed:
            if enters:
                self.begun.append(who)
                self.inside.append(who)
                self.most = max(self.most, len(self.inside))
            else:
                self.inside.remove(who)
            self.changed.notify_all()


class Serving:
    def __init__(self, who: str, room: Room) -> None:
        self.who, self.room = who, room

    async def run(self, stop: asyncio.Event) -> None:
        await self.room.turn(self.who, enters=True)
        try:
            await stop.wait()
        finally:
            await self.room.turn(self.who, enters=False)


class Failing:
    async def run(self, stop: asyncio.Event) -> None:
        raise SourcebriefError("token refused")


@pytest.fixture
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def leased(who: str, leases: MemoryLeases, room: Room, workers: Executor) -> LeaderOnly:
    turns = LeaderElection(leases=leases, workers=workers, holder=who, rhythm=QUICK)
    return turns.take(NAME, lambda: Serving(who, room))


async def test_the_lease_of_a_dead_process_of_this_host_is_taken_at_once(workers: Executor) -> None:
    leases, room, stop = MemoryLeases(), Room(), asyncio.Event()
    assert leases.acquire(NAME, "dead", Lease()) is not None
    never = LeaseTimings(every=TICK, most=timedelta(hours=1), silent=timedelta(hours=2))
    turns = LeaderElection(
        leases=leases,
        workers=workers,
        holder="anna",
        rhythm=never,
        has_died=lambda holder: holder == "dead",
    )
    running = asyncio.create_task(turns.take(NAME, lambda: Serving("anna", room)).run(stop))
    await room.until(lambda: room.inside == ["anna"])
    stop.set()
    await running


async def test_one_serves_and_the_other_takes_over_when_it_stops(workers: Executor) -> None:
    leases, room = MemoryLeases(), Room()
    stops = {who: asyncio.Event() for who in ("anna", "bert")}
    running = {
        who: asyncio.create_task(leased(who, leases, room, workers).run(stop))
        for who, stop in stops.items()
    }
    await room.until(lambda: bool(room.inside))
    (first,) = room.inside
    (second,) = set(stops) - {first}
    stops[first].set()
    await running[first]
    await room.until(lambda: room.inside == [second])
    stops[second].set()
    await running[second]
    assert room.begun == [first, second]
    assert leases.get(NAME).holder == ""


async def test_whoever_dies_is_followed_once_it_is_silent_for_long(workers: Executor) -> None:
    leases, room, stop = MemoryLeases(), Room(), asyncio.Event()
    dead = leases.acquire(NAME, "the dead", Lease())
    assert dead is not None
    running = asyncio.create_task(leased("anna", leases, room, workers).run(stop))
    for _ in range(20):
        assert leases.renew(NAME, dead)
        assert room.begun == []
        await asyncio.sleep(TICK.total_seconds())
    await room.until(lambda: room.inside == ["anna"])
    assert not leases.renew(NAME, dead)
    stop.set()
    await running


async def test_a_holder_that_was_followed_stops_and_waits_for_its_next_turn(
    workers: Executor,
) -> None:
    leases, room, stop = MemoryLeases(), Room(), asyncio.Event()
    running = asyncio.create_task(leased("anna", leases, room, workers).run(stop))
    await room.until(lambda: room.inside == ["anna"])
    while (other := leases.acquire(NAME, "bert", leases.get(NAME))) is None:
        pass
    await room.until(lambda: not room.inside)
    leases.release(NAME, other)
    await room.until(lambda: room.begun == ["anna", "anna"])
    stop.set()
    await running


async def test_a_holder_without_its_database_has_stopped_before_another_may_start(
    workers: Executor,
) -> None:
    leases, room = Troubled(), Room()
    stops = asyncio.Event(), asyncio.Event()
    anna = asyncio.create_task(leased("anna", leases, room, workers).run(stops[0]))
    await room.until(lambda: room.inside == ["anna"])
    bert = asyncio.create_task(leased("bert", leases, room, workers).run(stops[1]))
    leases.away.add("anna")
    await room.until(lambda: "bert" in room.inside)
    assert room.most == 1
    for stop in stops:
        stop.set()
    await asyncio.gather(anna, bert)


async def test_a_short_trouble_of_the_database_costs_no_turn(workers: Executor) -> None:
    leases, room, stop = Troubled(), Room(), asyncio.Event()
    running = asyncio.create_task(leased("anna", leases, room, workers).run(stop))
    await room.until(lambda: room.inside == ["anna"])
    leases.away.add("anna")
    await asyncio.sleep(2 * TICK.total_seconds())
    leases.away.clear()
    await asyncio.sleep(12 * TICK.total_seconds())
    assert room.begun == ["anna"]
    stop.set()
    await running


async def test_a_service_that_fails_is_not_begun_again_and_leaves_its_lease(
    workers: Executor,
) -> None:
    leases = MemoryLeases()
    turns = LeaderElection(leases=leases, workers=workers, holder="anna", rhythm=QUICK)
    with pytest.raises(SourcebriefError, match="token refused"):
        await turns.take(NAME, Failing).run(asyncio.Event())
    assert leases.get(NAME) == Lease("", 1, 1)


async def test_a_stop_ends_the_waiting(workers: Executor) -> None:
    leases, room, stop = MemoryLeases(), Room(), asyncio.Event()
    leases.acquire(NAME, "bert", Lease())
    running = asyncio.create_task(leased("anna", leases, room, workers).run(stop))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(running, 60)
    assert room.begun == []
