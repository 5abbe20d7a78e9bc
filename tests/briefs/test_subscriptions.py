"""A subscription is due once for each of its local dates, whatever clocks and people do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest

from briefs.digests.digest import WEEKDAYS, Pause, Run, Subscription, due, upcoming
from tests.briefs.ordered import order

GRACE = timedelta(hours=18)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(subscription: Subscription, now: datetime) -> date | None:
    """The date that an order is due for at an instant (UTC)."""
    run = due(subscription, now, GRACE)
    return run.edition if run else None


def next_run(subscription: Subscription, now: str) -> Run:
    return next(upcoming(subscription, at(now)))


BERLIN = order(last=date(2026, 11, 22))


def test_an_order_is_due_from_its_minute_on_by_that_places_clock() -> None:
    assert told(BERLIN, at("2026-11-23T07:29:59")) is None
    assert due(BERLIN, at("2026-11-23T07:30"), GRACE) == Run(
        date(2026, 11, 23), at("2026-11-23T07:30")
    )


def test_what_was_told_is_not_due_again() -> None:
    done = order(last=date(2026, 11, 23))
    assert told(done, at("2026-11-23T07:30")) is None
    assert told(done, at("2026-11-24T07:30")) == date(2026, 11, 24)


def test_nothing_is_due_at_or_before_the_instant_an_order_starts() -> None:
    new = order(starts=at("2026-11-23T07:30"))
    assert told(new, at("2026-11-23T09:00")) is None
    assert told(new, at("2026-11-24T07:30")) == date(2026, 11, 24)


def test_days_off_are_passed_over() -> None:
    monday = order(weekdays=(0,), last=date(2026, 11, 16))
    assert told(monday, at("2026-11-22T12:00")) is None
    assert next_run(monday, "2026-11-17T00:00").edition == date(2026, 11, 23)


def test_a_friday_missed_is_made_up_for_on_saturday_within_the_grace_alone() -> None:
    weekdays = order(weekdays=WEEKDAYS, last=date(2026, 11, 19))
    assert told(weekdays, at("2026-11-21T01:00")) == date(2026, 11, 20)
    assert told(weekdays, at("2026-11-21T02:00")) is None


def test_a_paused_order_is_never_due() -> None:
    paused = order(pause=Pause("person", "since Monday"))
    assert told(paused, at("2026-11-23T08:00")) is None
    assert list(upcoming(paused, at("2026-11-23T08:00"))) == []


def test_the_zone_decides_what_date_it_is() -> None:
    auckland = order(zone="Pacific/Auckland", last=date(2026, 11, 23))
    assert told(auckland, at("2026-11-23T19:30")) == date(2026, 11, 24)


def test_a_fixed_offset_has_a_clock_too() -> None:
    assert next_run(order(zone="UTC+05:30"), "2026-11-23T03:00").at == at("2026-11-24T03:00")


@pytest.mark.parametrize(
    ("zone", "clock", "day", "instant"),
    [
        # The hour that is skipped: the first time after it.
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:30"),
        ("America/New_York", "02:00", "2026-03-08", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45"),
        # The hour that comes twice: its first time.
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45"),
        # Both sides of a change.
        ("Europe/Berlin", "08:30", "2026-03-28", "2026-03-28T07:30"),
        ("Europe/Berlin", "08:30", "2026-03-29", "2026-03-29T06:30"),
        ("Europe/Berlin", "08:30", "2026-10-24", "2026-10-24T06:30"),
        ("Europe/Berlin", "08:30", "2026-10-25", "2026-10-25T07:30"),
        # A day that begins at one o'clock.
        ("Africa/Cairo", "00:30", "2026-04-24", "2026-04-23T22:30"),
        ("Asia/Kathmandu", "08:30", "2026-11-23", "2026-11-23T02:45"),
    ],
)
def test_a_run_is_at_the_first_instant_the_clock_shows_its_time(
    zone: str, clock: str, day: str, instant: str
) -> None:
    asked = order(zone=zone, at=time.fromisoformat(clock), last=date.fromisoformat(day) - DAY)
    assert next(upcoming(asked, at(instant) - MINUTE)) == Run(date.fromisoformat(day), at(instant))
    assert told(asked, at(instant) - MINUTE) is None
    assert told(asked, at(instant)) == date.fromisoformat(day)


DAY = timedelta(days=1)


def test_a_time_that_comes_twice_is_told_once() -> None:
    asked = order(zone="America/New_York", at=time(1, 30), last=date(2026, 11, 1))
    assert told(asked, at("2026-11-01T06:30")) is None


def test_a_date_that_never_was_has_no_edition() -> None:
    apia = order(zone="Pacific/Apia", at=time(8, 30))
    days = [run.edition for run in islice(upcoming(apia, at("2011-12-28T00:00")), 4)]
    assert days == [date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_a_date_that_came_twice_has_one_edition() -> None:
    # Kwajalein went over the date line the other way, long ago: 1969-09-30 was there twice.
    kwajalein = order(
        zone="Pacific/Kwajalein", at=time(8, 30), starts=datetime(1960, 1, 1, tzinfo=UTC)
    )
    runs = list(islice(upcoming(kwajalein, at("1969-09-27T12:00")), 5))
    assert [run.edition for run in runs] == [date(1969, 9, 28) + n * DAY for n in range(5)]


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25", "2026-06-10"])
@pytest.mark.parametrize("off", ["00:10", "01:00", "07:00", "30:00", "72:00"])
def test_after_a_stop_only_the_newest_edition_is_made_up_for(change: str, off: str) -> None:
    hours, minutes = map(int, off.split(":"))
    stopped = at(f"{change}T06:25")
    back = stopped + timedelta(hours=hours, minutes=minutes)
    subscription = order(last=date.fromisoformat(change) - DAY)
    missed = [run for run in islice(upcoming(subscription, stopped), 5) if stopped < run.at <= back]
    worth_it = [run for run in missed if back - run.at <= GRACE]
    run = due(subscription, back, GRACE)
    assert run == (worth_it[-1] if worth_it else None)
    if run:
        caught_up = order(last=run.edition)
        assert due(caught_up, back, GRACE) is None
