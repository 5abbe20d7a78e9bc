"""Lines that several commands show: dates, ages, people and running text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Mark, Person, Span
from briefs.text.canonical import paragraphs
from handlers.format import (
    age,
    authors,
    dateline,
    day,
    marks_in,
    partial_day,
    running_text,
    source_entry,
)
from tests.briefs.builders import revision
from tests.handlers.newsroom import FLOOD, NOW, joined, source


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (-1, "in the future"),
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (14, "14 days ago"),
        (15, "2 weeks ago"),
        (60, "8 weeks ago"),
        (61, "2 months ago"),
        (365, "12 months ago"),
        (366, "a year ago"),
        (729, "a year ago"),
        (730, "2 years ago"),
        (3650, "10 years ago"),
    ],
)
def test_age_is_said_in_the_unit_a_reader_takes_in_at_a_glance(days: int, says: str) -> None:
    assert age(NOW - timedelta(days=days), NOW) == says


def test_age_counts_days_of_the_calendar_not_hours() -> None:
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    assert age(midnight - timedelta(minutes=1), midnight) == "yesterday"
    assert age(midnight, midnight + timedelta(hours=23)) == "today"


def test_a_date_reads_the_same_everywhere() -> None:
    assert day(datetime(2017, 1, 9, tzinfo=UTC)) == "9 Jan 2017"
    assert day(datetime(2017, 12, 31, tzinfo=UTC)) == "31 Dec 2017"


@pytest.mark.parametrize(
    ("date", "says"), [("2017", "2017"), ("2017-01", "Jan 2017"), ("2017-12-03", "3 Dec 2017")]
)
def test_a_partial_date_is_shown_only_as_precise_as_it_was_written(date: str, says: str) -> None:
    assert partial_day(date) == says


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ((), ""),
        (("Ada",), "Ada"),
        (("Ada", "Ben"), "Ada and Ben"),
        (("Ada", "Ben", "Cy"), "Ada, Ben and Cy"),
        (("Ada", "Ben", "Cy", "Di"), "Ada et al."),
    ],
)
def test_up_to_three_authors_are_named(names: tuple[str, ...], says: str) -> None:
    assert authors(source(authors=tuple(map(Person, names)))) == says


def test_a_dateline_leaves_out_what_is_not_known() -> None:
    plain = revision()
    assert dateline(plain, plain.stored_at) == "undated"
    dated = replace(plain, published=NOW, outlet="The Valley Post")
    assert dateline(dated, NOW) == "The Valley Post · 20 Nov 2026 (today)"


def test_an_entry_names_its_publisher_where_it_has_no_container() -> None:
    assert joined(source_entry(source(publisher="River Press", issued="1901"))) == (
        "“Dams and Rivers”\nRiver Press · 1901"
    )


def test_a_mark_belongs_to_the_sentence_that_ends_at_it_and_not_to_the_next() -> None:
    before, after = Span(0, 10), Span(10, 20)
    mark = Mark(1, Span(10, 10))
    assert marks_in((mark,), before) == (mark,)
    assert marks_in((mark,), after) == ()


texts = st.lists(st.sampled_from(FLOOD), min_size=1, max_size=4)
notes = st.lists(st.integers(0, 4), max_size=4)


@given(texts, notes)
def test_running_text_is_the_body_itself_once_the_note_numbers_are_taken_out(
    texts: list[str], notes: list[int]
) -> None:
    plain = revision(*texts)
    ends = [plain.sentences[n % len(plain.sentences)].end for n in notes]
    noted = replace(plain, marks=tuple(Mark(1, Span(end, end)) for end in ends))
    for paragraph in paragraphs(noted.body):
        shown = running_text(noted, paragraph, noted.sentences, frozenset())
        assert joined(shown).replace("[1]", "") == paragraph.of(noted.body)
