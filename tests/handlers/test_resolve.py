"""Which piece is meant: the named one, the one replied to, the one at hand, the newest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import NotFound, SourcebriefError
from briefs.model import Address, Shown, looks_like_ref, piece_number
from briefs.storage.editorial import Proposal
from handlers.find_revision import (
    at_hand,
    closest_pieces,
    newest_piece,
    replied_to,
    resolve_piece,
    resolve_stored,
)
from tests.handlers.newsroom import CHAT, NOW, add, library, piece, request, short_piece


@pytest.mark.parametrize("word", ["1", "#1", "#12@3", "12@3", "-3@1", "#-3@1", "#-2147483647@1"])
def test_a_number_looks_like_a_reference(word: str) -> None:
    assert looks_like_ref(word)


@pytest.mark.parametrize(
    "word",
    ["", "#", "syria", "1st", "after-aleppo", "@2", "12@", "-3", "1234567890", "1@1234567890"],
)
def test_words_do_not(word: str) -> None:
    assert not looks_like_ref(word)


@given(st.integers(0, 10**20))
def test_a_word_looks_like_a_piece_exactly_if_the_library_reads_it_as_a_number(n: int) -> None:
    assert looks_like_ref(str(n)) == (piece_number(str(n)) is not None)


def test_an_id_of_many_digits_names_its_piece_to_readers_and_to_editors() -> None:
    store = library(short_piece("It rained in 20261123001.", title="Rain", slug="20261123001"))
    add(store, short_piece("It rained again in 20261123001.", title="Rain again"))
    for ref in ("20261123001", "#20261123001", "20261123001@1"):
        assert resolve_piece((ref,), store).piece == 1
        assert resolve_stored((ref,), request(), store).piece == 1


def test_more_digits_than_a_number_has_are_looked_for_as_a_word() -> None:
    store = library(
        short_piece("Call 1234567890 at once."), short_piece("It rained.", title="Rain")
    )
    assert resolve_piece(("1234567890",), store).piece == 1


def test_a_revision_can_be_named_and_without_one_it_is_the_newest() -> None:
    store = library(short_piece("One.", origin="a"))
    add(store, short_piece("Two.", origin="a"))
    found = [resolve_piece((ref,), store) for ref in ("#1@1", "1@2", "#1")]
    assert [choice.revision(store).body for choice in found] == ["One.", "Two.", "Two."]
    assert [choice.outdated for choice in found] == [True, False, False]


def test_a_revision_that_there_is_not_is_not_found() -> None:
    store = library(short_piece("One."))
    with pytest.raises(NotFound):
        resolve_piece(("#1@7",), store).revision(store)


@pytest.mark.parametrize("ref", ["1", "#1", "#1@1", "dam", "Dam"])
def test_a_retracted_piece_is_told_with_its_reason(ref: str) -> None:
    store = library(short_piece("One.", slug="dam"), short_piece("Another dam."))
    store.editorial.retract(1, "the figures were wrong", now=NOW)
    with pytest.raises(NotFound) as gone:
        resolve_piece((ref,), store)
    assert gone.value.hint == "It was retracted on 20 Nov 2026: the figures were wrong."


def test_a_retracted_piece_is_not_at_hand() -> None:
    store = library(short_piece("One."))
    store.chat_state.note_shown(CHAT, "m1", Shown(1, 1), now=NOW)
    store.editorial.retract(1, "", now=NOW)
    assert at_hand(request(), store) is None


def test_a_passing_piece_is_named_with_its_revision_and_can_be_at_hand() -> None:
    store = library()
    piece = store.editorial.keep_external(short_piece("One."), now=NOW, until=NOW).piece
    assert resolve_piece((f"#{piece}@1",), store).revision(store).body == "One."
    store.chat_state.note_shown(CHAT, "m1", Shown(piece, 1), now=NOW)
    shown = at_hand(request(), store)
    assert shown is not None
    assert (shown.piece, shown.number, shown.outdated) == (piece, 1, False)
    store.editorial.expire_external(NOW)
    assert at_hand(request(), store) is None
    with pytest.raises(NotFound) as gone:
        resolve_piece((f"#{piece}@1",), store)
    assert "send its link again" in gone.value.hint


def test_a_number_that_no_piece_has_is_not_searched_for_as_a_word() -> None:
    with pytest.raises(NotFound):
        resolve_piece(("2017",), library(short_piece("It began in 2017.")))


def test_at_hand_is_the_piece_shown_last_in_this_very_thread() -> None:
    store = library(piece())
    thread = Address("console", "", "chat", "7")
    store.chat_state.note_shown(thread, "m1", Shown(1, 1), now=NOW)
    assert at_hand(request(at=CHAT), store) is None
    shown = at_hand(request(at=thread), store)
    assert shown is not None
    assert shown.piece == 1


def test_nothing_is_at_hand_after_a_list() -> None:
    store = library(piece())
    store.chat_state.note_shown(CHAT, "m1", Shown(1, 1), now=NOW)
    store.chat_state.note_shown(CHAT, "m2", Shown(0), now=NOW)
    assert at_hand(request(), store) is None


def test_the_message_replied_to_goes_before_what_was_shown_last() -> None:
    store = library(short_piece("One."), short_piece("Two."))
    store.chat_state.note_shown(CHAT, "m1", Shown(1, 1), now=NOW)
    store.chat_state.note_shown(CHAT, "m2", Shown(2, 1), now=NOW)
    for told in (at_hand, replied_to):
        shown = told(request(replied_to="m1"), store)
        assert shown is not None
        assert shown.piece == 1


def test_a_reply_to_a_list_means_no_piece_whatever_was_shown_after_it() -> None:
    store = library(piece())
    store.chat_state.note_shown(CHAT, "m1", Shown(0), now=NOW)
    store.chat_state.note_shown(CHAT, "m2", Shown(1, 1), now=NOW)
    assert at_hand(request(replied_to="m1"), store) is None


def test_a_reply_to_a_piece_that_is_gone_is_told_so_and_means_no_other() -> None:
    store = library(short_piece("One."), short_piece("Two."))
    store.chat_state.note_shown(CHAT, "m1", Shown(1, 1), now=NOW)
    store.chat_state.note_shown(CHAT, "m2", Shown(2, 1), now=NOW)
    store.editorial.retract(1, "", now=NOW)
    for told in (at_hand, replied_to):
        with pytest.raises(NotFound) as gone:
            told(request(replied_to="m1"), store)
        assert gone.value.hint == "It was retracted on 20 Nov 2026."


def test_a_reply_to_a_proposal_means_no_piece_that_is_public() -> None:
    store = library(short_piece("One."))
    waits = store.editorial.propose(short_piece("Two."), by="ines", at=None, now=NOW)
    assert isinstance(waits, Proposal)
    store.chat_state.note_shown(CHAT, "m1", Shown(2, 1), now=NOW)
    with pytest.raises(NotFound):
        at_hand(request(replied_to="m1"), store)


def test_a_reply_to_a_message_of_somebody_else_names_no_piece() -> None:
    assert replied_to(request(replied_to="m9"), library(piece())) is None


def test_there_is_no_newest_in_an_empty_library() -> None:
    with pytest.raises(SourcebriefError, match=r"The library is empty\."):
        newest_piece(library())


def test_the_closest_pieces_come_nearest_first_and_at_most_so_many() -> None:
    store = library(
        short_piece("A.", title="Harbour lights"),
        short_piece("B.", title="Harbours of the north"),
        short_piece("C.", title="Wheat", topics=("harbour",)),
        short_piece("D.", title="Bees"),
    )
    near = [card.title for card in closest_pieces("harbour", store)]
    assert near[-1] != "Bees"
    assert set(near) == {"Harbour lights", "Harbours of the north", "Wheat"}
    assert len(closest_pieces("harbour", store, limit=1)) == 1


def test_a_title_typed_with_a_slip_is_the_closest() -> None:
    store = library(short_piece("A.", title="Reservoirs"), short_piece("B.", title="Bees"))
    assert [card.title for card in closest_pieces("resevoirs", store)] == ["Reservoirs"]


@given(st.text(max_size=40))
def test_any_words_either_name_a_stored_piece_or_are_not_found(words: str) -> None:
    store = library(piece(), short_piece("It snowed.", title="Snow"))
    try:
        found = resolve_piece(tuple(words.split()), store)
    except NotFound:
        return
    assert found.revision(store) == store.catalogue.revision(found.piece, found.number)


def test_only_the_beginning_of_an_endless_question_is_compared_with_titles() -> None:
    store = library(short_piece("A.", title="quince " * 10))
    question = "quince " * 10
    assert closest_pieces(question, store) == closest_pieces(
        question.ljust(80) + "z" * 100_000, store
    )
