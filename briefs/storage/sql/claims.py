"""Leases of deliveries: which worker may send which row, and until when; and the rates that all
workers share, by the generic cell rate algorithm (GCRA), one row a key.

`tests/briefs/test_outbox_plans.py` checks the plans of these statements with EXPLAIN, on an outbox
with many rows due and statistics of an empty one.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    update,
)

from briefs.digests import outbox
from briefs.digests.outbox import (
    LONGEST_PAUSE,
    MAX_SKEW,
    OPEN,
    Delivery,
    PlatformPause,
    Rate,
    Slot,
    Status,
)
from briefs.storage.engine import Database
from briefs.storage.schema import IS_HELD
from briefs.storage.schema_outbox import deliveries, has_status, rate_slots
from briefs.storage.sql import outbox_rows
from briefs.storage.sql.outbox_rows import FAILED
from briefs.storage.types import Moment

COLUMNS = tuple(deliveries.c[field.name] for field in fields(Delivery))

_other = deliveries.alias("other")
_first = deliveries.alias("first")


def _after_error(words: str) -> ColumnElement[str]:
    return func.ltrim(deliveries.c.error + words)


_LATE = (
    update(deliveries)
    .where(has_status("pending"), deliveries.c.until < bindparam("now"))
    .values(
        status="failed",
        error=_after_error(" It was not sent in time."),
        told=False,
        changed_at=bindparam("now"),
    )
    .returning(*FAILED)
)
# count(*), not EXISTS: PostgreSQL turns EXISTS into a semi-join, and with statistics of a quiet
# outbox ("no row is pending") it joins all pending rows with all pending rows. It pulls up only ANY
# and EXISTS (`pull_up_sublinks` in its src/backend/optimizer/prep/prepjointree.c); a scalar
# subquery is looked up in the index of open deliveries, for each row.
_before = (
    select(func.count())
    .where(
        _other.c.place == deliveries.c.place,
        has_status(*sorted(OPEN), row=_other),
        or_(_other.c.id < deliveries.c.id, ~has_status("pending", row=_other)),
    )
    .scalar_subquery()
)
# Threaded parts wait while the first message of their edition is being looked for.
_is_waiting = deliveries.c.threaded & exists().where(
    _first.c.place == deliveries.c.place,
    _first.c.edition == deliveries.c.edition,
    _first.c.part == 0,
    _first.c.look_at.is_not(None),
)
_pick = (
    select(deliveries.c.id)
    .where(
        has_status("pending"),
        deliveries.c.due <= bindparam("now"),
        deliveries.c.account.in_(bindparam("accounts", expanding=True)),
        _before == 0,
        ~_is_waiting,
        ~IS_HELD,
    )
    .order_by(deliveries.c.due, deliveries.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("pick")
)
# The picked rows are locked, so their status cannot have changed. Naming the status again would let
# the planner choose the index of pending rows and read all of them instead of a few by their key.
_CLAIM = (
    update(deliveries)
    .where(deliveries.c.id.in_(select(_pick.c.id)))
    .values(
        status="claimed",
        worker=bindparam("by"),
        lease=bindparam("leased"),
        changed_at=bindparam("now"),
    )
    .returning(*COLUMNS, deliveries.c.threaded)
)
_FIRSTS = (
    select(deliveries.c.id, _first.c.posted)
    .join(
        _first,
        (_first.c.place == deliveries.c.place)
        & (_first.c.edition == deliveries.c.edition)
        & (_first.c.part == 0),
    )
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)), has_status("sent", row=_first))
)
_PLACE = (
    update(deliveries).where(deliveries.c.id == bindparam("delivery")).values(to=bindparam("under"))
)
_ORPHANED = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        status="failed",
        error=_after_error(" The message that it belongs under was not sent."),
        worker="",
        lease=None,
        told=False,
        changed_at=bindparam("now"),
    )
    .returning(*FAILED)
)
# `status + ''` hides the column from the partial index of open deliveries: with statistics of a
# quiet outbox PostgreSQL would scan that whole index for a few ids instead of looking them up by
# their key.
_is_claimed = (deliveries.c.status + "" == "claimed") & (deliveries.c.worker == bindparam("by"))
_INTEND = (
    update(deliveries)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)), _is_claimed)
    .values(
        status="sending",
        attempts=deliveries.c.attempts + 1,
        lease=bindparam("leased"),
        changed_at=bindparam("now"),
    )
    .returning(*COLUMNS)
)
_RELEASE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"), _is_claimed)
    .values(status="pending", due=bindparam("again_at"), worker="", lease=None)
)


def _expired(status: Status) -> ColumnElement[bool]:
    """Rows whose lease ran out or whose worker died, except those being settled (SKIP LOCKED)."""
    found = (
        select(deliveries.c.id)
        .where(
            has_status(status),
            deliveries.c.lease.is_not(None),
            or_(
                deliveries.c.lease <= bindparam("now"),
                deliveries.c.worker.in_(bindparam("dead", expanding=True)),
            ),
        )
        .with_for_update(skip_locked=True)
        .cte(f"expired_{status}")
    )
    return deliveries.c.id.in_(select(found.c.id))


_is_edit = deliveries.c.edits != ""
_BACK = (
    update(deliveries)
    .where(or_(_expired("claimed"), _is_edit & _expired("sending")))
    .values(status="pending", worker="", lease=None, changed_at=bindparam("now"))
)

_LOSE = (
    update(deliveries)
    .where(_expired("sending"), ~_is_edit)
    .values(
        status="uncertain",
        lease=None,
        error="The worker that sent it did not come back.",
        told=False,
        changed_at=bindparam("now"),
    )
    .returning(deliveries.c.id, deliveries.c.look_at)
)


# A row that was changed in the future: the clock was set back since.
_from_the_future = deliveries.c.changed_at > bindparam("present")
_RESTART_WAITS = (
    update(deliveries)
    .where(has_status("pending"), deliveries.c.attempts > 0, _from_the_future)
    .values(due=bindparam("now"), changed_at=bindparam("now")),
    update(deliveries)
    .where(deliveries.c.lease.is_not(None), _from_the_future)
    .values(lease=bindparam("leased"), changed_at=bindparam("now")),
    update(deliveries)
    .where(deliveries.c.look_at.is_not(None), _from_the_future)
    .values(look_at=bindparam("looked"), changed_at=bindparam("now")),
)


def delivery(row: RowMapping) -> Delivery:
    """The delivery in a row with the columns `COLUMNS`."""
    return Delivery(**{column.name: row[column.name] for column in COLUMNS})


def claim(
    connection: Connection,
    worker: str,
    accounts: Sequence[str],
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
) -> tuple[Delivery, ...]:
    outbox_rows.apply_failure_effects(
        connection, connection.execute(_LATE, {"now": now}).mappings().all(), now
    )
    asked = {"now": now, "accounts": accounts, "most": limit, "by": worker, "leased": now + lease}
    rows = connection.execute(_CLAIM, asked).mappings().all()
    threaded = [delivery(row) for row in rows if row["threaded"]]
    ours = [delivery(row) for row in rows if not row["threaded"]]
    if threaded:
        ours += _under_their_first(connection, threaded, now)
    return tuple(sorted(ours, key=lambda one: (one.due, one.id)))


def _under_their_first(
    connection: Connection, threaded: Sequence[Delivery], now: datetime
) -> list[Delivery]:
    """The deliveries placed under their edition's first message; if that was not sent, they are
    failed.
    """
    asked = {"ids": [one.id for one in threaded]}
    firsts = dict(connection.execute(_FIRSTS, asked).all())
    orphans = [one.id for one in threaded if one.id not in firsts]
    if orphans:
        failed = connection.execute(_ORPHANED, {"ids": orphans, "now": now}).mappings().all()
        outbox_rows.apply_failure_effects(connection, failed, now)
    # A thread has no threads within it.
    placed = [
        replace(one, to=replace(one.to, thread=one.to.thread or firsts[one.id]))
        for one in threaded
        if one.id in firsts
    ]
    if placed:
        connection.execute(_PLACE, [{"delivery": one.id, "under": one.to} for one in placed])
    return placed


def intend(
    connection: Connection,
    worker: str,
    claimed: Sequence[Delivery],
    *,
    now: datetime,
    lease: timedelta,
) -> tuple[Delivery, ...]:
    asked = {"ids": [one.id for one in claimed], "by": worker, "now": now, "leased": now + lease}
    ours = {row["id"]: delivery(row) for row in connection.execute(_INTEND, asked).mappings()}
    return tuple(ours.pop(one.id) for one in claimed if one.id in ours)


def release(connection: Connection, worker: str, claimed: Sequence[Delivery]) -> None:
    if claimed:
        connection.execute(
            _RELEASE,
            [{"delivery": one.id, "by": worker, "again_at": one.due} for one in claimed],
        )


def expire_leases(
    connection: Connection,
    *,
    now: datetime,
    look_after: timedelta,
    lookable: Sequence[str],
    dead: Sequence[str],
) -> tuple[int, tuple[int, ...]]:
    """How many leases ended, and the deliveries that may have been sent and
    cannot be looked for.
    """
    asked = {"now": now, "dead": list(dead)}
    ended = connection.execute(_BACK, asked).rowcount
    lost = _LOSE.values(look_at=case((_is_of(lookable), literal(now + look_after, Moment))))
    unsure = connection.execute(lost, asked).all()
    return ended + len(unsure), tuple(row.id for row in unsure if row.look_at is None)


def restart_waits(
    connection: Connection, *, now: datetime, lease: timedelta, look_after: timedelta
) -> int:
    asked = {
        "now": now,
        "present": now + MAX_SKEW,
        "leased": now + lease,
        "looked": now + look_after,
    }
    return sum(connection.execute(one, asked).rowcount for one in _RESTART_WAITS)


def _is_of(platforms: Sequence[str]) -> ColumnElement[bool]:
    account = deliveries.c.account
    starts = [account.startswith(f"{platform}:", autoescape=True) for platform in platforms]
    return or_(false(), account.in_(platforms), *starts)


_SLOTS = select(rate_slots).where(rate_slots.c.key.in_(bindparam("keys", expanding=True)))
_OURS = _SLOTS.order_by(rate_slots.c.key).with_for_update()
_TAKE = (
    update(rate_slots)
    .where(rate_slots.c.key == bindparam("of"))
    .values(free_at=bindparam("next_free"))
)
_PAUSE = (
    update(rate_slots)
    .where(rate_slots.c.key == bindparam("of"))
    .values(held_since=bindparam("since"), held_until=bindparam("until"))
)


class SqlRateLimiter:
    """Implements `briefs.storage.outbox.RateLimiter`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(rate_slots)

    def next_slot(self, key: str, *, now: datetime) -> datetime:
        with self._database.read() as connection:
            row = connection.execute(_SLOTS, {"keys": [key]}).mappings().one_or_none()
        return now if row is None else _next_slot(row, now)

    def reserve(
        self, wishes: Sequence[Sequence[Rate]], *, now: datetime, until: datetime
    ) -> tuple[Slot, ...]:
        keys = sorted({key for wish in wishes for key, _ in wish})
        if not keys:
            return tuple(Slot(now, taken=True) for _ in wishes)
        # Not durable: a power cut takes longer than any rate's interval.
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(self._enter, [{"key": key, "free_at": now} for key in keys])
            known = connection.execute(_OURS, {"keys": keys}).mappings()
            readiness = {row["key"]: _next_slot(row, now) for row in known}
            slots, ahead = outbox.reserve(wishes, readiness, now=now, until=until)
            if ahead:
                connection.execute(
                    _TAKE, [{"of": key, "next_free": free} for key, free in ahead.items()]
                )
        return slots

    def pause(self, key: str, until: datetime, *, now: datetime) -> None:
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(self._enter, {"key": key, "free_at": now})
            row = connection.execute(_OURS, {"keys": [key]}).mappings().one()
            pause = _pause(row)
            if pause is None or pause.ends(now) < until:
                connection.execute(_PAUSE, {"of": key, "since": now, "until": until})

    def paused_until(self, keys: Sequence[str], *, now: datetime) -> tuple[datetime, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_SLOTS, {"keys": list(keys)}).mappings().all()
        pauses = {row["key"]: pause for row in rows if (pause := _pause(row)) is not None}
        return tuple(pauses[key].ends(now) if key in pauses else now for key in keys)


def _pause(row: RowMapping) -> PlatformPause | None:
    until = row["held_until"]
    if until is None:
        return None
    return PlatformPause(row["held_since"] or until - LONGEST_PAUSE, until)


def _next_slot(row: RowMapping, now: datetime) -> datetime:
    return outbox.next_slot(row["free_at"], _pause(row), now)
