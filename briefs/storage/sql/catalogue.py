"""The catalogue on a SQL database: lists, finds, searches and adds pieces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import RowMapping, Select, and_, bindparam, func, select

from briefs.model import Brief, Card, Edited, Hit, Length, Revision, Source, piece_number
from briefs.storage.engine import Database
from briefs.storage.schema import ARCHIVED, pieces, publications, revisions, topics
from briefs.storage.sql import read_revisions
from briefs.storage.sql.read_revisions import CARD, CURRENT_OF, storable

if TYPE_CHECKING:
    from briefs.corrections.plan import EditorsWord
    from briefs.digests.digest import NewPiece
    from briefs.search_query import Filter, Hits, Query
    from briefs.storage import Added
    from briefs.storage.editorial import Erasure, Original, Retraction
    from briefs.storage.sql.add import Intake

_newest = pieces.join(revisions, CURRENT_OF)
_LISTED = select(*CARD).select_from(_newest).limit(bindparam("limit")).offset(bindparam("skip"))
_CARDS = _LISTED.order_by(pieces.c.id.desc())
_CARDS_ON = (
    _LISTED.join(topics, topics.c.piece == pieces.c.id)
    .where(topics.c.key == bindparam("key"))
    .order_by(topics.c.piece.desc())  # the same order, by the topics' own index
)
_COUNT = select(func.count()).select_from(pieces).where(pieces.c.revision.is_not(None))
_COUNT_ON = select(func.count()).select_from(topics).where(topics.c.key == bindparam("key"))
_TOPICS = select(
    topics.c.key, func.min(topics.c.topic).label("topic"), func.count().label("number")
).group_by(topics.c.key)
_ARRIVALS = (
    select(
        *CARD,
        pieces.c.arrival.label("number"),
        pieces.c.first,
        func.coalesce(publications.c.published_at, revisions.c.stored_at).label("at"),
    )
    .select_from(_newest)
    .outerjoin(  # an outer join: a piece without a row in `publications` arrives, too
        publications,
        and_(
            publications.c.piece == revisions.c.piece,
            publications.c.revision == revisions.c.number,
        ),
    )
    .where(pieces.c.arrival > bindparam("since"), pieces.c.first != ARCHIVED)
    .limit(bindparam("limit"))
)
_NEWEST_ARRIVALS = _ARRIVALS.order_by(pieces.c.arrival.desc())
_FIRST_ARRIVALS = _ARRIVALS.order_by(pieces.c.arrival)
_REFERENCES = (
    select(revisions.c.piece, revisions.c.sources)
    .join(pieces, CURRENT_OF)
    .order_by(pieces.c.id.desc())
)
_NUMBERED = select(*CARD).select_from(_newest).where(pieces.c.number == bindparam("number"))
_NAMED = select(*CARD).select_from(_newest).where(pieces.c.slug == bindparam("slug"))


class SqlCatalogue:
    """Implements `briefs.storage.Catalogue`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        edited: Edited,
        *,
        now: datetime,
        original: "Original | None" = None,
        anyway: bool = False,
        archive: bool = False,
        word: "EditorsWord | None" = None,
    ) -> "Added":
        with self._database.write() as connection:
            return self._intake.add(
                connection,
                edited,
                now,
                original=original,
                anyway=anyway,
                archive=archive,
                word=word,
            )

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        asked: dict[str, object] = {"limit": limit, "skip": skip}
        statement = _CARDS
        if topic is not None:
            statement, asked["key"] = _CARDS_ON, _key(topic)
        return tuple(Card(**row) for row in self._rows(statement, asked))

    def count(self, *, topic: str | None = None) -> int:
        with self._database.read() as connection:
            if topic is None:
                return connection.execute(_COUNT).scalar_one()
            return connection.execute(_COUNT_ON, {"key": _key(topic)}).scalar_one()

    def topics(self) -> tuple[tuple[str, int], ...]:
        with self._database.read() as connection:
            rows = sorted(connection.execute(_TOPICS), key=lambda row: (-row.number, row.key))
        return tuple((row.topic, row.number) for row in rows)

    def find(self, ref: str) -> Card | None:
        number = piece_number(ref)
        found = self._rows(_NUMBERED, {"number": number}) if number is not None else ()
        found = found or self._rows(_NAMED, {"slug": storable(ref.strip().casefold())})
        return Card(**found[0]) if found else None

    def search(
        self,
        query: "Query",
        *,
        limit: int,
        skip: int = 0,
        where: "Filter | None" = None,
        seconds: float | None = None,
    ) -> "Hits":
        from briefs import search_query  # noqa: PLC0415  # lists and briefs search for nothing
        from briefs.storage.sql import search  # noqa: PLC0415  # as above

        if not query and not where:
            return search_query.Hits()
        found = search.texts(
            self._database,
            query,
            where or search_query.ALL,
            limit=limit,
            skip=skip,
            seconds=search_query.SEARCH_SECONDS if seconds is None else seconds,
        )
        hits = search_query.Hits(
            search_query.hit(query, card, **text) for card, text in map(_card_and_more, found.rows)
        )
        if found.looked_to is not None:
            from briefs.pieces import versions  # noqa: PLC0415  # as above

            hits.is_all, hits.back_to = False, versions.moment_at(found.looked_to)
        hits.cut = bool(found.cut)
        return hits

    def citing(
        self,
        query: "Query",
        *,
        limit: int,
        text: "Query | None" = None,
        where: "Filter | None" = None,
    ) -> "Hits":
        from briefs import search_query  # noqa: PLC0415  # as above
        from briefs.storage.sql import search  # noqa: PLC0415  # as above

        if not query:
            return search_query.Hits()
        found, entries = search.citing(
            self._database,
            query,
            text or search_query.EVERYTHING,
            where or search_query.ALL,
            limit=limit,
        )
        hits = search_query.Hits(
            Hit(card, cites=more["sources"][entries[more["place"]]])
            for card, more in map(_card_and_more, found.rows)
        )
        hits.is_all, hits.cut = found.looked_to is None, bool(found.cut)
        return hits

    def references(self) -> tuple[tuple[int, tuple[Source, ...]], ...]:
        with self._database.read() as connection:
            rows = connection.execute(_REFERENCES).all()
        return tuple((row.piece, row.sources) for row in rows if row.sources)

    def arrival(self) -> int:
        with self._database.read() as connection:
            return read_revisions.arrival(connection)

    def arrivals(self, since: int, *, limit: int, oldest: bool = False) -> "tuple[NewPiece, ...]":
        from briefs.digests.digest import NewPiece  # noqa: PLC0415  # needed only for digests

        statement = _FIRST_ARRIVALS if oldest else _NEWEST_ARRIVALS
        rows = self._rows(statement, {"since": since, "limit": limit})
        found = tuple(NewPiece(card=card, **more) for card, more in map(_card_and_more, rows))
        return found[::-1] if oldest else found

    def revision(self, piece: int, number: int | None = None) -> Revision:
        with self._database.read() as connection:
            return read_revisions.revision(connection, piece, number)

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        with self._database.read() as connection:
            return read_revisions.brief(connection, piece, length, number)

    def retraction(self, piece: int) -> "Retraction | None":
        with self._database.read() as connection:
            return read_revisions.retraction(connection, piece)

    def erasure(self, piece: int) -> "Erasure | None":
        with self._database.read() as connection:
            return read_revisions.erasure(connection, piece)

    def withdrawn(self, ref: str) -> "Retraction | Erasure | None":
        number = piece_number(ref)
        with self._database.read() as connection:
            piece = read_revisions.piece_named(connection, ref)
            if piece is not None:
                return read_revisions.retraction(connection, piece)
            return None if number is None else read_revisions.erasure(connection, number)

    @cached_property
    def _intake(self) -> "Intake":
        from briefs.storage.sql.add import Intake  # noqa: PLC0415  # needed only to add
        from briefs.storage.sql.write_revisions import Originals  # noqa: PLC0415  # as above

        return Intake(Originals(self._database))

    def _rows(self, statement: Select[Any], asked: Mapping[str, object]) -> Sequence[RowMapping]:
        with self._database.read() as connection:
            return connection.execute(statement, asked).mappings().all()


def _card_and_more(row: RowMapping) -> tuple[Card, dict[str, Any]]:
    """The card of a row, and its other columns by name."""
    values = dict(row)
    return Card(**{column.name: values.pop(column.name) for column in CARD}), values


def _key(topic: str) -> str:
    return storable(topic.casefold())
