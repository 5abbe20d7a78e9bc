"""/latest, /search and /topics find pieces, newest first, in pages, with a button each."""

import pytest

from briefs.model import Edited, Press
from handlers.message import Reply
from tests.handlers.newsroom import (
    Reader,
    button,
    copied,
    items,
    labels,
    library,
    piece,
    quoted,
    short_piece,
    text,
)


def dispatches(count: int, *, topics: tuple[str, ...] = ()) -> list[Edited]:
    return [
        short_piece(f"Day {n} was dry.", title=f"Dispatch {n}", topics=topics)
        for n in range(1, count + 1)
    ]


def titles(reply: Reply) -> list[str]:
    return [line.split("\n")[0] for line in items(reply)]


def test_the_latest_pieces_come_newest_first_with_their_numbers() -> None:
    answer = Reader(library(*dispatches(3))).ask("/latest")
    assert text(answer).startswith("Latest · 3\n")
    assert titles(answer) == ["#3 Dispatch 3", "#2 Dispatch 2", "#1 Dispatch 1"]


def test_each_piece_of_a_list_is_a_button_away() -> None:
    reader = Reader(library(*dispatches(2)))
    reader.ask("/latest")
    assert text(reader.press("#1")).startswith("Dispatch 1\n")


def test_a_long_list_turns_its_pages_in_place() -> None:
    reader = Reader(library(*dispatches(20)))
    first = reader.ask("/latest")
    assert text(first).startswith("Latest · 1–8 of 20\n")
    assert "‹ Newer" not in labels(first)
    assert button(first, "Older ›").does == Press("latest", ("p2",), in_place=True)
    second = reader.press("Older ›")
    assert titles(second)[0] == "#12 Dispatch 12"
    third = reader.press("Older ›")
    assert text(third).startswith("Latest · 17–20 of 20\n")
    assert "Older ›" not in labels(third)
    assert text(reader.press("‹ Newer")) == text(second)


def test_a_topic_narrows_the_list_whatever_its_case_and_stays_when_the_page_turns() -> None:
    dry = dispatches(9, topics=("public water",))
    reader = Reader(library(*dry, piece(topics=("dams",))))
    answer = reader.ask("/latest Public Water")
    assert text(answer).startswith("Latest on Public Water · 1–8 of 9\n")
    assert titles(reader.press("Older ›")) == ["#1 Dispatch 1"]


def test_an_unknown_topic_is_answered_with_those_there_are() -> None:
    answer = Reader(library(piece(topics=("dams", "water")))).ask("/latest sport")
    assert "Nothing here answers to “sport”." in text(answer)
    assert "Topics: dams, water" in text(answer)
    assert answer.private


def test_a_topic_asked_for_where_there_are_none_says_so() -> None:
    assert "No piece has a topic yet." in text(Reader(library(piece())).ask("/latest sport"))


@pytest.mark.parametrize("ask", ["/latest", "/latest sport", "/brief", "/read", "/sources"])
def test_an_empty_library_says_how_it_is_filled(ask: str) -> None:
    assert "sourcebrief add" in text(Reader(library()).ask(ask))


def test_search_shows_the_first_matching_sentence_of_each_piece_word_for_word() -> None:
    snow = short_piece("It was cold. Snow fell on the weir.", title="Snow")
    answer = Reader(library(snow, piece())).ask("/search snow")
    assert text(answer).startswith("Found · snow\n")
    assert titles(answer) == ["#1 Snow"]
    assert quoted(answer) == ["Snow fell on the weir."]
    (extract,) = copied(answer)
    assert extract.at.of("It was cold. Snow fell on the weir.") == extract.text


def test_a_match_in_the_title_alone_has_no_sentence() -> None:
    answer = Reader(library(short_piece("It fell.", title="Hailstones"))).ask("/search hailstones")
    assert titles(answer) == ["#1 Hailstones"]
    assert quoted(answer) == []


def test_each_piece_found_is_a_button_away() -> None:
    reader = Reader(library(*dispatches(2)))
    assert labels(reader.ask("/search dry")) == ["#2", "#1"]
    assert text(reader.press("#1")).startswith("Dispatch 1\n")


@pytest.mark.parametrize("ask", ["/search", "/search ???", '/search ""'])
def test_a_search_without_a_word_asks_for_one(ask: str) -> None:
    answer = Reader(library(piece())).ask(ask)
    assert "What should I look for?" in text(answer)
    assert answer.private


def test_words_that_nobody_wrote_bring_advice_on_searching() -> None:
    answer = Reader(library(piece())).ask("/search zeppelin")
    assert "Nothing here answers to “zeppelin”." in text(answer)
    assert "a trailing * finds beginnings" in text(answer)


def test_topics_come_with_the_number_of_pieces_and_a_button_each() -> None:
    pieces = (*dispatches(2, topics=("public water",)), piece(topics=("dams",)))
    reader = Reader(library(*pieces))
    answer = reader.ask("/topics")
    assert text(answer) == "Topics · 2\npublic water (2)\ndams (1)"
    assert titles(reader.press("public water")) == ["#2 Dispatch 2", "#1 Dispatch 1"]


def test_a_library_without_topics_points_to_the_list() -> None:
    assert "/latest" in text(Reader(library(piece())).ask("/topics"))


@pytest.mark.parametrize("ask", ["/latest p9", "/latest water p9"])
def test_a_page_past_the_end_is_the_last_one(ask: str) -> None:
    answer = Reader(library(*dispatches(3, topics=("water",)))).ask(ask)
    assert len(items(answer)) == 3
