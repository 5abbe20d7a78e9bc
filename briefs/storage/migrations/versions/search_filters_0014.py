"""Terms for filters of a search, and a list of all terms on SQLite.

The indexes are emptied; `search_index.refill_if_new` fills them after the migrations.
"""

from alembic import op

revision = "0014"
down_revision = "0013"

_SQLITE = (
    "INSERT INTO words (words) VALUES ('delete-all')",
    "INSERT INTO words_cited (words_cited) VALUES ('delete-all')",
    "CREATE VIRTUAL TABLE words_terms USING fts5vocab (words, instance)",
    "CREATE VIRTUAL TABLE words_cited_terms USING fts5vocab (words_cited, instance)",
)
_POSTGRES = ("TRUNCATE words, words_within, words_cited",)


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in (*(_SQLITE if is_sqlite else _POSTGRES), "DELETE FROM words_kinds"):
        op.execute(statement)
