"""The catalogue on a SQL database: lists, finds, searches and adds pieces. The functions beside it
read pieces and their revisions within the caller's transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from briefs.model import Brief, Card, Edited, Hit, Length, Revision, Source, Summary, piece_number
from briefs.storage.engine import Database
from briefs.storage.schema import (
    ARCHIVED,
    CARD,
    CURRENT_OF,
    erasures,
    pieces,
    publications,
    retractions,
    revisions,
    summaries,
    topics,
)
from briefs.storage.types import GREATEST, storable

if TYPE_CHECKING:
    from briefs.corrections.affected_messages import EditorsWord
    from briefs.digests.digest import NewPiece
    from briefs.search_query import Filter, Hits, Query
    from briefs.storage import Added
    from briefs.storage.editorial import Erasure, Original, Retraction

_revision = (
    revisions.c.piece,
    pieces.c.slug,
    *(c for c in revisions.c if c.name not in {"piece", "page", "origin", "original"}),
)

_ARRIVAL = select(func.coalesce(func.max(pieces.c.arrival), 0))
_REVISION = (
    select(*_revision)
    .join(pieces, pieces.c.number == revisions.c.piece)
    .where(revisions.c.piece == bindparam("piece"))
)
_SUMMARISED = _REVISION.add_columns(
    summaries.c.method, summaries.c.spans, summaries.c.coverage
).join(
    summaries,
    and_(
        summaries.c.piece == revisions.c.piece,
        summaries.c.revision == revisions.c.number,
        summaries.c.length == bindparam("length"),
    ),
)
_is_current = revisions.c.number == pieces.c.revision
_is_numbered = revisions.c.number == bindparam("number")
_CURRENT = _REVISION.where(_is_current)
_NUMBERED_REVISION = _REVISION.where(_is_numbered)
_RETRACTION = select(retractions).where(retractions.c.piece == bindparam("piece"))
_ERASED = (
    select(erasures.c.revision, erasures.c.sha256, erasures.c.reason, erasures.c.erased_at)
    .where(erasures.c.piece == bindparam("piece"))
    .order_by(erasures.c.revision)
)
_has_number = pieces.c.number == bindparam("number")
_NAMED = (
    select(pieces.c.number)
    .where(
        or_(_has_number, pieces.c.slug == bindparam("slug")),
        pieces.c.number > 0,
        ~exists().where(erasures.c.piece == pieces.c.number),
    )
    .order_by(_has_number.desc())
    .limit(1)
)
_CURRENT_BRIEF = _SUMMARISED.where(_is_current)
_NUMBERED_BRIEF = _SUMMARISED.where(_is_numbered)


def arrival(connection: Connection) -> int:
    newest: int = connection.execute(_ARRIVAL).scalar_one()
    return newest


def revision(connection: Connection, piece: int, number: int | None) -> Revision:
    """A revision, the public one with None; NotFound if there is no such piece or revision."""
    statement = _CURRENT if number is None else _NUMBERED_REVISION
    return Revision(**_version(connection, statement, piece, number))


def retraction(connection: Connection, piece: int) -> "Retraction | None":
    """The retraction of a piece, if it is not public again."""
    if abs(piece) > GREATEST:
        return None
    row = connection.execute(_RETRACTION, {"piece": piece}).mappings().one_or_none()
    if row is None:
        return None
    from briefs.storage.editorial import Retraction  # noqa: PLC0415  # most pieces are public

    return Retraction(**row)


def erasure(connection: Connection, piece: int) -> "Erasure | None":
    """The erasure of a piece."""
    if abs(piece) > GREATEST:
        return None
    rows = connection.execute(_ERASED, {"piece": piece}).all()
    if not rows:
        return None
    from briefs.storage.editorial import Erasure  # noqa: PLC0415  # as above

    texts = tuple((row.revision, row.sha256) for row in rows)
    return Erasure(piece, rows[0].reason, rows[0].erased_at, texts)


def piece_named(connection: Connection, ref: str) -> int | None:
    """The number of the piece with that number or slug, public or not, unless it was erased."""
    asked = {"number": piece_number(ref), "slug": storable(ref.strip().casefold())}
    number: int | None = connection.execute(_NAMED, asked).scalar_one_or_none()
    return number


def brief(connection: Connection, piece: int, length: Length, number: int | None) -> Brief:
    """As `revision`, with its summary; NotFound also if there is no summary of that length."""
    statement = _CURRENT_BRIEF if number is None else _NUMBERED_BRIEF
    values = _version(connection, statement, piece, number, length=length)
    summary = Summary(
        method=values.pop("method"),
        length=length,
        sentences=values.pop("spans"),
        coverage=values.pop("coverage"),
    )
    return Brief(Revision(**values), summary)


def _version(
    connection: Connection,
    statement: Select[Any],
    piece: int,
    number: int | None,
    **asked: str,
) -> dict[str, Any]:
    row = None
    if max(abs(piece), abs(number or 0)) <= GREATEST:
        values = {"piece": piece, "number": number, **asked}
        row = connection.execute(statement, values).mappings().one_or_none()
    if row is not None:
        return dict(row)
    from briefs.storage.editorial import not_public  # noqa: PLC0415  # as above

    if number is not None:
        raise not_public(f"{piece}, revision {number}", erasure(connection, piece))
    gone = retraction(connection, piece) or erasure(connection, piece)
    raise not_public(str(piece), gone)


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
_CARD_NUMBERED = select(*CARD).select_from(_newest).where(pieces.c.number == bindparam("number"))
_CARD_NAMED = select(*CARD).select_from(_newest).where(pieces.c.slug == bindparam("slug"))


class Intake(Protocol):
    """Adds pieces (`briefs.storage.sql.add`), in an exclusive transaction of the caller's."""

    def add(
        self,
        connection: Connection,
        edited: Edited,
        now: datetime,
        *,
        original: "Original | None",
        anyway: bool,
        archive: bool,
        word: "EditorsWord | None",
    ) -> "Added": ...


