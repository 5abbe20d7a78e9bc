"""/piece topics: suggested by a piece's words, never set by themselves; renamed everywhere."""

from datetime import time

from briefs.digests.digest import Subscription
from tests.handlers.editing import DESK, Editor, file
from tests.handlers.newsroom import NOW, labels, library, short_piece, text


def desk() -> Editor:
    return Editor(
        library(
            short_piece("The river rose.", title="One", topics=("Rivers",)),
            short_piece("Dams hold. A river is no dam.", title="Two", topics=("rivers", "Water")),
            short_piece(
                "Peace talks went on by the river.", title="Three", topics=("Peace talks",)
            ),
            short_piece("The talks of peace by the water.", title="Four"),
        )
    )


def test_topics_of_the_library_are_suggested_by_the_words_of_a_piece() -> None:
    editor = desk()
    said = editor.ask("/piece topics #3")
    assert labels(said) == ["+ Rivers"]
    assert editor.store.catalogue.revision(3).topics == ("Peace talks",)
    editor.press("+ Rivers")
    assert editor.store.catalogue.revision(3).topics == ("Peace talks", "Rivers")
    assert labels(editor.ask("/piece topics #4")) == ["+ Water"]
    assert "No other topic" in text(editor.ask("/piece topics #1"))


def test_a_topic_is_renamed_in_pieces_drafts_and_digests() -> None:
    editor = desk()
    editor.ask("/piece add", file("---\ntopics: [rivers]\n---\n# Five\n\nIt flows. It does."))
    order = Subscription(to=DESK, at=time(8), zone="UTC", starts=NOW, wanted=("rivers",))
    editor.store.subscriptions.save(order, None, now=NOW)
    arrival = editor.store.catalogue.arrival()
    said = text(editor.ask("/piece topics rename rivers, Water"))
    assert "“rivers” is “Water” now, in 3 pieces and in the wishes of 1 digest" in said
    assert editor.store.catalogue.topics() == (("Water", 2), ("Peace talks", 1))
    assert editor.store.catalogue.revision(2).topics == ("Water",)
    (draft,) = editor.store.editorial.proposals(limit=9)
    assert draft.revision.topics == ("Water",)
    kept = editor.store.subscriptions.get(DESK)
    assert kept is not None
    assert kept.wanted == ("water",)
    assert editor.store.catalogue.arrival() == arrival


def test_what_nothing_is_on_is_not_renamed() -> None:
    editor = desk()
    assert "Nothing is on “zebras”" in text(editor.ask("/piece topics rename zebras, water"))
    assert "Which topic" in text(editor.ask("/piece topics rename zebras"))
    assert "Only editors" in text(
        Editor(editor.store, role="reader").ask("/piece topics rename a, b")
    )
