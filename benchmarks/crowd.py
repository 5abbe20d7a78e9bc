"""A crowd of places due at once: editions enqueued, and messages taken through all steps, per
second.

Many places have a subscription for the same minute and get the same pieces. One tick of the
scheduler enqueues them; then claims, intents and outcomes are written, a hundred to a batch, by one
connection. Both on SQLite and on PostgreSQL, on the same disk, which both wait for. The tick is
compared with what its rows cost the driver alone: the same deliveries and subscriptions, as many to
a transaction; neither waits for the disk then. Memory is the peak of the process.
"""

import argparse
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import time, timedelta
from itertools import islice
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import bindparam, insert, select, update

from bot import log
from briefs.digests.digest import Subscription, upcoming
from briefs.digests.outbox import Policy, Sent, apply_outcome
from briefs.storage.copy import plain
from briefs.storage.schema_outbox import deliveries, subscriptions
from briefs.storage.sql.store import SqlStore, open_store
from tests import postgres
from tests.bot.publishing import ACCOUNT, DUE, START, Newsroom, dam, place

BATCH, STEPS = 100, 100
MANY = 10_000
LEASE = timedelta(minutes=2)


@contextmanager
def sqlite() -> Iterator[str]:
    with TemporaryDirectory(prefix="crowd") as folder:
        yield f"sqlite:///{folder}/library.db"


def ordered(store: SqlStore, count: int) -> Newsroom:
    """A newsroom with five pieces and a subscription for each place."""
    room = Newsroom(store=store)
    room.add(*(dam(n) for n in range(5)))
    one = Subscription(to=place(), at=time(8, 30), zone="UTC", starts=START)
    assert store.subscriptions.save(one, next(upcoming(one, START)), now=START)
    table = plain(subscriptions)
    with store._database.write() as connection:  # noqa: SLF001 - by the thousand
        row = dict(connection.execute(select(table)).mappings().one())
        places = (str(place(n)) for n in range(2, count + 1))
        rows = ({**row, "place": to, "channel": to, "zones": room.zones} for to in places)
        while some := list(islice(rows, MANY)):
            connection.execute(insert(table), some)
    return room


def bare(store: SqlStore) -> float:
    """Rows of deliveries per second, each inserted together with a change of a subscription."""
    table, orders = plain(deliveries), plain(subscriptions)
    moved = (
        update(orders).where(orders.c.place == bindparam("of")).values(version=bindparam("next"))
    )
    with store._database.read() as connection:  # noqa: SLF001 - as above
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    count = len(rows)
    again = iter([{**row, "id": row["id"] + count, "edition": "again"} for row in rows])
    begun = perf_counter()
    while batch := list(islice(again, BATCH)):
        with store._database.write(durable=False) as connection:  # noqa: SLF001 - as above
            connection.execute(insert(table), batch)
            connection.execute(moved, [{"of": row["place"], "next": 2} for row in batch])
    return count / (perf_counter() - begun)


def stepped(store: SqlStore, rounds: int) -> float:
    """Messages per second through all steps."""
    done, account, policy = 0, ACCOUNT.account, Policy()
    begun = perf_counter()
    for _ in range(rounds):
        claimed = store.outbox.claim("w", (account,), now=DUE, lease=LEASE, limit=STEPS)
        ours = store.outbox.intend("w", claimed, now=DUE, lease=LEASE)
        ends = [apply_outcome(one, Sent(str(one.id)), DUE, policy, can_look=False) for one in ours]
        done += store.outbox.settle("w", ends, now=DUE)
    return done / (perf_counter() - begun)


def measure(name: str, engine: Callable[[], AbstractContextManager[str]], count: int) -> None:
    with engine() as url, closing(open_store(url)) as store:
        room = ordered(store, count)
        begun = perf_counter()
        assert room.tick(DUE) == count
        put_out = count / (perf_counter() - begun)
        through = stepped(store, min(50, count // STEPS // 2))
        floor = bare(store)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{name:10} put out {put_out:6,.0f}/s, bare {floor:6,.0f}/s: {floor / put_out:.1f}x; "
            f"all steps {through:6,.0f}/s; {len(room.freezer.replies)} composed; {memory} MB"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--places", type=int, default=20_000)
    count = options.parse_args().places
    log.configure("WARNING", json=False, secrets=())
    # The tests' server does not wait for its disk; here that is what is measured.
    postgres._SETTINGS.update(fsync="on", full_page_writes="on", autovacuum="on")  # noqa: SLF001
    measure("SQLite", sqlite, count)
    measure("PostgreSQL", postgres.bare_database, count)


if __name__ == "__main__":
    main()
