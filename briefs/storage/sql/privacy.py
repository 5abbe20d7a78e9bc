"""Deletes a person's data on a SQL database, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Text,
    bindparam,
    delete,
    or_,
    select,
    type_coerce,
    update,
)

from briefs.model import Address
from briefs.storage.engine import Database
from briefs.storage.privacy import FORGOTTEN, Forgotten
from briefs.storage.schema import TO_WIPE, editorial_log, facts, proposals
from briefs.storage.schema_outbox import (
    corrected,
    deliveries,
    has_status,
    quoted,
    rate_slots,
    shown,
    subscriptions,
    tokens,
)
from briefs.storage.sql.chat_state import SqlChatState
from briefs.storage.types import storable

_PLACES: tuple[Column[str], ...] = (
    tokens.c.channel,
    shown.c.address,
    quoted.c.to,
    corrected.c.to,
    corrected.c.reply_to,
    subscriptions.c.place,
    deliveries.c.place,
    deliveries.c.to,
    rate_slots.c.key,
)
"""The columns with addresses; rows with an address of a private chat are deleted."""

_UNNAME = (
    update(editorial_log).where(editorial_log.c.by == bindparam("who")).values(by=FORGOTTEN),
    update(proposals).where(proposals.c.by == bindparam("who")).values(by=FORGOTTEN),
)
_UNPLACE = update(proposals).where(
    type_coerce(proposals.c.at, Text).in_(bindparam("those", expanding=True))
)
_IS_SENT_NOW = has_status("claimed", "sending")


class SqlPrivacy:
    """Implements `briefs.storage.privacy.PrivacyStore`."""

    def __init__(self, database: Database, chat_state: SqlChatState) -> None:
        self._database = database
        self._chat_state = chat_state
        self._note_fact = database.upsert(facts)

    def forget(self, person: str, places: Sequence[Address] = (), *, now: datetime) -> Forgotten:
        platform, _, own = storable(person).rpartition(":")
        with self._database.write() as connection:
            unnamed = sum(
                connection.execute(statement, {"who": person}).rowcount for statement in _UNNAME
            )
            deleted = 0
            chats = {str(place.channel_alone) for place in places}
            _unplace(connection, platform, own, chats)
            for column in _PLACES:
                those = _addresses(connection, column, platform, own, chats)
                gone = delete(column.table).where(type_coerce(column, Text).in_(those))
                if column.table is deliveries:
                    gone = gone.where(~_IS_SENT_NOW)
                deleted += connection.execute(gone).rowcount if those else 0
            connection.execute(self._note_fact, {"name": TO_WIPE, "value": now.isoformat()})
        self._chat_state.forget_issued()  # cached tokens have no row any more
        return Forgotten(deleted, unnamed)


def _unplace(connection: Connection, platform: str, own: str, chats: Iterable[str]) -> None:
    those = _addresses(connection, proposals.c.at, platform, own, chats)
    if those:
        connection.execute(_UNPLACE.values(at=None), {"those": those})


def _addresses(
    connection: Connection, column: Column[str], platform: str, own: str, chats: Iterable[str]
) -> list[str]:
    """The addresses in a column that belong to these chats, or to the person's own."""
    text = type_coerce(column, Text)
    own_chats = text.startswith(f"{platform}:", autoescape=True) & text.contains(
        f":{own}", autoescape=True
    )
    named = [text.startswith(chat, autoescape=True) for chat in chats]
    found = connection.scalars(select(text).where(or_(own_chats, *named)).distinct())
    return [one for one in found if _is_of(one, platform, own, chats)]


def _is_of(text: str, platform: str, own: str, chats: Iterable[str]) -> bool:
    try:
        at = Address.parse(text)
    except ValueError:
        return False
    is_own = at.platform == platform and at.channel == own
    return is_own or str(at.channel_alone) in set(chats)
