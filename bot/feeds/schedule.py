"""When a feed is visited next: by its own hints, its server's headers, and its failures."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

from bot.http_client.results import Failed, Refused, Validators
from briefs.reading.feed_formats import Hints
from briefs.storage.subscriptions import Followed

NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""The next visit of a feed that has ended; it stays in the list, with its error."""

_DAY: Final = timedelta(days=1)
_HOURS = 24
_MOST_DOUBLINGS = 16
NO_HINTS: Final = Hints()

USUAL: Final = timedelta(hours=1)
"""Between two visits to a feed without hints."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most time between two visits to a feed, whatever its hints say."""

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
    """The feed after a successful visit; `fresh` is how long its server says that it won't change.

    Without hints, as in a "not modified" response, the last hints are kept.
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
    """The feed after a failed visit: each pause is twice the last, at most a day.

    A feed that is gone (410) is not visited again.
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
    """The feed after an error; the pause is `asked` or longer, if its server named a time."""
    doublings = min(feed.failures, _MOST_DOUBLINGS)
    pause = min(limits.within(feed.interval) * 2**doublings, _DAY)
    return replace(
        feed,
        next_at=now + max(pause, min(asked or timedelta(), _DAY)),
        failures=feed.failures + 1,
        trouble=trouble,
    )


def moved(feed: Followed, url: str | None, validators: Validators) -> Followed:
    """The feed with its new address, if it moved permanently, and validators
    for the next request.
    """
    return replace(
        feed, url=url or feed.url, etag=validators.etag, modified=validators.last_modified
    )


def _awake(moment: datetime, spared: AbstractSet[int]) -> datetime:
    """The moment, or the first full hour after it that is not among the hours the feed skips."""
    if len(spared) >= _HOURS or moment.hour not in spared:
        return moment
    hour = moment.replace(minute=0, second=0, microsecond=0)
    while hour.hour in spared:
        hour += timedelta(hours=1)
    return hour
