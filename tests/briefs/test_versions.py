"""The place of a piece in time, its slug, and times in columns."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from briefs.model import Span, piece_number
from briefs.pieces.versions import free_slug, sort_key, topic_keys
from briefs.storage.types import SPANS, Moment
from tests.briefs.builders import NOW, revision

times = st.datetimes(timezones=st.just(UTC))
pieces = st.integers(1, 16_000_000)


@given(times, pieces)
def test_a_place_is_always_a_positive_signed_64_bit_integer(at: datetime, piece: int) -> None:
    assert 0 < sort_key(revision(piece=piece, published=at)) < 2**63


@given(times, times, pieces, pieces)
@example(NOW, NOW, 1, 2**20 + 1)
def test_places_are_always_in_the_order_of_dates_then_of_numbers(
    one: datetime, other: datetime, first: int, second: int
) -> None:
    def whole(at: datetime) -> datetime:
        return at.replace(microsecond=0)

    before = (whole(one), first) < (whole(other), second)
    places = [
        sort_key(revision(piece=n, published=at)) for at, n in ((one, first), (other, second))
    ]
    assert (places[0] < places[1]) == before


@given(st.sampled_from("ab"), st.sets(st.sampled_from(["a", "a-2", "a-3", "b", "b-3"])))
def test_a_free_slug_is_always_free(wanted: str, taken: set[str]) -> None:
    slug = free_slug(wanted, taken.__contains__)
    assert slug not in taken
    assert (slug == wanted) == (wanted not in taken)
    assert slug.startswith(wanted)


@given(st.integers(1, 9_999))
def test_of_a_name_that_thousands_have_the_next_is_found_by_asking_about_few(many: int) -> None:
    taken = {"a", *(f"a-{n}" for n in range(2, many + 1))}
    asked: list[str] = []

    def is_taken(slug: str) -> bool:
        asked.append(slug)
        return slug in taken

    assert free_slug("a", is_taken) == f"a-{many + 1}"
    assert len(asked) <= 30


@pytest.mark.parametrize(
    ("ref", "number"),
    [("12", 12), ("#12", 12), (" #7 ", 7), ("007", 7), ("1234567890", None), ("٣", None)],
)
def test_a_number_reads_as_a_person_writes_it(ref: str, number: int | None) -> None:
    assert piece_number(ref) == number


def test_topics_that_differ_in_case_alone_are_one() -> None:
    assert topic_keys(("Rain", "Trade", "RAIN")) == {"rain": "Rain", "trade": "Trade"}


@pytest.mark.parametrize(("sentences", "are_kept"), [(50, True), (5_000, False)])
def test_the_sentences_of_a_book_are_read_anew_each_time(sentences: int, are_kept: bool) -> None:
    spans = tuple(Span(n, n + 1) for n in range(sentences))
    packed = SPANS.process_bind_param(spans, sqlite.dialect())
    one, other = (SPANS.process_result_value(packed, sqlite.dialect()) for _ in range(2))
    assert one == other == spans
    assert (one is other) == are_kept


def test_a_time_without_its_zone_is_never_stored() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        Moment().process_bind_param(datetime(2031, 5, 4), sqlite.dialect())  # noqa: DTZ001 - the point
