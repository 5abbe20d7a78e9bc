"""Subscriptions: where a digest goes, when by its readers' local clock, and on which topics.

Local time is used only here: a subscription has a time of day and a zone, and editions are named by
their local dates. Everything else is in UTC.
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
"""The greatest age of news by default, by date of publication."""


FIXED_ZONE = re.compile(r"UTC([+-])(\d\d):(\d\d)")
"""The stored name of a zone with a fixed offset, without summer time: "UTC+05:30"."""


def clock(zone: str) -> tzinfo:
    """The clock of a zone, by its stored name; raises ZoneInfoNotFoundError for an unknown one."""
    match = FIXED_ZONE.fullmatch(zone)
    if match is None:
        return ZoneInfo(zone)
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(ahead if match[1] == "+" else -ahead, zone)


@dataclass(frozen=True, slots=True)
class Pause:
    """Why a subscription is paused: a person asked for it, or its platform refuses posts there."""

    by: Literal["person", "platform"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """The subscription of one place: a chat, a channel or a thread of one.

    `name` is the place's name for people; `zone` is a name that `timezones.clock` knows. `wanted`
    and `unwanted` are topics, casefolded; if none is wanted, all are. With `when_empty` a day
    without news gets a message that says so; with `in_full` each piece's brief follows in the
    digest's thread, if the platform has threads.

    A piece dated more than `max_age_days` ago is no news; None: of any age. A piece without a date
    is as new as its arrival.

    `since` is the arrival (`Catalogue.arrivals`) up to which pieces were sent there. Nothing is due
    at or before `starts` (when it was made, changed or resumed), nor on or before the local date
    `last`. `pause` is None while it runs. `version` counts its changes; a step that was decided on
    an older version is refused.
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
    """One edition: its local date, and the instant (UTC) at which it is due."""

    edition: date
    at: datetime


def due(subscription: Subscription, now: datetime, grace: timedelta) -> Run | None:
    """The newest edition that is due and not older than `grace`; None if there is none.

    Older editions that were missed are skipped: their pieces are in this one.
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
    """The editions to come, soonest first, without end; none while it is paused."""
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
    """Whether there is an edition on that local date, and the date exists in that zone."""
    if day.weekday() not in subscription.weekdays:
        return False
    return instant(day, time(), zone) < instant(day + _DAY, time(), zone)


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """The first time that the clock there shows this, or, for a skipped hour,
    would have shown it.
    """
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)
