"""What makes one sentence be chosen before another, shown on sentences that differ in one thing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.summarise.selection import (
    Scores,
    Tie,
    TieKind,
    Unit,
    Worth,
    choose,
    key_terms,
    rounds,
)


def _unit(
    terms: str, *, words: int = 20, paragraph: int = 0, leans: bool = False, asks: bool = False
) -> Unit:
    return Unit(
        terms=tuple(terms.split()), words=words, paragraph=paragraph, leans=leans, asks=asks
    )


def _first(units: Sequence[Unit], *, title: Sequence[str] = (), query: Sequence[str] = ()) -> int:
    return next(choose(units, title=title, query=query))


_PLAIN = _unit("harbour ship storm")
_UNITS = st.lists(
    st.builds(
        Unit,
        terms=st.lists(st.sampled_from("abcdefgh"), max_size=8).map(tuple),
        words=st.integers(0, 60),
        paragraph=st.integers(0, 3),
        leans=st.booleans(),
        asks=st.booleans(),
    ),
    max_size=12,
)


def test_the_central_sentence_comes_first() -> None:
    units = [_unit("mayor bread hat"), _unit("harbour ship storm"), _unit("harbour ship crew")]
    assert _first([*units, _unit("ship storm sea")]) == 1


def test_of_equals_the_earlier_comes_first() -> None:
    assert _first([_unit("harbour ship"), _unit("storm sea")]) == 0


def test_what_the_title_names_is_leaned_towards() -> None:
    units = [_unit("harbour ship"), _unit("mayor vote")]
    assert _first(units, title=["mayor", "vote"]) == 1


def test_what_the_query_names_is_leaned_towards() -> None:
    units = [_unit("harbour ship"), _unit("harbour storm"), _unit("harbour water")]
    assert _first(units, query=["water"]) == 2


def test_a_very_long_sentence_is_put_off() -> None:
    assert _first([_unit("harbour ship", words=90), _unit("storm sea")]) == 1


def test_a_question_is_put_off() -> None:
    before = [_unit(f"mayor{n} hat{n}") for n in range(9)]
    crew, storm = _unit("harbour ship crew"), _unit("harbour ship storm")
    assert _first([*before, crew, storm], query=["ship"]) == 9
    assert _first([*before, replace(crew, asks=True), storm], query=["ship"]) == 10


def test_a_sentence_that_leans_waits_for_the_one_before_it() -> None:
    units = [
        _unit("harbour ship"),
        _unit("mayor bread", paragraph=1),
        _unit("mayor hat", paragraph=2, leans=True),
        _unit("mayor coat", paragraph=3),
    ]
    order = list(choose(units))
    assert order.index(2) > order.index(1)


def test_a_sentence_that_says_the_same_is_never_chosen() -> None:
    assert list(choose([_PLAIN, _unit("mayor vote"), _PLAIN])) == [0, 1]


def test_a_sentence_that_shares_over_half_of_its_terms_comes_last() -> None:
    units = [
        _unit("harbour ship storm crane sea"),
        _unit("harbour ship storm crew bread"),
        _unit("mayor vote", paragraph=1),
        _unit("bridge river", paragraph=2),
    ]
    assert list(choose(units))[-1] in {0, 1}


def test_other_worths_choose_otherwise() -> None:
    units = [_unit("harbour ship"), _unit("mayor vote"), _unit("mayor hat vote")]
    assert next(choose(units, worth=Worth(early=0))) == 2
    assert next(choose(units, worth=Worth(early=9))) == 0


def test_a_paragraph_that_has_had_its_turn_waits() -> None:
    units = [_unit("harbour ship"), _unit("storm sea"), _unit("mayor vote", paragraph=1)]
    assert list(choose(units))[1] == 2


def test_only_what_fits_is_chosen() -> None:
    assert list(choose([_PLAIN, _unit("mayor vote")], fits=lambda position: position == 1)) == [1]


def test_sentences_without_terms_can_be_chosen() -> None:
    assert sorted(choose([_unit(""), _unit("")])) == [0, 1]


def test_an_early_term_weighs_more_than_a_late_one() -> None:
    weights = key_terms([_unit("harbour"), _unit("ship ship"), _unit("storm")])
    assert weights["harbour"] == 1
    assert weights["ship"] > weights["harbour"] > weights["storm"]


@given(_UNITS, st.lists(st.sampled_from("abcxyz"), max_size=3))
def test_each_position_is_chosen_at_most_once_and_always_in_the_same_order(
    units: list[Unit], towards: list[str]
) -> None:
    order = list(choose(units, title=towards, query=towards))
    assert len(set(order)) == len(order)
    assert set(order) <= set(range(len(units)))
    assert list(choose(units, title=towards, query=towards)) == order


@pytest.mark.parametrize("kind", ["link", "name", "noun", "points"])
def test_a_unit_is_chosen_readily_once_one_that_it_is_tied_to_is(kind: TieKind) -> None:
    ties = (*[()] * 4, (Tie(frozenset({3, 5}), kind),), ())
    scores = Scores(_units(6), learned={"claim": [0.0, 0.0, 0.0, 0.0, 1.0, 0.5]}, ties=ties)
    assert scores.totals()[4] < scores.totals()[5]
    scores.take(5)
    assert scores.totals()[4] == 1.0


def test_what_a_unit_points_to_in_vain_always_costs_it() -> None:
    scores = Scores(_units(1), learned={"claim": [1.0]}, ties=((Tie(frozenset(), "points"),),))
    assert scores.totals()[0] < scores.fixed["claim"][0] + scores.moving["opening"][0]


def test_one_of_the_first_sentences_is_wanted_and_no_more() -> None:
    scores = Scores(_units(5), learned={"claim": [0.0] * 5})
    assert scores.totals()[2] > scores.totals()[3]
    scores.take(1)
    assert scores.totals()[2] == scores.totals()[3]


@given(st.lists(st.floats(-9, 9), min_size=7, max_size=7), st.integers(1, 7))
def test_a_linking_word_is_always_taken_with_the_sentence_before_it(
    claims: list[float], stop: int
) -> None:
    ties = (*[()] * 5, (Tie(frozenset({3, 4}), "link"),), ())
    scores = Scores(_units(7), learned={"claim": claims}, ties=ties)
    extract = list(rounds(scores, stops=(stop,)))[:stop]
    assert 5 not in extract or 4 in extract


def test_no_extract_begins_with_a_word_that_links_to_what_is_not_there() -> None:
    ties = (*[()] * 4, (Tie(frozenset({3}), "link"),), ())
    scores = Scores(_units(6), learned={"claim": [-9.0, -9.0, -9.0, -3.0, 3.0, 0.0]}, ties=ties)
    assert list(rounds(scores))[:2] == [3, 4]


def _units(count: int) -> list[Unit]:
    return [Unit(terms=(f"word{n}",), words=20, paragraph=n) for n in range(count)]
