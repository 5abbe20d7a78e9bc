"""An explanation tells of each sentence what the ranking itself saw in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import CannotRank
from briefs.summarise.cue_words import GROUPS
from briefs.summarise.explain import (
    FEATURES,
    Explanation,
    Next,
    NoSentence,
    Outdone,
    PickReason,
    Repeats,
    SaidBefore,
    TooLong,
    explain,
    said,
)
from briefs.summarise.selection import Scores
from briefs.summarise.summary import LONGEST, extract, summaries
from briefs.summarise.units import Unit
from briefs.text.sentences import split

_SUBJECTS = ("harbour", "bridge", "council", "river", "market", "school", "clinic", "museum")
_BODY = "\n\n".join(
    f"The {subject} of Oak Bay was repaired in {1950 + 3 * n}. Workers spent {n + 2} months on the "
    f"{subject}. However, the mayor never visited it. Visitors praise the {subject}."
    for n, subject in enumerate(_SUBJECTS)
)
_CLAUSES = st.sampled_from(
    ["The ship came home.", "“Why did it come?”", "However, nobody saw it.", "A headline", "\n\n"]
)
_BODIES = st.lists(_CLAUSES, max_size=30).map(" ".join)


def _explained(body: str = _BODY, *, method: str = "brief", query: str = "") -> Explanation:
    return explain(title="", body=body, sentences=split(body), method=method, query=query)


def _taken(explanation: Explanation) -> list[int]:
    return [w.number - 1 for w in explanation.sentences if isinstance(w.fate, PickReason)]


def _fate(body: str, text: str, *, title: str = "") -> object:
    found = explain(title=title, body=body, sentences=split(body))
    return next(w.fate for w in found.sentences if w.at.of(body).startswith(text))


@pytest.mark.parametrize("method", ["brief", "lead", "luhn"])
@pytest.mark.parametrize("query", ["", "museum"])
def test_what_is_taken_is_the_normal_brief(method: str, query: str) -> None:
    found = _explained(method=method, query=query)
    spans = split(_BODY)
    picks = extract(title="", body=_BODY, sentences=spans, method=method, query=query).picks
    made = summaries(title="", body=_BODY, sentences=spans, method=method, query=query)[1]
    assert tuple(_taken(found)) == picks
    assert (found.method, found.coverage) == (made.method, made.coverage)


def test_every_feature_that_the_ranking_has_is_named() -> None:
    units = (Unit(terms=("a",), words=1, paragraph=0),)
    plain, learned = Scores(units), Scores(units, learned=dict.fromkeys((*GROUPS, "line"), (0.0,)))
    named = [*plain.fixed, *plain.moving, *learned.fixed, *learned.moving]
    assert set(named) == set(FEATURES)
    assert not set(learned.fixed) & set(learned.moving)


def test_a_score_is_the_sum_of_features_and_what_is_left_had_none_above_the_last() -> None:
    found = _explained()
    taken = [w for w in found.sentences if isinstance(w.fate, PickReason)]
    last = max(taken, key=lambda w: w.fate.order if isinstance(w.fate, PickReason) else 0)
    assert last.score is not None
    for weighed in found.sentences:
        if isinstance(weighed.fate, SaidBefore):
            continue
        assert weighed.score == pytest.approx(sum(weighed.features.values()))
        if isinstance(weighed.fate, Next | Outdone):
            assert weighed.score is not None
            assert weighed.score <= last.score


def test_each_taken_sentence_tells_how_much_is_covered_with_it() -> None:
    found = _explained()
    fates = [w.fate for w in found.sentences if isinstance(w.fate, PickReason)]
    shares = [fate.covered for fate in sorted(fates, key=lambda fate: fate.order)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(found.coverage)


def test_what_was_asked_for_speaks_for_a_sentence() -> None:
    plain, leaning = _explained(), _explained(query="museum")
    assert all(weighed.features.get("query", 0) == 0 for weighed in plain.sentences)
    assert any(weighed.features.get("query", 0) > 0 for weighed in leaning.sentences)


def test_the_next_ones_are_numbered_on() -> None:
    fates = [weighed.fate for weighed in _explained().sentences]
    taken = sum(isinstance(fate, PickReason) for fate in fates)
    following = sorted(fate.order for fate in fates if isinstance(fate, Next))
    assert following == list(range(taken + 1, taken + 1 + len(following)))


def test_what_never_was_a_candidate_tells_why() -> None:
    headline = "The storm and the harbour"
    assert _fate(f"{headline}\n\n{_BODY}", headline) == NoSentence()
    title = "The storm closed the harbour"
    assert _fate(f"{title}.\n\n{_BODY}", title, title=title) == SaidBefore()
    twice = "The ferry sailed at dawn on Friday."
    body = f"{twice}\n\n{_BODY}\n\n{twice}"
    assert explain(title="", body=body, sentences=split(body)).sentences[-1].fate == SaidBefore()


def test_a_sentence_too_long_for_a_message_tells_so() -> None:
    body = "The " + "harbour and the " * 100 + "sea were calm. " + _BODY
    assert _fate(body, "The harbour and the harbour") == TooLong(LONGEST)


def test_a_sentence_that_says_what_a_taken_one_says_names_it() -> None:
    first = "Dredgers cleared the deep channel of the northern harbour on Tuesday night."
    again = "On Tuesday night dredgers cleared the northern harbour, the deep channel."
    body = f"{first}\n\n{_BODY}\n\n{again}"
    fate = _fate(body, "On Tuesday")
    assert isinstance(fate, Repeats)
    assert fate.number == 1
    assert said(fate).startswith("left: it says what S1 says (likeness")


def test_another_method_has_its_order_and_no_features() -> None:
    found = _explained(method="luhn")
    assert found.method == "luhn"
    assert all(w.score is None and not w.features for w in found.sentences)
    assert any(isinstance(w.fate, Next) for w in found.sentences)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(CannotRank, match="nonsense"):
        _explained(method="nonsense")


@given(_BODIES, st.sampled_from(["", "ship", "zebra"]))
def test_every_sentence_is_always_explained_in_order(body: str, query: str) -> None:
    found = explain(title="Ships", body=body, sentences=split(body), query=query)
    assert [weighed.at for weighed in found.sentences] == list(split(body))
    assert [weighed.number for weighed in found.sentences] == list(range(1, len(split(body)) + 1))
    assert all(said(weighed.fate) for weighed in found.sentences)
    picks = extract(title="Ships", body=body, sentences=split(body), query=query).picks
    assert tuple(_taken(found)) == picks
