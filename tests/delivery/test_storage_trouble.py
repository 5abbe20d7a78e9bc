"""The library is locked, or read-only, or fails at any step: nothing is doubled, or lost."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from briefs.digests.outbox import Retry
from briefs.errors import StoreUnavailable
from briefs.storage.sql.store import SqlStore, open_store
from briefs.storage.sqlite import Sqlite
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
from tests.delivery.wire import wired_shelf

PLACES = 30
Trouble = Callable[[SqlStore, Path], AbstractContextManager[None]]


def pragma(store: SqlStore, setting: str) -> None:
    """Set it on both connections that write."""
    database = store._database
    assert isinstance(database, Sqlite)
    for engine in (database._writer, database._noter):
        # The connection is shared: without the lock its reset could end a transaction under way.
        with database._writing, engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute(f"PRAGMA {setting}")


@contextmanager
def read_only(store: SqlStore, path: Path) -> Iterator[None]:
    pragma(store, "query_only = ON")
    yield
    pragma(store, "query_only = OFF")


@contextmanager
def locked(store: SqlStore, path: Path) -> Iterator[None]:
    """Another program writes, and does not end."""
    pragma(store, "busy_timeout = 10")
    with closing(open_store(f"sqlite:///{path}")) as other, other._database.write():
        yield


@pytest.mark.parametrize("trouble", [read_only, locked])
async def test_a_library_in_trouble_is_waited_for(trouble: Trouble, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with closing(open_store(f"sqlite:///{path}")) as store:
        make = stock(store)
        poster = FakePoster(account_rate=("slack:T1", 50 * MILLISECOND))
        for number in range(PLACES):
            put(store, make(f"{number}"), to=channel(number))
        stop, ahead = asyncio.Event(), timedelta()
        habits = patient(lease=timedelta(minutes=1))
        with courier(store, poster, settings=habits, clock=lambda: clock() + ahead) as at_work:
            running = asyncio.create_task(at_work.run(stop))
            await until(lambda: len(poster.posted) > 3)
            with trouble(store, path):
                await asyncio.sleep(0.4)
                assert len(poster.posted) < PLACES
                assert not running.done()
            await until(lambda: not at_work.under_way)
            ahead = habits.policy.lease  # of those that the library did not let begin
            await until(lambda: statuses(store) == ["sent"] * PLACES)
            stop.set()
            await running
        assert len(poster.posted) == len(set(poster.posted)) == PLACES
        assert {row.attempts for row in rows(store)} == {1}


def failing(place: str) -> Callable[[str], None]:
    """Fail the first time that a place is passed."""
    left = iter([place])

    def trip(passed: str) -> None:
        if passed == place and next(left, None) is not None:
            raise StoreUnavailable("The disk is full.", hint="Free some space.")

    return trip


STEPS = (
    "expire_leases",
    "paused_until",
    "claim",
    "message",
    "revision",
    "intend",
    "settle",
    "note_shown",
)


async def past(place: str) -> tuple[list[str], int]:
    """How a delivery ends, and with how many calls, when the library fails once at a place."""
    store, poster = MemoryStore(), FakePoster()
    put(store, stock(store)("1"))
    shelf = wired_shelf(store, failing(place))
    settings = patient(lease=timedelta(seconds=2))
    await deliver(
        shelf, poster, till=lambda: statuses(store) in (["sent"], ["uncertain"]), settings=settings
    )
    return statuses(store), len(poster.posted)


async def test_a_step_that_fails_is_made_up_for() -> None:
    places = [f"{when} {step}" for step in STEPS for when in ("before", "after")]
    ends = dict(zip(places, await asyncio.gather(*map(past, places)), strict=True))
    # Once it says that it is about to be sent, only the call itself could tell that it was not.
    assert ends.pop("after intend") == (["uncertain"], 0)
    assert set(map(str, ends.values())) == {"(['sent'], 1)"}


async def test_how_a_call_ended_is_not_forgotten_while_the_library_is_away() -> None:
    store, poster = (
        MemoryStore(),
        FakePoster(does=answering(Retry("Wait.", MILLISECOND, all_wait=True))),
    )
    put(store, stock(store)("1"))
    shelf = wired_shelf(store, failing("before pause"))
    await deliver(shelf, poster, till=lambda: statuses(store) == ["sent"])
    assert len(poster.posted) == 2
