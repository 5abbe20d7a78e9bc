"""A place that its platform moved: its orders, and all that is posted there, go along."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Text,
    bindparam,
    delete,
    func,
    select,
    type_coerce,
    update,
)

from briefs.digests.outbox import OPEN
from briefs.model import Address
from briefs.storage.schema_outbox import deliveries, subscriptions

_ORDERS = select(subscriptions.c.place).where(subscriptions.c.channel == bindparam("of"))
_MOVE_ORDER = (
    update(subscriptions)
    .where(subscriptions.c.place == bindparam("of"))
    .values(
        place=bindparam("there"),
        channel=bindparam("moved_to"),
        account=bindparam("posted_by"),
        version=subscriptions.c.version + 1,
    )
)
_END = delete(subscriptions).where(subscriptions.c.place == bindparam("of"))

_text = type_coerce(deliveries.c.place, Text)
# What becomes of each follows from its status, which no worker changes meanwhile.
_DELIVERIES = (
    select(deliveries.c.id, deliveries.c.place, deliveries.c.edition, deliveries.c.status)
    .where(
        (_text == bindparam("channel"))
        | (func.substr(_text, 1, bindparam("length")) == bindparam("prefix"))
    )
    .order_by(deliveries.c.id)
    .with_for_update()
)
_MOVE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(place=bindparam("there"))
)
_REDIRECT = _MOVE.values(
    to=bindparam("there"), account=bindparam("posted_by"), changed_at=bindparam("now")
)
_DOUBLE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(
        status="failed",
        error="The place that it moved to has this edition already.",
        worker="",
        lease=None,
        told=False,
        changed_at=bindparam("now"),
    )
)


def move(connection: Connection, old: Address, new: Address, now: datetime) -> None:
    """Take everything of channel `old` and its threads to channel `new`, threads to threads.

    What `new` has already stays as it is: its orders, and its editions, of which none is posted
    twice.
    """
    if old == new:
        return
    _move_orders(connection, old, new)
    taken = {(row["place"], row["edition"]) for row in _deliveries(connection, new)}
    moved: list[dict[str, Any]] = []
    redirected: list[dict[str, Any]] = []
    doubles: list[dict[str, Any]] = []
    for row in _deliveries(connection, old):
        there = replace(new, thread=row["place"].thread)
        if (there, row["edition"]) in taken:
            if row["status"] in {"pending", "claimed"}:
                doubles.append({"delivery": row["id"], "now": now})
        elif row["status"] in OPEN:
            redirected.append(
                {"delivery": row["id"], "there": there, "posted_by": there.account, "now": now}
            )
        else:
            moved.append({"delivery": row["id"], "there": there})
    for statement, rows in ((_MOVE, moved), (_REDIRECT, redirected), (_DOUBLE, doubles)):
        if rows:
            connection.execute(statement, rows)


def _move_orders(connection: Connection, old: Address, new: Address) -> None:
    taken = set(connection.scalars(_ORDERS, {"of": new}))
    for place in connection.scalars(_ORDERS, {"of": old}).all():
        there = replace(new, thread=place.thread)
        if there in taken:
            connection.execute(_END, {"of": place})
        else:
            asked = {"of": place, "there": there, "moved_to": new, "posted_by": new.account}
            connection.execute(_MOVE_ORDER, asked)


def _deliveries(connection: Connection, channel: Address) -> Sequence[RowMapping]:
    """Those of a channel and its threads."""
    prefix = f"{channel}:"
    asked = {"channel": str(channel), "prefix": prefix, "length": len(prefix)}
    return connection.execute(_DELIVERIES, asked).mappings().all()
