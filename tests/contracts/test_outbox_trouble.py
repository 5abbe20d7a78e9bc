"""An outbox in trouble: a full or read-only disk, a lock, and rows that something else changed."""

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import update

from briefs.digests.outbox import Sent
from briefs.errors import StoreUnavailable, Unproved
from briefs.storage.schema_outbox import messages
from briefs.storage.sql.store import SqlStore, open_store
from briefs.storage.sqlite import Sqlite
from tests.briefs.builders import NOW
from tests.briefs.test_sql_store_opening import another_program
from tests.contracts.posting import CHAT, LEASE, claim, edition, end, message, order, run, sending


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    with closing(open_store(f"sqlite:///{path}")) as store:
        yield store


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """As on a full disk: the system refuses to write any further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def steps(store: SqlStore) -> tuple[Callable[[], object], ...]:
    """Each thing that writes, once there is something for it to write."""
    store.outbox.enqueue([edition(), edition(CHAT)], now=NOW)
    (first,) = claim(store, limit=1)
    (sent,) = sending(store, "w2")
    return (
        lambda: store.outbox.enqueue([edition(name="other")], now=NOW),
        lambda: store.outbox.intend("w1", [first], now=NOW, lease=LEASE),
        lambda: end(store, sent, Sent("m1"), "w2"),
        lambda: store.outbox.expire_leases(now=NOW + LEASE, look_after=LEASE, lookable=()),
        lambda: store.outbox.drop(first.id, now=NOW),
        lambda: store.subscriptions.save(order(), run(), now=NOW),
    )


def refusals(writing: tuple[Callable[[], object], ...]) -> list[StoreUnavailable]:
    found = []
    for write in writing:
        with pytest.raises(StoreUnavailable) as refused:
            write()
        assert refused.value.hint
        found.append(refused.value)
    return found


def state(store: SqlStore) -> object:
    return store.outbox.rows(limit=99), store.subscriptions.page(limit=99)


def test_a_full_disk_stops_every_step_and_leaves_none_half_done(
    path: Path, store: SqlStore
) -> None:
    writing = steps(store)
    before = state(store)
    with no_file_may_grow_beyond(path.stat().st_size):
        refusals(writing)
        assert state(store) == before
    assert state(store) == before
    for write in writing:
        assert write()
    assert ("integrity", "ok") in store.describe()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write to any file")
def test_a_library_that_may_not_be_written_to_is_said(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}")) as store:
        store.outbox.enqueue([edition()], now=NOW)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(StoreUnavailable, match="cannot be written to"):
            open_store(f"sqlite:///{path}")
    finally:
        path.parent.chmod(0o755)


def test_a_database_that_refuses_writes_stops_every_step(store: SqlStore) -> None:
    writing = steps(store)
    before = state(store)
    with pragma(store, "query_only = ON", "query_only = OFF"):
        assert {"read-only" in str(error) for error in refusals(writing)} == {True}
    assert state(store) == before
    assert all(write() for write in writing)


def test_a_lock_of_another_program_stops_every_step(path: Path, store: SqlStore) -> None:
    writing = steps(store)
    before = state(store)
    with (
        another_program(path) as other,
        pragma(store, "busy_timeout = 1", "busy_timeout = 30000"),
    ):
        other.exec_driver_sql("BEGIN IMMEDIATE")
        assert {"is locked" in str(error) for error in refusals(writing)} == {True}
        assert state(store) == before
    assert all(write() for write in writing)


@contextmanager
def pragma(store: SqlStore, setting: str, back: str) -> Iterator[None]:
    """The setting on the store's lasting connection, for a while."""
    assert isinstance(store._database, Sqlite)
    for one in (setting, back):
        with closing(store._database._writer.raw_connection()) as writer:
            writer.cursor().execute(f"PRAGMA {one}")
        if one == setting:
            yield


@pytest.mark.parametrize(
    "change",
    [
        {"payload": '{"text":"Other news"}'},
        {"quotes": ()},
        {"about": None},
    ],
)
def test_a_message_changed_behind_our_back_is_not_proved(
    store: SqlStore, change: dict[str, object]
) -> None:
    store.outbox.enqueue([edition()], now=NOW)
    (row,) = store.outbox.rows(limit=1)
    assert store.outbox.message(row.message).quotes == message().quotes
    with store._database.write() as connection:
        connection.execute(update(messages).values(**change))
    with pytest.raises(Unproved):
        store.outbox.message(row.message)


@pytest.mark.parametrize("torn", ["[[", "[1]", '{"a":1}'])
def test_a_message_that_cannot_be_read_is_not_proved(store: SqlStore, torn: str) -> None:
    store.outbox.enqueue([edition()], now=NOW)
    with store._database.write() as connection:
        connection.exec_driver_sql("UPDATE messages SET quotes = ?", (torn,))
    with pytest.raises(Unproved):
        store.outbox.message(store.outbox.rows(limit=1)[0].message)
