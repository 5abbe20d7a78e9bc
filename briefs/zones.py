"""Time zones as they are kept: an IANA name, or, where a person gave an offset, "UTC+05:30"."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_FIXED = re.compile(r"UTC([+-])(\d\d):(\d\d)")
_OFFSET = re.compile(
    r"(?:utc|gmt|z)?\s*(?P<sign>[+−–-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0134][05]))?",
    re.IGNORECASE,
)
_FARTHEST = timedelta(hours=14)


def clock(zone: str) -> tzinfo:
    """The clock of a zone, by the name it is kept by; raises ZoneInfoNotFoundError for another."""
    match = _FIXED.fullmatch(zone)
    if match is None:
        return ZoneInfo(zone)
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(ahead if match[1] == "+" else -ahead, zone)


def is_fixed(zone: str) -> bool:
    """Whether it is a plain offset, which follows no summer time."""
    return _FIXED.fullmatch(zone) is not None


def fixed(said: str) -> str | None:
    """The zone that a plain offset names ("UTC+2", "+0530", "gmt -3"); None if it is none."""
    match = _OFFSET.fullmatch(said.strip())
    if match is None:
        return None
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    ahead = timedelta(hours=hours, minutes=minutes)
    if ahead > _FARTHEST or minutes % 15:
        return None
    sign = "+" if match["sign"] == "+" else "-"
    return f"UTC{sign}{hours:02}:{minutes:02}" if ahead else "UTC"


def offset(zone: str, now: datetime) -> str:
    """How far a zone is from UTC at an instant, as people write it: "UTC+1", "UTC−3:30"."""
    ahead = now.astimezone(clock(zone)).utcoffset() or timedelta()
    hours, minutes = divmod(abs(ahead) // timedelta(minutes=1), 60)
    if not (hours or minutes):
        return "UTC"
    return f"UTC{'−' if ahead < timedelta() else '+'}{hours}" + (
        f":{minutes:02}" if minutes else ""
    )


def local(moment: datetime, zone: str) -> datetime:
    """An instant as the clock of a zone shows it."""
    return moment.astimezone(UTC).astimezone(clock(zone))
