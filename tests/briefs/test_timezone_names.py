"""A zone is found by whatever a person calls it; if that is ambiguous, the person is asked."""

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests import timezones
from briefs.digests.digest import clock
from briefs.errors import BadArgument

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("AMERICA/NEW_YORK", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("america / argentina / buenos aires", "America/Argentina/Buenos_Aires"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New-York", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("munich", "Europe/Berlin"),
        ("Mumbai", "Asia/Kolkata"),
        ("Beijing", "Asia/Shanghai"),
        ("Hague", "Europe/Amsterdam"),
        ("Kiev", "Europe/Kyiv"),
        ("Calcutta", "Asia/Calcutta"),
        ("Berlin, Germany", "Europe/Berlin"),
        ("Melbourne Australia", "Australia/Melbourne"),
        ("Germany", "Europe/Berlin"),
        ("france", "Europe/Paris"),
        ("UK", "Europe/London"),
        ("Britain", "Europe/London"),
        ("South Korea", "Asia/Seoul"),
        ("Japan", "Asia/Tokyo"),
        ("CET", "Europe/Brussels"),
        ("EST", "America/New_York"),
        ("gmt", "UTC"),
        ("UTC", "UTC"),
        ("UTC+2", "UTC+02:00"),
        ("+0530", "UTC+05:30"),
    ],
)
def test_a_zone_is_found_by_each_of_its_names(said: str, zone: str) -> None:
    assert timezones.find(said, NOW) == zone


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("CST", "America/Chicago, Asia/Shanghai, America/Havana"),
        ("IST", "Asia/Kolkata, Europe/Dublin, Asia/Jerusalem"),
        ("USA", "America/New_York, America/Chicago, America/Denver"),
        ("Russia", "Europe/Kaliningrad, Europe/Moscow"),
    ],
)
def test_a_name_of_several_clocks_is_asked_about(said: str, named: str) -> None:
    with pytest.raises(BadArgument, match=f"“{said}” may be any of several") as refused:
        timezones.find(said, NOW)
    assert refused.value.hint.startswith(f"Name one: {named}")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Berln", "Europe/Berlin"),
        ("New Yrok", "America/New_York"),
        ("Europe/Pariss", "Europe/Paris"),
        ("Germny", "Europe/Berlin"),
        ("Kathmndu", "Asia/Kathmandu"),
    ],
)
def test_a_near_miss_brings_what_was_probably_meant(said: str, meant: str) -> None:
    with pytest.raises(BadArgument, match="I don't know the time zone") as refused:
        timezones.find(said, NOW)
    assert refused.value.hint.startswith("Did you mean ")
    assert meant in refused.value.hint


def test_a_near_miss_names_the_city_that_was_probably_meant() -> None:
    with pytest.raises(BadArgument) as refused:
        timezones.find("Atlantis", NOW)
    assert refused.value.hint == "Did you mean Atlanta (America/New_York)?"
    with pytest.raises(BadArgument) as refused:
        timezones.find("Berln", NOW)
    assert refused.value.hint == "Did you mean Europe/Berlin or Bern (Europe/Zurich)?"


def test_a_wild_name_brings_examples() -> None:
    with pytest.raises(BadArgument, match="I don't know the time zone “xyzzy”") as refused:
        timezones.find("xyzzy", NOW)
    assert "Name a city or a zone" in refused.value.hint


@given(st.sampled_from(sorted(name for name in available_timezones() if "/" in name)))
def test_every_zone_of_the_database_is_found_by_its_own_name(name: str) -> None:
    assert timezones.find(name.lower(), NOW) == name
    assert timezones.find(name.replace("_", " "), NOW) == name


@given(st.text(max_size=30))
def test_any_words_give_a_clock_or_advice(said: str) -> None:
    try:
        zone = timezones.find(said, NOW)
    except BadArgument as refused:
        assert refused.hint  # noqa: PT017  # that it is refused is not what is claimed
    else:
        assert clock(zone)
