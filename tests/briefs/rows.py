"""Rows for every table that there is, made from the tables themselves: a new one is filled too."""

from contextlib import closing
from typing import Any

from sqlalchemy import Column, Connection, delete, insert, select
from sqlalchemy.sql.sqltypes import Boolean, Float, Integer, LargeBinary

from briefs.storage.copy import plain
from briefs.storage.schema import facts, secrets
from briefs.storage.schema_outbox import library as metadata
from briefs.storage.sql.store import database_at, open_store

TABLES = tuple(table for table in metadata.sorted_tables if table is not facts)


def fill(url: str, rows: int) -> None:
    """A library with so many rows in every table, each unlike the others."""
    open_store(url).close()
    with closing(database_at(url)) as database, database.write() as connection:
        connection.execute(delete(secrets))
        for table in TABLES:
            made = [{c.name: _value(c, number) for c in table.c} for number in range(1, rows + 1)]
            if made:
                connection.execute(insert(plain(table)), made)


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that is in a library, as it lies there."""
    with closing(database_at(url)) as database, database.snapshot() as connection:
        return {table.name: _all(connection, table.name) for table in TABLES}


def _all(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    table = metadata.tables[name]
    return sorted((tuple(row) for row in connection.execute(select(plain(table)))), key=repr)


def _value(column: Column[Any], number: int) -> object:
    """The same number for columns that refer to each other."""
    kind = plain(column.table).c[column.name].type
    if column is secrets.c.name and number == 1:
        return "tokens"  # a library that is opened gets this one
    if column.nullable and not column.foreign_keys and number % 2:
        return None
    match kind:
        case Boolean():
            return number % 2 == 0
        case Integer():
            return number
        case Float():
            return number / 3
        case LargeBinary():
            return bytes(range(number % 256))
        case _:
            return f"{number:04} “É”, Żółć \t\\ 🙂"
