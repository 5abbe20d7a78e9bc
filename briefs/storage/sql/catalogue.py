"""Reads the catalogue: cards, revisions, briefs, topics and hits."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    func,
    select,
)

from briefs import search_query
from briefs.digests.digest import NewPiece
from briefs.errors import NotFound
from briefs.model import Brief, Card, Hit, Length, Revision, Summary
from briefs.pieces.versions import StoredVersions, piece_number
from briefs.search_query import Query
from briefs.storage.editorial import Retraction, not_public
from briefs.storage.schema import pieces, publications, retractions, revisions, summaries, topics

GREATEST = 2**31 - 1
"""The greatest number that every engine can be asked for."""

CURRENT_OF = and_(revisions.c.piece == pieces.c.number, revisions.c.number == pieces.c.revision)
"""Joins a piece with its public revision."""

_newest = pieces.join(revisions, CURRENT_OF)
_card = (
    revisions.c.piece,
    pieces.c.slug,
    revisions.c.number.label("revision"),
    revisions.c.title,
    revisions.c.byline,
    revisions.c.outlet,
    revisions.c.published,
    revisions.c.topics,
    revisions.c.stored_at,
)
_revision = (
    revisions.c.piece,
    pieces.c.slug,
    *(c for c in revisions.c if c.name not in {"piece", "page", "origin", "original"}),
)

_LISTED = select(*_card).select_from(_newest).limit(bindparam("limit")).offset(bindparam("skip"))
_CARDS = _LISTED.order_by(pieces.c.id.desc())
_CARDS_ON = (
    _LISTED.join(topics, topics.c.piece == pieces.c.id)
    .where(topics.c.key == bindparam("key"))
    .order_by(topics.c.piece.desc())  # the same as above, but as the topics' own index has it
)
_COUNT = select(func.count()).select_from(pieces).where(pieces.c.revision.is_not(None))
_COUNT_ON = select(func.count()).select_from(topics).where(topics.c.key == bindparam("key"))
_TOPICS = select(
    topics.c.key, func.min(topics.c.topic).label("topic"), func.count().label("number")
).group_by(topics.c.key)
_ARRIVAL = select(func.coalesce(func.max(pieces.c.arrival), 0))
_ARRIVALS = (
    select(
        *_card,
        pieces.c.arrival,
        pieces.c.first,
        func.coalesce(publications.c.published_at, revisions.c.stored_at).label("at"),
    )
    .select_from(_newest)
    .outerjoin(  # what readers get arrives, even if the note of when it became public were lost
        publications,
        and_(
            publications.c.piece == revisions.c.piece,
            publications.c.revision == revisions.c.number,
        ),
    )
    .where(pieces.c.arrival > bindparam("since"))
    .order_by(pieces.c.arrival.desc())
    .limit(bindparam("limit"))
)
_NUMBERED = select(*_card).select_from(_newest).where(pieces.c.number == bindparam("number"))
_NAMED = select(*_card).select_from(_newest).where(pieces.c.slug == bindparam("slug"))
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
_STANDING = select(pieces.c.revision, pieces.c.latest).where(pieces.c.number == bindparam("piece"))
_RETRACTION = select(retractions).where(retractions.c.piece == bindparam("piece"))
_CURRENT_BRIEF = _SUMMARISED.where(_is_current)
_NUMBERED_BRIEF = _SUMMARISED.where(_is_numbered)


def newest(connection: Connection, limit: int, skip: int, topic: str | None) -> tuple[Card, ...]:
    asked: dict[str, object] = {"limit": limit, "skip": skip}
    statement = _CARDS
    if topic is not None:
        statement, asked["key"] = _CARDS_ON, _key(topic)
    return tuple(Card(**row) for row in connection.execute(statement, asked).mappings())


def count(connection: Connection, topic: str | None) -> int:
    if topic is None:
        return connection.execute(_COUNT).scalar_one()
    return connection.execute(_COUNT_ON, {"key": _key(topic)}).scalar_one()


def by_topic(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Each topic, as one of its pieces writes it, with its number of pieces; most first."""
    rows = sorted(connection.execute(_TOPICS), key=lambda row: (-row.number, row.key))
    return tuple((row.topic, row.number) for row in rows)


def find(connection: Connection, ref: str) -> Card | None:
    """By number ("12", "#12"), or else by slug."""
    number = piece_number(ref)
    if number is not None:
        row = connection.execute(_NUMBERED, {"number": number}).mappings().one_or_none()
        if row is not None:
            return Card(**row)
    slug = {"slug": storable(ref.strip().casefold())}
    row = connection.execute(_NAMED, slug).mappings().one_or_none()
    return None if row is None else Card(**row)


def arrival(connection: Connection) -> int:
    newest: int = connection.execute(_ARRIVAL).scalar_one()
    return newest


def arrivals(connection: Connection, since: int, limit: int) -> tuple[NewPiece, ...]:
    asked = {"since": since, "limit": limit}
    return tuple(_arrived(**row) for row in connection.execute(_ARRIVALS, asked).mappings())


def _arrived(
    *,
    arrival: int,
    first: int,
    at: datetime,
    **card: Any,  # noqa: ANN401 - a card's own
) -> NewPiece:
    return NewPiece(number=arrival, first=first, at=at, card=Card(**card))


def revision(connection: Connection, piece: int, number: int | None) -> Revision:
    """The public one with None; NotFound if there is no such piece or revision."""
    statement = _CURRENT if number is None else _NUMBERED_REVISION
    return Revision(**_version(connection, statement, piece, number))


def held(connection: Connection, piece: int) -> StoredVersions:
    """What versions are compared with; NotFound if there is no such piece."""
    row = connection.execute(_STANDING, {"piece": piece}).one_or_none()
    if row is None:
        raise NotFound(str(piece))
    latest = revision(connection, piece, row.latest)
    if row.revision in {None, row.latest}:
        return StoredVersions(None if row.revision is None else latest, latest)
    return StoredVersions(revision(connection, piece, row.revision), latest)


def retraction(connection: Connection, piece: int) -> Retraction | None:
    """What there is to say of a piece that was taken back."""
    if abs(piece) > GREATEST:
        return None
    row = connection.execute(_RETRACTION, {"piece": piece}).mappings().one_or_none()
    return None if row is None else Retraction(**row)


def brief(connection: Connection, piece: int, length: Length, number: int | None) -> Brief:
    """As `revision`; NotFound too if there is no summary of that length."""
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
    if number is not None:
        raise NotFound(f"{piece}, revision {number}")
    raise not_public(str(piece), retraction(connection, piece))


def cards(found: CTE, *more: ColumnElement[Any]) -> Select[Any]:
    """The statement for the cards of what was found (`id`), newest first, with more columns."""
    return (
        select(*_card, *more)
        .select_from(found.join(pieces, pieces.c.id == found.c.id).join(revisions, CURRENT_OF))
        .order_by(pieces.c.id.desc())
    )


def hits(matches: CTE) -> Select[Any]:
    """The statement for the cards of `matches`, with what a snippet is made of."""
    return cards(matches, revisions.c.body, revisions.c.sentences, revisions.c.sha256)


def hit(row: RowMapping, query: Query) -> Hit:
    values = dict(row)
    text = {name: values.pop(name) for name in ("body", "sentences", "sha256")}
    return search_query.hit(query, Card(**values), **text)


def storable(text: str) -> str:
    """The text without lone surrogates and NUL, which not every database takes.

    Nothing that is stored has them.
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _key(topic: str) -> str:
    return storable(topic.casefold())
