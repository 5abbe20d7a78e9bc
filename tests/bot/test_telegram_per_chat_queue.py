import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.telegram.intake import ChatQueues
from tests.conftest import scaled


def nothing_but(note: list[tuple[str, int]], lane: str, n: int) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        await asyncio.sleep(0)
        note.append((lane, n))

    return work


@given(st.lists(st.sampled_from("abc"), max_size=30))
@settings(max_examples=scaled(30))
def test_each_lane_is_always_worked_off_in_its_order(order: list[str]) -> None:
    done: list[tuple[str, int]] = []

    async def run() -> None:
        lanes = ChatQueues(room=4, depth=30)
        for n, lane in enumerate(order):
            assert await lanes.put(lane, nothing_but(done, lane, n))
        await lanes.drain(timedelta(seconds=5))

    asyncio.run(run())
    assert sorted(n for _, n in done) == list(range(len(order)))
    for lane in set(order):
        numbers = [n for where, n in done if where == lane]
        assert numbers == sorted(numbers)


async def test_a_full_lane_takes_no_more_until_it_moves() -> None:
    free = asyncio.Event()

    async def wait() -> None:
        await free.wait()

    lanes = ChatQueues(room=9, depth=2)
    assert [await lanes.put("a", wait) for _ in range(3)] == [True, True, False]
    assert await lanes.put("b", wait)
    free.set()
    await lanes.drain(timedelta(seconds=5))
    assert await lanes.put("a", wait)
    await lanes.drain(timedelta(seconds=5))


async def test_without_room_the_next_has_to_wait() -> None:
    free = asyncio.Event()

    async def wait() -> None:
        await free.wait()

    lanes = ChatQueues(room=1, depth=9)
    await lanes.put("a", wait)
    waiting = asyncio.create_task(lanes.put("b", wait))
    await asyncio.sleep(0)
    assert not waiting.done()
    free.set()
    assert await waiting
    await lanes.drain(timedelta(seconds=5))


async def test_what_waits_for_room_keeps_nobody_waiting_who_brings_more() -> None:
    free, begun = asyncio.Event(), []

    async def wait() -> None:
        begun.append(1)
        await free.wait()

    lanes = ChatQueues(room=2, depth=9, waiting=5)
    assert [await lanes.put(lane, wait) for lane in "abcdefg"] == [True] * 7
    await asyncio.sleep(0.01)
    assert len(begun) == 2
    free.set()
    await lanes.drain(timedelta(seconds=5))
    assert len(begun) == 7


async def test_work_that_fails_does_not_end_its_lane() -> None:
    done: list[tuple[str, int]] = []

    async def fail() -> None:
        raise RuntimeError("a bug")

    lanes = ChatQueues(room=9, depth=9)
    await lanes.put("a", fail)
    await lanes.put("a", nothing_but(done, "a", 1))
    await lanes.drain(timedelta(seconds=5))
    assert done == [("a", 1)]


async def test_what_takes_too_long_at_the_end_is_cut_short() -> None:
    lanes = ChatQueues(room=9, depth=9)
    never = asyncio.Event()

    async def wait() -> None:
        await never.wait()

    for _ in range(2):
        await lanes.put("a", wait)
    await lanes.drain(timedelta())
    assert await lanes.put("a", nothing_but([], "a", 1))
    await lanes.drain(timedelta(seconds=5))
