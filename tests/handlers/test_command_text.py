"""What people type around a command comes to the command; words stay words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import router
from handlers.message import Context
from handlers.router import NAMES, nearest, typed, understood, word
from tests.handlers.newsroom import NOW, Reader, library, piece, request, short_piece, source, text


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("brief 1", ("brief", "1")),
        ("Brief: 1", ("brief", "1")),
        (", brief 1", ("brief", "1")),
        (": brief 1", ("brief", "1")),
        ("`brief 1`", ("brief", "1")),
        ("\u200fbrief 1", ("brief", "1")),
        ("/brief 1", ("brief", "1")),
        ("2.", ("brief", "2")),
        ("#2", ("brief", "#2")),
        ("2@1", ("brief", "2@1")),
        ("no. 2", ("brief", "no. 2")),
        ("№2", ("brief", "№2")),
        ("٢", ("brief", "2")),
        ("[2]", ("sources", "[2]")),
        ("S7", ("check", "s7")),
        ("what's new?", ("latest", "")),
        ("What’s new", ("latest", "")),
        ("hello", ("help", "")),
        ("Hi!", ("help", "")),
        ("help", ("help", "")),
        ("help brief", ("help", "brief")),
        ("", ("help", "")),
        ("water in damascus", ("search", "water in damascus")),
        ("new dams", ("search", "new dams")),
        ("hello world", ("search", "hello world")),
    ],
)
def test_a_text_without_a_slash_means(said: str, meant: tuple[str, str]) -> None:
    assert typed(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("/brief1", "brief 1"),
        ("/brief_12 short", "brief 12 short"),
        ("/brief 1.", "brief 1"),
        ("/brief 1, short", "brief 1 short"),
        ("/brief №1", "brief 1"),
        ("/brief no. 2", "brief 2"),
        ("/brief piece 2", "brief 2"),
        ("/brief ١", "brief 1"),
        ("/brief latest", "brief"),
        ("/brief S2", "check S2"),
        ("/read 1 page 2", "read 1 p2"),
        ("/read 4.", "read 4"),
        ("/check S1.", "check S1"),
        ("/check 4. S1", "check 4 S1"),
        ("/sources [2].", "sources [2]"),
        ("/start brief-12", "brief 12"),
        ("/start", "help"),
        ("/news", "latest"),
        ("/digest stop", "digest off"),
        ("/digest every day at nine", "digest every day at 9"),
        ("/brief https://example.org/a.", "brief https://example.org/a."),
        ("/brief 1990s dams", "brief 1990s dams"),
        ("/search 3.5 million", "search 3.5 million"),
        ('/search "peace talks"', 'search "peace talks"'),
    ],
)
def test_a_command_is_understood(said: str, meant: str) -> None:
    found = understood(request(said))
    assert " ".join((found.command, *found.args)) == meant


@pytest.mark.parametrize(
    "asked", ["/brief 1.", "/brief 1, short", "/brief №1", "/brief1", "/brief no. 1", "/brief ١"]
)
def test_a_number_with_anything_around_it_is_never_another_piece(asked: str) -> None:
    store = library(
        piece(title="The dam"), short_piece("Here is 1 more. And 1 again.", title="One")
    )
    assert text(Reader(store).ask(asked)).startswith("The dam\n")


@given(st.text(max_size=40))
def test_any_text_at_all_comes_to_a_command(said: str) -> None:
    command, _ = typed(said)
    assert command in NAMES


@given(st.text(max_size=20))
def test_any_word_stays_or_loses_what_is_around_it(said: str) -> None:
    assert word(word(said)) == word(said)


@given(st.sampled_from(NAMES), st.integers(0, 8))
def test_a_name_that_lost_a_letter_is_always_the_nearest(name: str, at: int) -> None:
    slip = name[: at % len(name)] + name[at % len(name) + 1 :]
    assert name in nearest(slip) or len(slip) < 4


def test_what_somebody_wrote_is_never_thrown_back_whole() -> None:
    said = " ".join(["zzyzx"] * 700)
    for asked in (f"/search {said}", f"/brief {said}", f"/sources {said}"):
        assert len(text(Reader(library(piece())).ask(asked))) < 400


def test_a_forwarded_command_changes_nothing() -> None:
    store = library(piece(sources=(source(),)))
    for said in ("/digest off", "/piece retract #1"):
        forwarded = replace(request(said), forwarded=True, role="admin", at=NOW)
        answer = router.answer(forwarded, Context(store))
        assert "I run it only for whoever types it." in text(answer)
