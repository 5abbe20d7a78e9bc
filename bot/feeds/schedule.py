"""When a feed is asked again: by its own hints, its server's, and how often it failed."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

from bot.http_client.results import Failed, Refused, Validators
from briefs.reading.feed_formats import Hints
from briefs.storage.subscriptions import Followed

NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""When a feed is asked again that has ended; it stays in the list, with its trouble."""

_DAY: Final = timedelta(days=1)
_HOURS = 24
_MOST_DOUBLINGS = 16
NO_HINTS: Final = Hints()

USUAL: Final = timedelta(hours=1)
"""Between two visits to a feed that asks for nothing else."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most time between two visits to a feed, whatever it asks for."""

    least: timedelta = timedelta(minutes=15)
    most: timedelta = _DAY

    def within(self, interval: timedelta) -> timedelta:
        return max(self.least, min(interval, self.most))


def answered(
    feed: Followed,
    *,
    now: datetime,
    limits: Limits,
    hints: Hints = NO_HINTS,
    fresh: timedelta | None = None,
) -> Followed:
    """The feed after a visit that went well; `fresh` is how long its server says it stays the same.

    Without hints, as it is when nothing has changed, those it gave last still hold.
    """
    usual = USUAL if hints.every is None else max(USUAL, hints.every)
    unsaid = hints is NO_HINTS
    interval = feed.interval if unsaid else limits.within(usual)
    spared = feed.spared if unsaid else hints.skipped_hours
    pause = limits.within(max(interval, fresh or timedelta()))
    return replace(
        feed,
        interval=interval,
        spared=spared,
        next_at=_awake(now + pause, spared),
        failures=0,
        trouble="",
    )


def failed(feed: Followed, answer: Refused | Failed, *, now: datetime, limits: Limits) -> Followed:
    """The feed after a visit that went wrong: twice the time each time, a day at the most.

    One that is gone for good is not asked again.
    """
    if isinstance(answer, Failed) and answer.status == HTTPStatus.GONE:
        said = f"{answer.reason} It is not followed any more."
        return replace(feed, next_at=NEVER, failures=feed.failures + 1, trouble=said)
    asked = answer.retry_after if isinstance(answer, Failed) else None
    return troubled(feed, answer.reason, now=now, limits=limits, asked=asked)


def troubled(
    feed: Followed,
    trouble: str,
    *,
    now: datetime,
    limits: Limits,
    asked: timedelta | None = None,
) -> Followed:
    """The feed after trouble: asked again after `asked` at the soonest, if its server said so."""
    doublings = min(feed.failures, _MOST_DOUBLINGS)
    pause = min(limits.within(feed.interval) * 2**doublings, _DAY)
    return replace(
        feed,
        next_at=now + max(pause, min(asked or timedelta(), _DAY)),
        failures=feed.failures + 1,
        trouble=trouble,
    )


def moved(feed: Followed, url: str | None, validators: Validators) -> Followed:
    """The feed at its new address, if it moved for good, with what to ask for it with next time."""
    return replace(
        feed, url=url or feed.url, etag=validators.etag, modified=validators.last_modified
    )


def _awake(moment: datetime, spared: AbstractSet[int]) -> datetime:
    """The moment, or else the first full hour after it that the feed does not ask to be spared."""
    if len(spared) >= _HOURS or moment.hour not in spared:
        return moment
    hour = moment.replace(minute=0, second=0, microsecond=0)
    while hour.hour in spared:
        hour += timedelta(hours=1)
    return hour
