"""When digests come, in words: an order's rhythm, and dates as that place's calendar has them."""

from datetime import date

from briefs import weekdays
from briefs.digests import schedule_words
from briefs.digests.subscription import Run, Subscription
from briefs.zones import local

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def full_day(day: date) -> str:
    """A date with its weekday: "Monday 23 November 2026"."""
    return f"{weekdays.NAMES[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def rhythm(order: Subscription) -> str:
    """When an order's digests come: "on weekdays at 08:30 Europe/Berlin"."""
    return f"{weekdays.spelled(order.weekdays)} at {schedule_words.spelled(order.at)} {order.zone}"


def moment(run: Run, zone: str) -> str:
    """When an edition is due by that place's clock: "Monday 23 November 2026, 08:30"."""
    there = local(run.at, zone)
    return f"{full_day(there.date())}, {schedule_words.spelled(there.time())}"
