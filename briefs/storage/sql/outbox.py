"""The outbox on a SQL database: each method is one transaction, and safe from any thread. It also
writes the outcomes of deliveries with their consequences, and an operator's decisions.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never, get_args

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, select, update

from briefs.digests.outbox import OPEN, Delivery, Edition, Message, Retry, Sent, Settled, Status
from briefs.errors import NotFound
from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.schema_outbox import deliveries, has_status, messages, subscriptions
from briefs.storage.sql import channel_moves, claims, outbox_rows
from briefs.storage.sql import subscriptions as sql_subscriptions
from briefs.storage.sql.chat_state import SentMessage, SqlLedger, doubtful_id, is_unknowable
from briefs.storage.sql.claims import COLUMNS, delivery
from briefs.storage.sql.outbox_rows import FAILED, Editions

_OURS = (
    select(*FAILED, deliveries.c.attempts, deliveries.c.status, deliveries.c.to)
    .where(
        deliveries.c.id.in_(bindparam("ids", expanding=True)),
        deliveries.c.worker == bindparam("by"),
        has_status("sending", "uncertain"),
    )
    .with_for_update()
)
_SETTLE = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("delivery"),
        deliveries.c.worker == bindparam("by"),
        has_status("sending", "uncertain"),
    )
    .values(
        status=bindparam("ended"),
        due=bindparam("again_at"),
        worker="",
        lease=None,
        posted=bindparam("posted_as"),
        error=bindparam("why"),
        look_at=bindparam("looked_for"),
        told=False,
        changed_at=bindparam("now"),
    )
)
_QUOTES = (
    select(deliveries.c.to, deliveries.c.posted, messages.c.quotes, messages.c.said)
    .join(messages, messages.c.key == deliveries.c.message)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(deliveries.c.id)
)
_DOUBTFUL = (
    select(deliveries.c.id, deliveries.c.to, messages.c.quotes)
    .join(messages, messages.c.key == deliveries.c.message)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)), deliveries.c.edits == "")
)
# One row of the last edition that ended before another: a failed edition fails with all parts.
_ENDED_BEFORE = (
    select(deliveries.c.status, deliveries.c.error)
    .where(
        deliveries.c.place == bindparam("of"),
        deliveries.c.edition != bindparam("named"),
        deliveries.c.id < bindparam("delivery"),
        has_status("sent", "failed"),
    )
    .order_by(deliveries.c.id.desc())
    .limit(1)
)
_IN_DOUBT = (
    deliveries.c.id == bindparam("delivery"),
    deliveries.c.attempts == bindparam("attempt"),
    has_status("uncertain"),
)
_FOUND = (
    update(deliveries)
    .where(*_IN_DOUBT)
    .values(
        status="sent",
        worker="",
        posted=bindparam("posted_as"),
        error="",
        look_at=None,
        changed_at=bindparam("now"),
    )
)
_MISSING = (
    update(deliveries)
    .where(*_IN_DOUBT)
    .values(
        status="pending",
        due=bindparam("again_at"),
        worker="",
        error=bindparam("why"),
        look_at=None,
        told=False,
        changed_at=bindparam("now"),
    )
)
_UNKNOWABLE = update(deliveries).where(*_IN_DOUBT).values(look_at=None, changed_at=bindparam("now"))
_CLOSED = {"worker": "", "lease": None, "look_at": None, "told": False}
_RESEND = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), has_status("uncertain", "failed", "dropped"))
    .values(
        status="pending",
        due=bindparam("now"),
        until=bindparam("at_most"),
        error="",
        resent=True,
        changed_at=bindparam("now"),
        **_CLOSED,
    )
)
_NEWS = select(
    deliveries.c.place.label("of"),
    deliveries.c.since.label("told_before"),
    deliveries.c.upto.label("told_upto"),
).where(
    deliveries.c.id == bindparam("delivery"),
    deliveries.c.part == 0,
    deliveries.c.since < deliveries.c.upto,
)
# Only if the subscription did not change since the failure.
_TOLD_AFTER_ALL = (
    update(subscriptions)
    .where(
        subscriptions.c.place == bindparam("of"), subscriptions.c.since == bindparam("told_before")
    )
    .values(since=bindparam("told_upto"), version=subscriptions.c.version + 1)
)
_DROP = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("delivery"), has_status(*sorted(OPEN), "uncertain", "failed")
    )
    .values(status="dropped", changed_at=bindparam("now"), **_CLOSED)
)


_ROWS = select(*COLUMNS).limit(bindparam("most"))
_DOUBTS = _ROWS.where(
    has_status("uncertain"),
    deliveries.c.look_at <= bindparam("now"),
    deliveries.c.account.in_(bindparam("accounts", expanding=True)),
).order_by(deliveries.c.look_at, deliveries.c.id)
# A failed edit is listed with its correction, and the reply says what changed.
_UNREPORTED = _ROWS.where(
    has_status("uncertain", "failed"), ~deliveries.c.told, deliveries.c.edits == ""
).order_by(deliveries.c.id)
_WORKERS = select(deliveries.c.worker).where(deliveries.c.lease.is_not(None)).distinct()
_GET = select(*COLUMNS).where(deliveries.c.id == bindparam("delivery"))
_TALLY = select(deliveries.c.status, func.count()).group_by(deliveries.c.status)
_OVERDUE = select(func.count(), func.min(deliveries.c.due)).where(
    has_status(*sorted(OPEN)), deliveries.c.due < bindparam("before")
)
_TELL = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .values(told=True)
)


class SqlOutbox:
    """Implements `briefs.storage.outbox.Outbox`."""

    def __init__(self, database: Database, editions: Editions, ledger: SqlLedger) -> None:
        self._database = database
        self._ledger = ledger
        self._editions = editions

    def enqueue(self, editions: Sequence[Edition], *, now: datetime) -> int:
        with self._database.write() as connection:
            return self._editions.enqueue(connection, editions, now)

    def claim(
        self, worker: str, accounts: Sequence[str], *, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Delivery, ...]:
        # Not durable: a power cut also ends the process with the lease.
        with self._database.write(
            durable=False, exclusive=False, force_index_order=True
        ) as connection:
            return claims.claim(connection, worker, accounts, now=now, lease=lease, limit=limit)

    def intend(
        self, worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        with self._database.write(exclusive=False) as connection:
            return claims.intend(connection, worker, deliveries, now=now, lease=lease)

    def settle(self, worker: str, settled: Sequence[Settled], *, now: datetime) -> int:
        # Exclusive only if subscriptions change as well.
        exclusive = any(end.pause or end.moved_to for end in settled)
        with self._database.write(exclusive=exclusive) as connection:
            return self._settled(connection, worker, settled, now)

    def release(self, worker: str, deliveries: Sequence[Delivery]) -> None:
        with self._database.write(durable=False, exclusive=False) as connection:
            claims.release(connection, worker, deliveries)

    def withdraw(self, delivery: Delivery) -> bool:
        with self._database.write() as connection:
            channel_moves.hold(connection, delivery.place)
            channel_moves.take_back(connection, delivery.place)
            return connection.execute(_GET, {"delivery": delivery.id}).first() is None

    def workers(self) -> tuple[str, ...]:
        with self._database.read() as connection:
            return tuple(connection.scalars(_WORKERS))

    def expire_leases(
        self,
        *,
        now: datetime,
        look_after: timedelta,
        lookable: Sequence[str],
        dead: Sequence[str] = (),
    ) -> int:
        with self._database.write(exclusive=False) as connection:
            ended, unsure = claims.expire_leases(
                connection, now=now, look_after=look_after, lookable=lookable, dead=dead
            )
            self._enter_doubtful(connection, unsure, now)
            return ended

    def restart_waits(self, *, now: datetime, lease: timedelta, look_after: timedelta) -> int:
        with self._database.write(exclusive=False) as connection:
            return claims.restart_waits(connection, now=now, lease=lease, look_after=look_after)

    def uncertain(
        self, accounts: Sequence[str], *, now: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        return self._read(_DOUBTS, {"accounts": accounts, "now": now, "most": limit})

    def resolve(self, delivery: Delivery, found: Sent | Retry | None, *, now: datetime) -> bool:
        asked = {"delivery": delivery.id, "attempt": delivery.attempts, "now": now}
        with self._database.write() as connection:
            match found:
                case Sent(posted):
                    done = connection.execute(_FOUND, asked | {"posted_as": posted})
                    if done.rowcount == 1:
                        self._enter(connection, [delivery.id], now)
                case Retry(reason, after):
                    again = {"again_at": now + after, "why": reason}
                    done = connection.execute(_MISSING, asked | again)
                case None:
                    done = connection.execute(_UNKNOWABLE, asked)
                    if done.rowcount == 1:
                        self._enter_doubtful(connection, [delivery.id], now)
                case never:
                    assert_never(never)
            return done.rowcount == 1

    def message(self, key: str) -> Message:
        with self._database.read() as connection:
            return outbox_rows.message(connection, key)

    def get(self, delivery: int) -> Delivery:
        found = self._read(_GET, {"delivery": delivery})
        if not found:
            raise NotFound(str(delivery))
        return found[0]

    def rows(
        self, *, statuses: Sequence[Status] = (), place: Address | None = None, limit: int
    ) -> tuple[Delivery, ...]:
        wanted = _ROWS.order_by(deliveries.c.id.desc())
        if statuses:
            wanted = wanted.where(has_status(*statuses))
        if place is not None:
            wanted = wanted.where(deliveries.c.place == place)
        return self._read(wanted, {"most": limit})

    def counts(self) -> dict[Status, int]:
        with self._database.read() as connection:
            counts: dict[str, int] = dict(connection.execute(_TALLY).all())
        return {status: counts.get(status, 0) for status in get_args(Status)}

    def overdue(self, *, before: datetime) -> tuple[int, datetime | None]:
        with self._database.read() as connection:
            count, oldest = connection.execute(_OVERDUE, {"before": before}).one()
        return count, oldest

    def resend(self, delivery: int, *, now: datetime, until: datetime) -> bool:
        asked = {"delivery": delivery, "now": now, "at_most": until}
        with self._database.write() as connection:
            if connection.execute(_RESEND, asked).rowcount == 0:
                return False
            news = connection.execute(_NEWS, {"delivery": delivery}).mappings().one_or_none()
            if news is not None:
                connection.execute(_TOLD_AFTER_ALL, dict(news))
            return True

    def drop(self, delivery: int, *, now: datetime) -> bool:
        with self._database.write() as connection:
            return connection.execute(_DROP, {"delivery": delivery, "now": now}).rowcount == 1

    def unreported(self, *, limit: int) -> tuple[Delivery, ...]:
        return self._read(_UNREPORTED, {"most": limit})

    def mark_reported(
        self, deliveries: Sequence[int], notice: Edition | None, *, now: datetime
    ) -> None:
        with self._database.write() as connection:
            connection.execute(_TELL, {"ids": list(deliveries)})
            if notice is not None:
                self._editions.enqueue(connection, [notice], now)

    def _settled(
        self, connection: Connection, worker: str, settled: Sequence[Settled], now: datetime
    ) -> int:
        """How many rows were still this worker's, at the attempt that it reports."""
        told = {(end.delivery.id, end.delivery.attempts): end for end in reversed(settled)}
        asked = {"ids": [number for number, _ in told], "by": worker}
        rows = connection.execute(_OURS, asked).mappings().all()
        ours = [(row, told[key]) for row in rows if (key := (row["id"], row["attempts"])) in told]
        if not ours:
            return 0
        connection.execute(_SETTLE, [_ending(end.delivery, worker, now) for _, end in ours])
        self._enter(
            connection, [row["id"] for row, end in ours if end.delivery.status == "sent"], now
        )
        settled_late = [(row["to"], doubtful_id(row["id"])) for row, _ in ours if _was_unsure(row)]
        self._ledger.forget(connection, settled_late)
        unsure = [row["id"] for row, end in ours if is_unknowable(end.delivery)]
        self._enter_doubtful(connection, unsure, now)
        outbox_rows.apply_failure_effects(
            connection, [row for row, end in ours if end.delivery.status == "failed"], now
        )
        for row, end in ours:
            if end.pause or _fails_again(connection, row, end):
                why = end.pause or end.pause_if_again
                sql_subscriptions.pause(connection, row["place"], why, now)
        moved = {
            row["place"].channel_alone: end.moved_to.channel_alone
            for row, end in ours
            if end.moved_to is not None
        }
        for old, new in moved.items():
            channel_moves.move(connection, old, new, now)
        return len(ours)

    def _enter(self, connection: Connection, sent: Sequence[int], now: datetime) -> None:
        """Enter what the messages that were sent quote into the ledger."""
        if sent:
            rows = connection.execute(_QUOTES, {"ids": sent}).all()
            self._ledger.enter(connection, [SentMessage(*row) for row in rows], now)

    def _enter_doubtful(self, connection: Connection, unsure: Sequence[int], now: datetime) -> None:
        """Enters messages that may have been sent and whose id is unknown for good; they can only
        be listed.
        """
        if unsure:
            rows = connection.execute(_DOUBTFUL, {"ids": list(unsure)}).all()
            doubtful = [SentMessage(row.to, doubtful_id(row.id), row.quotes) for row in rows]
            self._ledger.enter(connection, doubtful, now)

    def _read(self, statement: Select[Any], asked: dict[str, Any]) -> tuple[Delivery, ...]:
        with self._database.read() as connection:
            return tuple(map(delivery, connection.execute(statement, asked).mappings()))


def _was_unsure(row: RowMapping) -> bool:
    """Whether a row counted as uncertain until its worker reported the outcome."""
    return bool(row["status"] == "uncertain")


def _fails_again(connection: Connection, row: RowMapping, end: Settled) -> bool:
    """Whether the place's previous edition failed for the same reason."""
    if not end.pause_if_again:
        return False
    asked = {"of": row["place"], "named": row["edition"], "delivery": row["id"]}
    before = connection.execute(_ENDED_BEFORE, asked).one_or_none()
    return before is not None and tuple(before) == ("failed", end.pause_if_again)


def _ending(delivery: Delivery, worker: str, now: datetime) -> dict[str, Any]:
    return {
        "delivery": delivery.id,
        "by": worker,
        "ended": delivery.status,
        "again_at": delivery.due,
        "posted_as": delivery.posted,
        "why": delivery.error,
        "looked_for": delivery.look_at,
        "now": now,
    }
