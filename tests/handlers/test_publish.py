"""/piece publish, discard and retract: said once, said twice, and taken back."""

import pytest

from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import CHANGED, Editor, file
from tests.handlers.newsroom import Reader, labels, library, quoted, short_piece, text


@pytest.fixture
def editor() -> Editor:
    """Somebody who has just sent a piece."""
    sending = Editor(MemoryStore())
    sending.ask("/piece add", file())
    return sending


def test_what_is_published_is_what_readers_get(editor: Editor) -> None:
    said = editor.press("Publish")
    assert text(said).startswith("Published · The Harbour and the Sea")
    assert labels(said) == ["Brief"]
    assert "The harbour silted up" in text(Reader(editor.store).ask("/brief"))


def test_published_twice_says_so(editor: Editor) -> None:
    editor.press("Publish")
    assert text(editor.press("Publish", under=0)).startswith("Public already")
    assert editor.store.catalogue.arrival() == 1


def test_a_discarded_piece_is_not_published_by_its_old_button(editor: Editor) -> None:
    assert text(editor.press("Discard")).startswith("Discarded")
    said = text(editor.press("Publish", under=0))
    assert "is not waiting to be published: it was discarded" in said
    assert "/piece publish #1@1 anyway" in said
    assert editor.store.catalogue.count() == 0
    assert "is not waiting" in text(editor.press("Discard", under=0))


def test_what_was_discarded_can_be_published_by_saying_so(editor: Editor) -> None:
    editor.press("Discard")
    editor.ask("/piece publish #1@1 anyway")
    assert editor.store.catalogue.count() == 1


def test_a_public_piece_is_not_discarded(editor: Editor) -> None:
    editor.press("Publish")
    said = text(editor.press("Discard", under=0))
    assert "is public" in said
    assert "/piece retract #1" in said


def test_a_button_is_bound_to_editors_not_to_who_saw_it_first(editor: Editor) -> None:
    somebody = Editor(editor.store, role="reader", answers=editor.answers)
    assert "Only editors" in text(somebody.press("Publish", under=0))
    assert editor.store.catalogue.count() == 0


def test_a_piece_is_named_or_replied_to(editor: Editor) -> None:
    editor.ask("/piece add", file("The Dam\n\nThe dam held. It rained.", "dam.txt"))
    editor.ask("/piece publish", replied_to=0)
    assert [card.piece for card in editor.store.catalogue.newest(limit=9)] == [1]
    editor.ask("/piece publish #2")
    assert editor.store.catalogue.count() == 2


def test_the_number_alone_means_what_waits_for_it(editor: Editor) -> None:
    editor.press("Publish")
    editor.ask("/piece revise 1", file(CHANGED))
    said = text(editor.ask("/piece publish 1"))
    assert "#1@2 is what readers get from now on. Revision 1 stays" in said


def test_an_older_revision_is_gone_back_to(editor: Editor) -> None:
    editor.press("Publish")
    editor.ask("/piece revise 1", file(CHANGED))
    editor.press("Publish")
    assert "is not waiting" in text(editor.ask("/piece publish #1@1"))
    editor.ask("/piece publish #1@1 anyway")
    assert editor.store.catalogue.revision(1).number == 1


def test_a_retracted_piece_is_gone_and_its_reason_told() -> None:
    store = library(short_piece(title="The dam"))
    editor = Editor(store)
    said = editor.ask("/piece retract #1 the figures are wrong")
    assert text(said).startswith("Retracted · The dam")
    asked = text(Reader(store).ask("/brief 1"))
    assert "It was retracted on 20 Nov 2026: the figures are wrong" in asked
    assert quoted(Reader(store).ask("/latest")) == []
    assert "It was retracted" in text(editor.ask("/piece check 1"))


def test_a_retraction_is_undone() -> None:
    store = library(short_piece(title="The dam"))
    editor = Editor(store)
    editor.ask("/piece retract #1")
    editor.press("Undo")
    assert store.catalogue.find("#1") is not None
    editor.ask("/piece retract #1")
    assert "It was retracted" in text(editor.ask("/piece publish 1"))
    editor.ask("/piece publish 1 anyway")
    assert store.catalogue.find("#1") is not None


def test_only_what_is_public_is_taken_back(editor: Editor) -> None:
    assert "#1 is not public" in text(editor.ask("/piece retract 1"))
    assert "Which piece" in text(editor.ask("/piece retract"))
    editor.press("Publish", under=0)
    editor.ask("/piece retract 1 twice")
    assert "It was retracted" in text(editor.ask("/piece retract 1"))


def test_a_retraction_without_a_reason_is_told_in_one_sentence() -> None:
    editor = Editor(library(short_piece(title="The dam")))
    said = (
        editor.ask("/piece retract #1"),
        editor.ask("/piece check 1"),
        editor.ask("/piece publish 1"),
        editor.ask("/piece retract #1"),
        Reader(editor.store).ask("/brief 1"),
    )
    for one in said:
        assert "It was retracted on 20 Nov 2026." in text(one)
        assert ".." not in text(one)


@pytest.mark.parametrize("words", ["archive", "anyway archive", "archive anyway"])
def test_an_old_piece_is_published_into_the_archive(words: str) -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    assert "no digest tells of it" in text(editor.ask(f"/piece publish #1 {words}"))
    assert "no digest tells of it" in text(editor.ask(f"/piece publish #1 {words}"))
    assert editor.store.catalogue.arrivals(0, limit=9) == ()
    assert editor.store.catalogue.count() == 1


def test_what_was_corrected_of_a_retracted_piece_comes_back_with_it() -> None:
    editor = Editor(library(short_piece("The dam held.", title="The damm")))
    editor.ask("/piece retract #1 wrong")
    editor.ask("/piece edit #1 title The Dam")
    editor.ask("/piece publish #1 anyway")
    assert editor.store.catalogue.revision(1).title == "The Dam"


def test_what_was_discarded_of_a_retracted_piece_does_not_come_back_with_it() -> None:
    editor = Editor(library(short_piece("The dam held.", title="The Dam")))
    editor.ask("/piece revise #1", file(CHANGED))
    editor.ask("/piece discard #1@2")
    editor.ask("/piece retract #1 wrong")
    editor.ask("/piece publish #1 anyway")
    assert editor.store.catalogue.revision(1).number == 1


def test_what_waits_is_not_retracted_and_is_told_how_it_goes(editor: Editor) -> None:
    assert "It waits: /piece discard #1" in text(editor.ask("/piece retract #1 wrong"))


def test_a_piece_that_is_published_before_its_date_is_told_so(editor: Editor) -> None:
    editor.ask("/piece edit #1 date 24 Dec 2030")
    assert "dated 24 Dec 2030, which is still to come" in text(editor.ask("/piece publish #1"))
