"""Which entries of a feed are taken in, which were seen, and which are left where they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from briefs.feeds import Known
from briefs.pieces import versions
from briefs.reading.feeds.values import Entry, Feed

MOST: Final = 20
"""Entries that one visit takes in: of a feed with a long past the newest, later what is new."""

_LONGEST_KEY: Final = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one visit does: `taken`, the oldest first, are taken in; `passed` are never.

    `later` is how many wait for the next visit.
    """

    taken: tuple[Entry, ...] = ()
    passed: tuple[Known, ...] = ()
    later: int = 0


def entries(feed: Feed) -> tuple[Entry, ...]:
    """The feed's entries, newest first, each once, by keys that can be kept.

    Two of one address are one, the newer. An address that is the feed's own page is no entry's.
    """
    home = versions.page(feed.link)
    found: dict[str, Entry] = {}
    for entry in feed.entries:
        page = versions.page(entry.url)
        own = replace(entry, key=_kept(entry.key), url="" if page == home else entry.url)
        found.setdefault(versions.page(own.url) or own.key, own)
    once = {entry.key: entry for entry in reversed(found.values())}
    return tuple(reversed(once.values()))


def said(entry: Entry) -> str:
    """A hash of what the entry says, without its dates, which some feeds set anew each time."""
    told = f"{entry.title}\0{entry.byline}\0{entry.html}\0{entry.summary}"
    return sha256(told.encode("utf-8", "replace")).hexdigest()


def choose(found: Sequence[Entry], known: Mapping[str, Known], *, most: int = MOST) -> Chosen:
    """Decide on entries, newest first, by what is known of them by key.

    Where none was seen before, all but the newest `most` are of the past, and passed over.
    """
    wanted = [entry for entry in found if _is_news(entry, known.get(entry.key))]
    taken, left = wanted[:most], wanted[most:]
    if known:
        return Chosen(tuple(reversed(taken)), later=len(left))
    return Chosen(tuple(reversed(taken)), tuple(passed_over(entry) for entry in left))


def passed_over(entry: Entry) -> Known:
    """What to remember of an entry that is never taken in, whatever it says later."""
    return Known(entry.key, "")


def _is_news(entry: Entry, known: Known | None) -> bool:
    return known is None or (known.said != "" and known.said != said(entry))


def _kept(key: str) -> str:
    """The key, or its hash where it is long or holds what no database takes."""
    plain = key.isprintable() and key.isascii()
    if plain and len(key) <= _LONGEST_KEY:
        return key
    return sha256(key.encode("utf-8", "replace")).hexdigest()
