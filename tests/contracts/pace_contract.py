"""The store's contract for the rates that all workers share."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.outbox import Slot
from briefs.storage import Store
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract, modest

SECOND = timedelta(seconds=1)
SOON = NOW + 60 * SECOND
A, B = ("a", SECOND), ("b", SECOND)
ACCOUNT = ("account", SECOND / 10)

rates = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 4).map(lambda n: n * SECOND)),
    max_size=3,
    unique_by=lambda rate: rate[0],
)


def taken(*seconds: float) -> tuple[Slot, ...]:
    return tuple(Slot(NOW + after * SECOND, taken=True) for after in seconds)


class PaceContract(Contract):
    def test_slots_are_an_interval_apart_whoever_takes_them(self, store: Store) -> None:
        assert store.rate_limiter.reserve([[A], [A], [B]], now=NOW, until=SOON) == taken(0, 1, 0)
        assert store.rate_limiter.reserve([[A]], now=NOW, until=SOON) == taken(2)
        assert store.rate_limiter.reserve([[A]], now=NOW + 2 * SECOND, until=SOON) == taken(3)

    def test_what_was_not_used_is_not_saved_up(self, store: Store) -> None:
        store.rate_limiter.reserve([[A]], now=NOW, until=SOON)
        late = NOW + 50 * SECOND
        assert store.rate_limiter.reserve([[A], [A]], now=late, until=SOON) == taken(50, 51)

    def test_a_message_without_rates_may_go_at_once(self, store: Store) -> None:
        assert store.rate_limiter.reserve([[]], now=NOW, until=NOW) == taken(0)
        assert store.rate_limiter.reserve([], now=NOW, until=NOW) == ()

    def test_a_message_that_waits_for_its_place_keeps_no_slot_from_the_others(
        self, store: Store
    ) -> None:
        slots = store.rate_limiter.reserve(
            [[ACCOUNT, A], [ACCOUNT, A], [ACCOUNT, B]], now=NOW, until=SOON
        )
        assert slots == (*taken(0), Slot(NOW + SECOND, taken=False), *taken(0.1))

    def test_nothing_is_taken_beyond_what_was_asked_for(self, store: Store) -> None:
        until = NOW + SECOND
        slots = store.rate_limiter.reserve([[A], [A], [A]], now=NOW, until=until)
        assert slots == (*taken(0, 1), Slot(NOW + 2 * SECOND, taken=False))
        assert store.rate_limiter.reserve([[A]], now=NOW, until=SOON) == taken(2)

    def test_asking_when_the_next_slot_is_takes_nothing(self, store: Store) -> None:
        assert store.rate_limiter.next_slot("a", now=NOW) == NOW
        store.rate_limiter.reserve([[A], [A]], now=NOW, until=SOON)
        for _ in range(2):
            assert store.rate_limiter.next_slot("a", now=NOW) == NOW + 2 * SECOND
        assert store.rate_limiter.next_slot("a", now=SOON) == SOON

    def test_a_held_rate_gives_out_nothing_before(self, store: Store) -> None:
        for seconds in (9, 5):
            store.rate_limiter.pause("a", NOW + seconds * SECOND, now=NOW)
        assert store.rate_limiter.next_slot("a", now=NOW) == NOW + 9 * SECOND
        assert store.rate_limiter.reserve([[A], [A], [B]], now=NOW, until=SOON) == taken(9, 10, 0)

    def test_a_rate_is_held_for_as_long_as_its_platform_said(self, store: Store) -> None:
        far = NOW + timedelta(hours=1)
        store.rate_limiter.pause("a", far, now=NOW)
        assert store.rate_limiter.reserve([[A]], now=NOW, until=SOON) == (Slot(far, taken=False),)
        assert store.rate_limiter.next_slot("a", now=far) == far

    def test_a_pause_from_before_the_clock_was_set_back_holds_nobody(self, store: Store) -> None:
        store.rate_limiter.pause("a", NOW + SECOND, now=NOW)
        back = NOW - timedelta(hours=3)
        assert store.rate_limiter.next_slot("a", now=back) == back
        assert store.rate_limiter.paused_until(["a"], now=back) == (back,)
        assert store.rate_limiter.reserve([[A]], now=back, until=back) == (Slot(back, taken=True),)

    def test_a_pause_that_is_asked_for_after_the_clock_was_set_back_counts(
        self, store: Store
    ) -> None:
        store.rate_limiter.pause("a", NOW + 9 * SECOND, now=NOW)
        back = NOW - timedelta(minutes=5)
        store.rate_limiter.pause("a", back + SECOND, now=back)
        assert store.rate_limiter.paused_until(["a"], now=back) == (back + SECOND,)

    def test_holding_does_not_give_back_what_is_taken(self, store: Store) -> None:
        store.rate_limiter.reserve([[A]] * 9, now=NOW, until=SOON)
        store.rate_limiter.pause("a", NOW + 5 * SECOND, now=NOW)
        assert store.rate_limiter.next_slot("a", now=NOW) == NOW + 9 * SECOND

    def test_a_rate_is_held_by_its_platform_and_not_by_its_slots(self, store: Store) -> None:
        store.rate_limiter.reserve([[A, B]], now=NOW, until=SOON)
        store.rate_limiter.pause("b", NOW + 5 * SECOND, now=NOW)
        assert store.rate_limiter.paused_until(["a", "b", "c"], now=NOW) == (
            NOW,
            NOW + 5 * SECOND,
            NOW,
        )
        assert store.rate_limiter.paused_until(["b"], now=SOON) == (SOON,)
        assert store.rate_limiter.paused_until([], now=NOW) == ()

    def test_no_two_slots_of_a_key_are_nearer_than_asked(self, store: Store) -> None:
        free: dict[str, datetime] = {}
        clock = NOW

        @modest
        @given(st.lists(rates, max_size=5), st.integers(0, 7), st.integers(0, 9))
        def holds(wishes: list[list[tuple[str, timedelta]]], later: int, ahead: int) -> None:
            nonlocal clock
            clock += later * SECOND
            slots = store.rate_limiter.reserve(wishes, now=clock, until=clock + ahead * SECOND)
            for wish, slot in zip(wishes, slots, strict=True):
                assert slot.at >= clock
                for key, interval in wish if slot.taken else ():
                    assert slot.at >= free.get(key, clock)
                    free[key] = slot.at + interval

        holds()
