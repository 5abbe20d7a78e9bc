"""An empty library in memory, with the product's own parts: for tests of what stands on a store."""

import weakref
from threading import Lock
from typing import Any

from briefs.errors import StoreUnavailable
from briefs.storage.engine import Health
from briefs.storage.sql.store import SqlStore, open_store
from briefs.storage.sqlite import Sqlite

_idle: list[Sqlite] = []
"""Databases whose stores are gone: their engines know by heart what each statement compiles to."""


class _Borrowed(Sqlite):
    """A database that is emptied, and lent on once nothing of its store is in use."""

    def __init__(self, lender: Sqlite) -> None:
        self.__dict__.update(vars(lender))
        self.health, self._writing = Health(), Lock()
        weakref.finalize(self, _idle.append, lender)

    def close(self) -> None:
        """It is given back when it is forgotten."""


class MemoryStore(SqlStore):
    """`database` is what a test makes a part of that fails as it wants."""

    def __init__(self) -> None:
        if _idle:
            lender = _idle.pop()
            _empty(lender)
        else:
            opened = open_store("sqlite://")._database
            assert isinstance(opened, Sqlite)
            lender = opened
        self.database = _Borrowed(lender)
        super().__init__(self.database, b"a secret of the tests, 32 bytes.")


class Away:
    """A part of a store that cannot be used at the moment."""

    def __init__(self, why: StoreUnavailable) -> None:
        self._why = why

    def __getattr__(self, name: str) -> Any:
        raise self._why


_KEPT = {"alembic_version", "sqlite_schema", "sqlite_temp_schema"}


def _empty(database: Sqlite) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
        for name in (row["name"] for row in listed if row["type"] == "table"):
            if name not in _KEPT:
                connection.exec_driver_sql(f'DELETE FROM "{name}"')
