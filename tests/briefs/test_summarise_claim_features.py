"""Features that only the main claim is learned from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.summarise.cue_words import CLAIM_FEATURES, CLAIM_GROUPS
from briefs.summarise.editor_model import claim_features, columns_of
from briefs.summarise.features import Columns, reading
from briefs.summarise.summary import Piece
from briefs.text.sentences import split

_BODY = (
    "The old harbour wall was built in 1911 by Amara Delgado. Boats came in for a century.\n\n"
    "But the wall leaks, and the council must mend it. In 2019 the Delgado survey found 14 holes. "
    "In 2020 it found 31 holes more.\n\n"
    "Can the town wait? The town cannot wait, because a wall that leaks is a wall that falls."
)


def _columns(body: str = _BODY, title: str = "Should the town mend its harbour wall?") -> Columns:
    text = Piece.of(title, body, split(body), "en").text
    return columns_of(reading(text.document, text.units, text.title))


def test_a_piece_turns_where_it_first_says_but() -> None:
    columns = _columns()
    assert columns["first turn"] == [0, 0, 1, 0, 0, 0, 0]
    assert columns["before first turn"] == [1, 1, 0, 0, 0, 0, 0]
    assert columns["after first turn"] == [0, 0, 0, 1, 0, 0, 0]


def test_a_piece_without_a_turn_has_nothing_before_it() -> None:
    columns = _columns("The harbour wall leaks at night. The council must mend it now.")
    for name in ("first turn", "before first turn", "after first turn"):
        assert columns[name] == [0, 0]


def test_a_claim_is_seen_by_the_particulars_that_follow_in_its_paragraph() -> None:
    columns = _columns()
    follow, own = columns["particulars follow"], columns["particulars"]
    assert follow[2] == pytest.approx((own[3] + own[4]) / 2)
    assert follow[2] > own[2]
    assert follow[1] == follow[4] == 0
    assert columns["particulars before"][2] == 0  # the one before stands in another paragraph


def test_what_argues_most_in_its_paragraph_is_told() -> None:
    columns = _columns()
    assert columns["most argument"][2] == 1
    assert columns["most argument"][3] == 0


def test_what_follows_a_question_may_answer_it() -> None:
    assert _columns()["answers"] == [0, 0, 0, 0, 0, 0, 1]


def test_only_a_title_that_asks_is_answered() -> None:
    assert any(_columns()["title answered"])
    assert not any(_columns(title="The town should mend its harbour wall")["title answered"])


def test_a_tense_is_that_of_the_first_verb() -> None:
    columns = _columns()
    assert columns["present first"][0] == -1
    assert columns["present first"][6] == 1


@given(st.lists(st.lists(st.sampled_from(_BODY.split()), min_size=1, max_size=9), max_size=9))
def test_every_sentence_has_a_number_in_each_column(said: list[list[str]]) -> None:
    body = "\n\n".join(" ".join(words).capitalize() + "." for words in said)
    columns = _columns(body)
    assert set(columns) == set(CLAIM_FEATURES)
    count = len(columns["far"])
    assert all(len(columns[n]) == count for names in CLAIM_GROUPS.values() for n in names)


def test_a_text_without_sentences_has_empty_columns() -> None:
    found = {name: list[float]() for name in _columns()}
    assert not any(claim_features((), (), True, found).values())
