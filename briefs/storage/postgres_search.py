"""Full-text search on PostgreSQL: the indexes and the query language.

The indexes contain the terms of `briefs.text.words`, as `tsvector` values; no parser, dictionary or
locale of the server is used. PostgreSQL stores a limited number of positions
(https://www.postgresql.org/docs/current/textsearch-limitations.html); a text with more is also
stored in parts, in which phrases are searched.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    CTE,
    BigInteger,
    Connection,
    RowMapping,
    Select,
    Text,
    bindparam,
    column,
    text,
)
from sqlalchemy.exc import OperationalError

from briefs.search_query import Wanted, Way

FIRST_SPAN: Final = 2_000
"""Pieces, the newest, that are looked through whatever it takes."""

GROWTH: Final = 0
"""Behind them all others are looked through at once, in the index."""

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

_ENTER = text("INSERT INTO words VALUES (:id, CAST(:words AS tsvector))")
_ENTER_STRIPPED = text("INSERT INTO words VALUES (:id, strip(CAST(:words AS tsvector)))")
_ENTER_PART = text("INSERT INTO words_within VALUES (:id, :part, CAST(:words AS tsvector))")
_ENTER_CITED = text("INSERT INTO words_cited VALUES (:id, CAST(:words AS tsvector))")

_HAS = """
    words.words @@ (CAST(:{0} AS tsquery[]))[1] AND NOT EXISTS (
        SELECT FROM unnest((CAST(:{0} AS tsquery[]))[2:]) AS phrase
        WHERE NOT words.words @@ phrase AND NOT EXISTS (
            SELECT FROM words_within AS part WHERE part.id = words.id AND part.words @@ phrase
        )
    )
"""
_FOUND = f"{_HAS.format('match')} AND NOT coalesce({_HAS.format('unwanted')}, false)"
_BETWEEN = "id > :low AND id <= :high"
_asked = (bindparam("match", type_=ARRAY(Text)), bindparam("unwanted", type_=ARRAY(Text)))
_bounds = tuple(bindparam(name, type_=BigInteger) for name in ("low", "high"))
_limit = bindparam("limit", type_=BigInteger)
_id = column("id", BigInteger)


def _newest(order: str) -> CTE:
    statement = f"""
        SELECT id FROM words WHERE {_FOUND} AND {_BETWEEN} ORDER BY {order} DESC LIMIT :limit
    """  # noqa: S608 - the conditions stand above
    return text(statement).bindparams(*_asked, *_bounds, _limit).columns(_id).cte("matches")


# A word that many have is found among the newest by walking back from them; one that few have, in
# the index. Left to itself the engine would walk back through them all for the latter, or sort
# them all for the former: `id + 0` is in no index that it could walk along.
MATCHES, REST = _newest("id"), _newest("id + 0")
"""The newest `:limit` pieces above place `:low`, up to `:high`, that answer to `:match` and not to
`:unwanted`: in a span of a few thousand pieces, and in all the others.
"""

ENTRIES = (
    text(
        f"""
        SELECT id FROM words_cited WHERE words @@ (CAST(:match AS tsquery[]))[1]
        AND words @@ ALL ((CAST(:match AS tsquery[]))[2:]) AND {_BETWEEN}
        """  # noqa: S608 - as above
    )
    .bindparams(_asked[0], *_bounds)
    .columns(_id)
)
"""Entries of references (`cited.id`) above `:low`, up to `:high`, that answer to `:match`."""

CLEAR = ("TRUNCATE words, words_within, words_cited",)
"""Empty the indexes."""

_CANCELED = "57014"
_LIMIT_TIME = text("SELECT set_config('statement_timeout', :milliseconds, false)")


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


def asked(
    wanted: Wanted, connection: Connection, *, of_entries: bool = False
) -> tuple[dict[str, object], tuple[str, ...]]:
    """What the statements bind for a question; no beginning is cut short."""
    del connection
    found: dict[str, object] = {"match": match(wanted.groups)}
    if not of_entries:
        found["unwanted"] = match((wanted.unwanted,) if wanted.unwanted else ())
    return found, ()


def within(
    values: dict[str, object], low: int, high: int, *, of_entries: bool = False
) -> dict[str, object]:
    """What the statements bind for a span: nothing else than for all."""
    del low, high, of_entries
    return dict(values)


def run(
    connection: Connection, statement: Select[Any], values: dict[str, object], seconds: float
) -> Sequence[RowMapping] | None:
    """The rows of a statement, None if it takes longer than that."""
    connection.execute(_LIMIT_TIME, {"milliseconds": str(max(1, int(1_000 * seconds)))})
    try:
        return connection.execute(statement, values).mappings().all()
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _CANCELED:
            raise
        return None
    finally:
        connection.execute(_LIMIT_TIME, {"milliseconds": "0"})


def match(groups: Sequence[Sequence[Way]]) -> list[str]:
    """Groups of which each must match, in the engine's language: all their terms, and each group
    with a phrase by itself. Terms are quoted, so that none of them is syntax.
    """
    whole = " & ".join(_either(group, " & ") for group in groups)
    phrases = [
        _either(group, " <-> ") for group in groups if any(len(terms) > 1 for terms, _ in group)
    ]
    return [whole, *phrases]


def _either(group: Sequence[Way], between: str) -> str:
    return "(" + " | ".join(_quoted(group, between)) + ")"


def _quoted(group: Sequence[Way], between: str) -> Iterator[str]:
    for terms, prefix in group:
        phrase = between.join(f"'{term}'" for term in terms[:_OVERLAP])
        yield f"({phrase}{':*' if prefix and len(terms) <= _OVERLAP else ''})"
