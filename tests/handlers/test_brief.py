"""/brief shows the piece a person means, in its own sentences, with what proves them."""

from dataclasses import replace

import pytest

from briefs.model import Press
from handlers.message import Emphasis, Paragraph
from tests.handlers.newsroom import (
    FLOOD,
    NOW,
    Reader,
    add,
    button,
    fact,
    items,
    labels,
    library,
    noted,
    piece,
    quoted,
    quotes,
    short_piece,
    source,
    text,
)

SNOW = ("Snow closed the pass. Buses turned back.",)
WIND = ("Wind broke the mast. The ferry waited.",)


def test_without_words_the_newest_piece_is_briefed() -> None:
    reader = Reader(library(short_piece(*SNOW, title="Snow"), piece()))
    assert text(reader.ask("/brief")).startswith("The dam\n")


def test_a_brief_is_the_extracts_sentences_each_with_its_number() -> None:
    shown = quotes(Reader(library(piece())).ask("/brief"))
    assert [(quote.label, quote.extract.text) for quote in shown] == [
        ("S1", "The dam held through the night."),
        ("S4", "By morning the lake was full."),
    ]


@pytest.mark.parametrize("ref", ["1", "#1", "snow-report", "SNOW-REPORT", "#1@1"])
def test_a_piece_answers_to_its_number_and_to_its_id(ref: str) -> None:
    snow = short_piece(*SNOW, title="Snow", slug="snow-report")
    assert text(Reader(library(snow, piece())).ask(f"/brief {ref}")).startswith("Snow\n")


def test_words_that_are_a_whole_title_mean_its_piece_and_name_the_others() -> None:
    pieces = (
        short_piece(*SNOW, title="Snow"),
        short_piece(*WIND, title="Wind"),
        short_piece("Snow closed the port.", title="Snow in April"),
    )
    answer = Reader(library(*pieces)).ask("/brief SNOW")
    assert text(answer).startswith("Snow\n")
    assert "leaning" not in fact(answer, "Proof")
    assert [line.split("\n")[0] for line in items(answer)] == ["#3 Snow in April"]


def test_a_piece_found_alone_names_no_others() -> None:
    reader = Reader(library(short_piece(*SNOW), short_piece(*WIND)))
    assert items(reader.ask("/brief ferry")) == []


@pytest.mark.parametrize(
    ("length", "count"), [("short", 1), ("SHORT", 1), ("normal", 2), ("long", 3)]
)
def test_a_last_word_of_length_makes_the_brief_shorter_or_longer(length: str, count: int) -> None:
    assert len(quoted(Reader(library(piece())).ask(f"/brief 1 {length}"))) == count


def test_a_mere_length_means_the_piece_at_hand() -> None:
    reader = Reader(library(short_piece(*SNOW, title="Snow"), piece()))
    reader.ask("/brief 1")
    assert text(reader.ask("/brief short")).startswith("Snow\n")


def test_no_words_at_all_mean_the_newest_whatever_was_shown_before() -> None:
    reader = Reader(library(short_piece(*SNOW, title="Snow"), piece()))
    reader.ask("/brief 1")
    assert text(reader.ask("/brief")).startswith("The dam\n")


def test_a_reply_to_a_brief_means_its_piece() -> None:
    reader = Reader(library(short_piece(*SNOW, title="Snow"), short_piece(*WIND), piece()))
    reader.ask("/brief 1")
    reader.ask("/brief 2")
    assert text(reader.ask("/brief", replied_to=0)).startswith("Snow\n")
    assert text(reader.ask("/brief long", replied_to=0)).startswith("Snow\n")


def test_a_reply_to_a_message_that_shows_no_piece_means_the_newest() -> None:
    reader = Reader(library(short_piece(*SNOW), piece()))
    reader.ask("/latest")
    assert text(reader.ask("/brief", replied_to=0)).startswith("The dam\n")
    assert text(reader.ask("/brief", replied_to=77)).startswith("The dam\n")


def test_a_sentence_bears_the_authors_own_note_numbers_each_once() -> None:
    dam = noted(piece(sources=(source(1), source(2))), (1, 2), (1, 1), (1, 2), (2, 1))
    first, second = quotes(Reader(library(dam)).ask("/brief"))
    assert (first.notes, second.notes) == ((2, 1), ())


