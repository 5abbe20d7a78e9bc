"""/read gives the whole stored piece, page by page, with the sentences of its brief marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Press
from handlers.message import Reply
from tests.handlers.newsroom import (
    FLOOD,
    Reader,
    add,
    button,
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


def pages(reader: Reader) -> list[Reply]:
    """All pages of the newest piece, by pressing Next until there is no more."""
    found = [reader.ask("/read")]
    while "Next ›" in labels(found[-1]):
        found.append(reader.press("Next ›"))
    return found


def sentence(number: int, words: int) -> str:
    return " ".join(f"w{number}x{place}" for place in range(words)) + "."


def body(lengths: list[list[int]]) -> list[str]:
    """Paragraphs of sentences of so many words, no word of which is used twice."""
    texts = []
    number = 0
    for paragraph in lengths:
        sentences = [sentence(number + n, words) for n, words in enumerate(paragraph)]
        number += len(paragraph)
        texts.append(" ".join(sentences))
    return texts


lengths = st.lists(
    st.lists(st.one_of(st.integers(1, 40), st.integers(40, 400)), min_size=1, max_size=6),
    min_size=1,
    max_size=8,
)


@given(lengths)
def test_the_pages_hold_every_word_of_the_body_once_and_in_order(lengths: list[list[int]]) -> None:
    paragraphs = body(lengths)
    read = pages(Reader(library(short_piece(*paragraphs))))
    words = [word for page in read for sentence in quoted(page) for word in sentence.split()]
    assert words == " ".join(paragraphs).split()


@given(lengths)
def test_a_page_fits_one_message_unless_a_single_sentence_does_not(
    lengths: list[list[int]],
) -> None:
    for page in pages(Reader(library(short_piece(*body(lengths))))):
        assert sum(map(len, quoted(page))) <= 2400 or len(quoted(page)) == 1


@given(st.lists(st.integers(1, 300), min_size=2, max_size=12))
def test_a_page_that_can_end_between_paragraphs_ends_there(words: list[int]) -> None:
    paragraphs = body([[count] for count in words])
    for page in pages(Reader(library(short_piece(*paragraphs)))):
        assert all(stretch in paragraphs for stretch in quoted(page))


def test_a_short_piece_is_one_page_and_shown_in_its_paragraphs() -> None:
    answer = Reader(library(piece())).ask("/read")
    lines = text(answer).split("\n")
    assert lines[0] == "The dam"
    assert lines[2:4] == list(FLOOD)
    assert lines[4].startswith("Page 1 of 1 ·")
    assert labels(answer) == ["Brief", "Sources"]


def test_the_sentences_of_the_brief_and_no_others_are_marked() -> None:
    answer = Reader(library(piece())).ask("/read")
    assert marked(answer) == ["The dam held through the night.", "By morning the lake was full."]


def test_the_authors_note_numbers_follow_the_sentence_they_were_set_in() -> None:
    dam = noted(piece(sources=(source(1), source(2))), (2, 2), (2, 1))
    assert "Engineers had doubted it.[2][1] Nobody slept." in text(
        Reader(library(dam)).ask("/read")
    )


def test_next_and_previous_take_the_place_of_the_page_they_stand_under() -> None:
    long = short_piece(*body([[300], [300], [300]]))
    reader = Reader(library(long))
    first = reader.ask("/read")
    assert button(first, "Next ›").does == Press("read", ("#1@1", "p2"), in_place=True)
    assert "‹ Previous" not in labels(first)
    second = reader.press("Next ›")
    assert "Page 2 of 3" in text(second)
    assert button(second, "‹ Previous").does == Press("read", ("#1@1", "p1"), in_place=True)
    assert text(reader.press("‹ Previous")) == text(first)


def test_a_page_can_be_asked_for_of_the_piece_at_hand_or_a_named_one() -> None:
    reader = Reader(library(short_piece(*body([[300], [300]])), piece()))
    assert "Page 2 of 2" in text(reader.ask("/read 1 p2"))
    assert "Page 1 of 2" in text(reader.ask("/read p1"))


def test_a_page_past_the_end_is_refused_with_the_last_one_named() -> None:
    reader = Reader(library(piece(), short_piece("It snowed.", title="Snow")))
    answer = reader.ask("/read 1 p7")
    assert text(answer) == "“The dam” has 1 page.\n/read #1@1 p1 is the last one."
    assert quoted(answer) == []
    assert answer.private


def test_without_words_the_piece_at_hand_is_read_then_the_newest() -> None:
    reader = Reader(library(short_piece("It snowed.", title="Snow"), piece()))
    assert text(reader.ask("/read")).startswith("The dam\n")
    reader.ask("/brief 1")
    assert text(reader.ask("/read")).startswith("Snow\n")


def test_after_a_list_the_newest_is_read() -> None:
    reader = Reader(library(short_piece("It snowed.", title="Snow"), piece()))
    reader.ask("/brief 1")
    reader.ask("/latest")
    assert text(reader.ask("/read")).startswith("The dam\n")


def test_a_brief_leads_to_the_revision_it_was_made_from_even_when_a_newer_one_is_out() -> None:
    store = library(piece(origin="dam.txt"))
    reader = Reader(store)
    reader.ask("/brief")
    add(store, short_piece("The dam fell after all.", origin="dam.txt"))
    answer = reader.press("Read")
    assert " ".join(quoted(answer)) == " ".join(FLOOD)
    assert "This is revision 1; 2 is out: /brief #1" in text(answer)
    assert len(marked(answer)) == 2
    assert quoted(reader.ask("/read #1")) == ["The dam fell after all."]


@pytest.mark.parametrize("ref", ["9", "#1@4", "quicksand"])
def test_a_piece_that_is_not_there_is_not_read(ref: str) -> None:
    answer = Reader(library(piece())).ask(f"/read {ref}")
    assert text(answer).startswith("Nothing here answers to “")
    assert quoted(answer) == []
