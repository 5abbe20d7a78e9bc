"""The store's contract for the outbox: no doubles, leases, order, and the rows."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.outbox import Edition, Message, Part, Quotation, Retry, Sent, Status, Unknown
from briefs.errors import NotFound, Unproved
from briefs.model import Shown, Span
from briefs.storage import Store
from tests.briefs.builders import NOW
from tests.contracts.contract import Contract, modest, storable
from tests.contracts.posting import (
    ACCOUNTS,
    CHAT,
    DAY,
    ELSEWHERE,
    LEASE,
    MINUTE,
    PLACE,
    THREAD,
    TODAY,
    claim,
    edition,
    end,
    message,
    places,
    send,
    sending,
    statuses,
)

quotations = st.builds(
    Quotation,
    piece=st.integers(1, 9),
    revision=st.integers(1, 9),
    sha256=storable,
    at=st.integers(0, 9).map(lambda start: Span(start, start + 3)),
    text=storable,
)


class OutboxContract(Contract):
    # Editions come in

    def test_a_place_has_one_edition_of_each_name(self, store: Store) -> None:
        assert store.outbox.enqueue([edition(), edition(name="test")], now=NOW) == 2
        assert store.outbox.enqueue([edition(parts=3), edition(THREAD)], now=NOW) == 1
        assert statuses(store) == ["pending", "pending"]
        assert statuses(store, THREAD) == ["pending"]

    def test_what_should_have_left_is_counted_until_it_has(self, store: Store) -> None:
        assert store.outbox.overdue(before=NOW) == (0, None)
        store.outbox.enqueue([edition(due=NOW - 2 * MINUTE)], now=NOW)
        store.outbox.enqueue([edition(CHAT, due=NOW - MINUTE, parts=2)], now=NOW)
        store.outbox.enqueue([edition(ELSEWHERE, due=NOW + MINUTE)], now=NOW)
        assert store.outbox.overdue(before=NOW) == (3, NOW - 2 * MINUTE)
        assert store.outbox.overdue(before=NOW - MINUTE) == (1, NOW - 2 * MINUTE)
        claimed = sending(store)
        assert store.outbox.overdue(before=NOW) == (3, NOW - 2 * MINUTE)
        for one in claimed:
            end(store, one, Sent("m1"))
        assert store.outbox.overdue(before=NOW) == (1, NOW - MINUTE)

    def test_a_name_stays_taken_whatever_became_of_its_edition(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        send(store)
        assert store.outbox.enqueue([edition()], now=NOW + DAY) == 0

    def test_an_edition_given_twice_at_once_comes_in_once(self, store: Store) -> None:
        assert store.outbox.enqueue([edition(), edition()], now=NOW) == 1
        assert store.outbox.enqueue([], now=NOW) == 0

    def test_a_delivery_has_its_key_and_all_that_was_asked_for(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2, due=NOW + MINUTE, until=NOW + DAY)], now=NOW)
        second, first = store.outbox.rows(limit=9)
        assert (first.key, second.key) == (f"slack:T1:C1/{TODAY}/0", f"slack:T1:C1/{TODAY}/1")
        assert second.message == message(f"{TODAY}, part 1").key
        assert (second.status, second.due, second.until) == ("pending", NOW + MINUTE, NOW + DAY)
        assert (second.place, second.to, second.attempts) == (PLACE, PLACE, 0)

    def test_a_message_comes_back_as_it_was_frozen(self, store: Store) -> None:
        @modest
        @given(
            storable,
            st.lists(quotations, max_size=2),
            st.none() | st.builds(Shown, st.integers(0, 9), st.integers(0, 9)),
        )
        def holds(payload: str, quotes: list[Quotation], about: Shown | None) -> None:
            frozen = Message(payload=payload, quotes=tuple(quotes), about=about)
            part = Part(message=frozen)
            one = replace(edition(name=frozen.key), parts=(part,))
            store.outbox.enqueue([one], now=NOW)
            assert store.outbox.message(frozen.key) == frozen

        holds()

    def test_a_message_that_is_not_there_is_not_proved(self, store: Store) -> None:
        with pytest.raises(Unproved):
            store.outbox.message(message().key)

    # Claims

    def test_what_is_due_is_claimed_the_oldest_first(self, store: Store) -> None:
        for to, minutes in ((PLACE, 0), (ELSEWHERE, -5), (THREAD, 1), (CHAT, -5)):
            store.outbox.enqueue([edition(to, due=NOW + minutes * MINUTE)], now=NOW)
        claimed = claim(store)
        assert places(claimed) == [ELSEWHERE, CHAT, PLACE]
        for one in claimed:
            assert (one.status, one.worker, one.lease) == ("claimed", "w1", NOW + LEASE)
            assert one == store.outbox.get(one.id)

    def test_no_more_are_claimed_than_asked_for_and_none_twice(self, store: Store) -> None:
        for to in (PLACE, ELSEWHERE, CHAT):
            store.outbox.enqueue([edition(to)], now=NOW)
        assert places(claim(store, limit=2)) == [PLACE, ELSEWHERE]
        assert places(claim(store, "w2", limit=2)) == [CHAT]
        assert claim(store) == ()

    def test_a_worker_claims_only_what_it_can_post(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(CHAT)], now=NOW)
        claimed = store.outbox.claim("w1", [CHAT.account], now=NOW, lease=LEASE, limit=9)
        assert places(claimed) == [CHAT]
        assert store.outbox.claim("w1", [], now=NOW, lease=LEASE, limit=9) == ()

    def test_a_place_gets_its_parts_one_after_another(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2), edition(name="test")], now=NOW)
        seen: list[tuple[str, int]] = []
        for _ in range(3):
            (one,) = sending(store)
            assert claim(store, "w2") == ()
            assert end(store, one, Sent(f"m{len(seen)}"))
            seen.append((one.edition, one.part))
        assert seen == [(str(TODAY), 0), (str(TODAY), 1), ("test", 0)]

    def test_editions_of_one_place_do_not_mingle(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2), edition(name="test", parts=2)], now=NOW)
        assert [send(store).edition for _ in range(4)] == [str(TODAY)] * 2 + ["test"] * 2

    def test_a_failed_part_is_retried_before_the_next(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2)], now=NOW)
        again = send(store, Retry("Too busy.", MINUTE))
        assert (again.status, again.due, again.error) == ("pending", NOW + MINUTE, "Too busy.")
        assert claim(store) == ()
        (one,) = claim(store, now=NOW + MINUTE)
        assert (one.part, one.attempts) == (0, 1)

    def test_what_is_sent_again_waits_for_what_is_being_sent(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2)], now=NOW)
        first = send(store, Unknown("The line broke."))
        sending(store)
        assert store.outbox.resend(first.id, now=NOW, until=NOW + DAY)
        assert claim(store, "w2") == ()

    def test_what_is_due_past_its_time_is_failed(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2, until=NOW + MINUTE)], now=NOW)
        store.outbox.enqueue([edition(name="test", until=NOW + DAY)], now=NOW)
        claimed = claim(store, now=NOW + 2 * MINUTE)
        assert [one.edition for one in claimed] == ["test"]
        assert statuses(store) == ["failed", "failed", "claimed"]
        errors = {row.error for row in store.outbox.rows(statuses=["failed"], limit=9)}
        assert errors == {"It was not sent in time."}

    def test_why_it_was_tried_in_vain_is_still_known_when_its_time_is_over(
        self, store: Store
    ) -> None:
        store.outbox.enqueue([edition(until=NOW + 2 * MINUTE)], now=NOW)
        row = send(store, Retry("Too busy.", MINUTE))
        claim(store, now=NOW + 3 * MINUTE)
        assert store.outbox.get(row.id).error == "Too busy. It was not sent in time."

    def test_a_part_on_the_last_instant_of_its_time_is_sent(self, store: Store) -> None:
        store.outbox.enqueue([edition(until=NOW + MINUTE)], now=NOW)
        assert len(claim(store, now=NOW + MINUTE)) == 1

    # Threads

    def test_a_threaded_part_goes_under_the_first_message(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=3, threaded=True)], now=NOW)
        assert send(store, Sent("17.5")).to == PLACE
        for part in (1, 2):
            row = send(store, Sent(f"m{part}"))
            assert (row.place, row.to) == (PLACE, replace(PLACE, thread="17.5"))

    def test_within_a_thread_all_parts_are_of_that_thread(self, store: Store) -> None:
        store.outbox.enqueue([edition(THREAD, parts=2, threaded=True)], now=NOW)
        assert [send(store).to for _ in range(2)] == [THREAD, THREAD]

    def test_a_threaded_part_fails_if_the_first_was_let_go(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=3, threaded=True)], now=NOW)
        store.outbox.drop(store.outbox.rows(limit=9)[-1].id, now=NOW)
        assert claim(store) == ()
        assert statuses(store) == ["dropped", "failed", "failed"]

    def test_a_threaded_part_waits_while_the_first_is_looked_for(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2, threaded=True)], now=NOW)
        (one,) = sending(store)
        end(store, one, Unknown("The line broke."), can_look=True)
        assert claim(store) == ()
        assert statuses(store) == ["uncertain", "pending"]
        doubt = store.outbox.get(one.id)
        assert store.outbox.resolve(doubt, Sent("17.5"), now=NOW)
        assert [row.to.thread for row in claim(store)] == ["17.5"]

    def test_a_threaded_part_fails_once_the_first_cannot_be_found(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2, threaded=True)], now=NOW)
        (one,) = sending(store)
        end(store, one, Unknown("The line broke."), can_look=True)
        store.outbox.resolve(store.outbox.get(one.id), None, now=NOW)
        assert claim(store) == ()
        assert statuses(store) == ["uncertain", "failed"]

    # Intentions and leases

    def test_an_intention_counts_as_an_attempt_and_renews_the_lease(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        claimed = claim(store)
        (one,) = store.outbox.intend("w1", claimed, now=NOW + MINUTE, lease=LEASE)
        assert one == store.outbox.get(one.id)
        assert (one.status, one.attempts, one.worker) == ("sending", 1, "w1")
        assert one.lease == NOW + MINUTE + LEASE

    def test_a_delivery_is_intended_once(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(CHAT)], now=NOW)
        claimed = claim(store)
        assert store.outbox.intend("w2", claimed, now=NOW, lease=LEASE) == ()
        twice = store.outbox.intend("w1", [*claimed, *claimed], now=NOW, lease=LEASE)
        assert places(twice) == [PLACE, CHAT]
        assert store.outbox.intend("w1", claimed, now=NOW, lease=LEASE) == ()

    def test_what_was_taken_over_must_not_be_sent(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(CHAT)], now=NOW)
        stale = claim(store)
        later = NOW + LEASE
        assert store.outbox.expire_leases(now=later, look_after=MINUTE, lookable=()) == 2
        assert places(claim(store, "w2", now=later, limit=1)) == [PLACE]
        assert store.outbox.intend("w1", stale, now=later, lease=LEASE) == ()

    def test_what_is_released_can_be_claimed_again(self, store: Store) -> None:
        store.outbox.enqueue([edition(), edition(CHAT)], now=NOW)
        claimed = claim(store)
        store.outbox.release("w2", claimed)
        assert statuses(store) == ["claimed"]
        (mine,) = store.outbox.intend("w1", claimed[:1], now=NOW, lease=LEASE)
        store.outbox.release("w1", claimed)
        assert (statuses(store), statuses(store, CHAT)) == (["sending"], ["pending"])
        assert places(claim(store, "w2")) == [CHAT]
        assert store.outbox.get(mine.id) == mine

    def test_what_is_released_has_the_time_that_it_is_given(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        (one,) = claim(store)
        store.outbox.release("w1", [replace(one, due=NOW + MINUTE)])
        assert claim(store) == ()
        assert len(claim(store, now=NOW + MINUTE)) == 1

    def test_a_lease_runs_out_at_its_end_and_not_before(self, store: Store) -> None:
        store.outbox.enqueue([edition()], now=NOW)
        claim(store)
        early = NOW + LEASE - MINUTE / 60
        assert store.outbox.expire_leases(now=early, look_after=MINUTE, lookable=()) == 0
        assert statuses(store) == ["claimed"]

    def test_what_was_only_claimed_is_pending_again_and_what_was_sent_uncertain(
        self, store: Store
    ) -> None:
        store.outbox.enqueue([edition(), edition(CHAT), edition(ELSEWHERE)], now=NOW)
        rows = claim(store)
        store.outbox.intend("w1", rows[:2], now=NOW, lease=LEASE)
        later = NOW + LEASE
        assert store.outbox.expire_leases(now=later, look_after=MINUTE, lookable=["slack"]) == 3
        slack, telegram, claimed = (store.outbox.get(row.id) for row in rows)
        assert (slack.status, slack.look_at, slack.lease) == ("uncertain", later + MINUTE, None)
        assert (telegram.status, telegram.look_at) == ("uncertain", None)
        assert (claimed.status, claimed.worker, claimed.lease) == ("pending", "", None)
        assert slack.error
        assert store.outbox.expire_leases(now=later, look_after=MINUTE, lookable=["slack"]) == 0

    # Rows

    def test_rows_come_newest_first_by_status_and_place(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2), edition(CHAT)], now=NOW)
        (claimed, _) = claim(store)
        everything = store.outbox.rows(limit=9)
        assert [row.id for row in everything] == sorted((r.id for r in everything), reverse=True)
        assert store.outbox.rows(limit=2) == everything[:2]
        assert store.outbox.rows(statuses=["claimed"], place=PLACE, limit=9) == (claimed,)
        assert len(store.outbox.rows(statuses=["claimed", "pending"], limit=9)) == 3

    def test_every_status_is_counted(self, store: Store) -> None:
        store.outbox.enqueue([edition(parts=2), edition(CHAT)], now=NOW)
        claim(store)
        none: dict[Status, int] = dict.fromkeys(get_args(Status), 0)
        assert store.outbox.counts() == none | {"pending": 1, "claimed": 2}

    def test_a_row_that_is_not_there_is_not_found(self, store: Store) -> None:
        with pytest.raises(NotFound, match="77"):
            store.outbox.get(77)
        assert not store.outbox.resend(77, now=NOW, until=NOW)
        assert not store.outbox.drop(77, now=NOW)

    def test_an_empty_edition_is_none(self, store: Store) -> None:
        empty = Edition(to=PLACE, name="empty", due=NOW, until=NOW, parts=())
        assert store.outbox.enqueue([empty], now=NOW) == 0
        assert store.outbox.claim("w", ACCOUNTS, now=NOW, lease=LEASE, limit=9) == ()
