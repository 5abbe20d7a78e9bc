"""What is news to a place: what came in since it was told, that it wants, newest first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.digest import NewPiece, News, news
from tests.briefs.ordered import arrival, order

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def numbers(fresh: News) -> list[int]:
    return [found.number for found, _ in fresh]


def test_only_what_came_in_since_is_news() -> None:
    assert numbers(news(order(since=2), [arrival(n) for n in (1, 2, 3, 4)])) == [4, 3]


def test_news_comes_newest_first_by_its_own_date() -> None:
    late = arrival(2, published=MONDAY - timedelta(days=3))
    assert numbers(news(order(), [arrival(1, published=MONDAY), late])) == [1, 2]


def test_a_new_version_of_what_was_told_is_news_that_says_so() -> None:
    fresh = news(order(since=5), [arrival(7, first=3), arrival(8, first=6), arrival(9)])
    assert {found.number: revised for found, revised in fresh} == {7: True, 8: False, 9: False}


def test_all_topics_are_wanted_where_none_is_named() -> None:
    assert numbers(news(order(), [arrival(1), arrival(2, topics=("Dams",))])) == [2, 1]


def test_a_topic_is_wanted_whatever_its_case() -> None:
    came = [arrival(1, topics=("Energy", "Dams")), arrival(2, topics=("Sport",)), arrival(3)]
    assert numbers(news(order(wanted=("energy",)), came)) == [1]


def test_a_piece_with_an_unwanted_topic_is_spared_even_if_another_is_wanted() -> None:
    came = [arrival(1, topics=("Energy", "Sport")), arrival(2, topics=("Energy",))]
    assert numbers(news(order(wanted=("energy",), unwanted=("sport",)), came)) == [2]
    assert numbers(news(order(unwanted=("sport",)), came)) == [2]


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
        for found, revised in news(asked, list(pieces.values())):
            assert found.number not in told
            assert revised or found.first > since
            told.add(found.number)
        since = number
