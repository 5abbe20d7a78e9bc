"""Full-text search on SQLite: the indexes and the query language.

The indexes contain the terms of `briefs.text.words`, one for each word, and no text; terms begin
with letters and are separated by spaces. Rows are added by `enter` and `enter_cited`, and removed
by triggers.
"""

from collections.abc import Container, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, column, insert, select, table

from briefs.search_query import Query, ways
from briefs.text.words import BREAK

_OPTIONS = "content = '', contentless_delete = 1, tokenize = 'ascii'"

SEARCH_INDEX = (
    "CREATE TABLE words_kinds (kind text PRIMARY KEY)",
    f"CREATE VIRTUAL TABLE words USING fts5 (terms, {_OPTIONS})",
    """
    CREATE TRIGGER words_out AFTER DELETE ON pieces BEGIN
        DELETE FROM words WHERE rowid = old.id;
    END
    """,
    """
    CREATE TRIGGER words_over AFTER UPDATE OF id, revision ON pieces BEGIN
        DELETE FROM words WHERE rowid = old.id;
    END
    """,
    f"CREATE VIRTUAL TABLE words_cited USING fts5 (terms, {_OPTIONS})",
    """
    CREATE TRIGGER cited_out AFTER DELETE ON cited BEGIN
        DELETE FROM words_cited WHERE rowid = old.id;
    END
    """,
)
"""The indexes of the words of the public revisions and of their references."""

MERGE_INDEXES = (
    "INSERT INTO words (words) VALUES ('optimize')",
    "INSERT INTO words_cited (words_cited) VALUES ('optimize')",
)
"""Merge the segments of the indexes, which drops the terms of deleted rows."""

_words = table("words", column("rowid", Integer), column("terms"))
_words_cited = table("words_cited", column("rowid", Integer), column("terms"))
_NOTHING = f'"{BREAK}{BREAK}"'
"""A query that no text matches."""

_ENTER = insert(_words)
_ENTER_CITED = insert(_words_cited)


def texts(bound: str) -> Select[Any]:
    """Pieces (`pieces.id`) that match the bound value of that name."""
    return select(_words.c.rowid.label("id")).where(_words.c.terms.match(bindparam(bound)))


TEXTS, UNWANTED = texts("match"), texts("unwanted")
"""Pieces (`pieces.id`) that match `:match`, and `:unwanted`."""

MATCHES = TEXTS.order_by(_words.c.rowid.desc()).limit(bindparam("limit")).cte("matches")
"""The newest `:limit` of them."""

ENTRIES = select(_words_cited.c.rowid).where(_words_cited.c.terms.match(bindparam("entry")))
"""References (`cited.id`) that match `:entry`."""


def enter(connection: Connection, place: int, terms: Sequence[str]) -> None:
    """Index a piece under these terms; it must not be in the index yet."""
    connection.execute(_ENTER, {"rowid": place, "terms": " ".join(terms)})


def enter_cited(connection: Connection, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Index references under these terms."""
    rows = [{"rowid": entry, "terms": " ".join(terms)} for entry, terms in entries]
    if rows:
        connection.execute(_ENTER_CITED, rows)


def match(query: Query, kinds: Container[str] | None = None) -> str:
    """A query in the index's language: every term quoted, so that none of it is syntax."""
    groups = [[way for term in group for way in ways(term, kinds)] for group in query.groups]
    return (
        " AND ".join(
            f"({' OR '.join(_quoted(terms, prefix=prefix) for terms, prefix in group)})"
            for group in groups
            if group
        )
        or _NOTHING
    )


def _quoted(terms: Sequence[str], *, prefix: bool) -> str:
    return f'"{" ".join(terms)}"' + ("*" if prefix else "")
