"""/piece: who may, what is understood of what they send, and what waits."""

import re
from datetime import timedelta

import pytest

from bot.platforms.slack import render as slack_render
from bot.platforms.telegram import render as telegram_render
from briefs.model import Address
from handlers.message import Capabilities, Missing, Quote, presses
from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import CHANGED, HARBOUR, Editor, file
from tests.handlers.newsroom import (
    NOW,
    Reader,
    fact,
    items,
    labels,
    library,
    piece,
    quoted,
    short_piece,
    text,
)

WAITING = "Waiting to be published"


def test_a_reader_is_refused_and_told_who_they_are() -> None:
    reader = Editor(MemoryStore(), role="reader")
    said = reader.ask("/piece add", file())
    assert text(said).startswith("Only editors")
    assert "telegram:77" in text(said)
    assert said.private
    assert reader.store.editorial.proposals(limit=1) == ()


def test_a_channels_admin_is_no_editor() -> None:
    assert "Only editors" in text(Editor(MemoryStore(), role="admin").ask("/piece"))


def test_a_reader_on_slack_is_told_their_id_with_its_workspace() -> None:
    at, can = Address("slack", "T1", "C1"), Capabilities(local_ids=True)
    reader = Editor(MemoryStore(), at=at, name="U9", role="reader", can=can)
    assert "slack:T1:U9" in text(reader.ask("/piece"))


def test_where_others_read_along_nothing_is_taken_in_or_shown() -> None:
    editor = Editor(MemoryStore(), overheard=True)
    assert "in private" in text(editor.ask("/piece add", file()))
    assert editor.store.editorial.proposals(limit=1) == ()


def test_a_file_is_answered_with_what_was_understood_of_it() -> None:
    said = Editor(MemoryStore()).ask("/piece add", file())
    assert text(said).startswith("The Harbour and the Sea")
    assert fact(said, "From").startswith("Nneka Okafor")
    assert fact(said, "Language") == "en"
    assert fact(said, "Text") == "3 paragraphs · 9 sentences"
    assert fact(said, "References") == "1 read · 1 note mark"
    assert quoted(said)[0] == "The harbour silted up in a single winter."
    assert labels(said) == ["Publish", "Discard", "Read", "Sources (1)"]
    assert said.private


def test_nothing_is_public_before_publish() -> None:
    store = MemoryStore()
    Editor(store).ask("/piece add", file())
    reader = Reader(store)
    assert "Nothing here answers" in text(reader.ask("/brief 1"))
    assert "Nothing here answers" in text(reader.ask("/read #1@1"))
    assert store.catalogue.count() == 0


def test_a_version_that_waits_is_not_for_readers_even_by_its_number() -> None:
    store = MemoryStore()
    editor = Editor(store)
    editor.ask("/piece add", file())
    editor.press("Publish")
    editor.ask("/piece revise #1", file(CHANGED))
    reader = Reader(store)
    for asked in ("/read #1@2", "/sources #1@2", "/brief #1@2", "/check #1@2"):
        assert "Nothing here answers to “1@2”" in text(reader.ask(asked))
    assert "nine million" in text(reader.ask("/read 1"))


def test_pasted_text_is_a_piece_with_its_line_ends() -> None:
    said = Editor(MemoryStore()).ask(
        "/piece add The Dam\n\nThe dam held. Nobody slept.\n\nIt rained."
    )
    assert text(said).startswith("The Dam")
    assert fact(said, "Text") == "2 paragraphs · 3 sentences"


def test_a_text_as_long_as_a_message_may_go_on() -> None:
    said = Editor(MemoryStore()).ask("/piece add The Dam\n\n" + "The dam held all night. " * 170)
    assert any("send it as a file" in item for item in items(said))


def test_without_anything_to_read_the_ways_are_told() -> None:
    said = text(Editor(MemoryStore()).ask("/piece add"))
    assert "There is nothing to read" in said
    assert "/piece add" in said


def test_one_bad_file_does_not_keep_the_others_out() -> None:
    editor = Editor(MemoryStore())
    lost = Missing("lost.pdf", "Telegram did not let me have it", "Send it once more.")
    said = editor.ask("/piece add", file(b"\0\1", "scan.bin"), lost, file())
    assert "scan.bin can't be taken in: binary" in text(said)
    assert "lost.pdf can't be taken in: Telegram did not let me have it." in text(said)
    assert "Send it once more." in text(said)
    assert labels(said)[0] == "Publish"
    assert len(editor.store.editorial.proposals(limit=9)) == 1


