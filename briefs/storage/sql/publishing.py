"""Proposals, publish, discard.

What waits for an editor's word: rows beside the revisions that they are about.

The editors' side of the SQL store: what waits, and what is made public or taken back.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select

from briefs.model import Address, Card, Edited, Revision, Summary
from briefs.pieces import versions
from briefs.pieces.duplicates import shingles
from briefs.pieces.versions import New, Revised, Stored, Unchanged
from briefs.storage.editorial import Original, Proposal, Retraction, Twin, not_public
from briefs.storage.engine import Database
from briefs.storage.schema import pieces, proposals, revisions
from briefs.storage.sql import citations, read, visibility, write
from briefs.storage.sql.add import Intake, judge
from briefs.storage.sql.external import ExternalPageStore

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
    if max(abs(piece), abs(revision)) > read.GREATEST:
        return None
    row = connection.execute(_ONE, {"of": piece, "version": revision}).mappings().one_or_none()
    return None if row is None else _read(connection, row)


def end(connection: Connection, piece: int, revision: int) -> bool:
    """Whether it still waited."""
    if max(abs(piece), abs(revision)) > read.GREATEST:
        return False
    return connection.execute(_END, {"of": piece, "version": revision}).rowcount == 1


def _read(connection: Connection, row: Mapping[Any, Any]) -> Proposal:
    return Proposal(
        revision=read.revision(connection, row["piece"], row["revision"]),
        by=row["by"],
        at=row["at"],
        proposed_at=row["proposed_at"],
        replaces=row["public"] or 0,
        twin=row["twin"],
        likeness=row["likeness"],
    )


_is_numbered = pieces.c.number == bindparam("number")
_NAMED = (
    select(pieces.c.number)
    .where(or_(_is_numbered, pieces.c.slug == bindparam("slug")), pieces.c.number > 0)
    .order_by(_is_numbered.desc())
    .limit(1)
)
_READ_FROM = select(revisions.c.original).where(
    revisions.c.piece == bindparam("piece"), revisions.c.number == bindparam("revision")
)


class SqlEditorial:
    """Keeps the promises of `briefs.storage.editorial.EditorialStore`."""

    def __init__(self, database: Database, intake: Intake) -> None:
        self._database = database
        self._intake = intake
        self._passing = ExternalPageStore(database)

    def propose(
        self,
        edited: Edited,
        *,
        by: str,
        at: Address | None,
        now: datetime,
        original: Original | None = None,
        replaces: int = 0,
    ) -> Proposal | Card:
        with self._database.write() as connection:
            if replaces:
                write.shelf(connection, replaces)
            decided = judge(connection, edited.draft, tied=replaces or None)
            match decided:
                case Unchanged(revision):
                    return versions.card(revision)
                case Stored(revision):
                    pass
                case New() | Revised():
                    revision = self._intake.file(connection, edited, decided, original, now)
            twin = citations.nearest(connection, shingles(revision.body), beside=revision.piece)
            return enter(connection, revision, twin, by=by, at=at, now=now)

    def proposals(self, *, limit: int, piece: int | None = None) -> tuple[Proposal, ...]:
        with self._database.read() as connection:
            return waiting(connection, limit, piece)

    def proposal(self, piece: int, revision: int) -> Proposal | None:
        with self._database.read() as connection:
            return one(connection, piece, revision)

    def publish(self, piece: int, revision: int, *, now: datetime) -> Card:
        with self._database.write() as connection:
            of = write.shelf(connection, piece)
            found = read.revision(connection, piece, revision)
            if of.public != revision:
                visibility.publish(connection, found, of, now)
            return versions.card(found)

    def was_public(self, piece: int, revision: int) -> bool:
        with self._database.read() as connection:
            return visibility.was_public(connection, piece, revision)

    def discard(self, piece: int, revision: int) -> bool:
        with self._database.write() as connection:
            return end(connection, piece, revision)

    def retract(self, piece: int, reason: str, *, now: datetime) -> Retraction:
        with self._database.write() as connection:
            of = write.shelf(connection, piece)
            if of.public is None:
                raise not_public(str(piece), read.retraction(connection, piece))
            return visibility.retract(connection, of, of.public, reason, now)

    def retraction(self, piece: int) -> Retraction | None:
        with self._database.read() as connection:
            return read.retraction(connection, piece)

    def find(self, ref: str) -> Revision | None:
        slug = read.storable(ref.strip().casefold())
        with self._database.read() as connection:
            asked = {"number": versions.piece_number(ref), "slug": slug}
            piece = connection.execute(_NAMED, asked).scalar_one_or_none()
            held = None if piece is None else read.held(connection, piece)
        return None if held is None else held.public or held.latest

    def set_summaries(self, piece: int, revision: int, summaries: Sequence[Summary]) -> None:
        with self._database.write() as connection:
            read.revision(connection, piece, revision)
            write.choose(connection, piece, revision, summaries)

    def twin(self, body: str, *, beside: int = 0) -> Twin | None:
        with self._database.read() as connection:
            return citations.nearest(connection, shingles(body), beside)

    def original(self, sha256: str) -> Original | None:
        return self._intake.originals.get(sha256)

    def original_sha256(self, piece: int, revision: int) -> str:
        with self._database.read() as connection:
            read.revision(connection, piece, revision)
            asked = {"piece": piece, "revision": revision}
            found: str = connection.execute(_READ_FROM, asked).scalar_one()
        return found

    def keep_external(self, edited: Edited, *, now: datetime, until: datetime) -> Revision:
        return self._passing.keep(edited, now, until)

    def external(self, url: str, *, now: datetime) -> Revision | None:
        return self._passing.at(url, now)

    def expire_external(self, now: datetime) -> int:
        return self._passing.expire(now)
