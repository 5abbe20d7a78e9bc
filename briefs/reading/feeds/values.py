"""A feed and its entries as values, whatever form the feed was in."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `key` is its own name in the feed, which stays when all else is edited.

    `html` is its text and `summary` what the feed says it is about, both HTML; each may be all of
    the piece, its beginning, or empty. Times are in UTC.
    """

    key: str
    url: str = ""
    title: str = ""
    byline: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    html: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()

    @property
    def dated(self) -> datetime | None:
        return self.published or self.updated


@dataclass(frozen=True, slots=True)
class Hints:
    """When the feed asks to be left alone: the least time between two visits, and hours of UTC."""

    every: timedelta | None = None
    skipped_hours: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with its entries, newest first; `link` is the page that it is the feed of."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    hints: Hints = Hints()
    warnings: tuple[str, ...] = ()
