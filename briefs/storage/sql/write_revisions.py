"""Writes revisions with their summaries, makes them public, and retracts pieces: the catalogue, and
what is stored beside public text: its references for search, and a sketch of it.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from briefs.corrections.affected_messages import NO_WORD, EditorsWord
from briefs.errors import NotFound
from briefs.model import Edited, Revision, Summary
from briefs.pieces import versions
from briefs.pieces.versions import shingles, sketch
from briefs.receipts.receipt import revision_hash
from briefs.storage import search_index
from briefs.storage.corrections import is_news as worth_telling
from briefs.storage.editorial import Retraction
from briefs.storage.schema import (
    ARCHIVED,
    chain,
    cited,
    pieces,
    proposals,
    publications,
    retractions,
    revisions,
    sketches,
    summaries,
    topics,
)
from briefs.storage.sql import catalogue, corrections
from briefs.storage.types import GREATEST, storable
from briefs.text.words import reference_text

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


_MOVE = (
    update(pieces)
    .where(pieces.c.number == bindparam("piece"))
    .values(
        id=bindparam("place"),
        revision=bindparam("public"),
        arrival=bindparam("now_arrived"),
        first=bindparam("first_arrived"),
    )
)
_REPLACE = (
    update(pieces)
    .where(pieces.c.number == bindparam("piece"))
    .values(id=bindparam("place"), revision=bindparam("public"))
)
_ARCHIVE = (
    update(pieces)
    .where(
        pieces.c.number == bindparam("piece"),
        pieces.c.revision.is_not(None),
        pieces.c.first != ARCHIVED,
    )
    .values(first=ARCHIVED)
)
_HIDE = update(pieces).where(pieces.c.number == bindparam("piece")).values(revision=None)
_CLEAR = delete(topics).where(topics.c.piece == bindparam("place"))
_ENTER = insert(topics)
_SETTLE = delete(proposals).where(
    proposals.c.piece == bindparam("of"), proposals.c.revision == bindparam("version")
)
_WAS_PUBLIC = select(publications.c.piece).where(
    publications.c.piece == bindparam("of"), publications.c.revision == bindparam("version")
)
_NOTE = insert(publications)
_REINSTATE = delete(retractions).where(retractions.c.piece == bindparam("of"))
_RETRACT = insert(retractions)


def publish(
    connection: Connection,
    revision: Revision,
    of: PieceRow | None,
    now: datetime,
    found: AbstractSet[int] | None = None,
    *,
    is_news: bool = True,
    word: EditorsWord | None = None,
) -> None:
    """Make a revision public; `of` is its piece's row, None for a new piece.

    `found` are its shingles, if they are known already. Without `is_news` the arrival of the piece
    stays, so that no digest reports it again; a piece that was never public, and one in the
    archive, gets no arrival at all. A revision whose sentences are unchanged, or on which the
    editor's `word` says so, is no news either. A correction is written for messages that quote
    another revision.
    """
    if of is not None and of.first is not None and of.public != revision.number:
        was, word = of.public or 0, word or NO_WORD
        corrections.note(
            connection, piece=of.piece, was=was, revision=revision.number, word=word, now=now
        )
        before = catalogue.revision(connection, of.piece, was) if was else None
        is_news = is_news and worth_telling(before, revision, word)
    if of is not None:
        take_out(connection, of)
        connection.execute(_SETTLE, {"of": of.piece, "version": revision.number})
        connection.execute(_REINSTATE, {"of": of.piece})
    if of is None or not was_public(connection, revision.piece, revision.number):
        note = {"piece": revision.piece, "revision": revision.number, "published_at": now}
        connection.execute(_NOTE, note)
    place = versions.sort_key(revision)
    moved = {"piece": revision.piece, "place": place, "public": revision.number}
    first = None if of is None else of.first
    if not is_news and first is None:
        connection.execute(_MOVE, moved | {"now_arrived": None, "first_arrived": ARCHIVED})
    elif is_news and first != ARCHIVED:
        # Arrivals are numbered in commit order, since this transaction is exclusive.
        arrival = catalogue.arrival(connection) + 1
        first = arrival if first is None else first
        connection.execute(_MOVE, moved | {"now_arrived": arrival, "first_arrived": first})
    else:
        connection.execute(_REPLACE, moved)
    entries = versions.topic_keys(revision.topics)
    if entries:
        connection.execute(
            _ENTER,
            [{"key": key, "piece": place, "topic": topic} for key, topic in entries.items()],
        )
    _enter_citations(connection, revision)
    search_index.enter(
        connection,
        place,
        revision.language,
        revision.title,
        revision.byline,
        revision.outlet,
        revision.topics,
        revision.body,
        is_dated=revision.published is not None,
    )
    _enter_signature(connection, revision, shingles(revision.body) if found is None else found)


def archive(connection: Connection, piece: int) -> bool:
    """Put a public piece into the archive; returns whether it was news before.

    Its arrival stays: the next arrival is counted from the largest one.
    """
    return connection.execute(_ARCHIVE, {"piece": piece}).rowcount == 1


def was_public(connection: Connection, piece: int, revision: int) -> bool:
    if max(abs(piece), abs(revision)) > GREATEST:
        return False
    asked = {"of": piece, "version": revision}
    return connection.execute(_WAS_PUBLIC, asked).one_or_none() is not None


def retract(
    connection: Connection, of: PieceRow, public: int, reason: str, now: datetime
) -> Retraction:
    """Remove a piece from all that readers get; its revisions stay."""
    take_out(connection, of)
    connection.execute(_HIDE, {"piece": of.piece})
    retraction = Retraction(of.piece, public, storable(reason), now)
    connection.execute(_RETRACT, asdict(retraction))
    word = EditorsWord("material", retraction.reason)
    corrections.note(connection, piece=of.piece, was=public, revision=0, word=word, now=now)
    return retraction


def take_out(connection: Connection, of: PieceRow) -> None:
    """Delete the topics, references and sketch of a piece's public revision."""
    if of.public is not None:
        connection.execute(_CLEAR, {"place": of.place})
        connection.execute(_CLEAR_CITATIONS, {"place": of.place})
        connection.execute(_CLEAR_SIGNATURES, {"place": of.place})


_ENTER_CITATION = insert(cited)
_CLEAR_CITATIONS = delete(cited).where(cited.c.piece == bindparam("place"))


def _enter_citations(connection: Connection, revision: Revision) -> None:
    """Store the references of a public revision for search."""
    place = versions.sort_key(revision)
    rows = [
        {"piece": place, "entry": entry, "words": reference_text(source)}
        for entry, source in enumerate(revision.sources)
    ]
    if rows:
        connection.execute(_ENTER_CITATION, rows)


_ENTER_SIGNATURE = insert(sketches)
_CLEAR_SIGNATURES = delete(sketches).where(sketches.c.piece == bindparam("place"))


def _enter_signature(connection: Connection, revision: Revision, found: AbstractSet[int]) -> None:
    """Store the sketch of a public revision; `found` are its shingles."""
    place = versions.sort_key(revision)
    rows = [{"key": key, "piece": place} for key in sketch(found)]
    if rows:
        connection.execute(_ENTER_SIGNATURE, rows)
