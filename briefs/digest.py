"""The day's digest: which pieces are new to a place, and the one sentence that speaks for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from briefs.digests.subscription import Subscription
from briefs.model import Card, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A piece as it came in last: `number` counts every revision's coming in, over all pieces.

    `first` is the arrival of the piece's first revision: a place that was told it then knows it.
    `at` is when the revision was first made public.
    """

    number: int
    first: int
    at: datetime
    card: Card


News: TypeAlias = tuple[tuple[Arrival, bool], ...]
"""Arrivals that a place has not been told of, newest first; True: it had an earlier version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A whole sentence of a piece, word for word, that can be read without any other.

    `at` is its span in the body whose hash is `sha256`; `number` counts the piece's sentences.
    """

    text: str
    at: Span
    sha256: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of a digest: its card, its original's address, and its opening, if it has one.

    `topic` is the one it is shown under, "" where topics are not told apart. `revised` tells that
    the place had the piece in an earlier version.
    """

    card: Card
    url: str
    opening: Opening | None
    topic: str
    revised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one place gets for one local date; `more` counts the pieces beyond the cap, `left_out`
    those that can't be proved.

    `upto` is the arrival up to which pieces were looked at. Without entries it says that there was
    nothing new since the edition of `last`, if there was one.
    """

    edition: date
    entries: tuple[Entry, ...]
    more: int
    upto: int
    last: date | None = None
    left_out: int = 0


def news(subscription: Subscription, arrivals: Sequence[Arrival]) -> News:
    """The arrivals that an order has not been told of and wants, newest first; True: revised."""
    return tuple(
        (arrival, arrival.first <= subscription.since)
        for arrival in sorted(arrivals, key=lambda a: (a.card.dated, a.number), reverse=True)
        if arrival.number > subscription.since and _is_wanted(subscription, arrival.card)
    )


def _is_wanted(subscription: Subscription, card: Card) -> bool:
    topics = {topic.casefold() for topic in card.topics}
    if topics & set(subscription.unwanted):
        return False
    return not subscription.wanted or bool(topics & set(subscription.wanted))
