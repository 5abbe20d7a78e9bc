"""The store's contract for leases, and for requests that were accepted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from hypothesis import given
from hypothesis import strategies as st

from briefs.storage import Store
from briefs.storage.coordination import Lease, TakenRequest
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract, modest, storable

HOLDERS = st.sampled_from(["anna", "bert"])
STEPS = st.lists(st.tuples(st.sampled_from(["take", "beat", "leave"]), HOLDERS), max_size=12)


class LeaseContract(Contract):
    def test_a_lease_that_was_never_taken_is_nobody_s(self, store: Store) -> None:
        assert store.leases.get("intake") == Lease()
        assert not store.leases.renew("intake", Lease("anna", 1, 1))
        assert store.leases.get("intake") == Lease()

    def test_a_lease_is_taken_from_what_was_seen_and_from_nothing_else(self, store: Store) -> None:
        seen = store.leases.get("intake")
        annas = store.leases.acquire("intake", "anna", seen)
        assert annas == store.leases.get("intake") == Lease("anna", 1, 1)
        assert store.leases.acquire("intake", "bert", seen) is None
        assert store.leases.renew("intake", annas)
        assert store.leases.acquire("intake", "bert", annas) is None
        assert store.leases.get("intake") == Lease("anna", 1, 2)

    def test_whoever_lost_a_lease_can_neither_beat_nor_leave_it(self, store: Store) -> None:
        annas = store.leases.acquire("intake", "anna", Lease())
        assert annas is not None
        berts = store.leases.acquire("intake", "bert", annas)
        assert berts == Lease("bert", 2, 2)
        assert not store.leases.renew("intake", annas)
        store.leases.release("intake", annas)
        assert store.leases.get("intake") == berts

    def test_a_lease_that_was_left_is_nobody_s_and_its_fence_stays(self, store: Store) -> None:
        annas = store.leases.acquire("intake", "anna", Lease())
        assert annas is not None
        store.leases.release("intake", annas)
        assert store.leases.get("intake") == Lease("", 1, 1)
        assert not store.leases.renew("intake", annas)
        again = store.leases.acquire("intake", "anna", store.leases.get("intake"))
        assert again == Lease("anna", 2, 2)

    def test_leases_of_other_names_are_none_of_its_business(self, store: Store) -> None:
        assert store.leases.acquire("one", "anna", Lease())
        assert store.leases.get("two") == Lease()

    def test_of_many_who_take_it_at_once_one_does(self, store: Store) -> None:
        start = Barrier(6)

        def take(n: int) -> Lease | None:
            start.wait()
            return store.leases.acquire("intake", f"worker {n}", Lease())

        with ThreadPoolExecutor(6) as pool:
            took = [lease for lease in pool.map(take, range(6)) if lease]
        assert took == [store.leases.get("intake")]

    def test_fence_and_beat_never_go_back_and_the_fence_tells_who_holds(self, store: Store) -> None:
        names = iter(range(10**6))

        @modest
        @given(STEPS)
        def holds(steps: list[tuple[str, str]]) -> None:
            name, last = f"lease {next(names)}", Lease()
            held = {"anna": Lease("anna", 0, 0), "bert": Lease("bert", 0, 0)}
            for what, who in steps:
                seen = store.leases.get(name)
                if what == "take":
                    held[who] = store.leases.acquire(name, who, seen) or held[who]
                elif what == "beat":
                    mine = (seen.holder, seen.fence) == (who, held[who].fence)
                    assert store.leases.renew(name, held[who]) == mine
                else:
                    store.leases.release(name, held[who])
                now = store.leases.get(name)
                assert now.fence >= last.fence
                assert now.beat >= last.beat
                assert (now.fence > last.fence) == (what == "take")
                last = now

        holds()

    def test_what_was_taken_up_is_not_taken_up_again(self, store: Store) -> None:
        assert store.deduplication.new_keys(["a", "b", "a"], now=NOW) == {"a", "b"}
        assert store.deduplication.new_keys(["b", "c"], now=NOW) == {"c"}
        assert store.deduplication.new_keys(["a", "b", "c"], now=NOW) == frozenset()
        assert store.deduplication.new_keys([], now=NOW) == frozenset()

    def test_each_key_is_taken_up_once_however_it_is_asked_for(self, store: Store) -> None:
        known: set[str] = set()

        @modest
        @given(st.lists(st.lists(storable, max_size=5), max_size=5))
        def holds(batches: list[list[str]]) -> None:
            for batch in batches:
                assert store.deduplication.new_keys(batch, now=NOW) == set(batch) - known
                known.update(batch)

        holds()

    def test_of_many_who_take_the_same_up_at_once_one_does(self, store: Store) -> None:
        keys, start = [str(n) for n in range(40)], Barrier(4)

        def take(backwards: bool) -> frozenset[str]:
            start.wait()
            return store.deduplication.new_keys(keys[::-1] if backwards else keys, now=NOW)

        with ThreadPoolExecutor(4) as pool:
            took = list(pool.map(take, [False, True, False, True]))
        assert sorted(key for some in took for key in some) == sorted(keys)

    def test_what_a_dead_worker_had_taken_is_taken_over_once_and_oldest_first(
        self, store: Store
    ) -> None:
        later = TakenRequest("a", '{"n": 2}', NOW + timedelta(seconds=1))
        first = TakenRequest("b", '{"n": 1}', NOW)
        alive, other = TakenRequest("c", "{}", NOW), TakenRequest("d", "{}", NOW)
        store.inbox.note([later, first], account="telegram:1", worker="dead")
        store.inbox.note([alive], account="telegram:1", worker="alive")
        store.inbox.note([other], account="telegram:2", worker="dead")

        def taken(worker: str, account: str = "telegram:1") -> tuple[TakenRequest, ...]:
            return store.inbox.take_over(account, worker=worker, has_died=lambda one: one == "dead")

        assert taken("heir") == (first, later)
        assert taken("heir") == taken("another heir") == ()
        assert taken("heir", "telegram:2") == (other,)

    def test_what_was_answered_or_noted_before_is_not_noted_again(self, store: Store) -> None:
        one = TakenRequest("a", "{}", NOW)
        store.inbox.note([one], account="telegram:1", worker="dead")
        store.inbox.note([one], account="telegram:1", worker="alive")
        died: Callable[[str], bool] = lambda worker: worker == "dead"  # noqa: E731  # one use
        assert store.inbox.take_over("telegram:1", worker="heir", has_died=died) == (one,)
        store.inbox.done(["a", "unknown"])
        assert store.inbox.take_over("telegram:1", worker="b", has_died=lambda _: True) == ()
