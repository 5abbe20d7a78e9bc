"""Periodic work goes on after any failure of one run."""

import asyncio
from datetime import timedelta

from bot.service.runtime import Periodic, until
from briefs.errors import StoreUnavailable
from tests.bot.conftest import Logged

MOMENT, HOUR = timedelta(milliseconds=1), timedelta(hours=1)


async def test_a_failure_is_logged_under_the_work_s_name_and_tried_again(logged: Logged) -> None:
    stop = asyncio.Event()
    ends = iter([StoreUnavailable("It is locked.", hint="Wait."), ZeroDivisionError("a bug")])

    async def work(_stop: asyncio.Event) -> None:
        error = next(ends, None)
        if error is not None:
            raise error
        stop.set()

    await asyncio.wait_for(Periodic(name="sweeping", every=MOMENT, work=work).run(stop), 60)
    locked, bug = logged
    assert (locked["event"], locked["error"]) == ("sweeping.no_store", "It is locked.")
    assert locked["hint"] == "Wait."
    assert (bug["event"], str(bug["exc_info"])) == ("sweeping.failed", "a bug")


async def test_a_stop_is_not_kept_waiting_by_the_pause() -> None:
    stop, done = asyncio.Event(), asyncio.Event()

    async def work(_stop: asyncio.Event) -> None:
        done.set()

    running = asyncio.create_task(Periodic(name="work", every=HOUR, work=work).run(stop))
    await done.wait()
    stop.set()
    await asyncio.wait_for(running, 60)


async def test_the_work_can_ask_for_another_pause_and_can_be_woken() -> None:
    stop, wake = asyncio.Event(), asyncio.Event()
    done: list[int] = []

    async def work(_stop: asyncio.Event) -> timedelta | None:
        done.append(len(done))
        if len(done) == 4:
            stop.set()
        if len(done) == 2:
            asyncio.get_running_loop().call_soon(wake.set)
            return None
        return MOMENT

    running = Periodic(name="work", every=HOUR, work=work, wake=wake)
    await asyncio.wait_for(running.run(stop), 60)
    assert len(done) == 4


async def test_one_waits_for_an_event_and_no_longer_than_one_wants() -> None:
    event = asyncio.Event()
    await asyncio.wait_for(until(event, MOMENT), 60)
    assert not event.is_set()
    event.set()
    await asyncio.wait_for(until(event, HOUR), 60)
