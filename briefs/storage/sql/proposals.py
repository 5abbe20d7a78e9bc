"""Revisions that wait for an editor: added, found, scheduled and ended, within the caller's
transaction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from briefs.model import Address, Revision
from briefs.storage.editorial import Proposal, Twin
from briefs.storage.schema import pieces, proposals
from briefs.storage.sql import catalogue
from briefs.storage.types import GREATEST

_ENTER = insert(proposals)
_EARLIER = delete(proposals).where(
    proposals.c.piece == bindparam("of"), proposals.c.by == bindparam("who")
)
_EARLIER_DUE = select(proposals.c.due_at).where(
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
_MOVE = update(proposals).where(_is_that)
_DUE = (
    select(proposals.c.piece, proposals.c.revision, proposals.c.by)
    .where(proposals.c.due_at <= bindparam("now"))
    .order_by(proposals.c.due_at, proposals.c.piece, proposals.c.revision)
    .limit(bindparam("limit"))
)
_is_overtaken = and_(
    proposals.c.piece == bindparam("of"),
    proposals.c.revision < bindparam("below"),
    proposals.c.due_at.is_not(None),
)
_SCHEDULED = select(proposals.c.revision).where(_is_overtaken).order_by(proposals.c.revision)
_UNSCHEDULE = update(proposals).where(_is_overtaken).values(due_at=None)
_NEXT_DUE = select(proposals.c.due_at).where(proposals.c.due_at.is_not(None))
_NEXT_DUE = _NEXT_DUE.order_by(proposals.c.due_at).limit(1)


def enter(
    connection: Connection,
    revision: Revision,
    twin: Twin | None,
    *,
    by: str,
    at: Address | None,
    now: datetime,
) -> Proposal:
    """Add a proposal, which replaces the same person's earlier one for its piece.

    It keeps that one's time of publication. A revision that waits already stays unchanged.
    """
    asked = {"of": revision.piece, "version": revision.number}
    if connection.execute(_ONE, asked).one_or_none() is None:
        earlier = {"of": revision.piece, "who": by}
        due_at = connection.scalar(_EARLIER_DUE, earlier)
        connection.execute(_EARLIER, earlier)
        row = {
            "piece": revision.piece,
            "revision": revision.number,
            "by": by,
            "at": at,
            "proposed_at": now,
            "twin": 0 if twin is None else twin.card.piece,
            "likeness": 0.0 if twin is None else twin.likeness,
            "due_at": due_at,
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
    if max(abs(piece), abs(revision)) > GREATEST:
        return None
    row = connection.execute(_ONE, {"of": piece, "version": revision}).mappings().one_or_none()
    return None if row is None else _read(connection, row)


def end(connection: Connection, piece: int, revision: int) -> bool:
    """Delete a proposal; returns whether there was one."""
    if max(abs(piece), abs(revision)) > GREATEST:
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
        due_at=row["due_at"],
    )


def schedule(
    connection: Connection, piece: int, revision: int, due_at: datetime | None
) -> Proposal:
    """Set when a proposal becomes public by itself; None: never."""
    asked = {"of": piece, "version": revision}
    connection.execute(_MOVE.values(due_at=due_at), asked)
    return _read(connection, connection.execute(_ONE, asked).mappings().one())


def replace(connection: Connection, piece: int, revision: int, by: int) -> None:
    """Let another revision of the piece wait instead of one, if that one waits."""
    connection.execute(_MOVE.values(revision=by), {"of": piece, "version": revision})


def due(connection: Connection, now: datetime, limit: int) -> tuple[tuple[int, int, str], ...]:
    """Piece, revision and proposer of the proposals whose time has come, the earliest first."""
    rows = connection.execute(_DUE, {"now": now, "limit": limit}).all()
    return tuple((row.piece, row.revision, row.by) for row in rows)


def unschedule(connection: Connection, piece: int, *, below: int = GREATEST) -> tuple[int, ...]:
    """Delete the times of a piece's proposals, or of those before a revision; returns which had
    one.

    An outdated proposal, or one of a retracted piece, must not become public by itself.
    """
    asked = {"of": piece, "below": below}
    found = tuple(connection.scalars(_SCHEDULED, asked).all())
    if found:
        connection.execute(_UNSCHEDULE, asked)
    return found


def next_due(connection: Connection) -> datetime | None:
    found: datetime | None = connection.scalar(_NEXT_DUE)
    return found
