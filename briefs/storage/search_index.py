"""Enters public revisions and their references into the search index, on either engine.

The terms of a revision come from `briefs.text.words`, the same for both engines. They are entered
when it becomes public, and removed by a trigger when its piece's row changes.
"""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, Text, bindparam, delete, select, table, text, type_coerce

from briefs.storage import postgres_search, sqlite_search
from briefs.storage.schema import cited, pieces, revisions
from briefs.text.words import AS_WRITTEN, filter_terms, index_terms, kinds_of

_CITED = (
    select(cited.c.id, cited.c.words)
    .where(cited.c.piece == bindparam("place"))
    .order_by(cited.c.id)
)
_PUBLIC = (
    select(
        pieces.c.id,
        revisions.c.language,
        revisions.c.title,
        revisions.c.byline,
        revisions.c.outlet,
        revisions.c.published.is_not(None).label("is_dated"),
        type_coerce(revisions.c.topics, Text).label("topics"),
        revisions.c.body,
    )
    .join(
        revisions,
        (revisions.c.piece == pieces.c.number) & (revisions.c.number == pieces.c.revision),
    )
    .where(pieces.c.id > bindparam("after"))
    .order_by(pieces.c.id)
    .limit(bindparam("limit"))
)
_AT_ONCE = 200
_LEAST = -(2**62)
_KINDS = text("SELECT kind FROM words_kinds")
_NOTE = text("INSERT INTO words_kinds VALUES (:kind) ON CONFLICT DO NOTHING")
_PATIENTLY = text(
    "SELECT set_config(name, '0', true) FROM pg_settings"
    " WHERE name IN ('statement_timeout', 'transaction_timeout')"
)


def enter(  # noqa: PLR0917 - the fields of a revision, in the order of indexing
    connection: Connection,
    place: int,
    language: str,
    title: str,
    byline: str,
    outlet: str,
    topics: Sequence[str],
    body: str,
    *,
    is_dated: bool,
) -> None:
    """Index the piece with the sort key `place` under the words of its public revision and
    references.
    """
    engine = postgres_search if connection.dialect.name == "postgresql" else sqlite_search
    connection.execute(_NOTE, [{"kind": kind} for kind in (AS_WRITTEN, *kinds_of(language))])
    terms = filter_terms(byline, language, topics, is_dated=is_dated)
    terms += index_terms((title, byline, outlet, *topics, body), language)
    engine.enter(connection, place, terms)
    entries = connection.execute(_CITED, {"place": place}).all()
    engine.enter_cited(
        connection, ((row.id, index_terms((row.words,), language)) for row in entries)
    )


def kinds(connection: Connection) -> frozenset[str]:
    """The kinds of terms in the indexes, one for each language."""
    return frozenset(connection.scalars(_KINDS))


def refill(connection: Connection) -> None:
    """Rebuild the indexes from the public revisions."""
    if connection.dialect.name == "postgresql":
        connection.execute(_PATIENTLY)
    engine = postgres_search if connection.dialect.name == "postgresql" else sqlite_search
    for statement in engine.CLEAR:
        connection.execute(text(statement))
    connection.execute(delete(table("words_kinds")))
    after = _LEAST
    while rows := connection.execute(_PUBLIC, {"after": after, "limit": _AT_ONCE}).all():
        for row in rows:
            enter(
                connection,
                row.id,
                row.language,
                row.title,
                row.byline,
                row.outlet,
                _topics(row.topics),
                row.body,
                is_dated=bool(row.is_dated),
            )
        after = rows[-1].id


def refill_if_new(connection: Connection) -> None:
    """Fills the indexes if a migration emptied them, which shows in that they have no kinds of
    terms.
    """
    if not kinds(connection) and connection.execute(_PUBLIC, {"after": _LEAST, "limit": 1}).first():
        refill(connection)


def _topics(stored: str) -> tuple[str, ...]:
    """The topics of a row; a value that is no JSON list is indexed as text."""
    try:
        return tuple(map(str, json.loads(stored)))
    except (TypeError, ValueError):
        return (stored,)
