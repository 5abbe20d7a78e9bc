"""Full-text search as SQLite does it: its indexes, and questions in its language."""

from sqlalchemy import Integer, bindparam, column, select, table

from briefs.search_query import Query, Term

_COLUMNS = "title, body, byline, outlet, topics"
_UNINDEX = f"""
    INSERT INTO words (words, rowid, {_COLUMNS})
    SELECT 'delete', old.id, {_COLUMNS} FROM revisions
    WHERE piece = old.number AND number = old.revision;
"""  # noqa: S608 - the columns stand above
_INDEX = f"""
    INSERT INTO words (rowid, {_COLUMNS})
    SELECT new.id, {_COLUMNS} FROM revisions
    WHERE piece = new.number AND number = new.revision;
"""  # noqa: S608 - as above

_TOKENS = "porter unicode61 remove_diacritics 2"

SEARCH_INDEX = (
    f"""
    CREATE VIEW newest AS
    SELECT pieces.id, {_COLUMNS} FROM pieces
    JOIN revisions ON piece = pieces.number AND revisions.number = pieces.revision
    """,  # noqa: S608 - as above
    f"""
    CREATE VIRTUAL TABLE words USING fts5 (
        {_COLUMNS}, content = 'newest', content_rowid = 'id',
        tokenize = '{_TOKENS}'
    )
    """,
    f"CREATE TRIGGER words_in AFTER INSERT ON pieces BEGIN {_INDEX} END",
    f"CREATE TRIGGER words_out AFTER DELETE ON pieces BEGIN {_UNINDEX} END",
    f"""
    CREATE TRIGGER words_over AFTER UPDATE OF id, revision ON pieces BEGIN
        {_UNINDEX} {_INDEX}
    END
    """,
    f"""
    CREATE VIRTUAL TABLE words_cited USING fts5 (
        words, content = 'cited', content_rowid = 'id', tokenize = '{_TOKENS}'
    )
    """,
    """
    CREATE TRIGGER cited_in AFTER INSERT ON cited BEGIN
        INSERT INTO words_cited (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER cited_out AFTER DELETE ON cited BEGIN
        INSERT INTO words_cited (words_cited, rowid, words) VALUES ('delete', old.id, old.words);
    END
    """,
)
"""The indexes of the words of the public revisions and of what they cite, as first made.

A piece without a public revision matches none of `revisions`, and so leaves the index as it is. An
entry is never changed, only forgotten and entered anew.
"""

_words = table("words", column("rowid", Integer), column("words"))
_words_cited = table("words_cited", column("rowid", Integer), column("words_cited"))

TEXTS = select(_words.c.rowid.label("id")).where(_words.c.words.match(bindparam("match")))
"""Pieces (`pieces.id`) that answer to `:match`."""

MATCHES = TEXTS.order_by(_words.c.rowid.desc()).limit(bindparam("limit")).cte("matches")
"""The newest `:limit` of them."""

ENTRIES = select(_words_cited.c.rowid).where(_words_cited.c.words_cited.match(bindparam("entry")))
"""Entries of references (`cited.id`) that answer to `:entry`."""


def in_fts(query: Query) -> str:
    """A query in the index's language: every word quoted, so that none of it is syntax."""
    return " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in query.groups)


def _quoted(term: Term) -> str:
    words = " ".join(term.words).replace("\0", " ").replace('"', '""')
    return f'"{words}"' + ("*" if term.prefix else "")
