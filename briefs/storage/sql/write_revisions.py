"""Writes revisions with their summaries, and the files they were read from, once for each hash."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from briefs.errors import NotFound, Unproved
from briefs.model import Edited, Revision, Summary
from briefs.pieces import versions
from briefs.receipts.receipt import revision_hash
from briefs.storage.editorial import LARGEST, Original
from briefs.storage.engine import Database
from briefs.storage.schema import chain, originals, pieces, revisions, summaries
from briefs.storage.sql import catalogue
from briefs.storage.types import GREATEST

_SHELF = select(
    pieces.c.id.label("place"),
    pieces.c.number.label("piece"),
    pieces.c.slug,
    pieces.c.revision.label("public"),
    pieces.c.latest,
    pieces.c.first,
).where(pieces.c.number == bindparam("piece"))
_VERSIONS = select(pieces.c.revision, pieces.c.latest).where(pieces.c.number == bindparam("piece"))
_NEXT_PIECE = select(func.coalesce(func.max(pieces.c.number), 0) + 1).where(pieces.c.number > 0)
_SLUG = select(pieces.c.number).where(pieces.c.slug == bindparam("slug"))
_FILE = insert(revisions)
_SUMMARISE = insert(summaries)
_UNCHOOSE = delete(summaries).where(
    summaries.c.piece == bindparam("of"), summaries.c.revision == bindparam("version")
)
_CAME = select(revisions.c.origin, revisions.c.original).where(
    revisions.c.piece == bindparam("piece"), revisions.c.number == bindparam("number")
)
_SUMMARIES = select(
    summaries.c.method,
    summaries.c.length,
    summaries.c.spans.label("sentences"),
    summaries.c.coverage,
).where(summaries.c.piece == bindparam("piece"), summaries.c.revision == bindparam("number"))
_OPEN = insert(pieces)
_LENGTHEN = (
    update(pieces).where(pieces.c.number == bindparam("of")).values(latest=bindparam("version"))
)
_LAST_LINK = select(chain.c.position, chain.c.sha256).order_by(chain.c.position.desc()).limit(1)
_APPEND_LINK = insert(chain)


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """A piece's row in the catalogue; `public` is the public revision, if any.

    `first` is the arrival with which it first became public; None if it never was.
    """

    place: int
    piece: int
    slug: str
    public: int | None
    latest: int
    first: int | None

    @property
    def is_retracted(self) -> bool:
        return self.public is None and self.first is not None


def stored_versions(connection: Connection, piece: int) -> versions.StoredVersions:
    """The revisions that a draft is compared with; NotFound if there is no such piece."""
    row = connection.execute(_VERSIONS, {"piece": piece}).one_or_none()
    if row is None:
        raise NotFound(str(piece))
    latest = catalogue.revision(connection, piece, row.latest)
    if row.revision in {None, row.latest}:
        return versions.StoredVersions(None if row.revision is None else latest, latest)
    return versions.StoredVersions(catalogue.revision(connection, piece, row.revision), latest)


def shelf(connection: Connection, piece: int) -> PieceRow:
    """The piece's row; NotFound if the library has no such piece."""
    row = None
    if 0 < piece <= GREATEST:
        row = connection.execute(_SHELF, {"piece": piece}).mappings().one_or_none()
    if row is None:
        raise NotFound(str(piece))
    return PieceRow(**row)


def open_piece(connection: Connection, edited: Edited, now: datetime) -> Revision:
    """Store a draft as revision 1 of a new piece, not public yet."""
    piece = connection.execute(_NEXT_PIECE).scalar_one()
    return open_as(connection, edited, piece, versions.wanted_slug(edited.draft), now)


def open_as(
    connection: Connection, edited: Edited, piece: int, wanted: str, now: datetime
) -> Revision:
    """Store a draft as revision 1 of the piece with that number; the slug is
    `wanted` or a variant.
    """
    slug = _free_slug(connection, wanted)
    revision = versions.revise(edited, piece=piece, slug=slug, number=1, now=now)
    _write(connection, edited, revision)
    row = {"id": versions.sort_key(revision), "number": piece, "latest": 1, "slug": slug}
    connection.execute(_OPEN, row)
    return revision


