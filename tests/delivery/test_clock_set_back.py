"""After a clock is set back, or a worker dies, no place waits longer than its limits say."""

import asyncio
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.service import process_identity
from bot.service.process_identity import has_died, worker_name
from briefs.digests.outbox import Retry
from briefs.storage.sql.store import open_store
from tests.contracts.memory_store import MemoryStore
from tests.delivery.rig import MILLISECOND
from tests.delivery.stage import (
    FakePoster,
    answering,
    channel,
    clock,
    courier,
    deliver,
    patient,
    put,
    rows,
    statuses,
    stock,
    until,
)

HOURS = timedelta(hours=3)
SECOND = timedelta(seconds=1)


async def test_an_account_that_was_asked_to_wait_is_not_held_until_the_clock_is_there_again() -> (
    None
):
    with closing(open_store("sqlite://")) as store:
        make = stock(store)
        ahead = clock() + HOURS
        store.rate_limiter.pause("slack:T1", ahead + SECOND, now=ahead)
        put(store, make("1"))
        poster = FakePoster(account_rate=("slack:T1", MILLISECOND))
        await deliver(store, poster, till=lambda: statuses(store) == ["sent"])


async def test_what_was_refused_for_a_while_is_tried_again_once_the_clock_was_set_back() -> None:
    with closing(open_store("sqlite://")) as store:
        make, stop = stock(store), asyncio.Event()
        poster = FakePoster(does=answering(Retry("Wait.", 100 * MILLISECOND)))
        put(store, make("1"))
        ahead = [HOURS]
        put(store, make("2"), to=channel(2))
        with courier(store, poster, settings=patient(lease=SECOND, look_after=SECOND)) as at_work:
            at_work._clock = lambda: clock() + ahead[0]
            running = asyncio.create_task(at_work.run(stop))
            await until(lambda: "pending" in statuses(store) and "sent" in statuses(store))
            ahead[0] = timedelta()
            await until(lambda: statuses(store) == ["sent", "sent"])
            stop.set()
            await running


async def test_a_call_that_waited_past_its_lease_does_not_leave_though_the_clock_was_set_back() -> (
    None
):
    store, moved = MemoryStore(), [timedelta()]
    make, poster, stop = stock(store), FakePoster(), asyncio.Event()
    intend = store.outbox.intend

    def slow(*args: object, now: datetime, lease: timedelta) -> object:
        moved[0] = -HOURS
        done = intend(*args, now=now, lease=lease)  # type: ignore[arg-type]  # passed on
        asyncio.run(asyncio.sleep(0.15))
        return done

    store.outbox.intend = slow  # type: ignore[method-assign, assignment]  # as above
    put(store, make("1"))
    with courier(store, poster, settings=patient(lease=200 * MILLISECOND)) as at_work:
        at_work._clock = lambda: clock() + moved[0]
        running = asyncio.create_task(at_work.run(stop))
        await until(lambda: "held up" in rows(store)[0].error)
        assert poster.posted == []
        stop.set()
        await running


# Workers


def test_a_worker_of_this_process_lives_and_one_of_another_host_is_not_told_of() -> None:
    name = worker_name("telegram 7-8")
    assert name != worker_name("telegram 7-8")
    assert not has_died(name)
    assert not has_died("w1")
    elsewhere = name.rsplit("-", 4)
    elsewhere[1] = "other.boot.1"
    assert not has_died("-".join(elsewhere))


def test_a_worker_whose_process_ended_has_died_even_if_its_number_is_used_again() -> None:
    say = "from bot.service.process_identity import worker_name; print(worker_name('w'))"
    named = subprocess.run(
        [sys.executable, "-c", say], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert has_died(named)
    ours = worker_name("w").rsplit("-", 4)
    ours[3] = "1"
    assert has_died("-".join(ours))


async def test_what_a_dead_worker_of_this_host_claimed_is_sent_at_once() -> None:
    store = MemoryStore()
    make, poster = stock(store), FakePoster()
    put(store, make("1"))
    put(store, make("2"), to=channel(2))
    dead = worker_name("w").rsplit("-", 4)
    dead[3] = "1"
    name, hour = "-".join(dead), timedelta(hours=1)
    claimed = store.outbox.claim(name, ["slack:T1"], now=clock(), lease=hour, limit=2)
    store.outbox.intend(name, claimed[:1], now=clock(), lease=hour)
    await deliver(store, poster, till=lambda: statuses(store) == ["uncertain", "sent"])
    assert rows(store)[0].error.startswith("The worker")


def test_a_system_that_tells_nothing_of_processes_declares_nobody_dead(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dead = worker_name("w").rsplit("-", 4)
    dead[3] = "1"
    assert has_died("-".join(dead))
    monkeypatch.setattr(process_identity, "_PROC", tmp_path)
    process_identity._place.cache_clear()
    try:
        assert not has_died("-".join(dead))
    finally:
        process_identity._place.cache_clear()
