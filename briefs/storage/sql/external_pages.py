"""External pages: stored for a while under negative numbers, then deleted."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from briefs.model import Edited, Revision
from briefs.pieces import versions
from briefs.pieces.versions import says_the_same
from briefs.storage.engine import Database
from briefs.storage.schema import external_pages, pieces, revisions, summaries
from briefs.storage.sql import write_revisions
from briefs.storage.types import storable

_AT = (
    select(external_pages.c.id, external_pages.c.until)
    .where(external_pages.c.page == bindparam("at"), external_pages.c.until > bindparam("now"))
    .order_by(external_pages.c.id.desc())
    .limit(1)
)
_ENTER = insert(external_pages)
_TAKEN = select(external_pages.c.id).where(external_pages.c.id == bindparam("id"))
_MAX_NUMBER = 2**31 - 1
"""The largest value of the column, a four-byte INTEGER on PostgreSQL ("Numeric Types")."""

_EXTEND = (
    update(external_pages)
    .where(external_pages.c.id == bindparam("of"))
    .values(until=bindparam("later"))
)
_GROW = (
    update(external_pages)
    .where(external_pages.c.id == bindparam("of"))
    .values(bytes=external_pages.c.bytes + bindparam("more"))
)
_BYTES = select(func.coalesce(func.sum(external_pages.c.bytes), 0))
_SOONEST = (
    select(external_pages.c.id, external_pages.c.bytes)
    .where(external_pages.c.id != bindparam("but"))
    .order_by(external_pages.c.until, external_pages.c.id)
    .limit(1)
)
_OVER = select(external_pages.c.id).where(external_pages.c.until <= bindparam("now"))
_FORGET = (
    delete(summaries).where(summaries.c.piece == bindparam("of")),
    delete(pieces).where(pieces.c.number == bindparam("of")),
    delete(revisions).where(revisions.c.piece == bindparam("of")),
)
_END = delete(external_pages).where(external_pages.c.id == bindparam("id"))


class ExternalPageStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, edited: Edited, now: datetime, until: datetime, quota: int) -> Revision:
        page, size = versions.page_key(edited.draft.url), versions.kept_bytes(edited)
        with self._database.write() as connection:
            there = connection.execute(_AT, {"at": page, "now": now}).one_or_none()
            if there is None or not page:
                number = _free_number(connection)
                connection.execute(
                    _ENTER, {"id": number, "page": page, "until": until, "bytes": size}
                )
                _make_room(connection, quota, number)
                return write_revisions.open_as(
                    connection, edited, -number, f"passing-{number}", now
                )
            connection.execute(_EXTEND, {"of": there.id, "later": max(there.until, until)})
            latest = _latest(connection, there.id)
            if says_the_same(edited.draft, latest):
                return latest
            connection.execute(_GROW, {"of": there.id, "more": size})
            _make_room(connection, quota, there.id)
            return write_revisions.file_next(connection, edited, latest, now)

    def size(self) -> int:
        """The approximate bytes of all external pages."""
        with self._database.read() as connection:
            return int(connection.execute(_BYTES).scalar_one())

    def at(self, url: str, now: datetime) -> Revision | None:
        page = storable(versions.page_key(url))
        with self._database.read() as connection:
            there = connection.execute(_AT, {"at": page, "now": now}).one_or_none()
            return None if there is None or not page else _latest(connection, there.id)

    def expire(self, now: datetime) -> int:
        with self._database.write() as connection:
            over = connection.scalars(_OVER, {"now": now}).all()
            for number in over:
                _forget(connection, number)
            return len(over)


def _make_room(connection: Connection, quota: int, but: int) -> None:
    """Delete the pages that expire first until the rest fits; never `but`, the page just stored."""
    taken = connection.execute(_BYTES).scalar_one()
    while taken > quota:
        soonest = connection.execute(_SOONEST, {"but": but}).one_or_none()
        if soonest is None:
            return
        _forget(connection, soonest.id)
        taken -= soonest.bytes


def _forget(connection: Connection, number: int) -> None:
    for statement in _FORGET:
        connection.execute(statement, {"of": -number})
    connection.execute(_END, {"id": number})


def _free_number(connection: Connection) -> int:
    """A number that nobody can guess: anyone who can name an external page may read it, in any
    chat.
    """
    while True:
        number = secrets.randbelow(_MAX_NUMBER) + 1
        if connection.execute(_TAKEN, {"id": number}).one_or_none() is None:
            return number


def _latest(connection: Connection, number: int) -> Revision:
    return write_revisions.stored_versions(connection, -number).latest
