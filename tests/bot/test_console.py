"""The chat in the terminal: lines in, answers out, buttons by their number."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from rich.console import Console as Terminal

from bot.chat import ChatService
from bot.platforms.console.terminal import Console, printed, render
from briefs.model import Span
from briefs.references.export import EXPORTS
from handlers.message import Attachment, Extract, Heading, Quote, Reply
from tests.bot.replies import attachments, replies, written
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import library, piece, short_piece, source

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def chatted(store: MemoryStore, *lines: str) -> str:
    """What stands on a pipe after these lines."""
    paper = io.StringIO()
    terminal = Terminal(file=paper, highlight=False, markup=False, emoji=False)
    Console(ChatService(store, lambda: NOW), terminal, lambda: NOW).run(lines)
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


def test_the_terminals_person_is_an_editor_and_names_files_by_their_paths(tmp_path: Path) -> None:
    path = tmp_path / "the dam.txt"
    path.write_text("The Dam\n\nThe dam held all night. Nobody slept in the valley.")
    store = MemoryStore()
    said = chatted(store, f"/piece add {path}", "1", "/brief")
    assert "Proposed as #1@1" in said
    assert "Published · The Dam" in said
    assert "S1 The dam held all night." in said
    kept = store.editorial.original(store.editorial.original_sha256(1, 1))
    assert kept is not None
    assert (kept.name, kept.data) == ("the dam.txt", path.read_bytes())


def test_a_new_version_is_named_by_its_path_behind_the_piece(tmp_path: Path) -> None:
    path = tmp_path / "dam.txt"
    path.write_text("The Dam\n\nThe dam broke at last. Nobody slept in the valley.")
    assert "It would replace revision 1" in chatted(library(piece()), f"/piece revise #1 '{path}'")


def test_a_path_where_nothing_lies_is_no_text(tmp_path: Path) -> None:
    said = chatted(MemoryStore(), f"/piece add {tmp_path / 'none.txt'}")
    assert "none.txt can't be taken in: No such file or directory." in said


def test_a_home_that_nobody_has_is_told_and_ends_nothing() -> None:
    said = chatted(MemoryStore(), "/piece add ~nobody-of-that-name/dam.txt", "/topics")
    assert "~nobody-of-that-name/dam.txt can't be taken in" in said
    assert "No piece has a topic" in said


def test_a_number_longer_than_any_is_searched_for() -> None:
    assert "Nothing here answers to" in chatted(library(piece()), "/brief", "9" * 5_000)


def test_quit_ends_the_chat_and_blank_lines_say_nothing() -> None:
    assert chatted(library(piece()), "", "  ", "/quit", "/brief") == ""


def test_an_address_button_shows_the_address() -> None:
    store = library(piece(url="https://example.org/dam"))
    said = chatted(store, "/brief", "5")
    assert said.rstrip().endswith("https://example.org/dam")


def shown(reply: Reply, *, is_terminal: bool = False) -> str:
    paper = io.StringIO()
    terminal = Terminal(
        file=paper, force_terminal=is_terminal, highlight=False, markup=False, no_color=True
    )
    printed(render(reply), terminal)
    return paper.getvalue()


@given(attachments)
def test_a_file_always_goes_into_a_pipe_as_it_is(file: Attachment) -> None:
    assert shown(Reply((file,))) == file.text


@pytest.mark.parametrize("text", ["@book{a}\t[b]", "@book{a}\t[b]\n"])
def test_a_file_stands_under_its_name_on_a_terminal(text: str) -> None:
    reply = Reply((Heading("1 reference"), Attachment("list.bib", "text/plain", text)))
    seen = shown(reply, is_terminal=True)
    assert seen.endswith("@book{a}\t[b]\n")
    assert seen.index("1 reference") < seen.index("list.bib") < seen.index("@book")


def test_a_paragraph_of_a_brief_stands_apart() -> None:
    said = [Extract(text, Span(0, 9), 1, 1, "") for text in ("Rain fell.", "It froze.")]
    one, other = (Quote(f"S{n}", extract) for n, extract in enumerate(said, start=1))
    together = shown(Reply((one, other)))
    assert shown(Reply((one, replace(other, opens=True)))) == together.replace("\nS2", "\n\nS2")


def test_a_list_is_had_as_a_file() -> None:
    store = library(piece(sources=(source(),)))
    said = chatted(store, "/sources", "3")
    assert said.endswith(EXPORTS["bibtex"].write((source(),)))


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
