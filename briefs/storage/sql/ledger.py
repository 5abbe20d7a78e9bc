"""The ledger of quotations on a SQL database."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.ledger import LedgerEntry, Quoted, entries_of, places_of, said_key
from briefs.storage.schema import quoted, said_blocks

_FIELDS = tuple(field.name for field in fields(LedgerEntry))
COLUMNS = tuple(quoted.c[name] for name in _FIELDS)
_FORGET = delete(quoted).where(
    quoted.c.to == bindparam("at"), quoted.c.message == bindparam("sent_as")
)
_QUOTING = (
    select(*COLUMNS)
    .where(quoted.c.piece == bindparam("of"), ~quoted.c.earlier)
    .order_by(quoted.c.sent_at.desc(), quoted.c.to, quoted.c.message, quoted.c.revision)
    .limit(bindparam("most"))
)
_SAID = select(said_blocks.c.packed).where(said_blocks.c.key == bindparam("key"))
_SWIFTLY = 1


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that was sent, what it quotes, and the blocks that it was written from."""

    to: Address
    message: str
    quotes: Sequence[Quoted]
    said: str = ""


class SqlLedger:
    """Implements `briefs.storage.ledger.Ledger`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(quoted)
        self._keep = database.insert_new(said_blocks)

    def enter(self, connection: Connection, sent: Iterable[SentMessage], now: datetime) -> None:
        """Enter messages that were sent, in the transaction that notes the sending.

        What was entered of them before is replaced: a message can be edited in place.
        """
        found = [one for one in sent if one.quotes or one.said]
        if not found:
            return
        self.forget(connection, {(one.to, one.message) for one in found})
        entries = [
            entry
            for one in found
            for entry in entries_of(one.to, one.message, one.quotes, now, one.said)
        ]
        if entries:
            kept = {entry.said for entry in entries}
            blocks = {said_key(one.said): one.said for one in found if one.said}
            packed = [
                {"key": key, "packed": zlib.compress(blocks[key].encode(), _SWIFTLY)}
                for key in sorted(kept & blocks.keys())
            ]
            if packed:
                connection.execute(self._keep, packed)
            rows = [{field: getattr(entry, field) for field in _FIELDS} for entry in entries]
            connection.execute(self._enter, rows)

    def forget(self, connection: Connection, messages: Iterable[tuple[Address, str]]) -> None:
        """Delete what was entered of messages."""
        gone = [
            {"at": at, "sent_as": message}
            for to, message in sorted(messages, key=str)
            for at in places_of(to, message)
        ]
        if gone:
            connection.execute(_FORGET, gone)

    def quoting(self, piece: int, *, limit: int) -> tuple[LedgerEntry, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_QUOTING, {"of": piece, "most": limit}).mappings().all()
        return tuple(LedgerEntry(**row) for row in rows)

    def said(self, key: str) -> str:
        with self._database.read() as connection:
            packed: bytes | None = connection.scalar(_SAID, {"key": key})
        return "" if packed is None else zlib.decompress(packed).decode()
