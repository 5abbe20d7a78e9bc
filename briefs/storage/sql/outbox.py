"""The outbox on a SQL database: each method is a transaction of its own, safe from any thread."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, get_args

from sqlalchemy import Select, bindparam, func, select, update

from briefs.digests.frozen import Message
from briefs.digests.outbox import OPEN, Delivery, Edition, Retry, Sent, Settled, Status
from briefs.errors import NotFound
from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.schema_outbox import deliveries, has_status
from briefs.storage.sql import channel_moves, claims, outbox_rows, outcomes
from briefs.storage.sql.claims import COLUMNS, delivery
from briefs.storage.sql.ledger import SqlLedger
from briefs.storage.sql.outbox_rows import Editions

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
            return outcomes.settle(connection, worker, settled, now, self._ledger)

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
            outcomes.enter_doubtful(connection, unsure, now, self._ledger)
            return ended

    def restart_waits(self, *, now: datetime, lease: timedelta, look_after: timedelta) -> int:
        with self._database.write(exclusive=False) as connection:
            return claims.restart_waits(connection, now=now, lease=lease, look_after=look_after)

    def uncertain(
        self, accounts: Sequence[str], *, now: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        return self._read(_DOUBTS, {"accounts": accounts, "now": now, "most": limit})

    def resolve(self, delivery: Delivery, found: Sent | Retry | None, *, now: datetime) -> bool:
        with self._database.write() as connection:
            return outcomes.resolve(connection, delivery, found, now, self._ledger)

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
        with self._database.write() as connection:
            return outcomes.resend(connection, delivery, now, until)

    def drop(self, delivery: int, *, now: datetime) -> bool:
        with self._database.write() as connection:
            return outcomes.drop(connection, delivery, now)

    def unreported(self, *, limit: int) -> tuple[Delivery, ...]:
        return self._read(_UNREPORTED, {"most": limit})

    def mark_reported(
        self, deliveries: Sequence[int], notice: Edition | None, *, now: datetime
    ) -> None:
        with self._database.write() as connection:
            connection.execute(_TELL, {"ids": list(deliveries)})
            if notice is not None:
                self._editions.enqueue(connection, [notice], now)

    def _read(self, statement: Select[Any], asked: dict[str, Any]) -> tuple[Delivery, ...]:
        with self._database.read() as connection:
            return tuple(map(delivery, connection.execute(statement, asked).mappings()))
