"""Compares what the platform got with what the outbox says of it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefs.digests.outbox import Delivery
from tests.delivery.platform import AMBIGUOUS, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that is known at the end of a run. `due` is the hash of each payload, by delivery.

    `unsure` is how many deliveries may be uncertain beside those that the platform made so. What
    comes in later than `patience` may have been looked for before: no worker can call back what it
    has let go of. So its delivery proves nothing, and is left out.
    """

    due: dict[str, str]
    rows: Sequence[Delivery]
    book: Sequence[Entry]
    unsure: int = 0
    patience: timedelta = timedelta.max


def violations(account: Account) -> list[str]:
    """What does not hold, each with the number of its invariant; empty when all is well."""
    late = {e.key for e in account.book if e.late > account.patience.total_seconds()}
    posts: dict[str, list[Entry]] = defaultdict(list)
    for entry in account.book:
        if entry.kind == "post":
            posts[entry.key].append(entry)
    rows = {row.key: row for row in account.rows}
    return [
        *_telling(account.due, late),
        *_doubles(posts, late),
        *_missing(account.due, rows),
        *_untrue(rows, posts, late),
        *_unsure(account, rows),
        *_untimely(rows, posts),
        *_changed(account),
    ]


def _telling(due: Collection[str], late: Collection[str]) -> Iterable[str]:
    if 2 * len(late) > len(due):
        yield f"I0: {len(late)} of {len(due)} came in late: this machine is too slow to tell"


def _doubles(posts: dict[str, list[Entry]], late: Collection[str]) -> Iterable[str]:
    for key, found in posts.items():
        if len(found) > 1 and key not in late:
            yield f"I1: {key} was posted {len(found)} times"


def _missing(due: Iterable[str], rows: dict[str, Delivery]) -> Iterable[str]:
    for key in due:
        if key not in rows:
            yield f"I2: {key} is not in the outbox"
        elif rows[key].status not in {"sent", "failed", "uncertain"}:
            yield f"I2: {key} ended as {rows[key].status}"


def _untrue(
    rows: dict[str, Delivery], posts: dict[str, list[Entry]], late: Collection[str]
) -> Iterable[str]:
    for key, row in rows.items():
        if key in late:
            continue
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
