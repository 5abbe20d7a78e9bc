"""Properties of due subscriptions in every zone, whatever people change and clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests.digest import EVERY_DAY, WEEKDAYS, Subscription, due, upcoming
from tests.briefs.ordered import order
from tests.conftest import sampled

GRACE = timedelta(hours=18)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TIMES = (
    time(0),
    time(0, 30),
    time(1, 30),
    time(2),
    time(2, 30),
    time(8, 30),
    time(18),
    time(23, 45),
)
ZONES = (
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Adak",
    "America/Asuncion",
    "America/Caracas",
    "America/Havana",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)


def existing_dates(zone: str, first: datetime, days: int) -> list[date]:
    """The dates that a zone's clock shows in a stretch of time, looked at each half hour."""
    clock = ZoneInfo(zone)
    instants = (first + n * HOUR / 2 for n in range(48 * days))
    return list(dict.fromkeys(instant.astimezone(clock).date() for instant in instants))


def one_edition_per_date(zone: str, year: int, *, days: int) -> None:
    first = datetime(year, 1, 1, tzinfo=UTC)
    dates = existing_dates(zone, first - DAY, days + 2)
    for at in TIMES:
        daily = order(zone=zone, at=at, starts=first)
        runs = []
        for run in upcoming(daily, first):
            if run.at > first + days * DAY:
                break
            runs.append(run)
        told = [run.edition for run in runs]
        assert told == [day for day in dates if told[0] <= day <= told[-1]], (zone, at)
        gaps = [later.at - sooner.at for sooner, later in pairwise(runs)]
        assert all(22 * HOUR <= gap <= 26 * HOUR for gap in gaps), (zone, at)
        assert len(runs) >= days - 2


@pytest.mark.parametrize("zone", sampled(ZONES))
def test_each_existing_date_of_two_years_has_one_edition(zone: str) -> None:
    one_edition_per_date(zone, 2026, days=731)


def test_each_existing_date_has_one_edition_where_one_was_left_out() -> None:
    one_edition_per_date("Pacific/Apia", 2011, days=400)


@pytest.mark.soak
def test_the_same_holds_in_every_zone_there_is() -> None:
    for zone in sorted(available_timezones() - {"localtime"}):
        one_edition_per_date(zone, 2026, days=731)


BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
zones = st.sampled_from(ZONES)
times = st.sampled_from(TIMES)
weeks = st.sampled_from((EVERY_DAY, WEEKDAYS, (5, 6), (0, 3)))
stays = st.integers(0, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))
jumps = st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
changes = st.tuples(times, zones, weeks)


def tick(subscription: Subscription, now: datetime, told: list[date]) -> Subscription:
    """What the publisher does: tell what is due, and note it."""
    run = due(subscription, now, GRACE)
    if run is None:
        return subscription
    assert run.at <= now
    assert now - run.at <= GRACE
    told.append(run.edition)
    return replace(subscription, last=run.edition)


def each_later_than_the_one_before(told: list[date]) -> bool:
    return all(sooner < later for sooner, later in pairwise(told))


@given(changes, st.lists(st.tuples(stays, changes), max_size=12))
def test_no_date_is_told_twice_however_time_zone_and_days_are_changed(
    first: tuple[time, str, tuple[int, ...]],
    later: list[tuple[timedelta, tuple[time, str, tuple[int, ...]]]],
) -> None:
    at, zone, weekdays = first
    now, told = BEGIN, list[date]()
    subscription = order(at=at, zone=zone, weekdays=weekdays, starts=now)
    for stay, (at, zone, weekdays) in later:
        until = now + stay
        while now < until:
            subscription = tick(subscription, now, told)
            now += HOUR / 2
        subscription = replace(subscription, at=at, zone=zone, weekdays=weekdays, starts=now)
    for _ in range(48 * 4):
        subscription = tick(subscription, now, told)
        now += HOUR / 2
    assert each_later_than_the_one_before(told)
    assert told or subscription.weekdays != EVERY_DAY


@given(changes, st.lists(st.tuples(st.integers(1, 80), jumps), max_size=8))
def test_no_date_is_told_twice_when_the_wall_clock_jumps(
    wish: tuple[time, str, tuple[int, ...]], life: list[tuple[int, timedelta]]
) -> None:
    at, zone, weekdays = wish
    now, told = BEGIN, list[date]()
    subscription = order(at=at, zone=zone, weekdays=weekdays, starts=now)
    for ticks, jump in life:
        for _ in range(ticks):
            subscription = tick(subscription, now, told)
            now += HOUR / 2
        now += jump
    assert each_later_than_the_one_before(told)


@given(changes, st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001  # made UTC
def test_what_is_due_next_is_due_at_its_instant_and_not_before(
    wish: tuple[time, str, tuple[int, ...]], moment: datetime
) -> None:
    at, zone, weekdays = wish
    now = moment.replace(tzinfo=UTC)
    subscription = order(at=at, zone=zone, weekdays=weekdays, starts=now)
    run = next(upcoming(subscription, now))
    assert run.at > now
    assert due(subscription, run.at, GRACE) == run
    assert due(subscription, run.at - timedelta(seconds=1), GRACE) is None
