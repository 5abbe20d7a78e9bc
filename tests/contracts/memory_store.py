"""Empty libraries with the product's own parts, in memory and elsewhere: for tests of what stands
on a store, and of the store itself.
"""

import weakref
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from briefs.errors import StoreUnavailable
from briefs.storage.engine import FileMarker, Health
from briefs.storage.postgres import Postgres
from briefs.storage.sql.store import SqlStore, database_at, open_store
from briefs.storage.sqlite import Sqlite

SECRET = b"a secret of the tests, 32 bytes."


class Lender:
    """Lends empty databases, and those whose stores are gone again: opening one takes longer than
    most tests, as all statements are compiled anew.
    """

    def __init__(self, url: Callable[[], str]) -> None:
        self._url = url
        self._idle: list[Sqlite] = []

    def lend(self) -> Sqlite:
        if not self._idle:
            opened = open_store(self._url())._database
            assert isinstance(opened, Sqlite)
            self._idle.append(opened)
        lent = self._idle.pop()
        _empty(lent)
        borrowed = _Borrowed(lent)
        weakref.finalize(borrowed, self._idle.append, lent)
        return borrowed


class _Borrowed(Sqlite):
    def __init__(self, lent: Sqlite) -> None:
        self.__dict__.update(vars(lent))
        self.health, self._writing = Health(), Lock()

    def close(self) -> None:
        """It is given back when it is forgotten."""


_in_memory = Lender(lambda: "sqlite://")


class MemoryStore(SqlStore):
    """`database` is what a test makes a part of that fails as it wants."""

    def __init__(self) -> None:
        self.database = _in_memory.lend()
        super().__init__(self.database, SECRET)


class _Lent(Postgres):
    """The one database of the tests, as a new store has it; its engine keeps what it compiled."""

    def __init__(self, kept: Postgres) -> None:
        self.__dict__.update(vars(kept))
        self.health = Health()

    def close(self) -> None:
        """It is for the next test."""


@cache
def _postgres(url: str) -> Postgres:
    database = database_at(url)
    assert isinstance(database, Postgres)
    return database


def on_postgres(url: str) -> SqlStore:
    """The store of an empty library there, whose engine is kept for the next one."""
    return SqlStore(_Lent(_postgres(url)), SECRET)


class Away:
    """A part of a store that cannot be used at the moment."""

    def __init__(self, why: StoreUnavailable) -> None:
        self._why = why

    def __getattr__(self, name: str) -> Any:
        raise self._why


_KEPT = {"alembic_version", "sqlite_schema", "sqlite_temp_schema"}


def _empty(database: Sqlite) -> None:
    if database.path is not None:
        FileMarker(database.path).path.unlink(missing_ok=True)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
        for name in (row["name"] for row in listed if row["type"] == "table"):
            if name not in _KEPT:
                connection.exec_driver_sql(f'DELETE FROM "{name}"')
