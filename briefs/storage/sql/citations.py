"""What pieces cite, entry by entry: kept beside the revisions so that pieces are found by it."""

from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from briefs.model import Card, Hit, Revision, Source
from briefs.pieces import versions
from briefs.search_query import EVERYTHING, Query, wording
from briefs.storage.engine import Database
from briefs.storage.schema import cited, pieces, revisions
from briefs.storage.sql import catalogue

_ENTER = insert(cited)
_CLEAR = delete(cited).where(cited.c.piece == bindparam("place"))
_REFERENCES = (
    select(revisions.c.piece, revisions.c.sources)
    .join(pieces, catalogue.CURRENT_OF)
    .order_by(pieces.c.id.desc())
)
_FIRST = (
    select(cited.c.piece.label("id"), func.min(cited.c.entry).label("entry"))
    .group_by(cited.c.piece)
    .order_by(cited.c.piece.desc())
    .limit(bindparam("limit"))
)
"""The first entry of each of the newest pieces."""


class Citing:
    """Finds pieces by their references, on the engine of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hits = _hits(_FIRST.where(cited.c.id.in_(database.entries)))
        self._hits_on = _hits(
            _FIRST.where(cited.c.id.in_(database.entries), cited.c.piece.in_(database.texts))
        )

    def find(self, query: Query, limit: int, text: Query) -> tuple[Hit, ...]:
        if not query:
            return ()
        asked = {"entry": self._database.match(query), "limit": limit}
        statement = self._hits
        if text != EVERYTHING:
            statement, asked["match"] = self._hits_on, self._database.match(text)
        with self._database.read() as connection:
            rows = connection.execute(statement, asked).mappings().all()
        return tuple(map(_hit, rows))


def enter(connection: Connection, revision: Revision) -> None:
    """Note what a public revision cites."""
    place = versions.place(revision)
    rows = [
        {"piece": place, "entry": entry, "words": wording(source)}
        for entry, source in enumerate(revision.sources)
    ]
    if rows:
        connection.execute(_ENTER, rows)


def clear(connection: Connection, place: int) -> None:
    """Forget what `enter` noted of the piece at a place."""
    connection.execute(_CLEAR, {"place": place})


def references(connection: Connection) -> tuple[tuple[int, tuple[Source, ...]], ...]:
    rows = connection.execute(_REFERENCES)
    return tuple((row.piece, row.sources) for row in rows if row.sources)


def _hits(first: Select[Any]) -> Select[Any]:
    found = first.cte("found")
    return catalogue.cards(found, revisions.c.sources, found.c.entry)


def _hit(row: RowMapping) -> Hit:
    values = dict(row)
    sources, entry = values.pop("sources"), values.pop("entry")
    return Hit(Card(**values), cites=sources[entry])
