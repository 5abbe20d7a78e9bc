"""Corrections on a SQL database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Text,
    bindparam,
    exists,
    func,
    insert,
    select,
    tuple_,
    type_coerce,
)

from briefs.corrections.affected_messages import EditorsWord
from briefs.storage.corrections import (
    CorrectedMessage,
    Decision,
    PublishedCorrection,
    StaleMessage,
)
from briefs.storage.engine import Database
from briefs.storage.ledger import LedgerEntry
from briefs.storage.schema import corrections, erasures
from briefs.storage.schema_outbox import corrected, deliveries, quoted
from briefs.storage.sql.chat_state import COLUMNS
from briefs.storage.sql.outbox_rows import Editions
from briefs.storage.types import storable

_AT_ONCE = 200
_NOTE = insert(corrections)
_RECENT = select(corrections).order_by(corrections.c.id.desc()).limit(bindparam("most"))
_OF_PIECE = _RECENT.where(corrections.c.piece == bindparam("of"))
_newer = corrections.alias("newer")
_is_newest = ~exists().where(_newer.c.piece == corrections.c.piece, _newer.c.id > corrections.c.id)
_SINCE = corrections.c.at >= bindparam("since")
_ANY = select(corrections.c.id).where(_SINCE).limit(1)
_is_decided = exists().where(
    corrected.c.correction == corrections.c.id,
    corrected.c.to == quoted.c.to,
    corrected.c.message == quoted.c.message,
    corrected.c.said == quoted.c.said,
)
_STALE = (
    select(*COLUMNS, *(column.label(f"correction_{column.name}") for column in corrections.c))
    .join(corrections, corrections.c.piece == quoted.c.piece)
    .where(
        _SINCE,
        _is_newest,
        quoted.c.revision != corrections.c.revision,
        func.substr(type_coerce(quoted.c.to, Text), 1, bindparam("length")) == bindparam("prefix"),
        # Struck-out text is rewritten only for an erasure, which must remove it.
        ~quoted.c.earlier | exists().where(erasures.c.piece == quoted.c.piece),
        ~_is_decided,
    )
    .order_by(corrections.c.id, quoted.c.sent_at.desc(), quoted.c.to, quoted.c.message)
    .limit(bindparam("most"))
)
_WHOLE = (
    select(*COLUMNS)
    .where(tuple_(quoted.c.to, quoted.c.message).in_(bindparam("keys", expanding=True)))
    .order_by(quoted.c.piece, quoted.c.revision)
)
_edits = deliveries.alias("edits")
_replies = deliveries.alias("replies")
_STANDING = (
    select(
        *(
            corrected.c[name]
            for name in (
                "correction",
                "to",
                "message",
                "verdict",
                "changed",
                "trouble",
                "decided_at",
            )
        ),
        _edits.c.status.label("edit"),
        _replies.c.status.label("reply"),
        func.coalesce(_edits.c.error, "").label("edit_error"),
        func.coalesce(_replies.c.error, "").label("reply_error"),
    )
    .select_from(corrected)
    .outerjoin(
        _edits,
        (_edits.c.place == corrected.c.to)
        & (_edits.c.edition == corrected.c.edit)
        & (_edits.c.part == 0),
    )
    .outerjoin(
        _replies,
        (_replies.c.place == corrected.c.reply_to)
        & (_replies.c.edition == corrected.c.reply)
        & (_replies.c.part == 0),
    )
    .where(corrected.c.verdict != "untouched")
    .order_by(corrected.c.decided_at.desc(), corrected.c.to, corrected.c.message)
)
# The erasure itself, the last correction of its piece, is kept.
_UNSAID = select(corrections.c.id).where(
    corrections.c.id.in_(bindparam("those", expanding=True)),
    exists().where(erasures.c.piece == corrections.c.piece),
    ~_is_newest,
)
_MESSAGES = _STANDING.where(corrected.c.correction == bindparam("of")).limit(bindparam("most"))
_BETWEEN = (
    select(corrections)
    .where(_SINCE, corrections.c.at < bindparam("until"), _is_newest)
    .order_by(corrections.c.id.desc())
)
_NEEDED = _STANDING.where(
    corrected.c.correction.in_(bindparam("those", expanding=True)),
    corrected.c.verdict.in_(("material", "struck")),
)


def note(
    connection: Connection,
    *,
    piece: int,
    was: int,
    revision: int,
    word: EditorsWord,
    now: datetime,
) -> None:
    """Write a correction, in the transaction of its cause."""
    row = {
        "piece": piece,
        "was": was,
        "revision": revision,
        "manner": word.manner,
        "note": storable(word.note),
        "at": now,
    }
    connection.execute(_NOTE, row)


def _correction(row: RowMapping, prefix: str = "") -> PublishedCorrection:
    return PublishedCorrection(
        id=row[f"{prefix}id"],
        piece=row[f"{prefix}piece"],
        was=row[f"{prefix}was"],
        revision=row[f"{prefix}revision"],
        word=EditorsWord(row[f"{prefix}manner"], row[f"{prefix}note"]),
        at=row[f"{prefix}at"],
    )


class SqlCorrections:
    """Implements `briefs.storage.corrections.CorrectionStore`."""

    def __init__(self, database: Database, editions: Editions) -> None:
        self._database = database
        self._editions = editions
        self._decide = database.insert_new(corrected)

    def recent(self, *, limit: int, piece: int | None = None) -> tuple[PublishedCorrection, ...]:
        asked = {"most": limit} if piece is None else {"most": limit, "of": piece}
        with self._database.read() as connection:
            rows = connection.execute(_RECENT if piece is None else _OF_PIECE, asked)
            return tuple(_correction(row) for row in rows.mappings())

    def stale(self, account: str, *, since: datetime, limit: int) -> tuple[StaleMessage, ...]:
        with self._database.read() as connection:
            if connection.execute(_ANY, {"since": since}).first() is None:
                return ()
            prefix = f"{account}:"
            asked = {"since": since, "prefix": prefix, "length": len(prefix), "most": limit}
            rows = connection.execute(_STALE, asked).mappings().all()
            found: dict[Any, list[PublishedCorrection]] = defaultdict(list)
            for row in rows:
                found[row["to"], row["message"]].append(_correction(row, "correction_"))
            whole = self._whole(connection, list(found))
        return tuple(
            StaleMessage(
                to=to,
                message=message,
                said=whole[to, message][0].said,
                entries=tuple(whole[to, message]),
                corrections=tuple({one.id: one for one in by}.values()),
            )
            for (to, message), by in found.items()
        )

    def _whole(self, connection: Connection, keys: Sequence[Any]) -> dict[Any, list[LedgerEntry]]:
        whole: dict[Any, list[LedgerEntry]] = defaultdict(list)
        for start in range(0, len(keys), _AT_ONCE):
            asked = {"keys": keys[start : start + _AT_ONCE]}
            for row in connection.execute(_WHOLE, asked).mappings():
                whole[row["to"], row["message"]].append(LedgerEntry(**row))
        return whole

    def decide(self, decisions: Sequence[Decision], *, now: datetime) -> int:
        if not decisions:
            return 0
        rows = [_row(one, now) for one in decisions]
        posted = [e for one in decisions for e in (one.edit, one.reply) if e is not None]
        with self._database.write() as connection:
            asked = {"those": sorted({one.correction for one in decisions})}
            unsaid = set(connection.scalars(_UNSAID, asked))
            for row in rows:
                if row["correction"] in unsaid:  # decided before the piece was erased
                    row["changed"] = ""
            connection.execute(self._decide, rows)
            return self._editions.enqueue(connection, posted, now)

    def messages(self, correction: int, *, limit: int) -> tuple[CorrectedMessage, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_MESSAGES, {"of": correction, "most": limit}).mappings()
            return tuple(CorrectedMessage(**row) for row in rows)

    def told(
        self, *, since: datetime, until: datetime
    ) -> tuple[tuple[PublishedCorrection, tuple[CorrectedMessage, ...]], ...]:
        with self._database.read() as connection:
            asked = {"since": since, "until": until}
            found = [_correction(row) for row in connection.execute(_BETWEEN, asked).mappings()]
            if not found:
                return ()
            needed: dict[int, list[CorrectedMessage]] = defaultdict(list)
            those: Iterable[int] = [one.id for one in found]
            for row in connection.execute(_NEEDED, {"those": those}).mappings():
                needed[row["correction"]].append(CorrectedMessage(**row))
        return tuple((one, tuple(needed[one.id])) for one in found if one.id in needed)


def _row(one: Decision, now: datetime) -> dict[str, Any]:
    return {
        "correction": one.correction,
        "to": one.to,
        "message": one.message,
        "said": one.said,
        "verdict": one.verdict,
        "changed": storable(one.changed),
        "trouble": one.trouble,
        "edit": "" if one.edit is None else one.edit.name,
        "reply_to": None if one.reply is None else one.reply.to,
        "reply": "" if one.reply is None else one.reply.name,
        "decided_at": now,
    }
