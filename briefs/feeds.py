"""Feeds that are followed: when each is asked again, and which of its entries are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A feed and what is known of it; `etag` and `modified` are its validators, as it gave them.

    `failures` counts those in a row, `trouble` says the last in words ("" when it went well).
    `spared` are the hours of UTC in which it asks for no visit. `topics` are given to each of its
    pieces. `hold` asks that its pieces wait for an editor.
    """

    id: int
    url: str
    title: str = ""
    topics: tuple[str, ...] = ()
    hold: bool = False
    etag: str = ""
    modified: str = ""
    next_at: datetime
    interval: timedelta = timedelta(hours=1)
    spared: frozenset[int] = frozenset()
    failures: int = 0
    trouble: str = ""
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that was seen: its key, a hash of what it said, and its piece (0: none)."""

    key: str
    said: str
    piece: int = 0


class Feeds(Protocol):
    """Each method is one transaction."""

    def follow(
        self, url: str, *, title: str, topics: Sequence[str], hold: bool, now: datetime
    ) -> Followed:
        """Follow a feed from now on; the one there already if its address, however written, is."""
        ...

    def unfollow(self, feed: int) -> bool:
        """Follow it no longer; its pieces stay. False if there is none such."""
        ...

    def followed(self) -> tuple[Followed, ...]:
        """All feeds, in the order in which they came."""
        ...

    def due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[Followed, ...]:
        """Feeds to be asked now, the longest waiting first; for `lease` nobody else gets them.

        Until then is their `next_at`: a poller that dies gives them back.
        """
        ...

    def asked(self, feed: Followed) -> None:
        """Write what asking came to: validators, title, the next time, failures, the address.

        An address that another feed is followed at is not taken over; a feed that is followed no
        longer is left alone.
        """
        ...

    def known(self, feed: int, keys: Sequence[str]) -> dict[str, Known]:
        """Which of these entries were seen, by key."""
        ...

    def note(self, feed: int, entries: Sequence[Known], *, now: datetime) -> None:
        """Remember entries, or what they say now; nothing of a feed that is followed no longer."""
        ...
