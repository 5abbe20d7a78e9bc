"""The next state of a delivery after each outcome of its call."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.outbox import (
    Blame,
    Delivery,
    Outcome,
    Policy,
    Rejected,
    Retry,
    Sent,
    Settled,
    Status,
    Unknown,
    apply_outcome,
)
from briefs.model import Address
from tests.briefs.builders import NOW

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
PLACE = Address("telegram", "1", "-100")
POLICY = Policy()

outcomes: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Sent, st.text()),
    st.builds(Retry, st.text(), st.timedeltas(timedelta(), 3 * DAY), st.booleans()),
    st.builds(
        Rejected,
        st.text(),
        st.sampled_from(["message", "place", "account"]),
        st.sampled_from([None, Address("telegram", "1", "-200")]),
    ),
    st.builds(Unknown, st.text()),
)


def sending(*, attempts: int = 1) -> Delivery:
    return Delivery(
        id=1,
        place=PLACE,
        edition="2031-05-04",
        part=0,
        to=PLACE,
        message="key",
        status="sending",
        due=NOW,
        until=NOW + DAY,
        attempts=attempts,
        worker="w1",
        lease=NOW + POLICY.lease,
        error="Before.",
    )


def ended(outcome: Outcome, *, attempts: int = 1, can_look: bool = False) -> Settled:
    return apply_outcome(sending(attempts=attempts), outcome, NOW, POLICY, can_look=can_look)


def test_what_was_sent_has_its_id_and_no_error() -> None:
    done = ended(Sent("m7")).delivery
    assert (done.status, done.posted, done.error) == ("sent", "m7", "")


def test_what_is_worth_another_try_waits_as_long_as_asked() -> None:
    done = ended(Retry("Too much.", 60 * SECOND)).delivery
    assert (done.status, done.due, done.error) == ("pending", NOW + 60 * SECOND, "Too much.")


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 2), (1, 2), (2, 4), (3, 8), (9, 512), (10, 600), (10**6, 600)]
)
def test_each_failure_doubles_the_wait_up_to_the_longest(attempts: int, seconds: int) -> None:
    assert (
        ended(Retry("No.", timedelta()), attempts=attempts).delivery.due == NOW + seconds * SECOND
    )


def test_what_could_only_be_too_late_has_failed() -> None:
    in_time, late = (ended(Retry("Wait.", DAY + more)).delivery for more in (timedelta(), SECOND))
    assert (in_time.status, late.status) == ("pending", "failed")
    assert late.error == "Wait. It was not worth waiting for any longer."


@pytest.mark.parametrize(
    ("blame", "pause"), [("message", ""), ("place", "Kicked."), ("account", "Kicked.")]
)
def test_a_refusal_rests_the_order_unless_the_message_is_to_blame(blame: Blame, pause: str) -> None:
    end = ended(Rejected("Kicked.", blame))
    assert (end.delivery.status, end.delivery.error, end.pause) == ("failed", "Kicked.", pause)


def test_a_place_that_moved_is_tried_where_it_is_now() -> None:
    there = Address("telegram", "1", "-200")
    end = ended(Rejected("Moved.", "place", there))
    assert (end.delivery.status, end.delivery.due) == ("pending", NOW)
    assert (end.moved_to, end.pause) == (there, "")


def test_what_may_have_been_posted_is_looked_for_where_that_can_be() -> None:
    blind, seeing = (ended(Unknown("Lost."), can_look=can).delivery for can in (False, True))
    assert (blind.status, blind.look_at) == ("uncertain", None)
    assert (seeing.status, seeing.look_at) == ("uncertain", NOW + POLICY.look_after)


AFTER: dict[type[Outcome], set[Status]] = {
    Sent: {"sent"},
    Retry: {"pending", "failed"},
    Rejected: {"pending", "failed"},
    Unknown: {"uncertain"},
}


@given(outcomes, st.integers(0, 40), st.booleans())
def test_it_always_ends_and_only_what_was_surely_not_posted_is_tried_again(
    outcome: Outcome, attempts: int, can_look: bool
) -> None:
    before = sending(attempts=attempts)
    done = apply_outcome(before, outcome, NOW, POLICY, can_look=can_look).delivery
    assert done.status in AFTER[type(outcome)]
    assert (done.worker, done.lease) == ("", None)
    assert done.key == before.key
    assert done.attempts == attempts
    assert NOW <= done.due <= done.until


@given(outcome=outcomes)
def test_an_edit_is_never_in_doubt_and_never_follows_a_chat_that_moved(outcome: Outcome) -> None:
    one = replace(sending(), edits="77")
    settled = apply_outcome(one, outcome, NOW, POLICY, can_look=True)
    assert settled.delivery.status in {"sent", "failed", "pending"}
    assert settled.moved_to is None
    assert not settled.pause_if_again
