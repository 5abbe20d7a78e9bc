"""The rate limits that all workers share: a generic cell rate algorithm (GCRA), one row for each
key.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, select, update

from briefs.digests import rate_limit
from briefs.digests.rate_limit import LONGEST_PAUSE, PlatformPause, Rate, Slot
from briefs.storage.engine import Database
from briefs.storage.schema_outbox import rate_slots

_SLOTS = select(rate_slots).where(rate_slots.c.key.in_(bindparam("keys", expanding=True)))
_OURS = _SLOTS.order_by(rate_slots.c.key).with_for_update()
_TAKE = (
    update(rate_slots)
    .where(rate_slots.c.key == bindparam("of"))
    .values(free_at=bindparam("next_free"))
)
_PAUSE = (
    update(rate_slots)
    .where(rate_slots.c.key == bindparam("of"))
    .values(held_since=bindparam("since"), held_until=bindparam("until"))
)


class SqlRateLimiter:
    """Implements `briefs.storage.outbox.RateLimiter`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(rate_slots)

    def next_slot(self, key: str, *, now: datetime) -> datetime:
        with self._database.read() as connection:
            row = connection.execute(_SLOTS, {"keys": [key]}).mappings().one_or_none()
        return now if row is None else _next_slot(row, now)

    def reserve(
        self, wishes: Sequence[Sequence[Rate]], *, now: datetime, until: datetime
    ) -> tuple[Slot, ...]:
        keys = sorted({key for wish in wishes for key, _ in wish})
        if not keys:
            return tuple(Slot(now, taken=True) for _ in wishes)
        # Not durable: a power cut takes longer than any rate's interval.
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(self._enter, [{"key": key, "free_at": now} for key in keys])
            known = connection.execute(_OURS, {"keys": keys}).mappings()
            readiness = {row["key"]: _next_slot(row, now) for row in known}
            slots, ahead = rate_limit.reserve(wishes, readiness, now=now, until=until)
            if ahead:
                connection.execute(
                    _TAKE, [{"of": key, "next_free": free} for key, free in ahead.items()]
                )
        return slots

    def pause(self, key: str, until: datetime, *, now: datetime) -> None:
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(self._enter, {"key": key, "free_at": now})
            row = connection.execute(_OURS, {"keys": [key]}).mappings().one()
            pause = _pause(row)
            if pause is None or pause.ends(now) < until:
                connection.execute(_PAUSE, {"of": key, "since": now, "until": until})

    def paused_until(self, keys: Sequence[str], *, now: datetime) -> tuple[datetime, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_SLOTS, {"keys": list(keys)}).mappings().all()
        pauses = {row["key"]: pause for row in rows if (pause := _pause(row)) is not None}
        return tuple(pauses[key].ends(now) if key in pauses else now for key in keys)


def _pause(row: RowMapping) -> PlatformPause | None:
    until = row["held_until"]
    if until is None:
        return None
    return PlatformPause(row["held_since"] or until - LONGEST_PAUSE, until)


def _next_slot(row: RowMapping, now: datetime) -> datetime:
    return rate_limit.next_slot(row["free_at"], _pause(row), now)
