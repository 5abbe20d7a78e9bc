"""Work that is done again and again outlives whatever goes wrong with it."""

import asyncio
from datetime import timedelta

from bot.runtime import run_periodically, until
from briefs.errors import StoreUnavailable
from tests.bot.conftest import Logged

MOMENT, HOUR = timedelta(milliseconds=1), timedelta(hours=1)


async def test_a_failure_is_logged_under_the_work_s_name_and_tried_again(logged: Logged) -> None:
    stop = asyncio.Event()
    ends = iter([StoreUnavailable("It is locked.", hint="Wait."), ZeroDivisionError("a bug")])

    async def work() -> None:
        error = next(ends, None)
        if error is not None:
            raise error
        stop.set()

    await asyncio.wait_for(run_periodically("sweeping", work, MOMENT, stop), 10)
    locked, bug = logged
    assert (locked["event"], locked["error"]) == ("sweeping.no_store", "It is locked.")
    assert locked["hint"] == "Wait."
    assert (bug["event"], bug["exc_info"]) == ("sweeping.failed", True)


async def test_a_stop_is_not_kept_waiting_by_the_pause() -> None:
    stop, done = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        done.set()

    running = asyncio.create_task(run_periodically("work", work, HOUR, stop))
    await done.wait()
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_one_waits_for_an_event_and_no_longer_than_one_wants() -> None:
    event = asyncio.Event()
    await asyncio.wait_for(until(event, MOMENT), 10)
    assert not event.is_set()
    event.set()
    await asyncio.wait_for(until(event, HOUR), 10)
