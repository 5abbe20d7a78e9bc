"""A library of every release is brought to today's schema, and all that was sent of it is proved.

`tests/releases/` has them as their own code made them, on both engines.
"""

import gzip
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, select

from briefs.model import prove_body
from briefs.search_query import parse
from briefs.storage.engine import REVISIONS
from briefs.storage.schema_outbox import library as metadata
from briefs.storage.sql.store import SqlStore, open_store
from tests.bot.conftest import Run
from tests.postgres import bare_database, run_program

HERE = Path(__file__).parents[1] / "releases"
RELEASES = sorted(path.name for path in HERE.iterdir() if (path / "receipts.jsonl").exists())
ENGINES = ("sqlite", "postgresql")


@contextmanager
def library(release: str, engine: str, folder: Path) -> Iterator[str]:
    """The address of the release's library, as it was left."""
    if engine == "sqlite":
        path = folder / "library.db"
        path.write_bytes(gzip.decompress((HERE / release / "library.db.gz").read_bytes()))
        yield f"sqlite:///{path}"
        return
    with bare_database() as url:
        into = f"--dbname={url.replace('+psycopg', '')}"
        dump = str(HERE / release / "library.dump")
        run_program("pg_restore", "--no-owner", "--exit-on-error", into, dump)
        yield url


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, release: str, tmp_path: Path) -> Iterator[str]:
    with library(release, request.param, tmp_path) as found:
        yield found


def receipts(release: str) -> list[str]:
    return (HERE / release / "receipts.jsonl").read_text("utf-8").splitlines()


def test_every_receipt_holds_after_the_upgrade(
    sourcebrief: Run, release: str, url: str, tmp_path: Path
) -> None:
    path = tmp_path / "receipt.json"
    for line in receipts(release):
        path.write_text(line, "utf-8")
        ran = sourcebrief("--database", url, "verify", path)
        assert ran.status == 0, ran.out + ran.err


def test_the_schema_is_todays_and_nothing_is_lost(release: str, url: str) -> None:
    before = _rows(url)
    with closing(open_store(url)) as store:
        assert ("schema", REVISIONS[-1]) in store.describe()
        _prove_all(store, release)
        orders = store.subscriptions.page(limit=9)
        assert [order.zone for order in orders] == ["Europe/Berlin"]
        assert store.outbox.counts()["uncertain"] == 1
        assert store.outbox.counts()["failed"] == 1
        assert store.catalogue.search(parse("groundwater"), limit=9)
    after = _rows(url)
    assert {name: count for name, count in after.items() if name in before} == before
    assert set(metadata.tables) <= set(after)


def test_upgrading_what_is_upgraded_changes_nothing(url: str) -> None:
    open_store(url).close()
    once = _rows(url)
    open_store(url).close()
    assert _rows(url) == once


def _prove_all(store: SqlStore, release: str) -> None:
    named = {(r["piece"], r["revision"]) for r in map(json.loads, receipts(release))}
    assert len(named) >= 5
    for piece, number in sorted(named):
        prove_body(store.catalogue.revision(piece, number))


def _rows(url: str) -> dict[str, int]:
    """How many rows each table of ours has."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            kept = set(inspect(engine).get_table_names())
            return {
                name: connection.scalar(select(func.count()).select_from(table)) or 0
                for name, table in metadata.tables.items()
                if name in kept
            }
    finally:
        engine.dispose()
