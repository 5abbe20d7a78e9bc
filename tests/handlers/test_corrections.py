"""/piece edit: an editor corrects what was read; what was read stays, and no body can be typed."""

import pytest

from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import CHANGED, HARBOUR, Editor, file
from tests.handlers.newsroom import NOW, Reader, labels, library, short_piece, source, text


@pytest.fixture
def editor() -> Editor:
    """Somebody with a public piece, #1, that lists two sources."""
    sources = (source(1, "Dams"), source(2, "Rivers"))
    piece = short_piece("The dam held.", title="The damm", byline="Lind", sources=sources)
    return Editor(library(piece))


@pytest.mark.parametrize(
    ("words", "label", "said"),
    [
        ("title The Dam", "Title", "The Dam (read: The damm)"),
        ("byline Nneka  Okafor", "Byline", "Nneka Okafor (read: Lind)"),
        ("author -", "Byline", "none (read: Lind)"),
        ("outlet The Courier", "Outlet", "The Courier (read: none)"),
        ("date 9 Jan 2017", "Date", "9 Jan 2017 (read: none)"),
        ("date 2017-01-09", "Date", "9 Jan 2017 (read: none)"),
        ("topics water, Public Works, water", "Topics", "water, Public Works (read: none)"),
        ("url https://example.org/dam", "Link", "https://example.org/dam (read: none)"),
        ("source 2 Lind, A. Rivers. 2016.", "Source 2", "Lind, A. Rivers. 2016. (read: Rivers, as"),
    ],
)
def test_a_correction_is_shown_with_what_was_read(
    editor: Editor, words: str, label: str, said: str
) -> None:
    answer = text(editor.ask(f"/piece edit #1 {words}"))
    assert answer.startswith("Corrected · ")
    assert f"{label}: {said}" in answer
    assert "#1@2 is what readers get from now on" in answer


def test_readers_get_what_was_corrected(editor: Editor) -> None:
    editor.ask("/piece edit #1 title The Dam")
    editor.ask("/piece edit #1 date 9 Jan 2017")
    brief = text(Reader(editor.store).ask("/brief 1"))
    assert brief.startswith("The Dam\n")
    assert "Lind · 9 Jan 2017" in brief
    assert "revision 3" in brief


def test_a_correction_without_a_number_is_of_the_piece_shown_last(editor: Editor) -> None:
    editor.ask("/piece check #1")
    assert "Corrected" in text(editor.ask("/piece edit title The Dam"))


def test_a_correction_is_undone_by_its_button(editor: Editor) -> None:
    answer = editor.ask("/piece edit #1 byline Okafor")
    assert "Undo byline" in labels(answer)
    assert "#1@3 is what readers get" in text(editor.press("Undo byline"))
    assert editor.store.catalogue.revision(1).byline == "Lind"


def test_a_reference_is_undone_by_its_number(editor: Editor) -> None:
    editor.ask("/piece edit #1 source 2 Lind, A. Rivers. 2016.")
    editor.ask("/piece edit #1 undo source 2")
    assert editor.store.catalogue.revision(1).corrections == ()


