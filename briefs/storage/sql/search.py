"""Searches that end in time: pieces are looked through from the newest on, span by span.

The cost of a query is not known in advance: each of its words may be in many texts and all of them
together in none; so may a phrase, or a prefix. So the newest pieces are looked through first, and
each later span is as large as the time that is left allows, judged by the span before. A search
that ends before it has looked through everything says how far back it came.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from heapq import nlargest
from time import monotonic
from typing import Any, Final, TypeAlias

from sqlalchemy import CTE, BigInteger, ColumnElement, RowMapping, Select, bindparam, func, select

from briefs.pieces import versions
from briefs.search_query import ALL, SEARCH_SECONDS, Filter, Query, wanted
from briefs.storage.engine import Database
from briefs.storage.schema import CARD, CURRENT_OF, HIT, cited, pieces, revisions
from briefs.storage.search_index import ENGINES, KINDS, FullText

_LEAST, _GREATEST = -(2**63) + 1, 2**63 - 1
_LEAST_GROWTH: Final = 0.25
"""A span is not begun if it would have to be smaller than this share of the one before."""

_places = {name: bindparam(name, type_=BigInteger) for name in ("low", "high")}
_EDGE = (
    select(pieces.c.id)
    .where(pieces.c.id > _places["low"], pieces.c.id <= _places["high"])
    .order_by(pieces.c.id.desc())
    .limit(1)
    .offset(bindparam("size"))
)
_LAST_ENTRY = select(func.max(cited.c.id))
_CITING = (
    select(cited.c.piece.label("id"), func.min(cited.c.entry).label("entry"))
    .where(cited.c.piece > bindparam("after"), cited.c.piece <= bindparam("until"))
    .group_by(cited.c.piece)
)
_CITED = (
    select(*CARD, pieces.c.id.label("place"), revisions.c.sources)
    .select_from(pieces.join(revisions, CURRENT_OF))
    .where(pieces.c.id.in_(bindparam("places", expanding=True)))
    .order_by(pieces.c.id.desc())
)

Ask: TypeAlias = Callable[[int, int, float | None], bool | None]
"""Looks through the span above one place and up to another; True if no more is needed.

