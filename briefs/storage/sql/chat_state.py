"""What is stored of chats, in SQL: requests until they are answered, tokens of buttons, what sent
messages showed, and what they quote.

A request is new if the row of its key could be inserted: the primary key refuses it a second time.
A platform stores only a short token; the database has the press that belongs to it. What a message
showed decides which piece a reply to it, or the next command after it, is about. The ledger of what
messages quote says which of them a correction of a piece reaches.
"""

import hmac
import zlib
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from hashlib import sha256
from operator import itemgetter
from threading import Lock

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from briefs.digests.outbox import OPEN, Delivery
from briefs.model import ANYWHERE, Address, Press, Shown, Span
from briefs.storage.coordination import TakenRequest
from briefs.storage.engine import Database
from briefs.storage.ledger import LedgerEntry, Quoted
from briefs.storage.schema_outbox import (
    deliveries,
    has_status,
    inbox,
    quoted,
    said_blocks,
    taken,
    tokens,
)
from briefs.storage.schema_outbox import shown as shown_messages
from briefs.storage.types import dump_press, load_press, storable

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


_TOKEN_BYTES = 15
_REMEMBERED = 10_000
RENEWED = timedelta(days=30)
"""A token that is issued again after this time is written again; so far its
row may be out of date.
"""
_ANYWHERE = str(ANYWHERE)

_PRESS = select(tokens.c.press).where(
    tokens.c.token == bindparam("token"),
    or_(tokens.c.channel == bindparam("channel"), tokens.c.channel == _ANYWHERE),
)

_LAST = ""
"""The empty message id of the row that says what was last shown at an address."""

_SHOWN = select(shown_messages.c.piece, shown_messages.c.revision).where(
    shown_messages.c.address == bindparam("address"),
    shown_messages.c.message == bindparam("message"),
)


_DROP_EDITS = (
    update(deliveries)
    .where(
        deliveries.c.place == bindparam("at"),
        deliveries.c.edits == bindparam("which"),
        has_status(*sorted(OPEN)),
        has_status("pending"),
    )
    .values(status="dropped")
)


class SqlChatState:
    """Implements `briefs.storage.ChatState`.

    A token is a keyed hash of its channel and its press: the same every time, in any process.

    Recently issued tokens are cached, so that issuing them again costs no statement. A token's row
    has the time when it was last issued, or up to `RENEWED` before.

    What a message showed is stored by channel, whatever thread a reply is in, for as long as
    `RetentionPeriods` says.
    """

    def __init__(self, database: Database, secret: bytes, ledger: SqlLedger) -> None:
        self._database = database
        self._ledger = ledger
        self._secret = secret
        self._keep_tokens = database.upsert(tokens)
        self._issued: OrderedDict[tuple[str, Press], tuple[str, datetime]] = OrderedDict()
        self._lock = Lock()
        self._note_shown = database.upsert(shown_messages)

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        channel = channel_of(at)
        wanted = [(channel, press) for press in presses]
        with self._lock:
            known = {key: self._issued[key] for key in wanted if key in self._issued}
        issued = {key: kept for key, kept in known.items() if now - kept[1] < RENEWED}
        fresh = {key: (self._token(*key), now) for key in wanted if key not in issued}
        if fresh:
            rows = [
                {
                    "token": token,
                    "channel": channel,
                    "press": dump_press(press),
                    "issued_at": noted,
                }
                # Sorted: two transactions that lock the same rows in different orders would
                # deadlock.
                for (channel, press), (token, noted) in sorted(fresh.items(), key=itemgetter(1))
            ]
            with self._database.write(exclusive=False) as connection:
                connection.execute(self._keep_tokens, rows)
        issued |= fresh
        with self._lock:
            for key, noted in issued.items():
                self._issued[key] = noted
                self._issued.move_to_end(key)
            while len(self._issued) > _REMEMBERED:
                self._issued.popitem(last=False)
        return tuple(issued[key][0] for key in wanted)

    def forget_issued(self) -> None:
        """Forget the cache of issued tokens."""
        with self._lock:
            self._issued.clear()

    def redeem(self, token: str, at: Address) -> Press | None:
        asked = {"token": storable(token), "channel": channel_of(at)}
        with self._database.read() as connection:
            packed = connection.execute(_PRESS, asked).scalar_one_or_none()
        return None if packed is None else load_press(packed)

    def note_shown(
        self,
        at: Address,
        message: str,
        shown: Shown | None,
        *,
        now: datetime,
        quotes: Sequence[Quoted] = (),
        said: str | None = None,
    ) -> None:
        places = ((channel_of(at), storable(message)), (storable(str(at)), _LAST))
        rows = [
            {
                "address": address,
                "message": key,
                "piece": shown.piece,
                "revision": shown.revision,
                "shown_at": now,
            }
            for address, key in places
            if shown is not None
        ]
        # Not durable: it is written for every answer, and a power cut costs only what a reply
        # refers to and which messages a correction reaches.
        with self._database.write(durable=False, exclusive=False) as connection:
            if rows:
                connection.execute(self._note_shown, rows)
            if quotes or said is not None:
                # The message was edited since; the correction is decided again.
                those = [{"at": to, "which": message} for to in places_of(at, message)]
                connection.execute(_DROP_EDITS, those)
                sent = SentMessage(at, storable(message), quotes, said or "")
                self._ledger.enter(connection, [sent], now)

    def shown(self, at: Address, message: str | None = None) -> Shown | None:
        asked = (
            {"address": storable(str(at)), "message": _LAST}
            if message is None
            else {"address": channel_of(at), "message": storable(message)}
        )
        with self._database.read() as connection:
            row = connection.execute(_SHOWN, asked).one_or_none()
        return None if row is None else Shown(row.piece, row.revision)

    def _token(self, channel: str, press: Press) -> str:
        """120 bits, as 20 characters of [A-Za-z0-9_-]."""
        meant = f"{channel}\n{dump_press(press)}".encode()
        return urlsafe_b64encode(hmac.digest(self._secret, meant, "sha256")[:_TOKEN_BYTES]).decode()


