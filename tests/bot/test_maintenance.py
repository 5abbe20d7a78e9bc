"""Periodic work: a heartbeat each minute, and deleting what has expired in small steps."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot import app
from bot.config import Settings
from bot.operations.maintenance import check_posting_hold, heartbeat, publication, retention
from bot.service.runtime import Periodic
from briefs.errors import StoreUnavailable
from briefs.storage.coordination import PostingHold
from briefs.storage.sql.retention import Pruned, RetentionPeriods
from briefs.storage.sql.store import SqlStore, open_store
from tests.bot.conftest import Logged
from tests.briefs.builders import edited

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def store() -> Iterator[SqlStore]:
    with closing(open_store("sqlite://")) as store:
        yield store


class Steps:
    """A store with so much to forget; what is asked of it is kept."""

    def __init__(self, *rows: int) -> None:
        self.left = list(rows)
        self.asked: list[tuple[RetentionPeriods, datetime]] = []

    def prune(self, keeping: RetentionPeriods, *, now: datetime) -> Iterator[Pruned]:
        self.asked.append((keeping, now))
        while self.left:
            rows = self.left.pop(0)
            if rows < 0:
                raise StoreUnavailable("The disk is full.", hint="Make room.")
            yield Pruned("deliveries", rows)


def housekeeping(steps: Steps, workers: Executor, stop: asyncio.Event, after: int) -> Periodic:
    """One that is stopped while it pauses for the nth time."""
    pauses = 0

    async def pause(_seconds: float) -> None:
        nonlocal pauses
        pauses += 1
        if pauses == after:
            stop.set()

    return retention(partial(steps.prune, RetentionPeriods()), workers, lambda: NOW, pause)


async def test_there_is_a_pause_after_each_step_and_a_stop_is_heeded_there(
    workers: Executor, logged: Logged
) -> None:
    stop, steps = asyncio.Event(), Steps(3, 2, 9, 9)
    await housekeeping(steps, workers, stop, after=2).run(stop)
    assert steps.left == [9, 9]
    assert steps.asked == [(RetentionPeriods(), NOW)]
    assert {"event": "retention.forgotten", "log_level": "info", "deliveries": 5} in logged


async def test_a_failure_is_told_and_ends_nothing(workers: Executor, logged: Logged) -> None:
    stop, steps = asyncio.Event(), Steps(-1)
    running = asyncio.create_task(housekeeping(steps, workers, stop, after=1).run(stop))
    while not logged:  # noqa: ASYNC110  # no event tells of it
        await asyncio.sleep(0.001)
    assert logged[0]["event"] == "retention.no_store"
    assert not running.done()
    stop.set()
    await running


async def test_a_heart_beats_at_once_and_until_it_is_stopped(
    workers: Executor, store: SqlStore
) -> None:
    stop = asyncio.Event()
    heart = heartbeat(store.posting_hold, workers, lambda: NOW)
    beating = asyncio.create_task(heart.run(stop))
    while store.posting_hold.last_served() is None:  # noqa: ASYNC110  # no event tells of it
        await asyncio.sleep(0.001)
    assert store.posting_hold.last_served() == NOW
    stop.set()
    await beating


def test_a_library_that_is_held_is_told_of_with_what_to_do(store: SqlStore, logged: Logged) -> None:
    guard: PostingHold = store.posting_hold
    assert check_posting_hold(guard, NOW) is None
    guard.hold("It is a copy.", known=NOW)
    assert check_posting_hold(guard, NOW + timedelta(days=1)) == guard.current()
    (told,) = logged
    assert (told["event"], told["reason"]) == ("posting.held", "It is a copy.")
    assert "since 2031-05-04 12:00 UTC" in told["hint"]
    assert "sourcebrief outbox resume" in told["hint"]


def test_how_long_is_kept_follows_from_the_settings() -> None:
    settings = Settings(keep_deliveries=10, keep_buttons=60)
    days = timedelta(days=1)
    expected = RetentionPeriods(deliveries=10 * days, buttons=60 * days)
    assert app.retention_periods(settings) == expected


async def test_what_is_scheduled_is_published_when_its_time_has_come_and_told(
    workers: Executor, store: SqlStore, logged: Logged
) -> None:
    store.editorial.propose(edited("One."), by="me", at=None, now=NOW)
    store.editorial.schedule(1, 1, NOW + timedelta(hours=1), now=NOW)
    clock, stop = [NOW], asyncio.Event()
    job = publication(store, workers, lambda: clock[0], timedelta(milliseconds=5))
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        tasks.create_task(job.run(stop))
        await asyncio.sleep(0.05)
        assert store.catalogue.count() == 0
        clock[0] += timedelta(hours=1)
        while not store.catalogue.count():  # noqa: ASYNC110  # a table, and no event tells of it
            await asyncio.sleep(0.01)
        stop.set()
    published = [event for event in logged if event["event"] == "publications.published"]
    assert [(event["piece"], event["revision"]) for event in published] == [(1, 1)]
