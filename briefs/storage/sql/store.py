"""The store on a SQL database: each method is a transaction of its own, safe from any thread."""

import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import URL, bindparam, make_url, select
from sqlalchemy.exc import ArgumentError

from briefs.errors import StoreUnavailable
from briefs.storage import engine
from briefs.storage.engine import Database
from briefs.storage.schema import secrets as secrets_kept
from briefs.storage.sqlite import Sqlite, open_sqlite, own

if TYPE_CHECKING:
    from briefs.storage.sql.add import Intake, SqlProvenance
    from briefs.storage.sql.catalogue import SqlCatalogue
    from briefs.storage.sql.chat_state import (
        SqlChatState,
        SqlDeduplication,
        SqlInbox,
        SqlLedger,
    )
    from briefs.storage.sql.cited_copies import SqlCitedCopies
    from briefs.storage.sql.claims import SqlRateLimiter
    from briefs.storage.sql.coordination import SqlLeases, SqlPostingHold
    from briefs.storage.sql.corrections import SqlCorrections
    from briefs.storage.sql.feeds import SqlFeeds
    from briefs.storage.sql.outbox import SqlOutbox
    from briefs.storage.sql.outbox_rows import Editions
    from briefs.storage.sql.privacy import SqlPrivacy
    from briefs.storage.sql.publishing import SqlEditorial
    from briefs.storage.sql.receipts import SqlReceipts
    from briefs.storage.sql.retention import SqlRetention
    from briefs.storage.sql.subscriptions import SqlSubscriptions

_SECRET_BYTES = 32
_SECRET = select(secrets_kept.c.value).where(secrets_kept.c.name == bindparam("name"))
_ADDRESSES = "Write sqlite:/// and the path of a file, or postgresql://user:password@host/name."


def open_store(url: str, *, random: Callable[[int], bytes] = os.urandom) -> "SqlStore":
    """Open "sqlite:///path.db", "sqlite://" (in memory) or "postgresql://user@host/database".

    The tables, and SQLite's file, are created and upgraded as needed.

    `random` gives the secret for the tokens of a new library. StoreUnavailable if the database
    cannot be opened, is no library of ours, or has a newer version.
    """
    database = database_at(url)
    if isinstance(database, Sqlite) and database.path is not None:
        own(database.path)
    try:
        with database.read() as connection:
            found = engine.current_revision(connection)
        if found != engine.REVISIONS[-1]:
            with database.write() as connection:
                engine.upgrade(connection)
        secret = _keep_secret(database, "tokens", random(_SECRET_BYTES))
    except BaseException:
        database.close()
        raise
    return SqlStore(database, secret)


def _keep_secret(database: Database, name: str, fresh: bytes) -> bytes:
    """The library's secret with that name: the stored one, or else `fresh`,
    which is then stored.
    """
    with database.read() as connection:
        kept = connection.scalar(_SECRET, {"name": name})
    if kept is None:
        with database.write() as connection:
            connection.execute(database.insert_new(secrets_kept), {"name": name, "value": fresh})
            kept = connection.execute(_SECRET, {"name": name}).scalar_one()
    return bytes(kept)


def database_at(url: str) -> Database:
    """The database of an address as for `open_store`; it may have no tables yet."""
    return _engine_for(_read(url))


