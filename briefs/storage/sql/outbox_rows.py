"""Puts editions into the outbox, and applies the effects of a failed delivery.

A place has one edition of a name; equal messages are stored once. If a part fails, the later parts
of its edition fail; if the first part fails, its subscription goes back to before the edition.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    exists,
    false,
    literal_column,
    select,
    tuple_,
    update,
)

from briefs.digests.outbox import Edition, Message
from briefs.errors import Unproved, Withdrawn
from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.schema import erasures
from briefs.storage.schema_outbox import deliveries, has_status, messages, subscriptions

_AT_ONCE: Final = 500
"""Keys in one statement: a server refuses a list of thousands."""

_KNOWN = select(deliveries.c.place, deliveries.c.edition).where(
    tuple_(deliveries.c.place, deliveries.c.edition).in_(bindparam("keys", expanding=True)),
    deliveries.c.part == 0,
)
# Literals, because thousands of rows are inserted at once and each bound value costs time.
_BEGINNING = {
    "status": literal_column("'pending'"),
    "attempts": literal_column("0"),
    "worker": literal_column("''"),
    "posted": literal_column("''"),
    "error": literal_column("''"),
    "resent": false(),
    "told": false(),
}
_ERASED = select(erasures.c.piece).where(erasures.c.piece.in_(bindparam("pieces", expanding=True)))
WITHDRAWN: Final[dict[str, Any]] = {"payload": "", "quotes": (), "about": None, "said": ""}
"""The columns of a message about an erased piece, by which it counts as withdrawn."""

_MESSAGE = select(messages.c.payload, messages.c.quotes, messages.c.about, messages.c.said).where(
    messages.c.key == bindparam("key")
)


class Editions:
    """Writes editions, within a transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._keep = database.insert_new(messages)
        self._enter = database.insert_new(deliveries).values(_BEGINNING)

    def enqueue(self, connection: Connection, editions: Iterable[Edition], now: datetime) -> int:
        """Add editions, except where the place has one of that name; returns
        how many were added.
        """
        wanted: dict[tuple[Address, str], Edition] = {}
        for edition in editions:
            if edition.parts:
                wanted.setdefault((edition.to, edition.name), edition)
        if not wanted:
            return 0
        keys = iter(list(wanted))
        while some := list(islice(keys, _AT_ONCE)):
            for place, name in connection.execute(_KNOWN, {"keys": some}):
                del wanted[place, name]
        parts = [part for edition in wanted.values() for part in edition.parts]
        frozen = {part.message.key: part.message for part in parts}
        if frozen:
            gone = _erased(connection, frozen.values())
            kept = {key: _kept(one) for key, one in frozen.items()}
            for key, one in frozen.items():
                if not gone.isdisjoint(_told_of(one)):  # composed before the piece was erased
                    kept[key] |= WITHDRAWN
            connection.execute(self._keep, list(kept.values()))
            rows = [
                _row(edition, number, now)
                for edition in wanted.values()
                for number in range(len(edition.parts))
            ]
            connection.execute(self._enter, rows)
        return len(wanted)


def _erased(connection: Connection, frozen: Iterable[Message]) -> set[int]:
    """The erased pieces among those that messages are about."""
    told = sorted({piece for one in frozen for piece in _told_of(one)})
    return {
        piece
        for start in range(0, len(told), _AT_ONCE)
        for piece in connection.scalars(_ERASED, {"pieces": told[start : start + _AT_ONCE]})
    }


def _told_of(one: Message) -> set[int]:
    about = set() if one.about is None else {one.about.piece}
    return about | {quote.piece for quote in one.quotes}


def message(connection: Connection, key: str) -> Message:
    """The message with that key; Unproved if it is missing or damaged.

    Withdrawn if it was about a piece that was erased.
    """
    try:
        row = connection.execute(_MESSAGE, {"key": key}).mappings().one_or_none()
        found = None if row is None else Message(**row)
    except (ValueError, TypeError) as error:
        raise Unproved(f"the frozen message {key} cannot be read") from error
    if found is None or found.key != key:
        if found is not None and not found.payload:
            raise Withdrawn(f"the frozen message {key} told of a piece that was erased")
        raise Unproved(f"the frozen message {key} is not what was stored")
    return found


def _kept(message: Message) -> dict[str, Any]:
    return {
        "key": message.key,
        "payload": message.payload,
        "quotes": message.quotes,
        "about": message.about,
        "said": message.said,
    }


def _row(edition: Edition, part: int, now: datetime) -> dict[str, Any]:
    return {
        "place": edition.to,
        "edition": edition.name,
        "part": part,
        "to": edition.to,
        "account": edition.to.account,
        "message": edition.parts[part].message.key,
        "threaded": edition.parts[part].threaded,
        "edits": edition.parts[part].edits,
        "since": edition.since,
        "upto": edition.upto,
        "due": edition.due,
        "until": edition.until,
        "changed_at": now,
    }


FAILED = (
    deliveries.c.id,
    deliveries.c.place,
    deliveries.c.edition,
    deliveries.c.part,
    deliveries.c.since,
)
"""The columns that `apply_failure_effects` needs."""

_later = deliveries.alias("later")
# Not `sending`: that part may have been sent, even if an earlier part failed.
_FAIL_AFTER = (
    update(deliveries)
    .where(
        deliveries.c.place == bindparam("of"),
        deliveries.c.edition == bindparam("named"),
        deliveries.c.part > bindparam("after"),
        has_status("pending", "claimed"),
    )
    .values(
        status="failed",
        error="An earlier part was not sent.",
        worker="",
        lease=None,
        told=False,
        changed_at=bindparam("now"),
    )
)
_ORDERS = (
    select(subscriptions.c.place)
    .where(subscriptions.c.place.in_(bindparam("places", expanding=True)))
    .order_by(subscriptions.c.place)
    .with_for_update()
)
# Not if a later edition was sent: its pieces would be sent again.
_GIVE_BACK = (
    update(subscriptions)
    .where(
        subscriptions.c.place == bindparam("of"),
        subscriptions.c.since > bindparam("told_before"),
        ~exists().where(
            _later.c.place == subscriptions.c.place,
            _later.c.id > bindparam("delivery"),
            _later.c.since.is_not(None),
            ~has_status("failed", row=_later),
        ),
    )
    .values(since=bindparam("told_before"), version=subscriptions.c.version + 1)
)


def apply_failure_effects(
    connection: Connection, failed: Sequence[RowMapping], now: datetime
) -> None:
    """Apply the effects of failures; each row has the columns `FAILED`."""
    if not failed:
        return
    ordered = sorted(failed, key=itemgetter("id"))  # the earliest edition comes first
    connection.execute(
        _FAIL_AFTER,
        [
            {"of": row["place"], "named": row["edition"], "after": row["part"], "now": now}
            for row in ordered
        ],
    )
    given = [
        {"of": row["place"], "told_before": row["since"], "delivery": row["id"]}
        for row in ordered
        if row["part"] == 0 and row["since"] is not None
    ]
    if given:
        # Locked first: otherwise the scheduler could enqueue a later edition meanwhile.
        connection.execute(_ORDERS, {"places": [row["of"] for row in given]})
        connection.execute(_GIVE_BACK, given)