def file_next(connection: Connection, edited: Edited, latest: Revision, now: datetime) -> Revision:
    """Store a draft as the revision after a piece's latest; the public revision stays."""
    revision = versions.next_version(edited, latest, now)
    _write(connection, edited, revision)
    connection.execute(_LENGTHEN, {"of": latest.piece, "version": revision.number})
    return revision


def file_corrected(
    connection: Connection,
    corrected: Revision,
    latest: int,
    now: datetime,
    summaries_: Sequence[Summary] | None,
) -> Revision:
    """Store a corrected copy of a revision as the one after a piece's latest.

    It has the origin and the file of the copied revision, and its summaries, unless others are
    given.
    """
    of = {"piece": corrected.piece, "number": corrected.number}
    came = connection.execute(_CAME, of).mappings().one()
    made = connection.execute(_SUMMARIES, of).mappings().all()
    revision = replace(corrected, number=latest + 1, stored_at=now.astimezone(UTC))
    _file(connection, revision, **came)
    kept = [Summary(**row) for row in made] if summaries_ is None else summaries_
    choose(connection, revision.piece, revision.number, kept)
    connection.execute(_LENGTHEN, {"of": revision.piece, "version": revision.number})
    return revision


def choose(connection: Connection, piece: int, revision: int, chosen: Sequence[Summary]) -> None:
    """Replace the summaries of a revision."""
    connection.execute(_UNCHOOSE, {"of": piece, "version": revision})
    rows = [
        {
            "piece": piece,
            "revision": revision,
            "length": summary.length,
            "method": summary.method,
            "spans": summary.sentences,
            "coverage": summary.coverage,
        }
        for summary in chosen
    ]
    if rows:
        connection.execute(_SUMMARISE, rows)


def _free_slug(connection: Connection, wanted: str) -> str:
    def is_taken(slug: str) -> bool:
        return connection.execute(_SLUG, {"slug": slug}).first() is not None

    return versions.free_slug(wanted, is_taken)


def _write(connection: Connection, edited: Edited, revision: Revision) -> None:
    _file(connection, revision, origin=edited.draft.origin, original=edited.draft.original)
    choose(connection, revision.piece, revision.number, edited.summaries)


def _file(connection: Connection, revision: Revision, *, origin: str, original: str) -> None:
    connection.execute(
        _FILE,
        {
            "piece": revision.piece,
            "number": revision.number,
            "stored_at": revision.stored_at,
            "title": revision.title,
            "byline": revision.byline,
            "outlet": revision.outlet,
            "published": revision.published,
            "topics": revision.topics,
            "url": revision.url,
            "page": versions.page_key(revision.url),
            "language": revision.language,
            "origin": origin,
            "original": original,
            "sha256": revision.sha256,
            "marks": revision.marks,
            "sentences": revision.sentences,
            "sources": revision.sources,
            "body": revision.body,
            "left_out": revision.left_out,
            "asides": revision.asides,
            "voices": revision.voices,
            "corrections": revision.corrections,
        },
    )
    _append_to_chain(connection, revision)


def _append_to_chain(connection: Connection, revision: Revision) -> None:
    """Append a stored revision to the chain, in an exclusive transaction."""
    if revision.piece <= 0:
        return
    last = connection.execute(_LAST_LINK).one_or_none()
    previous = None if last is None else last.sha256
    row = {
        "position": 1 if last is None else last.position + 1,
        "piece": revision.piece,
        "revision": revision.number,
        "previous": previous,
        "sha256": revision_hash(revision, previous),
    }
    connection.execute(_APPEND_LINK, row)


_SWIFTLY = 1
"""zlib's fastest level: text shrinks to about half, compressed formats stay as they are."""

_ORIGINAL = select(originals).where(originals.c.sha256 == bindparam("sha256"))


class Originals:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._keep = database.insert_new(originals)

    def keep(self, connection: Connection, original: Original | None) -> None:
        """Store a file, unless it is too large."""
        if original is not None and len(original.data) <= LARGEST:
            row = {
                "sha256": original.sha256,
                "name": original.name,
                "media_type": original.media_type,
                "packed": zlib.compress(original.data, _SWIFTLY),
            }
            connection.execute(self._keep, row)

    def get(self, hashed: str) -> Original | None:
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
