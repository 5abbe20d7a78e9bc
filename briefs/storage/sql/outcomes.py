"""Writes the outcomes of deliveries and their effects, and the operator's decisions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from briefs.digests.outbox import OPEN, Delivery, Retry, Sent, Settled
from briefs.storage.schema_outbox import deliveries, has_status, messages, subscriptions
from briefs.storage.sql import channel_moves, outbox_rows
from briefs.storage.sql import subscriptions as sql_subscriptions
from briefs.storage.sql.ledger import SentMessage, SqlLedger, doubtful_id, is_unknowable
from briefs.storage.sql.outbox_rows import FAILED

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


def settle(
    connection: Connection,
    worker: str,
    settled: Sequence[Settled],
    now: datetime,
    ledger: SqlLedger,
) -> int:
    """How many rows were still this worker's, at the attempt that it reports."""
    told = {(end.delivery.id, end.delivery.attempts): end for end in reversed(settled)}
    asked = {"ids": [number for number, _ in told], "by": worker}
    rows = connection.execute(_OURS, asked).mappings().all()
    ours = [(row, told[key]) for row in rows if (key := (row["id"], row["attempts"])) in told]
    if not ours:
        return 0
    connection.execute(_SETTLE, [_ending(end.delivery, worker, now) for _, end in ours])
    _enter(
        connection, [row["id"] for row, end in ours if end.delivery.status == "sent"], now, ledger
    )
    settled_late = [(row["to"], doubtful_id(row["id"])) for row, _ in ours if _was_unsure(row)]
    ledger.forget(connection, settled_late)
    unsure = [row["id"] for row, end in ours if is_unknowable(end.delivery)]
    enter_doubtful(connection, unsure, now, ledger)
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


def _enter(connection: Connection, sent: Sequence[int], now: datetime, ledger: SqlLedger) -> None:
    """Enter the quotations of sent messages into the ledger."""
    if sent:
        rows = connection.execute(_QUOTES, {"ids": sent}).all()
        ledger.enter(connection, [SentMessage(*row) for row in rows], now)


def _was_unsure(row: RowMapping) -> bool:
    """Whether a row counted as uncertain until its worker reported the outcome."""
    return bool(row["status"] == "uncertain")


def enter_doubtful(
    connection: Connection, unsure: Sequence[int], now: datetime, ledger: SqlLedger
) -> None:
    """Enter messages that may have been sent under an unknown id; they can be listed, not
    corrected.
    """
    if unsure:
        rows = connection.execute(_DOUBTFUL, {"ids": list(unsure)}).all()
        doubtful = [SentMessage(row.to, doubtful_id(row.id), row.quotes) for row in rows]
        ledger.enter(connection, doubtful, now)


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


def resolve(
    connection: Connection,
    delivery: Delivery,
    found: Sent | Retry | None,
    now: datetime,
    ledger: SqlLedger,
) -> bool:
    asked = {"delivery": delivery.id, "attempt": delivery.attempts, "now": now}
    match found:
        case Sent(posted):
            done = connection.execute(_FOUND, asked | {"posted_as": posted})
            if done.rowcount == 1:
                _enter(connection, [delivery.id], now, ledger)
        case Retry(reason, after):
            done = connection.execute(_MISSING, asked | {"again_at": now + after, "why": reason})
        case None:
            done = connection.execute(_UNKNOWABLE, asked)
            if done.rowcount == 1:
                enter_doubtful(connection, [delivery.id], now, ledger)
        case never:
            assert_never(never)
    return done.rowcount == 1


def resend(connection: Connection, delivery: int, now: datetime, until: datetime) -> bool:
    asked = {"delivery": delivery, "now": now, "at_most": until}
    if connection.execute(_RESEND, asked).rowcount == 0:
        return False
    news = connection.execute(_NEWS, {"delivery": delivery}).mappings().one_or_none()
    if news is not None:
        connection.execute(_TOLD_AFTER_ALL, dict(news))
    return True


def drop(connection: Connection, delivery: int, now: datetime) -> bool:
    return connection.execute(_DROP, {"delivery": delivery, "now": now}).rowcount == 1
