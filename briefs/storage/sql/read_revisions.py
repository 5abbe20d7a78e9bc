"""Reads pieces and their revisions, within the caller's transaction."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from briefs.model import Brief, Length, Revision, Summary, piece_number
from briefs.storage.schema import erasures, pieces, retractions, revisions, summaries

if TYPE_CHECKING:
    from briefs.storage.editorial import Erasure, Retraction

GREATEST = 2**31 - 1
"""The largest number that an INTEGER column holds on every engine."""

CURRENT_OF = and_(revisions.c.piece == pieces.c.number, revisions.c.number == pieces.c.revision)
"""Joins a piece with its public revision."""

CARD = (
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
HIT = (revisions.c.body, revisions.c.sentences, revisions.c.sha256, revisions.c.language)
"""The columns for a search hit, in addition to its card."""

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


def cards(found: CTE, *more: ColumnElement[Any]) -> Select[Any]:
    """A statement for the cards of found pieces (`id`), newest first, with more columns."""
    return (
        select(*CARD, *more)
        .select_from(found.join(pieces, pieces.c.id == found.c.id).join(revisions, CURRENT_OF))
        .order_by(pieces.c.id.desc())
    )


def storable(text: str) -> str:
    """The text without lone surrogates and NUL, which PostgreSQL cannot store ("Character Types").

    No stored text has them, so a search for one finds nothing.
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
