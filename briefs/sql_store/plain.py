"""Tables as they lie in the database: columns without what the code makes of them."""

from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    Table,
    TableClause,
    TypeDecorator,
    bindparam,
    column,
    select,
    table,
    tuple_,
)
from sqlalchemy.types import TypeEngine

Row: TypeAlias = tuple[Any, ...]


@cache
def plain(of: Table) -> TableClause:
    """The table with all of its columns in their order, each of the type that it is stored as."""
    return table(of.name, *(column(c.name, _stored_as(c.type)) for c in of.columns))


def ordered(of: Table, *, after: Row | None = None) -> Select[Any]:
    """Its rows in the order of their keys, those behind a key if one is given."""
    key = keys(of)
    rows = select(plain(of)).order_by(*key)
    return rows if after is None else rows.where(is_behind(key, after))


def keys(of: Table) -> list[ColumnElement[Any]]:
    """The columns of its primary key."""
    return [plain(of).c[c.name] for c in of.primary_key]


def is_behind(key: list[ColumnElement[Any]], after: Row) -> ColumnElement[bool]:
    values = [bindparam(None, v, type_=c.type) for c, v in zip(key, after, strict=True)]
    if len(key) == 1:
        return key[0] > values[0]
    return tuple_(*key) > tuple_(*values)


def key_of(of: Table, row: Row) -> Row:
    names = [c.name for c in of.columns]
    return tuple(row[names.index(c.name)] for c in of.primary_key)


def is_bulky(of: Table) -> bool:
    """Whether its rows may be so large that few are held at a time."""
    return any(isinstance(c.type, LargeBinary) for c in of.columns)


def _stored_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
