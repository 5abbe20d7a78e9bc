"""The store's contract for waits that continue after their worker died or the clock was changed."""

from dataclasses import replace
from datetime import timedelta

from briefs.digests.outbox import Retry, Sent, Unknown
from briefs.storage import Store
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract
from tests.contracts.posting import (
    ELSEWHERE,
    LEASE,
    MINUTE,
    PLACE,
    claim,
    edition,
    end,
    sending,
    statuses,
)

BACK = NOW - timedelta(hours=3)


class WaitingContract(Contract):
    # Dead workers

    def test_the_workers_that_have_something_are_known(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(ELSEWHERE)], now=NOW)
        assert store.outbox.workers() == ()
        claim(store, "w1", limit=1)
        sending(store, "w2")
        assert sorted(store.outbox.workers()) == ["w1", "w2"]

    def test_what_a_dead_worker_claimed_is_taken_up_at_once(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(ELSEWHERE)], now=NOW)
        claim(store, "dead", limit=1)
        (others,) = claim(store, "w2")
        ended = store.outbox.expire_leases(
            now=NOW, look_after=MINUTE, lookable=(), dead=["dead", "unknown"]
        )
        assert ended == 1
        (again,) = claim(store, "w3")
        assert {again.place, others.place} == {PLACE, ELSEWHERE}
        assert again.attempts == 0

    def test_what_a_dead_worker_was_sending_may_have_been_sent(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (lost,) = sending(store, "dead")
        store.outbox.expire_leases(now=NOW, look_after=MINUTE, lookable=("slack",), dead=["dead"])
        row = store.outbox.get(lost.id)
        assert (row.status, row.look_at) == ("uncertain", NOW + MINUTE)
        assert end(store, lost, Sent("m1"), "dead")  # if it lives after all, its word counts

    # The clock was set back

    def test_what_waits_for_another_try_is_due_after_the_clock_was_set_back(
        self, store: Store
    ) -> None:
        store.outbox.enqueue([edition(due=BACK)], now=NOW)
        (one,) = sending(store)
        assert end(store, one, Retry("Too busy.", MINUTE))
        assert claim(store, now=BACK) == ()
        restarted = store.outbox.restart_waits(now=BACK, lease=LEASE, look_after=MINUTE)
        assert restarted == 1
        assert [row.id for row in claim(store, now=BACK)] == [one.id]

    def test_what_was_not_tried_yet_keeps_its_time_of_day(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        assert store.outbox.restart_waits(now=BACK, lease=LEASE, look_after=MINUTE) == 0
        assert claim(store, now=BACK) == ()
        assert len(claim(store)) == 1

    def test_leases_and_looks_count_from_the_clock_that_is(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(ELSEWHERE)], now=NOW)
        one, _ = sending(store, "w1")
        assert end(store, one, Unknown("The line broke."), "w1", can_look=True)
        assert store.outbox.restart_waits(now=BACK, lease=LEASE, look_after=MINUTE) == 2
        assert store.outbox.get(one.id).look_at == BACK + MINUTE
        ended = store.outbox.expire_leases(now=BACK + LEASE, look_after=MINUTE, lookable=())
        assert (ended, statuses(store, ELSEWHERE)) == (1, ["uncertain"])

    def test_a_clock_that_goes_on_restarts_nothing(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        assert end(store, one, Retry("Too busy.", MINUTE))
        before = store.outbox.get(one.id)
        now = NOW + timedelta(seconds=1)
        assert store.outbox.restart_waits(now=now, lease=LEASE, look_after=MINUTE) == 0
        assert store.outbox.get(one.id) == replace(before)