def test_under_the_title_stand_outlet_byline_and_date() -> None:
    dam = piece(outlet="The Valley Post", byline="Ada Brook")
    line = Reader(library(dam)).ask("/brief").blocks[1]
    assert line == Paragraph((Emphasis("The Valley Post · Ada Brook · undated"),))


def test_an_undated_piece_is_called_so_with_the_newest_day_of_its_sources() -> None:
    told = (source(1, issued="2017-01-03"), source(2, accessed="2017-01-08"), source(3))
    line = Reader(library(piece(sources=told))).ask("/brief").blocks[1]
    assert line == Paragraph((Emphasis("undated · newest source 8 Jan 2017"),))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("/brief", "2 of 5 sentences"),
        ("/brief short", "1 of 5 sentences"),
    ],
)
def test_the_proof_says_how_much_of_which_revision_is_shown(ask: str, says: str) -> None:
    proof = fact(Reader(library(piece())).ask(ask), "Proof")
    assert proof == f"Exact extract · {says} · revision 1"


def test_a_piece_of_small_words_alone_has_no_key_terms_to_speak_of() -> None:
    bare = piece()
    bare = replace(bare, summaries=tuple(replace(s, coverage=0.0) for s in bare.summaries))
    assert "key terms" not in fact(Reader(library(bare)).ask("/check"), "Extract")


def test_a_lead_is_called_the_opening() -> None:
    lead = piece(normal=(1, 2), method="lead")
    proof = fact(Reader(library(lead)).ask("/brief"), "Proof")
    assert proof == "The opening · 2 of 5 sentences · revision 1"


@pytest.mark.parametrize(
    ("body", "numbers", "says"),
    [
        (("It rained.",), (1,), "The whole piece, 1 sentence: too short to shorten ·"),
        (("It rained. It stopped.",), (1, 2), "The whole piece, 2 sentences: too short to"),
    ],
)
def test_a_piece_shown_whole_says_so_and_offers_no_longer_brief(
    body: tuple[str, ...], numbers: tuple[int, ...], says: str
) -> None:
    whole = piece(*body, short=numbers, normal=numbers, long=numbers)
    answer = Reader(library(whole)).ask("/brief")
    assert fact(answer, "Proof").startswith(says)
    assert "Longer" not in labels(answer)


def test_a_new_revision_is_briefed_and_named() -> None:
    dam = piece(origin="dam.txt")
    store = library(dam)
    add(store, piece("The dam held. Repairs begin.", normal=(2,), long=(1,), origin="dam.txt"))
    answer = Reader(store).ask("/brief 1")
    assert quoted(answer) == ["Repairs begin."]
    assert "revision 2" in fact(answer, "Proof")


def test_buttons_lead_on_to_sources_text_proof_and_a_longer_brief() -> None:
    answer = Reader(library(piece(sources=(source(1), source(2))))).ask("/brief")
    assert labels(answer) == ["Sources (2)", "Read", "Check", "Longer"]
    assert button(answer, "Sources (2)").does == Press("sources", ("#1@1",))
    assert button(answer, "Read").does == Press("read", ("#1@1",))
    assert button(answer, "Check").does == Press("check", ("#1@1",))


def test_longer_and_shorter_take_the_place_of_the_brief_they_stand_under() -> None:
    reader = Reader(library(piece()))
    longer = button(reader.ask("/brief"), "Longer").does
    assert longer == Press("brief", ("#1@1", "long"), in_place=True)
    answer = reader.press("Longer")
    assert len(quoted(answer)) == 3
    assert "Longer" not in labels(answer)
    assert button(answer, "Shorter").does == Press("brief", ("#1@1",), in_place=True)


def test_the_original_is_linked_if_its_address_is_a_safe_one() -> None:
    linked = piece(url="https://example.org/dam")
    assert button(Reader(library(linked)).ask("/brief"), "Original").does == linked.draft.url
    unsafe = piece(url="javascript:alert(1)")
    assert "Original" not in labels(Reader(library(unsafe)).ask("/brief"))


@pytest.mark.parametrize("ref", ["99", "#99", "#1@9", "zebra crossing"])
def test_what_nobody_wrote_about_is_not_found_and_nothing_is_quoted(ref: str) -> None:
    answer = Reader(library(piece())).ask(f"/brief {ref}")
    assert text(answer).startswith("Nothing here answers to “")
    assert quoted(answer) == []
    assert answer.private


