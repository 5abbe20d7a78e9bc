"""Copies of a library's file: made while it is in use, checked, and restored.

A copy is held from the moment it is made: it does not contain what is sent afterwards.
"""

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import pysqlite3
from sqlalchemy import make_url

from briefs.errors import BadArgument, StoreUnavailable
from briefs.storage import engine
from briefs.storage.coordination import Hold
from briefs.storage.sql.coordination import alive, held, hold_row
from briefs.storage.sql.store import database_at
from briefs.storage.sqlite import Sqlite

Told: TypeAlias = Callable[[int, int], None]
"""Called with the number of pages that are copied, and of all pages."""

_driver: Any = pysqlite3  # the driver has no types

_PAGES = 2_000
_HOLD = "INSERT OR IGNORE INTO facts (name, value) VALUES (:name, :value)"
_BESIDE = ("", "-wal", "-shm")
# names of secret parameters in the query of a database's address
_SECRET = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class PutBack:
    """A restored library; `aside` is where the former one is now; `known` is as in a Hold."""

    aside: Path | None
    known: datetime | None


def back_up(url: str, to: Path, *, now: datetime, progress: Told) -> int:
    """Copy the library of an address to a new file; returns its size in bytes.

    BadArgument if the file exists already, or if the database has a backup tool of its own.
    """
    if to.exists():
        raise BadArgument(f"There is a file {to} already.", hint="Name one that is not there.")
    database, _ = _file_of(url, _dump, to)
    with closing(database):
        reason = f"It is a copy that was made on {now:%Y-%m-%d} at {now:%H:%M} UTC."
        _write(database, to, hold_row(reason, now), progress)
    return to.stat().st_size


def put_back(url: str, copy: Path, *, force: bool, now: datetime, progress: Told) -> PutBack:
    """Put a copy in the place of the library at an address, and hold it.

    BadArgument if there is a library already, unless `force` moves it aside; StoreUnavailable if
    that library is in use, or the copy is damaged.
    """
    _, target = _file_of(url, _undump, copy)
    with closing(Sqlite(copy)) as kept:
        if target.exists() and not force:
            raise BadArgument(
                f"There is a library already: {target}.",
                hint="With --force it is put aside, beside the one that takes its place.",
            )
        with kept.snapshot() as connection:
            if engine.current_revision(connection) is None:
                raise BadArgument(f"There is no library in {copy}.")
            hold = held(connection) or Hold("It was put back from a copy.", alive(connection))
        fresh = target.with_name(f"{target.name}.new")
        fresh.unlink(missing_ok=True)
        _write(kept, fresh, hold_row(hold.reason, hold.known), progress)
        aside = target.with_name(f"{target.name}.{now:%Y%m%dT%H%M%SZ}")
        try:
            with _exclusively(target):
                was_there = target.exists()
                for ending in _BESIDE:
                    if (old := target.with_name(target.name + ending)).exists():
                        old.replace(aside.with_name(aside.name + ending))
                fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    return PutBack(aside if was_there else None, hold.known)


def _file_of(url: str, instead: Callable[[str, Path], str], file: Path) -> tuple[Sqlite, Path]:
    database = database_at(url)  # opens no connection yet
    if isinstance(database, Sqlite):
        if database.path is None:
            raise BadArgument("A library in memory has no file.")
        return database, database.path
    safe = make_url(url).set(drivername="postgresql", password=None)
    shown = safe.difference_update_query(_SECRET).render_as_string()
    raise BadArgument("PostgreSQL has its own tool for this.", hint=instead(shown, file))


def _dump(url: str, file: Path) -> str:
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={file}", url]
    return f"It works while the bot runs: {shlex.join(command)}"


def _undump(_url: str, file: Path) -> str:
    command = ["pg_restore", "--no-owner", "--exit-on-error", "--dbname=NEW", str(file)]
    return (
        f"Into a new database: createdb NEW && {shlex.join(command)}, then name that one in "
        "SOURCEBRIEF_DATABASE_URL. It will be held until you say what was posted meanwhile."
    )


def _write(database: Sqlite, to: Path, hold: dict[str, str], progress: Told) -> None:
    """Write one state of a library to a file, complete and held, or no file at all."""
    part = to.with_name(f"{to.name}.part")
    with _plainly(to):
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)  # it contains the secret of the buttons' tokens
        try:
            with database.snapshot() as connection, closing(_open(part)) as copy:
                source: Any = connection.connection.driver_connection
                source.backup(
                    copy,
                    pages=_PAGES,
                    progress=lambda _, left, of: progress(of - left, of),
                    sleep=0,
                )
                copy.execute("PRAGMA journal_mode = DELETE")  # no separate write-ahead log
                copy.execute(_HOLD, hold)
                _check(copy, to)
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(to)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                part.with_name(part.name + ending).unlink(missing_ok=True)


def _check(copy: Any, to: Path) -> None:  # noqa: ANN401 - the driver has no types
    faults = [
        *(row[0] for row in copy.execute("PRAGMA integrity_check(3)") if row[0] != "ok"),
        *(
            f"a row of {row[0]} without its {row[2]}"
            for row in copy.execute("PRAGMA foreign_key_check")
        ),
    ]
    if faults:
        raise StoreUnavailable(
            f"The copy {to} would be damaged: {'; '.join(faults[:3])}.",
            hint="What it was to be copied from is damaged: `sourcebrief doctor` looks into it.",
        )


@contextmanager
def _exclusively(path: Path) -> Iterator[None]:
    """Hold the file while nobody else has it open. A file that is no database is not checked."""
    if not path.exists():
        yield
        return
    with _plainly(path), closing(_open(path)) as database:
        try:
            # SQLite refuses this while another connection is open, and empties the log
            # (https://sqlite.org/wal.html).
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("BEGIN EXCLUSIVE")
        except _driver.DatabaseError as error:
            if error.sqlite_errorname in {"SQLITE_BUSY", "SQLITE_LOCKED"}:
                raise StoreUnavailable(
                    f"The library {path} is in use.",
                    hint="Stop `sourcebrief run` and all else that has it open, and try again.",
                ) from error
        yield


def _open(path: Path) -> Any:  # noqa: ANN401 - the driver has no types
    return _driver.connect(path, isolation_level=None)


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, _driver.Error) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise StoreUnavailable(
            f"The file {path} cannot be written: {why}.",
            hint="Check that the folder may be written to and has room.",
        ) from error
