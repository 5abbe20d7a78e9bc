"""Reads when a digest is to come: "8.30am New York mon-fri".

Times of day may be spelled "8:30", "8.30am", "0830", "8 am", "20h15" or "noon", and days
"weekdays", "daily", "mon-fri" or "Mon, Wed and Fri". Time, days and zone may come in any order.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from briefs.digests import timezones
from briefs.digests.digest import EVERY_DAY, WEEKDAYS, Weekday
from briefs.digests.schedule_translation import in_english
from briefs.errors import BadArgument

_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_CLOCK = re.compile(
    r"""(?<![\w/:.+−-])(?:
        (?:12\s)? (?P<named>noon|midday|midnight)
      | (?P<hour>\d{1,2}) (?: [:.h]?(?P<minute>\d{2}) )? \s? (?P<half>[ap])\.?\s?m\b\.?
      | (?P<hour24>\d{1,2}) (?: [:.h](?P<minute24>\d{2}) | h )
      | (?P<digits>\d{3,4})
      | (?P<bare>\d{1,2}) (?:\s?o['’]?\s?clock)?
      )(?![\w/:])""",
    re.VERBOSE | re.IGNORECASE,
)


def take_time(text: str) -> tuple[time | None, str]:
    """The time of day in a text, if there is one, and the text without it.

    BadArgument for two times, for an impossible time, and for a bare hour that could be in the
    morning or in the evening: nothing is guessed.
    """
    found = list(_CLOCK.finditer(text))
    if not found:
        return None, text
    times = dict.fromkeys(map(_time, found))
    if len(times) > 1:
        said = " and ".join(match[0].strip() for match in found)
        raise BadArgument(
            f"One time of day, please: I read {said}.",
            hint="A digest comes once a day: write its time alone, like 08:30.",
        )
    return next(iter(times)), "".join(_without(text, found))


def _without(text: str, found: list[re.Match[str]]) -> Iterator[str]:
    end = 0
    for match in found:
        yield f"{text[end : match.start()]} "
        end = match.end()
    yield text[end:]


def _time(match: re.Match[str]) -> time:
    parts = match.groupdict()
    if parts["named"]:
        return _NAMED[parts["named"].lower()]
    if parts["bare"] and int(parts["bare"]) <= 12:  # noqa: PLR2004  # hours of half a day
        raise _bare(int(parts["bare"]))
    try:
        if parts["bare"]:
            return time(int(parts["bare"]))
        if parts["half"]:
            return _of_half_a_day(int(parts["hour"]), int(parts["minute"] or 0), parts["half"])
        if parts["digits"]:
            return time(int(parts["digits"][:-2]), int(parts["digits"][-2:]))
        hour, minute = int(parts["hour24"]), int(parts["minute24"] or 0)
        return time(0 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        raise BadArgument(
            f"“{match[0].strip()}” is on no clock.", hint="Write it like 08:30, 8.30 am or 20:15."
        ) from None


def _of_half_a_day(hour: int, minute: int, half: str) -> time:
    if not 1 <= hour <= 12:  # noqa: PLR2004  # hours of half a day
        raise ValueError(hour)
    return time(hour % 12 + (12 if half.lower() == "p" else 0), minute)


def _bare(hour: int) -> BadArgument:
    early = hour % 12
    return BadArgument(
        f"{hour} in the morning or in the evening?",
        hint=f"Write {early:02}:00 or {early + 12:02}:00.",
    )


WEEKEND: tuple[Weekday, ...] = (5, 6)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SPELLINGS = (
    r"mon(?:day)?s?",
    r"tue(?:s|sday)?s?",
    r"wed(?:s|nesday)?s?",
    r"thu(?:rs?|rsday)?s?",
    r"fri(?:day)?s?",
    r"sat(?:urday)?s?",
    r"sun(?:day)?s?",
)
_DAY = "|".join(f"(?:{spelling})" for spelling in _SPELLINGS)
_DAYS = re.compile(
    rf"""(?<![\w/])(?:
        (?P<all>daily | every\s?day | all\s(?:days|week) | (?:7|seven)\sdays(?:\sa\sweek)?)
      | (?P<week>(?:every\s)?(?:weekday|workday|working\sday|week\sday)s?)
      | (?P<end>(?:every\s)?weekends?)
      | (?P<first>{_DAY})\.? (?:\s?(?:-|–|—|\b(?:to|till|until|through)\b)\s?(?P<last>{_DAY}))?
      )(?![\w/])\.?""",
    re.VERBOSE | re.IGNORECASE,
)


def take_weekdays(text: str) -> tuple[tuple[Weekday, ...] | None, str]:
    """The days in a text, Monday first, if there are any, and the text without them.

    A range may run over the weekend: "Sat-Mon" is Saturday, Sunday and Monday.
    """
    days = {day for match in _DAYS.finditer(text) for day in _days(match)}
    return (tuple(sorted(days)) or None), _DAYS.sub(" ", text)


def _days(match: re.Match[str]) -> tuple[Weekday, ...]:
    if match["all"]:
        return EVERY_DAY
    if match["week"]:
        return WEEKDAYS
    if match["end"]:
        return WEEKEND
    first = _number(match["first"])
    last = _number(match["last"]) if match["last"] else first
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def _number(word: str) -> Weekday:
    return next(
        n for n, spelling in enumerate(_SPELLINGS) if re.fullmatch(spelling, word, re.IGNORECASE)
    )


_SMALL = re.compile(
    r"(?<![\w/])(?:at|on|in|every|each|and|the|from|local|time|zone|timezone|o['’]clock)(?![\w/'])"
    r"|[,;&]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The time, days and zone that were named; None for what was not."""

    at: time | None
    weekdays: tuple[Weekday, ...] | None
    zone: str | None


def read(words: Sequence[str], now: datetime) -> Timetable:
    """The schedule that words mean; BadArgument for words that can't be understood."""
    at, rest = take_time(in_english(" ".join(words)))
    days, rest = take_weekdays(rest)
    place = " ".join(_SMALL.sub(" ", rest).split())
    return Timetable(at, days, timezones.find(place, now) if place else None)
