"""What messages showed, so that a reply to one, or the next word after it, knows its piece."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from briefs.model import Address, Shown
from briefs.storage.engine import Database
from briefs.storage.schema import shown
from briefs.storage.sql.catalogue import storable
from briefs.storage.sql.chat_state import channel_of

KEPT = timedelta(days=90)
_SWEEP_EVERY = timedelta(hours=1)
_LAST = ""
"""Stands for the message in the row of an address that says what was shown there last."""

_SHOWN = select(shown.c.piece, shown.c.revision).where(
    shown.c.address == bindparam("address"), shown.c.message == bindparam("message")
)
_FORGET = delete(shown).where(shown.c.shown_at < bindparam("until"))


class Conversations:
    """Remembers for 90 days; a message is known by its channel, whatever thread it is replied in.

    The old is swept out now and then while the new is noted.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._note = database.upsert(shown)
        self._swept: datetime | None = None

    def note(self, at: Address, message: str, showed: Shown, now: datetime) -> None:
        places = ((channel_of(at), storable(message)), (storable(str(at)), _LAST))
        rows = [
            {
                "address": address,
                "message": key,
                "piece": showed.piece,
                "revision": showed.revision,
                "shown_at": now,
            }
            for address, key in places
        ]
        # Written for every answer, so not made to last: a power cut costs what a reply was to.
        with self._database.write(lasting=False, alone=False) as connection:
            if self._swept is None or now - self._swept >= _SWEEP_EVERY:
                connection.execute(_FORGET, {"until": now - KEPT})
                self._swept = now
            connection.execute(self._note, rows)

    def shown(self, at: Address, message: str | None) -> Shown | None:
        asked = (
            {"address": storable(str(at)), "message": _LAST}
            if message is None
            else {"address": channel_of(at), "message": storable(message)}
        )
        with self._database.read() as connection:
            row = connection.execute(_SHOWN, asked).one_or_none()
        return None if row is None else Shown(row.piece, row.revision)
