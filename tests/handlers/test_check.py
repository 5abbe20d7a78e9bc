"""/check proves a sentence: its paragraph, its place, its revision and the author's own notes."""

import pytest

from briefs.model import Press, fingerprint
from tests.handlers.newsroom import (
    FLOOD,
    Reader,
    add,
    button,
    copied,
    fact,
    items,
    labels,
    library,
    marked,
    noted,
    piece,
    quoted,
    short_piece,
    source,
    text,
)

BODY = "\n\n".join(FLOOD)


def test_a_sentence_stands_out_in_its_own_paragraph_alone() -> None:
    answer = Reader(library(piece())).ask("/check S2")
    assert text(answer).startswith("S2 · The dam\n" + FLOOD[0] + "\n")
    assert FLOOD[1] not in text(answer)
    assert marked(answer) == ["Engineers had doubted it."]


@pytest.mark.parametrize("ask", ["/check s4", "/check 1 S4", "/check S4 #1", "/check dam S4"])
def test_the_sentence_may_be_named_before_or_after_the_piece_or_alone(ask: str) -> None:
    assert marked(Reader(library(piece())).ask(ask)) == ["By morning the lake was full."]


def test_the_proof_names_piece_revision_place_and_hash() -> None:
    answer = Reader(library(piece(slug="dam-report"))).ask("/check S4")
    at = next(extract.at for extract in copied(answer) if extract.marked)
    assert fact(answer, "Piece") == "#1 dam-report · S4 of 5"
    assert fact(answer, "Revision") == "1"
    assert fact(answer, "Characters") == f"{at.start}–{at.end} of {len(BODY)}"
    assert BODY[at.start : at.end] == "By morning the lake was full."
    assert fact(answer, "SHA-256 of the text") == fingerprint(BODY)


def test_the_reader_is_told_what_verbatim_does_not_mean() -> None:
    assert "not that the piece is right" in text(Reader(library(piece())).ask("/check S1"))


def test_the_authors_notes_in_the_sentence_are_shown_each_once() -> None:
    sources = (source(1, "On Dams"), source(2, "On Lakes"))
    dam = noted(piece(sources=sources), (1, 2), (1, 2), (2, 1))
    answer = Reader(library(dam)).ask("/check S1")
    assert [line.split("\n")[0] for line in items(answer)] == ["[2] “On Lakes”"]


def test_a_sentence_without_a_note_says_that_the_author_set_none() -> None:
    dam = noted(piece(sources=(source(1),)), (1, 1))
    answer = Reader(library(dam)).ask("/check S2")
    assert "The author set no note in this sentence." in text(answer)
    assert items(answer) == []


def test_the_neighbours_are_a_button_away_and_take_the_messages_place() -> None:
    reader = Reader(library(piece()))
    answer = reader.ask("/check S2")
    assert labels(answer) == ["‹ S1", "S3 ›", "Sources", "Read"]
    assert button(answer, "S3 ›").does == Press("check", ("#1@1", "S3"), in_place=True)
    assert marked(reader.press("S3 ›")) == ["Nobody slept."]


@pytest.mark.parametrize(("ask", "missing"), [("/check S1", "‹ S0"), ("/check S5", "S6 ›")])
def test_the_first_and_last_sentence_have_one_neighbour(ask: str, missing: str) -> None:
    shown = labels(Reader(library(piece())).ask(ask))
    assert missing not in shown
    assert len(shown) == 3


@pytest.mark.parametrize("number", ["S0", "S6", "S9999999"])
def test_a_sentence_that_is_not_there_is_refused_with_those_that_are(number: str) -> None:
    answer = Reader(library(piece())).ask(f"/check {number}")
    assert "“The dam” has sentences S1 to S5." in text(answer)
    assert quoted(answer) == []
    assert answer.private


def test_without_a_sentence_those_of_the_brief_are_offered_with_their_places() -> None:
    reader = Reader(library(piece()))
    answer = reader.ask("/check")
    assert items(answer) == [
        "S1 · characters 0–31",
        "S4 · characters 73–102 · 2 sentences between",
    ]
    assert fact(answer, "Extract") == (
        "2 of 5 sentences · from 2 of 2 paragraphs · 40 % of the piece's key terms"
    )
    assert labels(answer) == ["S1", "S4", "Receipt"]
    assert marked(reader.press("S4")) == ["By morning the lake was full."]


def test_a_sentence_is_looked_up_in_the_piece_at_hand() -> None:
    reader = Reader(library(short_piece("It snowed. It thawed.", title="Snow"), piece()))
    reader.ask("/brief 1")
    assert marked(reader.ask("/check S2")) == ["It thawed."]


def test_in_reply_to_an_older_brief_it_is_looked_up_there() -> None:
    reader = Reader(library(short_piece("It snowed. It thawed.", title="Snow"), piece()))
    reader.ask("/brief 1")
    reader.ask("/brief 2")
    assert marked(reader.ask("/check S2", replied_to=0)) == ["It thawed."]


def test_a_sentence_of_a_brief_sent_before_a_revision_is_still_that_sentence() -> None:
    store = library(piece(origin="dam.txt"))
    reader = Reader(store)
    reader.ask("/brief")
    add(store, short_piece("The dam fell. Nobody came.", origin="dam.txt"))
    answer = reader.ask("/check S2", replied_to=0)
    assert marked(answer) == ["Engineers had doubted it."]
    assert fact(answer, "Revision") == "1"
    assert marked(reader.ask("/check #1 S2")) == ["Nobody came."]
    assert marked(reader.ask("/check #1@1 S2")) == ["Engineers had doubted it."]


def test_the_sentences_offered_are_those_of_the_revision_they_are_then_looked_up_in() -> None:
    store = library(piece(origin="dam.txt"))
    add(store, short_piece("The dam fell. Nobody came.", origin="dam.txt"))
    reader = Reader(store)
    reader.ask("/check #1@1")
    offered = reader.press("S1")
    reader.ask("/check #1@1")
    assert marked(reader.ask("/check S1")) == marked(offered)