@pytest.mark.parametrize("ask", ["/brief after-aleppo", "/brief 1 water", "/brief after-aleppo w"])
def test_a_piece_that_was_taken_back_is_told_by_its_number_or_id_whatever_follows(ask: str) -> None:
    store = library(short_piece(*SNOW, slug="after-aleppo"), short_piece("After Aleppo 1 water w."))
    store.editorial.retract(1, "the figures were wrong", now=NOW)
    answer = Reader(store).ask(ask)
    assert "It was retracted on 20 Nov 2026: the figures were wrong." in text(answer)
    assert quoted(answer) == []


def test_a_misspelt_title_brings_the_closest_pieces_with_a_button_each() -> None:
    pieces = (
        short_piece(*SNOW, title="Avalanches"),
        short_piece(*FLOOD, title="The reservoir"),
    )
    reader = Reader(library(*pieces))
    answer = reader.ask("/brief reservior")
    assert "The closest I have:" in text(answer)
    assert [line.split("\n")[0] for line in items(answer)] == ["#2 The reservoir"]
    assert text(reader.press("#2")).startswith("The reservoir\n")


def test_a_revision_named_is_the_one_briefed_and_the_reader_is_told_of_the_newer() -> None:
    store = library(piece(origin="dam.txt"))
    add(store, short_piece("The dam fell.", origin="dam.txt"))
    answer = Reader(store).ask("/brief #1@1")
    assert "The dam fell." not in quoted(answer)
    assert "This is revision 1; 2 is out: /brief #1" in text(answer)


RIVER = (
    "The river rose for a week in April. The council closed the old bridge at noon.",
    "Farmers moved their cattle to the hills. A pump failed at the water works.",
    "Schools opened late on Monday. The bridge is to reopen in June, the council says.",
    "The river rose for a week in April.",
)


@pytest.mark.parametrize("ask", ["/brief 1 pumps", "/brief the-river pumps", "/brief #1@1 pumps"])
def test_words_after_a_piece_lean_its_brief_towards_them(ask: str) -> None:
    reader = Reader(library(piece(*RIVER, title="The river", slug="the-river")))
    answer = reader.ask(ask)
    assert "A pump failed at the water works." in quoted(answer)
    assert " · leaning towards “pumps” · " in fact(answer, "Proof")


def test_words_that_one_piece_has_lean_its_brief_towards_them() -> None:
    reader = Reader(library(piece(*RIVER, title="The river"), short_piece(*SNOW)))
    answer = reader.ask("/brief cattle")
    assert "Farmers moved their cattle to the hills." in quoted(answer)
    assert "leaning towards “cattle”" in fact(answer, "Proof")


def test_a_leaning_brief_keeps_its_words_when_it_is_made_longer() -> None:
    reader = Reader(library(piece(*RIVER, title="The river", slug="the-river")))
    longer = button(reader.ask("/brief 1 cattle short"), "Longer").does
    assert longer == Press("brief", ("#1@1", "cattle", "long"), in_place=True)
    assert "leaning towards “cattle”" in fact(reader.press("Longer"), "Proof")


def test_words_that_stand_nowhere_in_the_piece_are_named_and_its_plain_brief_given() -> None:
    answer = Reader(library(piece(*RIVER))).ask("/brief 1 zebras")
    assert "Not in the text of this piece: “zebras”. This is its plain brief." in text(answer)
    assert quoted(answer) == [
        "The river rose for a week in April.",
        "A pump failed at the water works.",
    ]
    assert "leaning" not in fact(answer, "Proof")
    assert button(answer, "Longer").does == Press("brief", ("#1@1", "long"), in_place=True)


def test_a_word_that_is_missing_is_named_beside_those_that_are_leaned_towards() -> None:
    answer = Reader(library(piece(*RIVER))).ask("/brief 1 zebras cattle")
    assert "Not in the text of this piece: “zebras”.\n" in text(answer)
    assert "leaning towards “cattle”" in fact(answer, "Proof")


def test_a_year_is_a_word_unless_there_is_a_piece_of_that_number() -> None:
    reader = Reader(library(piece(*RIVER, "The 2017 vote on the bridge was held in May.")))
    assert "leaning towards “2017 vote”" in fact(reader.ask("/brief 2017 vote"), "Proof")
    assert text(reader.ask("/brief #2017 vote")).startswith("Nothing here answers to “#2017”")
