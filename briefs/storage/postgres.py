"""PostgreSQL: connections, locks, and the meaning of its errors.

Any number of processes on any machines may use one database. A transaction that must run alone
takes one advisory lock for the whole library; every other transaction names the state that it
expects of each row.
"""

import os
import re
import select
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from briefs.errors import StoreUnavailable
from briefs.storage.engine import SLOW_SECONDS, DatabaseIdMarker, Health

_CONNECTIONS = 16
"""The most connections of one process."""

_OLDEST = 140_000

_LIBRARY = 0x50B1
"""The key of the advisory lock for the whole library (PostgreSQL's documentation, "Advisory
Locks").

Chapters are named by their titles here and below: their numbers change from version to version.
"""

# Defaults for parameters that the address does not set. A dead connection is noticed within half a
# minute: the client probes it (libpq's "Parameter Key Words") and so does the server ("TCP
# Settings").
_PARAMETERS = {
    "application_name": "sourcebrief",
    "connect_timeout": "10",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}

# lock_timeout and idle_in_transaction_session_timeout ("Statement Behavior"): a process that was
# stopped in the middle of a transaction must not keep its locks for ever. force_custom_plan ("Other
# Planner Options"): the cost of a search depends on its words, and a generic plan is often bad.
_SESSION = """
    SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '20s';
    SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = '30s';
    SET plan_cache_mode = force_custom_plan; SET TimeZone = 'UTC'
"""

# transaction_timeout ("Statement Behavior", since PostgreSQL 17) ends a transaction that neither is
# idle nor waits for a lock, such as one whose client stopped after sending half of a pipeline.
_ENDING = "SET transaction_timeout = '1min'"
_CAN_END = 170_000

_ALONE = text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=_LIBRARY)
_LASTING = text("SET LOCAL synchronous_commit = on")
_FLEETING = text("SET LOCAL synchronous_commit = off")
# Thousands of rows fall due at once while the statistics still describe a quiet outbox ("Statistics
# Used by the Planner"). The planner, which expects a handful of rows, would read and sort all of
# them for each batch of a hundred. With these methods off ("Planner Method Configuration") it walks
# the index in order and stops at the limit.
_IN_ORDER = text(
    "SELECT set_config(name, 'off', true) FROM unnest(ARRAY['enable_sort', 'enable_bitmapscan',"
    " 'enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) name"
)

_GONE = ("does not answer", "Check that the server runs and can be reached, then try again.")
_UNREACHED = "Check that the server runs, and its host, database, user and password in the address."
_UNTRUSTED = (
    "Give the server a certificate of its name, and its authority in ?sslrootcert=FILE; or, on a "
    "network that nobody else is in, add ?sslmode=disable to the address."
)
_NOT_OURS = (
    "Run a command once as the database's owner, which brings its tables up to date, and grant the "
    "role of every day what docs/operations.md says."
)
_BUSY = ("is busy: others hold what is needed", "Try again in a moment.")

# By the class of the SQLSTATE, or by the whole code ("PostgreSQL Error Codes").
_TROUBLE = {
    "08": _GONE,
    "57": _GONE,
    "25P03": _GONE,
    "25P04": _GONE,
    "40": _BUSY,
    "55": _BUSY,
    "57014": _BUSY,
    "53": ("has no room, memory or connections left", "Make room on the server and try again."),
    "53100": ("has no room: the disk is full", "Free some space on the server and try again."),
    "53300": (
        "lets nobody else in: it has as many connections as it may",
        "Raise max_connections on the server, or run fewer processes.",
    ),
    "25006": (
        "cannot be written to: it is read-only",
        "Name the server that is written to, not one that follows it.",
    ),
    "42501": ("does not let us do this", _NOT_OURS),
    "58": ("cannot be read or written: the server's disk fails", "Check the server's disk."),
    "XX": ("is damaged", "See the server's log, and put back a copy that was made before."),
}


