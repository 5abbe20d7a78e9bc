"""What the SQL store asks of an engine: its transactions, the few statements that differ, whether
the database can be used, and whether it is the one that was last served here.

At each heartbeat a mark is written into the library, and then kept by the witness: SQLite's is a
file beside the database, PostgreSQL's the identity of the database. `coordination.PostingHold` says
what follows from a doubt.
"""

from collections.abc import Callable, Container
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import CTE, Connection, SelectBase, Table
from sqlalchemy.sql.dml import Insert


class Witness(Protocol):
    def mark(self, now: datetime) -> str:
        """The mark to write into the library."""
        ...

    def keep(self, mark: str) -> None:
        """Keep a mark that is committed in the library."""
        ...

    def doubt(self, mark: str) -> str:
        """Why a library with this mark is not the one last served here; "" if it seems to be.

        A library without a mark ("") was never served, so it cannot send anything again.
        """
        ...


class FileMarker:
    """A file beside the database with the time of the last heartbeat, which the database has too.

    An older copy that is put in the database's place has an earlier time.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}-alive")

    def mark(self, now: datetime) -> str:
        return now.isoformat(timespec="seconds")

    def keep(self, mark: str) -> None:
        # Not synced to the disk: a mark that is lost here raises no doubt.
        with suppress(OSError):
            fresh = self.path.with_name(f"{self.path.name}.new")
            fresh.write_text(mark, encoding="ascii")
            fresh.replace(self.path)

    def doubt(self, mark: str) -> str:
        if not mark:
            return ""
        try:
            seen = datetime.fromisoformat(self.path.read_text(encoding="ascii"))
            is_older = datetime.fromisoformat(mark) < seen
        except (OSError, ValueError, TypeError):  # a note cut short may be a time of no zone
            return ""
        if not is_older:
            return ""
        return "An older state of it has been put in the place of the one last served here."


class DatabaseIdMarker:
    """The identity of the server's database, which a dump does not contain.

    A library that was restored into another database carries the mark of the first one.
    """

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name

    def mark(self, now: datetime) -> str:  # noqa: ARG002 - it is the same at any time
        return self._name()

    def keep(self, mark: str) -> None:
        """Nothing to keep: the database has its identity."""

    def doubt(self, mark: str) -> str:
        if mark in {"", self._name()}:
            return ""
        return "It was last served in another database: this is a copy."


SLOW_SECONDS: Final = 5.0
"""A write that waited longer than this for its lock counts as a failure, though it succeeds."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a database "is" or "has", as the end of a sentence; what to do; how often it was met."""

    what: str
    hint: str
    times: int


class Health:
    """Counts since the store was opened; from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._troubles: dict[str, Trouble] = {}
        self._writes = 0

    @property
    def writes(self) -> int:
        """How many transactions were committed."""
        return self._writes

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        with self._lock:
            return tuple(self._troubles.values())

    def failed(self, what: str, hint: str) -> None:
        with self._lock:
            known = self._troubles.get(what)
            self._troubles[what] = Trouble(what, hint, known.times + 1 if known else 1)

    def wrote(self) -> None:
        with self._lock:
            self._writes += 1


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
