"""The editors' side of the SQL store: what waits, and what is made public or taken back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from briefs.model import Address, Card, Edited, Revision, Summary
from briefs.pieces import versions
from briefs.pieces.duplicates import sequences
from briefs.sql_store import proposals as sql_store_proposals
from briefs.sql_store import twins
from briefs.storage.editorial import Original, Proposal, Retraction, Twin, not_public
from briefs.storage.engine import Database
from briefs.storage.schema import pieces, revisions
from briefs.storage.sql import catalogue, visibility, write
from briefs.storage.sql.add import Intake, judge
from briefs.storage.sql.external import Passing
from briefs.versions import New, Revised, Stored, Unchanged

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


class SqlPublishing:
    """Keeps the promises of `briefs.publishing.Publishing`."""

    def __init__(self, database: Database, intake: Intake) -> None:
        self._database = database
        self._intake = intake
        self._passing = Passing(database)

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
            twin = twins.nearest(connection, sequences(revision.body), beside=revision.piece)
            return sql_store_proposals.enter(connection, revision, twin, by=by, at=at, now=now)

    def proposals(self, *, limit: int, piece: int | None = None) -> tuple[Proposal, ...]:
        with self._database.read() as connection:
            return sql_store_proposals.waiting(connection, limit, piece)

    def proposal(self, piece: int, revision: int) -> Proposal | None:
        with self._database.read() as connection:
            return sql_store_proposals.one(connection, piece, revision)

    def publish(self, piece: int, revision: int, *, now: datetime) -> Card:
        with self._database.write() as connection:
            of = write.shelf(connection, piece)
            found = catalogue.revision(connection, piece, revision)
            if of.public != revision:
                visibility.publish(connection, found, of, now)
            return versions.card(found)

    def was_public(self, piece: int, revision: int) -> bool:
        with self._database.read() as connection:
            return visibility.was_public(connection, piece, revision)

    def discard(self, piece: int, revision: int) -> bool:
        with self._database.write() as connection:
            return sql_store_proposals.end(connection, piece, revision)

    def retract(self, piece: int, reason: str, *, now: datetime) -> Retraction:
        with self._database.write() as connection:
            of = write.shelf(connection, piece)
            if of.public is None:
                raise not_public(str(piece), catalogue.retraction(connection, piece))
            return visibility.retract(connection, of, of.public, reason, now)

    def retraction(self, piece: int) -> Retraction | None:
        with self._database.read() as connection:
            return catalogue.retraction(connection, piece)

    def named(self, ref: str) -> Revision | None:
        slug = catalogue.storable(ref.strip().casefold())
        with self._database.read() as connection:
            asked = {"number": versions.piece_number(ref), "slug": slug}
            piece = connection.execute(_NAMED, asked).scalar_one_or_none()
            held = None if piece is None else catalogue.held(connection, piece)
        return None if held is None else held.public or held.latest

    def choose(self, piece: int, revision: int, summaries: Sequence[Summary]) -> None:
        with self._database.write() as connection:
            catalogue.revision(connection, piece, revision)
            write.choose(connection, piece, revision, summaries)

    def twin(self, body: str, *, beside: int = 0) -> Twin | None:
        with self._database.read() as connection:
            return twins.nearest(connection, sequences(body), beside)

    def original(self, sha256: str) -> Original | None:
        return self._intake.originals.get(sha256)

    def read_from(self, piece: int, revision: int) -> str:
        with self._database.read() as connection:
            catalogue.revision(connection, piece, revision)
            asked = {"piece": piece, "revision": revision}
            found: str = connection.execute(_READ_FROM, asked).scalar_one()
        return found

    def pass_by(self, edited: Edited, *, now: datetime, until: datetime) -> Revision:
        return self._passing.keep(edited, now, until)

    def passing(self, url: str, *, now: datetime) -> Revision | None:
        return self._passing.at(url, now)

    def sweep(self, now: datetime) -> int:
        return self._passing.sweep(now)
