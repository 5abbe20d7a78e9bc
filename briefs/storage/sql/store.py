"""The store on a SQL database: each method a transaction of its own, safe from any thread."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from briefs.digests.digest import NewPiece
from briefs.errors import StoreUnavailable
from briefs.model import Address, Brief, Card, Edited, Hit, Length, Press, Revision, Shown, Source
from briefs.search_query import EVERYTHING, Query
from briefs.storage import Added, migrations
from briefs.storage.editorial import Original
from briefs.storage.engine import Database
from briefs.storage.sql import catalogue, citations
from briefs.storage.sql.add import Intake, SqlHoldings
from briefs.storage.sql.chat_state import Conversations, Tokens, keep_secret
from briefs.storage.sql.citations import Citing
from briefs.storage.sql.coordination import SqlGuard, SqlLeases, SqlTaken
from briefs.storage.sql.feeds import SqlFeeds
from briefs.storage.sql.outbox import SqlOutbox
from briefs.storage.sql.outbox_rows import Editions
from briefs.storage.sql.publishing import SqlPublishing
from briefs.storage.sql.rate_limit import SqlPace
from briefs.storage.sql.retention import SqlRetention
from briefs.storage.sql.subscriptions import SqlOrders
from briefs.storage.sql.write import Originals
from briefs.storage.sqlite import open_sqlite

_SECRET_BYTES = 32
_ADDRESSES = "Write sqlite:/// and the path of a file, or postgresql://user:password@host/name."


def open_store(url: str, *, random: Callable[[int], bytes] = secrets.token_bytes) -> "SqlStore":
    """Open "sqlite:///path.db", "sqlite://" (in memory) or "postgresql://user@host/database".

    The tables, and SQLite's file, are made and brought up to date as needed.

    `random` gives the secret that a new library's tokens are made with. StoreUnavailable if the
    database cannot be opened, is no library of ours, or is one of a newer version.
    """
    database = database_at(url)
    try:
        with database.read() as connection:
            found = migrations.current(connection)
        if found != migrations.REVISIONS[-1]:
            with database.write() as connection:
                migrations.upgrade(connection)
        secret = keep_secret(database, "tokens", random(_SECRET_BYTES))
    except BaseException:
        database.close()
        raise
    return SqlStore(database, secret)


def database_at(url: str) -> Database:
    """The database of an address as `open_store` takes it, as it is: it may have no tables yet."""
    return _engine_for(_read(url))


def _read(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        # The text is not repeated: it may hold a password.
        raise StoreUnavailable(
            "The address of the database cannot be read.",
            hint=_ADDRESSES,
        ) from None


def _engine_for(url: URL) -> Database:
    match url.get_backend_name():
        case "sqlite":
            return open_sqlite(url)
        case "postgresql" | "postgres":
            from briefs.storage.postgres import open_postgres  # noqa: PLC0415 - the driver, only if used

            return open_postgres(url)
        case other:
            raise StoreUnavailable(
                f"Databases of the kind “{other}” are not supported.", hint=_ADDRESSES
            )


class SqlStore:
    """Keeps the promises of `briefs.store.Store` on any engine that is a `Database`."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._intake = Intake(Originals(database))
        self.publishing = SqlPublishing(database, self._intake)
        self.feeds = SqlFeeds(database)
        self.holdings = SqlHoldings(database)
        self.leases = SqlLeases(database)
        self.taken = SqlTaken(database)
        self._hits = catalogue.hits(database.matches)
        self._citing = Citing(database)
        self._tokens = Tokens(database, secret)
        self._conversations = Conversations(database)
        editions = Editions(database)
        self.orders = SqlOrders(database, editions)
        self.outbox = SqlOutbox(database, editions)
        self.pace = SqlPace(database)
        self.guard = SqlGuard(database, self.orders)
        self.retention = SqlRetention(database)

    def add(
        self,
        edited: Edited,
        *,
        now: datetime,
        original: Original | None = None,
        anyway: bool = False,
    ) -> Added:
        with self._database.write() as connection:
            return self._intake.add(connection, edited, now, original=original, anyway=anyway)

    def newest(self, *, limit: int, skip: int = 0, topic: str | None = None) -> tuple[Card, ...]:
        with self._database.read() as connection:
            return catalogue.newest(connection, limit, skip, topic)

    def count(self, *, topic: str | None = None) -> int:
        with self._database.read() as connection:
            return catalogue.count(connection, topic)

    def topics(self) -> tuple[tuple[str, int], ...]:
        with self._database.read() as connection:
            return catalogue.by_topic(connection)

    def find(self, ref: str) -> Card | None:
        with self._database.read() as connection:
            return catalogue.find(connection, ref)

    def search(self, query: Query, *, limit: int) -> tuple[Hit, ...]:
        if not query:
            return ()
        asked = {"match": self._database.match(query), "limit": limit}
        with self._database.read() as connection:
            rows = connection.execute(self._hits, asked).mappings().all()
        return tuple(catalogue.hit(row, query) for row in rows)

    def citing(self, query: Query, *, limit: int, text: Query = EVERYTHING) -> tuple[Hit, ...]:
        return self._citing.find(query, limit, text)

    def references(self) -> tuple[tuple[int, tuple[Source, ...]], ...]:
        with self._database.read() as connection:
            return citations.references(connection)

    def arrival(self) -> int:
        with self._database.read() as connection:
            return catalogue.arrival(connection)

    def arrivals(self, since: int, *, limit: int) -> tuple[NewPiece, ...]:
        with self._database.read() as connection:
            return catalogue.arrivals(connection, since, limit)

    def revision(self, piece: int, number: int | None = None) -> Revision:
        with self._database.read() as connection:
            return catalogue.revision(connection, piece, number)

    def brief(self, piece: int, length: Length, number: int | None = None) -> Brief:
        with self._database.read() as connection:
            return catalogue.brief(connection, piece, length, number)

    def issue(self, presses: Sequence[Press], at: Address, *, now: datetime) -> tuple[str, ...]:
        return self._tokens.issue(presses, at, now)

    def redeem(self, token: str, at: Address) -> Press | None:
        return self._tokens.redeem(token, at)

    def note_shown(self, at: Address, message: str, shown: Shown, *, now: datetime) -> None:
        self._conversations.note(at, message, shown, now)

    def shown(self, at: Address, message: str | None = None) -> Shown | None:
        return self._conversations.shown(at, message)

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values; may take long, as it checks the data."""
        with self._database.read() as connection:
            schema = migrations.current(connection)
            pieces = catalogue.count(connection, None)
        return (
            *self._database.describe(),
            ("schema", str(schema)),
            ("pieces", str(pieces)),
            *self.retention.describe(),
            *self.guard.describe(),
        )

    def close(self) -> None:
        self._database.close()
