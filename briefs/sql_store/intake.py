"""Takes drafts in: looks up what the library knows of one, and writes what was decided."""

from datetime import datetime
from typing import assert_never

from sqlalchemy import (
    Connection,
    ScalarSelect,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from briefs import filing, versions
from briefs.model import Draft, Edited, Revision
from briefs.proof import fingerprint
from briefs.sql_store import catalogue
from briefs.store import Added
from briefs.tables import pieces, revisions, summaries, topics
from briefs.versions import Known, New, Revised, Unchanged


def _latest_whose(column: str) -> ScalarSelect[int]:
    """The latest piece whose newest revision has `:column` in that column."""
    return (
        select(func.max(pieces.c.number))
        .join(revisions, catalogue.CURRENT_OF)
        .where(revisions.c[column] == bindparam(column))
        .scalar_subquery()
    )


_KNOWN = select(
    select(func.max(revisions.c.piece))
    .where(revisions.c.original == bindparam("original"))
    .scalar_subquery()
    .label("original"),
    _latest_whose("url").label("url"),
    _latest_whose("origin").label("origin"),
    select(pieces.c.number)
    .where(pieces.c.slug == bindparam("slug"))
    .scalar_subquery()
    .label("slug"),
    _latest_whose("sha256").label("body"),
)
_NEXT_PIECE = select(func.coalesce(func.max(revisions.c.piece), 0) + 1)
_FILE = insert(revisions)
_SUMMARISE = insert(summaries)
_OPEN = insert(pieces)
_MOVE = update(pieces).where(pieces.c.number == bindparam("piece"))
_CLEAR = delete(topics).where(topics.c.piece == bindparam("place"))
_ENTER = insert(topics)


def add(connection: Connection, edited: Edited, now: datetime) -> Added:
    """Take a draft in, within a transaction that no other writes during."""
    draft = edited.draft
    known = Known(**connection.execute(_KNOWN, _ties(draft)).mappings().one())
    current = None if known.piece is None else catalogue.revision(connection, known.piece, None)
    match versions.plan(draft, known, current):
        case New():
            piece = connection.execute(_NEXT_PIECE).scalar_one()
            slug = _free_slug(connection, filing.wanted_slug(draft))
            revision = filing.revise(edited, piece=piece, slug=slug, number=1, now=now)
            _file(connection, edited, revision)
            place = filing.place(revision)
            connection.execute(_OPEN, {"id": place, "number": piece, "revision": 1, "slug": slug})
            _enter_topics(connection, revision)
            return Added("new", filing.card(revision), revision.sha256)
        case Revised(piece):
            current = catalogue.revision(connection, piece, None)
            revision = filing.revise(
                edited, piece=piece, slug=current.slug, number=current.number + 1, now=now
            )
            _file(connection, edited, revision)
            connection.execute(_CLEAR, {"place": filing.place(current)})
            connection.execute(
                _MOVE, {"piece": piece, "id": filing.place(revision), "revision": revision.number}
            )
            _enter_topics(connection, revision)
            return Added("revised", filing.card(revision), revision.sha256)
        case Unchanged(piece):
            current = catalogue.revision(connection, piece, None)
            return Added("unchanged", filing.card(current), current.sha256)
        case never:
            assert_never(never)


def _ties(draft: Draft) -> dict[str, str | None]:
    """What ties a draft to a piece; None, which is equal to nothing, for a tie it does not have."""
    return {
        "original": draft.original or None,
        "url": draft.url or None,
        "origin": draft.origin or None,
        "slug": filing.wanted_slug(draft) if draft.named else None,
        "sha256": fingerprint(draft.body),
    }


def _free_slug(connection: Connection, wanted: str) -> str:
    alike = or_(pieces.c.slug == wanted, pieces.c.slug.startswith(f"{wanted}-", autoescape=True))
    return filing.free_slug(wanted, set(connection.scalars(select(pieces.c.slug).where(alike))))


def _file(connection: Connection, edited: Edited, revision: Revision) -> None:
    draft = edited.draft
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
            "language": revision.language,
            "origin": draft.origin,
            "original": draft.original,
            "sha256": revision.sha256,
            "marks": revision.marks,
            "sentences": revision.sentences,
            "sources": revision.sources,
            "body": revision.body,
        },
    )
    if edited.summaries:
        connection.execute(
            _SUMMARISE,
            [
                {
                    "piece": revision.piece,
                    "revision": revision.number,
                    "length": summary.length,
                    "method": summary.method,
                    "spans": summary.sentences,
                    "coverage": summary.coverage,
                }
                for summary in edited.summaries
            ],
        )


def _enter_topics(connection: Connection, revision: Revision) -> None:
    place = filing.place(revision)
    entries = filing.topic_keys(revision.topics)
    if entries:
        connection.execute(
            _ENTER,
            [{"key": key, "piece": place, "topic": topic} for key, topic in entries.items()],
        )
