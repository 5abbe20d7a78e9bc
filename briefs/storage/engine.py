"""What the SQL store needs of an engine: transactions, the statements that differ, health, a
witness; and bringing its schema to what this version of the code expects.

The witness tells whether the database is the one that was last served here. At each heartbeat a
mark is written into the library, and then kept by the witness: for SQLite in a file beside the
database, for PostgreSQL it is the identity of the database. `coordination.PostingHold` decides what
follows from a doubt.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.sql.dml import Insert

from briefs.errors import StoreUnavailable


class Witness(Protocol):
    def mark(self, now: datetime) -> str:
        """The mark to write into the library."""
        ...

    def keep(self, mark: str) -> None:
        """Keep a mark that is committed in the library."""
        ...

    def doubt(self, mark: str) -> str:
        """Why a library with this mark is not the one last served here; "" if it may be.

        A library without a mark ("") was never served, so it cannot send anything again.
        """
        ...


class FileMarker:
    """A file beside the database with the time of the last heartbeat, which the database contains
    too.

    An older copy of the database has an earlier time.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}-alive")

    def mark(self, now: datetime) -> str:
        return now.isoformat(timespec="seconds")

    def keep(self, mark: str) -> None:
        # Not synced to the disk: a missing mark raises no doubt.
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
        except (OSError, ValueError, TypeError):  # a truncated file may have a time without zone
            return ""
        if not is_older:
            return ""
        return "An older state of it has been put in the place of the one last served here."


class DatabaseIdMarker:
    """The identity of the database on its server, which a dump does not contain.

    A library that was restored into another database contains the mark of the first one.
    """

    def __init__(self, name: Callable[[], str]) -> None:
        self._name = name

    def mark(self, now: datetime) -> str:  # noqa: ARG002 - it does not depend on the time
        return self._name()

    def keep(self, mark: str) -> None:
        """Nothing to keep: the database has its identity."""

    def doubt(self, mark: str) -> str:
        if mark in {"", self._name()}:
            return ""
        return "It was last served in another database: this is a copy."


SLOW_SECONDS: Final = 5.0
"""A write that waited longer than this for its lock is counted as a failure, though it succeeds."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a database "is" or "has", as the end of a sentence; what to do;
    how often it occurred.
    """

    what: str
    hint: str
    times: int


class Health:
    """Counters since the store was opened; thread-safe."""

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


class Database(Protocol):
    @property
    def health(self) -> Health:
        """What failed, and whether writing works."""
        ...

    @property
    def witness(self) -> Witness:
        """The witness of this database."""
        ...

    def read(self) -> AbstractContextManager[Connection]:
        """A connection for reading, each statement by itself; from any thread."""
        ...

    def snapshot(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of everything while it is open.

        It cannot write, and does not create the database.
        """
        ...

    def write(
        self, *, durable: bool = True, exclusive: bool = True, force_index_order: bool = False
    ) -> AbstractContextManager[Connection]:
        """A transaction during which no other writes, committed at the end unless it fails.

        Without `durable` the commit does not wait for the disk: a power cut may undo it. Without
        `exclusive` other writers may run at the same time, so each change has to name the state it
        expects. With `force_index_order` the planner must read the first of many rows by an index
        in that order and may not sort all of them, whatever its statistics say.
        """
        ...

    def insert_new(self, into: Table) -> Insert:
        """An insert that leaves existing rows unchanged."""
        ...

    def upsert(self, into: Table) -> Insert:
        """An insert that replaces rows with the same primary key."""
        ...

    def size(self) -> int:
        """The bytes of the database on its disk, including its log."""
        ...

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values; slow, since it checks the data."""
        ...

    def wipe(self) -> tuple[str, ...]:
        """Rewrite everything, so that the engine's files contain nothing of deleted rows.

        Returns a sentence for each part that could not be wiped.
        """
        ...

    def close(self) -> None: ...


_MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = tuple(f"{number:04}" for number in range(1, 15))
"""Every schema there has been, oldest first; the migrations lead from one to the next."""


def current_revision(connection: Connection) -> str | None:
    """The schema's revision, or None for an empty database.

    StoreUnavailable if the database has a newer schema, or belongs to another program.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if "alembic_version" not in names:
        raise StoreUnavailable(
            "The database belongs to another program.", hint="Name another file or database."
        )
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is not None and found not in REVISIONS:
        raise StoreUnavailable(
            f"The database was made by a newer version of Sourcebrief (schema {found}).",
            hint="Upgrade Sourcebrief, or name another database.",
        )
    return found


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision, within the connection's transaction.

    A migration that changes index terms leaves the indexes empty: terms are made by the present
    code, on which no migration may depend.
    """
    # Imported here because it is slow to import and a database is nearly always up to date.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    from briefs.storage import search_index  # noqa: PLC0415  # what words are takes time to load

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
    search_index.refill_if_new(connection)
