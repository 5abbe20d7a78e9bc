"""The operator is told once of each kind of trouble, even while nothing can be written."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy import NullPool, create_engine

from bot.operations.alerts import DirectLine, Operator, TroubleAlerts
from briefs.digests.outbox import Message, Outcome, Rejected, Retry, Sent, Unknown
from briefs.errors import StoreUnavailable
from briefs.model import Address, Press
from briefs.storage import sqlite
from briefs.storage.sql.store import SqlStore, open_store
from handlers.message import Reply
from tests.bot.conftest import Logged
from tests.briefs.builders import NOW
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import text

OPERATOR = Address("telegram", "777", "5")
LOCKED = ("is locked by another program", "Close that program and try again.")
LOOK = 5.0


class Line:
    """An operator, and what happens at each look."""

    def __init__(
        self, store: MemoryStore | SqlStore, *outcomes: Outcome, direct: bool = True
    ) -> None:
        self.store, self.left, self.said = store, iter(outcomes), list[str]()
        self.at = 0.0
        self.workers = ThreadPoolExecutor(1)
        self.alerts = TroubleAlerts(
            health=store.health,
            outbox=store.outbox,
            workers=self.workers,
            operator=Operator(OPERATOR, self.freeze),
            line=DirectLine(OPERATOR.account, self.post if direct else None),
            clock=lambda: NOW + timedelta(seconds=self.at),
        )

    def freeze(self, reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
        assert not tokens
        return (Message(payload=text(reply)),)

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        assert to == OPERATOR
        outcome = next(self.left, Sent("1"))
        if not isinstance(outcome, Retry):
            self.said.append(payload)
        return outcome

    async def look(self, times: int = 1, *, after: float = LOOK) -> list[str]:
        """What is said by so many looks."""
        before = len(self.said)
        for _ in range(times):
            self.at += after
            await self.alerts.look(self.at)
        return self.said[before:]


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line(MemoryStore())
    yield made
    made.workers.shutdown()


async def test_a_trouble_is_told_once_and_its_end_once(line: Line) -> None:
    assert await line.look(3) == []
    line.store.health.failed(*LOCKED)
    (said,) = await line.look()
    assert "Its database is locked by another program. Close that program" in said
    for _ in range(20):
        line.store.health.failed(*LOCKED)
        assert await line.look() == []
    assert await line.look(30) == [], "nothing was written since: it goes on"
    line.store.health.wrote()
    (over,) = await line.look(30)
    assert "is over" in over


async def test_each_kind_is_told_and_one_that_comes_back_is_told_again(line: Line) -> None:
    line.store.health.failed(*LOCKED)
    line.store.health.failed("has no room: the disk is full", "Free some space and try again.")
    assert len(await line.look()) == 2
    line.store.health.wrote()
    assert len(await line.look(20)) == 2
    line.store.health.failed(*LOCKED)
    assert len(await line.look()) == 1


async def test_what_comes_and_goes_is_one_trouble(line: Line) -> None:
    said = []
    for _ in range(10):
        line.store.health.failed(*LOCKED)
        line.store.health.wrote()
        said += await line.look(5)
    assert len(said) == 1


async def test_what_surely_was_not_sent_is_tried_again_and_what_may_have_been_is_not() -> None:
    busy = Line(MemoryStore(), Retry("Busy.", timedelta()), Unknown("No answer."))
    busy.store.health.failed(*LOCKED)
    assert await busy.look() == []
    assert len(await busy.look(9)) == 1


async def test_an_operator_who_cannot_be_reached_is_not_asked_for_ever(logged: Logged) -> None:
    gone = Line(MemoryStore(), Rejected("The bot was blocked.", "place"))
    gone.store.health.failed(*LOCKED)
    assert len(await gone.look(9)) == 1
    assert "trouble.not_told" in str(logged)


async def test_a_process_that_stood_still_says_so(line: Line) -> None:
    await line.look(2)
    (said,) = await line.look(after=95.0)
    assert "for 95 seconds" in said
    assert await line.look(5) == []


async def test_without_a_line_of_its_own_it_goes_by_the_outbox_once_that_can_be_written() -> None:
    store = MemoryStore()
    line = Line(store, direct=False)
    enqueue, locked = store.outbox.enqueue, [True]

    def maybe(*args: object, **fields: object) -> int:
        if locked[0]:
            raise StoreUnavailable("It is locked.")
        return enqueue(*args, **fields)  # type: ignore[arg-type]  # passed on

    store.outbox.enqueue = maybe  # type: ignore[method-assign]  # as above
    store.health.failed(*LOCKED)
    await line.look(3)
    assert store.outbox.rows(limit=9) == ()
    locked[0] = False
    await line.look(3)
    (row,) = store.outbox.rows(limit=9)
    assert (row.place, row.edition.startswith("notice-trouble-")) == (OPERATOR, True)


# What a store counts


def test_a_locked_database_is_counted_and_a_slow_write_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    monkeypatch.setattr(sqlite, "_NOTING", ("busy_timeout = 10", "synchronous = NORMAL"))
    with closing(open_store(f"sqlite:///{path}")) as store:
        before = store.health.writes
        store.deduplication.new_keys(["a"], now=NOW)
        assert (store.health.writes, store.health.troubles) == (before + 1, ())
        other = create_engine(
            f"sqlite:///{path}", module=pysqlite3, isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        with other.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable):
                store.deduplication.new_keys(["b"], now=NOW)
            connection.exec_driver_sql("ROLLBACK")
        monkeypatch.setattr(sqlite, "SLOW_SECONDS", -1.0)
        store.deduplication.new_keys(["b"], now=NOW)
        (trouble,) = store.health.troubles
        assert (trouble.what, trouble.times) == (LOCKED[0], 2)
