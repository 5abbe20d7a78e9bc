"""Where a piece stands in time, what it is called, and times as columns hold them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from briefs.columns import Moment
from briefs.filing import free_slug, piece_number, place, topic_keys
from tests.briefs.builders import revision

times = st.datetimes(timezones=st.just(UTC))
in_range = st.datetimes(datetime(1700, 1, 1), datetime(2240, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds are naive, as the strategy wants them
pieces = st.integers(1, 2**20 - 1)


@given(times, pieces)
def test_a_place_is_always_a_signed_64_bit_integer(at: datetime, piece: int) -> None:
    assert -(2**63) <= place(revision(piece=piece, published=at)) < 2**63


@given(in_range, in_range, pieces, pieces)
def test_places_are_in_the_order_of_dates_then_of_numbers(
    one: datetime, other: datetime, first: int, second: int
) -> None:
    def whole(at: datetime) -> datetime:
        return at.replace(microsecond=at.microsecond // 1000 * 1000)

    before = (whole(one), first) < (whole(other), second)
    places = [place(revision(piece=n, published=at)) for at, n in ((one, first), (other, second))]
    assert (places[0] < places[1]) == before


@given(st.sampled_from("ab"), st.sets(st.sampled_from(["a", "a-2", "a-3", "b", "b-3"])))
def test_a_free_slug_is_always_free(wanted: str, taken: set[str]) -> None:
    slug = free_slug(wanted, taken)
    assert slug not in taken
    assert (slug == wanted) == (wanted not in taken)
    assert slug.startswith(wanted)


@pytest.mark.parametrize(
    ("ref", "number"),
    [("12", 12), ("#12", 12), (" #7 ", 7), ("007", 7), ("1234567890", None), ("٣", None)],
)
def test_a_number_reads_as_a_person_writes_it(ref: str, number: int | None) -> None:
    assert piece_number(ref) == number


def test_topics_that_differ_in_case_alone_are_one() -> None:
    assert topic_keys(("Rain", "Trade", "RAIN")) == {"rain": "Rain", "trade": "Trade"}


def test_a_time_without_its_zone_is_never_stored() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        Moment().process_bind_param(datetime(2031, 5, 4), sqlite.dialect())  # noqa: DTZ001 - the point
