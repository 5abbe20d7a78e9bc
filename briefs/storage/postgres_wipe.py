"""Overwrites what was deleted in PostgreSQL: every table is rewritten once no
transaction sees it.
"""

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
# Other transactions of this database that began before now, prepared ones, and replicas.
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
    """Wait until all transactions that began before now have ended; False if some have not."""
    until = connection.scalar(_NOW_SEEN)
    asked = monotonic()
    while connection.scalar(_OLDEST_SEEN, {"until": until}):
        if monotonic() - asked > _WAIT_SECONDS:
            return False
        sleep(0.2)
    return True


def rewrite(connection: Connection) -> tuple[str, ...]:
    """Rewrite every table and index; the server deletes the old files.

    VACUUM FULL keeps rows that an open transaction may still see, so those transactions are waited
    for (PostgreSQL's documentation, "Recovering Disk Space" and VACUUM). Statistics contain values
    of columns, so they are collected again, and their table is rewritten, too. The connection is in
    autocommit, and must not be used afterwards: it has no time limits any more. Returns a sentence
    for each part that could not be wiped.
    """
    for statement in _UNHURRIED:
        connection.execute(statement)
    if not _none_sees_deleted(connection):
        return (_STILL_SEEN,)
    for name in connection.scalars(_TABLES).all():
        connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {name}")
    with suppress(DBAPIError):  # only the database's owner may
        connection.exec_driver_sql("VACUUM (FULL) pg_catalog.pg_statistic")
    with suppress(DBAPIError):  # only pg_checkpoint's members may; the server does it regularly
        connection.exec_driver_sql("CHECKPOINT")
    return ()
