"""SQLite: connections, locks, and the meaning of its errors.

A process has one writing connection to a file, behind a lock, and as many reading ones as there are
concurrent readers. Other processes may do the same; writers wait for each other (`busy_timeout`). A
database in memory has one connection for everything.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pysqlite3
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Insert,
    NullPool,
    StaticPool,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from briefs.errors import StoreUnavailable
from briefs.storage.engine import SLOW_SECONDS, DatabaseIdMarker, FileMarker, Health, Witness


class ConnectionPool:
    """Keeps SQLAlchemy's connections open, for an engine in autocommit.

    The engine's own pool keeps only the driver's connections, and creating SQLAlchemy's around one
    costs as much as a short statement (`benchmarks/serving.py`).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection for this block only; thread-safe."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()  # the connection may be broken
            raise
        self._idle.append(connection)

    def close(self) -> None:
        """Close the connections that are not in use."""
        while self._idle:
            self._idle.pop().close()


_SOUND = (3, 51, 3)
"""The first version without the WAL-reset bug (https://sqlite.org/wal.html#walresetbug)."""

_OTHERS = 0o077
"""The permission bits of everybody but the owner."""

_ATTEMPTS, _PAUSE = 600, 0.05  # 30 seconds in all, like the busy timeout

# FULL: in WAL mode NORMAL may lose the last commits in a power cut (https://sqlite.org/pragma.html,
# synchronous). No mmap: an I/O error would end the process with SIGBUS (https://sqlite.org/mmap.html).
_WRITING = (
    "busy_timeout = 30000",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -65536",
)
# For transactions that are not durable.
_NOTING = (*_WRITING, "synchronous = NORMAL")
_READING = ("busy_timeout = 30000", "cache_size = -16384", "query_only = ON")

# By the second word of SQLite's name for the error: SQLITE_IOERR_WRITE counts as IOERR.
_TROUBLE = {
    "BUSY": ("is locked by another program", "Close that program and try again."),
    "LOCKED": ("is locked by another program", "Close that program and try again."),
    "FULL": ("has no room: the disk is full", "Free some space and try again."),
    "READONLY": (
        "cannot be written to: it is read-only",
        "Check who owns the file and its folder, and how the disk is mounted.",
    ),
    "CANTOPEN": (
        "cannot be opened",
        "Check that the path names a file in a folder that may be written to.",
    ),
    "NOTADB": ("is not a database", "Name another file, or move this one away."),
    "CORRUPT": ("is damaged", "Put back a copy that was made before."),
    "IOERR": ("cannot be read or written: the disk fails", "Check the disk."),
}


_CHECKPOINT_MILLISECONDS = 3_000
"""How long a checkpoint waits for other processes' readers before it is left to a later try."""

_LOG_IN_USE = (
    "The database's log (-wal) could not be emptied, as another program reads from it. It will be "
    "tried again by `sourcebrief run`, or now by `sourcebrief erase --finish`."
)


