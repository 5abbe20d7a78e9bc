"""Finds pieces by what they cite, and the public piece that says nearly the same as a text.

Both are stored beside the revisions: the references, and a sketch of each public body.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import (
    ColumnElement,
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
from briefs.pieces.versions import MIN_LIKENESS, SKETCH_SIZE, likeness, shingles, sketch
from briefs.search_query import Filter, Query, by_line, in_text, wording
from briefs.storage import search_index
from briefs.storage.editorial import Twin
from briefs.storage.engine import Database
from briefs.storage.schema import cited, pieces, revisions, sketches
from briefs.storage.sql import read, search_filter

_ENTER_CITATION = insert(cited)
_CLEAR_CITATIONS = delete(cited).where(cited.c.piece == bindparam("place"))
_REFERENCES = (
    select(revisions.c.piece, revisions.c.sources)
    .join(pieces, read.CURRENT_OF)
    .order_by(pieces.c.id.desc())
)
_UNLIMITED = (
    select(cited.c.piece.label("id"), func.min(cited.c.entry).label("entry"))
    .group_by(cited.c.piece)
    .order_by(cited.c.piece.desc())
)
_FIRST = _UNLIMITED.limit(bindparam("limit"))
"""The first matching reference of each of the newest pieces."""


class Citing:
    """Finds pieces by their references, on the engine of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        search = database.full_text
        self._hits = _hits(_FIRST.where(cited.c.id.in_(search.ENTRIES)))
        self._hits_on = _hits(
            _FIRST.where(
                cited.c.id.in_(database.full_text.ENTRIES),
                cited.c.piece.in_(database.full_text.TEXTS),
            )
        )

    def find(
        self, query: Query, limit: int, text: Query | None, where: Filter | None = None
    ) -> tuple[Hit, ...]:
        if not query:
            return ()
        with self._database.read() as connection:
            kinds = search_index.kinds(connection)
        if where:
            return self._filtered(query, limit, text or Query(()), where, kinds)
        asked = {"entry": self._database.full_text.match(query, kinds), "limit": limit}
        statement = self._hits
        if text:
            statement, asked["match"] = self._hits_on, self._database.full_text.match(text, kinds)
        with self._database.read() as connection:
            rows = connection.execute(statement, asked).mappings().all()
        return tuple(map(_hit, rows))

    def references(self) -> tuple[tuple[int, tuple[Source, ...]], ...]:
        with self._database.read() as connection:
            rows = connection.execute(_REFERENCES).all()
        return tuple((row.piece, row.sources) for row in rows if row.sources)

    def _filtered(
        self, query: Query, limit: int, text: Query, where: Filter, kinds: frozenset[str]
    ) -> tuple[Hit, ...]:
        search, whole = self._database.full_text, in_text(text, where)
        let_through = select(pieces.c.id).join(revisions, read.CURRENT_OF)
        let_through = let_through.where(*search_filter.conditions(where, search))
        asked = search_filter.values(where, search, kinds)
        asked["entry"] = search.match(query, kinds)
        first = _UNLIMITED.where(cited.c.id.in_(search.ENTRIES), cited.c.piece.in_(let_through))
        if whole:
            first = first.where(cited.c.piece.in_(search.TEXTS))
            asked["match"] = search.match(whole, kinds)

        def batch(most: int, behind: int) -> Sequence[RowMapping]:
            hits = _hits(first.limit(most).offset(behind), revisions.c.language)
            with self._database.read() as connection:
                return connection.execute(hits, asked).mappings().all()

        def is_kept(row: RowMapping) -> bool:
            return by_line(where, row["byline"], row["language"])

        return tuple(map(_hit, search_filter.paged(batch, is_kept, limit=limit, skip=0)))


def enter_citations(connection: Connection, revision: Revision) -> None:
    """Store the references of a public revision for search."""
    place = versions.sort_key(revision)
    rows = [
        {"piece": place, "entry": entry, "words": wording(source)}
        for entry, source in enumerate(revision.sources)
    ]
    if rows:
        connection.execute(_ENTER_CITATION, rows)


def clear_citations(connection: Connection, place: int) -> None:
    """Delete what `enter_citations` stored for the piece with a sort key."""
    connection.execute(_CLEAR_CITATIONS, {"place": place})


def _hits(first: Select[Any], *more: ColumnElement[Any]) -> Select[Any]:
    found = first.cte("found")
    return read.cards(found, revisions.c.sources, found.c.entry, *more)


def _hit(row: RowMapping) -> Hit:
    values = dict(row)
    values.pop("language", None)
    sources, entry = values.pop("sources"), values.pop("entry")
    return Hit(Card(**values), cites=sources[entry])


_LEAST_SHARED = 2
"""Shingles that two sketches must share; copies share half of them and more."""

_LOOKED_AT = 4
"""How many pieces, those that share most of a sketch, are compared in full."""

_KEYS = tuple(f"key{number}" for number in range(SKETCH_SIZE))
_ENTER_SIGNATURE = insert(sketches)
_CLEAR_SIGNATURES = delete(sketches).where(sketches.c.piece == bindparam("place"))

_near = (
    select(sketches.c.piece.label("id"), func.count().label("shared"))
    .where(sketches.c.key.in_([bindparam(name) for name in _KEYS]))
    .group_by(sketches.c.piece)
    .having(func.count() >= _LEAST_SHARED)
    .order_by(func.count().desc(), sketches.c.piece)
    .limit(_LOOKED_AT + 1)  # the piece itself may be among them
    .cte("near")
)
_NEAR = read.cards(_near, revisions.c.body).where(pieces.c.number != bindparam("beside"))


def enter_signature(connection: Connection, revision: Revision, found: AbstractSet[int]) -> None:
    """Store the sketch of a public revision; `found` are its shingles."""
    place = versions.sort_key(revision)
    rows = [{"key": key, "piece": place} for key in sketch(found)]
    if rows:
        connection.execute(_ENTER_SIGNATURE, rows)


def clear_signature(connection: Connection, place: int) -> None:
    """Delete what `enter_signature` stored for the piece with a sort key."""
    connection.execute(_CLEAR_SIGNATURES, {"place": place})


def nearest(connection: Connection, found: AbstractSet[int], beside: int) -> Twin | None:
    """The public piece that is most similar to these shingles, if similar enough; not piece
    `beside`.
    """
    keys = sketch(found)
    if not keys:
        return None
    asked = dict(zip(_KEYS, keys, strict=True)) | {"beside": beside}
    rows = connection.execute(_NEAR, asked).mappings().all()
    likest = max((_compared(dict(row), found) for row in rows), key=_rank, default=None)
    return likest if likest is not None and likest.likeness >= MIN_LIKENESS else None


def _compared(row: dict[str, Any], found: AbstractSet[int]) -> Twin:
    body = row.pop("body")
    return Twin(Card(**row), likeness(found, shingles(body)))


def _rank(twin: Twin) -> tuple[float, int]:
    """Of two pieces that are equally similar, the older one wins."""
    return twin.likeness, -twin.card.piece
