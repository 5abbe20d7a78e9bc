"""Finds the public piece that says nearly the same as a text, by the sketches of all of them."""

from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from briefs.desk_tables import sketches
from briefs.model import Card, Revision
from briefs.pieces import versions
from briefs.pieces.duplicates import LEAST, SKETCH, likeness, sequences, sketch
from briefs.storage.editorial import Twin
from briefs.storage.schema import pieces, revisions
from briefs.storage.sql import catalogue

_LEAST_SHARED = 2
"""Sequences that two sketches must share: of those of copies it is half of them and more."""

_LOOKED_AT = 4
"""How many pieces with the most of a sketch are compared whole."""

_KEYS = tuple(f"key{number}" for number in range(SKETCH))
_ENTER = insert(sketches)
_CLEAR = delete(sketches).where(sketches.c.piece == bindparam("place"))

_near = (
    select(sketches.c.piece.label("id"), func.count().label("shared"))
    .where(sketches.c.key.in_([bindparam(name) for name in _KEYS]))
    .group_by(sketches.c.piece)
    .having(func.count() >= _LEAST_SHARED)
    .order_by(func.count().desc(), sketches.c.piece)
    .limit(_LOOKED_AT + 1)  # one of them may be the piece itself
    .cte("near")
)
_NEAR = catalogue.cards(_near, revisions.c.body).where(pieces.c.number != bindparam("beside"))


def enter(connection: Connection, revision: Revision, found: AbstractSet[int]) -> None:
    """Note what a public revision is recognised by: `found` are its sequences."""
    place = versions.place(revision)
    rows = [{"key": key, "piece": place} for key in sketch(found)]
    if rows:
        connection.execute(_ENTER, rows)


def clear(connection: Connection, place: int) -> None:
    """Forget what `enter` noted of the piece at a place."""
    connection.execute(_CLEAR, {"place": place})


def nearest(connection: Connection, found: AbstractSet[int], beside: int) -> Twin | None:
    """The public piece that is the likest to sequences, if like enough; not piece `beside`."""
    keys = sketch(found)
    if not keys:
        return None
    asked = dict(zip(_KEYS, keys, strict=True)) | {"beside": beside}
    rows = connection.execute(_NEAR, asked).mappings().all()
    likest = max((_compared(dict(row), found) for row in rows), key=_rank, default=None)
    return likest if likest is not None and likest.likeness >= LEAST else None


def _compared(row: dict[str, Any], found: AbstractSet[int]) -> Twin:
    body = row.pop("body")
    return Twin(Card(**row), likeness(found, sequences(body)))


def _rank(twin: Twin) -> tuple[float, int]:
    """Of two that are as like the one that came first goes before."""
    return twin.likeness, -twin.card.piece
