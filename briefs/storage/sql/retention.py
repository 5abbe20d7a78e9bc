"""Retention: deletes what has been kept long enough, walking each table by its key in strides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    CursorResult,
    Table,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
)

from briefs.storage.corrections import EDITION
from briefs.storage.engine import Database
from briefs.storage.schema import erasures
from briefs.storage.schema_outbox import (
    corrected,
    deliveries,
    has_status,
    inbox,
    messages,
    quoted,
    rate_slots,
    said_blocks,
    shown,
    taken,
    tokens,
)
from briefs.storage.sql.chat_state import RENEWED


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPeriods:
    """How long rows are kept of tables that would otherwise only grow; the library is kept for
    good.

    `deliveries`: deliveries that were sent, failed or dropped, and messages that no row refers to.
    `quotations`: what each message quotes; a correction reaches no older message. `shown`: which
    piece a message showed; a reply to an older one has to name its piece. `buttons`: tokens that
    were not issued since; pressing an older button says that it is old.
    """

    deliveries: timedelta = timedelta(days=30)
    buttons: timedelta = timedelta(days=400)
    quotations: timedelta = timedelta(days=90)
    shown: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows of a table one transaction deleted."""

    kind: str
    rows: int


STRIDE: Final = 2_000
"""Rows that one transaction reads."""

_DECIDED: Final = timedelta(days=5)
_IDLE: Final = timedelta(days=1)
_SETTLED: Final = has_status("sent", "failed", "dropped")
_OF_CORRECTIONS: Final = deliveries.c.edition.startswith(EDITION)
_until: BindParameter[datetime] = bindparam("until")

_TOLD: Final = (deliveries, messages, tokens, shown, quoted, said_blocks, corrected, rate_slots)
"""The tables whose sizes `describe` lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """The rows of a table that have expired by `:until`; `exclusive` if new references may be
    added.
    """

    table: Table
    key: Column[Any]
    first: int | str | datetime  # smaller than all keys
    over: ColumnElement[bool]
    exclusive: bool = False


_DELIVERIES = _Rule(
    table=deliveries,
    key=deliveries.c.id,
    first=0,
    over=_SETTLED & ~_OF_CORRECTIONS & (deliveries.c.changed_at < _until),
)
# Kept as long as the decisions: they say which messages were corrected.
_REPLIES_AND_EDITS = _Rule(
    table=deliveries,
    key=deliveries.c.id,
    first=0,
    over=_SETTLED & _OF_CORRECTIONS & (deliveries.c.changed_at < _until),
)
_MESSAGES = _Rule(
    table=messages,
    key=messages.c.key,
    first="",
    over=~exists().where(deliveries.c.message == messages.c.key),
    exclusive=True,
)
_QUOTATIONS = _Rule(
    table=quoted,
    key=quoted.c.sent_at,
    first=datetime.min.replace(tzinfo=UTC),
    over=quoted.c.sent_at < _until,
)
# Every message that quotes a piece gets its decision within days.
_OF_ERASED = _Rule(
    table=quoted,
    key=quoted.c.sent_at,
    first=datetime.min.replace(tzinfo=UTC),
    over=exists().where(erasures.c.piece == quoted.c.piece, erasures.c.erased_at < _until),
)
_SAID = _Rule(
    table=said_blocks,
    key=said_blocks.c.key,
    first="",
    over=~exists().where(quoted.c.said == said_blocks.c.key),
    exclusive=True,
)
_CORRECTED = _Rule(
    table=corrected,
    key=corrected.c.decided_at,
    first=datetime.min.replace(tzinfo=UTC),
    over=corrected.c.decided_at < _until,
)
_SHOWN = _Rule(
    table=shown,
    key=shown.c.shown_at,
    first=datetime.min.replace(tzinfo=UTC),
    over=shown.c.shown_at < _until,
)
_BUTTONS = _Rule(
    table=tokens,
    key=tokens.c.token,
    first="",
    over=tokens.c.issued_at < _until,
)
# A slot in the past has no effect.
_SLOTS = _Rule(
    table=rate_slots,
    key=rate_slots.c.key,
    first="",
    over=(rate_slots.c.free_at < _until)
    & or_(rate_slots.c.held_until.is_(None), rate_slots.c.held_until < _until),
)

# Slack redelivers an event for minutes (docs.slack.dev/apis/events-api, "Retries"); Telegram keeps
# updates for a day (core.telegram.org/bots/api#getting-updates).
_INBOX = _Rule(
    table=inbox,
    key=inbox.c.key,
    first="",
    over=inbox.c.taken_at < _until,
)
_TAKEN = _Rule(
    table=taken,
    key=taken.c.key,
    first="",
    over=taken.c.taken_at < _until,
)


class SqlRetention:
    def __init__(self, database: Database, stride: int = STRIDE) -> None:
        self._database = database
        self._stride = stride

    def prune(self, keeping: RetentionPeriods, *, now: datetime) -> Iterator[Pruned]:
        """Delete expired rows, in one short transaction at a time, so that others can write in
        between.

        Several processes may prune at once, and be interrupted at any point. Uncertain deliveries
        stay until an operator has decided about them.
        """
        for rule, kept in (
            (_DELIVERIES, keeping.deliveries),
            (_REPLIES_AND_EDITS, keeping.quotations),
            (_MESSAGES, timedelta()),
            (_QUOTATIONS, keeping.quotations),
            (_OF_ERASED, _DECIDED),
            (_SAID, timedelta()),
            (_CORRECTED, keeping.quotations),
            (_SHOWN, keeping.shown),
            (_BUTTONS, keeping.buttons + RENEWED),
            (_SLOTS, _IDLE),
            (_TAKEN, _IDLE),
            (_INBOX, _IDLE),
        ):
            yield from self._walk(rule, now - kept)

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values."""
        oldest = select(deliveries.c.changed_at).order_by(deliveries.c.id).limit(1)
        with self._database.read() as connection:
            counts = [
                (table.name, connection.execute(select(func.count()).select_from(table)).scalar())
                for table in _TOLD
            ]
            since = connection.scalar(oldest)
        told = [(name.replace("_", " "), f"{count:,}") for name, count in counts]
        if since is not None:
            told[0] = (told[0][0], f"{told[0][1]}, since {since:%Y-%m-%d}")
        return tuple(told)

    def _walk(self, rule: _Rule, until: datetime) -> Iterator[Pruned]:
        behind: int | str | datetime = rule.first
        while True:
            stride = rule.key > behind
            further = select(rule.key).where(stride).order_by(rule.key)
            with self._database.read() as connection:
                last = connection.scalar(further.offset(self._stride - 1).limit(1))
                if last is not None:
                    stride &= rule.key <= last
                found = connection.scalar(
                    select(exists().where(stride, rule.over)), {"until": until}
                )
            if found:
                yield Pruned(rule.table.name, self._forget(rule, stride, until))
            if last is None:
                return
            behind = last

    def _forget(self, rule: _Rule, stride: ColumnElement[bool], until: datetime) -> int:
        with self._database.write(exclusive=rule.exclusive) as connection:
            done = connection.execute(delete(rule.table).where(stride, rule.over), {"until": until})
            return cast("CursorResult[Any]", done).rowcount
