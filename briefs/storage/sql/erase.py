"""Deletes a piece for good: its rows everywhere, and what the outbox holds of it.

The piece's row of the catalogue stays without a word of it, so that its number and its arrival are
given to no other. Deleted rows stand in the files of the database until `Database.wipe`.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from briefs.model import Draft
from briefs.pieces import versions
from briefs.pieces.proof import fingerprint
from briefs.references.same_work import url_key
from briefs.storage.editorial import Erasure
from briefs.storage.schema import (
    cited,
    cited_pages,
    editorial_log,
    erasures,
    originals,
    passing,
    pieces,
    proposals,
    publications,
    quoted,
    retractions,
    revisions,
    summaries,
)
from briefs.storage.schema_outbox import messages
from briefs.storage.sql import read, visibility
from briefs.storage.sql.write import PieceRow

_of: BindParameter[int] = bindparam("of")
_FOUND = (
    select(
        revisions.c.number,
        revisions.c.sha256,
        revisions.c.original,
        revisions.c.page,
        revisions.c.origin,
        revisions.c.url,
        revisions.c.sources,
    )
    .where(revisions.c.piece == _of)
    .order_by(revisions.c.number)
)
_BURY = insert(erasures)
_EMPTY = (
    update(pieces)
    .where(pieces.c.number == _of)
    .values(id=bindparam("place"), slug=bindparam("named"), revision=None)
)
_DELETE = (
    delete(summaries).where(summaries.c.piece == _of),
    delete(proposals).where(proposals.c.piece == _of),
    delete(publications).where(publications.c.piece == _of),
    delete(retractions).where(retractions.c.piece == _of),
    delete(quoted).where(quoted.c.piece == _of),
    delete(revisions).where(revisions.c.piece == _of),
)
_UNSAY = (
    update(editorial_log)
    .where(editorial_log.c.piece == _of, editorial_log.c.action == "retracted")
    .values(detail="")
)
_DROP_ORIGINAL = delete(originals).where(
    originals.c.sha256 == bindparam("bytes"),
    ~exists().where(revisions.c.original == originals.c.sha256),
)
_COPIES = select(revisions.c.piece).where(
    revisions.c.piece < 0,
    or_(
        revisions.c.sha256.in_(bindparam("texts", expanding=True)),
        revisions.c.page.in_(bindparam("pages", expanding=True)),
    ),
)
_DROP_COPY = (
    delete(summaries).where(summaries.c.piece == _of),
    delete(pieces).where(pieces.c.number == _of),
    delete(revisions).where(revisions.c.piece == _of),
    delete(passing).where(passing.c.id == -_of),
)
_IS_CITED = select(exists().where(cited.c.words.contains(bindparam("url"))))
_DROP_CITED = delete(cited_pages).where(cited_pages.c.page.in_(bindparam("pages", expanding=True)))
_TELLING = select(messages.c.key, messages.c.payload, messages.c.quotes, messages.c.about).where(
    or_(
        messages.c.payload.contains(bindparam("named")),
        type_coerce(messages.c.quotes, Text).contains(bindparam("listed")),
        type_coerce(messages.c.about, Text).startswith(bindparam("listed")),
    )
)
_BLANK = (
    update(messages)
    .where(messages.c.key == bindparam("which"))
    .values(payload="", quotes=(), about=None)
)
_ERASED_LIKE = select(erasures.c.piece).where(
    or_(
        erasures.c.sha256 == bindparam("sha256"),
        erasures.c.original == bindparam("original"),
        erasures.c.page == bindparam("page"),
        erasures.c.origin == bindparam("origin"),
    )
)
_ERASED_LIKE = _ERASED_LIKE.order_by(erasures.c.piece.desc()).limit(1)


def erase(connection: Connection, of: PieceRow, reason: str, now: datetime) -> Erasure:
    """Delete all of a piece, and copies of it among the external pages."""
    found = connection.execute(_FOUND, {"of": of.piece}).all()
    visibility.take_out(connection, of)
    row = {"of": of.piece, "place": of.piece, "named": f"#{of.piece}"}
    connection.execute(_EMPTY, row)
    for statement in _DELETE:
        connection.execute(statement, {"of": of.piece})
    connection.execute(_UNSAY, {"of": of.piece})
    _drop_copies(connection, {row.sha256 for row in found}, {row.page for row in found} - {""})
    for original in {row.original for row in found} - {""}:
        connection.execute(_DROP_ORIGINAL, {"bytes": original})
    _drop_cited(connection, found)
    _blank_messages(connection, of.piece)
    buried = [
        {
            "piece": of.piece,
            "revision": row.number,
            "sha256": row.sha256,
            "original": row.original,
            "page": _hashed(row.page),
            "origin": _hashed(row.origin),
            "reason": read.storable(reason),
            "erased_at": now,
        }
        for row in found
    ]
    connection.execute(_BURY, buried)
    texts = tuple((row["revision"], row["sha256"]) for row in buried)
    return Erasure(of.piece, read.storable(reason), now, texts)


def erased_like(connection: Connection, draft: Draft) -> Erasure | None:
    """The erased piece that a draft is a version or a copy of."""
    asked = {
        "sha256": fingerprint(draft.body),
        "original": draft.original or None,
        "page": _hashed(versions.page_key(draft.url)) or None,
        "origin": _hashed(draft.origin) or None,
    }
    piece = connection.scalar(_ERASED_LIKE, asked)
    return None if piece is None else read.erasure(connection, piece)


def _drop_copies(connection: Connection, texts: Iterable[str], pages: Iterable[str]) -> None:
    asked = {"texts": [*texts], "pages": [*pages]}
    for piece in connection.scalars(_COPIES, asked).all():
        for statement in _DROP_COPY:
            connection.execute(statement, {"of": piece})


def _drop_cited(connection: Connection, found: Sequence[Any]) -> None:
    """Delete the copies of pages that only this piece cited, and of its own page."""
    own = {url_key(row.url) for row in found if row.url}
    cites = {url_key(source.url) for row in found for source in row.sources if source.url}
    alone = {page for page in cites if not connection.scalar(_IS_CITED, {"url": page})}
    connection.execute(_DROP_CITED, {"pages": [*own, *alone]})


def _blank_messages(connection: Connection, piece: int) -> None:
    """Empty the messages that quote a piece or name its number, which their key still tells.

    One that is still to be sent is found withdrawn, and its digest is composed anew.
    """
    names = re.compile(rf"#{piece}(?!\d)")
    rows = connection.execute(_TELLING, {"named": f"#{piece}", "listed": f"[{piece},"}).all()
    gone = [
        {"which": row.key}
        for row in rows
        if names.search(row.payload)
        or any(quote.piece == piece for quote in row.quotes)
        or (row.about is not None and row.about.piece == piece)
    ]
    if gone:
        connection.execute(_BLANK, gone)


def _hashed(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""
