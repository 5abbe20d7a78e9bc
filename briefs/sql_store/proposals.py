"""What waits for an editor's word: rows beside the revisions that they are about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select

from briefs.desk_tables import proposals
from briefs.model import Address, Revision
from briefs.storage.editorial import Proposal, Twin
from briefs.storage.schema import pieces
from briefs.storage.sql import catalogue

_ENTER = insert(proposals)
_EARLIER = delete(proposals).where(
    proposals.c.piece == bindparam("of"), proposals.c.by == bindparam("who")
)
_is_that = and_(proposals.c.piece == bindparam("of"), proposals.c.revision == bindparam("version"))
_END = delete(proposals).where(_is_that)
_WAITING = (
    select(*(c for c in proposals.c), pieces.c.revision.label("public"))
    .join(pieces, pieces.c.number == proposals.c.piece)
    .order_by(proposals.c.proposed_at.desc(), proposals.c.piece.desc(), proposals.c.revision.desc())
)
_ONE = _WAITING.where(_is_that)
_ALL = _WAITING.limit(bindparam("limit"))
_OF = _ALL.where(proposals.c.piece == bindparam("of"))


def enter(
    connection: Connection,
    revision: Revision,
    twin: Twin | None,
    *,
    by: str,
    at: Address | None,
    now: datetime,
) -> Proposal:
    """Have a revision wait, in the place of what the same person proposed for its piece.

    One that waits already stays as it is.
    """
    asked = {"of": revision.piece, "version": revision.number}
    if connection.execute(_ONE, asked).one_or_none() is None:
        connection.execute(_EARLIER, {"of": revision.piece, "who": by})
        row = {
            "piece": revision.piece,
            "revision": revision.number,
            "by": by,
            "at": at,
            "proposed_at": now,
            "twin": 0 if twin is None else twin.card.piece,
            "likeness": 0.0 if twin is None else twin.likeness,
        }
        connection.execute(_ENTER, row)
    return _read(connection, connection.execute(_ONE, asked).mappings().one())


def waiting(connection: Connection, limit: int, piece: int | None) -> tuple[Proposal, ...]:
    if piece is None:
        rows = connection.execute(_ALL, {"limit": limit})
    else:
        rows = connection.execute(_OF, {"limit": limit, "of": piece})
    return tuple(_read(connection, row) for row in rows.mappings().all())


def one(connection: Connection, piece: int, revision: int) -> Proposal | None:
    if max(abs(piece), abs(revision)) > catalogue.GREATEST:
        return None
    row = connection.execute(_ONE, {"of": piece, "version": revision}).mappings().one_or_none()
    return None if row is None else _read(connection, row)


def end(connection: Connection, piece: int, revision: int) -> bool:
    """Whether it still waited."""
    if max(abs(piece), abs(revision)) > catalogue.GREATEST:
        return False
    return connection.execute(_END, {"of": piece, "version": revision}).rowcount == 1


def _read(connection: Connection, row: Mapping[Any, Any]) -> Proposal:
    return Proposal(
        revision=catalogue.revision(connection, row["piece"], row["revision"]),
        by=row["by"],
        at=row["at"],
        proposed_at=row["proposed_at"],
        replaces=row["public"] or 0,
        twin=row["twin"],
        likeness=row["likeness"],
    )