def test_what_is_said_already_changes_nothing(editor: Editor) -> None:
    assert (
        text(editor.ask("/piece edit #1 byline Lind")) == "Nothing changes: #1@1 says so already."
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "What is to be corrected?"),
        ("body The dam fell.", "“body” can't be corrected."),
        ("text The dam fell.", "The words of the piece itself come from its file alone."),
        ("S1 The dam fell.", "can't be corrected"),
        ("title", "What is the title to be?"),
        ("title -", "A piece needs a title."),
        ("date the other day", "I can't read a day in “the other day”."),
        ("date 2017", "I can't read a day"),
        ("date 1 Jan 2030", "1 Jan 2030 is still to come, and the piece is public."),
        ("url javascript:alert(1)", "is no address of a page"),
        ("language English!", "is no code of a language"),
        ("source 3 Lind. Dams.", "has sources 1 to 2"),
        ("source two Lind", "Which reference"),
        ("undo everything", "Undo what?"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_advice(
    editor: Editor, words: str, said: str
) -> None:
    answer = text(editor.ask(f"/piece edit #1 {words}"))
    assert said in answer
    assert editor.store.catalogue.revision(1).number == 1


def test_an_older_revision_stays_as_it_is(editor: Editor) -> None:
    editor.ask("/piece edit #1 title The Dam")
    assert "#1@1 is an older revision" in text(editor.ask("/piece edit #1@1 title Dams"))


def test_only_editors_correct(editor: Editor) -> None:
    editor.role = "reader"
    assert "Only editors" in text(editor.ask("/piece edit #1 title The Dam"))
    assert editor.store.catalogue.revision(1).title == "The damm"


def test_another_language_brings_other_sentences_with_the_same_body() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.press("Publish")
    editor.ask("/piece edit #1 language pt-BR")
    found = editor.store.catalogue.revision(1)
    assert (found.language, found.body) == ("pt", editor.store.catalogue.revision(1, 1).body)
    assert text(Reader(editor.store).ask("/brief 1")).startswith("The Harbour and the Sea")


def test_what_waits_may_have_a_date_to_come() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file(HARBOUR))
    editor.ask("/piece edit #1 date 1 Jan 2030")
    (waiting,) = editor.store.editorial.proposals(limit=9)
    assert waiting.revision.published is not None
    assert waiting.revision.published.year == 2030


def test_a_language_that_is_not_read_is_told_at_once(editor: Editor) -> None:
    assert "no language that I read" in text(editor.ask("/piece edit #1 language xx"))
    assert "no language that I read" not in text(editor.ask("/piece edit #1 language de"))


def test_what_waits_for_a_corrected_piece_is_corrected_with_it() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file(HARBOUR))
    editor.press("Publish")
    editor.ask("/piece revise #1", file(CHANGED))
    editor.ask("/piece edit #1 byline Anna Lind")
    (waiting,) = editor.store.editorial.proposals(limit=9)
    assert (waiting.revision.byline, waiting.replaces) == ("Anna Lind", 3)
    editor.store.editorial.publish(1, waiting.revision.number, now=NOW)
    assert editor.store.catalogue.revision(1).byline == "Anna Lind"
    assert "ten million" in editor.store.catalogue.revision(1).body


def test_a_file_that_is_sent_again_keeps_the_correction() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file(HARBOUR))
    editor.press("Publish")
    editor.ask("/piece edit #1 date 9 Jan 2017")
    assert "Nothing new" in text(editor.ask("/piece add", file(HARBOUR)))
    editor.ask("/piece add", file(CHANGED))
    editor.press("Publish")
    assert f"{editor.store.catalogue.revision(1).published:%Y-%m-%d}" == "2017-01-09"


def test_the_log_names_the_editor_the_piece_and_the_fields(editor: Editor) -> None:
    editor.ask("/piece edit #1 title The Dam")
    editor.ask("/piece retract #1 wrong")
    said = text(editor.ask("/piece log"))
    assert "#1@2 retracted: wrong" in said
    assert "#1@2 corrected: title" in said
    assert "20 Nov 2026, 09:30 UTC · telegram:77" in said
    assert "No editor" in text(Editor(library()).ask("/piece log"))


def test_the_whole_log_is_reached_page_by_page(editor: Editor) -> None:
    for number in range(40):
        editor.ask(f"/piece edit #1 title Dam {number}")
    said, seen = editor.ask("/piece log #1"), 0
    while "Older ›" in labels(said):
        seen += text(said).count("corrected: title")
        said = editor.press("Older ›")
    assert seen + text(said).count("corrected: title") == 40
    assert text(editor.ask("/piece log #1 p99")) == text(editor.ask("/piece log #1"))
