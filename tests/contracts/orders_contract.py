"""The store's contract for subscriptions."""

from dataclasses import replace

from briefs.digests.digest import Pause, Run, Subscription
from briefs.digests.outbox import Sent
from briefs.model import Address
from briefs.storage import Store
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract
from tests.contracts.posting import (
    CHAT,
    DAY,
    ELSEWHERE,
    MINUTE,
    PLACE,
    THREAD,
    TODAY,
    claim,
    edition,
    order,
    run,
    send,
    sending,
    statuses,
    step,
)


def keep(store: Store, subscription: Subscription, next_run: Run | None = None) -> Subscription:
    assert store.subscriptions.save(subscription, next_run or run(), now=NOW)
    kept = store.subscriptions.get(subscription.to)
    assert kept is not None
    return kept


class OrdersContract(Contract):
    def test_an_order_is_kept_as_it_was_written_one_change_on(self, store: Store) -> None:
        written = order(
            name="#policy",
            weekdays=(0, 4),
            wanted=("rain", "énergie"),
            unwanted=("sport",),
            when_empty=True,
            in_full=True,
            since=7,
            last=TODAY,
            pause=Pause("person", "holidays"),
        )
        assert keep(store, written) == replace(written, version=1)
        changed = replace(written, zone="Asia/Beirut", pause=None, version=1)
        assert keep(store, changed) == replace(changed, version=2)

    def test_an_order_is_of_exactly_its_place(self, store: Store) -> None:
        keep(store, order(THREAD))
        assert store.subscriptions.get(PLACE) is None
        assert store.subscriptions.get(ELSEWHERE) is None

    def test_who_decided_on_an_older_version_changes_nothing(self, store: Store) -> None:
        kept = keep(store, order())
        keep(store, replace(kept, name="one"))
        late = replace(kept, name="two")
        assert not store.subscriptions.save(late, run(), now=NOW)
        assert not store.subscriptions.save(replace(late, version=0), run(), now=NOW)
        current = store.subscriptions.get(PLACE)
        assert current is not None
        assert (current.name, current.version) == ("one", 2)

    def test_a_change_to_an_order_that_was_ended_is_refused(self, store: Store) -> None:
        kept = keep(store, order())
        assert store.subscriptions.delete(PLACE)
        assert not store.subscriptions.delete(PLACE)
        assert not store.subscriptions.save(kept, run(), now=NOW)
        assert store.subscriptions.get(PLACE) is None

    def test_ending_an_order_takes_back_what_has_not_begun(self, store: Store) -> None:
        keep(store, order())
        store.outbox.enqueue([edition(since=0), edition(name="test")], now=NOW)
        store.outbox.enqueue([edition(ELSEWHERE, since=0)], now=NOW)
        claim(store)
        assert store.subscriptions.delete(PLACE)
        assert [row.edition for row in store.outbox.rows(place=PLACE, limit=9)] == ["test"]
        assert statuses(store, ELSEWHERE) == ["claimed"]
        assert store.outbox.enqueue([edition(since=0)], now=NOW) == 1

    def test_ending_an_order_lets_the_rest_of_a_digest_go(self, store: Store) -> None:
        keep(store, order())
        store.outbox.enqueue([edition(parts=3, since=0)], now=NOW)
        send(store, Sent("m1"))
        sending(store)
        store.subscriptions.delete(PLACE)
        assert statuses(store) == ["sent", "sending", "dropped"]
        assert store.outbox.enqueue([edition(parts=3, since=0)], now=NOW) == 0

    def test_orders_are_due_from_their_run_on_the_longest_waiting_first(self, store: Store) -> None:
        for to, days in ((PLACE, 2), (CHAT, 1), (ELSEWHERE, 3), (THREAD, 1)):
            keep(store, order(to), run(days))
        keep(store, order(Address("console", "", "paused"), pause=Pause("person", "")), run(1))
        due = store.subscriptions.due(now=run(2).at, limit=9)
        assert [one.to for one in due] == [THREAD, CHAT, PLACE]
        assert store.subscriptions.due(now=run(2).at, limit=2) == due[:2]
        assert store.subscriptions.due(now=run(1).at - MINUTE, limit=9) == ()

    def test_orders_of_one_account_are_asked_for_alone(self, store: Store) -> None:
        for to in (PLACE, CHAT):
            keep(store, order(to), run(1))
        due = store.subscriptions.due(now=run(1).at, limit=9, accounts=(CHAT.account,))
        assert [one.to for one in due] == [CHAT]

    def test_an_order_without_a_next_run_is_never_due(self, store: Store) -> None:
        assert store.subscriptions.save(order(), None, now=NOW)
        assert store.subscriptions.due(now=NOW + 9999 * DAY, limit=9) == ()

    def test_crowds_are_counted_by_account_and_instant(self, store: Store) -> None:
        for to, days in ((PLACE, 1), (THREAD, 1), (CHAT, 1), (ELSEWHERE, 2)):
            keep(store, order(to), run(days))
        keep(store, order(replace(CHAT, thread="5"), pause=Pause("person", "")), run(1))
        assert store.subscriptions.due_counts(now=run(2).at - MINUTE) == {
            (PLACE.account, run(1).at): 2,
            (CHAT.account, run(1).at): 1,
        }
        of_one = store.subscriptions.due_counts(now=run(2).at, accounts=(CHAT.account,))
        assert of_one == {(CHAT.account, run(1).at): 1}
        assert store.subscriptions.due_counts(now=NOW) == {}

    def test_a_step_posts_its_edition_and_moves_its_order(self, store: Store) -> None:
        kept = keep(store, order(), run(1))
        one = step(kept, edition(since=0), days=2, since=5, last=TODAY)
        assert store.subscriptions.advance([one], zones="z", now=run(1).at) == 1
        current = store.subscriptions.get(PLACE)
        assert current == replace(kept, since=5, last=TODAY, version=2)
        assert store.subscriptions.due(now=run(1).at, limit=9) == ()
        assert store.subscriptions.due(now=run(2).at, limit=9) == (current,)
        assert statuses(store) == ["pending"]

    def test_an_order_changed_meanwhile_stays_and_its_edition_too(self, store: Store) -> None:
        kept, other = keep(store, order()), keep(store, order(ELSEWHERE))
        changed = keep(store, replace(kept, name="changed"))
        steps = [step(kept, edition()), step(other, edition(ELSEWHERE), since=3)]
        assert store.subscriptions.advance(steps, zones="z", now=NOW) == 1
        assert store.subscriptions.get(PLACE) == changed
        assert statuses(store) == []
        assert statuses(store, ELSEWHERE) == ["pending"]

    def test_a_step_is_taken_once(self, store: Store) -> None:
        one = step(keep(store, order()), edition())
        assert store.subscriptions.advance([one, one], zones="z", now=NOW) == 1
        assert store.subscriptions.advance([one], zones="z", now=NOW) == 0
        assert statuses(store) == ["pending"]

    def test_an_edition_that_a_place_has_moves_its_order_all_the_same(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        one = step(keep(store, order()), edition(parts=2), since=4)
        assert store.subscriptions.advance([one], zones="z", now=NOW) == 1
        current = store.subscriptions.get(PLACE)
        assert current is not None
        assert current.since == 4
        assert statuses(store) == ["pending"]

    def test_an_order_is_stale_until_its_run_is_worked_out_with_this_zone_data(
        self, store: Store
    ) -> None:
        kept = keep(store, order())
        keep(store, order(ELSEWHERE, pause=Pause("person", "")))
        assert store.subscriptions.stale("2031a", limit=9) == (kept,)
        store.subscriptions.advance([step(kept)], zones="2031a", now=NOW)
        assert store.subscriptions.stale("2031a", limit=9) == ()
        assert store.subscriptions.stale("2031b", limit=9) == (store.subscriptions.get(PLACE),)

    def test_all_orders_come_by_their_address_and_can_be_read_on(self, store: Store) -> None:
        for to in (CHAT, THREAD, ELSEWHERE, PLACE):
            keep(store, order(to))
        assert [one.to for one in store.subscriptions.page(limit=9)] == [
            PLACE,
            THREAD,
            ELSEWHERE,
            CHAT,
        ]
        assert [one.to for one in store.subscriptions.page(limit=2, after=PLACE)] == [
            THREAD,
            ELSEWHERE,
        ]

    # What platforms do to places

    def test_a_place_that_cannot_be_posted_to_rests_with_its_threads(self, store: Store) -> None:
        for to in (PLACE, THREAD, ELSEWHERE):
            keep(store, order(to))
        assert store.subscriptions.pause(PLACE, "The bot was removed.", now=NOW) == 2
        for to in (PLACE, THREAD):
            resting = store.subscriptions.get(to)
            assert resting is not None
            assert resting.pause == Pause("platform", "The bot was removed.")
        assert [one.to for one in store.subscriptions.due(now=run(1).at, limit=9)] == [ELSEWHERE]

    def test_a_thread_that_cannot_be_posted_to_rests_alone(self, store: Store) -> None:
        keep(store, order(PLACE))
        keep(store, order(THREAD))
        assert store.subscriptions.pause(THREAD, "The topic is closed.", now=NOW) == 1
        assert [one.to for one in store.subscriptions.due(now=run(1).at, limit=9)] == [PLACE]

    def test_who_paused_an_order_first_has_paused_it(self, store: Store) -> None:
        mine = keep(store, order(pause=Pause("person", "holidays")))
        assert store.subscriptions.pause(PLACE, "The bot was removed.", now=NOW) == 0
        assert store.subscriptions.get(PLACE) == mine
        assert store.subscriptions.resume(PLACE, [(mine, run())]) == 0
        assert store.subscriptions.get(PLACE) == mine

    def test_resting_fences_a_step_that_was_decided_before(self, store: Store) -> None:
        kept = keep(store, order())
        store.subscriptions.pause(PLACE, "The bot was removed.", now=NOW)
        assert store.subscriptions.advance([step(kept, edition())], zones="z", now=NOW) == 0
        assert statuses(store) == []

    def test_an_order_wakes_with_its_new_start_and_run(self, store: Store) -> None:
        keep(store, order(since=3))
        keep(store, order(ELSEWHERE))
        for place in (PLACE, ELSEWHERE):
            store.subscriptions.pause(place, "The bot was removed.", now=NOW)
        resting = [one for one in store.subscriptions.page(limit=9) if one.pause]
        runs = [(replace(one, starts=NOW + DAY), run(5)) for one in resting]
        assert store.subscriptions.resume(PLACE, runs) == 1
        awake = store.subscriptions.get(PLACE)
        assert awake is not None
        assert (awake.pause, awake.starts, awake.since) == (None, NOW + DAY, 3)
        assert store.subscriptions.due(now=run(4).at, limit=9) == ()
        assert store.subscriptions.due(now=run(5).at, limit=9) == (awake,)
        assert store.subscriptions.resume(PLACE, runs) == 0

    def test_the_operator_is_told_of_a_rest_once(self, store: Store) -> None:
        keep(store, order(CHAT, pause=Pause("person", "")))
        keep(store, order())
        store.subscriptions.pause(PLACE, "The bot was removed.", now=NOW)
        (resting,) = store.subscriptions.unreported(limit=9)
        assert resting == store.subscriptions.get(PLACE)
        store.subscriptions.mark_reported([PLACE], edition(CHAT, "rest"), now=NOW)
        assert store.subscriptions.unreported(limit=9) == ()
        assert statuses(store, CHAT) == ["pending"]
        store.subscriptions.pause(PLACE, "Once more.", now=NOW)
        assert store.subscriptions.save(replace(resting, name="new"), None, now=NOW)
        assert store.subscriptions.unreported(limit=9) == ()

    def test_the_operator_is_told_again_when_it_rests_again(self, store: Store) -> None:
        keep(store, order())
        store.subscriptions.pause(PLACE, "Once.", now=NOW)
        store.subscriptions.mark_reported([PLACE], None, now=NOW)
        store.subscriptions.resume(
            PLACE, [(one, run()) for one in store.subscriptions.page(limit=9)]
        )
        store.subscriptions.pause(PLACE, "Twice.", now=NOW)
        assert [one.pause for one in store.subscriptions.unreported(limit=9)] == [
            Pause("platform", "Twice.")
        ]

    def test_the_orders_within_a_place_are_its_own_and_its_threads(self, store: Store) -> None:
        for place in (THREAD, ELSEWHERE, PLACE):
            keep(store, order(place))
        assert [one.to for one in store.subscriptions.in_channel(PLACE)] == [PLACE, THREAD]
        assert [one.to for one in store.subscriptions.in_channel(THREAD)] == [THREAD]

    def test_a_place_moves_with_its_threads_and_all_that_is_open(self, store: Store) -> None:
        there = Address(PLACE.platform, PLACE.workspace, "moved")
        for place in (PLACE, THREAD, ELSEWHERE):
            keep(store, order(place))
        store.outbox.enqueue([edition()], now=NOW)
        store.subscriptions.move(PLACE, there, now=NOW)
        moved = {there, replace(THREAD, channel=there.channel)}
        assert {one.to for one in store.subscriptions.in_channel(there)} == moved
        assert store.subscriptions.in_channel(PLACE) == ()
        assert [delivery.to for delivery in claim(store)] == [there]
        assert store.subscriptions.get(ELSEWHERE) is not None
