"""Constructs the services that bring pieces in: feeds, the watched folder,
and pages from the web.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.access import Budgets
from bot.config import Settings
from bot.http_client.results import Answer
from bot.importing import Get
from bot.linked_pages import ExternalPages, Limiter
from bot.operations.maintenance import expiry
from bot.service.runtime import Service
from briefs.storage import Store
from briefs.storage.subscriptions import Followed

if TYPE_CHECKING:
    from bot.feeds.importer import Terms
    from bot.feeds.schedule import Limits
    from bot.feeds.visit import Visitor
    from bot.http_client.client import Fetcher, SharedFetcher

Clock = Callable[[], datetime]


def fetcher(settings: Settings, *, private: bool = True) -> "Fetcher":
    """A fetcher, to be entered in the event loop that will use it.

    With `private` it may reach the operator's private networks: for feeds, editors and the command
    line, never for readers, whose links could otherwise reach them.
    """
    from bot.http_client.address_policy import networks, public_web_and  # noqa: PLC0415  # loads slowly
    from bot.http_client.client import Fetcher  # noqa: PLC0415  # as above

    allowed = settings.fetch_private if private else None
    return Fetcher(allowed=public_web_and(networks(allowed or "")))


@contextmanager
def web(settings: Settings) -> Iterator[Get]:
    """A blocking fetch function for a command, which requests one page at a time."""
    with asyncio.Runner() as runner:
        opened = fetcher(settings)
        runner.run(opened.__aenter__())
        try:
            yield lambda url: runner.run(opened.get(url))
        finally:
            runner.run(opened.__aexit__(None, None, None))


def one_page(settings: Settings) -> Get:
    """A fetch function for the terminal's chat; the HTTP client is opened with the first link."""

    def get(url: str) -> Answer:
        with web(settings) as opened:
            return opened(url)

    return get


def external_pages(
    settings: Settings,
    store: Store,
    get: Get,
    room: Limiter | None = None,
    budgets: Budgets | None = None,
) -> ExternalPages:
    return ExternalPages(
        store,
        get,
        timedelta(days=settings.passing_days),
        method=settings.method,
        room=room or Limiter(),
        budgets=budgets or Budgets.sized(),
    )


def visitor(settings: Settings, store: Store, opened: "Fetcher", clock: Clock) -> "Visitor":
    """The visitor of feeds for a command."""
    from bot.feeds.visit import Visitor  # noqa: PLC0415  # loads slowly

    limits, terms = _limits(settings), _terms(settings)
    return Visitor(store=store, web=opened, clock=clock, limits=limits, terms=terms)


def due_feeds(store: Store, clock: Clock) -> tuple[Followed, ...]:
    """The feeds that a command may visit now; they are leased to it."""
    from bot.feeds.service import LEASE  # noqa: PLC0415  # as above

    return store.feeds.due(now=clock(), lease=LEASE, limit=10_000)


@dataclass(frozen=True, slots=True)
class SourceServices:
    """The services for sources, and the two fetchers: for readers, and for editors and feeds."""

    for_editors: "SharedFetcher"
    for_readers: "SharedFetcher"
    services: dict[str, Service]


def source_services(
    settings: Settings, store: Store, workers: Executor, clock: Clock
) -> SourceServices:
    """The services that bring pieces in; blocking calls run in `workers`."""
    from bot.feeds.service import FeedService  # noqa: PLC0415  # as above
    from bot.http_client.client import SharedFetcher  # noqa: PLC0415  # only what fetches

    for_editors = SharedFetcher(fetcher(settings))
    for_readers = SharedFetcher(fetcher(settings, private=False))
    services: dict[str, Service] = {
        "web": for_editors,
        "public-web": for_readers,
        "feeds": FeedService(
            store=store,
            web=for_editors,
            workers=workers,
            clock=clock,
            limits=_limits(settings),
            terms=_terms(settings),
        ),
        "sweeping": expiry(store, workers, clock),
    }
    if settings.cited_copies_mb:
        services["cited-copies"] = _keeping(settings, store, for_readers, workers, clock)
    if settings.library is not None:
        services["folder"] = _watching(Path(settings.library), settings, store, workers, clock)
    return SourceServices(for_editors, for_readers, services)


def _keeping(
    settings: Settings, store: Store, web: "SharedFetcher", workers: Executor, clock: Clock
) -> Service:
    from bot.operations.cited_copies import CitedCopyKeeper  # noqa: PLC0415  # only if on

    most = settings.cited_copies_mb * 1_000_000
    return CitedCopyKeeper(
        store=store, web=web, workers=workers, clock=clock, most_bytes=most
    ).periodic


def _watching(
    path: Path, settings: Settings, store: Store, workers: Executor, clock: Clock
) -> Service:
    from bot.folder.sync import FolderSync  # noqa: PLC0415  # needed only with a folder
    from bot.folder.watcher import Folder, FolderWatcher  # noqa: PLC0415  # as above

    whole = path.resolve()  # the library stores absolute paths
    keeper = FolderSync(store, whole, clock=clock, method=settings.method)
    return FolderWatcher(folder=Folder(whole, keeper), workers=workers, clock=clock)


def _limits(settings: Settings) -> "Limits":
    from bot.feeds.schedule import Limits  # noqa: PLC0415  # with the readers

    least = timedelta(minutes=settings.feed_least)
    return Limits(least, max(least, timedelta(minutes=settings.feed_most)))


def _terms(settings: Settings) -> "Terms":
    from bot.feeds.importer import Terms  # noqa: PLC0415  # as above

    return Terms(method=settings.method, categories=settings.feed_categories)
