"""What is new for a place: arrivals since its last digest that it subscribed to, newest first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.digest import NewPiece, News, news
from tests.briefs.ordered import arrival, order

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def numbers(fresh: News) -> list[int]:
    return [found.number for found, _ in fresh]


def test_only_what_came_in_since_is_news() -> None:
    assert numbers(news(order(since=2), [arrival(n) for n in (1, 2, 3, 4)], MONDAY)) == [4, 3]


def test_news_comes_newest_first_by_its_own_date() -> None:
    late = arrival(2, published=MONDAY - timedelta(days=3))
    assert numbers(news(order(), [arrival(1, published=MONDAY), late], MONDAY)) == [1, 2]


def test_a_new_version_of_what_was_told_is_news_that_says_so() -> None:
    fresh = news(order(since=5), [arrival(7, first=3), arrival(8, first=6), arrival(9)], MONDAY)
    assert {found.number: revised for found, revised in fresh} == {7: True, 8: False, 9: False}


@pytest.mark.parametrize(("days", "is_news"), [(0, True), (60, True), (61, False), (4000, False)])
def test_what_is_dated_long_ago_is_no_news(days: int, is_news: bool) -> None:
    old = arrival(1, published=MONDAY - timedelta(days=days))
    assert bool(news(order(), [old], MONDAY)) == is_news
    assert news(order(max_age_days=None), [old], MONDAY)
    assert bool(news(order(max_age_days=4000), [old], MONDAY))
    assert bool(news(order(max_age_days=3), [old], MONDAY)) == (days <= 3)


def test_what_has_no_date_is_as_new_as_its_coming_in() -> None:
    assert numbers(news(order(max_age_days=1), [arrival(1)], MONDAY)) == [1]


def test_all_topics_are_wanted_where_none_is_named() -> None:
    assert numbers(news(order(), [arrival(1), arrival(2, topics=("Dams",))], MONDAY)) == [2, 1]


def test_a_topic_is_wanted_whatever_its_case() -> None:
    came = [arrival(1, topics=("Energy", "Dams")), arrival(2, topics=("Sport",)), arrival(3)]
    assert numbers(news(order(wanted=("energy",)), came, MONDAY)) == [1]


def test_a_piece_with_an_unwanted_topic_is_spared_even_if_another_is_wanted() -> None:
    came = [arrival(1, topics=("Energy", "Sport")), arrival(2, topics=("Energy",))]
    assert numbers(news(order(wanted=("energy",), unwanted=("sport",)), came, MONDAY)) == [2]
    assert numbers(news(order(unwanted=("sport",)), came, MONDAY)) == [2]


TOPICS = st.sets(st.sampled_from(("dams", "energy", "sport", "water"))).map(sorted).map(tuple)
LIFE = st.lists(st.tuples(st.integers(1, 9), TOPICS, st.booleans()), max_size=30)


@given(LIFE, TOPICS, TOPICS)
def test_no_piece_is_ever_news_twice_unless_it_was_revised(
    life: list[tuple[int, tuple[str, ...], bool]],
    wanted: tuple[str, ...],
    unwanted: tuple[str, ...],
) -> None:
    """Pieces come in and are revised; after some of them the place is told its news."""
    pieces: dict[int, NewPiece] = {}
    told: set[int] = set()
    since = 0
    for number, (piece, topics, tell) in enumerate(life, start=1):
        first = pieces[piece].first if piece in pieces else number
        pieces[piece] = arrival(number, first=first, slug=f"p{piece}", topics=topics)
        if not tell:
            continue
        asked = order(since=since, wanted=wanted, unwanted=unwanted)
        for found, revised in news(asked, list(pieces.values()), MONDAY):
            assert found.number not in told
            assert revised or found.first > since
            told.add(found.number)
        since = number
