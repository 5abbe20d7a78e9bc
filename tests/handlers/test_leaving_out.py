"""One piece that can't be proved keeps itself out of an answer, and not the others."""

from dataclasses import replace

from briefs.model import Revision
from handlers.leaving_out import LEFT_OUT
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import Reader, add, short_piece, text


class Spoilt(MemoryStore):
    """Piece 2 no longer says what it was stored with."""

    def revision(self, piece: int, number: int | None = None) -> Revision:
        found = super().revision(piece, number)
        return replace(found, body=found.body.replace("dam", "Dam")) if piece == 2 else found


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
