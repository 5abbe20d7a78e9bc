"""Full-text search on SQLite: the indexes and the query language.

The indexes hold terms that `briefs.text.words` makes, one for each word, and no text: each begins
with letters and is parted from the next by a space. Rows come in by `enter` and `enter_cited`, and
leave by triggers.

A beginning is asked for as the terms that begin so: FTS5 itself would read all that its index has
of all of them before it gave the first row, however few rows are wanted.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    CTE,
    Connection,
    Integer,
    RowMapping,
    Select,
    bindparam,
    column,
    insert,
    select,
    table,
    text,
)

from briefs.search_query import Wanted, Way
from briefs.text.words import BREAK

FIRST_SPAN: Final = 20_000
"""Pieces, the newest, that are looked through whatever it takes."""

GROWTH: Final = 4

MAX_BEGUN: Final = 400
"""Terms that the beginnings in one question stand for: each takes a look at every segment of the
index, and one more step at every piece.
"""

_OPTIONS = "content = '', contentless_delete = 1, tokenize = 'ascii'"

CLEAR = (
    "INSERT INTO words (words) VALUES ('delete-all')",
    "INSERT INTO words_cited (words_cited) VALUES ('delete-all')",
)
"""Empty the indexes."""

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


def _texts(*more: Any) -> Select[Any]:  # noqa: ANN401  # conditions
    return select(_words.c.rowid.label("id")).where(_words.c.terms.match(bindparam("match")), *more)


MATCHES: CTE = (
    _texts(_words.c.rowid > bindparam("low"), _words.c.rowid <= bindparam("high"))
    .order_by(_words.c.rowid.desc())
    .limit(bindparam("limit"))
    .cte("matches")
)
"""The newest `:limit` pieces above place `:low`, up to `:high`, that answer to `:match`."""

REST = MATCHES
"""The same, for the last and largest of the spans that are looked through."""

ENTRIES = select(_words_cited.c.rowid.label("id")).where(
    _words_cited.c.terms.match(bindparam("match")),
    _words_cited.c.rowid > bindparam("low"),
    _words_cited.c.rowid <= bindparam("high"),
)
"""Entries of references (`cited.id`) above `:low`, up to `:high`, that answer to `:match`."""


def enter(connection: Connection, place: int, terms: Sequence[str]) -> None:
    """Index a piece under these terms; it must not be in the index yet."""
    placed = [*_place_terms(place >> _PLACE_BITS), *terms]
    connection.execute(_ENTER, {"rowid": place, "terms": " ".join(placed)})


def enter_cited(connection: Connection, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Index references under these terms."""
    rows = [
        {"rowid": entry, "terms": " ".join((*_place_terms(entry >> _ENTRY_BITS), *terms))}
        for entry, terms in entries
    ]
    if rows:
        connection.execute(_ENTER_CITED, rows)


def asked(
    wanted: Wanted, connection: Connection, *, of_entries: bool = False
) -> tuple[dict[str, object], tuple[str, ...]]:
    """What the statements bind for a question, and the beginnings of which it has some terms alone.

    Every term is quoted, so that none of it is syntax.
    """
    beginnings = _Beginnings(connection, _BEGUN_ENTRIES if of_entries else _BEGUN)
    groups = [beginnings.resolved(group) for group in wanted.groups]
    unwanted = beginnings.resolved(wanted.unwanted)
    match = " AND ".join(_either(group) for group in groups) if all(groups) else ""
    if match and unwanted:
        match = f"({match}) NOT {_either(unwanted)}"
    return {"match": match or _NOTHING}, tuple(beginnings.cut)


def within(
    values: dict[str, object], low: int, high: int, *, of_entries: bool = False
) -> dict[str, object]:
    """What the statements bind to look for it no further down than a place.

    FTS5 compares its limit with rows that match alone: where none does it goes on to the end of the
    index. So every row has terms of about where it stands, and is asked for them.
    """
    if low <= 0:
        return dict(values)
    bits = _ENTRY_BITS if of_entries else _PLACE_BITS
    spans = _either([(term,) for term in _cover(low >> bits, min(high, _GREATEST) >> bits)])
    return {**values, "match": f"{spans} AND ({values['match']})"}


_GREATEST: Final = 2**62
_PLACE_BITS: Final = 44
_ENTRY_BITS: Final = 14
"""Places that differ by as much have the same first term of where they stand: twelve days of
pieces, and sixteen thousand entries.
"""

_LEVEL_BITS, _LEVELS = 4, 4


def _place_terms(place: int) -> list[str]:
    """Terms of where a row stands, from a small span to a large one."""
    return [_place_term(level, place >> _LEVEL_BITS * level) for level in range(_LEVELS)]


def _place_term(level: int, place: int) -> str:
    return f"t{level}x{place:x}"


def _cover(first: int, last: int) -> Iterator[str]:
    """The fewest terms that all places from one to another have, and no others."""
    ends = (1 << _LEVEL_BITS) - 1
    for level in range(_LEVELS):
        is_last = level == _LEVELS - 1
        while first <= last and (is_last or first & ends):
            yield _place_term(level, first)
            first += 1
        while first <= last and last & ends != ends:
            yield _place_term(level, last)
            last -= 1
        if first > last:
            return
        first, last = first >> _LEVEL_BITS, last >> _LEVEL_BITS


def run(
    connection: Connection,
    statement: Select[Any],
    values: dict[str, object],
    seconds: float,  # noqa: ARG001  # SQLite is not interrupted within one step of its index
) -> Sequence[RowMapping] | None:
    return connection.execute(statement, values).mappings().all()


def _either(group: Sequence[Sequence[str]]) -> str:
    return "(" + " OR ".join('"' + " ".join(terms) + '"' for terms in group) + ")"


def _begun(index: str) -> Any:  # noqa: ANN401  # a textual statement
    """Terms that begin with `:first`, the first `:most` in order.

    Each is found by a look of its own behind the one before, since the table has a row for each
    place of a term.
    """
    find = f"SELECT term FROM {index} WHERE term >= {{}} AND term < :beyond LIMIT 1"  # noqa: S608
    return text(
        f"WITH RECURSIVE begun (term) AS (SELECT ({find.format(':first')}) UNION ALL"  # noqa: S608
        f" SELECT ({find.format('begun.term || char(1)')}) FROM begun WHERE term IS NOT NULL"
        " LIMIT :most) SELECT term FROM begun WHERE term IS NOT NULL"
    )


_BEGUN, _BEGUN_ENTRIES = _begun("words_terms"), _begun("words_cited_terms")


class _Beginnings:
    """Turns beginnings into the terms of an index, at most `MAX_BEGUN` for one question."""

    def __init__(self, connection: Connection, begun: Any) -> None:  # noqa: ANN401  # as above
        self._connection = connection
        self._statement = begun
        self._left = MAX_BEGUN
        self.cut: dict[str, None] = {}

    def resolved(self, group: Sequence[Way]) -> list[tuple[str, ...]]:
        """The ways of a group, each with whole terms."""
        return [way for terms, prefix in group for way in self._ways(terms, prefix=prefix)]

    def _ways(self, terms: tuple[str, ...], *, prefix: bool) -> Iterator[tuple[str, ...]]:
        if not prefix:
            yield terms
            return
        *heads, first = terms
        bounds = {"first": first, "beyond": f"{first}\U0010ffff", "most": self._left + 1}
        found = self._connection.execute(self._statement, bounds).scalars().all()
        if len(found) > self._left:
            self.cut[first] = None
        for term in islice(found, self._left):
            yield (*heads, term)
        self._left -= min(len(found), self._left)
