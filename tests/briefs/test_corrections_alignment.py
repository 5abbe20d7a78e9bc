"""Sentences of two revisions are aligned: moves are no changes; splits and
merges are recognised.
"""

from hypothesis import given
from hypothesis import strategies as st

from briefs.corrections.alignment import Pair, align

WORDS = st.sampled_from("the river fell rose mayor said nobody in june council".split())  # noqa: SIM905  # as one reads it
SENTENCES = st.lists(
    st.lists(WORDS, min_size=1, max_size=8).map(lambda words: " ".join(words).capitalize() + "."),
    max_size=8,
)
ANY = st.lists(st.text(min_size=1, max_size=12), max_size=6)


@given(before=SENTENCES | ANY, after=SENTENCES | ANY)
def test_each_sentence_is_in_exactly_one_pair(before: list[str], after: list[str]) -> None:
    pairs = align(before, after)
    assert sorted(at for pair in pairs for at in pair.before) == list(range(len(before)))
    assert sorted(at for pair in pairs for at in pair.after) == list(range(len(after)))


@given(before=SENTENCES | ANY, after=SENTENCES | ANY)
def test_aligning_the_other_way_round_gives_the_same_pairs(
    before: list[str], after: list[str]
) -> None:
    mirrored = {pair.mirrored for pair in align(after, before)}
    assert mirrored == set(align(before, after))


@given(texts=SENTENCES | ANY)
def test_equal_texts_have_no_change(texts: list[str]) -> None:
    assert all(
        texts[pair.before[0]] == texts[pair.after[0]] and pair.kind == "changed"
        for pair in align(texts, texts)
    )


@given(texts=st.lists(WORDS, unique=True, min_size=1), data=st.data())
def test_a_moved_sentence_is_itself(texts: list[str], data: st.DataObject) -> None:
    moved = data.draw(st.permutations(texts))
    assert all(texts[pair.before[0]] == moved[pair.after[0]] for pair in align(texts, moved))


def test_a_changed_sentence_is_found_where_it_moved_to() -> None:
    before = ["The river fell twelve metres in June.", "Nobody asked the mayor.", "It rained."]
    after = ["It rained.", "Nobody asked the mayor.", "The river fell ninety metres in June."]
    assert align(before, after) == (Pair((0,), (2,)), Pair((1,), (1,)), Pair((2,), (0,)))


def test_a_sentence_that_was_split_is_paired_with_its_parts() -> None:
    whole = "The council met on Monday in the old hall and the mayor refused to answer."
    parts = ["The council met on Monday in the old hall.", "The mayor refused to answer."]
    (pair,) = align([whole], parts)
    assert (pair, pair.kind) == (Pair((0,), (0, 1)), "split")
    (pair,) = align(parts, [whole])
    assert (pair, pair.kind) == (Pair((0, 1), (0,)), "merged")


def test_a_sentence_put_in_beside_is_no_part() -> None:
    before = ["The council met on Monday in the old hall of the town."]
    after = [*before, "Nobody came."]
    assert align(before, after) == (Pair((0,), (0,)), Pair((), (1,)))


def test_a_sentence_that_became_quite_another_was_taken_out() -> None:
    pairs = align(["The council met on Monday."], ["Fish swim in rivers."])
    assert [pair.kind for pair in pairs] == ["removed", "added"]
