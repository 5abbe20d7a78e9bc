"""Full-text search on PostgreSQL: the indexes and the query language.

The indexes contain the terms of `briefs.text.words`, as `tsvector` values; no parser, dictionary or
locale of the server is used. PostgreSQL stores a limited number of positions
(https://www.postgresql.org/docs/current/textsearch-limitations.html); a text with more is also
stored in parts, in which phrases are searched.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from sqlalchemy import ARRAY, BigInteger, Connection, Text, bindparam, column, text

from briefs.search_query import Query, ways

_MOST_TERMS = 16_000
_MOST_PLACES = 250
"""Terms of a text, and positions of one term, in a vector; PostgreSQL's
limits are 16 383 and 256.
"""

_PART = 500
_OVERLAP = 64
"""Terms of a part, and how many of them the next part repeats, so that no phrase is cut in two."""

_ROOM = 900_000
"""Bytes of a vector, which may have 1 MB; of a text with more terms, only the first are indexed."""

SEARCH_INDEX = (
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
"""The indexes of the words of the public revisions and of what they cite."""

_ENTER = text("INSERT INTO words VALUES (:id, CAST(:words AS tsvector))")
_ENTER_STRIPPED = text("INSERT INTO words VALUES (:id, strip(CAST(:words AS tsvector)))")
_ENTER_PART = text("INSERT INTO words_within VALUES (:id, :part, CAST(:words AS tsvector))")
_ENTER_CITED = text("INSERT INTO words_cited VALUES (:id, CAST(:words AS tsvector))")

_FOUND = """
    words.words @@ (CAST(:match AS tsquery[]))[1] AND NOT EXISTS (
        SELECT FROM unnest((CAST(:match AS tsquery[]))[2:]) AS phrase
        WHERE NOT words.words @@ phrase AND NOT EXISTS (
            SELECT FROM words_within AS part WHERE part.id = words.id AND part.words @@ phrase
        )
    )
"""
_match = bindparam("match", type_=ARRAY(Text))
_id = column("id", BigInteger)

TEXTS = text(f"SELECT id FROM words WHERE {_FOUND}").bindparams(_match).columns(_id)  # noqa: S608 - the condition stands above
UNWANTED = (
    text(f"SELECT id FROM words WHERE {_FOUND}".replace(":match", ":unwanted"))  # noqa: S608 - as above
    .bindparams(bindparam("unwanted", type_=ARRAY(Text)))
    .columns(_id)
)
"""Pieces (`pieces.id`) that match `:match`, and `:unwanted`."""

# A frequent word is found among the newest pieces by walking back from them, a rare one in the GIN
# index. The planner would walk back through all pieces for a rare word, or sort all matches of a
# frequent one; `id + 0` matches no index, so that it cannot walk along one.
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
        SELECT id FROM words_cited WHERE words @@ (CAST(:entry AS tsquery[]))[1]
        AND words @@ ALL ((CAST(:entry AS tsquery[]))[2:])
        """
    )
    .bindparams(bindparam("entry", type_=ARRAY(Text)))
    .columns(_id)
)
"""References (`cited.id`) that match `:entry`."""


def enter(connection: Connection, place: int, terms: Sequence[str]) -> None:
    """Index a piece under these terms; it must not be in the index yet."""
    places = _places(terms)
    if len(terms) <= _MOST_TERMS and max(map(len, places.values()), default=0) <= _MOST_PLACES:
        connection.execute(_ENTER, {"id": place, "words": _vector(places)})
        return
    connection.execute(_ENTER_STRIPPED, {"id": place, "words": _vector(_fitting(terms))})
    parts = [
        {"id": place, "part": number, "words": _vector(_places(terms[at : at + _PART + _OVERLAP]))}
        for number, at in enumerate(range(0, len(terms), _PART))
    ]
    connection.execute(_ENTER_PART, parts)


def enter_cited(connection: Connection, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Index references under these terms."""
    rows = [{"id": entry, "words": _vector(_fitting(terms))} for entry, terms in entries]
    if rows:
        connection.execute(_ENTER_CITED, rows)


def _places(terms: Sequence[str]) -> dict[str, list[int]]:
    """The positions of each term, counted from 1."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, term in enumerate(terms, start=1):
        places[term].append(at)
    return places


def _fitting(terms: Sequence[str]) -> dict[str, list[int]]:
    """The positions of the first terms, as many as fit into a vector."""
    places = (
        _places(terms[:_MOST_TERMS])
        | {term: [_MOST_TERMS] for term in dict.fromkeys(terms[_MOST_TERMS:])}
        if len(terms) > _MOST_TERMS
        else _places(terms)
    )
    room = _ROOM
    kept: dict[str, list[int]] = {}
    for term, at in places.items():
        room -= len(term.encode()) + 2 * min(len(at), _MOST_PLACES) + 8
        if room < 0:
            break
        kept[term] = at[:_MOST_PLACES]
    return kept


def _vector(places: dict[str, list[int]]) -> str:
    """The text form of a tsvector; terms have no characters that need escaping."""
    return " ".join(f"'{term}':{','.join(map(str, at))}" for term, at in places.items())


def match(query: Query, kinds: Container[str] | None = None) -> list[str]:
    """A query in the engine's language: all its terms, and each group with a phrase by itself.

    Terms are quoted, so that none of them is syntax.
    """
    groups = [[way for term in group for way in ways(term, kinds)] for group in query.groups]
    groups = [group for group in groups if group]
    whole = " & ".join(_either(group, " & ") for group in groups)
    phrases = [
        _either(group, " <-> ") for group in groups if any(len(terms) > 1 for terms, _ in group)
    ]
    return [whole, *phrases]


def _either(group: Sequence[tuple[Sequence[str], bool]], between: str) -> str:
    return "(" + " | ".join(_quoted(group, between)) + ")"


def _quoted(group: Sequence[tuple[Sequence[str], bool]], between: str) -> Iterator[str]:
    for terms, prefix in group:
        phrase = between.join(f"'{term}'" for term in terms[:_OVERLAP])
        yield f"({phrase}{':*' if prefix and len(terms) <= _OVERLAP else ''})"
