"""Opens the library of the settings for one command, and the chat service that a command uses.

Small commands must stay fast: the HTTP client is imported only with the first link.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Settings
from briefs.storage import Store
from briefs.storage.sql.store import SqlStore, open_store

if TYPE_CHECKING:
    from bot.chat import ChatService
    from bot.http_client.results import Answer
    from briefs.receipts.signing import Issuer


def clock() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings) -> Iterator[SqlStore]:
    """The store; it is closed at the end of the context."""
    store = open_store(settings.database_url)
    try:
        yield store
    finally:
        store.close()


def issuer_of(settings: Settings, store: Store) -> "Issuer":
    """The issuer of receipts by these settings; its public key is stored in the library.

    BadArgument if the key's file does not exist, or others may read it.
    """
    from briefs.receipts.signing import Issuer, load  # noqa: PLC0415  # needed only for receipts

    if settings.signing_key is None:
        return Issuer(settings.issuer or "")
    signer = load(Path(settings.signing_key))
    if signer.public.id not in {key.id for key in store.receipts.public_keys()}:
        store.receipts.add_key(signer.public, now=clock())
    return Issuer(settings.issuer or "", signer)


def chat_service(store: Store, settings: Settings | None = None) -> "ChatService":
    """The chat service of the terminal; with `settings` it can fetch the pages of links."""
    from bot.chat import ChatService  # noqa: PLC0415  # `list` needs no chat
    from bot.linked_pages import ExternalPages  # noqa: PLC0415  # as above

    if settings is None:
        return ChatService(store, clock)
    found = settings

    def get(url: str) -> "Answer":
        from bot.source_services import one_page  # noqa: PLC0415  # imports the HTTP client

        return one_page(found)(url)

    kept = timedelta(days=settings.passing_days)
    pages = ExternalPages(store, get, kept, method=settings.method)
    return ChatService(
        store,
        clock,
        get=get,
        external_pages=pages,
        method=settings.method,
        issuer=issuer_of(settings, store),
    )
