"""The outbox's frequent statements read few rows, however many are due: checked with EXPLAIN."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select, text

from briefs.digests.outbox import Sent, apply_outcome
from briefs.model import Address
from briefs.storage.copy import plain
from briefs.storage.schema_outbox import subscriptions
from briefs.storage.sql.store import SqlStore, open_store
from tests.briefs.builders import NOW
from tests.contracts import engines
from tests.contracts.posting import LEASE, POLICY, edition, order, run
from tests.postgres import new_library

PLACES = [Address("slack", "T1", f"C{n}") for n in range(1_000)]
ACCOUNT = PLACES[0].account
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
READS_ALL = ("Sort", "Bitmap", "Seq Scan", "TEMP B-TREE", "SCAN deliveries", "SCAN subscriptions")
# But for the few that are looked for.
WITHOUT_KEY = re.compile(r"using (?!ix_deliveries_look_at)(\w+) on.*\n +(?!Index Cond)\w")
BY_NUMBER = re.compile(r"PRIMARY KEY|pk_deliveries")


@pytest.fixture(params=[engines.file, new_library], ids=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    engine: Callable[[], AbstractContextManager[str]] = request.param
    with engine() as url, closing(open_store(url)) as store:
        yield store


@contextmanager
def plans(of: str) -> Iterator[list[str]]:
    """How each statement that says so is gone about, at its turn."""
    told: list[str] = []

    def explain(
        connection: Any, cursor: Any, statement: str, asked: Any, _: object, many: bool
    ) -> None:
        if of in statement:
            asked = asked[0] if many else asked
            cursor.execute(f"{EXPLAIN[connection.dialect.name]} {statement}", asked)
            told.append("\n".join(str(row[-1]) for row in cursor.fetchall()))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def reads_all(plan: str) -> list[str]:
    """What in a plan goes through more than it is looking for: sorts, and scans without a key."""
    return [words for words in READS_ALL if words in plan] + WITHOUT_KEY.findall(plan)


@pytest.mark.parametrize("analyzed", ["never", "at rest", "now"])
def test_a_claim_takes_the_first_of_a_crowd_by_the_index(store: SqlStore, analyzed: str) -> None:
    """Whatever an engine expects: most of the time, all that an outbox has is done with."""
    store.outbox.enqueue([edition(to, "yesterday") for to in PLACES], now=NOW)
    with store._database.write() as connection:
        connection.execute(text("UPDATE deliveries SET status = 'sent'"))
        if analyzed == "at rest":
            connection.execute(text("ANALYZE"))
    store.outbox.enqueue([edition(to) for to in PLACES], now=NOW)
    if analyzed == "now":
        with store._database.write() as connection:
            connection.execute(text("ANALYZE"))
    with plans("UPDATE deliveries") as told:
        claimed = store.outbox.claim("w1", (ACCOUNT,), now=NOW, lease=LEASE, limit=100)
    assert [one.place for one in claimed] == PLACES[:100]
    late, pick = told
    assert "ix_deliveries_until" in late
    assert "ix_deliveries_due" in pick
    assert reads_all(late) + reads_all(pick) == []
    with plans("UPDATE deliveries") as told:
        ours = store.outbox.intend("w1", claimed[:50], now=NOW, lease=LEASE)
        ends = [apply_outcome(one, Sent("m"), NOW, POLICY, can_look=False) for one in ours]
        assert store.outbox.settle("w1", ends, now=NOW) == 50
        store.outbox.release("w1", claimed[50:])
    assert len(told) >= 3
    for plan in told:
        assert BY_NUMBER.search(plan)


def test_asking_for_stale_orders_reads_none_that_are_not(store: SqlStore) -> None:
    assert store.subscriptions.save(order(PLACES[0]), run(), now=NOW)  # of no zone data yet
    table = plain(subscriptions)
    with store._database.write() as connection:
        row = dict(connection.execute(select(table)).mappings().one())
        others = [{**row, "place": str(to), "zones": "2031a"} for to in PLACES[1:]]
        connection.execute(insert(table), others)
        connection.execute(text("ANALYZE"))
    with plans("FROM subscriptions") as told:
        assert [one.to for one in store.subscriptions.stale("2031a", limit=9)] == PLACES[:1]
    assert len(told) == 2
    for plan in told:
        assert "ix_subscriptions_zones" in plan
        assert reads_all(plan) == []
