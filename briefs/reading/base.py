"""What every reader returns: paragraphs, notes, links and the account of what is left out. Also
slugs, dates in free form, and passages between two marks.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from urllib.parse import parse_qs, urlsplit

from briefs.left_out import (
    MAX_OPENING_CHARS,
    OUR_MARKER,
    USUAL,
    LeftOut,
    LeftOutKind,
    count_words,
)
from briefs.model import VoiceKind
from briefs.references.fields import dates
from briefs.text.canonical import blocks, one_line, unwrapped, wrap_width


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


@dataclass(frozen=True, slots=True)
class InlineLink:
    """A link's words and its address."""

    text: str
    url: str


_QUOTED_LINE = re.compile(r">[> ]*+(.*)")


def plain_paragraphs(text: str) -> Paragraphs:
    """The paragraphs of a clean text."""
    width = wrap_width(text)
    return Paragraphs(tuple(_plain_paragraph(block, width) for block in blocks(text)))


def _plain_paragraph(lines: list[str], width: int | None) -> Paragraph:
    """A paragraph; one whose lines all begin with ">" quotes somebody, as in mail."""
    quoted = [found[1] for line in lines if (found := _QUOTED_LINE.fullmatch(line))]
    if len(quoted) < len(lines) or not any(quoted):
        return Paragraph(unwrapped(lines, width))
    return Paragraph(unwrapped(list(filter(None, quoted)), width), voice="quotation")


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
    """Like `read`, but in the zone that the text names (UTC if it names none)."""
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
    """The moment nearest to `moment` within the day of `day`, where the hours 0 to 24 are taken in
    UTC.
    """
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


_ADDRESS = re.compile(r"(?:https?://|www\.|doi:)\S+$", re.IGNORECASE)

_REDIRECT = re.compile(
    r"https?://(?:(?:www\.)?google\.[a-z.]+/url|l\.facebook\.com/l\.php|lm\.facebook\.com/l\.php"
    r"|slack-redir\.net/link|(?:[\w.-]+\.)?safelinks\.protection\.outlook\.com/|t\.umblr\.com/redirect"
    r"|vk\.com/away\.php|href\.li/|www\.youtube\.com/redirect)\?",
    re.IGNORECASE,
)

_LONGEST_ADDRESS = 2_000


def web_address(href: str) -> str:
    """The target of a link as an address without spaces, or "" if it is not on the web."""
    address = _direct("https:" + href if href.startswith("//") else href)
    is_web = (
        re.match(r"https?://[^\s/]", address, re.IGNORECASE) and len(address) < _LONGEST_ADDRESS
    )
    return re.sub(r"\s", "%20", address) if is_web else ""


def _direct(address: str) -> str:
    """The final target of a link through a click-counting service."""
    through = _REDIRECT.match(address)
    if through is None:
        return address
    told = parse_qs(urlsplit(address).query)
    targets = (told[key][0] for key in ("q", "url", "u", "to", "z") if key in told)
    return next((one for one in targets if one.startswith(("http://", "https://"))), address)


def is_address(text: str) -> bool:
    """Whether the words of a link are themselves an address."""
    return _ADDRESS.match(text.strip("<>()[]. ")) is not None


_CALL = re.compile(r"\[\^[^\]\s]{1,40}\]")


def as_link(text: str, href: str) -> tuple[InlineLink, ...]:
    """The link with these words, which may contain note markers, if it leads to the web."""
    url = web_address(href.strip())
    return (InlineLink(one_line(_CALL.sub("", text)), url),) if host_of(url) else ()


def host_of(url: str) -> str:
    """The host of an address without "www.", or ""."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


_ALARMING: frozenset[LeftOutKind] = frozenset(
    {"struck-out passage", "private comment", "unplaced paragraph", "unfinished paragraph"}
)
"""Kinds with a warning of their own."""

_UNSAID: frozenset[LeftOutKind] = frozenset({"private comment", "quoted message", "signature"})
"""Kinds whose words are counted, but never shown."""

_UNTOLD: frozenset[LeftOutKind] = frozenset(
    {"navigation", "hidden passage", "doubled passage", "form field"}
)
"""Kinds that are in the account, but in no warning: pages usually have them."""


@dataclass(slots=True)
class Account:
    """Collects what is left out, by kind, in the order in which the kinds occur."""

    _kinds: dict[LeftOutKind, LeftOut] = field(default_factory=dict)

    def add(self, kind: LeftOutKind, text: str = "", passages: int = 1) -> None:
        """Add so many passages of a kind; `text` is their text."""
        line = " ".join(OUR_MARKER.sub("", text).split())
        words = count_words(line)
        is_told = words and kind not in _UNSAID
        opening = line[:MAX_OPENING_CHARS].rstrip() if is_told else ""
        before = self._kinds.get(kind, LeftOut(kind, 0))
        self._kinds[kind] = LeftOut(
            kind, before.passages + passages, before.words + words, before.opening or opening
        )

    def take(self, others: Iterable[LeftOut]) -> None:
        """Add everything of another account."""
        for one in others:
            before = self._kinds.get(one.kind, LeftOut(one.kind, 0))
            self._kinds[one.kind] = replace(
                before,
                passages=before.passages + one.passages,
                words=before.words + one.words,
                opening=before.opening or one.opening,
            )

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        return tuple(self._kinds.values())


def merged(*accounts: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Several accounts merged into one."""
    whole = Account()
    for account in accounts:
        whole.take(account)
    return whole.left_out


def warnings_of(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """The warnings for the editor that an account gives."""
    usual: list[str] = []
    for one in left_out:
        if one.kind in _ALARMING:
            begins = f": “{one.opening}…”" if one.opening else ""
            yield f"{one.counted} left out{begins}"
        elif one.kind not in _UNTOLD:
            usual.append(one.counted)
    if usual:
        yield f"{USUAL}{', '.join(usual)}"
