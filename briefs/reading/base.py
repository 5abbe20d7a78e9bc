"""What every reader returns: paragraphs, notes and the account of what is left out. Also slugs,
dates in free form, and passages between two marks.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import PurePath

from briefs.left_out import LeftOut
from briefs.model import (
    VoiceKind,
)
from briefs.references.fields import dates


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of canonical text with intended lines; `level` is 1 to 6 in a heading, else 0.

    `voice` says why it is not the author's own, as its source marks it; `speaker` is whose it is.
    """

    text: str
    level: int = 0
    voice: VoiceKind | None = None
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class RemarkNote:
    """A note that names no work; "[label]" in the text of a paragraph refers to it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A text's paragraphs in order, the notes and captions beside it, and
    warnings for the editor.
    """

    items: tuple[Paragraph, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[RemarkNote, ...] = ()
    captions: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


_LONGEST = 80
_WORDS = re.compile(r"[a-z0-9]+")


def slug(words: str) -> str:
    """The words in lower-case ASCII, joined by hyphens; never digits alone, which would be a
    number.

    Empty if no letter or digit is left.
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    joined = "-".join(_WORDS.findall(plain))[:_LONGEST].strip("-")
    return f"piece-{joined}" if joined.replace("-", "").isdigit() else joined


def of_file(name: str) -> str:
    """The slug for a file's name or path."""
    return slug(PurePath(name).stem)


_ZONE = re.compile(r"(?<=:\d\d)\s*([+-])(\d\d?)(?::?(\d\d))?$")
_MAILED = re.compile(
    r"(?:[a-z]{3,9},? )?\d\d? [a-z]{3,9} [1-9]\d{3} \d\d:\d\d(?::\d\d)?"
    r"(?: (?:[+-]\d{4}|GMT|UTC?|[ECMP][SD]T))?",
    re.IGNORECASE,
)
"""The form of dates in mails and most feeds: "Mon, 09 Jan 2017 10:30:00 GMT"."""

NOBODY_KNOWS = 1
"""The year that programs write for an unknown date."""

_DAY = len("2017-01-03")


def read(text: str) -> datetime | None:
    """The moment in UTC; a day is its midnight, and a time without a zone counts as UTC.

    None if the text is ambiguous, or has no day: a day is never invented.
    """
    moment = as_written(text)
    try:
        return moment.astimezone(UTC) if moment else None
    except OverflowError:  # a zone that moves the date out of the calendar
        return None


def as_written(text: str) -> datetime | None:
    """As `read`, in the zone that the text names."""
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
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def within(moment: datetime, day: datetime) -> datetime:
    """The moment, in UTC, of the day that `day` names in its zone, next to a moment."""
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return min(max(moment.astimezone(UTC), first), first + timedelta(days=1, seconds=-1))


_NUMBERED = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<gap>[-_. ]?)(?P<month>[01]\d)(?P=gap)(?P<day>[0-3]\d)(?!\d)"
    r"|(?P<first>[0-3]?\d)\.(?P<second>[01]?\d)\.(?P<last>(?:19|20)\d\d)(?!\d)"
)


def day_in_name(name: str) -> datetime | None:
    """The day at the beginning of a file's name, at midnight UTC: "2017-01-09-essay.md".

    "20170109", "2017_01_09", "9.1.2017" and "9 Jan 2017" are days, too; a month or a year is none.
    """
    called = PurePath(name).name
    found = _NUMBERED.match(called)
    if found is not None:
        year, month, day = (
            (found["year"], found["month"], found["day"])
            if found["year"]
            else (found["last"], found["second"], found["first"])
        )
        try:
            return datetime(int(year), int(month), int(day), tzinfo=UTC)
        except ValueError:
            return None
    spaced = called.replace("_", " ").replace("-", " ")
    first = next(iter(dates.find(spaced)), None)
    if first is None or first.start > 0 or first.iso is None or len(first.iso) != _DAY:
        return None
    return datetime.fromisoformat(first.iso).replace(tzinfo=UTC)


def _offset(zone: re.Match[str]) -> str:
    """A zone in ISO form: "-4" gives "-04:00"."""
    return f"{zone[1]}{zone[2]:0>2}:{zone[3] or '00'}"


class Enclosed:
    """Passages between an opening and the nearest closing, found in time that grows with the text.

    `opening.*?closing` as one pattern looks through all that follows an opening that nothing
    closes, and so again for each of them: n openings cost n times the text.

    `opens` and `closes` are patterns, in which a dot is any character and ^ begins any line.
    """

    def __init__(self, opens: str, closes: str) -> None:
        flags = re.MULTILINE | re.DOTALL
        self._whole = re.compile(f"(?:{opens})(.*?)(?:{closes})", flags)
        self.opens = re.compile(opens, flags)
        self.closes = re.compile(closes, flags)

    def sub(self, put: Callable[[re.Match[str]], str] | str, text: str) -> str:
        """Like `re.Pattern.sub`; group 1 is the text between opening and closing.

        Openings after the last closing are not tried; every opening before it has a closing.
        """
        last = max((found.end() for found in self.closes.finditer(text)), default=0)
        return self._whole.sub(put, text[:last]) + text[last:]
