"""Compares what the platform got with what the outbox says of it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from briefs.outbox import Delivery
from tests.delivery.platform import AMBIGUOUS, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that is known at the end of a run. `due` is the hash of each payload, by delivery.

    `unsure` is how many deliveries may be uncertain beside those that the platform made so.
    """

    due: dict[str, str]
    rows: Sequence[Delivery]
    book: Sequence[Entry]
    unsure: int = 0


def violations(account: Account) -> list[str]:
    """What does not hold, each with the number of its invariant; empty when all is well."""
    posts: dict[str, list[Entry]] = defaultdict(list)
    for entry in account.book:
        if entry.kind == "post":
            posts[entry.key].append(entry)
    rows = {row.key: row for row in account.rows}
    return [
        *_doubles(posts),
        *_missing(account.due, rows),
        *_untrue(rows, posts),
        *_unsure(account, rows),
        *_untimely(rows, posts),
        *_changed(account),
    ]


def _doubles(posts: dict[str, list[Entry]]) -> Iterable[str]:
    for key, found in posts.items():
        if len(found) > 1:
            yield f"I1: {key} was posted {len(found)} times"


def _missing(due: Iterable[str], rows: dict[str, Delivery]) -> Iterable[str]:
    for key in due:
        if key not in rows:
            yield f"I2: {key} is not in the outbox"
        elif rows[key].status not in {"sent", "failed", "uncertain"}:
            yield f"I2: {key} ended as {rows[key].status}"


def _untrue(rows: dict[str, Delivery], posts: dict[str, list[Entry]]) -> Iterable[str]:
    for key, row in rows.items():
        ids = [post.id for post in posts.get(key, [])]
        if row.status == "sent" and ids != [row.posted]:
            yield f"I3: {key} was sent as {row.posted!r}, the platform has {ids}"
        if row.status == "failed" and ids:
            yield f"I4: {key} failed, the platform has {ids}"


def _unsure(account: Account, rows: dict[str, Delivery]) -> Iterable[str]:
    met = {entry.key for entry in account.book if entry.fault in AMBIGUOUS}
    found = {key for key, row in rows.items() if row.status == "uncertain"}
    if len(found - met) > account.unsure:
        yield f"I5: {len(found - met)} are uncertain, beside the {len(met)} that met a fault"


def _untimely(rows: dict[str, Delivery], posts: dict[str, list[Entry]]) -> Iterable[str]:
    for key, found in posts.items():
        for post in found:
            if key not in rows:
                yield f"I7: nobody asked for {key}"
            elif post.at > rows[key].until:
                yield f"I7: {key} was posted at {post.at}, after {rows[key].until}"


def _changed(account: Account) -> Iterable[str]:
    for entry in account.book:
        if entry.sha256 != account.due.get(entry.key):
            yield f"I8: {entry.key} was not what had been frozen"


def worst(times: Iterable[datetime], window: timedelta = timedelta(seconds=1)) -> int:
    """The most that fell into any window of that length."""
    ordered = sorted(times)
    return max(
        (n + 1 - bisect_left(ordered, at - window + timedelta(microseconds=1)))
        for n, at in enumerate(ordered)
    )


def least_gap(book: Iterable[Entry]) -> timedelta:
    """The least time between two calls to one place."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for entry in book:
        times[entry.to].append(entry.at)
    gaps = [b - a for found in times.values() for a, b in pairwise(sorted(found))]
    return min(gaps, default=timedelta.max)
