"""Times of day are read as people spell them, and never guessed."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests import schedule_words
from briefs.errors import BadArgument
from handlers.digest.render import spelled_time


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("8:30", time(8, 30)),
        ("08:30", time(8, 30)),
        ("8.30", time(8, 30)),
        ("8h30", time(8, 30)),
        ("0830", time(8, 30)),
        ("830", time(8, 30)),
        ("2015", time(20, 15)),
        ("8.30am", time(8, 30)),
        ("8:30 am", time(8, 30)),
        ("830am", time(8, 30)),
        ("8.30 a.m.", time(8, 30)),
        ("8:30 P.M.", time(20, 30)),
        ("8 am", time(8)),
        ("8AM", time(8)),
        ("8pm", time(20)),
        ("12am", time(0)),
        ("12.15 am", time(0, 15)),
        ("12pm", time(12)),
        ("17", time(17)),
        ("17 o'clock", time(17)),
        ("20h", time(20)),
        ("00:00", time(0)),
        ("24:00", time(0)),
        ("noon", time(12)),
        ("12 noon", time(12)),
        ("Midday", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_is_read_in_each_spelling(said: str, at: time) -> None:
    assert schedule_words.take_time(said) == (at, " ")


@pytest.mark.parametrize("said", ["Berlin", "UTC+2", "+0530", "GMT -3", "+5:30", "mon-fri", ""])
def test_what_is_no_time_is_left_as_it_is(said: str) -> None:
    assert schedule_words.take_time(said) == (None, said)


@pytest.mark.parametrize("said", ["25:00", "8:75", "2500", "13pm", "0:30 am", "24:01", "30"])
def test_a_time_that_no_clock_shows_is_refused(said: str) -> None:
    with pytest.raises(BadArgument, match="is on no clock") as refused:
        schedule_words.take_time(said)
    assert "08:30" in refused.value.hint


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("8 Berlin", "Write 08:00 or 20:00."),
        ("at 12", "Write 00:00 or 12:00."),
        ("8 o'clock", "Write 08:00 or 20:00."),
    ],
)
def test_a_bare_hour_is_asked_about_and_not_guessed(said: str, hint: str) -> None:
    with pytest.raises(BadArgument, match="in the morning or in the evening") as refused:
        schedule_words.take_time(said)
    assert refused.value.hint == hint


def test_two_times_are_one_too_many() -> None:
    with pytest.raises(BadArgument, match="I read 8:30 and 9pm"):
        schedule_words.take_time("8:30 9pm Berlin")


def test_a_time_said_twice_is_one_time() -> None:
    assert schedule_words.take_time("8:30 8.30am")[0] == time(8, 30)


def test_what_stands_around_a_time_is_left() -> None:
    assert schedule_words.take_time("weekdays 8:30 am America/New_York")[1].split() == [
        "weekdays",
        "America/New_York",
    ]


@given(st.times())
def test_a_time_as_we_spell_it_is_always_read_back(at: time) -> None:
    whole = at.replace(second=0, microsecond=0, fold=0)
    assert schedule_words.take_time(spelled_time(whole)) == (whole, " ")


@given(st.text(max_size=40))
def test_any_words_give_a_time_none_or_advice(said: str) -> None:
    try:
        at, _ = schedule_words.take_time(said)
    except BadArgument as refused:
        assert refused.hint  # noqa: PT017  # that it is refused is not what is claimed
    else:
        assert at is None or at.second == 0
