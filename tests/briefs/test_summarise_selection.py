"""Why one sentence is chosen before another, shown on sentences that differ in one property."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefs.summarise.selection import Scores, Worth, choose, is_supported, lacked, rounds
from briefs.summarise.units import Unit, key_terms


def _unit(
    terms: str, *, words: int = 20, paragraph: int = 0, depends: bool = False, asks: bool = False
) -> Unit:
    return Unit(
        terms=tuple(terms.split()), words=words, paragraph=paragraph, depends=depends, asks=asks
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
        depends=st.booleans(),
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
        _unit("mayor hat", paragraph=2, depends=True),
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


def test_one_of_the_first_sentences_is_wanted_and_no_more() -> None:
    scores = Scores(_units(5), learned={"claim": [0.0] * 5})
    assert scores.totals()[2] > scores.totals()[3]
    scores.take(1)
    assert not any(scores.moving["opening"])


def test_what_follows_a_chosen_sentence_loses_nothing_for_standing_apart() -> None:
    scores = Scores(_units(6), learned={"claim": [0.0] * 6})
    assert not any(scores.moving["apart"])
    scores.take(3)
    apart = scores.moving["apart"]
    assert apart[0] == apart[4] == 0
    assert all(apart[at] < 0 for at in (1, 2, 5))
    scores.take(1)
    assert scores.moving["apart"][2] == 0


def test_what_is_seldom_understood_alone_loses_more_for_standing_apart() -> None:
    def unit(term: str, paragraph: int) -> Unit:
        return Unit(terms=(term,), words=9, paragraph=paragraph, depends=False, asks=False)

    units = [unit("rain", 0), unit("crane", 0), unit("tide", 0), unit("port", 1), unit("quay", 1)]
    scores = Scores(units, title=("quay",), learned={"claim": [0.0] * 5}, claim=1)
    scores.take(0)
    inside, opens, titled = scores.moving["apart"][2:]
    assert inside < opens < titled
    assert scores.moving["apart"][1] == 0  # follows the one chosen
    apart = Scores(units, title=("quay",), learned={"claim": [0.0] * 5}, claim=2)
    apart.take(0)
    assert inside < apart.moving["apart"][2] < 0


def test_the_claim_loses_nothing_for_what_comes_with_it() -> None:
    needs = [frozenset[int]()] * 3 + [frozenset({2})]
    scores = {"claim": [0.0, 0.0, -5.0, 3.0]}

    def order(claim: int | None) -> list[int]:
        found = Scores(_units(4), learned=scores)
        return list(rounds(found, needs=needs, stops=(2,), claim=claim))[:2]

    assert order(3) == [2, 3]
    assert order(None) != [2, 3]


_CLAIMS = st.lists(st.floats(-9, 9), min_size=7, max_size=7)
_ANCHORS = st.lists(
    st.lists(st.frozensets(st.integers(0, 6), min_size=1), max_size=2), min_size=7, max_size=7
)


@given(_CLAIMS, _ANCHORS)
def test_a_unit_always_comes_after_one_of_each_of_its_anchors(
    claims: list[float], drawn: list[list[frozenset[int]]]
) -> None:
    anchors = [
        tuple(before for others in held if (before := frozenset(o for o in others if o < at)))
        for at, held in enumerate(drawn)
    ]
    needs = [frozenset[int]()] * 7
    scores = Scores(_units(7), learned={"claim": claims})
    order = list(rounds(scores, needs=needs, anchors=anchors))
    assert 0 in order
    assert all(is_supported(at, order[:place], needs, anchors) for place, at in enumerate(order))


def test_a_good_unit_brings_the_better_one_of_its_anchors() -> None:
    anchors = [*[()] * 4, (frozenset({0, 2, 3}),), ()]
    scores = Scores(_units(6), learned={"claim": [-9.0, -9.0, 1.0, -3.0, 9.0, 0.0]})
    assert list(rounds(scores, anchors=anchors))[:2] == [2, 4]


def test_an_anchor_that_leans_on_others_itself_is_brought_last() -> None:
    anchors = [*[()] * 3, (frozenset({2}),), (frozenset({0, 3}),), ()]
    scores = Scores(_units(6), learned={"claim": [-3.0, -9.0, -9.0, 3.0, 9.0, 0.0]})
    assert list(rounds(scores, anchors=anchors))[:2] == [0, 4]


def test_a_unit_that_leans_on_too_many_is_never_chosen() -> None:
    anchors = [(), *[(frozenset({at - 1}),) for at in range(1, 6)]]
    scores = Scores(_units(6), learned={"claim": [0.0] * 5 + [9.0]})
    assert next(rounds(scores, anchors=anchors)) == 0
    assert (
        lacked(5, set(), [frozenset()] * 6, [[[at - 1]] if at else [] for at in range(6)]) is None
    )


def _units(count: int) -> list[Unit]:
    return [Unit(terms=(f"word{n}",), words=20, paragraph=n) for n in range(count)]
