"""What the SQL store asks of an engine: its transactions, and the few statements that differ."""

from collections.abc import Container
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import CTE, Connection, SelectBase, Table
from sqlalchemy.sql.dml import Insert

from briefs.storage.health import Health
from briefs.storage.witness import Witness

if TYPE_CHECKING:
    from briefs.search_query import Query


class FullText(Protocol):
    """Full-text search in an engine's language: `sqlite_search` and `postgres_search` are such."""

    @property
    def MATCHES(self) -> CTE:  # noqa: N802  # a constant of the modules, as the next two are
        """Pieces (`id`, newest first) that answer to `:match`, at most `:limit` of them."""
        ...

    @property
    def TEXTS(self) -> SelectBase:  # noqa: N802  # as above
        """Pieces (`pieces.id`) that answer to `:match`."""
        ...

    @property
    def UNWANTED(self) -> SelectBase:  # noqa: N802  # as above
        """Pieces (`pieces.id`) that answer to `:unwanted`."""
        ...

    @property
    def ENTRIES(self) -> SelectBase:  # noqa: N802  # as above
        """Entries of references (`cited.id`) that answer to `:entry`."""
        ...

    def match(self, query: "Query", kinds: Container[str] | None = None) -> object:
        """What `:match`, `:unwanted` or `:entry` is for a query; `kinds` are those of the index."""
        ...


class Database(Protocol):
    @property
    def full_text(self) -> FullText:
        """The engine's search; it is imported when it is first asked for."""
        ...

    @property
    def health(self) -> Health:
        """What failed, and whether writing works."""
        ...

    @property
    def witness(self) -> Witness:
        """What tells that the library is not the one that was last served here."""
        ...

    def read(self) -> AbstractContextManager[Connection]:
        """A connection to read with, each statement by itself; from any thread."""
        ...

    def snapshot(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of everything for as long as it is open.

        It cannot write, and neither makes nor changes the database in any way.
        """
        ...

    def write(
        self, *, durable: bool = True, exclusive: bool = True, force_index_order: bool = False
    ) -> AbstractContextManager[Connection]:
        """A transaction that no other writes during, committed at the end unless it fails.

        Without `durable` the commit does not wait for the disk: a power cut may undo it. Without
        `exclusive` other writers may run at the same time, so that each change has to name the
        state it expects. With `force_index_order` the planner must read the first of many rows by
        an index of that order and may not sort all of them, whatever its statistics say.
        """
        ...

    def insert_new(self, into: Table) -> Insert:
        """An insert that leaves rows that are there already as they are."""
        ...

    def upsert(self, into: Table) -> Insert:
        """An insert that takes the place of the rows with the same primary key."""
        ...

    def size(self) -> int:
        """How many bytes the database takes on its disk, with what is not yet merged into it."""
        ...

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values; may take long, as it checks the data."""
        ...

    def wipe(self) -> tuple[str, ...]:
        """Rewrite everything, so that nothing of deleted rows is left in the engine's files.

        What it could not reach, a sentence each.
        """
        ...

    def close(self) -> None: ...
