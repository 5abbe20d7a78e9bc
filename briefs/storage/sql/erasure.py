"""Erases a piece: deletes its rows everywhere, and what the outbox has of it.

The piece's row in the catalogue stays without its words, so that its number and arrival are never
given again. The database's files contain deleted rows until `Database.wipe`.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from briefs.corrections.affected_messages import EditorsWord
from briefs.pieces import versions
from briefs.references.fields.urls import url_key
from briefs.storage.editorial import Erasure
from briefs.storage.schema import (
    cited,
    cited_pages,
    corrections,
    editorial_log,
    erasures,
    external_pages,
    originals,
    pieces,
    proposals,
    publications,
    retractions,
    revisions,
    summaries,
)
from briefs.storage.schema_outbox import corrected, messages, quoted, said_blocks
from briefs.storage.sql import write_revisions
from briefs.storage.sql.chat_state import said_key
from briefs.storage.sql.corrections import note
from briefs.storage.sql.outbox_rows import WITHDRAWN
from briefs.storage.sql.write_revisions import PieceRow
from briefs.storage.types import storable

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
        revisions.c.title,
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
    delete(revisions).where(revisions.c.piece == _of),
)
_UNSAY = (
    update(editorial_log)
    .where(editorial_log.c.piece == _of, editorial_log.c.action == "retracted")
    .values(detail=""),
    update(corrections).where(corrections.c.piece == _of).values(note=""),
    update(corrected)
    .where(corrected.c.correction.in_(select(corrections.c.id).where(corrections.c.piece == _of)))
    .values(changed=""),
)
_LAST_PUBLIC = select(func.max(publications.c.revision)).where(publications.c.piece == _of)
_SAID = select(said_blocks.c.key, said_blocks.c.packed)
_DROP_SAID = delete(said_blocks).where(said_blocks.c.key == bindparam("old"))
_SAYS_NOW = (
    update(quoted).where(quoted.c.said == bindparam("old")).values(said=bindparam("new")),
    update(corrected).where(corrected.c.said == bindparam("old")).values(said=bindparam("new")),
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
    delete(external_pages).where(external_pages.c.id == -_of),
)
_IS_CITED = select(exists().where(cited.c.words.contains(bindparam("url"))))
_DROP_CITED = delete(cited_pages).where(cited_pages.c.page.in_(bindparam("pages", expanding=True)))
_MESSAGES = select(messages.c.key, messages.c.payload, messages.c.quotes, messages.c.about)
_IS_SAID = select(said_blocks.c.key).where(said_blocks.c.key == bindparam("key"))
_KEEP_SAID = insert(said_blocks)
_MIN_TITLE_CHARS = 8
"""A shorter title may be a word of other texts."""

_BLANK = update(messages).where(messages.c.key == bindparam("which")).values(**WITHDRAWN)


def erase(
    connection: Connection,
    of: PieceRow,
    reason: str,
    now: datetime,
    rewrite: Callable[[str], str] | None,
) -> Erasure:
    """Delete everything of a piece, and copies of it among the external pages.

    `rewrite` gets the blocks of a message about it, and returns those without it.
    """
    last_public = connection.scalar(_LAST_PUBLIC, {"of": of.piece})
    found = connection.execute(_FOUND, {"of": of.piece}).all()
    write_revisions.take_out(connection, of)
    row = {"of": of.piece, "place": of.piece, "named": f"#{of.piece}"}
    connection.execute(_EMPTY, row)
    for statement in _DELETE:
        connection.execute(statement, {"of": of.piece})
    for unsaying in _UNSAY:
        connection.execute(unsaying, {"of": of.piece})
    if last_public is not None:
        word = EditorsWord("material", storable(reason))
        note(connection, piece=of.piece, was=last_public, revision=0, word=word, now=now)
    _drop_copies(connection, {row.sha256 for row in found}, {row.page for row in found} - {""})
    for original in {row.original for row in found} - {""}:
        connection.execute(_DROP_ORIGINAL, {"bytes": original})
    _drop_cited(connection, found)
    tells = telling(of.piece, [row.title for row in found])
    _blank_messages(connection, of.piece, tells)
    _rewrite_said(connection, tells, rewrite)
    buried = [
        {
            "piece": of.piece,
            "revision": row.number,
            "sha256": row.sha256,
            "original": row.original,
            "page": versions.erased_key(row.page),
            "origin": versions.erased_key(row.origin),
            "reason": storable(reason),
            "erased_at": now,
        }
        for row in found
    ]
    connection.execute(_BURY, buried)
    texts = tuple((row["revision"], row["sha256"]) for row in buried)
    return Erasure(of.piece, storable(reason), now, texts)


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


def telling(piece: int, titles: Iterable[str]) -> Callable[[str], bool]:
    """A function that says whether a JSON text names a piece by its number or one of its titles."""
    names = re.compile(rf'#{piece}(?!\d)|"piece":{piece}(?!\d)')
    known = {title for title in titles if len(title) >= _MIN_TITLE_CHARS}
    written = {json.dumps(form, ensure_ascii=False)[1:-1] for one in known for form in _forms(one)}

    def tells(text: str) -> bool:
        return names.search(text) is not None or any(form in text for form in written)

    return tells


def _forms(title: str) -> tuple[str, str]:
    """A title as platforms write it: unchanged, or with Slack's three characters escaped."""
    return title, escape(title, quote=False)


def _blank_messages(connection: Connection, piece: int, tells: Callable[[str], bool]) -> None:
    """Empty the messages that quote or name a piece; their key stays.

    An unsent one is then treated as withdrawn, and its digest is composed again.
    """
    gone = [
        {"which": row.key}
        for row in connection.execute(_MESSAGES)
        if tells(row.payload)
        or any(quote.piece == piece for quote in row.quotes)
        or (row.about is not None and row.about.piece == piece)
    ]
    if gone:
        connection.execute(_BLANK, gone)


def _rewrite_said(
    connection: Connection,
    tells: Callable[[str], bool],
    rewrite: Callable[[str], str] | None,
) -> None:
    """Remove the piece from the blocks of sent messages, so that these can be
    edited accordingly.
    """
    for key, packed in connection.execute(_SAID).all():
        said = zlib.decompress(packed).decode()
        if not tells(said):
            continue
        new = "" if rewrite is None else rewrite(said)
        kept = said_key(new)
        if new and kept != key and connection.scalar(_IS_SAID, {"key": kept}) is None:
            row = {"key": kept, "packed": zlib.compress(new.encode())}
            connection.execute(_KEEP_SAID, row)
        connection.execute(_DROP_SAID, {"old": key})
        for statement in _SAYS_NOW:
            connection.execute(statement, {"old": key, "new": kept})
