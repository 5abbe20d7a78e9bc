"""The pages that pieces cite, and dated copies of their text, on a SQL database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from briefs.storage.cited_copies import CitedCopy, CitedPage
from briefs.storage.engine import Database
from briefs.storage.schema import CURRENT_OF, cited_pages, pieces, revisions

_CITED_AFTER = (
    select(revisions.c.piece, revisions.c.sources)
    .join(pieces, CURRENT_OF)
    .where(pieces.c.number > bindparam("after"))
    .order_by(pieces.c.number)
    .limit(bindparam("most"))
)
_LOOKED_AT = select(cited_pages.c.page, cited_pages.c.looked_at).where(
    cited_pages.c.page.in_(bindparam("pages", expanding=True))
)
_PAGE = select(cited_pages).where(cited_pages.c.page == bindparam("of"))
_LOOKED = update(cited_pages).where(cited_pages.c.page == bindparam("of"))
_BYTES = select(func.coalesce(func.sum(func.length(cited_pages.c.text)), 0))


class SqlCitedCopies:
    """Implements `briefs.storage.cited_copies.CitedCopies`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cited_after(self, piece: int, *, limit: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
        with self._database.read() as connection:
            rows = connection.execute(_CITED_AFTER, {"after": piece, "most": limit}).all()
        return tuple(
            (row.piece, tuple(source.url for source in row.sources if source.url)) for row in rows
        )

    def looked_at(self, pages: Sequence[str]) -> dict[str, datetime]:
        with self._database.read() as connection:
            rows = connection.execute(_LOOKED_AT, {"pages": list(pages)}).all()
        return {row.page: row.looked_at for row in rows}

    def note(self, page: str, *, gone: bool | None, copy: CitedCopy | None, now: datetime) -> None:
        with self._database.write() as connection:
            there = connection.execute(_PAGE, {"of": page}).one_or_none()
            values: dict[str, object] = {"looked_at": now}
            if gone is not None:
                values["gone_since"] = ((there and there.gone_since) or now) if gone else None
            if copy is not None and (there is None or there.copied_at is None):
                values |= {
                    "url": copy.url,
                    "copied_at": copy.copied_at,
                    "title": copy.title,
                    "text": copy.text,
                    "whole": copy.whole,
                }
            if there is None:
                connection.execute(insert(cited_pages), {"page": page, **values})
            else:
                connection.execute(_LOOKED.values(**values), {"of": page})

    def page(self, page: str) -> CitedPage | None:
        with self._database.read() as connection:
            row = connection.execute(_PAGE, {"of": page}).one_or_none()
        if row is None:
            return None
        copy = None
        if row.copied_at is not None:
            copy = CitedCopy(
                url=row.url,
                copied_at=row.copied_at,
                title=row.title,
                text=row.text,
                whole=row.whole,
            )
        return CitedPage(
            page=row.page, looked_at=row.looked_at, gone_since=row.gone_since, copy=copy
        )

    def bytes_kept(self) -> int:
        with self._database.read() as connection:
            kept: int = connection.scalar(_BYTES) or 0
        return kept
