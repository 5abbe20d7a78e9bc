"""Tokens of buttons, and what sent messages showed, on a SQL database.

A platform carries a short token; the database has the press that it stands for. What a message
showed decides which piece a reply to it, or the next command after it, is about.
"""

import hmac
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from threading import Lock

from sqlalchemy import bindparam, or_, select, update

from briefs.digests.outbox import OPEN
from briefs.model import ANYWHERE, Address, Press, Shown
from briefs.storage.engine import Database
from briefs.storage.ledger import Quoted
from briefs.storage.schema_outbox import deliveries, has_status, tokens
from briefs.storage.schema_outbox import shown as shown_messages
from briefs.storage.sql.ledger import SentMessage, SqlLedger, places_of
from briefs.storage.sql.read import storable
from briefs.storage.types import dump_press, load_press

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
