"""/piece erase: asked twice, told what goes and what stays, and answered for ever after."""

from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import Editor, file
from tests.handlers.newsroom import Reader, labels, library, short_piece, text


def desk() -> Editor:
    return Editor(library(short_piece(title="The dam")))


def test_an_erasure_is_asked_twice() -> None:
    editor = desk()
    first = editor.ask("/piece erase #1 unlawful")
    assert text(first).startswith("Erase #1? · The dam")
    assert "Reason: unlawful" in text(first)
    assert labels(first) == ["Erase …", "Keep it"]
    second = editor.press("Erase …")
    assert "cannot be undone" in text(second)
    assert editor.store.catalogue.count() == 1
    done = editor.press("Erase for good")
    assert "It was erased on 20 Nov 2026: unlawful." in text(done)
    assert editor.store.catalogue.count() == 0


def test_whoever_asks_for_it_is_told() -> None:
    editor = desk()
    reader = Reader(editor.store)
    reader.ask("/brief 1")
    editor.ask("/piece erase #1 for-good unlawful")
    for asked in ("/brief 1", "/brief #1@1", "/read 1", "/sources 1", "/check 1"):
        assert "It was erased on 20 Nov 2026: unlawful." in text(reader.ask(asked))
    assert "It was erased" in text(reader.ask("/read", replied_to=0))
    assert "It was erased" in text(editor.ask("/piece check 1"))
    assert "It was erased" in text(editor.ask("/piece erase 1"))
    assert "erased: unlawful" in text(editor.ask("/piece log 1"))


def test_readers_and_those_who_are_overheard_erase_nothing() -> None:
    editor = desk()
    for other in (
        Editor(editor.store, role="reader"),
        Editor(editor.store, role="admin"),
        Editor(editor.store, overheard=True),
    ):
        other.ask("/piece erase #1 for-good")
    assert editor.store.catalogue.count() == 1


def test_a_draft_is_erased_and_its_file_is_not_taken_again() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.ask("/piece erase #1 for-good")
    assert "This was piece #1. It was erased" in text(editor.ask("/piece add", file()))
    assert editor.store.editorial.proposals(limit=9) == ()


def test_what_stays_is_said_before() -> None:
    store = library(short_piece(title="The dam"), short_piece("Other words here.", title="Weir"))
    editor = Editor(store)
    said = text(editor.ask("/piece erase #1"))
    assert "No reason is given" in said
    assert "the SHA-256 of its texts" in said