class Postgres:
    """A PostgreSQL database; `name` is its name in messages to people."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._readers = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._name = name
        self.health = Health()
        self.witness = DatabaseIdMarker(self._own_name)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on which each statement is a transaction of its own; from any thread."""
        with self._plainly(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def write(
        self, *, durable: bool = True, exclusive: bool = True, force_index_order: bool = False
    ) -> Iterator[Connection]:
        """A transaction, committed at the end unless it fails; an `exclusive` one runs alone.

        Without `durable` the commit does not wait for the disk: a crash of the server may undo it.
        With `force_index_order` the planner uses indexes in order, whatever the statistics say.
        """
        with self._plainly(), self._engine.begin() as connection:
            if exclusive:
                asked = monotonic()
                connection.execute(_ALONE)
                if monotonic() - asked > SLOW_SECONDS:
                    self.health.failed(*_BUSY)
            connection.execute(_LASTING if durable else _FLEETING)
            if force_index_order:
                connection.execute(_IN_ORDER)
            yield connection
        self.health.wrote()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees one state of everything, and cannot write."""
        engine = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with self._plainly(), engine.connect() as connection:
            connection.execute(_PATIENTLY)
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
        with self.read() as connection:
            return int(connection.execute(_SIZE).scalar_one())

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values."""
        with self.read() as connection:
            version, size = connection.execute(_FACTS).one()
        return (
            ("engine", f"PostgreSQL {version}"),
            ("database", self._name),
            ("size", f"{size:,} bytes"),
        )

    def wipe(self) -> tuple[str, ...]:
        from briefs.storage.postgres_wipe import rewrite  # noqa: PLC0415  # seldom used

        with self._plainly(), self._readers.connect() as connection:
            try:
                return rewrite(connection)
            finally:
                connection.invalidate()  # drops the connection with its changed settings

    def close(self) -> None:
        self._engine.dispose()

    def _own_name(self) -> str:
        """A name that only this database has, and that a dump of it does not contain."""
        with self.read() as connection:
            return str(connection.execute(_OWN_NAME).scalar_one())

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn the database's troubles into StoreUnavailable; errors in statements are raised as
        they are.
        """
        try:
            yield
        except NoneFree as error:
            raise self._said(_BUSY) from error
        except DBAPIError as error:
            trouble = _trouble(error)
            if trouble is None:
                raise
            raise self._said(trouble) from error

    def _said(self, trouble: tuple[str, str]) -> StoreUnavailable:
        self.health.failed(*trouble)
        return StoreUnavailable(f"The database {self._name} {trouble[0]}.", hint=trouble[1])


def _trusted(url: URL, environ: Mapping[str, str]) -> dict[str, str]:
    """The TLS parameters, if the operator sets none: the server must prove its identity.

    libpq's default, "prefer", would send a password to any server that answers (libpq's "SSL
    Support").
    """
    hosts = [url.host or "", *_listed(url.query.get("host")), *_listed(url.query.get("hostaddr"))]
    named = [host for host in hosts if host] or _listed(environ.get("PGHOST"))
    if {"sslmode", "service"} & url.query.keys() or {"PGSSLMODE", "PGSERVICE"} & environ.keys():
        return {}
    if all(_is_here(host) for host in named):
        return {}
    trusted = {"sslmode": "verify-full"}
    own = Path.home() / ".postgresql" / "root.crt"
    if not ("sslrootcert" in url.query or "PGSSLROOTCERT" in environ or own.exists()):
        # The OpenSSL in the driver's wheel has no list of authorities.
        trusted["sslrootcert"] = ssl.get_default_verify_paths().cafile or "system"
    return trusted


def _listed(hosts: str | Sequence[str] | None) -> list[str]:
    return [] if not hosts else (hosts if isinstance(hosts, str) else ",".join(hosts)).split(",")


def _is_here(host: str) -> bool:
    """Whether a host is this machine: localhost, a loopback address or a socket's folder."""
    if host == "localhost" or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


_PATIENTLY = text(
    "SELECT set_config(name, '0', true) FROM pg_settings"
    " WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')"
)
_OWN_NAME = text(
    "SELECT concat(system_identifier, '/', oid) FROM pg_control_system(), pg_database"
    " WHERE datname = current_database()"
)
_SIZE = text("SELECT pg_database_size(current_database())")
_FACTS = text("SELECT split_part(version(), ' ', 2), pg_database_size(current_database())")


def open_postgres(url: URL) -> Postgres:
    """The database of "postgresql://user:password@host/name", which must exist.

    libpq's parameters may follow as a query. A server on another machine is connected to over
    verified TLS, unless `?sslmode=` or the environment says otherwise.
    """
    query = {**_PARAMETERS, **_trusted(url, os.environ), **url.query}
    url = url.set(drivername="postgresql+psycopg", query=query)
    try:
        make_conninfo("", **{key: str(value) for key, value in url.query.items()})
    except ProgrammingError as error:
        raise StoreUnavailable(
            f"The address of the database cannot be read: {error}.",
            hint="Write postgresql://user:password@host/name, and after a question mark only "
            "what PostgreSQL's own programs take there.",
        ) from error
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_size=_CONNECTIONS // 2,
        max_overflow=_CONNECTIONS // 2,
        pool_use_lifo=True,  # so that unused connections stay unused, and the server closes them
        skip_autocommit_rollback=True,
        hide_parameters=True,
        # counts the rows that insert_new left unchanged, too
        execution_options={"preserve_rowcount": True},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "checkout", _check)
    return Postgres(engine, f"{url.database or url.username} on {url.host or 'this machine'}")


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's object
    if connection.info.server_version < _OLDEST:
        raise StoreUnavailable(
            f"PostgreSQL {connection.info.server_version // 10_000} is too old.",
            hint=f"PostgreSQL {_OLDEST // 10_000} or a newer one is needed.",
        )
    kept_as = connection.info.parameter_status("server_encoding")
    if kept_as != "UTF8":
        raise StoreUnavailable(
            f"The database keeps texts as {kept_as}, which has not every character.",
            hint="Make one anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'.",
        )
    connection.autocommit = True
    connection.execute(_SESSION)
    if connection.info.server_version >= _CAN_END:
        connection.execute(_ENDING)
    connection.autocommit = False


def _check(connection: Any, _record: object, _proxy: object) -> None:  # noqa: ANN401 - of the driver
    """Refuse a connection that the server has closed: the next statement on it would fail.

    On an idle connection the server sends only the notice of closing it, so a readable socket means
    that; no query is needed.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise InvalidatePoolError


def _trouble(error: DBAPIError) -> tuple[str, str] | None:
    """What is wrong and what to do, or None if the statement is wrong."""
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return _TROUBLE.get(code) or _TROUBLE.get(code[:2])
    if isinstance(error, OperationalError):
        why = _last_word(error.orig)
        is_tls = re.search(r"\b(?:SSL|certificate)\b", why)
        return f"cannot be reached: {why}", _UNTRUSTED if is_tls else _UNREACHED
    return None


def _last_word(error: BaseException | None) -> str:
    """Why a connection failed, in the driver's or the server's words; they contain no password."""
    why, *_ = str(error).partition("\n")
    return why.rpartition("FATAL:")[2].rpartition(" failed: ")[2].strip().rstrip(".")
