"""Stores what pieces cite, and finds the public piece that says nearly the same as a text.

References and a sketch of each public body are stored beside the revisions.
"""

from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from briefs.model import Card, Revision
from briefs.pieces import versions
from briefs.pieces.versions import MIN_LIKENESS, SKETCH_SIZE, likeness, shingles, sketch
from briefs.search_query import wording
from briefs.storage.editorial import Twin
from briefs.storage.schema import cited, pieces, revisions, sketches
from briefs.storage.sql import read

_ENTER_CITATION = insert(cited)
_CLEAR_CITATIONS = delete(cited).where(cited.c.piece == bindparam("place"))


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
