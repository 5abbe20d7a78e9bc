"""Search terms by language: the indexes contain the terms of
`briefs.text.words`, on both engines.
"""

from alembic import op

from briefs.storage import postgres_search, search_index, sqlite_search

revision = "0005"
down_revision = "0004"

_SQLITE = (
    "DROP TRIGGER words_in",
    "DROP TRIGGER words_out",
    "DROP TRIGGER words_over",
    "DROP TRIGGER cited_in",
    "DROP TRIGGER cited_out",
    "DROP TABLE words",
    "DROP TABLE words_cited",
    "DROP VIEW newest",
)
_POSTGRES = (
    "DROP TRIGGER library_index ON pieces",
    "DROP TRIGGER library_index_cited ON cited",
    "DROP TABLE words_within, words, words_cited",
    "DROP FUNCTION library_index, library_index_cited, library_queries, library_words",
    "DROP FUNCTION library_vector, library_folded",
    "DROP TEXT SEARCH CONFIGURATION library",
    "DROP TEXT SEARCH DICTIONARY library_stem",
)


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRES:
        op.execute(statement)
    for statement in sqlite_search.SEARCH_INDEX if is_sqlite else postgres_search.SEARCH_INDEX:
        op.execute(statement)
    search_index.refill(op.get_bind())
