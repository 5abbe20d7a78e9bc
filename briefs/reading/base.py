"""When a piece was published, read from what its text or front matter says."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from briefs.references.fields import dates

_ZONE = re.compile(r"(?<=:\d\d)\s*([+-])(\d\d?)(?::?(\d\d))?$")
_MAILED = re.compile(
    r"(?:[a-z]{3,9},? )?\d\d? [a-z]{3,9} [1-9]\d{3} \d\d:\d\d(?::\d\d)?"
    r"(?: (?:[+-]\d{4}|GMT|UTC?|[ECMP][SD]T))?",
    re.IGNORECASE,
)
"""As mails and most feeds write it: "Mon, 09 Jan 2017 10:30:00 GMT"."""

NOBODY_KNOWS = 1
"""The year that programs write where they have no date."""

_DAY = len("2017-01-03")


def read(text: str) -> datetime | None:
    """The moment in UTC; a day is its midnight, and a time without a zone is taken to be UTC.

    None where it cannot be told, or where no day is given: a day is never invented.
    """
    text = text.strip()
    try:
        if _MAILED.fullmatch(text):
            moment = parsedate_to_datetime(text)
        else:
            moment = datetime.fromisoformat(_ZONE.sub(_offset, text))
    except ValueError:
        day = dates.parse(text)
        if day is None or len(day) != _DAY:
            return None
        moment = datetime.fromisoformat(day)
    if moment.year == NOBODY_KNOWS:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:  # a zone that leads out of the calendar
        return None


def _offset(zone: re.Match[str]) -> str:
    """A zone as ISO writes it: "-4" is "-04:00"."""
    return f"{zone[1]}{zone[2]:0>2}:{zone[3] or '00'}"
