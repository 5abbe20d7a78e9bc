"""Adds a draft: looks up what the library knows of it, decides, and writes the revision. It finds
pieces by where they came from and by texts that say nearly the same, and stores the files that they
were read from, once for each hash.
"""

import zlib
from collections.abc import Set as AbstractSet
from datetime import datetime
from hashlib import sha256
from typing import Any, assert_never

from sqlalchemy import (
    Connection,
    RowMapping,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from briefs.corrections.affected_messages import EditorsWord
from briefs.errors import Unproved
from briefs.model import Card, Draft, Edited, Revision, fingerprint
from briefs.pieces import versions
from briefs.pieces.versions import (
    MIN_LIKENESS,
    SKETCH_SIZE,
    KnownVersion,
    New,
    Plan,
    Revised,
    Stored,
    Unchanged,
    likeness,
    shingles,
    sketch,
)
from briefs.storage import Added, AddOutcome, Provenance
from briefs.storage.editorial import LARGEST, Erasure, Original, Twin, came_back
from briefs.storage.engine import Database
from briefs.storage.schema import (
    erasures,
    external_pages,
    originals,
    pieces,
    proposals,
    revisions,
    sketches,
)
from briefs.storage.sql import catalogue, write_revisions
from briefs.storage.sql.proposals import unschedule
from briefs.storage.sql.search import cards
from briefs.storage.types import storable

STANDS_BY = and_(
    revisions.c.piece == pieces.c.number,
    revisions.c.number == func.coalesce(pieces.c.revision, pieces.c.latest),
    pieces.c.number > 0,
)


def _latest_whose(column: str) -> ScalarSelect[int]:
    """The latest piece of the library whose current revision has `:column` in that column."""
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


_ERASED_LIKE = (
    select(erasures.c.piece)
    .where(
        or_(
            erasures.c.sha256 == bindparam("sha256"),
            erasures.c.original == bindparam("original"),
            erasures.c.page == bindparam("page"),
            erasures.c.origin == bindparam("origin"),
        )
    )
    .order_by(erasures.c.piece.desc())
    .limit(1)
)


_SWIFTLY = 1
"""zlib's fastest level: text shrinks to about half, compressed formats stay as they are."""

_ORIGINAL = select(originals).where(originals.c.sha256 == bindparam("sha256"))


class Intake:
    """Adds trusted drafts, in an exclusive transaction of the caller's, and the files that they
    were read from.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keep = database.insert_new(originals)

    def add(
        self,
        connection: Connection,
        edited: Edited,
        now: datetime,
        *,
        original: Original | None,
        anyway: bool,
        archive: bool = False,
        word: EditorsWord | None = None,
    ) -> Added:
        is_news = not archive
        decided = judge(connection, edited.draft)
        match decided:
            case New():
                if not anyway:
                    refuse_erased(connection, edited.draft)
                found = shingles(edited.draft.body)
                twin = None if anyway else nearest(connection, found, beside=0)
                if twin is not None:
                    there = catalogue.revision(connection, twin.card.piece, twin.card.revision)
                    return Added("twin", twin.card, there.sha256, twin.likeness)
                revision = self.file(connection, edited, decided, original, now)
                write_revisions.publish(connection, revision, None, now, found, is_news=is_news)
                return _added("new", revision)
            case Revised(latest):
                of = write_revisions.shelf(connection, latest.piece)
                if of.is_retracted and not anyway:
                    return _added("retracted", latest)
                revision = self.file(connection, edited, decided, original, now)
                write_revisions.publish(connection, revision, of, now, is_news=is_news, word=word)
                unschedule(connection, revision.piece, below=revision.number)
                return _added("new" if of.first is None else "revised", revision)
            case Stored(revision):
                of = write_revisions.shelf(connection, revision.piece)
                if of.is_retracted and not anyway:
                    return _added("retracted", revision)
                if anyway or of.first is None or _waits(connection, revision):
                    write_revisions.publish(
                        connection, revision, of, now, is_news=is_news, word=word
                    )
                    unschedule(connection, revision.piece, below=revision.number)
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
        """Store a draft as a revision that is not public, and the file it was read from, unless it
        is too large.
        """
        if original is not None and len(original.data) <= LARGEST:
            row = {
                "sha256": original.sha256,
                "name": original.name,
                "media_type": original.media_type,
                "packed": zlib.compress(original.data, _SWIFTLY),
            }
            connection.execute(self._keep, row)
        match decided:
            case New():
                return write_revisions.open_piece(connection, edited, now)
            case Revised(latest):
                return write_revisions.file_next(connection, edited, latest, now)
            case never:
                assert_never(never)

    def original(self, hashed: str) -> Original | None:
        with self._database.read() as connection:
            row = connection.execute(_ORIGINAL, {"sha256": hashed}).mappings().one_or_none()
        if row is None:
            return None
        try:
            data = zlib.decompress(row["packed"])
        except zlib.error:
            data = b""
        if sha256(data).hexdigest() != hashed:
            raise Unproved(f"the original {hashed} is not what was stored")
        return Original(hashed, row["name"], row["media_type"], data)


def judge(connection: Connection, draft: Draft, *, tied: int | None = None) -> Plan:
    """Find what is known of a draft and decide; `tied` is the piece that it
    certainly belongs to.
    """
    if tied is None:
        known = KnownVersion(**connection.execute(_KNOWN, _ties(draft)).mappings().one())
    else:
        known = KnownVersion(original=tied)
    held = None if known.piece is None else write_revisions.stored_versions(connection, known.piece)
    return versions.plan(draft, known, held)


def refuse_erased(connection: Connection, draft: Draft) -> None:
    """BadArgument for a draft of an erased piece."""
    if (erasure := _erased_like(connection, draft)) is not None:
        raise came_back(erasure)


def _erased_like(connection: Connection, draft: Draft) -> Erasure | None:
    """The erased piece that a draft is a version or a copy of."""
    asked = {
        "sha256": fingerprint(draft.body),
        "original": draft.original or None,
        "page": versions.erased_key(versions.page_key(draft.url)) or None,
        "origin": versions.erased_key(draft.origin) or None,
    }
    piece = connection.scalar(_ERASED_LIKE, asked)
    return None if piece is None else catalogue.erasure(connection, piece)


def _ties(draft: Draft) -> dict[str, str | None]:
    """The values by which a draft is found; None, which equals nothing in SQL, for missing ones."""
    return {
        "original": draft.original or None,
        "page": versions.page_key(draft.url) or None,
        "origin": draft.origin or None,
        "slug": versions.wanted_slug(draft) if draft.named else None,
        "sha256": fingerprint(draft.body),
    }


def _waits(connection: Connection, revision: Revision) -> bool:
    asked = {"piece": revision.piece, "revision": revision.number}
    return connection.execute(_WAITS, asked).one_or_none() is not None


def _added(status: AddOutcome, revision: Revision) -> Added:
    return Added(status, revision.card, revision.sha256)


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
_UNTIL = select(external_pages.c.until).where(external_pages.c.id == bindparam("id"))


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


_LEAST_SHARED = 2
"""Shingles that two sketches must share; copies share half of them and more."""

_LOOKED_AT = 4
"""How many pieces, those that share most of a sketch, are compared in full."""

_KEYS = tuple(f"key{number}" for number in range(SKETCH_SIZE))
_near = (
    select(sketches.c.piece.label("id"), func.count().label("shared"))
    .where(sketches.c.key.in_([bindparam(name) for name in _KEYS]))
    .group_by(sketches.c.piece)
    .having(func.count() >= _LEAST_SHARED)
    .order_by(func.count().desc(), sketches.c.piece)
    .limit(_LOOKED_AT + 1)  # the piece itself may be among them
    .cte("near")
)
_NEAR = cards(_near, revisions.c.body).where(pieces.c.number != bindparam("beside"))


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
