"""Enters public revisions and their references into the search index, on either engine.

The terms of a revision come from `briefs.text.words`, the same for both engines. They are entered
when it becomes public, and removed by a trigger when its piece's row changes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from sqlalchemy import (
    CTE,
    Connection,
    RowMapping,
    Select,
    SelectBase,
    Text,
    bindparam,
    delete,
    select,
    table,
    text,
    type_coerce,
)

from briefs.search_query import Wanted
from briefs.storage import postgres_search, sqlite_search
from briefs.storage.schema import cited, pieces, revisions
from briefs.text.words import AS_WRITTEN, filter_terms, index_terms, kinds_of


class FullText(Protocol):
    """Full-text search of one engine; `sqlite_search` and `postgres_search` are its
    implementations.
    """

    @property
    def CLEAR(self) -> tuple[str, ...]:  # noqa: N802  # a constant of the modules, as others below
        """Statements that empty the indexes."""
        ...

    @property
    def FIRST_SPAN(self) -> int:  # noqa: N802  # as above
        """The number of newest pieces that are looked through however long that takes."""
        ...

    @property
    def GROWTH(self) -> int:  # noqa: N802  # as above
        """The most by which a span may be larger than the one before, as a factor; 0: the second
        has all others.
        """
        ...

    @property
    def MATCHES(self) -> CTE:  # noqa: N802  # as above
        """Pieces (`id`, newest first) above place `:low`, up to `:high`, that match; at most
        `:limit`.
        """
        ...

    @property
    def REST(self) -> CTE:  # noqa: N802  # as above
        """The same for a span that has all pieces that are left."""
        ...

    @property
    def ENTRIES(self) -> SelectBase:  # noqa: N802  # as above
        """Entries of references (`cited.id`) above `:low`, up to `:high`, that match."""
        ...

    def enter(self, connection: Connection, place: int, terms: Sequence[str]) -> None:
        """Index a piece under these terms; it must not be in the index yet."""
        ...

    def enter_cited(
        self, connection: Connection, entries: Iterable[tuple[int, Sequence[str]]]
    ) -> None:
        """Index references under these terms."""
        ...

    def asked(
        self, wanted: Wanted, connection: Connection, *, of_entries: bool = False
    ) -> tuple[dict[str, object], tuple[str, ...]]:
        """The values that the statements take for a query, and the prefixes of which not all words
        are looked for, as index terms.
        """
        ...

    def within(
        self, values: dict[str, object], low: int, high: int, *, of_entries: bool = False
    ) -> dict[str, object]:
        """The values of the statements for a span, where the engine needs more than `:low` and
        `:high`.
        """
        ...

    def run(
        self,
        connection: Connection,
        statement: Select[Any],
        values: dict[str, object],
        seconds: float,
    ) -> Sequence[RowMapping] | None:
        """The rows of a statement; None if it took longer than `seconds`, where the engine can
        break it off.
        """
        ...


ENGINES: Final[Mapping[str, FullText]] = MappingProxyType(
    {"postgresql": postgres_search, "sqlite": sqlite_search}
)
"""Full-text search by the name of SQLAlchemy's dialect."""

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
KINDS = text("SELECT kind FROM words_kinds")
"""The kinds of terms in the indexes, one for each language."""

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
    engine = ENGINES[connection.dialect.name]
    connection.execute(_NOTE, [{"kind": kind} for kind in (AS_WRITTEN, *kinds_of(language))])
    terms = filter_terms(byline, language, topics, is_dated=is_dated)
    terms += index_terms((title, byline, outlet, *topics, body), language)
    engine.enter(connection, place, terms)
    entries = connection.execute(_CITED, {"place": place}).all()
    engine.enter_cited(
        connection, ((row.id, index_terms((row.words,), language)) for row in entries)
    )


def refill(connection: Connection) -> None:
    """Rebuild the indexes from the public revisions."""
    if connection.dialect.name == "postgresql":
        connection.execute(_PATIENTLY)
    for statement in ENGINES[connection.dialect.name].CLEAR:
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
    is_empty = connection.execute(KINDS).first() is None
    if is_empty and connection.execute(_PUBLIC, {"after": _LEAST, "limit": 1}).first():
        refill(connection)


def _topics(stored: str) -> tuple[str, ...]:
    """The topics of a row; a value that is no JSON list is indexed as text."""
    try:
        return tuple(map(str, json.loads(stored)))
    except (TypeError, ValueError):
        return (stored,)
