"""Dates in lists: as precise as written, in eleven languages, and never a guess."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.references.fields import dates
from briefs.references.fields.dates import MONTHS

SPELLINGS = [
    ("January 3, 2017", "2017-01-03"),
    ("3 January 2017", "2017-01-03"),
    ("Jan. 03, 2017", "2017-01-03"),
    ("3-Jan-2017", "2017-01-03"),
    ("2017, January 3", "2017-01-03"),
    ("2017 Jan 3", "2017-01-03"),
    ("Tuesday, January 3, 2017", "2017-01-03"),
    ("January 3, 2017, 10:15 a.m.", "2017-01-03"),
    ("Sept. 30, 2016", "2016-09-30"),
    ("May 4th, 2012", "2012-05-04"),
    ("3rd of January, 2017", "2017-01-03"),
    ("2017-01-03", "2017-01-03"),
    ("2017/1/3", "2017-01-03"),
    ("13/04/2017", "2017-04-13"),
    ("04/13/2017", "2017-04-13"),
    ("13.4.2017", "2017-04-13"),
    ("3.4.2017", "2017-04-03"),  # dots are written with the day first, always
    ("4/4/2017", "2017-04-04"),
    ("25 July2016", "2016-07-25"),
    ("24 April 24 2013", "2013-04-24"),
    ("6 janvier 2017", "2017-01-06"),
    ("1er mai 2017", "2017-05-01"),
    ("9 févr. 2017", "2017-02-09"),
    ("3. Januar 2017", "2017-01-03"),
    ("7. März 2017", "2017-03-07"),
    ("3 de enero de 2017", "2017-01-03"),
    ("12 de outubro de 2017", "2017-10-12"),
    ("3 gennaio 2017", "2017-01-03"),
    ("3 januari 2017", "2017-01-03"),
    ("14 augustus 2017", "2017-08-14"),
    ("5 maj 2017", "2017-05-05"),
    ("3 stycznia 2017", "2017-01-03"),
    ("3 января 2017", "2017-01-03"),
    ("9 вересня 2017", "2017-09-09"),
    ("January 2017", "2017-01"),
    ("2017-01", "2017-01"),
    ("2017", "2017"),
    ("2012c", "2012"),
    ("May 3–5, 2017", "2017-05"),
    ("3–5 May 2017", "2017-05"),
    ("March 30–April 2, 2017", "2017"),
    ("January/February 2020", "2020"),
    ("Spring 2019", "2019"),
    ("Herbst 2019", "2019"),
]

UNCLEAR = [
    "03/04/2017",
    "n.d.",
    "April 21, 202",
    "Janury 3, 2017",
    "February 30, 2017",
    "13/13/2017",
    "December 2019/January 2020",
    "December 30, 2016 – January 2, 2017",
    "2016–2017",
    "2017/18",
    "Data Set 2017",
    "0202",
    "",
]


@pytest.mark.parametrize(("written", "iso"), SPELLINGS)
def test_a_date_is_as_precise_as_it_was_written(written: str, iso: str) -> None:
    assert dates.parse(written) == iso


@pytest.mark.parametrize("written", UNCLEAR)
def test_what_may_be_another_date_is_none(written: str) -> None:
    assert dates.parse(written) is None


def test_a_contradicted_day_is_left_out() -> None:
    assert dates.parse("23 April 24 2013") == "2013-04"


def test_a_day_comes_first_where_the_language_says_so() -> None:
    assert dates.parse("03.04.2017", day_first=True) == "2017-04-03"


def test_a_day_without_its_year_is_completed_by_the_year_before_the_title() -> None:
    found = dates.yearless("The Example, 14 July", "2013")
    assert found is not None
    assert found.iso == "2013-07-14"


def test_a_day_in_a_misspelt_month_is_found_and_is_no_date() -> None:
    found = dates.yearless("The Example, Janury 3", "2013")
    assert found is not None
    assert found.iso is None


@pytest.mark.parametrize("outlet", ["Channel 4", "Apollo 13", "Election 2002 Web Archive"])
def test_a_number_in_a_name_is_no_date(outlet: str) -> None:
    assert dates.find(outlet) == ()
    assert dates.yearless(outlet, "2013") is None


@pytest.mark.parametrize("author", ["Ng, April. 2017", "Roe, Winter. 2017"])
def test_a_given_name_before_the_year_is_no_month(author: str) -> None:
    assert dates.find(author) == ()


@settings(deadline=None)
@given(st.dates(date(1600, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_the_usual_forms(day: date) -> None:
    month = day.strftime("%B")
    for form in (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.year}, {month} {day.day}",
        f"{month[:3]}. {day.day:02}, {day.year}",
        day.isoformat(),
    ):
        assert dates.parse(form) == day.isoformat()


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -/.,–JanuryMaFeb()de", max_size=60))
def test_what_is_found_is_always_a_date_inside_the_text(text: str) -> None:
    for found in dates.find(text):
        assert 0 <= found.start < found.end <= len(text)
        if found.iso is not None:
            date.fromisoformat((found.iso + "-01-01")[:10])
            assert found.iso[:4] in text[found.start : found.end]


@given(
    st.one_of(st.sampled_from(sorted(MONTHS)), st.text("abcdeglmnoprstuvy", min_size=3)).flatmap(
        lambda word: st.permutations(word) | st.just(word[1:]) | st.just(word + "y")
    )
)
def test_a_slip_is_always_told_as_the_slow_comparison_tells_it(letters: Sequence[str]) -> None:
    word = "".join(letters)
    slow = bool(get_close_matches(word, MONTHS, n=1, cutoff=0.8))
    assert dates._is_misspelt(word) is slow
