"""The rates that all workers share: the generic cell rate algorithm (GCRA), one row a key."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, select, update

from briefs.digests import rate_limit
from briefs.digests.rate_limit import Rate, Slot
from briefs.storage.engine import Database
from briefs.storage.schema_outbox import rate_slots

_SLOTS = select(rate_slots.c.key, rate_slots.c.free_at, rate_slots.c.held_until).where(
    rate_slots.c.key.in_(bindparam("keys", expanding=True))
)
_OURS = _SLOTS.order_by(rate_slots.c.key).with_for_update()
_TAKE = (
    update(rate_slots)
    .where(rate_slots.c.key == bindparam("of"))
    .values(free_at=bindparam("next_free"))
)
_HOLD = (
    update(rate_slots)
    .where(rate_slots.c.key == bindparam("of"))
    .values(
        held_until=case(
            (rate_slots.c.held_until > bindparam("until"), rate_slots.c.held_until),
            else_=bindparam("until"),
        ),
    )
)
_HELD = select(rate_slots.c.key, rate_slots.c.held_until).where(
    rate_slots.c.key.in_(bindparam("keys", expanding=True)),
    rate_slots.c.held_until > bindparam("now"),
)


class SqlRateLimiter:
    """Keeps the promises of `briefs.storage.outbox.RateLimiter`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(rate_slots)

    def next_slot(self, key: str, *, now: datetime) -> datetime:
        with self._database.read() as connection:
            row = connection.execute(_SLOTS, {"keys": [key]}).one_or_none()
        return now if row is None else rate_limit.next_slot(row.free_at, row.held_until, now)

    def reserve(
        self, wishes: Sequence[Sequence[Rate]], *, now: datetime, until: datetime
    ) -> tuple[Slot, ...]:
        keys = sorted({key for wish in wishes for key, _ in wish})
        if not keys:
            return tuple(Slot(now, taken=True) for _ in wishes)
        # Not durable: after a power cut every rate begins anew, as after any pause.
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(self._enter, [{"key": key, "free_at": now} for key in keys])
            known = connection.execute(_OURS, {"keys": keys}).all()
            readiness = {key: rate_limit.next_slot(free, held, now) for key, free, held in known}
            slots, ahead = rate_limit.reserve(wishes, readiness, now=now, until=until)
            if ahead:
                connection.execute(
                    _TAKE, [{"of": key, "next_free": free} for key, free in ahead.items()]
                )
        return slots

    def pause(self, key: str, until: datetime) -> None:
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(self._enter, {"key": key, "free_at": until})
            connection.execute(_HOLD, {"of": key, "until": until})

    def paused_until(self, keys: Sequence[str], *, now: datetime) -> tuple[datetime, ...]:
        with self._database.read() as connection:
            held = dict(connection.execute(_HELD, {"keys": list(keys), "now": now}).all())
        return tuple(held.get(key, now) for key in keys)
