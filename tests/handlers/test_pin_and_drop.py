"""/piece pin, drop and auto: an editor chooses sentences, and can never type one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.digest import opening
from briefs.editorial_selection import EditorialSelection
from handlers.message import extracts
from tests.contracts.memory_store import MemoryStore
from tests.handlers.editing import CHANGED, Editor, file
from tests.handlers.newsroom import Reader, fact, labels, quotes, text

WORDS = st.one_of(
    st.integers(0, 12).map(lambda number: f"S{number}"),
    st.sampled_from(
        ["S", "s3", "S3.", "“The", "council", "lied.”", "S99999999", "#1", "#1@1", "1"]
    ),
)
ORDERS = st.tuples(
    st.sampled_from(["pin", "drop", "line", "auto"]), st.lists(WORDS, max_size=3)
).map(lambda order: " ".join(("/piece", order[0], *order[1])))


@pytest.fixture
def editor() -> Editor:
    """Somebody who has just published a piece."""
    return published()


def published() -> Editor:
    sending = Editor(MemoryStore())
    sending.ask("/piece add", file())
    sending.press("Publish")
    return sending


def shown(editor: Editor, length: str = "normal") -> list[str]:
    """The labels of the brief that readers get."""
    return [quote.label for quote in quotes(Reader(editor.store).ask(f"/brief 1 {length}"))]


def test_a_pinned_sentence_is_in_every_extract_in_its_place(editor: Editor) -> None:
    before = {length: len(shown(editor, length)) for length in ("short", "normal", "long")}
    said = editor.ask("/piece pin S9")
    assert "S9" in [quote.label for quote in quotes(said)]
    for length, count in before.items():
        labels = shown(editor, length)
        assert labels[-1] == "S9"
        assert len(labels) == count


def test_an_editor_is_told_where_readers_get_their_choice_at_once(editor: Editor) -> None:
    told = "Readers get this from now on."
    assert told in text(editor.ask("/piece pin S9"))
    assert told in text(editor.ask("/piece auto"))
    editor.ask("/piece revise #1", file(CHANGED))
    said = editor.ask("/piece pin S9")
    assert told not in text(said)
    assert labels(said)[0] == "Publish"


def test_what_is_said_of_a_sentence_leaves_the_digests_own_as_it_was(editor: Editor) -> None:
    told = opening(editor.store.catalogue.brief(1, "normal"))
    assert told is not None
    number = editor.store.catalogue.revision(1).sentences.index(told) + 1
    others = [n for n in range(1, 10) if n != number]
    editor.ask(f"/piece pin S{others[-1]}")
    editor.ask(f"/piece drop S{others[0]}")
    assert opening(editor.store.catalogue.brief(1, "normal")) == told
    editor.ask(f"/piece drop S{number}")
    assert opening(editor.store.catalogue.brief(1, "normal")) != told


def test_a_dropped_sentence_makes_room_for_the_next(editor: Editor) -> None:
    before = shown(editor)
    editor.ask("/piece drop S1")
    after = shown(editor)
    assert "S1" in before
    assert "S1" not in after
    assert len(after) == len(before)


def test_the_proof_says_that_an_editor_chose(editor: Editor) -> None:
    assert "an editor" not in fact(Reader(editor.store).ask("/brief 1"), "Proof")
    said = editor.ask("/piece pin S9")
    assert fact(said, "Extract").endswith("chosen by an editor: S9 in")
    assert "chosen by an editor" in fact(Reader(editor.store).ask("/brief 1"), "Proof")


@pytest.mark.parametrize("verb", ["pin", "drop", "line"])
def test_two_editors_who_say_the_same_undo_nothing(editor: Editor, verb: str) -> None:
    first, second = (editor.ask(f"/piece {verb} S9") for _ in range(2))
    assert quotes(first)[:3] == quotes(second)[:3]
    assert fact(first, "Now") == fact(second, "Now") == fact(second, "Before")
    assert fact(second, "In digests") == fact(first, "In digests").partition(" (before")[0]


@given(st.lists(st.tuples(st.sampled_from(["pin", "drop", "line"]), st.integers(1, 9)), max_size=6))
def test_a_sentence_that_is_freed_is_as_if_nothing_had_been_said_of_it(
    said: list[tuple[str, int]],
) -> None:
    hand = EditorialSelection("brief")
    never = EditorialSelection("brief")
    for verb, number in said:
        hand = _said(hand, verb, number)
        never = never if number == 3 else _said(never, verb, number)
    freed = hand.free(3)
    assert (freed.pinned, freed.dropped) == (never.pinned, never.dropped)
    assert freed.line in (never.line, None)


def _said(hand: EditorialSelection, verb: str, number: int) -> EditorialSelection:
    match verb:
        case "pin":
            return hand.pin(number)
        case "drop":
            return hand.drop(number)
        case _:
            return hand.tell(number)


def test_auto_of_a_sentence_leaves_what_was_said_of_others(editor: Editor) -> None:
    editor.ask("/piece pin S8 S9")
    editor.ask("/piece auto S9")
    assert "S8" in shown(editor)
    assert "chosen by an editor: S8 in" in fact(editor.ask("/piece line S1"), "Extract")


def test_auto_undoes_it_all(editor: Editor) -> None:
    before = shown(editor)
    editor.ask("/piece pin S9 S8")
    editor.ask("/piece drop S1")
    said = editor.press("Undo all")
    assert "Undo all" not in labels(said)
    assert shown(editor) == before


def test_a_proposal_is_chosen_from_before_anybody_sees_it() -> None:
    editor = Editor(MemoryStore())
    editor.ask("/piece add", file())
    said = editor.ask("/piece pin S9")
    assert "Publish" in labels(said)
    editor.press("Publish")
    assert "S9" in shown(editor)


def test_what_is_no_sentence_is_refused(editor: Editor) -> None:
    assert "sentences S1 to S9" in text(editor.ask("/piece pin S10"))
    assert "sentences S1 to S9" in text(editor.ask("/piece drop S0"))
    assert "Which sentence?" in text(editor.ask("/piece pin"))
    assert "Nothing here answers" in text(editor.ask("/piece pin S3 The council lied."))


def test_an_extract_is_never_emptied(editor: Editor) -> None:
    said = editor.ask("/piece drop " + " ".join(f"S{n}" for n in range(1, 10)))
    assert "Nothing would be left" in text(said)
    assert shown(editor)


@given(st.lists(ORDERS, max_size=4))
def test_no_order_ever_brings_in_a_sentence_that_is_not_the_pieces(orders: list[str]) -> None:
    editor = published()
    for order in orders:
        editor.ask(order)
    revision = editor.store.catalogue.revision(1)
    for length in ("short", "normal", "long"):
        reply = Reader(editor.store).ask(f"/brief 1 {length}")
        spans = [extract.at for extract in extracts(reply)]
        assert spans
        assert spans == sorted(set(spans) & set(revision.sentences))


def test_the_sentence_that_an_editor_chose_tells_the_piece_in_digests(editor: Editor) -> None:
    before = shown(editor)
    said = editor.ask("/piece line S4")
    assert fact(said, "In digests").startswith("S4, chosen by an editor (before: S")
    assert quotes(said)[-1].label == "S4"  # shown, though it is not in the brief
    brief = editor.store.catalogue.brief(1, "normal")
    told = opening(brief)
    assert told == brief.revision.sentences[3]
    assert shown(editor) == before
    assert "chosen by an editor" not in fact(Reader(editor.store).ask("/brief 1"), "Proof")
    assert "Undo all" in labels(said)


def test_a_line_that_is_freed_is_the_bots_own_again(editor: Editor) -> None:
    own = opening(editor.store.catalogue.brief(1, "normal"))
    editor.ask("/piece line S4")
    freed = fact(editor.ask("/piece auto S4"), "In digests")
    assert freed.endswith("(before: S4, chosen by an editor)")
    assert opening(editor.store.catalogue.brief(1, "normal")) == own


def test_one_sentence_tells_a_piece(editor: Editor) -> None:
    assert "One sentence tells a piece in a digest." in text(editor.ask("/piece line S4 S5"))


def test_a_sentence_too_long_for_a_digest_is_refused() -> None:
    sending = Editor(MemoryStore())
    long = " ".join(f"a{n}" for n in range(150))
    sending.ask(
        "/piece add", file(f"Title\n\nIt rained. The list {long} ends. It dried.\n".encode())
    )
    assert "a digest's sentence has 400 at most" in text(sending.ask("/piece line S2"))
