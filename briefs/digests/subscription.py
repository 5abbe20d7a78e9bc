"""Subscriptions: where a digest goes, when by the local clock of its readers, and about what.

Local time is only here: a subscription names a time of day and a zone, and editions are named by
the local date that they are for. Everything else is in UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from briefs.model import Address

Weekday: TypeAlias = int
"""0 is Monday, 6 is Sunday, as `date.weekday` has it."""

EVERY_DAY: tuple[Weekday, ...] = (0, 1, 2, 3, 4, 5, 6)
WEEKDAYS: tuple[Weekday, ...] = (0, 1, 2, 3, 4)
_DAY = timedelta(days=1)
MAX_AGE_DAYS = 60
"""The age of news, by its date of publication, where nobody set another: two months."""


FIXED_ZONE = re.compile(r"UTC([+-])(\d\d):(\d\d)")
"""A zone that follows no summer time, as it is kept: "UTC+05:30"."""


def clock(zone: str) -> tzinfo:
    """The clock of a zone, by the name it is kept by; raises ZoneInfoNotFoundError for another."""
    match = FIXED_ZONE.fullmatch(zone)
    if match is None:
        return ZoneInfo(zone)
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(ahead if match[1] == "+" else -ahead, zone)


@dataclass(frozen=True, slots=True)
class Pause:
    """Why an order rests: a person said so, or its platform lets nothing be posted there."""

    by: Literal["person", "platform"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """The standing order of one place: a chat, a channel or a thread of one.

    `name` is what people call the place; `zone` is a name that `clock` knows. `wanted` and
    `unwanted` are topics, casefolded; with none wanted every topic is. With `when_empty` a day
    without news gets a message that says so; with `in_full` each piece's brief follows in the
    digest's thread, where the platform has threads.

    A piece that is dated longer than `max_age_days` ago is no news; None: however old it is. One
    without a date is as new as its coming in.

    `since` is the arrival (`Store.arrivals`) up to which pieces have been told there. Nothing is
    due at or before `starts` (when the order was made, changed or resumed), nor on or before the
    local date `last`. `pause` is None while it runs. `version` counts the order's changes, and
    fences those who decided on an older one.
    """

    to: Address
    name: str = ""
    at: time
    zone: str
    weekdays: tuple[Weekday, ...] = EVERY_DAY
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    when_empty: bool = False
    in_full: bool = False
    max_age_days: int | None = MAX_AGE_DAYS
    since: int = 0
    starts: datetime
    last: date | None = None
    pause: Pause | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One edition: the local date it is for, and the instant (UTC) at which it is due."""

    edition: date
    at: datetime


def due(subscription: Subscription, now: datetime, grace: timedelta) -> Run | None:
    """The newest edition that is due and not older than `grace`; None while there is none.

    Older ones that were missed are not made up for: their pieces are in this one.
    """
    if subscription.pause is not None:
        return None
    zone = clock(subscription.zone)
    day = now.astimezone(zone).date() + _DAY
    while True:
        run = Run(day, instant(day, subscription.at, zone))
        if run.at <= subscription.starts or (subscription.last and day <= subscription.last):
            return None
        if now - run.at > grace:
            return None
        if run.at <= now and _is_on(subscription, day, zone):
            return run
        day -= _DAY


def upcoming(subscription: Subscription, now: datetime) -> Iterator[Run]:
    """The editions still to come, soonest first, without end; none while it is paused."""
    if subscription.pause is not None:
        return
    zone = clock(subscription.zone)
    day = now.astimezone(zone).date() - _DAY
    while day < date.max - _DAY:
        run = Run(day, instant(day, subscription.at, zone))
        past = subscription.last is not None and day <= subscription.last
        if run.at > max(now, subscription.starts) and not past and _is_on(subscription, day, zone):
            yield run
        day += _DAY


def _is_on(subscription: Subscription, day: date, zone: tzinfo) -> bool:
    """Whether there is an edition on that local date, and the date itself at that place."""
    if day.weekday() not in subscription.weekdays:
        return False
    return instant(day, time(), zone) < instant(day + _DAY, time(), zone)


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The first time that the clock there shows this, or would but for the hour it skips."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)
