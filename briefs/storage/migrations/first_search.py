"""The search indexes as they were first made: Porter's stems, kept by triggers on the catalogue.

Only the first migration creates them, and a later one removes them.
"""

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

SQLITE = (
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

POSTGRES = (
    # COLLATE "C": compared and sorted by code points, whatever the server's locale.
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
    # Nor may the server's locale decide which characters are letters. A word like "is" gets a mark,
    # or else the stemmer would cut its s as a plural.
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
    # A tsvector holds 1 MB: of a text with more words, only the first are indexed.
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
