"""Zones are stored by a name that gives a clock; plain offsets have names, too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests import timezones
from briefs.digests.digest import clock

WINTER = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("UTC+2", "UTC+02:00"),
        ("utc +2", "UTC+02:00"),
        ("GMT+2", "UTC+02:00"),
        ("+2", "UTC+02:00"),
        ("+0530", "UTC+05:30"),
        ("+5:45", "UTC+05:45"),
        ("UTC-3:30", "UTC-03:30"),
        ("UTC−3", "UTC-03:00"),
        ("UTC–3", "UTC-03:00"),
        ("+14", "UTC+14:00"),
        ("UTC+0", "UTC"),
        ("-00:00", "UTC"),
    ],
)
def test_an_offset_is_read_in_each_spelling(said: str, zone: str) -> None:
    assert timezones.fixed(said) == zone


@pytest.mark.parametrize("said", ["+15", "UTC+14:15", "+2:10", "2", "UTC", "Berlin", "+", "CET+1"])
def test_what_is_no_offset_of_a_place_on_earth_is_none(said: str) -> None:
    assert timezones.fixed(said) is None


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Berlin", "UTC+1", "UTC+2"),
        ("Asia/Kathmandu", "UTC+5:45", "UTC+5:45"),
        ("America/St_Johns", "UTC−3:30", "UTC−2:30"),
        ("UTC", "UTC", "UTC"),
        ("UTC+02:00", "UTC+2", "UTC+2"),
        ("UTC-03:30", "UTC−3:30", "UTC−3:30"),
    ],
)
def test_the_offset_shown_is_that_of_the_day(zone: str, winter: str, summer: str) -> None:
    assert timezones.offset(zone, WINTER) == winter
    assert timezones.offset(zone, SUMMER) == summer


def test_only_plain_offsets_are_fixed() -> None:
    assert timezones.is_fixed("UTC+02:00")
    assert not timezones.is_fixed("Europe/Berlin")
    assert not timezones.is_fixed("UTC")


def test_a_name_that_is_none_gives_no_clock() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        clock("Europe/Atlantis")


@given(st.integers(-56, 56))
def test_a_fixed_zone_is_always_as_far_from_utc_as_it_says(quarters: int) -> None:
    ahead = timedelta(minutes=15 * quarters)
    minutes = abs(quarters) * 15
    said = f"{'-' if quarters < 0 else '+'}{minutes // 60}:{minutes % 60:02}"
    zone = timezones.fixed(said)
    assert zone is not None
    assert timezones.local(WINTER, zone).utcoffset() == ahead
    assert timezones.fixed(timezones.offset(zone, WINTER)) in (
        zone,
        None if quarters == 0 else zone,
    )
