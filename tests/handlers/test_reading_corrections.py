"""Readers and editors look corrections up: in a brief, by /corrections, by /piece corrections."""

import pytest

from briefs.corrections.affected_messages import EditorsWord
from handlers.editorial.publish import editors_word
from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import Editor
from tests.handlers.newsroom import FLOOD, NOW, Reader, labels, library, piece, text

RIGHT = FLOOD[0].replace("the night", "the nine nights")
COMMA = FLOOD[0].replace("held through", "held, through")


def revised(first: str, *, word: EditorsWord | None = None) -> MemoryStore:
    store = library(piece(origin="dam"))
    made = piece(first, FLOOD[1], origin="dam")
    store.catalogue.add(made, now=NOW, anyway=True, word=word)
    return store


def test_a_corrected_brief_says_what_changed_and_shows_both_sentences_behind_a_button() -> None:
    reader = Reader(revised(RIGHT))
    brief = reader.ask("/brief 1")
    assert "Corrected 20 Nov 2026: a number in S1." in text(brief)
    assert "What changed" in labels(brief)
    both = text(reader.press("What changed"))
    assert "The dam held through the night." in both
    assert "The dam held through the nine nights." in both


@pytest.mark.parametrize(("first", "word"), [(COMMA, None), (RIGHT, EditorsWord("quiet"))])
def test_a_quiet_revision_is_told_nowhere(first: str, word: EditorsWord | None) -> None:
    reader = Reader(revised(first, word=word))
    assert "Corrected" not in text(reader.ask("/brief 1"))
    assert text(reader.ask("/corrections")) == "Nothing has been corrected or retracted."
    assert "has not been corrected" in text(reader.ask("/corrections 1"))


def test_a_sentence_that_the_brief_does_not_show_is_not_told_in_it() -> None:
    store = revised(FLOOD[0].replace("Nobody slept", "Everybody slept"))
    reader = Reader(store)
    assert "Corrected" not in text(reader.ask("/brief 1"))
    assert "in S3" in text(reader.ask("/corrections"))


def test_the_newest_corrections_are_listed_with_retractions() -> None:
    store = revised(RIGHT, word=EditorsWord("material", "It was nine nights."))
    store.editorial.retract(1, "All of it was wrong.", now=NOW)
    listed = text(Reader(store).ask("/corrections"))
    assert "Corrected #1 The dam: It was nine nights." in listed
    assert "Retracted #1 The dam: All of it was wrong." in listed


def test_editors_see_that_no_message_quotes_what_changed() -> None:
    told = text(Editor(revised(RIGHT)).ask("/piece corrections #1"))
    assert "No message quotes what changed." in told


def test_a_piece_that_never_changed_has_none() -> None:
    editor = Editor(library(piece()))
    assert "has been corrected" in text(editor.ask("/piece corrections #1"))


@pytest.mark.parametrize(
    ("said", "rest", "word"),
    [
        ("#1", ("#1",), EditorsWord()),
        ("#1 quiet", ("#1",), EditorsWord("quiet")),
        ("#1 anyway --quiet", ("#1", "anyway"), EditorsWord("quiet")),
        ("#1 correction It was nine.", ("#1",), EditorsWord("material", "It was nine.")),
        ("#1 —correction “It was nine.”", ("#1",), EditorsWord("material", "It was nine.")),
    ],
)
def test_an_editors_word_stands_behind_the_piece(
    said: str, rest: tuple[str, ...], word: EditorsWord
) -> None:
    assert editors_word(tuple(said.split())) == (rest, word)


def test_an_editors_word_goes_with_the_revision_that_is_published() -> None:
    store = library(piece(origin="dam"))
    made = piece(COMMA, FLOOD[1], origin="dam")
    store.editorial.propose(made, by="ines", at=None, now=NOW)
    said = text(Editor(store).ask("/piece publish #1 correction They slept."))
    assert "Messages that quote it are corrected" in said
    (newest,) = store.corrections.recent(limit=1)
    assert newest.word == EditorsWord("material", "They slept.")
