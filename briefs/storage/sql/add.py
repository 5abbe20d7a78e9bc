"""Takes drafts in: looks up what the library knows of one, and writes what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, ScalarSelect, and_, bindparam, func, select

from briefs import versions as briefs_versions
from briefs.desk_tables import proposals
from briefs.model import Draft, Edited, Revision
from briefs.pieces import versions as pieces_versions
from briefs.pieces.duplicates import sequences
from briefs.pieces.proof import fingerprint
from briefs.sql_store import twins
from briefs.sql_store.originals import Originals
from briefs.storage import Added, Taken
from briefs.storage.editorial import Original
from briefs.storage.schema import pieces, revisions
from briefs.storage.sql import catalogue, visibility, write
from briefs.versions import Known, New, Plan, Revised, Stored, Unchanged

STANDS_BY = and_(
    revisions.c.piece == pieces.c.number,
    revisions.c.number == func.coalesce(pieces.c.revision, pieces.c.latest),
    pieces.c.number > 0,
)


def _latest_whose(column: str) -> ScalarSelect[int]:
    """The latest piece of the library that stands by a revision with `:column` in that column."""
    return (
        select(func.max(pieces.c.number))
        .join(revisions, STANDS_BY)
        .where(revisions.c[column] == bindparam(column))
        .scalar_subquery()
    )


_KNOWN = select(
    select(func.max(revisions.c.piece))
    .where(revisions.c.original == bindparam("original"), revisions.c.piece > 0)
    .scalar_subquery()
    .label("original"),
    _latest_whose("page").label("url"),
    _latest_whose("origin").label("origin"),
    select(pieces.c.number)
    .where(pieces.c.slug == bindparam("slug"), pieces.c.number > 0)
    .scalar_subquery()
    .label("slug"),
    _latest_whose("sha256").label("body"),
)
_WAITS = select(proposals.c.piece).where(
    proposals.c.piece == bindparam("piece"), proposals.c.revision == bindparam("revision")
)


@dataclass(frozen=True, slots=True)
class Intake:
    """The door for trusted input. Its methods run within a transaction that no other writes in."""

    originals: Originals

    def add(
        self,
        connection: Connection,
        edited: Edited,
        now: datetime,
        *,
        original: Original | None,
        anyway: bool,
    ) -> Added:
        decided = judge(connection, edited.draft)
        match decided:
            case New():
                found = sequences(edited.draft.body)
                twin = None if anyway else twins.nearest(connection, found, beside=0)
                if twin is not None:
                    there = catalogue.revision(connection, twin.card.piece, twin.card.revision)
                    return Added("twin", twin.card, there.sha256, twin.likeness)
                revision = self.file(connection, edited, decided, original, now)
                visibility.publish(connection, revision, None, now, found)
                return _added("new", revision)
            case Revised(latest):
                of = write.shelf(connection, latest.piece)
                if of.is_retracted and not anyway:
                    return _added("retracted", latest)
                revision = self.file(connection, edited, decided, original, now)
                visibility.publish(connection, revision, of, now)
                return _added("new" if of.first is None else "revised", revision)
            case Stored(revision):
                of = write.shelf(connection, revision.piece)
                if of.is_retracted and not anyway:
                    return _added("retracted", revision)
                if anyway or of.first is None or _waits(connection, revision):
                    visibility.publish(connection, revision, of, now)
                    return _added("new" if of.first is None else "revised", revision)
                return _added("unchanged", catalogue.revision(connection, of.piece, None))
            case Unchanged(revision):
                return _added("unchanged", revision)
            case never:
                assert_never(never)

    def file(
        self,
        connection: Connection,
        edited: Edited,
        decided: New | Revised,
        original: Original | None,
        now: datetime,
    ) -> Revision:
        """Store a draft as a revision that is not public, and the bytes that it was read from."""
        self.originals.keep(connection, original)
        match decided:
            case New():
                return write.open_piece(connection, edited, now)
            case Revised(latest):
                return write.file_next(connection, edited, latest, now)
            case never:
                assert_never(never)


def judge(connection: Connection, draft: Draft, *, tied: int | None = None) -> Plan:
    """Look up what is known of a draft and decide; `tied` is the piece that it is surely of."""
    if tied is None:
        known = Known(**connection.execute(_KNOWN, _ties(draft)).mappings().one())
    else:
        known = Known(original=tied)
    held = None if known.piece is None else catalogue.held(connection, known.piece)
    return briefs_versions.plan(draft, known, held)


def _ties(draft: Draft) -> dict[str, str | None]:
    """What ties a draft to a piece; None, which is equal to nothing, for a tie it does not have."""
    return {
        "original": draft.original or None,
        "page": pieces_versions.page(draft.url) or None,
        "origin": draft.origin or None,
        "slug": pieces_versions.wanted_slug(draft) if draft.named else None,
        "sha256": fingerprint(draft.body),
    }


def _waits(connection: Connection, revision: Revision) -> bool:
    asked = {"piece": revision.piece, "revision": revision.number}
    return connection.execute(_WAITS, asked).one_or_none() is not None


def _added(status: Taken, revision: Revision) -> Added:
    return Added(status, pieces_versions.card(revision), revision.sha256)
