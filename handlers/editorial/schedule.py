"""Reads when a proposal becomes public: "06:00 Berlin", "24 Dec 2026 18:30 UTC+2".

Nothing is guessed: a time needs its zone. A time that the clocks skip is moved to the first one
after it; of a time that the clocks show twice, the first is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from briefs.digests import schedule_words, timezones
from briefs.digests.digest import clock, instant
from briefs.errors import BadArgument
from briefs.model import MONTHS
from handlers.digest.render import full_day, spelled_time

NEVER: Final = "never"
"""The word that cancels a time: the proposal waits until an editor publishes it."""

_EXAMPLES = "at 06:00 Berlin · at 24 Dec 2026 18:30 UTC+2 · at tomorrow 6am Paris"
_MAX_AHEAD = timedelta(days=3 * 366)
_DAY = timedelta(days=1)
_NEAR = {"today": 0, "tomorrow": 1}
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_DATE = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d\d-\d\d\b)|(?P<near>\b(?:{'|'.join(_NEAR)})\b)"
    rf"|\b(?P<day>\d{{1,2}})\.? (?P<month>{_MONTH})\.?(?:,? (?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PublicationTime:
    """An instant in UTC, and its wording in the zone that was named.

    `changed` says how a change of the clocks moved the time that was asked for.
    """

    at: datetime
    local: str
    changed: str = ""


def read_time(words: Sequence[str], now: datetime) -> PublicationTime:
    """The instant that words name; without a date, the next time that clocks there show that hour.

    BadArgument for a time without a zone, a time that has passed, and words that cannot be read.
    """
    text = " ".join(words)
    found = list(_DATE.finditer(text))
    if len(found) > 1:
        raise BadArgument("One date, please.", hint=f"For example: {_EXAMPLES}")
    said = schedule_words.read(_DATE.sub(" ", text).split(), now)
    if said.at is None or said.weekdays is not None:
        raise BadArgument("At what time, on which date?", hint=f"For example: {_EXAMPLES}")
    if said.zone is None:
        raise BadArgument("In which time zone?", hint=f"For example: {_EXAMPLES}")
    today = timezones.local(now, said.zone).date()
    if found:
        at = _at(_date(found[0], today), said.at, said.zone)
        if at <= now:
            raise BadArgument("That time is over.", hint="/piece publish makes it public now.")
    else:
        days = (today + _DAY * ahead for ahead in range(3))
        at = next(at for at in (_at(day, said.at, said.zone) for day in days) if at > now)
    if at - now > _MAX_AHEAD:
        raise BadArgument("That is too far ahead.", hint="Three years are the most.")
    return PublicationTime(at, spelled(at, said.zone), _changed(at, said.at, said.zone))


def _changed(at: datetime, asked: time, zone: str) -> str:
    there = timezones.local(at, zone)
    said = spelled_time(asked)
    if there.time().replace(tzinfo=None) != asked.replace(tzinfo=None):
        return f"The clock there skips {said} on that day."
    shown = there.replace(tzinfo=clock(zone))
    if shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset():
        return f"The clock there shows {said} twice on that day: this is the first time."
    return ""


def spelled(at: datetime, zone: str = "UTC") -> str:
    """A moment by a zone's clock: "Thursday 24 December 2026, 18:30 Europe/Berlin"."""
    there = timezones.local(at, zone)
    return f"{full_day(there.date())}, {spelled_time(there.time())} {zone}"


def _at(day: date, at: time, zone: str) -> datetime:
    return instant(day, at, clock(zone)).astimezone(UTC)


def _date(match: re.Match[str], today: date) -> date:
    """The date that was written; without a year, the next such day and month."""
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        if match["near"]:
            return today + _DAY * _NEAR[match["near"].lower()]
        month = 1 + [name[:3].lower() for name in MONTHS].index(match["month"][:3].lower())
        if match["year"]:
            return date(int(match["year"]), month, int(match["day"]))
        # 29 February comes within the next four years until 2096
        years = range(today.year, today.year + 5)
        return next(
            found
            for year in years
            if (found := _calendar(year, month, int(match["day"]))) and found >= today
        )
    except (ValueError, StopIteration) as error:
        raise BadArgument(
            f"There is no such day: {match[0]}.", hint=f"For example: {_EXAMPLES}"
        ) from error


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
