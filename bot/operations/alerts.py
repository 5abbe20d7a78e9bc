"""Tells the operator once of each paused subscription and each digest that did not arrive."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.platforms.base import Freezer
from bot.platforms.messages import freeze_reply
from bot.service.runtime import Periodic, in_thread
from briefs.digests.outbox import Delivery, Edition, Part
from briefs.digests.subscription import Subscription
from briefs.log import get_logger
from briefs.model import Address
from briefs.storage import Store
from handlers.message import Block, Bullets, Code, Heading, Inline, Paragraph, Reply

_EVERY: Final = timedelta(minutes=1)
_WORTH: Final = timedelta(days=1)
"""How long a notice is tried."""

_MOST: Final = 10_000
_SHOWN: Final = 10
_NAME: Final = "notice-"

_UNSERVED: Final = (
    "Set that bot's token, or let another process serve it: sourcebrief digest list shows them."
)

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Operator:
    """The operator's chat, and the freezer of its platform."""

    at: Address
    freezer: Freezer


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAlerts:
    """At most one message a minute; without an operator's chat only the log is written."""

    store: Store
    workers: Executor
    operator: Operator | None
    clock: Callable[[], datetime]

    async def run(self, stop: asyncio.Event) -> None:
        await Periodic(name="notices", every=_EVERY, work=in_thread(self.workers, self.tell)).run(
            stop
        )

    def tell(self) -> None:
        """Report what was not reported yet. Blocks.

        After a crash between the two writes a part is reported again: twice is better than not at
        all.
        """
        now = self.clock()
        orders = self.store.subscriptions.unreported(limit=_MOST)
        ended = tuple(
            row
            for row in self.store.outbox.unreported(limit=_MOST)
            if row.look_at is None  # otherwise it is still being looked for
        )
        if not orders and not ended:
            return
        _log_all(orders, ended)
        # A failed notice is not reported by another notice, which would fail, too.
        news = tuple(row for row in ended if not row.edition.startswith(_NAME))
        notice = self._edition(notice_of(orders, news), now) if orders or news else None
        self.store.subscriptions.mark_reported([order.to for order in orders], notice, now=now)
        self.store.outbox.mark_reported([row.id for row in ended], notice, now=now)

    def _edition(self, reply: Reply, now: datetime) -> Edition | None:
        if self.operator is None:
            return None
        messages = freeze_reply(reply, self.store, self.operator.freezer, now=now)
        return Edition(
            to=self.operator.at,
            name=f"{_NAME}{now:%Y-%m-%dT%H:%M:%SZ}",
            due=now,
            until=now + _WORTH,
            parts=tuple(Part(message=message) for message in messages),
        )


def tell_of_end(
    store: Store, operator: Operator | None, name: str, reason: str, now: datetime
) -> None:
    """Tell the operator that a service has ended by itself. Blocks."""
    said = f"{reason} Until it is started again, what it does is not done."
    reply = Reply((Heading(f"{name} has ended"), Paragraph((said,))))
    _post(store, operator, reply, f"{_NAME}{name}-{now:%Y-%m-%dT%H:%M:%SZ}", now)


def tell_of_unserved(
    store: Store, operator: Operator | None, orders: Mapping[str, int], now: datetime
) -> None:
    """Tell the operator of subscriptions that no account serves, once a day at most. Blocks."""
    for account, count in sorted(orders.items()):
        _log.error("digest.unserved", account=account, digests=count, hint=_UNSERVED)
        said = (f"{count} ordered of {account}, of which no bot is served. ", _UNSERVED)
        reply = Reply((Heading("Digests that nobody sends"), Paragraph(said)))
        _post(store, operator, reply, f"{_NAME}unserved-{account}-{now:%Y-%m-%d}", now)


def _post(store: Store, operator: Operator | None, reply: Reply, name: str, now: datetime) -> None:
    if operator is None:
        return
    messages = freeze_reply(reply, store, operator.freezer, now=now)
    parts = tuple(Part(message=message) for message in messages)
    edition = Edition(to=operator.at, name=name, due=now, until=now + _WORTH, parts=parts)
    store.outbox.enqueue([edition], now=now)


def notice_of(orders: Sequence[Subscription], ended: Sequence[Delivery]) -> Reply:
    """The notice to the operator: paused subscriptions and failed deliveries, and what to do."""
    resting = {order.to.channel_alone for order in orders}
    firsts = {(row.place, row.edition, row.status): row for row in reversed(ended)}
    rows = sorted(firsts.values(), key=lambda row: row.id)
    uncertain = [row for row in rows if row.status == "uncertain"]
    # An unreachable place is reported once, with its subscription.
    failed = [
        row for row in rows if row.status == "failed" and row.place.channel_alone not in resting
    ]
    blocks = (*_paused(orders), *_uncertain(uncertain), *_failed(failed))
    return Reply(blocks or (Paragraph(("All that was to be told has been.",)),))


def _paused(orders: Sequence[Subscription]) -> Iterator[Block]:
    if not orders:
        return
    yield Heading("Paused digests")
    for reason, group in groupby(sorted(orders, key=_reason), key=_reason):
        found = list(group)
        names = ", ".join(order.name or str(order.to) for order in found[:_SHOWN])
        yield Paragraph((f"{names}{_rest(found)}\n{reason}",))
    yield Paragraph(
        (
            "They go on by themselves where the platform tells that all is well again. Else: ",
            Code("sourcebrief digest resume"),
        )
    )


def _uncertain(rows: Sequence[Delivery]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading("May or may not have arrived")
    yield Bullets(tuple(map(_line, rows[:_SHOWN])))
    yield Paragraph(
        (
            "They are not sent again by themselves. Look whether they are there; if one is: ",
            Code(f"sourcebrief outbox drop {rows[0].id}"),
            ", if it is not: ",
            Code(f"sourcebrief outbox resend {rows[0].id}"),
            *_all(rows, "uncertain"),
        )
    )


def _failed(rows: Sequence[Delivery]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading("Not sent")
    yield Bullets(tuple(map(_line, rows[:_SHOWN])))
    yield Paragraph(
        (
            "The pieces of a digest are in the next one. To see what was to be sent: ",
            Code(f"sourcebrief outbox show {rows[0].id}"),
            *_all(rows, "failed"),
        )
    )


def _line(row: Delivery) -> tuple[Inline, ...]:
    return (f"#{row.id}, {row.edition}, for {row.place}. {row.error}".strip(),)


def _all(rows: Sequence[Delivery], status: str) -> tuple[Inline, ...]:
    if len(rows) <= _SHOWN:
        return ()
    return (f". All {len(rows)}: ", Code(f"sourcebrief outbox list --status {status}"))


def _rest(found: Sequence[Subscription]) -> str:
    return f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""


def _reason(order: Subscription) -> str:
    return order.pause.reason if order.pause else ""


def _log_all(orders: Sequence[Subscription], ended: Sequence[Delivery]) -> None:
    """Log everything; what people did, such as blocking the bot, is logged as no error."""
    resting = {order.to.channel_alone for order in orders}
    for order in orders:
        _log.warning("digest.at_rest", place=str(order.to), reason=_reason(order))
    for row in ended:
        by_people = row.status == "failed" and row.place.channel_alone in resting
        tell = _log.info if by_people else _log.error
        tell(f"delivery.{row.status}", id=row.id, key=row.key, error=row.error)
