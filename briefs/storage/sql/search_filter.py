"""A search's filter in SQL, and paging over rows that SQL cannot filter.

Topics, dates and unwanted words are SQL conditions. Bylines are compared without case and accents
and by their stems, in Python: their words are in the index, which leaves few rows to compare.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, RowMapping, exists, select, true

from briefs.pieces import versions
from briefs.search_query import Filter, Query, by_line, in_text, unwanted
from briefs.storage.engine import Database, FullText
from briefs.storage.schema import pieces, revisions, topics
from briefs.storage.sql.read import CARD, CURRENT_OF, HIT, storable

T = TypeVar("T")

_MIN_BATCH = 50
"""Rows that are read at once if some may be dropped."""


def rows(  # noqa: PLR0917  # the search and its paging
    database: Database,
    query: Query,
    where: Filter,
    limit: int,
    skip: int,
    kinds: frozenset[str],
) -> Sequence[RowMapping]:
    """The newest pieces that match a query and a filter, as the rows of hits."""
    search, whole = database.full_text, in_text(query, where)
    statement = select(*CARD, *HIT).select_from(pieces.join(revisions, CURRENT_OF))
    statement = statement.where(*conditions(where, search)).order_by(pieces.c.id.desc())
    asked = values(where, search, kinds)
    if whole:
        statement = statement.where(pieces.c.id.in_(search.TEXTS))
        asked["match"] = search.match(whole, kinds)

    def batch(most: int, behind: int) -> Sequence[RowMapping]:
        with database.read() as connection:
            return connection.execute(statement.limit(most).offset(behind), asked).mappings().all()

    def is_kept(row: RowMapping) -> bool:
        return by_line(where, row["byline"], row["language"])

    return tuple(paged(batch, is_kept, limit=limit, skip=skip))


def conditions(where: Filter, search: FullText) -> list[ColumnElement[bool]]:
    """Conditions on `pieces` joined with the public `revisions`; `values` has
    their bound values.
    """
    found: list[ColumnElement[bool]] = [
        exists().where(topics.c.piece == pieces.c.id, topics.c.key == storable(topic.casefold()))
        for topic in where.on
    ]
    if where.without:
        found.append(pieces.c.id.not_in(search.UNWANTED))
    if where.before is not None or where.since is not None:
        found.append(revisions.c.published.is_not(None))
    if where.before is not None:
        found.append(pieces.c.id < versions.first_place(where.before))
    if where.since is not None:
        found.append(pieces.c.id >= versions.first_place(where.since))
    return found or [true()]


def values(where: Filter, search: FullText, kinds: frozenset[str]) -> dict[str, object]:
    """The bound values of `conditions`."""
    query: Query = unwanted(where)
    return {"unwanted": search.match(query, kinds)} if query else {}


def paged(
    read: Callable[[int, int], Sequence[T]], keep: Callable[[T], bool], *, limit: int, skip: int
) -> Iterator[T]:
    """At most `limit` of the kept rows, in order; `read(limit, skip)` returns a batch."""
    return islice(_kept(read, keep, max(_MIN_BATCH, 4 * limit)), skip, skip + limit)


def _kept(
    read: Callable[[int, int], Sequence[T]], keep: Callable[[T], bool], batch: int
) -> Iterator[T]:
    behind = 0
    while rows := read(batch, behind):
        yield from filter(keep, rows)
        if len(rows) < batch:
            return
        behind += len(rows)
