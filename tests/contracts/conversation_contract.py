"""The store's contract for buttons' tokens and for what a message showed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from briefs.model import ANYWHERE, Address, Press, Shown
from briefs.storage import Store
from tests.briefs.builders import NOW
from tests.contracts.contract import DAY, Contract, anything, modest

CHANNEL = Address("slack", "T1", "C1")
THREAD = Address("slack", "T1", "C1", "1700.5")
ELSEWHERE = Address("slack", "T1", "C2")


class ConversationContract(Contract):
    def test_the_same_press_in_the_same_channel_keeps_its_token(self, store: Store) -> None:
        presses = [Press("brief", ("1",)), Press("read", ("1",)), Press("brief", ("1",))]
        tokens = store.chat_state.issue(presses, CHANNEL, now=NOW)
        assert tokens[0] == tokens[2] != tokens[1]
        assert store.chat_state.issue(presses, THREAD, now=NOW + DAY) == tokens
        assert store.chat_state.issue([], CHANNEL, now=NOW) == ()

    def test_a_token_is_for_its_channel_alone_in_any_thread(self, store: Store) -> None:
        press = Press("sources", ("1", "2"), in_place=True)
        (token,) = store.chat_state.issue([press], THREAD, now=NOW)
        assert (
            store.chat_state.redeem(token, CHANNEL)
            == store.chat_state.redeem(token, THREAD)
            == press
        )
        assert store.chat_state.redeem(token, ELSEWHERE) is None
        assert store.chat_state.issue([press], ELSEWHERE, now=NOW) != (token,)

    def test_a_token_for_anywhere_works_in_every_channel(self, store: Store) -> None:
        press = Press("brief", ("1",))
        (token,) = store.chat_state.issue([press], ANYWHERE, now=NOW)
        assert (
            store.chat_state.redeem(token, CHANNEL)
            == store.chat_state.redeem(token, ELSEWHERE)
            == press
        )
        assert store.chat_state.issue([press], ANYWHERE, now=NOW) == (token,)
        assert store.chat_state.issue([press], CHANNEL, now=NOW) != (token,)

    def test_any_press_can_be_redeemed(self, store: Store) -> None:
        @modest
        @given(anything, st.lists(anything, max_size=3), st.booleans())
        def holds(command: str, args: list[str], in_place: bool) -> None:
            press = Press(command, tuple(args), in_place)
            (token,) = store.chat_state.issue([press], CHANNEL, now=NOW)
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,24}", token)
            assert store.chat_state.redeem(token, CHANNEL) == press

        holds()

    def test_a_made_up_token_stands_for_nothing(self, store: Store) -> None:
        store.chat_state.issue([Press("brief")], CHANNEL, now=NOW)

        @modest
        @given(anything)
        def holds(token: str) -> None:
            assert store.chat_state.redeem(token, CHANNEL) is None

        holds()

    def test_a_message_is_known_in_its_channel_whatever_the_thread(self, store: Store) -> None:
        store.chat_state.note_shown(THREAD, "m1", Shown(1, 2), now=NOW)
        store.chat_state.note_shown(THREAD, "m2", Shown(0), now=NOW)
        assert (
            store.chat_state.shown(THREAD, "m1")
            == store.chat_state.shown(CHANNEL, "m1")
            == Shown(1, 2)
        )
        assert store.chat_state.shown(CHANNEL, "m2") == Shown(0)
        assert store.chat_state.shown(CHANNEL, "m3") is None
        assert store.chat_state.shown(ELSEWHERE, "m1") is None

    def test_the_last_one_shown_is_that_of_exactly_this_address(self, store: Store) -> None:
        store.chat_state.note_shown(CHANNEL, "m1", Shown(1, 1), now=NOW)
        store.chat_state.note_shown(THREAD, "m2", Shown(2, 1), now=NOW)
        assert store.chat_state.shown(CHANNEL) == Shown(1, 1)
        assert store.chat_state.shown(THREAD) == Shown(2, 1)
        assert store.chat_state.shown(ELSEWHERE) is None

    def test_a_message_that_changed_shows_what_it_showed_last(self, store: Store) -> None:
        store.chat_state.note_shown(CHANNEL, "m1", Shown(1, 1), now=NOW)
        store.chat_state.note_shown(CHANNEL, "m2", Shown(2, 1), now=NOW)
        store.chat_state.note_shown(CHANNEL, "m1", Shown(3, 1), now=NOW)
        assert (
            store.chat_state.shown(CHANNEL, "m1") == store.chat_state.shown(CHANNEL) == Shown(3, 1)
        )
        assert store.chat_state.shown(CHANNEL, "m2") == Shown(2, 1)
