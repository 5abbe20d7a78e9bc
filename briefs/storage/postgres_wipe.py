"""Overwrites what was deleted in PostgreSQL: every table is written anew, once nobody sees it."""

from contextlib import suppress
from time import monotonic, sleep

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

_UNHURRIED = (
    text("SET statement_timeout = 0"),
    text("SET lock_timeout = 0"),
    text("SET idle_in_transaction_session_timeout = 0"),
    text("SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'"),
)
_TABLES = text(
    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
    " WHERE schemaname = current_schema() ORDER BY tablename"
)
# Transactions of others in this database that began before now, prepared ones, and replicas.
_OLDEST_SEEN = text(
    """
    SELECT count(*) FROM (
        SELECT backend_xmin AS seen FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
        UNION ALL SELECT xmin FROM pg_replication_slots
        UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
    ) AS those WHERE age(seen) > age(CAST(CAST(:until AS text) AS xid))
    """
)
_NOW_SEEN = text(
    "SELECT CAST(mod(CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS numeric),"
    " 4294967296) AS text)"
)
_STILL_SEEN = (
    "An open transaction or replica of the database may still see what was deleted, so that it "
    "stays in the tables' files. It will be tried again by `sourcebrief run`, or now by "
    "`sourcebrief erase --finish`."
)
_WAIT_SECONDS = 60
"""How long transactions that were open at an erasure are waited for."""


def _none_sees_deleted(connection: Connection) -> bool:
    """Whether all transactions have ended that began before now; they are waited for."""
    until = connection.scalar(_NOW_SEEN)
    asked = monotonic()
    while connection.scalar(_OLDEST_SEEN, {"until": until}):
        if monotonic() - asked > _WAIT_SECONDS:
            return False
        sleep(0.2)
    return True


def rewrite(connection: Connection) -> tuple[str, ...]:
    """Write every table and index anew; the server deletes the files of before.

    Rows that an open transaction may still see are kept by VACUUM FULL, so those are waited for
    (documentation, 25.1.2 and VACUUM). Statistics hold values of columns, so they are made anew
    too, and their table is rewritten. The connection is in autocommit, and is not used afterwards:
    it has no time limits any more. What could not be reached, a sentence each.
    """
    for statement in _UNHURRIED:
        connection.execute(statement)
    if not _none_sees_deleted(connection):
        return (_STILL_SEEN,)
    for name in connection.scalars(_TABLES).all():
        connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {name}")
    with suppress(DBAPIError):  # who does not own the database may not
        connection.exec_driver_sql("VACUUM (FULL) pg_catalog.pg_statistic")
    with suppress(DBAPIError):  # for pg_checkpoint's members; else it comes by itself
        connection.exec_driver_sql("CHECKPOINT")
    return ()
