"""Every request is answered: known or not, proved or not, whatever goes wrong."""

import re
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from briefs.errors import StoreUnavailable
from briefs.model import Card
from briefs.storage.sql.catalogue import SqlCatalogue
from briefs.storage.sql.publishing import SqlEditorial
from handlers import router
from handlers.commands import COMMANDS
from handlers.message import Context, Request
from tests.contracts.memory_store import Away, MemoryStore
from tests.handlers.editing import Editor, file
from tests.handlers.newsroom import (
    CHAT,
    FLOOD,
    NOW,
    Corrupted,
    Reader,
    add,
    copied,
    items,
    labels,
    library,
    misplaced,
    piece,
    quoted,
    short_piece,
    source,
    text,
)

AWAY = (
    "The library can't be used for this at the moment.\n"
    "Try again in a few minutes. The operator is told."
)

QUOTING = ["/brief", "/brief 1 long", "/read", "/check S1", "/search dam"]


class BrokenCatalogue(SqlCatalogue):
    """A store with a bug where the newest pieces, or those nearest to a word, are looked up."""

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        raise ZeroDivisionError("a bug")


class Broken(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = BrokenCatalogue(self.database, self._intake)


class LockedCatalogue(SqlCatalogue):
    """A store that somebody else holds."""

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        raise StoreUnavailable("The database is locked.", hint="Try again in a minute.")


class Locked(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.catalogue = LockedCatalogue(self.database, self._intake)


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ("/breif", "Did you mean /brief?"),
        ("/sorces", "Did you mean /sources?"),
        ("/serach", "Did you mean /search?"),
        ("/chek", "Did you mean /check?"),
        ("/weather", "/help lists what I can do."),
        ("/stop", "/digest off ends the digest of this chat"),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest_two(asked: str, advice: str) -> None:
    answer = Reader(library()).ask(asked)
    assert advice in text(answer)
    assert answer.private


def test_an_endless_unknown_command_is_not_sent_back_whole() -> None:
    assert len(text(Reader(library()).ask("/" + "x" * 5000))) < 300


@pytest.mark.parametrize("ask", ["/HELP", "/Help", "/start"])
def test_a_command_is_known_in_any_case_and_opening_the_chat_brings_help(ask: str) -> None:
    reader = Reader(library())
    assert reader.ask(ask) == reader.ask("/help")


def test_a_bug_becomes_an_apology_whose_reference_is_in_the_log() -> None:
    with capture_logs() as logs:
        answer = Reader(Broken()).ask("/brief")
    (entry,) = logs
    assert "Something went wrong on my side." in text(answer)
    assert "a bug" not in text(answer)
    assert re.search(rf"\b{entry['reference']}\b", text(answer))
    assert (entry["event"], entry["log_level"], entry["command"]) == ("bug", "error", "brief")
    assert entry["exc_info"]
    assert answer.private


def test_a_database_that_is_away_is_told_without_its_name_and_the_operator_finds_it() -> None:
    with capture_logs() as logs:
        answer = Reader(Locked()).ask("/brief")
    assert text(answer) == AWAY
    assert answer.private
    assert logs == [
        {
            "event": "no_store",
            "log_level": "error",
            "error": "The database is locked.",
            "hint": "Try again in a minute.",
            "command": "brief",
        }
    ]


class Sealed(MemoryStore):
    """A store that takes nothing in."""

    def __init__(self) -> None:
        super().__init__()
        full = StoreUnavailable("The disk is full.", hint="Make room.")
        self.editorial = cast("SqlEditorial", Away(full))


def test_a_file_that_the_database_has_no_room_for_is_not_blamed() -> None:
    with capture_logs() as logs:
        answer = Editor(Sealed()).ask("/piece add", file())
    assert text(answer) == AWAY
    assert [entry["event"] for entry in logs] == ["no_store"]


def test_what_a_person_asked_wrongly_is_nothing_to_the_operator() -> None:
    with capture_logs() as logs:
        Reader(library(piece())).ask("/check S99")
    assert logs == []


@pytest.mark.parametrize("ask", QUOTING)
def test_a_corrupted_body_brings_an_apology_and_no_sentence(ask: str) -> None:
    store = Corrupted()
    add(store, piece())
    with capture_logs() as logs:
        answer = Reader(store).ask(ask)
    (entry,) = logs
    assert "what cannot be proved is not sent" in text(answer)
    assert copied(answer) == ()
    assert not any(words in text(answer) for words in ("held", "fell", "lake", "Engineers"))
    assert (entry["event"], entry["log_level"]) == ("unproved", "error")
    assert entry["reference"] in text(answer)
    assert answer.about is None
    assert answer.private


@pytest.mark.parametrize("ask", QUOTING)
def test_a_sound_body_is_quoted(ask: str) -> None:
    answer = Reader(library(piece())).ask(ask)
    assert all(sentence in " ".join(FLOOD) for sentence in quoted(answer))
    assert "The dam held through the night." in quoted(answer)


@pytest.mark.parametrize("ask", ["/brief", "/check", "/read"])
def test_an_extract_that_is_of_no_sentence_brings_an_apology(ask: str) -> None:
    store = library(misplaced())
    with capture_logs() as logs:
        answer = Reader(store).ask(ask)
    (entry,) = logs
    assert "what cannot be proved is not sent" in text(answer)
    assert copied(answer) == ()
    assert entry["event"] == "unproved"
    assert "[4, 12)" in entry["error"]


def test_nothing_found_and_nothing_near_brings_only_the_next_step() -> None:
    answer = Reader(library(piece())).ask("/brief quincunx")
    assert items(answer) == []
    assert labels(answer) == []
    assert "/latest lists the newest pieces" in text(answer)


words = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1", "#1", "#1@1", "S1", "s9", "p2", "long", "dam", '"dam held"', "or", "*"]),
)
STOCKED = library(
    short_piece("It snowed.", title="Snow", topics=("weather",)),
    piece(sources=(source(1), source(2, title=None, status="raw")), topics=("water",)),
)


@given(
    st.one_of(st.text(max_size=8), st.sampled_from([command.name for command in COMMANDS])),
    st.lists(words, max_size=4).map(tuple),
)
def test_whatever_is_asked_is_answered_without_a_bug_and_with_stored_sentences_alone(
    name: str, args: tuple[str, ...]
) -> None:
    asked = Request(command=name, args=args, origin=CHAT, at=NOW)
    with capture_logs() as logs:
        answer = router.answer(asked, Context(STOCKED))
    assert logs == []
    assert answer.blocks
    for extract in copied(answer):
        assert extract.text == extract.at.of(STOCKED.catalogue.revision(extract.piece).body)


def test_a_bug_while_looking_for_the_closest_is_answered_too() -> None:
    store = Broken()
    add(store, piece())
    assert "Something went wrong" in text(Reader(store).ask("/brief quincunx"))
