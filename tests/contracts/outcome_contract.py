"""The store's contract for outcomes of deliveries, their consequences, and operators' decisions."""

from dataclasses import replace
from datetime import timedelta

from briefs.digests.digest import Pause, Subscription
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown, apply_outcome
from briefs.model import Address
from briefs.storage import Store
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract
from tests.contracts.posting import (
    ACCOUNTS,
    CHAT,
    DAY,
    ELSEWHERE,
    LEASE,
    MINUTE,
    PLACE,
    POLICY,
    THREAD,
    TODAY,
    claim,
    edition,
    end,
    order,
    run,
    send,
    sending,
    statuses,
)

MOVED = Address("telegram", "777", "-100999")
GONE = Rejected("The bot was removed.", "place")
REFUSED = Rejected("The message is too long.")
LOST = Unknown("The line broke.")
NEW = Rejected("Telegram refused the message: SOMETHING_NEW", "unknown")


def since(store: Store, place: Address = PLACE) -> int:
    kept = store.subscriptions.get(place)
    assert kept is not None
    return kept.since


class OutcomeContract(Contract):
    # Settling

    def test_what_was_sent_is_known_by_its_message(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        row = send(store, Sent("m7"))
        assert (row.status, row.posted, row.worker, row.lease) == ("sent", "m7", "", None)

    def test_what_has_been_settled_stays_so(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        assert end(store, one, Sent("m1"))
        assert not end(store, one, Sent("m2"))
        assert not end(store, one, REFUSED)
        assert store.outbox.get(one.id).posted == "m1"

    def test_the_first_word_counts_of_two_at_once(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        both = [apply_outcome(one, o, NOW, POLICY, can_look=False) for o in (Sent("m1"), REFUSED)]
        assert store.outbox.settle("w1", both, now=NOW) == 1
        assert store.outbox.get(one.id).status == "sent"

    def test_another_worker_cannot_settle_it_nor_one_that_only_claimed_it(
        self, store: Store
    ) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (claimed,) = claim(store)
        assert not end(store, claimed, Sent("m1"))
        (one,) = store.outbox.intend("w1", [claimed], now=NOW, lease=LEASE)
        assert not end(store, one, Sent("m1"), "w2")
        assert statuses(store) == ["sending"]

    def test_many_are_settled_at_once_each_in_its_way(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(CHAT), edition(ELSEWHERE)], now=NOW)
        rows = sending(store)
        outcomes: tuple[Outcome, ...] = (Sent("m1"), Retry("Busy.", MINUTE), LOST)
        ends = [
            apply_outcome(row, outcome, NOW, POLICY, can_look=False)
            for row, outcome in zip(rows, outcomes, strict=True)
        ]
        assert store.outbox.settle("w2", ends, now=NOW) == 0
        assert store.outbox.settle("w1", ends, now=NOW) == 3
        assert [store.outbox.get(row.id) for row in rows] == [one.delivery for one in ends]

    def test_a_worker_that_comes_late_still_settles_what_it_sent(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        store.outbox.expire_leases(now=NOW + LEASE, look_after=MINUTE, lookable=["slack"])
        assert statuses(store) == ["uncertain"]
        assert not end(store, one, Sent("m2"), "w2")
        assert end(store, one, Sent("m1"))
        row = store.outbox.get(one.id)
        assert (row.status, row.posted, row.error, row.look_at) == ("sent", "m1", "", None)

    def test_a_worker_that_comes_too_late_settles_nothing(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        store.outbox.expire_leases(now=NOW + LEASE, look_after=MINUTE, lookable=())
        store.outbox.resend(one.id, now=NOW, until=NOW + DAY)
        assert not end(store, one, Sent("m1"))
        (again,) = sending(store, "w1")
        assert not end(store, one, Sent("m1"))
        store.outbox.expire_leases(now=NOW + 2 * LEASE, look_after=MINUTE, lookable=())
        assert not end(store, one, REFUSED)
        assert end(store, again, Sent("m2"))
        assert store.outbox.get(one.id).posted == "m2"

    # What follows from a failure

    def test_a_failed_part_takes_those_after_it_along(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=3), edition(name="test")], now=NOW)
        send(store)
        send(store, REFUSED)
        assert statuses(store) == ["sent", "failed", "failed", "pending"]

    def test_a_failed_edition_gives_its_order_its_news_back(self, store: Store) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        store.outbox.enqueue([edition(parts=2, since=4)], now=NOW)
        send(store, REFUSED)
        assert since(store) == 4
        kept = store.subscriptions.get(PLACE)
        assert kept is not None
        assert kept.version == 2

    def test_an_edition_that_was_sent_in_part_has_told_its_news(self, store: Store) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        store.outbox.enqueue([edition(parts=2, since=4)], now=NOW)
        send(store)
        send(store, REFUSED)
        assert since(store) == 9

    def test_news_are_not_given_back_behind_a_later_edition(self, store: Store) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        store.outbox.enqueue([edition(since=2), edition(name=TODAY + DAY, since=4)], now=NOW)
        send(store, LOST)
        send(store)
        first = store.outbox.rows(limit=9)[-1]
        store.outbox.resend(first.id, now=NOW, until=NOW + DAY)
        send(store, REFUSED)
        assert since(store) == 9

    def test_editions_that_fail_together_give_back_what_the_first_began_with(
        self, store: Store
    ) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        editions = [edition(since=2), edition(name=TODAY + DAY, since=4)]
        store.outbox.enqueue(editions, now=NOW)
        claim(store, now=NOW + 2 * DAY)
        assert since(store) == 2

    def test_a_test_that_fails_gives_nothing_back(self, store: Store) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        store.outbox.enqueue([edition(name="test")], now=NOW)
        send(store, REFUSED)
        assert since(store) == 9

    def test_what_is_let_go_is_not_given_back(self, store: Store) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        store.outbox.enqueue([edition(since=4)], now=NOW)
        store.outbox.drop(store.outbox.rows(limit=1)[0].id, now=NOW)
        assert since(store) == 9

    # What platforms do to places

    def test_a_place_that_refuses_rests_with_the_reason(self, store: Store) -> None:
        for to in (PLACE, THREAD, CHAT):
            store.subscriptions.save(order(to), run(), now=NOW)
        store.outbox.enqueue([edition()], now=NOW)
        assert send(store, GONE).status == "failed"
        resting = store.subscriptions.unreported(limit=9)
        assert [one.to for one in resting] == [PLACE, THREAD]
        assert resting[0].pause == Pause("platform", "The bot was removed.")

    def test_a_message_that_is_refused_does_not_pause_its_order(self, store: Store) -> None:
        store.subscriptions.save(order(), run(), now=NOW)
        store.outbox.enqueue([edition()], now=NOW)
        send(store, REFUSED)
        assert store.subscriptions.unreported(limit=9) == ()

    def test_a_place_that_moved_takes_its_order_and_its_deliveries_along(
        self, store: Store
    ) -> None:
        store.subscriptions.save(order(CHAT, since=3), run(), now=NOW)
        store.outbox.enqueue([edition(CHAT, parts=2), edition(CHAT, "test")], now=NOW)
        send(store)
        assert send(store, Rejected("Moved.", "place", MOVED)).status == "pending"
        assert store.subscriptions.get(CHAT) is None
        moved = store.subscriptions.get(MOVED)
        assert moved is not None
        assert (moved.since, moved.version) == (3, 2)
        assert [row.to for row in store.outbox.rows(place=MOVED, limit=9)] == [MOVED, MOVED, CHAT]
        assert [send(store).to for _ in range(2)] == [MOVED, MOVED]

    def test_threads_move_with_their_channel(self, store: Store) -> None:
        topic = replace(CHAT, thread="5")
        store.subscriptions.save(order(topic), run(), now=NOW)
        store.outbox.enqueue([edition(CHAT), edition(topic, due=NOW + MINUTE)], now=NOW)
        send(store, Rejected("Moved.", "place", MOVED))
        there = replace(MOVED, thread="5")
        assert store.subscriptions.get(topic) is None
        assert store.subscriptions.get(there) is not None
        assert [row.to for row in store.outbox.rows(place=there, limit=9)] == [there]

    def test_an_edition_is_not_repeated_where_its_place_moved_to(self, store: Store) -> None:
        store.outbox.enqueue([edition(CHAT)], now=NOW)
        send(store)
        store.outbox.enqueue([edition(CHAT, "test")], now=NOW)
        send(store, Rejected("Moved.", "place", MOVED))
        assert store.outbox.enqueue([edition(MOVED)], now=NOW) == 0

    def test_what_is_there_already_stays_when_another_place_moves_to_it(self, store: Store) -> None:
        store.subscriptions.save(order(CHAT, name="old"), run(), now=NOW)
        store.subscriptions.save(order(MOVED, name="new"), run(), now=NOW)
        store.outbox.enqueue([edition(MOVED, due=NOW + MINUTE)], now=NOW)
        store.outbox.enqueue([edition(CHAT), edition(CHAT, "test")], now=NOW)
        send(store, Rejected("Moved.", "place", MOVED))
        assert [one.name for one in store.subscriptions.page(limit=9)] == ["new"]
        assert statuses(store, CHAT) == ["failed"]
        assert statuses(store, MOVED) == ["pending", "pending"]

    # Doubts

    def test_a_doubt_is_looked_into_after_a_while(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(CHAT)], now=NOW)
        for one in sending(store):
            end(store, one, LOST, can_look=one.place == PLACE)
        due = NOW + POLICY.look_after
        assert store.outbox.uncertain(ACCOUNTS, now=due - MINUTE, limit=9) == ()
        (doubt,) = store.outbox.uncertain(ACCOUNTS, now=due, limit=9)
        assert (doubt.place, doubt.look_at) == (PLACE, due)
        assert store.outbox.uncertain([CHAT.account], now=due, limit=9) == ()

    def test_what_was_found_is_sent(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        doubt = send(store, LOST)
        assert store.outbox.resolve(doubt, Sent("m7"), now=NOW)
        row = store.outbox.get(doubt.id)
        assert (row.status, row.posted, row.error, row.look_at) == ("sent", "m7", "", None)
        assert not store.outbox.resolve(doubt, Sent("m8"), now=NOW)

    def test_what_was_surely_not_posted_is_posted_again(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        doubt = send(store, LOST)
        assert store.outbox.resolve(doubt, Retry("It is not there.", MINUTE), now=NOW)
        row = store.outbox.get(doubt.id)
        assert (row.status, row.due, row.look_at) == ("pending", NOW + MINUTE, None)
        assert send(store, now=NOW + MINUTE).attempts == 2

    def test_what_cannot_be_found_out_is_for_a_person(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = sending(store)
        end(store, one, LOST, can_look=True)
        assert store.outbox.resolve(one, None, now=NOW)
        assert statuses(store) == ["uncertain"]
        assert store.outbox.uncertain(ACCOUNTS, now=NOW + DAY, limit=9) == ()

    def test_a_doubt_about_an_earlier_attempt_is_none_any_more(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        doubt = send(store, LOST)
        store.outbox.resend(doubt.id, now=NOW, until=NOW + DAY)
        assert not store.outbox.resolve(doubt, Sent("m1"), now=NOW)
        send(store, LOST)
        assert not store.outbox.resolve(doubt, Retry("It is not there.", MINUTE), now=NOW)
        assert statuses(store) == ["uncertain"]

    # The operator's words

    def test_only_what_has_ended_unsent_can_be_sent_again(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        number = store.outbox.rows(limit=1)[0].id
        later = NOW + 3 * DAY

        def resend() -> bool:
            return store.outbox.resend(number, now=later, until=later + DAY)

        assert not resend()
        claim(store)
        assert not resend()
        store.outbox.expire_leases(now=NOW + LEASE, look_after=MINUTE, lookable=())
        send(store, LOST)
        assert resend()
        row = store.outbox.get(number)
        assert (row.status, row.due, row.until, row.error) == ("pending", later, later + DAY, "")
        assert store.outbox.drop(number, now=later)
        assert resend()
        send(store, REFUSED, now=later)
        assert resend()
        send(store, now=later)
        assert not resend()

    def test_a_digest_that_is_sent_again_has_told_its_news_again(self, store: Store) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        store.outbox.enqueue([edition(since=4, upto=9)], now=NOW)
        row = send(store, REFUSED)
        assert since(store) == 4
        assert store.outbox.resend(row.id, now=NOW, until=NOW + DAY)
        assert since(store) == 9
        send(store, REFUSED)
        assert since(store) == 4

    def test_what_was_told_since_stays_told_when_a_digest_is_sent_again(self, store: Store) -> None:
        store.subscriptions.save(order(since=9), run(), now=NOW)
        store.outbox.enqueue([edition(since=4, upto=7)], now=NOW)
        row = send(store, LOST)
        assert store.outbox.resend(row.id, now=NOW, until=NOW + DAY)
        assert since(store) == 9

    def test_whatever_is_not_sent_can_be_let_go(self, store: Store) -> None:
        store.outbox.enqueue([edition(to) for to in (PLACE, CHAT, ELSEWHERE, THREAD)], now=NOW)
        sent, lost, refused, _ = sending(store)
        for one, outcome in ((sent, Sent("m")), (lost, LOST), (refused, REFUSED)):
            end(store, one, outcome)
        rows = store.outbox.rows(limit=9)
        assert [row.status for row in rows] == ["sending", "failed", "uncertain", "sent"]
        assert [store.outbox.drop(row.id, now=NOW) for row in rows] == [True, True, True, False]
        assert not any(store.outbox.drop(row.id, now=NOW) for row in rows)
        assert store.outbox.counts()["dropped"] == 3

    def test_what_was_let_go_while_it_was_claimed_is_not_sent(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        claimed = claim(store)
        store.outbox.drop(claimed[0].id, now=NOW)
        assert store.outbox.intend("w1", claimed, now=NOW, lease=LEASE) == ()

    def test_the_operator_is_told_once_of_what_failed_or_is_uncertain(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(CHAT), edition(ELSEWHERE)], now=NOW)
        outcomes: tuple[Outcome, ...] = (REFUSED, LOST, Sent("m"))
        for one, outcome in zip(sending(store), outcomes, strict=True):
            end(store, one, outcome)
        untold = store.outbox.unreported(limit=9)
        assert [row.status for row in untold] == ["failed", "uncertain"]
        assert store.outbox.unreported(limit=1) == untold[:1]
        notice = edition(THREAD, "notice")
        store.outbox.mark_reported([row.id for row in untold], notice, now=NOW)
        assert store.outbox.unreported(limit=9) == ()
        assert statuses(store, THREAD) == ["pending"]

    def test_the_operator_is_told_again_of_what_ends_badly_again(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        row = send(store, LOST)
        store.outbox.mark_reported([row.id], None, now=NOW)
        store.outbox.resend(row.id, now=NOW, until=NOW + timedelta(days=2))
        assert store.outbox.unreported(limit=9) == ()
        failed = send(store, REFUSED)
        assert store.outbox.unreported(limit=9) == (failed,)

    # Refusals that no table knows

    def test_an_unknown_refusal_that_comes_twice_rests_the_order(self, store: Store) -> None:
        store.subscriptions.save(order(), run(), now=NOW)
        for name, rests in (("2026-11-20", False), ("2026-11-21", True)):
            store.outbox.enqueue([edition(name=name)], now=NOW)
            assert send(store, NEW).status == "failed"
            kept = _order(store)
            assert (kept.pause is not None) is rests
        assert kept.pause is not None
        assert "SOMETHING_NEW" in kept.pause.reason

    def test_a_digest_that_arrived_in_between_makes_an_unknown_refusal_the_first(
        self, store: Store
    ) -> None:
        store.subscriptions.save(order(), run(), now=NOW)
        for name, outcome in (("a", NEW), ("b", Sent("m1")), ("c", NEW)):
            store.outbox.enqueue([edition(name=name)], now=NOW)
            send(store, outcome)
        assert _order(store).pause is None


def _order(store: Store) -> Subscription:
    kept = store.subscriptions.get(PLACE)
    assert kept is not None
    return kept