def channel_of(at: Address) -> str:
    """The canonical address of the channel, without its thread."""
    return storable(str(at.channel_alone))


class SqlDeduplication:
    """Implements `briefs.storage.coordination.Deduplication`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(taken).returning(taken.c.key)

    def new_keys(self, keys: Sequence[str], *, now: datetime) -> frozenset[str]:
        # Sorted: two transactions that insert the same keys in different orders would deadlock.
        rows = [{"key": key, "taken_at": now} for key in sorted(set(keys))]
        if not rows:
            return frozenset()
        # Not durable: after a power cut a request may be answered twice, which costs less than a
        # wait for the disk at each request.
        with self._database.write(durable=False, exclusive=False) as connection:
            return frozenset(connection.scalars(self._enter, rows))


_WORKERS = select(inbox.c.worker).where(inbox.c.account == bindparam("of")).distinct()
_DONE = delete(inbox).where(inbox.c.key == bindparam("of"))
_INHERIT = (
    update(inbox)
    .where(inbox.c.account == bindparam("of"), inbox.c.worker == bindparam("dead"))
    .values(worker=bindparam("heir"))
    .returning(inbox.c.key, inbox.c.payload, inbox.c.taken_at)
)


class SqlInbox:
    """Implements `briefs.storage.coordination.Inbox`.

    No commit waits for the disk: a killed process loses nothing, a power cut may lose the requests
    of the last moment.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(inbox)

    def note(self, requests: Sequence[TakenRequest], *, account: str, worker: str) -> None:
        rows = [
            {
                "key": storable(one.key),
                "account": account,
                "worker": worker,
                "payload": storable(one.payload),
                "taken_at": one.taken_at,
            }
            for one in sorted(requests, key=lambda one: one.key)
        ]
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(self._enter, rows)

    def done(self, keys: Sequence[str]) -> None:
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(_DONE, [{"of": storable(key)} for key in sorted(keys)])

    def take_over(
        self, account: str, *, worker: str, has_died: Callable[[str], bool]
    ) -> tuple[TakenRequest, ...]:
        with self._database.read() as connection:
            workers = connection.scalars(_WORKERS, {"of": account}).all()
        dead = [one for one in workers if one != worker and has_died(one)]
        if not dead:
            return ()
        found: list[TakenRequest] = []
        with self._database.write() as connection:
            for one in dead:
                asked = {"of": account, "dead": one, "heir": worker}
                found += (TakenRequest(*row) for row in connection.execute(_INHERIT, asked))
        return tuple(sorted(found, key=lambda one: (one.taken_at, one.key)))
