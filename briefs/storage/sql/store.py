"""The store on a SQL database: each method a transaction of its own, safe from any thread."""

import secrets
from collections.abc import Callable

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from briefs.errors import StoreUnavailable
from briefs.storage import migrations
from briefs.storage.engine import Database
from briefs.storage.sql.add import Intake
from briefs.storage.sql.catalogue import SqlCatalogue
from briefs.storage.sql.chat_state import SqlChatState, keep_secret
from briefs.storage.sql.cited_copies import SqlCitedCopies
from briefs.storage.sql.coordination import SqlDeduplication, SqlLeases, SqlPostingHold
from briefs.storage.sql.feeds import SqlFeeds
from briefs.storage.sql.ledger import SqlLedger
from briefs.storage.sql.outbox import SqlOutbox
from briefs.storage.sql.outbox_rows import Editions
from briefs.storage.sql.provenance import SqlProvenance
from briefs.storage.sql.publishing import SqlEditorial
from briefs.storage.sql.rate_limit import SqlRateLimiter
from briefs.storage.sql.retention import SqlRetention
from briefs.storage.sql.subscriptions import SqlSubscriptions
from briefs.storage.sql.write import Originals
from briefs.storage.sqlite import Sqlite, open_sqlite, own

_SECRET_BYTES = 32
_ADDRESSES = "Write sqlite:/// and the path of a file, or postgresql://user:password@host/name."


def open_store(url: str, *, random: Callable[[int], bytes] = secrets.token_bytes) -> "SqlStore":
    """Open "sqlite:///path.db", "sqlite://" (in memory) or "postgresql://user@host/database".

    The tables, and SQLite's file, are made and brought up to date as needed.

    `random` gives the secret that a new library's tokens are made with. StoreUnavailable if the
    database cannot be opened, is no library of ours, or is one of a newer version.
    """
    database = database_at(url)
    if isinstance(database, Sqlite) and database.path is not None:
        own(database.path)
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
    """Implements `briefs.storage.Store` on any engine that is a `Database`."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self.health = database.health
        intake = Intake(Originals(database))
        new_editions = Editions(database)
        self.catalogue = SqlCatalogue(database, intake)
        self.ledger = SqlLedger(database)
        self.cited_copies = SqlCitedCopies(database)
        self.chat_state = SqlChatState(database, secret, self.ledger)
        self.editorial = SqlEditorial(database, intake)
        self.feeds = SqlFeeds(database)
        self.provenance = SqlProvenance(database)
        self.leases = SqlLeases(database)
        self.deduplication = SqlDeduplication(database)
        self.subscriptions = SqlSubscriptions(database, new_editions)
        self.outbox = SqlOutbox(database, new_editions, self.ledger)
        self.rate_limiter = SqlRateLimiter(database)
        self.posting_hold = SqlPostingHold(database, self.subscriptions)
        self.retention = SqlRetention(database)

    def sizes(self) -> dict[str, int]:
        """How many bytes are kept, by what for; quick, unlike `describe`."""
        return {"library": self._database.size()}

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values; may take long, as it checks the data."""
        with self._database.read() as connection:
            schema = migrations.current(connection)
        return (
            *self._database.describe(),
            ("schema", str(schema)),
            ("pieces", str(self.catalogue.count())),
            *self.retention.describe(),
            *self.posting_hold.describe(),
        )

    def close(self) -> None:
        self._database.close()