def test_several_files_have_buttons_of_their_own() -> None:
    editor = Editor(MemoryStore())
    said = editor.ask("/piece add", file(), file("The Dam\n\nThe dam held. It rained.", "dam.txt"))
    assert [label for label in labels(said) if "Publish" in label] == [
        "Publish #1@1",
        "Publish #2@1",
    ]
    assert said.about is None
    editor.press("Publish #2@1")
    assert editor.store.catalogue.find("#2") is not None
    assert editor.store.catalogue.find("#1") is None


def test_a_line_at_fault_is_named() -> None:
    said = text(Editor(MemoryStore()).ask("/piece add", file("---\ntitle: [\n---\n\nIt is.")))
    assert "harbour.md can't be taken in: line" in said


def test_what_says_nothing_new_is_told() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.press("Publish")
    assert "Nothing new: #1 says it already" in text(editor.ask("/piece add", file()))


def test_warnings_and_findings_are_shown() -> None:
    odd = HARBOUR + '[^2]: Lind, Per. "Silt." 2019.\n'
    said = Editor(MemoryStore()).ask("/piece add", file(odd))
    assert any(item == "Never cited: entry 2." for item in items(said))
    assert "Entry 2 could not be read wholly: shown as written." in items(said)


def test_a_near_twin_is_named() -> None:
    store = MemoryStore()
    editor = Editor(store)
    words = " ".join(f"Word{n} follows word{n + 1} here." for n in range(40))
    editor.ask("/piece add", file(f"The Dam\n\n{words}", "dam.txt"))
    editor.press("Publish")
    said = editor.ask(
        "/piece add", file(f"A Dam\n\n{words[:-100]} It ends in another way than that.", "copy.txt")
    )
    assert re.search(r"#1 says 9\d % the same", text(said))
    assert "/piece revise #1" in text(said)


def test_what_waits_is_listed_newest_first() -> None:
    store = MemoryStore()
    editor = Editor(store)
    assert "Nothing waits" in text(editor.ask("/piece"))
    editor.ask("/piece add", file())
    editor.now = NOW + timedelta(minutes=1)
    editor.ask("/piece add", file("The Dam\n\nThe dam held. It rained.", "dam.txt"))
    said = editor.ask("/piece")
    assert text(said).startswith(WAITING)
    assert labels(said) == ["#2@1", "#1@1"]
    assert labels(editor.press("#1@1")) == ["Publish", "Discard", "Read", "Sources (1)"]


def test_all_that_waits_is_reached_page_by_page() -> None:
    editor = Editor(MemoryStore())
    for number in range(1, 20):
        editor.now = NOW + timedelta(minutes=number)
        editor.ask(
            "/piece add", file(f"Dam {number}\n\nDam {number} held. It rained.", f"{number}.txt")
        )
    seen, said = [], editor.ask("/piece")
    while "Older ›" in labels(said):
        seen += [label for label in labels(said) if label.startswith("#")]
        said = editor.press("Older ›")
    seen += [label for label in labels(said) if label.startswith("#")]
    assert seen == [f"#{number}@1" for number in range(19, 0, -1)]
    assert labels(editor.ask("/piece list p9")) == labels(editor.ask("/piece"))


def test_a_revision_is_of_the_piece_that_was_named() -> None:
    store = library(piece())
    editor = Editor(store)
    said = editor.ask("/piece revise #1", file())
    assert "It would replace revision 1, “The dam”." in text(said)
    editor.press("Publish")
    assert store.catalogue.revision(1).title == "The Harbour and the Sea"


def test_the_title_of_what_is_replaced_is_told_only_where_it_is_another() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.press("Publish")
    assert "It would replace revision 1." in text(editor.ask("/piece revise 1", file(CHANGED)))
    assert "It would replace revision 1." in text(editor.ask("/piece check 1"))


def test_a_revision_may_be_pasted_behind_the_piece() -> None:
    editor = Editor(library(piece()))
    said = editor.ask("/piece revise 1 The Dam\n\nThe dam broke. It rained.")
    assert quoted(said)[0] == "The dam broke."


def test_a_revision_of_several_files_or_of_no_piece_is_refused() -> None:
    editor = Editor(library(piece()))
    assert "only be one" in text(editor.ask("/piece revise 1", file(), file(CHANGED, "b.md")))
    assert "of which piece" in text(editor.ask("/piece revise", file()))
    assert "Nothing here answers" in text(editor.ask("/piece revise 9", file()))


