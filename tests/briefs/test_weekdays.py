"""Days of the week are read as people spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests import schedule_words
from briefs.digests.digest import EVERY_DAY, WEEKDAYS, Weekday
from handlers.digest.render import spelled_weekdays


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("weekdays", WEEKDAYS),
        ("every weekday", WEEKDAYS),
        ("working days", WEEKDAYS),
        ("daily", EVERY_DAY),
        ("every day", EVERY_DAY),
        ("everyday", EVERY_DAY),
        ("weekend", (5, 6)),
        ("Weekends", (5, 6)),
        ("mon-fri", WEEKDAYS),
        ("Mon - Fri", WEEKDAYS),
        ("Monday to Friday", WEEKDAYS),
        ("mon–thu", (0, 1, 2, 3)),
        ("sat-mon", (0, 5, 6)),
        ("mon-sun", EVERY_DAY),
        ("mon,wed,fri", (0, 2, 4)),
        ("mon, wed & fri", (0, 2, 4)),
        ("Tuesdays and Thursdays", (1, 3)),
        ("tue thurs", (1, 3)),
        ("sunday", (6,)),
        ("mon-wed, sat", (0, 1, 2, 5)),
    ],
)
def test_days_are_read_in_each_spelling(said: str, days: tuple[Weekday, ...]) -> None:
    assert schedule_words.take_weekdays(said)[0] == days


@pytest.mark.parametrize("said", ["", "Berlin", "Asia/Sunda", "monsoon", "Saturnia", "friends"])
def test_what_is_no_day_is_left_as_it_is(said: str) -> None:
    assert schedule_words.take_weekdays(said) == (None, said)


def test_what_stands_around_the_days_is_left() -> None:
    assert schedule_words.take_weekdays("08:30 mon - fri Berlin")[1].split() == ["08:30", "Berlin"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (EVERY_DAY, "daily"),
        (WEEKDAYS, "on weekdays"),
        ((5, 6), "at weekends"),
        ((0,), "on Mondays"),
        ((0, 2, 4), "on Mondays, Wednesdays and Fridays"),
    ],
)
def test_days_are_said_as_a_person_says_them(days: tuple[Weekday, ...], said: str) -> None:
    assert spelled_weekdays(days) == said


@given(st.sets(st.integers(0, 6), min_size=1))
def test_days_as_we_say_them_are_always_read_back(days: set[int]) -> None:
    week = tuple(sorted(days))
    assert schedule_words.take_weekdays(spelled_weekdays(week))[0] == week
