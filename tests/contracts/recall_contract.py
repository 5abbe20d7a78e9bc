"""The store's contract for digests in the outbox that are not begun: they can be withdrawn."""

from dataclasses import replace

from briefs.digests.digest import Pause
from briefs.digests.outbox import Sent, Unknown
from briefs.model import Address
from briefs.storage import Store
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract
from tests.contracts.orders_contract import keep
from tests.contracts.posting import (
    DAY,
    ELSEWHERE,
    LEASE,
    PLACE,
    TODAY,
    claim,
    edition,
    end,
    order,
    run,
    send,
    statuses,
    step,
)


def send_to(store: Store, place: Address) -> None:
    """Have the only delivery that can be claimed for a place sent, whatever waits elsewhere."""
    claimed = claim(store)
    (one,) = [row for row in claimed if row.place == place]
    store.outbox.release("w1", [row for row in claimed if row is not one])
    (mine,) = store.outbox.intend("w1", [one], now=NOW, lease=LEASE)
    assert end(store, mine, Sent("m1"))


class RecallContract(Contract):
    def test_a_change_takes_back_a_digest_that_has_not_begun(self, store: Store) -> None:
        kept = keep(store, order(since=3, last=TODAY - DAY))
        yesterday = edition(name=TODAY - DAY, since=1, upto=3)
        store.outbox.enqueue([yesterday, edition(ELSEWHERE, since=0)], now=NOW)
        send_to(store, PLACE)
        one = step(kept, edition(since=3, upto=5), since=5, last=TODAY)
        store.subscriptions.advance([one], zones="z", now=NOW)
        claim(store)
        current = store.subscriptions.get(PLACE)
        assert current is not None
        changed = keep(store, replace(current, pause=Pause("person", "")))
        assert (changed.since, changed.last) == (3, TODAY - DAY)
        assert statuses(store) == ["sent"]
        assert statuses(store, ELSEWHERE) == ["claimed"]
        resumed = keep(store, replace(changed, pause=None))
        assert store.subscriptions.stale("z", limit=9) == (resumed,)
        assert store.outbox.enqueue([edition(since=3)], now=NOW) == 1

    def test_a_change_leaves_a_digest_that_has_begun(self, store: Store) -> None:
        kept = keep(store, order())
        store.outbox.enqueue([edition(name="test"), edition(parts=2, since=0, upto=5)], now=NOW)
        send(store, Sent("m1"))
        send(store, Sent("m2"))
        changed = keep(store, replace(kept, since=5, last=TODAY))
        assert (changed.since, changed.last) == (5, TODAY)
        assert statuses(store) == ["sent", "sent", "pending"]

    def test_a_change_leaves_what_is_sent_again_behind_a_later_digest(self, store: Store) -> None:
        kept = keep(store, order(since=5))
        editions = [edition(since=0, upto=2), edition(name=TODAY + DAY, since=2, upto=5)]
        store.outbox.enqueue(editions, now=NOW)
        send(store, Unknown("The line broke."))
        send(store, Sent("m1"))
        store.outbox.resend(store.outbox.rows(limit=9)[-1].id, now=NOW, until=NOW + DAY)
        changed = keep(store, replace(kept, since=5, last=TODAY + DAY))
        assert changed.since == 5
        assert statuses(store) == ["pending", "sent"]

    def test_a_change_leaves_what_is_sent_again_as_it_may_have_been_posted(
        self, store: Store
    ) -> None:
        kept = keep(store, order(since=5, last=TODAY))
        store.outbox.enqueue([edition(since=0, upto=5)], now=NOW)
        send(store, Unknown("The line broke."))
        store.outbox.resend(store.outbox.rows(limit=1)[0].id, now=NOW, until=NOW + DAY)
        changed = keep(store, kept)
        assert (changed.since, changed.last) == (5, TODAY)
        (claimed,) = claim(store)
        assert not store.outbox.withdraw(claimed)
        assert store.subscriptions.delete(PLACE)
        assert store.outbox.enqueue([edition(since=0, upto=5)], now=NOW) == 0

    def test_a_change_that_comes_too_late_takes_nothing_back(self, store: Store) -> None:
        kept = keep(store, order())
        keep(store, kept)
        store.outbox.enqueue([edition(since=0)], now=NOW)
        assert not store.subscriptions.save(kept, run(), now=NOW)
        assert statuses(store) == ["pending"]

    def test_a_digest_is_recalled_for_its_order_to_make_anew(self, store: Store) -> None:
        kept = keep(store, order())
        one = step(kept, edition(since=0, upto=5), since=5, last=TODAY)
        store.subscriptions.advance([one], zones="z", now=NOW)
        (claimed,) = claim(store)
        assert store.outbox.withdraw(claimed)
        current = store.subscriptions.get(PLACE)
        assert current is not None
        assert (current.since, current.last) == (0, None)
        assert store.subscriptions.stale("z", limit=9) == (current,)
        assert store.outbox.intend("w1", [claimed], now=NOW, lease=LEASE) == ()

    def test_what_has_begun_or_is_no_digest_is_not_recalled(self, store: Store) -> None:
        keep(store, order())
        store.outbox.enqueue([edition(name="test"), edition(parts=2, since=0)], now=NOW)
        (test,) = claim(store)
        store.outbox.release("w1", [test])
        send(store, Sent("m1"))
        send(store, Sent("m2"))
        (rest,) = claim(store)
        assert not store.outbox.withdraw(test)
        assert not store.outbox.withdraw(rest)
        assert statuses(store) == ["sent", "sent", "claimed"]
