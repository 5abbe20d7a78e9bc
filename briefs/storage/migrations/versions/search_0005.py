"""Search terms by language: the indexes contain the terms of `briefs.text.words`, on both engines.

They are left empty; `search_index.refill_if_new` fills them after the migrations, with the terms of
the code that runs then.
"""

from alembic import op

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

_FTS5 = "content = '', contentless_delete = 1, tokenize = 'ascii'"
_SQLITE_INDEX = (
    "CREATE TABLE words_kinds (kind text PRIMARY KEY)",
    f"CREATE VIRTUAL TABLE words USING fts5 (terms, {_FTS5})",
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
    f"CREATE VIRTUAL TABLE words_cited USING fts5 (terms, {_FTS5})",
    """
    CREATE TRIGGER cited_out AFTER DELETE ON cited BEGIN
        DELETE FROM words_cited WHERE rowid = old.id;
    END
    """,
)
_POSTGRES_INDEX = (
    'CREATE TABLE words_kinds (kind text COLLATE "C" PRIMARY KEY)',
    "CREATE TABLE words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX words_found ON words USING gin (words) WITH (fastupdate = off)",
    """
    CREATE TABLE words_within (
        id bigint REFERENCES words ON DELETE CASCADE, part int, words tsvector NOT NULL,
        PRIMARY KEY (id, part)
    )
    """,
    """
    CREATE FUNCTION library_words_out() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM words WHERE id = old.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER library_words_out AFTER DELETE OR UPDATE OF id, revision ON pieces
    FOR EACH ROW EXECUTE FUNCTION library_words_out()
    """,
    """
    CREATE TABLE words_cited (
        id bigint PRIMARY KEY REFERENCES cited ON DELETE CASCADE, words tsvector NOT NULL
    )
    """,
    "CREATE INDEX words_cited_found ON words_cited USING gin (words) WITH (fastupdate = off)",
)


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRES:
        op.execute(statement)
    for statement in _SQLITE_INDEX if is_sqlite else _POSTGRES_INDEX:
        op.execute(statement)
