"""The store on a SQL database: each method a transaction of its own, safe from any thread."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from briefs import migrations
from briefs.errors import StoreUnavailable
from briefs.model import Address, Brief, Card, Edited, Hit, Length, Press, Revision, Shown
from briefs.search import Query
from briefs.sql_store import catalogue, intake
from briefs.sql_store.conversations import Conversations
from briefs.sql_store.database import Database
from briefs.sql_store.tokens import Tokens, keep_secret
from briefs.sqlite import open_sqlite
from briefs.store import Added

_SECRET_BYTES = 32


def open_store(url: str, *, random: Callable[[int], bytes] = secrets.token_bytes) -> "SqlStore":
    """Open "sqlite:///path.db" or "sqlite://" (in memory), made and brought up to date as needed.

    `random` gives the secret that a new library's tokens are made with. StoreUnavailable if the
    database cannot be opened, is no library of ours, or is one of a newer version.
    """
    database = _engine_for(_read(url))
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


def _read(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError:
        # The text is not repeated: it may hold a password.
        raise StoreUnavailable(
            "The address of the database cannot be read.",
            hint="Write sqlite:/// and the path of a file.",
        ) from None


def _engine_for(url: URL) -> Database:
    match url.get_backend_name():
        case "sqlite":
            return open_sqlite(url)
        case other:
            raise StoreUnavailable(
                f"Databases of the kind “{other}” are not supported.",
                hint="Write sqlite:/// and the path of a file.",
            )


class SqlStore:
    """Keeps the promises of `briefs.store.Store` on any engine that is a `Database`."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._hits = catalogue.hits(database.matches)
        self._tokens = Tokens(database, secret)
        self._conversations = Conversations(database)

    def add(self, edited: Edited, *, now: datetime) -> Added:
        with self._database.write() as connection:
            return intake.add(connection, edited, now)

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
        )

    def close(self) -> None:
        self._database.close()
