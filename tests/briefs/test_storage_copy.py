"""A library is copied to another database: every row compared, and resumable at any point."""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from briefs.errors import BadArgument, SourcebriefError, StoreUnavailable
from briefs.model import Address, Press
from briefs.search_query import parse
from briefs.storage import copy as storage_copy
from briefs.storage.copy import Compared, Row, move
from briefs.storage.sql.store import database_at, open_store
from tests.briefs.builders import NOW, edited
from tests.briefs.rows import TABLES, contents, fill
from tests.conftest import scaled
from tests.contracts.engines import UNMADE, Engine, file, new_file
from tests.postgres import new_library

ENGINES: dict[str, Engine] = {"SQLite": file, "PostgreSQL": new_library}
CHANNEL = Address("slack", "T1", "C1")


def compared(source: str, target: str) -> list[Compared]:
    """Move everything; what was compared at the end."""
    return [step for step in move(source, target, now=NOW) if isinstance(step, Compared)]


def change(url: str, statement: str) -> None:
    with closing(database_at(url)) as database, database.write() as connection:
        connection.execute(text(statement))


@pytest.fixture(params=["SQLite to SQLite", "SQLite to PostgreSQL", "PostgreSQL to SQLite"])
def houses(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """The addresses of the old house, with a library in it, and of the new one."""
    old, _, new = request.param.partition(" to ")
    with ENGINES[old]() as source, ENGINES[new]() as target:
        fill(source, 12)
        yield source, target


@pytest.fixture
def here() -> Iterator[tuple[str, str]]:
    with file() as source, file() as target:
        fill(source, 3)
        yield source, target


def test_every_row_of_every_table_moves(houses: tuple[str, str]) -> None:
    source, target = houses
    tables = compared(source, target)
    assert {(table.table, table.rows) for table in tables} == {(t.name, 12) for t in TABLES}
    assert contents(target) == contents(source)
    # And back, where the hashes are the same.
    with new_file() as again:
        assert compared(target, again) == tables


@pytest.mark.parametrize("engine", UNMADE)
def test_a_library_that_moved_answers_as_before(
    engine: Engine,
) -> None:
    presses = [Press("brief", ("1",))]
    with new_file() as source, engine() as target:
        with closing(open_store(source)) as store:
            for n in range(3):
                store.catalogue.add(edited(f"The river {n} rose in the night."), now=NOW)
            tokens = store.chat_state.issue(presses, CHANNEL, now=NOW)
            external = store.editorial.keep_external(edited("By."), now=NOW, until=NOW)
            store.editorial.expire_external(NOW)
        compared(source, target)
        with closing(open_store(target)) as store:
            assert len(store.catalogue.search(parse("rivers"), limit=9)) == 3
            assert store.chat_state.issue(presses, CHANNEL, now=NOW) == tokens
            assert store.posting_hold.current() is None
            # No number is given again, though its row is gone.
            after = store.editorial.keep_external(edited("Else."), now=NOW, until=NOW)
            assert after.piece not in {external.piece, *range(9)}
            assert store.catalogue.add(edited("A fourth."), now=NOW).status == "new"


def test_the_old_house_is_left_as_it_was(here: tuple[str, str]) -> None:
    source, target = here
    path = Path(source.removeprefix("sqlite:///"))
    before = sha256(path.read_bytes()).digest()
    path.chmod(0o400)
    compared(source, target)
    assert sha256(path.read_bytes()).digest() == before


class Broken(Exception):
    """A crash in the middle of something."""


@settings(max_examples=scaled(8))
@given(rows=st.integers(0, 5), crashes=st.lists(st.integers(0, 120), max_size=3))
def test_a_move_that_is_broken_off_always_goes_on_behind_what_was_verified(
    rows: int, crashes: list[int]
) -> None:
    left, copied = 0, 0

    def hash_(row: Row) -> bytes:
        nonlocal left
        left -= 1
        if left == 0:
            raise Broken
        return as_ever(row)

    def copy(*args: Any) -> None:
        nonlocal copied
        write(*args)
        copied += len(args[3])

    as_ever, write = storage_copy._hash, storage_copy._copy
    with file() as source, file() as target, pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage_copy, "_ROWS", 2)
        patch.setattr(storage_copy, "_hash", hash_)
        patch.setattr(storage_copy, "_copy", copy)
        fill(source, rows)
        for left in (*crashes, 0):  # noqa: B007 - counted down above
            with suppress(Broken):
                compared(source, target)
                break
        assert contents(target) == contents(source)
        assert copied == rows * len(TABLES)
        assert not held(target)


def held(url: str) -> bool:
    with closing(open_store(url)) as store:
        return store.posting_hold.current() is not None


def test_nothing_is_posted_from_half_a_library(here: tuple[str, str]) -> None:
    source, target = here
    moving = move(source, target, now=NOW)
    for _ in range(5):
        next(moving)
    del moving
    assert held(target)
    compared(source, target)
    assert not held(target)


def test_a_row_that_reads_back_otherwise_ends_the_move(here: tuple[str, str]) -> None:
    source, target = here
    open_store(target).close()
    change(
        target,
        "CREATE TRIGGER forgetful AFTER INSERT ON messages BEGIN "
        "UPDATE messages SET payload = 'other' WHERE key = new.key; END",
    )
    with pytest.raises(StoreUnavailable, match="A row of messages is not what was written"):
        compared(source, target)
    assert held(target)


def test_what_changed_in_the_old_house_meanwhile_is_noticed(here: tuple[str, str]) -> None:
    source, target = here
    moving = move(source, target, now=NOW)
    next(moving)
    while not contents(target)["revisions"]:
        next(moving)
    change(source, "UPDATE revisions SET title = 'Other' WHERE piece = 1")
    with pytest.raises(StoreUnavailable, match="The table revisions is not the same in both"):
        compared(source, target)
    assert held(target)


def test_a_database_with_something_in_it_is_refused(here: tuple[str, str]) -> None:
    source, target = here
    with closing(open_store(target)) as store:
        store.catalogue.add(edited(), now=NOW)
    with pytest.raises(BadArgument, match="has something in it"):
        compared(source, target)


def test_a_move_of_another_library_is_not_gone_on_with(here: tuple[str, str]) -> None:
    source, target = here
    moving = move(source, target, now=NOW)
    next(moving)
    with new_file() as other:
        open_store(other).close()
        with pytest.raises(BadArgument, match="has something in it"):
            compared(other, target)


def test_a_library_that_is_being_served_is_not_moved(here: tuple[str, str]) -> None:
    source, target = here
    with closing(open_store(source)) as store:
        store.posting_hold.beat(now=NOW - timedelta(minutes=1))
    with pytest.raises(BadArgument, match="is being served"):
        compared(source, target)
    assert next(move(source, target, now=NOW + timedelta(minutes=3)))


def test_a_library_that_is_held_is_not_moved(here: tuple[str, str]) -> None:
    source, target = here
    with closing(open_store(source)) as store:
        store.posting_hold.hold("It is a copy.", known=None)
    with pytest.raises(BadArgument, match="is held"):
        compared(source, target)


def test_there_must_be_a_library_to_move() -> None:
    with new_file() as source, new_file() as target:
        with pytest.raises(SourcebriefError, match="There is no file"):
            compared(source, target)
        assert not Path(source.removeprefix("sqlite:///")).exists()
        Path(source.removeprefix("sqlite:///")).touch()
        with pytest.raises(BadArgument, match="no library to move"):
            compared(source, target)
