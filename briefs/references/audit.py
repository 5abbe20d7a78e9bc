"""Findings on a reference list for an editor; they are reported, and never block anything.

Two entries of a list may be one source by their address, or by title and where or when they were
published. `same_work` decides of entries of different pieces, which nobody compares by eye.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from briefs.model import Mark, PartialDate, Person, Source, absolute_url
from briefs.references.fields import dates
from briefs.references.fields.titles import folded
from briefs.references.fields.urls import url_key

FindingKind: TypeAlias = Literal[
    "summary",
    "as-written",
    "uncited",
    "duplicate",
    "dead-format",
    "future",
    "seen-early",
    "dated-early",
    "address",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` is for the editor and names its entries; `entries` are their numbers."""

    kind: FindingKind
    sentence: str
    entries: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "sentence": self.sentence, "entries": list(self.entries)}


_DEAD_SCHEME = re.compile(r"\b(?:ftp|gopher|rtsp|mms|wais)://\S+", re.IGNORECASE)
_DEAD_FILE = re.compile(r"\.(?:swf|flv|rm|ram|wmv|jnlp|mht)$", re.IGNORECASE)
_RETIRED = re.compile(
    r"(?:^|\.)(?:goo\.gl|googlecode\.com|code\.google\.com|feedburner\.com|feedproxy\.google\.com"
    r"|plus\.google\.com|picasaweb\.google\.com|geocities\.com|geocities\.ws|groups\.yahoo\.com"
    r"|answers\.yahoo\.com|friendfeed\.com|posterous\.com|storify\.com|vine\.co|yfrog\.com"
    r"|twitpic\.com|delicious\.com|del\.icio\.us|wikispaces\.com|bit\.do|su\.pr|tr\.im|cli\.gs"
    r"|xrl\.us|snipurl\.com|yourls\.org|post\.ly|webshots\.com|examiner\.com)$"
)
_MISTYPED = re.compile(
    r"(?<!\w)(?:h?ttps?//|https?:/(?!/)|htt?ps?;//|hhttps?://|ttps?://|htps?://|https?:///"
    r"|https?://https?\b|https?://\s)\S*",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")


def audit(
    sources: tuple[Source, ...],
    marks: tuple[Mark, ...],
    now: datetime,
    published: datetime | None = None,
) -> tuple[Finding, ...]:
    """The summary first, then the findings by kind; () for a piece without sources.

    `now` is aware; a date counts as future from the day after. `published` is the piece's own date.
    """
    if not sources:
        return ()
    return (
        _summary(sources),
        *_as_written(sources),
        *_uncited(sources, marks),
        *_duplicates(sources),
        *_dated_early(sources, now, published),
        *(finding for source in sources for finding in _of_one(source, now)),
    )


def _summary(sources: tuple[Source, ...]) -> Finding:
    outlets = {folded(name) for source in sources if (name := _outlet(source))}
    dates = sorted(source.issued for source in sources if source.issued)
    said = f"{_counted(len(sources), 'source')} from {_counted(len(outlets), 'publisher')}"
    if dates:
        said += f"; the oldest is of {_day(dates[0])}, the newest of {_day(dates[-1])}"
    undated = sum(source.issued is None for source in sources)
    if undated and dates:
        said += f"; {undated} without a date"
    return Finding("summary", f"{said}.")


def newest(sources: Iterable[Source], now: datetime) -> tuple[PartialDate, int] | None:
    """The newest date, up to today, on which a source was issued, updated or accessed, and its
    number.

    A piece that cites the source was written on that day or later.
    """
    today = now.date().isoformat()
    dates = (
        (date, source.number)
        for source in sources
        for date in (source.issued, source.updated, source.accessed)
        if date and date <= today
    )
    return max(dates, key=lambda found: found[0], default=None)


def _dated_early(
    sources: tuple[Source, ...], now: datetime, published: datetime | None
) -> Iterator[Finding]:
    bound = newest(sources, now)
    day = published.date().isoformat() if published else None
    if bound is not None and day is not None and _before(day, bound[0]):
        date, number = bound
        said = f"The piece is dated {_day(day)}, before entry {number} ({_day(date)})."
        yield Finding("dated-early", said, (number,))


def _outlet(source: Source) -> str:
    """The container or publisher of a source, or else the host of its address."""
    host = url_key(source.url or "").partition("/")[0]
    return source.container or source.publisher or host


def _as_written(sources: tuple[Source, ...]) -> Iterator[Finding]:
    unread = tuple(source.number for source in sources if source.status != "parsed")
    if unread:
        what = _entries(unread)
        yield Finding("as-written", f"{what} could not be read wholly: shown as written.", unread)


def _uncited(sources: tuple[Source, ...], marks: tuple[Mark, ...]) -> Iterator[Finding]:
    cited = {mark.source for mark in marks}
    idle = tuple(source.number for source in sources if source.number not in cited)
    if marks and idle:
        is_one = len(idle) == 1
        yield Finding("uncited", f"{_entries(idle)} {'is' if is_one else 'are'} never cited.", idle)


def _duplicates(sources: tuple[Source, ...]) -> Iterator[Finding]:
    """Each group of entries that are one source, reported once, at its first entry."""
    compared = [(source.number, likeness(source)) for source in sources]
    first_of: dict[int, int] = {}
    for (number, one), (later, other) in combinations(compared, 2):
        if later not in first_of and same(one, other):
            first_of[later] = first_of.get(number, number)
    groups: dict[int, list[int]] = {}
    for later, first in sorted(first_of.items()):
        groups.setdefault(first, [first]).append(later)
    for group in groups.values():
        yield Finding("duplicate", f"{_entries(group)} look like one source.", tuple(group))


def _of_one(source: Source, now: datetime) -> Iterator[Finding]:
    number = source.number
    for word, date in (
        ("published", source.issued),
        ("updated", source.updated),
        ("accessed", source.accessed),
    ):
        if date and date > now.date().isoformat()[: len(date)]:
            said = f"Entry {number} is said to be {word} {_day(date)}, which is yet to come."
            yield Finding("future", said, (number,))
    if _before(source.accessed, source.issued):
        said = f"Entry {number} was accessed {_day(source.accessed)}, before it was published"
        yield Finding("seen-early", f"{said} ({_day(source.issued)}).", (number,))
    if dead := _dead(source):
        said = f"Entry {number} leads to {dead}, which most readers can no longer open."
        yield Finding("dead-format", said, (number,))
    elif problem := _bad_address(source):
        yield Finding("address", f"Entry {number} {problem}", (number,))


def _before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether `one` is certainly before `other`, as precisely as both are written."""
    shared = min(len(one or ""), len(other or ""))
    return (one or "")[:shared] < (other or "")[:shared]


def _dead(source: Source) -> str | None:
    """The file format or service in an entry's address that no longer exists."""
    if found := _DEAD_SCHEME.search(source.raw):
        return found[0].rstrip(".,;)")
    if source.url is None:
        return None
    host, _, path = url_key(source.url).partition("/")
    return source.url if _RETIRED.search(host) or _DEAD_FILE.search(path) else None


def _bad_address(source: Source) -> str | None:
    """What is wrong with an entry's address, as the end of a sentence."""
    if found := _MISTYPED.search(source.raw):
        return f"has a mistyped address: {found[0].strip()}"
    url = absolute_url(source.url)
    return None if url is None or _is_well_formed(url) else f"has a malformed address: {url}"


def _is_well_formed(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return bool(_HOST.fullmatch(parts.hostname or "")) and "://" not in parts.path[:10]


def _day(date: PartialDate | None) -> str:
    return " ".join(filter(None, reversed(dates.parts(date)))) if date else ""


def _entries(numbers: Iterable[int]) -> str:
    """The numbers as the beginning of a sentence: "Entry 3", "Entries 3 and 7", "Entries 3, 7 and
    9".
    """
    *leading, last = map(str, numbers)
    return f"Entries {', '.join(leading)} and {last}" if leading else f"Entry {last}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


_ALIKE = 92


@dataclass(frozen=True, slots=True)
class Likeness:
    """The parts of an entry that are compared, computed once, since every pair of a list may be."""

    address: str
    title: str
    numbers: tuple[str, ...]
    names: frozenset[str]
    issued: PartialDate | None


def likeness(source: Source) -> Likeness:
    title = folded(source.title or source.raw)
    families = (
        author.family if isinstance(author, Person) else author.name for author in source.authors
    )
    named = (*families, source.container, source.publisher)
    return Likeness(
        address=url_key(source.url) if source.url else "",
        title=title,
        numbers=tuple(re.findall(r"\d+", title)),
        names=frozenset(filter(None, map(folded, named))),
        issued=source.issued,
    )


def same(one: Likeness, other: Likeness) -> bool:
    """Whether both entries stand for one source, perhaps written in two forms.

    Equal page addresses are enough. Otherwise the titles must be similar, with the same numbers,
    and an author, an outlet or the date be common; two different dates exclude it.
    """
    if one.address == other.address and "/" in one.address:
        return True
    if not one.title or one.numbers != other.numbers or not _agree(one.issued, other.issued):
        return False
    if not fuzz.ratio(one.title, other.title, score_cutoff=_ALIKE):
        return False
    return bool(one.names & other.names) or bool(one.issued and other.issued)


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates can be the same, as precisely as both are written."""
    shared = min(len(one or ""), len(other or ""))
    return (one or "")[:shared] == (other or "")[:shared]