class Sqlite:
    """A SQLite database; `path` is None for one in memory, which lives as long as this object."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.witness: Witness = FileMarker(path) if path else DatabaseIdMarker(lambda: "memory")
        self.health = Health()
        self._writing = Lock()
        self._writer = self._noter = self._readers = _writing_engine(path, _WRITING)
        if path:
            self._noter = _writing_engine(path, _NOTING)
            # Each statement is its own transaction here, so it needs no rollback afterwards.
            self._readers = _engine(
                path,
                _READING,
                isolation_level="AUTOCOMMIT",
                skip_autocommit_rollback=True,
                max_overflow=-1,
            )
        self._lending = ConnectionPool(self._readers)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that cannot write, for one statement; thread-safe."""
        with self._plainly(), self._lending.connect() if self.path else self._alone() as connection:
            yield connection

    @contextmanager
    def write(
        self,
        *,
        durable: bool = True,
        exclusive: bool = True,  # noqa: ARG002 - every transaction is exclusive
        force_index_order: bool = False,  # noqa: ARG002 - it always does
    ) -> Iterator[Connection]:
        """A transaction during which nobody else writes, committed at the end unless it fails.

        Without `durable` the commit does not wait for the disk: a power cut may undo it.
        """
        engine = self._writer if durable else self._noter
        with self._plainly(), self._writing:
            asked = monotonic()
            with engine.begin() as connection:
                if monotonic() - asked > SLOW_SECONDS:
                    self.health.failed(*_TROUBLE["BUSY"])
                yield connection
        self.health.wrote()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees one state of everything, and cannot write to the file."""
        if self.path is None:
            with self.read() as connection:
                yield connection
            return
        if not self.path.exists():
            raise StoreUnavailable(
                f"There is no file {self.path}.", hint="Check how its name is written."
            )
        engine = _engine(
            f"file:{quote(str(self.path.absolute()))}",
            _READING,
            {"mode": "ro", "uri": "true"},
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
        )
        with self._plainly(), engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            # begins the read transaction
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").all()
            yield connection

    def insert_new(self, into: Table) -> Insert:
        """An insert that leaves existing rows unchanged."""
        return insert(into).on_conflict_do_nothing()

    def upsert(self, into: Table) -> Insert:
        """An insert that replaces rows with the same primary key."""
        adding = insert(into)
        changed = {c.name: adding.excluded[c.name] for c in into.c if not c.primary_key}
        return adding.on_conflict_do_update(index_elements=list(into.primary_key), set_=changed)

    def size(self) -> int:
        if self.path is None:
            return 0
        files = (self.path, *(Path(f"{self.path}{end}") for end in ("-wal", "-shm")))
        return sum(file.stat().st_size for file in files if file.exists())

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values; reads the whole file to check it."""
        with self.read() as connection:
            journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            check = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        return (
            ("engine", engine_fact(pysqlite3.sqlite_version_info)),
            ("file", str(self.path.absolute()) if self.path else "none: it is in memory"),
            ("size", f"{self.size():,} bytes"),
            *self._exposed(),
            ("journal", str(journal)),
            ("integrity", str(check)),
        )

    def _exposed(self) -> tuple[tuple[str, str], ...]:
        if self.path is None or os.name != "posix" or not self.path.stat().st_mode & _OTHERS:
            return ()
        said = f"WARNING: others on this machine may read it: chmod 600 {self.path.name}*"
        return (("permissions", said),)

    def wipe(self) -> tuple[str, ...]:
        """Rewrite the file and its log; the search index drops entries that were only marked as
        deleted.

        A deletion in FTS5 leaves the terms in its segments until they are merged
        (https://www.sqlite.org/fts5.html, "optimize"); VACUUM leaves no old page in the file
        (https://www.sqlite.org/lang_vacuum.html), and the checkpoint none in the log.
        """
        from briefs.storage.sqlite_search import MERGE_INDEXES  # noqa: PLC0415  # loads slowly

        with self.write() as connection:
            for statement in MERGE_INDEXES:
                connection.exec_driver_sql(statement)
        with self._plainly(), self._writing, self._writer.connect() as connection:
            # ends the transaction of `_begin`, in which VACUUM would fail
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_CHECKPOINT_MILLISECONDS}")
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            connection.exec_driver_sql(f"PRAGMA {_WRITING[0]}")
        return (_LOG_IN_USE,) if busy else ()

    def close(self) -> None:
        self._lending.close()
        self._readers.dispose()
        self._noter.dispose()
        self._writer.dispose()

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """The one connection of a database in memory."""
        with self._writing, self._readers.connect() as connection:
            yield connection

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn the database's troubles into StoreUnavailable; errors in statements are raised as
        they are.
        """
        try:
            yield
        except DBAPIError as error:
            code = getattr(error.orig, "sqlite_errorname", "SQLITE_ERROR")
            trouble = _TROUBLE.get(code.split("_")[1])
            if trouble is None:
                raise
            self.health.failed(*trouble)
            name = f"The database {self.path}" if self.path else "The database in memory"
            raise StoreUnavailable(f"{name} {trouble[0]}.", hint=trouble[1]) from error


def open_sqlite(url: URL) -> Sqlite:
    """The database of "sqlite:///relative.db", "sqlite:////absolute.db" or "sqlite://" (memory).

    Creates the file and its folder if they do not exist.
    """
    if url.host or url.query:
        raise StoreUnavailable(
            "The address of the database is not that of a file.",
            hint="Write sqlite:/// and the path, with three slashes and no question mark.",
        )
    if url.database in {None, "", ":memory:"}:
        return Sqlite(None)
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {path.parent} cannot be made: {error.strerror}.",
            hint="Name a path in a folder that may be written to.",
        ) from error
    return Sqlite(path)


def own(path: Path) -> None:
    """Create a new library's file for its owner alone: it contains drafts and the buttons' secret.

    SQLite gives its log and index the permissions of the database (findCreateFileMode in its
    os_unix.c). An existing file keeps its permissions.
    """
    with suppress(OSError):  # SQLite reports the error
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def engine_fact(version: tuple[int, ...]) -> str:
    """The engine and its version, with a warning if the version can lose writes."""
    advice = "" if version >= _SOUND else " (before 3.51.3 it can lose writes: upgrade pysqlite3)"
    return f"SQLite {'.'.join(map(str, version))}{advice}"


def _writing_engine(path: Path | None, pragmas: Iterable[str]) -> Engine:
    engine = _engine(path, pragmas, poolclass=StaticPool)
    event.listen(engine, "connect", _write_ahead)
    event.listen(engine, "begin", _begin)
    return engine


def _engine(
    path: Path | str | None,
    pragmas: Iterable[str],
    query: Mapping[str, str] = {},
    **options: Any,  # noqa: ANN401 - create_engine's own
) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path) if path else None, query=query),
        module=pysqlite3,
        connect_args={"check_same_thread": False},
        **options,
    )

    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver has no types
        connection.isolation_level = None  # the driver begins no transactions: _begin does
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine


def _write_ahead(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver has no types
    """Turn on the write-ahead log, so that readers and the writer do not wait for each other.

    Processes that open a new file at once compete for this, and the busy timeout does not apply.
    """
    for attempt in range(_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except connection.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or attempt == _ATTEMPTS - 1:
                raise
            sleep(_PAUSE)
        else:
            return


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and then writes may get
    SQLITE_BUSY without a wait (https://sqlite.org/lang_transaction.html).
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE")
