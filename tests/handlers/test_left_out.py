"""A piece that cannot be proved is left out of an answer, and the others stay."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from briefs.model import Brief, Length, Revision
from briefs.storage.sql.catalogue import SqlCatalogue
from handlers.outgoing import LEFT_OUT
from tests.contracts.memory_store import MemoryStore
from tests.handlers.chat_admin import CHANNEL, Admin
from tests.handlers.newsroom import Reader, add, fact, quoted, short_piece, text


class SpoiltCatalogue(SqlCatalogue):
    """Piece 2 no longer says what it was stored with."""

    def revision(self, piece: int, number: int | None = None) -> Revision:
        found = super().revision(piece, number)
        return replace(found, body=found.body.replace("dam", "Dam")) if piece == 2 else found

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        return replace(super().brief(piece, length, number), revision=self.revision(piece, number))


class Spoilt(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = SpoiltCatalogue(self.database, self._intake)


def spoilt() -> Spoilt:
    store = Spoilt()
    add(
        store,
        short_piece("The dam held in March.", title="First"),
        short_piece("The dam broke in April.", title="Second"),
    )
    return store


def test_a_search_shows_the_sound_hits_and_says_what_is_left_out() -> None:
    answer = Reader(spoilt()).ask("/search dam")
    assert "The dam held in March." in text(answer)
    assert "broke in April" not in text(answer)
    assert LEFT_OUT in text(answer)


def test_an_answer_on_that_piece_alone_is_an_apology() -> None:
    answer = Reader(spoilt()).ask("/brief #2")
    assert "can't show this" in text(answer)
    assert "broke in April" not in text(answer)


def test_nothing_sound_is_an_apology_too() -> None:
    answer = Reader(spoilt()).ask("/search april")
    assert "can't show this" in text(answer)


@pytest.mark.parametrize("ask", ["/digest on 08:30 Berlin", "/digest preview", "/digest test"])
def test_a_digest_goes_without_it_and_says_so_once_and_to_the_operator_too(ask: str) -> None:
    admin = Admin(spoilt())
    admin.ask("/digest on 08:30 Berlin")
    with capture_logs() as logs:
        answer = admin.ask(ask)
    assert quoted(answer) == ["The dam held in March."]
    assert "Left out: 1 piece that can't be proved." in text(answer)
    assert [(entry["event"], entry["piece"]) for entry in logs] == [("digest.left_out", 2)]


def test_a_standing_order_tells_what_is_left_out() -> None:
    admin = Admin(spoilt())
    admin.ask("/digest on 08:30 Berlin")
    answer = admin.ask("/digest")
    assert fact(answer, "Would hold now") == "1 piece: “First”"
    assert fact(answer, "Left out") == "1 piece that can't be proved"


def test_an_order_for_a_channel_stands_although_a_piece_is_left_out() -> None:
    admin = Admin(spoilt())
    answer = admin.ask("/digest @news on 08:30 Berlin", place=CHANNEL, name="@news")
    assert text(answer).startswith("The digest of @news\n")
    (posting,) = answer.posts
    assert quoted(posting.reply) == ["The dam held in March."]


def test_a_digest_of_nothing_sound_says_so() -> None:
    store = Spoilt()
    add(store, short_piece("It snowed."), short_piece("The dam broke in April.", title="Second"))
    admin = Admin(store)
    answer = admin.ask("/digest on 08:30 Berlin -first")
    assert "Left out: 1 piece" in text(answer)
