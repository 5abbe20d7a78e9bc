"""Leases and the posting hold, on a SQL database.

A lease is a row that is changed only by an update that names the state it expects.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from briefs.digests.digest import Subscription
from briefs.digests.outbox import OPEN
from briefs.model import Address
from briefs.storage.coordination import Hold, Lease, MarkedAsPosted, passed_over
from briefs.storage.engine import Database
from briefs.storage.schema import HELD, facts, leases
from briefs.storage.schema_outbox import deliveries, has_status
from briefs.storage.sql import catalogue
from briefs.storage.sql.subscriptions import SqlSubscriptions
from briefs.storage.subscriptions import Step

_LOOK = select(leases.c.holder, leases.c.fence, leases.c.beat).where(
    leases.c.name == bindparam("of")
)
_ONE = update(leases).where(leases.c.name == bindparam("of"), leases.c.fence == bindparam("ours"))
_TAKE = _ONE.where(leases.c.beat == bindparam("last")).values(
    holder=bindparam("who"), fence=leases.c.fence + 1, beat=leases.c.beat + 1
)
_MINE = _ONE.where(leases.c.holder == bindparam("who"))
_BEAT = _MINE.values(beat=leases.c.beat + 1)
_LEAVE = _MINE.values(holder="")


class SqlLeases:
    """Implements `briefs.storage.coordination.Leases`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(leases)

    def get(self, name: str) -> Lease:
        with self._database.read() as connection:
            row = connection.execute(_LOOK, {"of": name}).one_or_none()
        return Lease() if row is None else Lease(*row)

    def acquire(self, name: str, holder: str, seen: Lease) -> Lease | None:
        asked = {"of": name, "ours": seen.fence, "last": seen.beat, "who": holder}
        with self._database.write(exclusive=False) as connection:
            if seen == Lease():
                connection.execute(self._enter, {"name": name, "holder": "", "fence": 0, "beat": 0})
            took = connection.execute(_TAKE, asked).rowcount == 1
        return Lease(holder, seen.fence + 1, seen.beat + 1) if took else None

    def renew(self, name: str, mine: Lease) -> bool:
        # Not durable: after a power cut the row may have an older beat, which its holder renews, if
        # it still runs.
        with self._database.write(durable=False, exclusive=False) as connection:
            return connection.execute(_BEAT, _of(name, mine)).rowcount == 1

    def release(self, name: str, mine: Lease) -> None:
        with self._database.write(durable=False, exclusive=False) as connection:
            connection.execute(_LEAVE, _of(name, mine))


def _of(name: str, mine: Lease) -> dict[str, object]:
    return {"of": name, "ours": mine.fence, "who": mine.holder}


_ALIVE, _MARK = "alive", "mark"
_PAGE = 300

_FACT = select(facts.c.value).where(facts.c.name == bindparam("of"))
_RELEASE = delete(facts).where(facts.c.name == HELD)
_LET_GO = (
    update(deliveries)
    .where(has_status(*sorted(OPEN)), deliveries.c.due < bindparam("before"))
    .values(
        status="dropped",
        error="It may have been posted already: the library was put back.",
        worker="",
        lease=None,
        look_at=None,
        changed_at=bindparam("now"),
    )
)


class SqlPostingHold:
    """Implements `briefs.storage.coordination.PostingHold`."""

    def __init__(self, database: Database, subscriptions: SqlSubscriptions) -> None:
        self._database = database
        self._subscriptions = subscriptions
        self._set = database.upsert(facts)
        self._set_new = database.insert_new(facts)

    def beat(self, *, now: datetime) -> None:
        mark = self._database.witness.mark(now)
        with self._database.write(exclusive=False) as connection:
            self._note(connection, mark, now)
        self._database.witness.keep(mark)

    def last_served(self) -> datetime | None:
        with self._database.read() as connection:
            return alive(connection)

    def check(self, *, now: datetime) -> Hold | None:
        with self._database.read() as connection:
            doubt = self._database.witness.doubt(_fact(connection, _MARK))
        if doubt:
            self.hold(doubt, known=self.last_served())
        found = self.current()
        if found is None:
            self.beat(now=now)
        return found

    def hold(self, reason: str, *, known: datetime | None) -> None:
        with self._database.write() as connection:
            connection.execute(self._set_new, hold_row(reason, known))

    def current(self) -> Hold | None:
        with self._database.read() as connection:
            return held(connection)

    def release(self, *, now: datetime) -> bool:
        mark = self._database.witness.mark(now)
        with self._database.write() as connection:
            # Together with a beat: otherwise the next start would have the same doubt and hold the
            # library again.
            self._note(connection, mark, now)
            was_held = connection.execute(_RELEASE).rowcount == 1
        self._database.witness.keep(mark)
        return was_held

    def mark_due_as_posted(self, *, before: datetime, now: datetime) -> MarkedAsPosted:
        orders = 0
        # A subscription that was changed meanwhile is still due, and found in the next round.
        while steps := self._to_pass_over(before):
            for first in range(0, len(steps), _PAGE):
                # zones="" makes the scheduler compute the next runs with its own zone data.
                orders += self._subscriptions.advance(
                    steps[first : first + _PAGE], zones="", now=now
                )
        with self._database.write() as connection:
            let_go = connection.execute(_LET_GO, {"before": before, "now": now}).rowcount
        return MarkedAsPosted(orders, let_go)

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values."""
        last, hold = self.last_served(), self.current()
        served = f"{last:%Y-%m-%d %H:%M} UTC" if last else "not yet"
        posting = f"WARNING: nothing is posted. {hold.reason}" if hold else "goes on"
        return (("last served", served), ("posting", posting))

    def _note(self, connection: Connection, mark: str, now: datetime) -> None:
        alive = now.isoformat(timespec="seconds")
        rows = [{"name": _ALIVE, "value": alive}, {"name": _MARK, "value": mark}]
        connection.execute(self._set, rows)

    def _to_pass_over(self, before: datetime) -> list[Step]:
        with self._database.read() as connection:
            arrival = catalogue.arrival(connection)
        found = (passed_over(order, before, arrival) for order in self._all())
        return [step for step in found if step is not None]

    def _all(self) -> Iterator[Subscription]:
        after: Address | None = None
        while page := self._subscriptions.page(limit=_PAGE, after=after):
            yield from page
            after = page[-1].to


def alive(connection: Connection) -> datetime | None:
    """When the library was last served."""
    said = _fact(connection, _ALIVE)
    return datetime.fromisoformat(said) if said else None


def held(connection: Connection) -> Hold | None:
    """The hold on posting, or None."""
    said = _fact(connection, HELD)
    if not said:
        return None
    value = json.loads(said)
    known = value["known"]
    return Hold(value["reason"], datetime.fromisoformat(known) if known else None)


def hold_row(reason: str, known: datetime | None) -> dict[str, str]:
    """The row of the fact that posting is held."""
    value = {"reason": reason, "known": known.isoformat(timespec="seconds") if known else None}
    return {"name": HELD, "value": json.dumps(value)}


def _fact(connection: Connection, name: str) -> str:
    """The value of the fact with that name, "" if there is none."""
    found: str | None = connection.execute(_FACT, {"of": name}).scalar_one_or_none()
    return found or ""
