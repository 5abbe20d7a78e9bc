"""When a digest is to come is read from words in any order."""

from datetime import UTC, datetime, time
from itertools import permutations

import pytest

from briefs.digests import schedule_words
from briefs.digests.schedule_words import Timetable
from briefs.errors import BadArgument

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def read(said: str) -> Timetable:
    return schedule_words.read(said.split(), NOW)


@pytest.mark.parametrize("words", tuple(permutations(("8:30 am", "new york", "mon - fri"))))
def test_the_order_of_the_words_does_not_matter(words: tuple[str, ...]) -> None:
    assert read(" ".join(words)) == Timetable(time(8, 30), (0, 1, 2, 3, 4), "America/New_York")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("08:30 Europe/Berlin weekdays", (time(8, 30), (0, 1, 2, 3, 4), "Europe/Berlin")),
        ("every day at noon, London time", (time(12), (0, 1, 2, 3, 4, 5, 6), "Europe/London")),
        ("on mon, wed and fri at 7pm in the Hague", (time(19), (0, 2, 4), "Europe/Amsterdam")),
        ("0830 UTC+2", (time(8, 30), None, "UTC+02:00")),
        ("9:00 +0530", (time(9), None, "UTC+05:30")),
        ("20h15", (time(20, 15), None, None)),
        ("weekends", (None, (5, 6), None)),
        ("from 9.15 local time in Sydney", (time(9, 15), None, "Australia/Sydney")),
        ("", (None, None, None)),
    ],
)
def test_what_was_not_said_is_none(
    said: str, meant: tuple[time | None, tuple[int, ...] | None, str | None]
) -> None:
    assert read(said) == Timetable(*meant)


@pytest.mark.parametrize("said", ["8:30 daily except sunday", "8:30 berlin or so"])
def test_words_that_mean_nothing_here_are_not_passed_over(said: str) -> None:
    with pytest.raises(BadArgument, match="I don't know the time zone"):
        read(said)
