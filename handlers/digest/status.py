"""/digest status: when the next digest comes, what it would contain, and how the last one went."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from briefs.digests.digest import MAX_AGE_DAYS, Digest, Subscription, upcoming
from briefs.digests.outbox import Delivery
from briefs.digests.timezones import is_fixed, offset
from handlers.digest import topics as digest_topics
from handlers.digest.render import LastEdition, full_day, moment, schedule_text, unproved
from handlers.format import counted
from handlers.message import Block, Emphasis, Facts, Heading, Paragraph

_MAX_TITLES = 3
"""Titles that are shown of the next digest."""


def status(
    order: Subscription,
    held: Digest,
    last: LastEdition | None,
    *,
    topics: Sequence[str],
    spelled: str,
    now: datetime,
) -> Iterator[Block]:
    """A subscription's status; `held` is the digest that it would get now.

    `topics` are the library's; `spelled` is how commands about its place begin: "/digest", or
    "/digest @channel".
    """
    yield Heading(f"The digest of {order.name or 'this chat'}")
    yield Facts(tuple((name, (value,)) for name, value in _facts(order, held, last, spelled, now)))
    for note in _notes(order, topics, spelled):
        yield Paragraph((Emphasis(note),))


def _facts(
    order: Subscription, held: Digest, last: LastEdition | None, spelled: str, now: datetime
) -> Iterator[tuple[str, str]]:
    run = next(upcoming(order, now), None)
    if order.pause:
        yield "Paused", order.pause.reason
    yield "Sent", f"{schedule_text(order)} (now {offset(order.zone, now)})"
    yield "Topics", digest_topics.spelled(order)
    if order.max_age_days is None:
        yield "News", "of any age"
    elif order.max_age_days != MAX_AGE_DAYS:
        yield "News", f"of the last {counted(order.max_age_days, 'day')}, by its date"
    yield "Next", moment(run, order.zone) if run else f"not before it is resumed: {spelled} resume"
    yield "Would hold now", _held(held)
    if held.left_out:
        yield "Left out", unproved(held)
    if order.when_empty:
        yield "Days without news", "get a message that says so"
    if order.in_full:
        yield "Full briefs", "follow in the thread"
    if last:
        yield "Last", f"{full_day(last.edition)}: {_outcome(last.delivery)}"


def _held(held: Digest) -> str:
    if not held.entries:
        return "nothing new yet"
    titles = [f"“{entry.card.heading}”" for entry in held.entries[:_MAX_TITLES]]
    count = len(held.entries) + held.more
    rest = " …" if count > len(titles) else ""
    return f"{counted(count, 'piece')}: {', '.join(titles)}{rest}"


def _outcome(row: Delivery) -> str:
    match row.status:
        case "pending" | "claimed" | "sending":
            return f"on its way. {row.error}".strip()
        case "sent":
            return "sent"
        case "failed":
            return f"not sent. {row.error}".strip()
        case "uncertain":
            return f"it can't be told whether it arrived. {row.error}".strip()
        case "dropped":
            return "let go by the operator"
        case never:
            assert_never(never)


def _notes(order: Subscription, topics: Sequence[str], spelled: str) -> Iterator[str]:
    if is_fixed(order.zone):
        yield (
            f"{order.zone} is a fixed offset and follows no summer time. Where the clocks change, "
            f"name a city: {spelled} on Berlin"
        )
    yield from digest_topics.unknown(order, topics)
