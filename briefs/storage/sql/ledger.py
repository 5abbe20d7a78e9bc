"""The ledger of quotations on a SQL database."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, select

from briefs.digests.outbox import Delivery
from briefs.model import Address, Span
from briefs.storage.engine import Database
from briefs.storage.ledger import LedgerEntry, Quoted
from briefs.storage.schema_outbox import quoted, said_blocks

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
    """A sent message, what it quotes, and the blocks that it was rendered from."""

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
        """Enter sent messages, in the transaction that records the sending.

        Earlier entries of the same messages are replaced: a message can be edited in place.
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
        """Delete the entries of messages."""
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


def entries_of(
    to: Address, message: str, quotes: Iterable[Quoted], now: datetime, said: str = ""
) -> Sequence[LedgerEntry]:
    """The entries of a sent message; external pages have none."""
    found: dict[tuple[int, int], set[Span]] = {}
    quoted = [quote for quote in quotes if quote.piece > 0]
    now_said = {(quote.piece, quote.revision) for quote in quoted if not quote.earlier}
    for quote in quoted:
        key = (quote.piece, quote.revision)
        if not quote.earlier or key not in now_said:
            found.setdefault(key, set()).add(quote.at)
    return [
        LedgerEntry(
            to=to,
            message=message,
            piece=piece,
            revision=revision,
            spans=tuple(sorted(spans, key=lambda span: (span.start, span.end))),
            sent_at=now,
            said=said_key(said),
            earlier=(piece, revision) not in now_said,
        )
        for (piece, revision), spans in sorted(found.items())
    ]


def places_of(to: Address, message: str) -> tuple[Address, ...]:
    """The addresses under which a message may be entered: its channel, its thread, or a thread that
    begins with it. Platforms name a message differently in each.
    """
    own = Address(to.platform, to.workspace, to.channel, message)
    return tuple(dict.fromkeys((to.channel_alone, to, own)))


def said_key(said: str) -> str:
    """The key of blocks in the ledger; equal blocks are stored once."""
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32] if said else ""


def doubtful_id(delivery: int) -> str:
    """The placeholder id of a message that may have been sent, but whose id is unknown."""
    return f"uncertain {delivery}"


def is_unknowable(delivery: Delivery) -> bool:
    """Whether a delivery may have been sent, and its message cannot be looked for."""
    return delivery.status == "uncertain" and delivery.look_at is None
