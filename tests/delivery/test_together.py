"""Calls within a moment are executed as one."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.delivery.send import Batcher


class Groups:
    def __init__(self) -> None:
        self.seen: list[list[int]] = []

    async def double(self, group: list[int]) -> Sequence[int]:
        self.seen.append(group)
        await asyncio.sleep(0)
        if 13 in group:
            raise ValueError("13")
        return [2 * number for number in group]


async def test_what_comes_within_a_moment_is_one_group() -> None:
    groups = Groups()
    together = Batcher(groups.double, size=10, wait=0.01)
    assert await asyncio.gather(*map(together.submit, range(3))) == [0, 2, 4]
    assert groups.seen == [[0, 1, 2]]


async def test_a_full_group_does_not_wait() -> None:
    groups = Groups()
    together = Batcher(groups.double, size=2, wait=3600)
    assert await asyncio.gather(*map(together.submit, range(4))) == [0, 2, 4, 6]
    assert groups.seen == [[0, 1], [2, 3]]


async def test_a_failure_is_told_to_all_of_its_group_and_no_other() -> None:
    groups = Groups()
    together = Batcher(groups.double, size=2, wait=3600)
    told = await asyncio.gather(*map(together.submit, [12, 13, 14, 15]), return_exceptions=True)
    assert [type(one) for one in told] == [ValueError, ValueError, int, int]


async def test_one_that_gave_up_waiting_does_not_stop_the_others() -> None:
    groups = Groups()
    together = Batcher(groups.double, size=10, wait=0.01)
    one, other = (asyncio.create_task(together.submit(number)) for number in (1, 2))
    await asyncio.sleep(0)
    one.cancel()
    assert await other == 4
    with pytest.raises(asyncio.CancelledError):
        await one
