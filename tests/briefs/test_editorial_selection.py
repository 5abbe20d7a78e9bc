"""An editor's pins and drops in the extracts; everything else is unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.editorial_selection import EditorialSelection
from briefs.model import Revision, Summary
from briefs.summarise.editorial_extracts import selected_summaries
from briefs.summarise.ranking import METHODS
from briefs.summarise.summary import summaries
from briefs.text.sentences import split
from tests.briefs.builders import revision as stored

SUBJECTS = ("harbour", "bridge", "council", "river", "market", "school")
PARAGRAPHS = tuple(
    f"The {subject} of Oak Bay was repaired in {1950 + 3 * n}. Workers spent {n + 2} months on the "
    f"{subject}. However, the mayor never visited it. Visitors praise the {subject}."
    for n, subject in enumerate(SUBJECTS)
)
COUNT = 4 * len(SUBJECTS)

numbers = st.lists(st.integers(1, COUNT), max_size=6, unique=True)


def hands() -> st.SearchStrategy[EditorialSelection]:
    """Any hand that a series of pins, drops and lines leaves."""

    def led(wishes: list[tuple[str, int]]) -> EditorialSelection:
        hand = EditorialSelection("brief")
        for verb, number in wishes:
            hand = {"pin": hand.pin, "drop": hand.drop, "line": hand.tell}[verb](number)
        return hand

    verbs = st.sampled_from(["pin", "drop", "line"])
    return st.lists(st.tuples(verbs, st.integers(1, COUNT)), max_size=8).map(led)


def piece() -> Revision:
    made = stored(*PARAGRAPHS, title="Oak Bay")
    assert split(made.body) == made.sentences
    return made


def automatic(revision: Revision, method: str = "brief") -> tuple[Summary, ...]:
    return summaries(
        title=revision.title,
        body=revision.body,
        sentences=revision.sentences,
        language=revision.language,
        method=method,
    )


@given(hands())
def test_what_is_pinned_is_always_in_and_what_is_dropped_never(hand: EditorialSelection) -> None:
    revision = piece()
    for summary in selected_summaries(revision, hand):
        taken = {revision.sentences.index(at) + 1 for at in summary.sentences}
        assert set(hand.pinned) <= taken
        assert not set(hand.dropped) & taken


@given(hands())
def test_the_sentences_are_always_the_pieces_own_in_their_order(hand: EditorialSelection) -> None:
    revision = piece()
    for summary in selected_summaries(revision, hand):
        assert list(summary.sentences) == sorted(set(summary.sentences))
        assert set(summary.sentences) <= set(revision.sentences)
        assert 0 <= summary.coverage <= 1


@given(hands())
def test_lengths_are_always_kept_unless_more_is_pinned(hand: EditorialSelection) -> None:
    revision = piece()
    for made, own in zip(selected_summaries(revision, hand), automatic(revision), strict=True):
        assert made.length == own.length
        assert len(made.sentences) == max(len(own.sentences), len(hand.pinned))


@given(hands())
def test_each_length_always_holds_the_shorter_one(hand: EditorialSelection) -> None:
    short, normal, long = (set(summary.sentences) for summary in selected_summaries(piece(), hand))
    assert short <= normal <= long


@pytest.mark.parametrize("number", range(1, COUNT + 1))
def test_a_pin_replaces_one_sentence_and_leaves_the_others(number: int) -> None:
    revision = piece()
    pinned = selected_summaries(revision, EditorialSelection("brief", (number,)))
    for made, own in zip(pinned, automatic(revision), strict=True):
        is_in = revision.sentences[number - 1] in own.sentences
        assert len(set(own.sentences) - set(made.sentences)) == (0 if is_in else 1)


@pytest.mark.parametrize("number", range(1, COUNT + 1))
def test_a_drop_leaves_the_others_but_for_what_leans_on_the_dropped(number: int) -> None:
    revision = piece()
    dropped = selected_summaries(revision, EditorialSelection("brief", (), (number,)))
    for made, own in zip(dropped, automatic(revision), strict=True):
        lost = {revision.sentences.index(at) + 1 for at in {*own.sentences} - {*made.sentences}}
        is_in = revision.sentences[number - 1] in own.sentences
        assert (number in lost) == is_in
        assert not lost or is_in
        # "The school" of a paragraph's other sentences is the one that its first sentence presents.
        assert len({(at - 1) // 4 for at in lost}) <= 1


@given(hands())
def test_a_hand_is_always_read_back_from_what_it_made(hand: EditorialSelection) -> None:
    assert {EditorialSelection.of(summary) for summary in selected_summaries(piece(), hand)} == {
        hand
    }


@given(hands(), st.integers(1, COUNT))
def test_a_sentence_is_never_pinned_and_dropped(hand: EditorialSelection, number: int) -> None:
    pinned = hand.pin(number)
    assert not set(pinned.pinned) & set(pinned.dropped)
    assert number in pinned.pinned
    assert pinned.pin(number) == pinned


def test_without_a_wish_the_extracts_are_the_methods_own() -> None:
    assert selected_summaries(piece(), EditorialSelection("brief")) == automatic(piece())


@pytest.mark.parametrize("method", ["lead", "luhn", "brief"])
def test_a_hand_leads_any_method(method: str) -> None:
    assert method in METHODS
    short, _, _ = selected_summaries(piece(), EditorialSelection(method, (24,), (1,)))
    assert short.method == f"{method} +S24 -S1"
    assert piece().sentences[23] in short.sentences
    assert piece().sentences[0] not in short.sentences


def test_what_the_pinned_say_is_not_said_again() -> None:
    twins = (
        "The council closed the old harbour to deep ships in spring.",
        "Rain fell on the market, and the school stayed shut all week.",
        "The council closed the old harbour to deep ships in spring, again.",
        "Workers repaired the bridge over the river for nine months.",
        "Visitors praise the museum and its garden of oaks.",
    )
    revision = stored(*twins, title="Oak Bay")
    for summary in selected_summaries(revision, EditorialSelection("brief", (3,))):
        assert revision.sentences[0] not in summary.sentences


def test_a_piece_that_cannot_be_ranked_is_led_by_hand_all_the_same() -> None:
    revision = stored("Aaa bbb ccc. Ddd eee fff. Ggg hhh iii.", language="xx")
    short, _, _ = selected_summaries(revision, EditorialSelection("brief", (3,)))
    assert short.method == "lead +S3"
    assert short.sentences == (revision.sentences[2],)


def test_a_number_that_is_no_sentence_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="not sentences"):
        selected_summaries(piece(), EditorialSelection("brief", (COUNT + 1,)))
