"""How properties are searched: the same cases every time in a check, new ones in a soak.

`make test` tries fewer of the same cases (--hypothesis-profile=quick), so that people run it. An
empty SQLite library is made by the migrations once, and then by the statements that make the same:
running the migrations takes longer than most tests. Statements are compiled once, too.
"""

import gc
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, inspect

from briefs.log import get_logger
from briefs.storage import engine, sqlite
from briefs.storage.sql.store import database_at
from tests.compiled import compile_once

T = TypeVar("T")

_HERE = Path(__file__).parent
WAITING = frozenset(
    {
        *(path.relative_to(_HERE).as_posix() for path in (_HERE / "delivery").glob("test_*.py")),
        "bot/test_bad_hour.py",
        "bot/test_cli_add.py",
        "bot/test_corrections_served.py",
        "bot/test_fast_start.py",
        "bot/test_hostile_doors.py",
        "bot/test_inbox.py",
        "bot/test_intake_leadership.py",
        "bot/test_roles.py",
        "bot/test_roles_bots.py",
        "bot/test_run.py",
        "bot/test_run_copy.py",
        "bot/test_run_unattended.py",
        "briefs/test_reading_html_always.py",
        "briefs/test_reading_second_opinion.py",
        "briefs/test_sandbox.py",
        "briefs/test_text_fragment.py",
        "contracts/test_outbox_concurrency.py",
        "contracts/test_store_concurrency.py",
        "test_documents.py",
        "test_release.py",
        "test_wheel.py",
    }
)
"""Files of tests that mostly wait for other processes."""

gc.disable()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have each worker begin with other modules than the next: what one has compiled, with its
    asserts rewritten, the others read. Where all is run, all of them import all modules.
    """
    worker, of = os.environ.get("PYTEST_XDIST_WORKER"), os.environ.get("PYTEST_XDIST_WORKER_COUNT")
    if not worker or not of or [Path(asked).resolve() for asked in session.config.args] != [_HERE]:
        return
    names = [".".join(path.relative_to(_HERE.parent).with_suffix("").parts) for path in _tests()]
    first = len(names) * int(worker.removeprefix("gw")) // int(of)
    for name in (*names[first:], *names[:first]):
        with suppress(Exception, pytest.skip.Exception):  # the collection tells what is wrong
            import_module(name)


def _tests() -> list[Path]:
    return sorted(_HERE.rglob("test_*.py"))


@pytest.hookimpl(trylast=True)  # those that are left out are no more among them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread what waits over the workers, and over their time: some wait while others work.

    A worker begins with a run of neighbours (xdist's `worksteal`), and what it does not come to
    goes to others from the end: what waits stands at the beginning of each second run, and in the
    middle of the others.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    waiting = [item for item in items if item.path.relative_to(_HERE).as_posix() in WAITING]
    if workers == 1 or not waiting:
        return
    apart = set(waiting)
    working = iter([item for item in items if item not in apart])
    modules = [list(of) for _, of in groupby(waiting, lambda item: item.path)]
    left, arranged = len(items), list[pytest.Item]()
    for worker in range(workers):
        its = [item for module in modules[worker::workers] for item in module]
        room = left // (workers - worker) - len(its)
        before = list(islice(working, room // 2 if worker % 2 else 0))
        arranged += [*before, *its, *islice(working, room - len(before))]
        left = len(items) - len(arranged)
    items[:] = arranged


def pytest_collection_finish() -> None:
    """What was collected lives to the end: no collection of garbage walks it."""
    gc.freeze()
    gc.enable()


get_logger(__name__).bind()  # logs are set up before a test captures some

# A shared machine may be slow: no deadline is a property of the code.
settings.register_profile("check", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("quick", settings.get_profile("check"), max_examples=10)
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=2_000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("check")


def scaled(cases: int) -> int:
    """How many cases of a property are tried of which a check tries `cases`, in the profile in use.

    A number that a test gives by itself would hold in every profile alike.
    """
    return max(3, cases * settings().max_examples // 100)


def sampled(cases: Sequence[T]) -> Sequence[T]:
    """The cases of a long table: all of them in a check, every tenth in `make test`."""
    return cases[:: max(1, 100 // settings().max_examples)]


_by_migrations = engine.upgrade


@cache
def _statements() -> tuple[str, ...]:
    """What makes an empty library as the migrations leave it: its tables, and its version."""
    database = database_at("sqlite://")
    with database.write() as connection:
        _by_migrations(connection)
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
        made_by_others = {row["name"] for row in listed if row["type"] == "shadow"}
        found = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master"
            " WHERE sql <> '' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        ).all()
        version = engine.current_revision(connection)
    database.close()
    tables = (sql for name, sql in found if name not in made_by_others)
    return *tables, f"INSERT INTO alembic_version VALUES ('{version}')"


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name != "sqlite" or inspect(connection).get_table_names():
        _by_migrations(connection)
        return
    for statement in _statements():
        connection.exec_driver_sql(statement)


engine.upgrade = _upgrade
compile_once(sqlite)
