"""When a digest is to come, as people say it: a time, days and a zone, in any order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from briefs import weekdays as briefs_weekdays
from briefs.digests import schedule_words, timezones
from briefs.digests.subscription import Weekday

_SMALL = re.compile(
    r"(?<![\w/])(?:at|on|in|every|each|and|the|from|local|time|zone|timezone|o['’]clock)(?![\w/'])"
    r"|[,;&]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timetable:
    """What was said of when; None for what was not."""

    at: time | None
    weekdays: tuple[Weekday, ...] | None
    zone: str | None


def read(words: Sequence[str], now: datetime) -> Timetable:
    """What words say of when a digest is to come; BadArgument for what can't be understood."""
    at, rest = schedule_words.take(" ".join(words))
    days, rest = briefs_weekdays.take(rest)
    place = " ".join(_SMALL.sub(" ", rest).split())
    return Timetable(at, days, timezones.find(place, now) if place else None)
