"""Leases on a SQL database: one row each, changed by whoever says what it must find."""

from sqlalchemy import bindparam, select, update

from briefs.leases import Lease
from briefs.side_tables import leases
from briefs.storage.engine import Database

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
    """Keeps the promises of `briefs.leases.Leases`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._enter = database.insert_new(leases)

    def look(self, name: str) -> Lease:
        with self._database.read() as connection:
            row = connection.execute(_LOOK, {"of": name}).one_or_none()
        return Lease() if row is None else Lease(*row)

    def take(self, name: str, holder: str, seen: Lease) -> Lease | None:
        asked = {"of": name, "ours": seen.fence, "last": seen.beat, "who": holder}
        with self._database.write(alone=False) as connection:
            if seen == Lease():
                connection.execute(self._enter, {"name": name, "holder": "", "fence": 0, "beat": 0})
            took = connection.execute(_TAKE, asked).rowcount == 1
        return Lease(holder, seen.fence + 1, seen.beat + 1) if took else None

    def beat(self, name: str, mine: Lease) -> bool:
        # A power cut that takes one back stops the holder's machine, or has it beat again.
        with self._database.write(lasting=False, alone=False) as connection:
            return connection.execute(_BEAT, _of(name, mine)).rowcount == 1

    def leave(self, name: str, mine: Lease) -> None:
        with self._database.write(lasting=False, alone=False) as connection:
            connection.execute(_LEAVE, _of(name, mine))


def _of(name: str, mine: Lease) -> dict[str, object]:
    return {"of": name, "ours": mine.fence, "who": mine.holder}
