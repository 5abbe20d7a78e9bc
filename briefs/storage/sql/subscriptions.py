"""Subscriptions on a SQL database: a step and its edition are one transaction."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from briefs.digests.digest import Pause, Run, Subscription
from briefs.digests.outbox import Edition
from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.schema import IS_HELD
from briefs.storage.schema_outbox import RUNNING, subscriptions
from briefs.storage.sql import channel_moves
from briefs.storage.sql.outbox_rows import Editions
from briefs.storage.subscriptions import Step

_ALIKE = tuple(field.name for field in fields(Subscription) if field.name not in {"to", "pause"})
"""Fields that have a column of the same name."""

_ORDERS = select(subscriptions)
_ORDER = _ORDERS.where(subscriptions.c.place == bindparam("of"))
_LISTED = _ORDERS.order_by(subscriptions.c.place).limit(bindparam("most"))
_LISTED_ON = _LISTED.where(subscriptions.c.place > bindparam("after"))
_DUE = (
    _ORDERS.where(RUNNING, subscriptions.c.next_at <= bindparam("now"), ~IS_HELD)
    .order_by(subscriptions.c.next_at, subscriptions.c.place)
    .limit(bindparam("most"))
)
_of_accounts = subscriptions.c.account.in_(bindparam("accounts", expanding=True))
_DUE_OF = _DUE.where(_of_accounts)
_CROWDS = (
    select(subscriptions.c.account, subscriptions.c.next_at, func.count())
    .where(RUNNING, subscriptions.c.next_at <= bindparam("now"))
    .group_by(subscriptions.c.account, subscriptions.c.next_at)
)
_CROWDS_OF = _CROWDS.where(_of_accounts)
# Two ranges instead of `zones <> :known`, which no index answers: while all rows are up to date
# both ranges are empty, and the index of `zones` says so at once.
_STALE = tuple(
    _ORDERS.where(RUNNING, others).order_by(subscriptions.c.zones).limit(bindparam("most"))
    for others in (
        subscriptions.c.zones < bindparam("known"),
        subscriptions.c.zones > bindparam("known"),
    )
)
_UNREPORTED = _LISTED.where(subscriptions.c.paused_by == "platform", ~subscriptions.c.told)
_VERSIONS = (
    select(subscriptions.c.place, subscriptions.c.version)
    .where(subscriptions.c.place.in_(bindparam("places", expanding=True)))
    .with_for_update()
)
_CHANGE = (
    update(subscriptions)
    .where(
        subscriptions.c.place == bindparam("of"), subscriptions.c.version == bindparam("decided")
    )
    .values(version=subscriptions.c.version + 1)
)
_END = delete(subscriptions).where(subscriptions.c.place == bindparam("of"))
# The subscription of an address and, if that is a channel, of its threads.
_within = or_(subscriptions.c.place == bindparam("of"), subscriptions.c.channel == bindparam("of"))
_WITHIN = _ORDERS.where(_within).order_by(subscriptions.c.place)
_REST = (
    update(subscriptions)
    .where(_within, RUNNING)
    .values(
        paused_by="platform",
        reason=bindparam("why"),
        told=False,
        version=subscriptions.c.version + 1,
        changed_at=bindparam("now"),
    )
)
_WAKE = _CHANGE.where(subscriptions.c.paused_by == "platform").values(paused_by=None, reason="")
_TELL = (
    update(subscriptions)
    .where(subscriptions.c.place.in_(bindparam("places", expanding=True)))
    .values(told=True)
)


class SqlSubscriptions:
    """Implements `briefs.storage.subscriptions.SubscriptionStore`."""

    def __init__(self, database: Database, editions: Editions) -> None:
        self._database = database
        self._editions = editions
        self._keep = database.insert_new(subscriptions)

    def get(self, at: Address) -> Subscription | None:
        with self._database.read() as connection:
            row = connection.execute(_ORDER, {"of": at}).mappings().one_or_none()
        return None if row is None else _subscription(row)

    def save(self, subscription: Subscription, next_run: Run | None, *, now: datetime) -> bool:
        # zones="" makes the scheduler compute the next run with its own zone data.
        row = _row(subscription, next_run, zones="", now=now)
        with self._database.write() as connection:
            if subscription.version == 0:
                new = row | {"place": subscription.to, "version": 1, "told": False}
                return connection.execute(self._keep, new).rowcount == 1
            channel_moves.hold(connection, subscription.to)
            changed = connection.execute(_CHANGE, row | _decided_on(subscription)).rowcount == 1
            if changed:
                channel_moves.take_back(connection, subscription.to)
            return changed

    def delete(self, at: Address) -> bool:
        with self._database.write() as connection:
            channel_moves.hold(connection, at)
            channel_moves.take_back(connection, at)
            channel_moves.drop_rest(connection, at)
            return connection.execute(_END, {"of": at}).rowcount == 1

    def due(
        self, *, now: datetime, limit: int, accounts: Sequence[str] = ()
    ) -> tuple[Subscription, ...]:
        asked = {"now": now, "most": limit}
        if not accounts:
            return self._read(_DUE, asked)
        return self._read(_DUE_OF, {**asked, "accounts": accounts})

    def due_counts(
        self, *, now: datetime, accounts: Sequence[str] = ()
    ) -> dict[tuple[str, datetime], int]:
        asked = {"now": now}
        with self._database.read() as connection:
            if accounts:
                rows = connection.execute(_CROWDS_OF, {**asked, "accounts": accounts})
            else:
                rows = connection.execute(_CROWDS, asked)
            return {(account, at): count for account, at, count in rows}

    def stale(self, zones: str, *, limit: int) -> tuple[Subscription, ...]:
        asked = {"known": zones, "most": limit}
        before, behind = (self._read(some, asked) for some in _STALE)
        return (before + behind)[:limit]

    def advance(self, steps: Sequence[Step], *, zones: str, now: datetime) -> int:
        asked = {"places": [step.subscription.to for step in steps]}
        # Not durable: a power cut undoes editions together with the steps of their subscriptions.
        # It never undoes an edition of which a part was sent: an intent is durable, and so is
        # everything that was committed before it, since both engines write one log in order
        # (PostgreSQL's documentation, "Asynchronous Commit"; https://sqlite.org/wal.html).
        with self._database.write(durable=False) as connection:
            versions = dict(connection.execute(_VERSIONS, asked).all())
            ours = [
                step
                for step in steps
                if versions.pop(step.subscription.to, None) == step.subscription.version
            ]
            if ours:
                rows = [
                    _row(step.subscription, step.next, zones=zones, now=now)
                    | _decided_on(step.subscription)
                    for step in ours
                ]
                connection.execute(_CHANGE, rows)
                self._editions.enqueue(
                    connection, [one.edition for one in ours if one.edition], now
                )
        return len(ours)

    def page(self, *, limit: int, after: Address | None = None) -> tuple[Subscription, ...]:
        if after is None:
            return self._read(_LISTED, {"most": limit})
        return self._read(_LISTED_ON, {"most": limit, "after": after})

    def in_channel(self, at: Address) -> tuple[Subscription, ...]:
        return self._read(_WITHIN, {"of": at})

    def move(self, at: Address, to: Address, *, now: datetime) -> None:
        with self._database.write() as connection:
            channel_moves.move(connection, at.channel_alone, to.channel_alone, now)

    def pause(self, at: Address, reason: str, *, now: datetime) -> int:
        with self._database.write() as connection:
            return pause(connection, at, reason, now)

    def resume(self, at: Address, next_runs: Sequence[tuple[Subscription, Run | None]]) -> int:
        within = [(one, run) for one, run in next_runs if at in {one.to, one.to.channel_alone}]
        with self._database.write() as connection:
            return sum(
                connection.execute(
                    _WAKE,
                    {
                        "starts": one.starts,
                        "next_at": run and run.at,
                        "zones": "",
                        "changed_at": one.starts,
                        **_decided_on(one),
                    },
                ).rowcount
                for one, run in within
            )

    def unreported(self, *, limit: int) -> tuple[Subscription, ...]:
        return self._read(_UNREPORTED, {"most": limit})

    def mark_reported(
        self, at: Sequence[Address], notice: Edition | None, *, now: datetime
    ) -> None:
        with self._database.write() as connection:
            connection.execute(_TELL, {"places": list(at)})
            if notice is not None:
                self._editions.enqueue(connection, [notice], now)

    def _read(self, statement: Select[Any], asked: dict[str, Any]) -> tuple[Subscription, ...]:
        with self._database.read() as connection:
            return tuple(map(_subscription, connection.execute(statement, asked).mappings()))


def pause(connection: Connection, at: Address, reason: str, now: datetime) -> int:
    """Pause the running subscriptions of a place and its threads, within the
    caller's transaction.
    """
    return connection.execute(_REST, {"of": at, "why": reason, "now": now}).rowcount


def _subscription(row: RowMapping) -> Subscription:
    values = {name: row[name] for name in _ALIKE}
    by = row["paused_by"]
    return Subscription(to=row["place"], pause=by and Pause(by, row["reason"]), **values)


def _row(
    subscription: Subscription, next_run: Run | None, *, zones: str, now: datetime
) -> dict[str, Any]:
    """The columns that a change sets."""
    pause = subscription.pause
    return {
        **{name: getattr(subscription, name) for name in _ALIKE if name != "version"},
        "channel": subscription.to.channel_alone,
        "account": subscription.to.account,
        "paused_by": pause and pause.by,
        "reason": pause.reason if pause else "",
        "next_at": next_run and next_run.at,
        "zones": zones,
        "changed_at": now,
    }


def _decided_on(subscription: Subscription) -> dict[str, Any]:
    return {"of": subscription.to, "decided": subscription.version}
