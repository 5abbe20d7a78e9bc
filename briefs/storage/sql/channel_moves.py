"""Moves a channel's subscriptions and deliveries to its new address; withdraws digests.

A digest is withdrawn if no part of it has begun: its rows are deleted, and its subscription goes
back to the state before it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Text,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from briefs.digests.outbox import OPEN
from briefs.model import Address
from briefs.storage.schema_outbox import deliveries, has_status, subscriptions

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
# Locked, because what becomes of each row depends on its status, which a worker could change.
_DELIVERIES = (
    select(
        deliveries.c.id,
        deliveries.c.place,
        deliveries.c.edition,
        deliveries.c.status,
        deliveries.c.edits,
    )
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
        error="The place moved: it has this already, or what was sent has other ids there.",
        worker="",
        lease=None,
        told=False,
        changed_at=bindparam("now"),
    )
)


def move(connection: Connection, old: Address, new: Address, now: datetime) -> None:
    """Move everything of channel `old` and its threads to channel `new`, threads to threads.

    Subscriptions and editions that `new` has already stay, and none is posted twice. Edits of
    messages sent before are dropped.
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
        # Messages have other ids there: an edit would change the wrong one.
        if (there, row["edition"]) in taken or (row["edits"] and row["status"] in OPEN):
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
    """The deliveries of a channel and its threads."""
    prefix = f"{channel}:"
    asked = {"channel": str(channel), "prefix": prefix, "length": len(prefix)}
    return connection.execute(_DELIVERIES, asked).mappings().all()


_sibling = deliveries.alias("sibling")
_OF_DIGESTS = (deliveries.c.place == bindparam("of"), deliveries.c.since.is_not(None))
_TO_COME = (*_OF_DIGESTS, has_status("claimed", "pending"))
# Not if a later edition was sent: going back would send its pieces again.
_has_begun = exists().where(
    _sibling.c.place == deliveries.c.place,
    _sibling.c.since.is_not(None),
    or_(_sibling.c.edition == deliveries.c.edition, _sibling.c.id > deliveries.c.id),
    # A row that an operator resent may have been sent the first time.
    or_(~has_status("claimed", "pending", row=_sibling), _sibling.c.resent),
)
_HOLD = select(deliveries.c.id).where(*_TO_COME).order_by(deliveries.c.id).with_for_update()
_EARLIEST = select(func.min(deliveries.c.since)).where(*_TO_COME, ~_has_begun)
_TAKE_BACK = delete(deliveries).where(*_TO_COME, ~_has_begun)
_LAST = select(func.max(deliveries.c.edition)).where(*_OF_DIGESTS)
_GO_BACK = (
    update(subscriptions)
    .where(subscriptions.c.place == bindparam("of"))
    .values(
        since=bindparam("told_upto"),
        last=bindparam("last_out"),
        zones="",  # its next run is recomputed
        version=subscriptions.c.version + 1,
    )
)
_DROP_REST = update(deliveries).where(*_TO_COME).values(status="dropped", worker="", lease=None)


def hold(connection: Connection, at: Address) -> None:
    """Lock the open rows of a place, so that no worker claims one during this transaction."""
    connection.execute(_HOLD, {"of": at})


def take_back(connection: Connection, at: Address) -> None:
    """Delete a place's digests that have not begun; its subscription goes back to before them."""
    asked = {"of": at}
    since = connection.scalar(_EARLIEST, asked)
    if since is None:
        return
    connection.execute(_TAKE_BACK, asked)
    last: str | None = connection.scalar(_LAST, asked)
    connection.execute(
        _GO_BACK, {"of": at, "told_upto": since, "last_out": last and date.fromisoformat(last)}
    )


def drop_rest(connection: Connection, at: Address) -> None:
    """Drop the remaining parts of a place's digests that have begun."""
    connection.execute(_DROP_REST, {"of": at})
