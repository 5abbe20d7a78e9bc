"""Makes revisions public and retracts pieces: the catalogue, and what is stored beside public text:
its references for search, and a sketch, by which a text finds the public piece that says nearly the
same.
"""

from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from briefs.corrections.plan import NO_WORD, EditorsWord
from briefs.model import Card, Revision
from briefs.pieces import versions
from briefs.pieces.versions import MIN_LIKENESS, SKETCH_SIZE, likeness, shingles, sketch
from briefs.storage import search_index
from briefs.storage.corrections import is_news as worth_telling
from briefs.storage.editorial import Retraction, Twin
from briefs.storage.schema import (
    ARCHIVED,
    cards,
    cited,
    pieces,
    proposals,
    publications,
    retractions,
    revisions,
    sketches,
    topics,
)
from briefs.storage.sql import catalogue, corrections
from briefs.storage.sql.write_revisions import PieceRow
from briefs.storage.types import GREATEST, storable
from briefs.text.words import reference_text

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
        _clear_citations(connection, of.place)
        _clear_signature(connection, of.place)


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


def _clear_citations(connection: Connection, place: int) -> None:
    """Delete what `_enter_citations` stored for the piece with a sort key."""
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
_NEAR = cards(_near, revisions.c.body).where(pieces.c.number != bindparam("beside"))


def _enter_signature(connection: Connection, revision: Revision, found: AbstractSet[int]) -> None:
    """Store the sketch of a public revision; `found` are its shingles."""
    place = versions.sort_key(revision)
    rows = [{"key": key, "piece": place} for key in sketch(found)]
    if rows:
        connection.execute(_ENTER_SIGNATURE, rows)


def _clear_signature(connection: Connection, place: int) -> None:
    """Delete what `_enter_signature` stored for the piece with a sort key."""
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