def _read(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # ValueError for a port that is no number
        # The address is not repeated: it may contain a password.
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
    """Implements `briefs.storage.Store` on any engine that is a `Database`.

    A part is imported at its first use: `list` needs only the catalogue, and importing all parts
    takes longer than `list` takes to answer (`benchmarks/starting.py`).
    """

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._secret = secret
        self.health = database.health

    @cached_property
    def catalogue(self) -> "SqlCatalogue":
        from briefs.storage.sql.catalogue import SqlCatalogue  # noqa: PLC0415  # as the class says

        return SqlCatalogue(self._database, self._intake)

    @cached_property
    def chat_state(self) -> "SqlChatState":
        from briefs.storage.sql.chat_state import SqlChatState  # noqa: PLC0415  # as the class says

        return SqlChatState(self._database, self._secret, self.ledger)

    @cached_property
    def subscriptions(self) -> "SqlSubscriptions":
        from briefs.storage.sql.subscriptions import SqlSubscriptions  # noqa: PLC0415  # as the class says

        return SqlSubscriptions(self._database, self._editions)

    @cached_property
    def outbox(self) -> "SqlOutbox":
        from briefs.storage.sql.outbox import SqlOutbox  # noqa: PLC0415  # as the class says

        return SqlOutbox(self._database, self._editions, self.ledger)

    @cached_property
    def rate_limiter(self) -> "SqlRateLimiter":
        from briefs.storage.sql.claims import SqlRateLimiter  # noqa: PLC0415  # as the class says

        return SqlRateLimiter(self._database)

    @cached_property
    def editorial(self) -> "SqlEditorial":
        from briefs.storage.sql.publishing import SqlEditorial  # noqa: PLC0415  # as the class says

        return SqlEditorial(self._database)

    @cached_property
    def receipts(self) -> "SqlReceipts":
        from briefs.storage.sql.receipts import SqlReceipts  # noqa: PLC0415  # as the class says

        return SqlReceipts(self._database)

    @cached_property
    def privacy(self) -> "SqlPrivacy":
        from briefs.storage.sql.privacy import SqlPrivacy  # noqa: PLC0415  # as the class says

        return SqlPrivacy(self._database, self.chat_state)

    @cached_property
    def feeds(self) -> "SqlFeeds":
        from briefs.storage.sql.feeds import SqlFeeds  # noqa: PLC0415  # as the class says

        return SqlFeeds(self._database)

    @cached_property
    def provenance(self) -> "SqlProvenance":
        from briefs.storage.sql.add import SqlProvenance  # noqa: PLC0415  # as the class says

        return SqlProvenance(self._database)

    @cached_property
    def cited_copies(self) -> "SqlCitedCopies":
        from briefs.storage.sql.cited_copies import SqlCitedCopies  # noqa: PLC0415  # as the class says

        return SqlCitedCopies(self._database)

    @cached_property
    def ledger(self) -> "SqlLedger":
        from briefs.storage.sql.chat_state import SqlLedger  # noqa: PLC0415  # as the class says

        return SqlLedger(self._database)

    @cached_property
    def corrections(self) -> "SqlCorrections":
        from briefs.storage.sql.corrections import SqlCorrections  # noqa: PLC0415  # as the class says

        return SqlCorrections(self._database, self._editions)

    @cached_property
    def leases(self) -> "SqlLeases":
        from briefs.storage.sql.coordination import SqlLeases  # noqa: PLC0415  # as the class says

        return SqlLeases(self._database)

    @cached_property
    def inbox(self) -> "SqlInbox":
        from briefs.storage.sql.chat_state import SqlInbox  # noqa: PLC0415  # as the class says

        return SqlInbox(self._database)

    @cached_property
    def deduplication(self) -> "SqlDeduplication":
        from briefs.storage.sql.chat_state import SqlDeduplication  # noqa: PLC0415  # as the class says

        return SqlDeduplication(self._database)

    @cached_property
    def posting_hold(self) -> "SqlPostingHold":
        from briefs.storage.sql.coordination import SqlPostingHold  # noqa: PLC0415  # as the class says

        return SqlPostingHold(self._database, self.subscriptions)

    @cached_property
    def retention(self) -> "SqlRetention":
        from briefs.storage.sql.retention import SqlRetention  # noqa: PLC0415  # as the class says

        return SqlRetention(self._database)

    def _intake(self) -> "Intake":
        from briefs.storage.sql.add import Intake  # noqa: PLC0415  # as the class says

        return Intake(self._database)

    @cached_property
    def _editions(self) -> "Editions":
        from briefs.storage.sql.outbox_rows import Editions  # noqa: PLC0415  # as the class says

        return Editions(self._database)

    def load(self) -> None:
        """Import every part of the store."""
        for name, value in vars(SqlStore).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    def sizes(self) -> dict[str, int]:
        """The bytes that are stored, by kind; quick, unlike `describe`."""
        return {"library": self._database.size(), "external_pages": self.editorial.external_size()}

    def describe(self) -> tuple[tuple[str, str], ...]:
        """Facts for the operator, as names and values; slow, since it checks the data."""
        with self._database.read() as connection:
            schema = engine.current_revision(connection)
        return (
            *self._database.describe(),
            ("schema", str(schema)),
            ("pieces", str(self.catalogue.count())),
            *self.retention.describe(),
            *self.posting_hold.describe(),
        )

    def close(self) -> None:
        self._database.close()
