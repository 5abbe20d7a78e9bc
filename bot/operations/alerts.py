"""Tells the operator once of each paused subscription, each digest that did not arrive, and each
kind of trouble of this process; and once when a trouble is over.

Troubles stop the whole process from working: its database is locked, full, read-only or away, or
the process itself was suspended. The outbox cannot carry such a message while the database cannot
be written, so it is sent directly, by the connection of the account that reaches the operator. A
message that may have been sent is not sent again.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Protocol

from bot.platforms.base import Freezer
from bot.platforms.sending import freeze_reply
from bot.service.runtime import Periodic, in_thread, run_blocking
from briefs.digests.digest import Subscription
from briefs.digests.outbox import Delivery, Edition, Outcome, Part, Retry, Sent
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address
from briefs.storage import Store
from briefs.storage.engine import Health
from briefs.storage.outbox import Outbox
from handlers.message import Block, Bullets, Code, Heading, Inline, Paragraph, Reply

_EVERY: Final = timedelta(minutes=1)
_NOTICE_TRIED_FOR: Final = timedelta(days=1)
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
            until=now + _NOTICE_TRIED_FOR,
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
    edition = Edition(
        to=operator.at, name=name, due=now, until=now + _NOTICE_TRIED_FOR, parts=parts
    )
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


_LOOK_EVERY: Final = timedelta(seconds=5)
_QUIET_LOOKS: Final = 12
"""A trouble is over after so many looks in a row without a new failure and
with a successful write.
"""

_STOOD_STILL: Final = timedelta(seconds=20)
"""If a look comes later than this by the event loop's clock, the process was suspended."""

_TRIED_FOR: Final = timedelta(days=1)

_log = get_logger(__name__)


class Post(Protocol):
    """Sends a frozen message once, without the outbox."""

    async def __call__(self, to: Address, payload: str, key: str) -> Outcome: ...


@dataclass(slots=True)
class DirectLine:
    """Posts of an account (`Address.account`) without the outbox, while it is connected here."""

    account: str
    post: Post | None = None


@dataclass(slots=True)
class _Told:
    """A trouble that the operator was told of."""

    times: int
    writes: int
    quiet_looks: int = 0


@dataclass(slots=True, kw_only=True)
class TroubleAlerts:
    """A service of one process; without an operator's chat only the log is written."""

    health: Health
    outbox: Outbox
    workers: Executor
    operator: Operator | None
    line: DirectLine
    clock: Callable[[], datetime]
    _seen: dict[str, int] = field(default_factory=dict)
    _told: dict[str, _Told] = field(default_factory=dict)
    _unsent: list[Reply] = field(default_factory=list)
    _last_look: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        await Periodic(name="troubles", every=_LOOK_EVERY, work=self._work).run(stop)

    async def _work(self, _stop: asyncio.Event) -> None:
        await self.look(asyncio.get_running_loop().time())

    async def look(self, at: float) -> None:
        """Compare with the last look, and report what began and what is over; `at` in seconds."""
        self._unsent += self._news(at)
        while self._unsent:
            if not await self._send(self._unsent[0]):
                return  # tried again by the next look
            del self._unsent[0]

    def _news(self, at: float) -> list[Reply]:
        news = []
        still = timedelta(seconds=at - self._last_look) if self._last_look is not None else None
        self._last_look = at
        if still is not None and still > _STOOD_STILL:
            _log.error("trouble.stood_still", seconds=round(still.total_seconds()))
            news.append(_stood_still(still))
        for trouble in self.health.troubles:
            failed_again = trouble.times > self._seen.get(trouble.what, 0)
            self._seen[trouble.what] = trouble.times
            told = self._told.get(trouble.what)
            if failed_again and told is None:
                self._told[trouble.what] = _Told(trouble.times, self.health.writes)
                _log.error("trouble.began", what=trouble.what, hint=trouble.hint)
                news.append(_began(trouble.what, trouble.hint))
            elif failed_again and told is not None:
                told.quiet_looks, told.writes = 0, self.health.writes
            elif told is not None and self.health.writes > told.writes:
                told.quiet_looks += 1
                if told.quiet_looks >= _QUIET_LOOKS:
                    del self._told[trouble.what]
                    _log.info("trouble.over", what=trouble.what)
                    news.append(_over(trouble.what))
        return news

    async def _send(self, reply: Reply) -> bool:
        """Whether the message is finished: sent, or not worth another try."""
        if self.operator is None:
            return True
        messages = self.operator.freezer(reply, {})
        now = self.clock()
        key = f"{self.operator.at}/trouble-{now:%Y-%m-%dT%H:%M:%S.%fZ}"
        if self.line.post is None:
            parts = tuple(Part(message=message) for message in messages)
            return await self._enqueue(parts, f"notice-{key.rpartition('/')[2]}", now)
        for number, message in enumerate(messages):
            outcome = await self.line.post(self.operator.at, message.payload, f"{key}/{number}")
            if isinstance(outcome, Retry):
                return False
            if not isinstance(outcome, Sent):
                _log.error("trouble.not_told", outcome=outcome)
        return True

    async def _enqueue(self, parts: Sequence[Part], name: str, now: datetime) -> bool:
        if self.operator is None:
            return True
        edition = Edition(
            to=self.operator.at, name=name, due=now, until=now + _TRIED_FOR, parts=tuple(parts)
        )
        try:
            await run_blocking(self.workers, lambda: self.outbox.enqueue([edition], now=now))
        except StoreUnavailable:
            return False
        return True


def _began(what: str, hint: str) -> Reply:
    return Reply(
        (
            Heading("Trouble with the library"),
            Paragraph((f"Its database {what}. {hint}",)),
            Paragraph(("Readers get what needs no writing. Digests wait. I say when it is over.",)),
        )
    )


def _over(what: str) -> Reply:
    return Reply(
        (
            Heading("The trouble is over"),
            Paragraph((f"The library can be used again. Before, its database {what}.",)),
        )
    )


def _stood_still(still: timedelta) -> Reply:
    seconds = round(still.total_seconds())
    return Reply(
        (
            Heading("I stood still"),
            Paragraph((f"Nothing of this process ran for {seconds} seconds. It goes on now.",)),
            Paragraph(
                ("What was due meanwhile comes late. Look whether the machine was stopped.",)
            ),
        )
    )
