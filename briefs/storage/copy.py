"""Copies a library into another database, batch by batch; each batch is read back and compared.

The copy is of one state of the source, which is never written to. Verified batches are recorded in
the target, so that an interrupted copy continues after them. Columns are copied as they are stored,
and so is the last number of each sequence.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    TableClause,
    Text,
    TypeDecorator,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    inspect,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy.types import TypeEngine

from briefs.errors import BadArgument, StoreUnavailable
from briefs.storage import engine, search_index
from briefs.storage.engine import Database
from briefs.storage.schema import HELD, facts, secrets
from briefs.storage.schema_outbox import library as tables_of_a_library
from briefs.storage.sql.coordination import alive, hold_row
from briefs.storage.sql.store import database_at

Row: TypeAlias = tuple[Any, ...]


@cache
def plain(of: Table) -> TableClause:
    """The table with all of its columns in order, each with the type in which it is stored."""
    return table(of.name, *(column(c.name, _stored_as(c.type)) for c in of.columns))


def ordered(of: Table, *, after: Row | None = None) -> Select[Any]:
    """Its rows in the order of their keys, or only those after a key."""
    key = keys(of)
    rows = select(plain(of)).order_by(*key)
    return rows if after is None else rows.where(is_behind(key, after))


def keys(of: Table) -> list[ColumnElement[Any]]:
    """The columns of its primary key."""
    return [plain(of).c[c.name] for c in of.primary_key]


def is_behind(key: list[ColumnElement[Any]], after: Row) -> ColumnElement[bool]:
    values = [bindparam(None, v, type_=c.type) for c, v in zip(key, after, strict=True)]
    if len(key) == 1:
        return key[0] > values[0]
    return tuple_(*key) > tuple_(*values)


def key_of(of: Table, row: Row) -> Row:
    names = [c.name for c in of.columns]
    return tuple(row[names.index(c.name)] for c in of.primary_key)


def is_bulky(of: Table) -> bool:
    """Whether its rows may be so large that a batch must be short."""
    return any(isinstance(c.type, LargeBinary) for c in of.columns)


def _stored_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


_SQLITE = text("SELECT seq FROM sqlite_sequence WHERE name = :of")
_SQLITE_FORGET = text("DELETE FROM sqlite_sequence WHERE name = :of")
_SQLITE_SET = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:of, :number)")
_POSTGRES = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:of, :column)::regclass)")
_POSTGRES_SET = text("SELECT setval(pg_get_serial_sequence(:of, :column), :number)")


def last_given(connection: Connection, table: Table) -> int:
    """The last number that was given to a row of the table, even if the row is deleted.

    0 for a table whose rows the engine does not number.
    """
    if table.autoincrement_column is None:
        return 0
    given: int | None = connection.scalar(
        _POSTGRES if _is_postgres(connection) else _SQLITE, _asked(table)
    )
    there: int | None = connection.scalar(select(func.max(table.autoincrement_column)))
    return max(given or 0, there or 0)


def go_on_from(connection: Connection, table: Table, number: int) -> None:
    """Let the engine number the next rows from there on."""
    if not number:
        return
    asked = _asked(table) | {"number": number}
    if _is_postgres(connection):
        connection.execute(_POSTGRES_SET, asked)
    # other tables continue from their largest number
    elif table.dialect_options["sqlite"]["autoincrement"]:
        connection.execute(_SQLITE_FORGET, asked)
        connection.execute(_SQLITE_SET, asked)


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _asked(table: Table) -> dict[str, object]:
    column = table.autoincrement_column
    return {"of": table.name, "column": "" if column is None else column.name}


_ROWS: Final = 500
_BULK: Final = 8 * 2**20
"""The end of a batch: so many rows, or so many characters and bytes."""

_AT_REST: Final = timedelta(minutes=3)
"""A library without a heartbeat for this long is not being served."""

_NEWEST = engine.REVISIONS[-1]

# In the target during a move: the source's identity, and each table's last verified key.
_moving = Table(
    "moving",
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("after", Text, nullable=False),
    Column("rows", Integer, nullable=False),
)
_WHOSE = "/"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows of a table are copied, or compared."""

    table: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A table that is equal in both: its rows, and the SHA-256 (hex) of them in order."""

    table: str
    rows: int
    sha256: str


def move(source: str, target: str, *, now: datetime) -> Iterator[Progress | Compared]:
    """Copy everything, then compare both databases; each value is a step, to be run to the end.

    Both are addresses as for `open_store`. Nothing is posted from the target before the end.
    BadArgument if one of the databases cannot be used for this, StoreUnavailable if the target
    returns other values than were written.
    """
    with closing(database_at(source)) as old, closing(database_at(target)) as new:
        yield from _move(old, new, now)


def _move(source: Database, target: Database, now: datetime) -> Iterator[Progress | Compared]:
    with source.snapshot() as found:
        library = _identity(found, now)
        # The secret first: opening a library without a secret would create a new one.
        rest = [
            table for table in tables_of_a_library.sorted_tables if table not in {facts, secrets}
        ]
        tables = [secrets, *rest]
        counts = {table: _count(found, table) for table in tables}
        total, done = 2 * sum(counts.values()), 0
        _prepare(target, library, tables)
        for table in tables:
            after, copied = _verified(target, table)
            done += copied
            yield Progress(table.name, done, total)
            for batch in _batches(found, table, after):
                copied += len(batch)
                _copy(target, table, after, batch, copied)
                after, done = key_of(table, batch[-1]), done + len(batch)
                yield Progress(table.name, done, total)
        with target.write() as connection:
            for table in tables:
                go_on_from(connection, table, last_given(found, table))
            search_index.refill(connection)
        with target.snapshot() as arrived:
            for table in tables:
                yield _compared(found, arrived, table)
                done += counts[table]
                yield Progress(table.name, done, total)
    _settle_in(target)


def _identity(source: Connection, now: datetime) -> str:
    """An identity of the library; BadArgument if it cannot be moved now."""
    if engine.current_revision(source) != _NEWEST:
        raise BadArgument(
            "There is no library to move, or one of an older version.",
            hint="`sourcebrief --database … doctor` brings one up to date.",
        )
    if source.scalar(select(exists().where(facts.c.name == HELD))):
        raise BadArgument(
            "The library to move is held: it may be older than what was posted from it.",
            hint="Say first what is to become of that: `sourcebrief outbox forget`, then `resume`.",
        )
    last = alive(source)
    if last is not None and now - last < _AT_REST:
        raise BadArgument(
            "The library to move is being served, or was until a moment ago.",
            hint="Stop `sourcebrief run`, and try again in three minutes.",
        )
    secret = source.scalar(select(secrets.c.value).order_by(secrets.c.name))
    return sha256(bytes(secret or b"")).hexdigest()


def _prepare(target: Database, library: str, tables: list[Table]) -> None:
    """Create the target's tables for this library, or check that it is a move
    of it that was begun.
    """
    with target.read() as connection:
        found = engine.current_revision(connection)
    with target.write() as connection:
        if found != _NEWEST:
            engine.upgrade(connection)
        if inspect(connection).has_table(_moving.name):
            whose = connection.scalar(select(_moving.c.after).where(_moving.c.name == _WHOSE))
            if whose != library:
                raise _not_empty()
            return
        others = [table for table in tables if table is not secrets]
        if any(connection.scalar(select(exists(select(table)))) for table in others):
            raise _not_empty()
        connection.execute(delete(secrets))
        connection.execute(delete(facts))
        _moving.create(connection)
        connection.execute(insert(_moving), {"name": _WHOSE, "after": library, "rows": 0})
        reason = "It is being moved here, and not all of it has come yet."
        connection.execute(insert(facts), hold_row(reason, None))


def _not_empty() -> BadArgument:
    return BadArgument(
        "The database to move to has something in it.",
        hint="Name a new file, or a database that was just made.",
    )


def _verified(target: Database, table: Table) -> tuple[Row | None, int]:
    """The last verified key of a table, and the number of its verified rows."""
    asked = select(_moving.c.after, _moving.c.rows).where(_moving.c.name == table.name)
    with target.read() as connection:
        row = connection.execute(asked).one_or_none()
    return (None, 0) if row is None else (tuple(json.loads(row.after)), row.rows)


def _batches(source: Connection, table: Table, after: Row | None) -> Iterator[list[Row]]:
    batch: list[Row] = []
    bulk = 0
    for row in _rows(source, table, after):
        batch.append(row)
        bulk += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(batch) == _ROWS or bulk >= _BULK:
            yield batch
            batch, bulk = [], 0
    if batch:
        yield batch


def _rows(connection: Connection, table: Table, after: Row | None = None) -> Iterator[Row]:
    at_once = 4 if is_bulky(table) else _ROWS
    asked = ordered(table, after=after).execution_options(yield_per=at_once)
    for row in connection.execute(asked):
        yield tuple(row)


def _copy(target: Database, table: Table, after: Row | None, batch: list[Row], copied: int) -> None:
    """Write a batch, read it back, and record it as verified, in one transaction."""
    names = [column.name for column in table.columns]
    note = {
        "name": table.name,
        "after": json.dumps(key_of(table, batch[-1])),
        "rows": copied,
    }
    # Not durable: a power cut undoes the batch together with its record.
    with target.write(durable=False, exclusive=False) as connection:
        rows = [dict(zip(names, row, strict=True)) for row in batch]
        connection.execute(insert(plain(table)), rows)
        there = ordered(table, after=after).limit(len(batch))
        back = [tuple(row) for row in connection.execute(there)]
        for sent, kept in zip(batch, back, strict=True):
            if _hash(sent) != _hash(kept):
                raise StoreUnavailable(
                    f"A row of {table.name} is not what was written: {key_of(table, sent)}.",
                    hint="The target does not keep what it is given: check it, or take another.",
                )
        connection.execute(target.upsert(_moving), note)


def _compared(source: Connection, target: Connection, table: Table) -> Compared:
    ours, theirs = _digest(source, table), _digest(target, table)
    if ours != theirs:
        raise StoreUnavailable(
            f"The table {table.name} is not the same in both: {ours.rows} rows were to be moved "
            f"({ours.sha256[:12]}), {theirs.rows} are there ({theirs.sha256[:12]}).",
            hint="If the library was served meanwhile, move it anew, into an empty database.",
        )
    return ours


def _digest(connection: Connection, table: Table) -> Compared:
    whole, count = sha256(), 0
    for count, row in enumerate(_rows(connection, table), start=1):  # noqa: B007 - reported below
        whole.update(_hash(row))
    return Compared(table.name, count, whole.hexdigest())


def _hash(row: Row) -> bytes:
    return sha256(repr(row).encode()).digest()


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(plain(table))).scalar_one()


def _settle_in(target: Database) -> None:
    """Allow the library to be served from the target. This commit is durable, and so are those
    before.
    """
    with target.write() as connection:
        _moving.drop(connection)
        connection.execute(delete(facts).where(facts.c.name == HELD))