The third argument is given for the last span, which has all that is left: the seconds after which
it is broken off, if the engine can do that. The result is None then.
"""

Below: TypeAlias = Callable[[int, int, int], int]
"""Given the two ends of a span (above, up to) and a size, the place with which a span of that size
ends; if it has fewer pieces, its lower end. Of size 0, its newest place.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows found; `looked_to` is the place below which nothing was looked at (None: all was),
    and `cut` are prefixes of which only some words were looked for.
    """

    rows: Sequence[RowMapping]
    looked_to: int | None = None
    cut: tuple[str, ...] = ()


def texts(
    database: Database, query: Query, where: Filter, *, limit: int, skip: int, seconds: float
) -> Found:
    """The newest pieces that answer to a query and a filter, as the rows of hits."""
    with database.read() as connection:
        search = ENGINES[connection.dialect.name]
        kinds = frozenset(connection.scalars(KINDS))
        values, cut = search.asked(wanted(query, where, kinds), connection)
    spans, rest = (cards(found, *HIT) for found in (search.MATCHES, search.REST))
    rows: list[RowMapping] = []

    def ask(low: int, high: int, left: float | None) -> bool | None:
        bound = search.within(values, low, high)
        bound |= {"low": low, "high": high, "limit": skip + limit - len(rows)}
        statement = spans if left is None else rest
        found = _run(database, statement, bound, left)
        rows.extend(found or ())
        return None if found is None else len(rows) >= skip + limit

    looked_to = _look(search, *_bounds(where), ask, _piece_below(database), seconds)
    return Found(rows[skip:], looked_to, cut)


def citing(
    database: Database, query: Query, text: Query, where: Filter, *, limit: int
) -> tuple[Found, dict[int, int]]:
    """The newest pieces with an entry that matches a query, and the first such entry of each.

    Entries are looked through in the reverse order of their numbers. The newest pieces are certain
    to be found only if all entries were looked through.
    """
    with database.read() as connection:
        search = ENGINES[connection.dialect.name]
        kinds = frozenset(connection.scalars(KINDS))
        values, cut = search.asked(wanted(query, ALL, kinds), connection, of_entries=True)
        last = connection.execute(_LAST_ENTRY).scalar() or 0
    after, until = _bounds(where)
    statement = _CITING.where(cited.c.id.in_(search.ENTRIES))
    entries: dict[int, int] = {}

    def ask(low: int, high: int, left: float | None) -> bool | None:
        bound = search.within(values, low, high, of_entries=True)
        bound |= {"low": low, "high": high, "after": after, "until": until}
        found = _run(database, statement, bound, left)
        for row in found or ():
            entries[row["id"]] = min(row["entry"], entries.get(row["id"], row["entry"]))
        return None if found is None else False

    def below(low: int, high: int, size: int) -> int:
        return max(low, high - size)

    looked_to = _look(search, 0, last, ask, below, SEARCH_SECONDS)
    places: Sequence[int] = nlargest(limit, entries)
    if entries and (text or where):
        places, looked_at = _also_in_text(database, entries, text, where, limit)
        looked_to = looked_at if looked_to is None else looked_to
    with database.read() as connection:
        rows = connection.execute(_CITED, {"places": places}).mappings().all()
    return Found(rows, looked_to, cut), entries


def _also_in_text(
    database: Database, among: Collection[int], text: Query, where: Filter, limit: int
) -> tuple[list[int], int | None]:
    """The newest of some places whose texts match a query and a filter; and the place below which
    nothing was looked at, None if all was.
    """
    with database.read() as connection:
        search = ENGINES[connection.dialect.name]
        kinds = frozenset(connection.scalars(KINDS))
        values, _ = search.asked(wanted(text, where, kinds), connection)
    spans, rest = (select(found.c.id) for found in (search.MATCHES, search.REST))
    kept: list[int] = []

    def ask(low: int, high: int, left: float | None) -> bool | None:
        bound = search.within(values, low, high)
        bound |= {"low": low, "high": high, "limit": _GREATEST}
        found = _run(database, spans if left is None else rest, bound, left)
        kept.extend(sorted((row["id"] for row in found or () if row["id"] in among), reverse=True))
        return None if found is None else len(kept) >= limit

    low, high = _bounds(where)
    low, high = max(low, min(among) - 1), min(high, max(among))
    looked_to = _look(search, low, high, ask, _piece_below(database), SEARCH_SECONDS)
    return kept[:limit], looked_to


def _look(  # noqa: PLR0917  # what to look through, how, and for how long
    search: FullText, low: int, high: int, ask: Ask, below: Below, seconds: float
) -> int | None:
    """Looks through span after span from `high` down to `low`; returns the place where time ran
    out, or None.
    """
    began = monotonic()
    edge, left = below(low, high, search.FIRST_SPAN), None
    length = 0
    while True:
        before = monotonic()
        enough = ask(edge, high, left)
        if enough is None:
            return high
        if enough or edge <= low:
            return None
        rest = seconds - (monotonic() - began)
        if not search.GROWTH and seconds > 0:
            edge, high, left = low, edge, seconds
            continue
        if rest <= 0:
            return edge
        growth = min(search.GROWTH, rest / max(monotonic() - before, 1e-6))
        if growth < _LEAST_GROWTH:
            return edge
        length = int(growth * (length or below(low, high, 0) - edge))
        high, edge = edge, edge - length
        if edge <= low or below(low, edge, 0) <= low:
            edge = low


def _run(
    database: Database, statement: Select[Any], values: dict[str, object], seconds: float | None
) -> Sequence[RowMapping] | None:
    with database.read() as connection:
        if seconds is None:
            return connection.execute(statement, values).mappings().all()
        return ENGINES[connection.dialect.name].run(connection, statement, values, seconds)


def _piece_below(database: Database) -> Below:
    def below(low: int, high: int, size: int) -> int:
        with database.read() as connection:
            asked = {"low": low, "high": high, "size": size}
            return connection.execute(_EDGE, asked).scalar() or low

    return below


def _bounds(where: Filter) -> tuple[int, int]:
    """The place that all results are above, and the greatest that a result may have."""
    low = _LEAST if where.since is None else versions.first_place(where.since) - 1
    high = _GREATEST if where.before is None else versions.first_place(where.before) - 1
    return low, high


def cards(found: CTE, *more: ColumnElement[Any]) -> Select[Any]:
    """A statement for the cards of found pieces (`id`), newest first, with more columns."""
    return (
        select(*CARD, *more)
        .select_from(found.join(pieces, pieces.c.id == found.c.id).join(revisions, CURRENT_OF))
        .order_by(pieces.c.id.desc())
    )
