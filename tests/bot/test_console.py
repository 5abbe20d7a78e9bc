"""The chat in the terminal: lines in, answers out, buttons by their number."""

import io
from datetime import UTC, datetime

from hypothesis import given
from rich.console import Console as Terminal

from bot.desk import Desk
from bot.platforms.console import Console, printed, render
from handlers.message import Reply
from tests.bot.replies import replies, written
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import library, piece, short_piece

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def chatted(store: MemoryStore, *lines: str) -> str:
    """What stands on a pipe after these lines."""
    paper = io.StringIO()
    terminal = Terminal(file=paper, highlight=False, markup=False, emoji=False)
    Console(Desk(store, lambda: NOW), terminal, lambda: NOW).run(lines)
    return paper.getvalue()


def test_a_command_is_answered() -> None:
    assert "S1 The dam held through the night." in chatted(library(piece()), "/brief")


def test_a_number_presses_the_button_shown_with_it() -> None:
    said = chatted(library(piece()), "/brief", "2")
    assert "(2) Read" in said
    assert "Page 1 of 1" in said


def test_a_number_that_no_button_has_is_searched_for() -> None:
    assert "Found · 1998" in chatted(library(short_piece("It was 1998 again.")), "/latest", "1998")


def test_plain_words_are_searched_for() -> None:
    assert "Found · dam" in chatted(library(piece()), "dam")


def test_the_piece_shown_last_is_the_one_at_hand() -> None:
    said = chatted(
        library(piece(title="The dam"), short_piece("B.", title="Bees")), "/brief 1", "/read"
    )
    assert said.count("The dam\n") == 2


def test_quit_ends_the_chat_and_blank_lines_say_nothing() -> None:
    assert chatted(library(piece()), "", "  ", "/quit", "/brief") == ""


def test_an_address_button_shows_the_address() -> None:
    store = library(piece(url="https://example.org/dam"))
    said = chatted(store, "/brief", "5")
    assert said.rstrip().endswith("https://example.org/dam")


@given(replies)
def test_every_word_of_a_reply_is_printed_in_order(reply: Reply) -> None:
    paper = io.StringIO()
    printed(render(reply), Terminal(file=paper, highlight=False, markup=False, emoji=False))
    shown, place = "".join(paper.getvalue().split()), 0
    for text in written(reply):
        for word in text.split():
            place = shown.find(word, place)
            assert place >= 0, word
            place += len(word)
