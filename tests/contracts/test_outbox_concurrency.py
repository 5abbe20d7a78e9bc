"""Many workers on one outbox: no delivery is claimed by two."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial

import psycopg
import pytest

from briefs.digests.outbox import Delivery, Sent, apply_outcome
from briefs.storage import Store
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW
from tests.contracts import claiming
from tests.contracts.engines import SHARED, Engine, memory, postgres
from tests.contracts.posting import ACCOUNTS, CHAT, LEASE, POLICY, claim, edition, sending
from tests.forked import forked

CHATS = [replace(CHAT, channel=str(-number)) for number in range(1, 101)]


def send_all(store: Store, worker: str) -> list[str]:
    """The keys of what this worker sent until there was no more."""
    sent: list[str] = []
    claimed: tuple[Delivery, ...] = claim(store, worker, limit=7)
    while claimed:
        ours = store.outbox.intend(worker, claimed, now=NOW, lease=LEASE)
        sent += [one.key for one in ours]
        ends = [apply_outcome(one, Sent(worker), NOW, POLICY, can_look=False) for one in ours]
        assert store.outbox.settle(worker, ends, now=NOW) == len(ends)
        claimed = claim(store, worker, limit=7)
    return sent


@pytest.mark.parametrize("engine", [memory, *SHARED])
def test_threads_share_the_outbox_and_no_delivery(engine: Engine) -> None:
    with engine() as url, closing(open_store(url)) as store:
        store.outbox.enqueue([edition(chat, parts=2) for chat in CHATS], now=NOW)
        with ThreadPoolExecutor(4) as pool:
            shares = list(pool.map(lambda n: send_all(store, f"w{n}"), range(4)))
        sent = [key for share in shares for key in share]
        assert len(sent) == len(set(sent)) == store.outbox.counts()["sent"] == 200


def test_processes_share_the_outbox_and_no_delivery(url: str) -> None:
    with closing(open_store(url)) as store:
        store.outbox.enqueue([edition(chat, parts=2) for chat in CHATS], now=NOW)
        work = partial(claiming.send_all, url)
        with forked(partial(work, "one")) as one, forked(partial(work, "two")) as two:
            sent = [*one.rest().split(), *two.rest().split()]
            assert (one.returncode, two.returncode) == (0, 0)
        assert len(sent) == len(set(sent))
        assert store.outbox.claim("last", ACCOUNTS, now=NOW, lease=LEASE, limit=9) == ()
        assert store.outbox.counts()["sent"] == len(sent) == 200


def test_threads_that_post_one_edition_at_once_post_it_once(url: str) -> None:
    with closing(open_store(url)) as store, ThreadPoolExecutor(4) as pool:
        posted = pool.map(lambda _: store.outbox.enqueue([edition(parts=3)], now=NOW), range(8))
        assert sum(posted) == 1
        assert len(store.outbox.rows(limit=99)) == 3


def test_a_worker_that_stands_still_while_it_settles_keeps_no_other_from_its_chores() -> None:
    with (
        postgres() as url,
        closing(open_store(url)) as store,
        closing(psycopg.connect(url)) as still,
    ):
        store.outbox.enqueue([edition(chat) for chat in CHATS[:2]], now=NOW)
        first, _ = sending(store)
        still.execute("SELECT FROM deliveries WHERE id = %s FOR UPDATE", (first.id,))
        reap = partial(store.outbox.expire_leases, now=NOW + LEASE, look_after=LEASE, lookable=())
        assert reap() == 1
        still.rollback()
        assert reap() == 1
        assert store.outbox.counts()["uncertain"] == 2
