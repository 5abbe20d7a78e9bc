"""The ledger of quotations on a SQL database."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.ledger import LedgerEntry, Quoted, entries_of
from briefs.storage.schema import quoted

_FIELDS = tuple(field.name for field in fields(LedgerEntry))
_COLUMNS = tuple(quoted.c[name] for name in _FIELDS)
_FORGET = delete(quoted).where(
    quoted.c.to == bindparam("at"), quoted.c.message == bindparam("sent_as")
)
_QUOTING = (
    select(*_COLUMNS)
    .where(quoted.c.piece == bindparam("of"))
    .order_by(quoted.c.sent_at.desc(), quoted.c.to, quoted.c.message, quoted.c.revision)
    .limit(bindparam("most"))
)


class SqlLedger:
    """Implements `briefs.storage.ledger.Ledger`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(quoted)

    def enter(
        self,
        connection: Connection,
        sent: Iterable[tuple[Address, str, Iterable[Quoted]]],
        now: datetime,
    ) -> None:
        """Enter messages that were sent, in the transaction that notes the sending.

        What was entered of them before is replaced: a message can be edited in place.
        """
        entries = [
            entry for to, message, quotes in sent for entry in entries_of(to, message, quotes, now)
        ]
        if entries:
            messages = {(entry.to, entry.message) for entry in entries}
            gone = [{"at": to, "sent_as": message} for to, message in sorted(messages, key=str)]
            connection.execute(_FORGET, gone)
            rows = [{field: getattr(entry, field) for field in _FIELDS} for entry in entries]
            connection.execute(self._enter, rows)

    def quoting(self, piece: int, *, limit: int) -> tuple[LedgerEntry, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_QUOTING, {"of": piece, "most": limit}).mappings().all()
        return tuple(LedgerEntry(**row) for row in rows)
