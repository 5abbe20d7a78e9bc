"""Finds the library's pieces by where they came from, on a SQL database."""

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, func, select, update

from briefs.pieces import versions
from briefs.storage import Provenance
from briefs.storage.engine import Database
from briefs.storage.schema import passing, pieces, revisions
from briefs.storage.sql.add import STANDS_BY
from briefs.storage.sql.read import storable

_PROVENANCE = select(
    pieces.c.number.label("piece"),
    revisions.c.origin,
    revisions.c.original,
    pieces.c.revision.is_not(None).label("public"),
).join(revisions, STANDS_BY)
_AT = (
    select(func.max(pieces.c.number))
    .join(revisions, STANDS_BY)
    .where(revisions.c.page == bindparam("at"))
)
_READ_FROM = _PROVENANCE.where(
    pieces.c.number
    == select(func.max(revisions.c.piece))
    .where(revisions.c.original == bindparam("bytes"), revisions.c.piece > 0)
    .scalar_subquery()
)
_FROM_PLACE = (
    _PROVENANCE.where(revisions.c.origin == bindparam("place"))
    .order_by(pieces.c.number.desc())
    .limit(1)
)
_MOVE = update(revisions).where(
    revisions.c.piece == bindparam("of"),
    revisions.c.number
    == select(func.coalesce(pieces.c.revision, pieces.c.latest))
    .where(pieces.c.number == bindparam("of"))
    .scalar_subquery(),
)
_UNTIL = select(passing.c.until).where(passing.c.id == bindparam("id"))


class SqlProvenance:
    """Implements `briefs.storage.ProvenanceIndex`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_url(self, url: str) -> int:
        page = storable(versions.page_key(url))
        with self._database.read() as connection:
            return connection.scalar(_AT, {"at": page}) or 0 if page else 0

    def by_original(self, original: str) -> Provenance | None:
        return self._one(_READ_FROM, {"bytes": original or None})

    def by_origin(self, origin: str) -> Provenance | None:
        return self._one(_FROM_PLACE, {"place": storable(origin) or None})

    def under_folder(self, folder: str) -> tuple[Provenance, ...]:
        begins = revisions.c.origin.startswith(storable(folder), autoescape=True)
        asked = _PROVENANCE.where(begins).order_by(pieces.c.number)
        with self._database.read() as connection:
            rows = connection.execute(asked).mappings().all()
        found = map(_provenance, rows)
        # SQLite's LIKE ignores the case of ASCII letters
        # (https://www.sqlite.org/lang_expr.html#like).
        return tuple(provenance for provenance in found if provenance.origin.startswith(folder))

    def set_origin(self, piece: int, origin: str) -> None:
        with self._database.write() as connection:
            connection.execute(_MOVE.values(origin=storable(origin)), {"of": piece})

    def kept_until(self, piece: int) -> datetime | None:
        with self._database.read() as connection:
            return connection.scalar(_UNTIL, {"id": -piece})

    def _one(self, statement: Select[Any], asked: dict[str, str | None]) -> Provenance | None:
        with self._database.read() as connection:
            row = connection.execute(statement, asked).mappings().one_or_none()
        return None if row is None else _provenance(row)


def _provenance(row: RowMapping) -> Provenance:
    return Provenance(**{**row, "public": bool(row["public"])})
