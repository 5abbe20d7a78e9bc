"""Where an engine keeps the last number that it gave to a row: no number is ever given twice."""

from sqlalchemy import Connection, Table, func, select, text

_SQLITE = text("SELECT seq FROM sqlite_sequence WHERE name = :of")
_SQLITE_FORGET = text("DELETE FROM sqlite_sequence WHERE name = :of")
_SQLITE_SET = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:of, :number)")
_POSTGRES = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:of, :column)::regclass)")
_POSTGRES_SET = text("SELECT setval(pg_get_serial_sequence(:of, :column), :number)")


def last_given(connection: Connection, table: Table) -> int:
    """The last number that was given to a row of it, whether that is still there or not.

    0 for a table whose rows are not numbered by the engine.
    """
    if table.autoincrement_column is None:
        return 0
    given: int | None = connection.scalar(
        _POSTGRES if _is_postgres(connection) else _SQLITE, _asked(table)
    )
    there: int | None = connection.scalar(select(func.max(table.autoincrement_column)))
    return max(given or 0, there or 0)


def go_on_from(connection: Connection, table: Table, number: int) -> None:
    """Have the rows to come numbered from there on."""
    if not number:
        return
    asked = _asked(table) | {"number": number}
    if _is_postgres(connection):
        connection.execute(_POSTGRES_SET, asked)
    elif table.dialect_options["sqlite"]["autoincrement"]:  # others go on from what is there
        connection.execute(_SQLITE_FORGET, asked)
        connection.execute(_SQLITE_SET, asked)


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _asked(table: Table) -> dict[str, object]:
    column = table.autoincrement_column
    return {"of": table.name, "column": "" if column is None else column.name}
