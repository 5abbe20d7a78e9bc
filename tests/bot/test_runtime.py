"""Platforms run side by side: one that fails ends no other, and a stop lets each finish."""

import asyncio
import logging
import os
import signal

import pytest

from bot.service import runtime
from briefs.errors import SourcebriefError


class Serving:
    """A platform that serves until it is told to stop, then finishes what is in flight."""

    def __init__(self) -> None:
        self.running = asyncio.Event()
        self.finished = False

    async def run(self, stop: asyncio.Event) -> None:
        self.running.set()
        await stop.wait()
        await asyncio.sleep(0)
        self.finished = True


class Failing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    async def run(self, stop: asyncio.Event) -> None:
        raise self.error


async def test_a_stop_lets_every_platform_finish() -> None:
    one, two, stop = Serving(), Serving(), asyncio.Event()
    served = asyncio.create_task(runtime.serve({"one": one, "two": two}, stop))
    await one.running.wait()
    await two.running.wait()
    stop.set()
    assert await served
    assert one.finished
    assert two.finished


@pytest.mark.parametrize("error", [SourcebriefError("token refused"), ZeroDivisionError("a bug")])
async def test_a_platform_that_fails_ends_no_other(error: Exception) -> None:
    good, stop = Serving(), asyncio.Event()
    served = asyncio.create_task(runtime.serve({"bad": Failing(error), "good": good}, stop))
    await good.running.wait()
    assert not served.done()
    stop.set()
    assert await served


async def test_when_all_have_failed_it_ends_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert not await runtime.serve({"bad": Failing(SourcebriefError("token refused"))})


async def test_a_termination_signal_is_a_stop() -> None:
    good = Serving()
    served = asyncio.create_task(runtime.serve({"good": good}))
    await good.running.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    assert await served
    assert good.finished


async def test_a_stop_lets_what_runs_beside_the_platforms_finish_too() -> None:
    platform, delivery, other, stop = Serving(), Serving(), Serving(), asyncio.Event()
    served = asyncio.create_task(
        runtime.serve(
            {"one": platform}, stop, deliveries={"one": delivery}, others={"notices": other}
        )
    )
    for service in (platform, delivery, other):
        await service.running.wait()
    stop.set()
    assert await served
    assert delivery.finished
    assert other.finished


async def test_an_office_ends_with_its_platform_and_the_others_with_the_last() -> None:
    good, stop = Serving(), asyncio.Event()
    deliveries, other = {"bad": Serving(), "good": Serving()}, Serving()
    served = asyncio.create_task(
        runtime.serve(
            {"bad": Failing(SourcebriefError("token refused")), "good": good},
            stop,
            deliveries=deliveries,
            others={"notices": other},
        )
    )
    await good.running.wait()
    while not deliveries["bad"].finished:  # noqa: ASYNC110  # no event tells of it
        await asyncio.sleep(0)
    assert not deliveries["good"].finished
    assert not other.finished
    stop.set()
    assert await served
    assert deliveries["good"].finished


async def test_an_office_that_fails_ends_no_platform() -> None:
    good, stop = Serving(), asyncio.Event()
    served = asyncio.create_task(
        runtime.serve(
            {"good": good}, stop, deliveries={"good": Failing(ZeroDivisionError("a bug"))}
        )
    )
    await good.running.wait()
    await asyncio.sleep(0)
    assert not served.done()
    stop.set()
    assert await served


async def test_when_all_platforms_have_failed_nothing_keeps_running() -> None:
    delivery, other = Serving(), Serving()
    assert not await runtime.serve(
        {"bad": Failing(SourcebriefError("token refused"))},
        deliveries={"bad": delivery},
        others={"notices": other},
    )
    assert delivery.finished
    assert other.finished
