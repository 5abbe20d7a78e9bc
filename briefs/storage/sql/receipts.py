"""The chain of revisions and the public keys of receipts, on a SQL database."""

from datetime import datetime

from sqlalchemy import bindparam, exists, select, update

from briefs.receipts.receipt import Link
from briefs.receipts.signing import PublicKey
from briefs.storage.engine import Database
from briefs.storage.schema import chain, revisions, signing_keys
from briefs.storage.types import GREATEST

_LINK = (
    select(chain)
    .where(chain.c.piece == bindparam("of"), chain.c.revision == bindparam("version"))
    .order_by(chain.c.position.desc())
    .limit(1)
)
_LINKS = (
    select(chain)
    .where(chain.c.position > bindparam("after"))
    .order_by(chain.c.position)
    .limit(bindparam("most"))
)
_UNLINKED = (
    select(revisions.c.piece, revisions.c.number)
    .where(
        revisions.c.piece > 0,
        ~exists().where(chain.c.piece == revisions.c.piece, chain.c.revision == revisions.c.number),
    )
    .order_by(revisions.c.piece, revisions.c.number)
    .limit(bindparam("most"))
)
_KEYS = select(signing_keys).order_by(signing_keys.c.made_at.desc(), signing_keys.c.id)
_RETIRE = (
    update(signing_keys)
    .where(signing_keys.c.id != bindparam("but"), signing_keys.c.retired_at.is_(None))
    .values(retired_at=bindparam("now"))
)
_REVOKE = (
    update(signing_keys)
    .where(signing_keys.c.id == bindparam("of"), signing_keys.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)
_NAMED = select(signing_keys.c.id).where(signing_keys.c.id == bindparam("of"))


class SqlReceipts:
    """Implements `briefs.storage.receipts.ReceiptStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._take_in = database.insert_new(signing_keys)

    def link(self, piece: int, revision: int) -> Link | None:
        if max(abs(piece), abs(revision)) > GREATEST:
            return None
        asked = {"of": piece, "version": revision}
        with self._database.read() as connection:
            row = connection.execute(_LINK, asked).mappings().one_or_none()
        return None if row is None else Link(**row)

    def links(self, *, after: int = 0, limit: int) -> tuple[Link, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_LINKS, {"after": after, "most": limit}).mappings().all()
        return tuple(Link(**row) for row in rows)

    def unlinked(self, *, limit: int) -> tuple[tuple[int, int], ...]:
        with self._database.read() as connection:
            rows = connection.execute(_UNLINKED, {"most": limit}).all()
        return tuple((row.piece, row.number) for row in rows)

    def public_keys(self) -> tuple[PublicKey, ...]:
        with self._database.read() as connection:
            rows = connection.execute(_KEYS).all()
        return tuple(
            PublicKey(row.public, row.made_at, row.retired_at, row.revoked_at) for row in rows
        )

    def add_key(self, key: PublicKey, *, now: datetime) -> None:
        with self._database.write() as connection:
            if connection.execute(_NAMED, {"of": key.id}).one_or_none() is not None:
                return
            row = {"id": key.id, "public": key.raw, "made_at": now}
            connection.execute(self._take_in, row | {"retired_at": None, "revoked_at": None})
            connection.execute(_RETIRE, {"but": key.id, "now": now})

    def revoke_key(self, key: str, *, now: datetime) -> bool:
        with self._database.write() as connection:
            if connection.execute(_NAMED, {"of": key}).one_or_none() is None:
                return False
            connection.execute(_REVOKE, {"of": key, "now": now})
            return True
