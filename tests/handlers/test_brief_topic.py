"""/brief on a topic: what several pieces say of it, each sentence named with its piece."""

import pytest

from briefs.model import Press, Shown
from tests.handlers.newsroom import (
    Corrupted,
    Reader,
    add,
    button,
    fact,
    labels,
    library,
    quoted,
    quotes,
    short_piece,
    text,
)

PORT = "The port closed in the storm. Ships waited outside the port. A crane fell into the port."
TOLL = "The toll at the port doubles. Shippers call the toll at the port a tax. Few will pay it."
RAIL = "Rail freight to the port fell. The line to the port floods. Lorries took the load."
SNOW = "Snow closed the pass. Buses turned back. Nobody was surprised by it."


def _reader(*bodies: str) -> Reader:
    titles = ("Storm", "Toll", "Rail", "Snow")
    pieces = zip(bodies, titles, strict=False)
    return Reader(library(*(short_piece(body, title=title) for body, title in pieces)))


def test_words_that_several_pieces_have_bring_what_each_says() -> None:
    answer = _reader(PORT, TOLL, SNOW).ask("/brief port")
    assert text(answer).startswith("On “port”\n#2 Toll\n")
    assert {quote.extract.piece for quote in quotes(answer)} == {1, 2}
    assert all("#" in quote.label and " S" in quote.label for quote in quotes(answer))


def test_each_sentence_names_its_piece_and_the_newest_piece_comes_first() -> None:
    shown = quotes(_reader(PORT, TOLL, RAIL).ask("/brief port"))
    pieces = [quote.extract.piece for quote in shown]
    assert pieces == sorted(pieces, reverse=True)
    for quote in shown:
        assert quote.label.startswith(f"#{quote.extract.piece} S")


def test_all_asks_for_the_topic_even_where_one_piece_bears_it_as_its_title() -> None:
    reader = _reader(PORT, "The storm broke a crane. The storm cost a million. It passed.")
    assert text(reader.ask("/brief storm")).startswith("Storm\n")
    assert text(reader.ask("/brief all storm")).startswith("On “storm”\n")


def test_one_piece_can_be_all_there_is_on_a_topic() -> None:
    answer = _reader(PORT, SNOW).ask("/brief all buses")
    assert {quote.extract.piece for quote in quotes(answer)} == {2}
    assert "from 1 of 1 piece with these words" in fact(answer, "Proof")


def test_the_proof_counts_sentences_and_pieces() -> None:
    answer = _reader(PORT, TOLL, RAIL).ask("/brief port short")
    count = len(quoted(answer))
    assert fact(answer, "Proof") == (
        f"Exact extract · {count} sentences from 3 of 3 pieces with these words · as of 20 Nov 2026"
    )


def test_of_many_pieces_the_newest_are_heard() -> None:
    many = [short_piece(f"Port {n} closed. Ship {n} waits in port {n}. Ice.") for n in range(12)]
    answer = Reader(library(*many)).ask("/brief port")
    assert "of the 8 newest pieces with these words" in fact(answer, "Proof")
    assert all(quote.extract.piece > 4 for quote in quotes(answer))


def test_buttons_lead_to_each_pieces_brief_and_to_all_matches() -> None:
    reader = _reader(PORT, TOLL, SNOW)
    answer = reader.ask("/brief port closed or toll")
    assert labels(answer) == ["#2", "#1", "All matches"]
    assert button(answer, "#1").does == Press("brief", ("#1@1",))
    assert button(answer, "All matches").does == Press("search", ("port", "closed", "or", "toll"))
    assert text(reader.press("#1")).startswith("Storm\n")


def test_after_a_topic_a_bare_number_is_a_piece() -> None:
    reader = _reader(PORT, TOLL)
    assert reader.ask("/brief port").about == Shown(piece=0)
    assert text(reader.ask("/sources 1")).startswith("Storm\n")


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("/brief all", "All pieces on what?"),
        ("/brief all zebras", "Nothing here answers to “zebras”."),
    ],
)
def test_all_of_nothing_is_told(ask: str, says: str) -> None:
    answer = _reader(PORT, TOLL).ask(ask)
    assert text(answer).startswith(says)
    assert quoted(answer) == []


def test_a_topic_with_one_piece_that_cannot_be_proved_is_not_sent() -> None:
    store = Corrupted()
    add(
        store,
        short_piece(PORT, title="Storm"),
        short_piece("The port held. Ships held.", title="Dry"),
    )
    answer = Reader(store).ask("/brief all port")
    assert "does not match its proof" in text(answer)
    assert quoted(answer) == []
