"""One request at a time at a host, and a pause after it; hosts do not wait for each other."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.http_client.throttle import MAX_WAIT_SECONDS, HostThrottle


@dataclass
class Clock:
    """Time that passes only in sleep."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, event: asyncio.Event, most: timedelta) -> None:
        if event.is_set():
            return
        self.slept.append(most.total_seconds())
        self.now += most.total_seconds()


def mannered() -> tuple[HostThrottle, Clock]:
    clock = Clock()
    return HostThrottle(clock, clock.sleep), clock


async def test_the_first_request_does_not_wait_and_the_next_does() -> None:
    manners, clock = mannered()
    async with manners.turn("a.example", pause=2.0):
        clock.now += 5.0
    async with manners.turn("a.example", pause=2.0):
        pass
    assert clock.slept == [2.0]


async def test_another_host_does_not_wait() -> None:
    manners, clock = mannered()
    async with manners.turn("a.example", pause=2.0), manners.turn("b.example", pause=2.0):
        pass
    assert clock.slept == []


async def test_a_pause_that_has_passed_is_not_waited_for_again() -> None:
    manners, clock = mannered()
    async with manners.turn("a.example", pause=2.0):
        pass
    clock.now += 1.5
    async with manners.turn("a.example.", pause=2.0):
        pass
    assert clock.slept == [0.5]


async def test_the_next_step_of_what_was_asked_for_does_not_wait() -> None:
    manners, clock = mannered()
    async with manners.turn("a.example", pause=2.0):
        pass
    async with manners.turn("a.example", pause=2.0, at_once=True) as too_long:
        assert too_long is None
    assert clock.slept == []


async def test_a_host_that_asked_for_more_than_patience_is_not_asked() -> None:
    manners, clock = mannered()
    manners.hold_off("a.example", MAX_WAIT_SECONDS + 1)
    for at_once in (False, True):
        async with manners.turn("a.example", pause=1.0, at_once=at_once) as too_long:
            assert too_long == MAX_WAIT_SECONDS + 1
    clock.now += 1
    async with manners.turn("a.example", pause=1.0) as too_long:
        assert too_long is None
    assert clock.slept == [MAX_WAIT_SECONDS]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=20))
def test_a_host_is_always_asked_by_one_at_a_time_and_never_before_its_pause(hosts: str) -> None:
    manners, clock = mannered()
    busy: set[str] = set()
    ended: dict[str, float] = {}

    async def ask(host: str) -> None:
        async with manners.turn(host, pause=1.0):
            assert host not in busy
            assert clock.now >= ended.get(host, 0.0) + 1.0
            busy.add(host)
            await asyncio.sleep(0)
            busy.remove(host)
            ended[host] = clock.now

    async def ask_all() -> None:
        await asyncio.gather(*map(ask, hosts))

    asyncio.run(ask_all())
    assert set(ended) == set(hosts)


async def test_hosts_that_are_at_peace_are_forgotten() -> None:
    manners, clock = mannered()
    for number in range(5000):
        async with manners.turn(f"{number}.example", pause=1.0):
            clock.now += 1.0
    assert len(manners._hosts) <= 1024


async def test_the_next_step_is_taken_at_a_host_that_wants_a_longer_pause_than_patience() -> None:
    manners, clock = mannered()
    async with manners.turn("a.example", pause=MAX_WAIT_SECONDS + 1):
        pass
    async with manners.turn("a.example", pause=MAX_WAIT_SECONDS + 1, at_once=True) as too_long:
        assert too_long is None
    assert clock.slept == []


async def test_one_with_more_patience_waits_longer() -> None:
    manners, clock = mannered()
    async with manners.turn("a.example", pause=300.0):
        pass
    async with manners.turn("a.example", pause=300.0, patience=299.0) as too_long:
        assert too_long == 300.0
    async with manners.turn("a.example", pause=300.0, patience=300.0) as too_long:
        assert too_long is None
    assert clock.slept == [300.0]


async def test_one_that_waits_long_holds_up_nobody_who_gives_up_soon() -> None:
    clock, asleep, awake = Clock(), asyncio.Event(), asyncio.Event()

    async def sleep(_: asyncio.Event, most: timedelta) -> None:
        asleep.set()
        await awake.wait()

    manners = HostThrottle(clock, sleep)

    async def patient() -> float | None:
        async with manners.turn("a.example", pause=300.0, patience=900.0) as too_long:
            return too_long

    async with manners.turn("a.example", pause=300.0):
        pass
    waiting = asyncio.create_task(patient())
    await asleep.wait()
    async with asyncio.timeout(60), manners.turn("a.example", pause=300.0) as too_long:
        assert too_long == 300.0
    clock.now += 300.0
    awake.set()
    assert await waiting is None


async def test_whoever_waits_is_told_when_there_is_no_time_left() -> None:
    manners = HostThrottle()
    asked = asyncio.Event()

    async def patient() -> float | None:
        asked.set()
        async with manners.turn("a.example", pause=300.0, patience=900.0) as too_long:
            return too_long

    async with manners.turn("a.example", pause=300.0):
        pass
    waiting = asyncio.create_task(patient())
    await asked.wait()
    manners.hurry()
    async with asyncio.timeout(60):
        assert await waiting is not None
    async with manners.turn("b.example", pause=300.0) as too_long:
        assert too_long is None
