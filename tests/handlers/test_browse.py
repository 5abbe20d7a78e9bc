"""/latest, /search and /topics find pieces, newest first, in pages, with a button each."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Edited, Press
from handlers.browse import found
from handlers.message import Reply
from tests.handlers.editing import Editor, file
from tests.handlers.newsroom import (
    NOW,
    Reader,
    button,
    copied,
    items,
    labels,
    library,
    piece,
    quoted,
    short_piece,
    source,
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
    answer = Reader(library()).ask(ask)
    assert "sourcebrief add" in text(answer)
    assert answer.private


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


@pytest.mark.parametrize(("count", "more"), [(8, False), (9, True)])
def test_a_search_that_finds_more_than_it_shows_says_so(count: int, more: bool) -> None:
    answer = Reader(library(*dispatches(count))).ask("/search dry")
    assert len(labels(answer)) == 8
    assert ("There are more" in text(answer)) == more


@pytest.mark.parametrize("ask", ["/search", "/search ???", '/search ""', "/search cites:"])
def test_a_search_without_a_word_asks_for_one(ask: str) -> None:
    answer = Reader(library(piece())).ask(ask)
    assert "What should I look for?" in text(answer)
    assert answer.private


def test_words_that_nobody_wrote_bring_advice_on_searching() -> None:
    answer = Reader(library(piece())).ask("/search zeppelin")
    assert "Nothing here answers to “zeppelin”." in text(answer)
    assert "a trailing * finds beginnings" in text(answer)


def test_a_piece_is_found_by_what_it_cites_and_the_reference_is_no_quotation() -> None:
    cites = source(1, "Dams and Rivers", container="The Weir")
    answer = Reader(library(piece(sources=(source(1, "Tides"), cites)))).ask("/search rivers")
    assert items(answer)[0].endswith("\ncites: Dams and Rivers (The Weir)")
    assert quoted(answer) == []
    assert labels(answer) == ["#1"]


def test_a_piece_that_has_the_words_and_cites_them_is_one_hit_by_its_text() -> None:
    dam = piece(sources=(source(1, "The dam itself"),))
    snow = short_piece("Snow fell.", title="Snow", sources=(source(1, "Another dam"),))
    answer = Reader(library(dam, snow)).ask("/search dam")
    assert titles(answer) == ["#1 The dam", "#2 Snow"]
    assert quoted(answer) == ["The dam held through the night."]
    assert [line.split("cites: ")[1:] for line in items(answer)] == [[], ["Another dam"]]


def test_pieces_that_cite_fill_the_page_that_the_text_leaves_and_no_more() -> None:
    texts = [
        short_piece(f"Day {n} had hail.", title=f"Hail {n}", sources=(source(1, "Hail"),))
        for n in range(5)
    ]
    citing = [
        short_piece(f"Day {n} was dry.", title=f"Dry {n}", sources=(source(1, "Hail"),))
        for n in range(9)
    ]
    answer = Reader(library(*citing, *texts)).ask("/search hail")
    assert titles(answer) == [
        *(f"#{n} Hail {n - 10}" for n in (14, 13, 12, 11, 10)),
        *(f"#{n} Dry {n - 1}" for n in (9, 8, 7)),
    ]


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 3), st.integers(1, 8))
def test_hits_in_texts_and_in_citations_together_keep_the_limit(
    texts: int, citing: int, both: int, limit: int
) -> None:
    silt = source(1, title="Silt and certainty")
    pieces = [
        *(short_piece(f"Silt in year {n}.", title=f"Text {n}") for n in range(texts)),
        *(
            short_piece(f"Dry in year {n}.", title=f"Cites {n}", sources=(silt,))
            for n in range(citing)
        ),
        *(short_piece(f"Silt, {n}.", title=f"Both {n}", sources=(silt,)) for n in range(both)),
    ]
    hits = found("silt", library(*pieces), limit=limit)
    assert len(hits) == min(limit, len(pieces))
    assert len({hit.card.piece for hit in hits}) == len(hits)
    assert sum(hit.cites is None for hit in hits) == min(limit, texts + both)


def test_cites_asks_for_sources_alone_and_words_before_it_for_the_text() -> None:
    held = piece(sources=(source(1, "Snow", url="https://weir.example/2026/snow"),))
    snow = short_piece("Snow fell.", title="Snow")
    melt = short_piece("It melted.", title="Melt", sources=(source(1, "Snow gone"),))
    reader = Reader(library(held, snow, melt))
    assert titles(reader.ask("/search cites:snow")) == ["#3 Melt", "#1 The dam"]
    assert titles(reader.ask("/search engineers cites: snow")) == ["#1 The dam"]
    assert titles(reader.ask("/search cites:weir.example")) == ["#1 The dam"]
    assert "Nothing here answers" in text(reader.ask("/search cites:engineers"))


def test_a_long_entry_as_written_is_cut_to_a_line() -> None:
    raw = "A letter\nof the weir " + "and its keeper " * 20
    bare = source(1, None, raw=raw, status="raw")
    (line,) = items(Reader(library(piece(sources=(bare,)))).ask("/search letter"))
    said = line.rpartition("\n")[2]
    assert said.startswith("cites: A letter of the weir and its keeper")
    assert said.endswith("…")
    assert len(said) < 180


def test_topics_come_with_the_number_of_pieces_and_a_button_each() -> None:
    pieces = (*dispatches(2, topics=("public water",)), piece(topics=("dams",)))
    reader = Reader(library(*pieces))
    answer = reader.ask("/topics")
    assert text(answer) == "Topics · 2\npublic water (2)\ndams (1)"
    assert titles(reader.press("public water")) == ["#2 Dispatch 2", "#1 Dispatch 1"]


def test_of_very_many_topics_those_with_the_most_pieces_are_shown_and_all_are_counted() -> None:
    topics = tuple(f"topic {n}" for n in range(150))
    reader = Reader(library(piece(topics=topics), short_piece("It snowed.", topics=topics[-1:])))
    answer = reader.ask("/topics")
    assert text(answer).startswith("Topics · 150\ntopic 149 (2)\n")
    assert len(items(answer)) == 100
    assert "These 100 have the most pieces." in text(answer)


def test_a_library_without_topics_points_to_the_list() -> None:
    assert "/latest" in text(Reader(library(piece())).ask("/topics"))


@pytest.mark.parametrize("ask", ["/latest p9", "/latest water p9"])
def test_a_page_past_the_end_is_the_last_one(ask: str) -> None:
    answer = Reader(library(*dispatches(3, topics=("water",)))).ask(ask)
    assert len(items(answer)) == 3


def test_a_search_is_narrowed_down_by_name_topic_day_and_unwanted_word() -> None:
    old = short_piece(
        "The dam held.", title="Old", byline="Anna Lind", published=NOW - timedelta(days=4000)
    )
    new = short_piece("A dam and a weir.", title="New", topics=("water",), published=NOW)
    reader = Reader(library(old, new))
    for asked, titles in (
        ("/search dam", ["New", "Old"]),
        ("/search dam -weir", ["Old"]),
        ("/search by:lind", ["Old"]),
        ('/search by:"anna lind" dam', ["Old"]),
        ("/search on:water dam", ["New"]),
        ("/search dam before:2020", ["Old"]),
        ("/search after:2020", ["New"]),
    ):
        said = text(reader.ask(asked))
        assert [title for title in ("New", "Old") if title in said] == titles, asked
    assert "I can't read a day" in text(reader.ask("/search dam before:soon"))


def test_drafts_are_found_by_editors_alone_and_where_nobody_reads_along() -> None:
    editor = Editor(library(short_piece("Public words of a harbour.", title="Public")))
    editor.ask("/piece add", file())
    said = editor.ask("/search is:draft harbour")
    assert "Not public yet" in text(said)
    assert "The Harbour and the Sea" in text(said)
    assert "Public\n" not in text(said)
    assert said.private
    assert labels(said) == ["#2@1"]
    assert "Nothing here answers" in text(editor.ask("/search is:draft zebra"))
    assert "Only editors" in text(Reader(editor.store).ask("/search is:draft harbour"))
    heard = Editor(editor.store, overheard=True)
    assert "read along" in text(heard.ask("/search is:draft"))
    assert "The Harbour" not in text(Reader(editor.store).ask("/search harbour"))