class SqlCatalogue:
    """Implements `briefs.storage.Catalogue`; `intake` is called before a piece is added."""

    def __init__(self, database: Database, intake: Callable[[], Intake]) -> None:
        self._database = database
        self._intake = intake

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
            return self._intake().add(
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
        found = self._rows(_CARD_NUMBERED, {"number": number}) if number is not None else ()
        found = found or self._rows(_CARD_NAMED, {"slug": storable(ref.strip().casefold())})
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
            return arrival(connection)

    def arrivals(self, since: int, *, limit: int, oldest: bool = False) -> "tuple[NewPiece, ...]":
        from briefs.digests.digest import NewPiece  # noqa: PLC0415  # needed only for digests

        statement = _FIRST_ARRIVALS if oldest else _NEWEST_ARRIVALS
        rows = self._rows(statement, {"since": since, "limit": limit})
        found = tuple(NewPiece(card=card, **more) for card, more in map(_card_and_more, rows))
        return found[::-1] if oldest else found

    def revision(self, piece: int, number: int | None = None) -> Revision:
        with self._database.read() as connection:
            return revision(connection, piece, number)

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        with self._database.read() as connection:
            return brief(connection, piece, length, number)

    def retraction(self, piece: int) -> "Retraction | None":
        with self._database.read() as connection:
            return retraction(connection, piece)

    def erasure(self, piece: int) -> "Erasure | None":
        with self._database.read() as connection:
            return erasure(connection, piece)

    def withdrawn(self, ref: str) -> "Retraction | Erasure | None":
        number = piece_number(ref)
        with self._database.read() as connection:
            piece = piece_named(connection, ref)
            if piece is not None:
                return retraction(connection, piece)
            return None if number is None else erasure(connection, number)

    def _rows(self, statement: Select[Any], asked: Mapping[str, object]) -> Sequence[RowMapping]:
        with self._database.read() as connection:
            return connection.execute(statement, asked).mappings().all()


def _card_and_more(row: RowMapping) -> tuple[Card, dict[str, Any]]:
    """The card of a row, and its other columns by name."""
    values = dict(row)
    return Card(**{column.name: values.pop(column.name) for column in CARD}), values


def _key(topic: str) -> str:
    return storable(topic.casefold())
