"""Full-text search as PostgreSQL does it: its indexes, and questions in its language.

Words are compared as SQLite's index does: without case and accents, English endings off, none too
common to count. PostgreSQL keeps so many places of a word in a text and no more; a text that has
more is kept in parts as well, in which phrases are looked for.
"""

import re

from sqlalchemy import ARRAY, BigInteger, Text, bindparam, column, text

from briefs.search_query import Query, Term

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 100
_LONGEST_PHRASE = 64
"""Words by which the parts of a text overlap, so that no phrase falls between two."""

SEARCH_INDEX = (
    # What is stored is compared and listed in the order of its characters, on any server.
    """
    DO $$ DECLARE it record; BEGIN
        FOR it IN
            SELECT table_name, string_agg(
                format('ALTER %I TYPE text COLLATE "C"', column_name), ', '
            ) AS changes
            FROM information_schema.columns
            WHERE table_schema = current_schema() AND data_type = 'text' GROUP BY 1
        LOOP
            EXECUTE format('ALTER TABLE %I ', it.table_name) || it.changes;
        END LOOP;
    END $$
    """,
    "CREATE TEXT SEARCH DICTIONARY library_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION library (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION library
    ALTER MAPPING FOR asciiword, word, numword WITH library_stem
    """,
    # Which characters are letters must not depend on the server's locale either. A word
    # like "is" gets a mark that no word has: it would lose its ending as if that made it a plural.
    r"""
    DO $$ DECLARE letters text := coalesce((
        SELECT collname FROM pg_collation
        WHERE collname IN ('pg_c_utf8', 'und-x-icu') ORDER BY collname LIMIT 1
    ), 'default'); BEGIN
        EXECUTE format($f$
            CREATE FUNCTION library_folded(text) RETURNS text IMMUTABLE PARALLEL SAFE
            RETURN lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g') COLLATE %I)
        $f$, letters);
        EXECUTE format($f$
            CREATE FUNCTION library_words(text) RETURNS text IMMUTABLE PARALLEL SAFE
            RETURN btrim(regexp_replace(regexp_replace(
                library_folded($1) COLLATE %1$I, '[^[:alnum:]]+', ' ', 'g'
            ) COLLATE %1$I, '\m([[:alnum:]]s)\M', '\1ǀ', 'g'))
        $f$, letters);
        EXECUTE format($f$
            CREATE FUNCTION library_queries(text[]) RETURNS tsquery[] IMMUTABLE PARALLEL SAFE
            RETURN ARRAY(SELECT to_tsquery('library', regexp_replace(
                library_folded(q) COLLATE %I, '\m([[:alnum:]]s)\M(?!'':)', '\1ǀ', 'g'
            )) FROM unnest($1) AS q)
        $f$, letters);
    END $$
    """,
    # A vector has room for a megabyte: of what has more words than that, the first are found.
    """
    CREATE FUNCTION library_vector(text) RETURNS tsvector IMMUTABLE LANGUAGE plpgsql AS $$
    BEGIN
        RETURN to_tsvector('library', $1);
    EXCEPTION WHEN program_limit_exceeded THEN
        RETURN to_tsvector('library', left($1, 200000));
    END $$
    """,
    "CREATE TABLE words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX words_found ON words USING gin (words) WITH (fastupdate = off)",
    """
    CREATE TABLE words_within (
        id bigint REFERENCES words ON DELETE CASCADE, part int, words tsvector NOT NULL,
        PRIMARY KEY (id, part)
    )
    """,
    """
    CREATE FUNCTION library_index() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE said text; every text[]; whole tsvector;
    BEGIN
        IF TG_OP <> 'INSERT' THEN DELETE FROM words WHERE id = old.id; END IF;
        IF TG_OP = 'DELETE' THEN RETURN NULL; END IF;
        -- The mark between two fields is a word that nobody writes: no phrase runs over it.
        SELECT library_words(concat_ws(' ǀ ', title, byline, outlet, topics, body)) INTO said
        FROM revisions WHERE piece = new.number AND number = new.revision;
        IF said IS NULL THEN RETURN NULL; END IF;
        every := string_to_array(said, ' ');
        whole := library_vector(said);
        -- Of a word's places 255 are kept, and none beyond the 16383rd word.
        IF cardinality(every) < 16000 AND NOT EXISTS (
            SELECT FROM unnest(whole) WHERE cardinality(positions) > 250
        ) THEN
            INSERT INTO words VALUES (new.id, whole);
            RETURN NULL;
        END IF;
        INSERT INTO words VALUES (new.id, strip(whole));
        INSERT INTO words_within
        SELECT new.id, part, library_vector(
            array_to_string(every[part * 500 + 1 : (part + 1) * 500 + 64], ' ')
        ) FROM generate_series(0, (cardinality(every) - 1) / 500) AS part;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER library_index AFTER INSERT OR DELETE OR UPDATE OF id, number, revision ON pieces
    FOR EACH ROW EXECUTE FUNCTION library_index()
    """,
    """
    CREATE TABLE words_cited (
        id bigint PRIMARY KEY REFERENCES cited ON DELETE CASCADE, words tsvector NOT NULL
    )
    """,
    "CREATE INDEX words_cited_found ON words_cited USING gin (words) WITH (fastupdate = off)",
    """
    CREATE FUNCTION library_index_cited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO words_cited VALUES (new.id, library_vector(library_words(new.words)));
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER library_index_cited AFTER INSERT ON cited
    FOR EACH ROW EXECUTE FUNCTION library_index_cited()
    """,
)
"""The indexes of the words of the newest revisions and of what they cite, as first made."""

_FOUND = """
    words.words @@ (library_queries(:match))[1] AND NOT EXISTS (
        SELECT FROM unnest((library_queries(:match))[2:]) AS phrase
        WHERE NOT words.words @@ phrase AND NOT EXISTS (
            SELECT FROM words_within AS part WHERE part.id = words.id AND part.words @@ phrase
        )
    )
"""
_match = bindparam("match", type_=ARRAY(Text))
_id = column("id", BigInteger)

TEXTS = text(f"SELECT id FROM words WHERE {_FOUND}").bindparams(_match).columns(_id)  # noqa: S608 - the condition stands above
"""Pieces (`pieces.id`) that answer to `:match`."""

# A word that many have is found among the newest by walking back from them; one that few have, in
# the index. Left to itself the engine would walk back through them all for the latter, or sort
# them all for the former: `id + 0` is in no index that it could walk along.
MATCHES = (
    text(
        f"""
        WITH latest AS MATERIALIZED (
            SELECT id FROM words WHERE {_FOUND} AND id > coalesce(
                (SELECT id FROM words ORDER BY id DESC OFFSET 2000 LIMIT 1), 0
            ) ORDER BY id DESC LIMIT :limit
        )
        SELECT id FROM latest WHERE (SELECT count(*) FROM latest) = :limit
        UNION ALL (
            SELECT id FROM words WHERE (SELECT count(*) FROM latest) < :limit AND {_FOUND}
            ORDER BY id + 0 DESC LIMIT :limit
        )
        """  # noqa: S608 - as above
    )
    .bindparams(_match, bindparam("limit", type_=BigInteger))
    .columns(_id)
    .cte("matches")
)
"""The newest `:limit` of them."""

ENTRIES = (
    text(
        """
        SELECT id FROM words_cited WHERE words @@ (library_queries(:entry))[1]
        AND words @@ ALL ((library_queries(:entry))[2:])
        """
    )
    .bindparams(bindparam("entry", type_=ARRAY(Text)))
    .columns(_id)
)
"""Entries of references (`cited.id`) that answer to `:entry`."""


def in_tsquery(query: Query) -> list[str]:
    """A query in the engine's language: all its words, and each group with a phrase by itself.

    Words are quoted, so that none of them is syntax.
    """
    groups = [terms for group in query.groups if (terms := [t for t in map(_plain, group) if t])]
    whole = " & ".join(_either(group, " & ") for group in groups)
    phrases = [
        _either(group, " <-> ") for group in groups if any(len(term.words) > 1 for term in group)
    ]
    return [whole, *phrases]


def _plain(term: Term) -> Term | None:
    """The term with nothing but letters and digits; None if it has none."""
    words = [found[:_LONGEST_WORD] for word in term.words for found in _WORD.findall(word)]
    cut = len(words) > _LONGEST_PHRASE
    return Term(tuple(words[:_LONGEST_PHRASE]), term.prefix and not cut) if words else None


def _either(group: list[Term], between: str) -> str:
    return "(" + " | ".join(_quoted(term, between) for term in group) + ")"


def _quoted(term: Term, between: str) -> str:
    words = between.join(f"'{word}'" for word in term.words)
    return f"({words}{':*' if term.prefix else ''})"
