"""What the SQL store asks of an engine: its transactions, and the few statements that differ."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import CTE, Connection, Table
from sqlalchemy.sql.dml import Insert

from briefs.search import Query


class Database(Protocol):
    @property
    def matches(self) -> CTE:
        """Pieces (`id`, newest first) that answer to `:match`, at most `:limit` of them."""
        ...

    def match(self, query: Query) -> str:
        """What `:match` is for a query."""
        ...

    def read(self) -> AbstractContextManager[Connection]:
        """A connection for one statement that only reads; from any thread."""
        ...

    def write(self, *, lasting: bool = True) -> AbstractContextManager[Connection]:
        """A transaction that no other writes during, committed at the end unless it fails.

        One that is not `lasting` does not wait for the disk: a power cut may take it back.
        """
        ...

    def insert_new(self, into: Table) -> Insert:
        """An insert that leaves rows that are there already as they are."""
        ...

    def upsert(self, into: Table) -> Insert:
        """An insert that takes the place of the rows with the same primary key."""
        ...

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values; may take long, as it checks the data."""
        ...

    def close(self) -> None: ...
