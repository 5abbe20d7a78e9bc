"""What has been taken up, on a SQL database: the key of a row is what refuses a second time."""

from collections.abc import Sequence
from datetime import datetime

from briefs.side_tables import taken
from briefs.storage.engine import Database


class SqlTaken:
    """Keeps the promises of `briefs.taken.Taken`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(taken).returning(taken.c.key)

    def first(self, keys: Sequence[str], *, now: datetime) -> frozenset[str]:
        # In one order, or two that take the same keys up could wait for each other.
        rows = [{"key": key, "taken_at": now} for key in sorted(set(keys))]
        if not rows:
            return frozenset()
        # After a power cut something may be answered twice; that is no reason to wait for the disk.
        with self._database.write(lasting=False, alone=False) as connection:
            return frozenset(connection.scalars(self._enter, rows))
