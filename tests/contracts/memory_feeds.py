"""Followed feeds in plain dictionaries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from briefs.pieces import versions
from briefs.storage.subscriptions import Followed, KnownEntry


@dataclass(slots=True)
class MemoryFeeds:
    _feeds: dict[int, Followed] = field(default_factory=dict)
    _entries: dict[int, dict[str, KnownEntry]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def _at(self, url: str) -> Followed | None:
        page = versions.page_key(url)
        return next((f for f in self._feeds.values() if versions.page_key(f.url) == page), None)

    def follow(
        self, url: str, *, title: str, topics: Sequence[str], hold: bool, now: datetime
    ) -> Followed:
        there = self._at(url)
        if there is not None:
            return there
        new = Followed(
            id=next(self._numbers),
            url=url,
            title=title,
            topics=tuple(topics),
            hold=hold,
            next_at=now,
            added_at=now,
        )
        self._feeds[new.id], self._entries[new.id] = new, {}
        return new

    def unfollow(self, feed: int) -> bool:
        self._entries.pop(feed, None)
        return self._feeds.pop(feed, None) is not None

    def followed(self) -> tuple[Followed, ...]:
        return tuple(self._feeds.values())

    def due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[Followed, ...]:
        waiting = sorted(
            (feed for feed in self._feeds.values() if feed.next_at <= now),
            key=lambda feed: (feed.next_at, feed.id),
        )
        leased = tuple(replace(feed, next_at=now + lease) for feed in waiting[:limit])
        self._feeds |= {feed.id: feed for feed in leased}
        return leased

    def record_visit(self, feed: Followed) -> None:
        kept = self._feeds.get(feed.id)
        if kept is None:
            return
        there = self._at(feed.url)
        url = feed.url if there is None or there.id == feed.id else kept.url
        asked = replace(feed, url=url, topics=kept.topics, hold=kept.hold, added_at=kept.added_at)
        self._feeds[feed.id] = asked

    def known_entries(self, feed: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
        entries = self._entries.get(feed, {})
        return {key: entries[key] for key in keys if key in entries}

    def record_entries(self, feed: int, entries: Sequence[KnownEntry], *, now: datetime) -> None:
        if feed in self._entries:
            self._entries[feed] |= {entry.key: entry for entry in entries}
