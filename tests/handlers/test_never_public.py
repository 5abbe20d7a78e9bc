"""What readers never get to see: revisions that were never public, however they ask."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from briefs.errors import NotFound
from briefs.model import Card, Edited, Shown
from briefs.storage.editorial import Proposal
from handlers.message import Attachment, Reply
from tests.conftest import scaled
from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import CHANGED, HARBOUR, Editor, file
from tests.handlers.newsroom import CHAT, NOW, Reader, short_piece, source, text

ASKED = ("/brief {}", "/read {}", "/sources {}", "/sources {} 1", "/sources {} bibtex", "/check {}")
ASKED_OF_ALL = ("/brief", "/brief all river", "/latest", "/search river", "/topics", "/read")
OTHER = HARBOUR.replace("nine million", "twelve million")


@pytest.fixture
def editor() -> Editor:
    """Somebody who published one revision, with drafts before and behind it that were not."""
    working = Editor(MemoryStore())
    working.ask("/piece add", file(OTHER))
    working.press("Discard")
    working.ask("/piece revise #1", file(CHANGED))
    working.ask("/piece revise #1", file(HARBOUR))
    working.press("Publish")
    return working


def refusals(store: MemoryStore, ref: str) -> list[str]:
    return [text(Reader(store).ask(asked.format(ref))) for asked in ASKED]


@pytest.mark.parametrize("ref", ["#1@1", "#1@2", "1@1", "harbour@2"])
def test_a_draft_before_the_public_revision_is_not_for_readers(editor: Editor, ref: str) -> None:
    for said in refusals(editor.store, ref):
        assert "Nothing here answers to" in said
        assert "/brief #1 is what is public." in said


def test_a_draft_is_refused_as_what_there_is_not(editor: Editor) -> None:
    drafted, missing = refusals(editor.store, "#1@1"), refusals(editor.store, "#1@9")
    assert [said.replace("1@1", "1@9") for said in drafted] == missing


def test_editors_still_see_what_was_discarded(editor: Editor) -> None:
    assert "twelve million" in text(editor.ask("/piece read #1@1"))
    assert "ten million" in text(editor.ask("/piece read #1@2"))


def test_a_draft_that_was_shown_to_an_editor_is_not_at_hand_for_readers(editor: Editor) -> None:
    editor.ask("/piece read #1@1")
    assert editor.store.chat_state.shown(editor.at) == Shown(1, 1)
    said = text(Reader(editor.store, at=editor.at).ask("/read"))
    assert "nine million" in said
    assert "twelve million" not in said


def test_what_was_public_can_be_read_after_a_newer_revision_and_after_going_back(
    editor: Editor,
) -> None:
    editor.ask("/piece publish #1@2 anyway")
    assert "nine million" in text(Reader(editor.store).ask("/read #1@3"))
    editor.ask("/piece publish #1@3 anyway")
    assert "ten million" in text(Reader(editor.store).ask("/read #1@2"))
    assert "Nothing here answers" in text(Reader(editor.store).ask("/read #1@1"))


def test_of_a_retracted_piece_no_revision_is_for_readers(editor: Editor) -> None:
    editor.ask("/piece retract #1 wrong")
    for number in (1, 2, 3):
        for said in refusals(editor.store, f"#1@{number}"):
            assert "It was retracted on 20 Nov 2026: wrong." in said


class Newsroom(RuleBasedStateMachine):
    """Every version says something that no other does: a word in its title, text and source."""

    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryStore()
        self.words: dict[tuple[int, int], str] = {}
        self.seen: set[str] = set()

    def version(self, piece: int) -> Edited:
        word = f"word{len(self.words)}x"
        return short_piece(
            f"The river carried {word} to the sea.",
            title=f"River {word}",
            origin=f"{piece}",
            sources=(source(1, title=f"On {word}"),),
            topics=(f"topic {word}",),
        )

    def note(self, piece: int, revision: int) -> None:
        self.words.setdefault((piece, revision), f"word{len(self.words)}x")

    def publicly(self, card: Card) -> None:
        self.seen.add(self.words[card.piece, card.revision])

    @rule(piece=st.integers(1, 3), by=st.sampled_from(["anna", "bert"]))
    def propose(self, piece: int, by: str) -> None:
        proposed = self.store.editorial.propose(self.version(piece), by=by, at=CHAT, now=NOW)
        assert isinstance(proposed, Proposal)
        self.note(proposed.revision.piece, proposed.revision.number)

    @rule(piece=st.integers(1, 3), anyway=st.booleans())
    def add(self, piece: int, anyway: bool) -> None:
        added = self.store.catalogue.add(self.version(piece), now=NOW, anyway=anyway)
        if added.status in {"new", "revised"}:
            self.note(added.card.piece, added.card.revision)
            self.publicly(added.card)

    @rule(piece=st.integers(1, 3), revision=st.integers(1, 4))
    def publish_or_go_back(self, piece: int, revision: int) -> None:
        try:
            self.publicly(self.store.editorial.publish(piece, revision, now=NOW))
        except NotFound:
            assert (piece, revision) not in self.words

    @rule(piece=st.integers(1, 3), revision=st.integers(1, 4))
    def discard(self, piece: int, revision: int) -> None:
        self.store.editorial.discard(piece, revision)

    @rule(piece=st.integers(1, 3))
    def retract(self, piece: int) -> None:
        if self.store.catalogue.find(f"#{piece}") is not None:
            self.store.editorial.retract(piece, "wrong", now=NOW)

    @invariant()
    def a_stranger_sees_nothing_that_was_never_public(self) -> None:
        hidden = set(self.words.values()) - self.seen
        for answer in self.answers():
            found = said(answer)
            assert not any(word in found for word in hidden), found

    def answers(self) -> Iterator[Reply]:
        stranger = Reader(self.store)
        for asked in ASKED_OF_ALL:
            yield stranger.ask(asked)
        for piece, revision in self.words:
            for asked in ASKED:
                yield stranger.ask(asked.format(f"#{piece}@{revision}"))
            self.store.chat_state.note_shown(CHAT, "m", Shown(piece, revision), now=NOW)
            yield stranger.ask("/check S1")


def said(reply: Reply) -> str:
    """All that a reply says, with its files."""
    files = (block.text for block in reply.blocks if isinstance(block, Attachment))
    return "\n".join((text(reply), *files))


def test_no_stranger_ever_sees_a_sentence_that_was_never_public() -> None:
    run_state_machine_as_test(
        Newsroom, settings=settings(max_examples=scaled(50), stateful_step_count=12, deadline=None)
    )
