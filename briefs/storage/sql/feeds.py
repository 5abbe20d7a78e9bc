"""Followed feeds on a SQL database, leased to one visitor at a time, and their known entries."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from briefs.pieces import versions
from briefs.storage.engine import Database
from briefs.storage.schema import entries, feeds
from briefs.storage.subscriptions import Followed, KnownEntry
from briefs.storage.types import storable

_AT_ONCE = 1_000
"""Keys in one statement: engines limit the number of bound values."""

_FEED = select(*(c for c in feeds.c if c.name != "page"))
_ALL = _FEED.order_by(feeds.c.id)
_AT = _FEED.where(feeds.c.page == bindparam("at"))
_DUE = (
    _FEED.where(feeds.c.next_at <= bindparam("now"))
    .order_by(feeds.c.next_at, feeds.c.id)
    .limit(bindparam("limit"))
)
_FOLLOW = insert(feeds)
_UNFOLLOW = delete(feeds).where(feeds.c.id == bindparam("feed"))
_LEASE = update(feeds).where(feeds.c.id == bindparam("feed")).values(next_at=bindparam("free_at"))
_ASKED = update(feeds).where(feeds.c.id == bindparam("feed"))
_KNOWN = select(entries.c.key, entries.c.said, entries.c.piece).where(
    entries.c.feed == bindparam("feed"), entries.c.key.in_(bindparam("keys", expanding=True))
)
_IS_FOLLOWED = select(feeds.c.id).where(feeds.c.id == bindparam("feed"))


class SqlFeeds:
    """Implements `briefs.storage.subscriptions.Feeds`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._note = database.upsert(entries)

    def follow(
        self, url: str, *, title: str, topics: Sequence[str], hold: bool, now: datetime
    ) -> Followed:
        page = versions.page_key(url)
        with self._database.write() as connection:
            row = connection.execute(_AT, {"at": page}).mappings().one_or_none()
            if row is None:
                new = Followed(
                    id=0,
                    url=url,
                    title=title,
                    topics=tuple(topics),
                    hold=hold,
                    next_at=now,
                    added_at=now,
                )
                values = asdict(new) | {"page": page}
                del values["id"]
                connection.execute(_FOLLOW, values)
                row = connection.execute(_AT, {"at": page}).mappings().one()
        return Followed(**row)

    def unfollow(self, feed: int) -> bool:
        with self._database.write() as connection:
            return connection.execute(_UNFOLLOW, {"feed": feed}).rowcount == 1

    def followed(self) -> tuple[Followed, ...]:
        with self._database.read() as connection:
            return tuple(Followed(**row) for row in connection.execute(_ALL).mappings())

    def due(self, *, now: datetime, lease: timedelta, limit: int) -> tuple[Followed, ...]:
        free_at = now + lease
        with self._database.write() as connection:
            rows = connection.execute(_DUE, {"now": now, "limit": limit}).mappings().all()
            if rows:
                leases = [{"feed": row["id"], "free_at": free_at} for row in rows]
                connection.execute(_LEASE, leases)
        return tuple(replace(Followed(**row), next_at=free_at) for row in rows)

    def record_visit(self, feed: Followed) -> None:
        page = versions.page_key(feed.url)
        written = {
            "title": feed.title,
            "etag": feed.etag,
            "modified": feed.modified,
            "next_at": feed.next_at,
            "interval": feed.interval,
            "spared": feed.spared,
            "failures": feed.failures,
            "trouble": feed.trouble,
        }
        with self._database.write() as connection:
            there = connection.execute(_AT, {"at": page}).mappings().one_or_none()
            # The new address belongs to another followed feed: this one keeps its old address.
            if there is None or there["id"] == feed.id:
                written |= {"url": feed.url, "page": page}
            connection.execute(_ASKED.values(**written), {"feed": feed.id})

    def known_entries(self, feed: int, keys: Sequence[str]) -> dict[str, KnownEntry]:
        wanted = list(dict.fromkeys(map(storable, keys)))
        found: dict[str, KnownEntry] = {}
        with self._database.read() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                asked = {"feed": feed, "keys": wanted[start : start + _AT_ONCE]}
                found |= {row.key: KnownEntry(*row) for row in connection.execute(_KNOWN, asked)}
        return found

    def record_entries(self, feed: int, entries: Sequence[KnownEntry], *, now: datetime) -> None:
        rows = [asdict(entry) | {"feed": feed, "noted_at": now} for entry in entries]
        with self._database.write() as connection:
            # The feed may have been unfollowed during the visit.
            if rows and connection.execute(_IS_FOLLOWED, {"feed": feed}).one_or_none():
                connection.execute(self._note, rows)
