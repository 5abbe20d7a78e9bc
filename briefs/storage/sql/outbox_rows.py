"""Puts editions into the outbox: a place has one of each name, and equal messages are kept once."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, bindparam, false, literal_column, select, tuple_

from briefs.digests.frozen import Message
from briefs.digests.outbox import Edition
from briefs.errors import Unproved
from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.schema_outbox import deliveries, messages

_AT_ONCE: Final = 500
"""Keys that are asked for: a server takes no list that is thousands long."""

_KNOWN = select(deliveries.c.place, deliveries.c.edition).where(
    tuple_(deliveries.c.place, deliveries.c.edition).in_(bindparam("keys", expanding=True)),
    deliveries.c.part == 0,
)
# How all begin is written out: a crowd of them comes at once, and each value that is not costs it.
_BEGINNING = {
    "status": literal_column("'pending'"),
    "attempts": literal_column("0"),
    "worker": literal_column("''"),
    "posted": literal_column("''"),
    "error": literal_column("''"),
    "resent": false(),
    "told": false(),
}
_MESSAGE = select(messages.c.payload, messages.c.quotes, messages.c.about).where(
    messages.c.key == bindparam("key")
)


class Editions:
    """What writes editions, on the engine of a database, within a transaction of another's."""

    def __init__(self, database: Database) -> None:
        self._keep = database.insert_new(messages)
        self._enter = database.insert_new(deliveries).values(_BEGINNING)

    def post(self, connection: Connection, editions: Iterable[Edition], now: datetime) -> int:
        """Put in those whose place has none of their name; how many that were."""
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
        kept = {part.message.key: _kept(part.message) for part in parts}
        if kept:
            connection.execute(self._keep, list(kept.values()))
            rows = [
                _row(edition, number, now)
                for edition in wanted.values()
                for number in range(len(edition.parts))
            ]
            connection.execute(self._enter, rows)
        return len(wanted)


def message(connection: Connection, key: str) -> Message:
    """The message of that key, as it was frozen; Unproved if it is not there, or another."""
    try:
        row = connection.execute(_MESSAGE, {"key": key}).mappings().one_or_none()
        found = None if row is None else Message(**row)
    except (ValueError, TypeError) as error:
        raise Unproved(f"the frozen message {key} cannot be read") from error
    if found is None or found.key != key:
        raise Unproved(f"the frozen message {key} is not what was stored")
    return found


def _kept(message: Message) -> dict[str, Any]:
    return {
        "key": message.key,
        "payload": message.payload,
        "quotes": message.quotes,
        "about": message.about,
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
        "since": edition.since,
        "upto": edition.upto,
        "due": edition.due,
        "until": edition.until,
        "changed_at": now,
    }