def test_check_tells_how_a_piece_stands_and_what_it_was_read_from() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.press("Publish")
    said = editor.ask("/piece check 1")
    assert "#1@1 is public" in text(said)
    assert fact(said, "Read from") == f"harbour.md · {len(HARBOUR):,} bytes · came in 20 Nov 2026"
    assert labels(said) == ["Read", "Sources"]


def test_a_room_without_a_name_for_its_sender_is_told_its_own() -> None:
    room = Editor(MemoryStore(), at=Address("telegram", "1", "-100"), name="", role="reader")
    assert "who you are here: telegram:-100" in text(room.ask("/piece"))


def test_a_discarded_proposal_is_published_from_its_check_after_all() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.press("Discard")
    said = editor.ask("/piece check #1@1")
    assert "#1@1 is not public." in text(said)
    assert labels(said) == ["Publish", "Read", "Sources"]
    editor.press("Publish")
    assert editor.store.catalogue.count() == 1


def test_check_of_an_old_revision_tells_which_one_readers_get() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    editor.press("Publish")
    editor.ask("/piece revise 1", file(CHANGED))
    editor.press("Publish")
    assert "readers get revision 2" in text(editor.ask("/piece check #1@1"))


def test_read_shows_every_sentence_of_a_proposal_under_its_number() -> None:
    editor = Editor(MemoryStore())
    shown = editor.ask("/piece add", file())
    said = editor.press("Read")
    sentences = [block for block in said.blocks if isinstance(block, Quote)]
    assert [sentence.label.rstrip("✓") for sentence in sentences] == [f"S{n}" for n in range(1, 10)]
    ticked = [s.extract.text for s in sentences if s.label.endswith("✓")]
    assert ticked == quoted(shown)


def test_a_long_piece_is_read_in_pages() -> None:
    editor = Editor(MemoryStore())
    long = "The Dam\n\n" + "\n\n".join(f"The dam held on day {n} of the rain." for n in range(150))
    editor.ask("/piece add", file(long, "dam.txt"))
    editor.press("Read")
    assert "Page 2" in text(editor.press("Next ›"))
    assert "Page 1" in text(editor.press("‹ Previous"))
    assert "pages" in text(editor.ask("/piece read p99"))


@pytest.mark.parametrize("words", [1, 3, 40])
def test_a_page_of_numbered_sentences_is_one_message_however_short_they_are(words: int) -> None:
    sentence = " ".join(["Rain", *["fell"] * (words - 1)]) + "."
    editor = Editor(library(short_piece(*[" ".join([sentence] * 4)] * 30)))
    shown = editor.ask("/piece read 1")
    tokens = dict.fromkeys(presses(shown), "t" * 22)
    assert "Next ›" in labels(shown)
    assert (
        len(telegram_render.render(shown, tokens)) == len(slack_render.render(shown, tokens)) == 1
    )


def test_the_sources_of_a_proposal_lead_to_nothing_for_readers() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    said = editor.press("Sources (1)")
    assert "Soundings" in text(said)
    assert labels(said) == ["Brief", "Read", "BibTeX", "RIS", "CSL-JSON"]
    assert "Soundings" in text(editor.ask("/piece sources #1@1 1"))
    assert "\n/piece sources #1@1 lists them." in text(editor.ask("/piece sources #1@1 9"))
    editor.ask("/piece sources #1@1")
    assert labels(editor.press("Brief"))[0] == "Publish"
    editor.ask("/piece sources #1@1")
    assert "1 reference as BibTeX" in text(editor.press("BibTeX"))


@pytest.mark.parametrize("asked", ["/piece check", "/piece publish", "/piece pin S1"])
def test_without_a_piece_at_hand_one_must_be_named(asked: str) -> None:
    assert "Which piece?" in text(Editor(library(piece())).ask(asked))


def test_the_piece_replied_to_is_meant() -> None:
    editor = Editor(library(short_piece(title="One"), short_piece("B.", title="Two")))
    editor.ask("/brief 1")
    editor.ask("/brief 2")
    assert text(editor.ask("/piece check", replied_to=0)).startswith("One")


def test_an_unknown_word_names_those_that_are_known() -> None:
    assert "I know list, add" in text(Editor(MemoryStore()).ask("/piece frobnicate"))


def test_a_link_that_nobody_can_fetch_is_no_piece() -> None:
    assert "can't fetch" in text(Editor(MemoryStore()).ask("/piece add https://example.org/a"))
