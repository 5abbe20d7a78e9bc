"""Fetches the pages of links that people send: a reader's is briefed, an editor's becomes a piece.

A reader's link becomes an external page: fetched, read, stored for some days, and in no list. The
number of concurrent fetches is limited, so that worker threads stay free for requests without a
link.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import Final

from bot import importing
from bot.access import Budgets, Kind, Spent
from bot.http_client.results import Answer
from bot.importing import Get, arrived, name_of
from briefs.errors import BadArgument, SourcebriefError, Unreadable
from briefs.model import Revision
from briefs.storage import Store
from handlers.format import ref_of
from handlers.message import (
    Incoming,
    Missing,
    Request,
)
from handlers.router import link_to_read


class Limiter:
    """Admits `at_once` callers at a time; thread-safe."""

    def __init__(self, at_once: int = 1) -> None:
        self._places = BoundedSemaphore(at_once)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place within the context; BadArgument if all are taken."""
        if not self._places.acquire(blocking=False):
            raise BadArgument(
                "I am reading another page just now.", hint="Ask again in half a minute."
            )
        try:
            yield
        finally:
            self._places.release()

    def within(self, get: Get) -> Get:
        """`get`, with a place held during each call."""

        def got(url: str) -> Answer:
            with self.place():
                return get(url)

        return got


_MAX_REDIRECTS_REMEMBERED: Final = 1_000


class OverBudget(SourcebriefError):
    """A person or a chat has used up its budget of pages."""

    def __init__(self, spent: Spent) -> None:
        super().__init__(str(spent), hint=spent.hint)
        self.spent = spent


@dataclass(slots=True)
class ExternalPages:
    """Fetches pages with `get`, limited by `room`, and stores them for the time `kept`;
    thread-safe.
    """

    store: Store
    get: Get
    kept: timedelta
    method: str = "brief"
    room: Limiter = field(default_factory=Limiter)
    budgets: Budgets = field(default_factory=Budgets.sized)
    _lock: Lock = field(default_factory=Lock)
    _led: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def named(self, request: Request) -> Request:
        """The request with a piece's number in place of the link that it begins with.

        If a piece of the library was read from the page, it is that piece; any other page is
        fetched, unless it is still stored. Raises Unreadable if it cannot be fetched or read,
        BadArgument for too many concurrent fetches, OverBudget for a person or a chat without
        budget.
        """
        url = link_to_read(request)
        if url is None:
            return request
        return replace(request, args=(self._ref(url, request), *request.args[1:]))

    def _ref(self, url: str, request: Request) -> str:
        piece = self.store.provenance.by_url(url)
        if piece and self.store.catalogue.find(f"#{piece}"):
            return f"#{piece}"
        kept = self._kept(url, request.at)
        return ref_of(kept or self._brought(url, request))

    def _kept(self, url: str, now: datetime) -> Revision | None:
        """The stored page, by its own address or one that redirected to it."""
        from briefs.pieces import versions  # noqa: PLC0415  # needed only for a page

        led = self._led.get(versions.page_key(url), url)
        return self.store.editorial.external(led, now=now)

    def _brought(self, url: str, request: Request) -> Revision:
        from briefs.pieces import versions  # noqa: PLC0415  # as above
        from briefs.sandbox import pool  # noqa: PLC0415  # as above

        with self.room.place():
            self._charge("bytes", request, 0)
            self._charge("links", request, 1)
            draft = importing.page(self.get(url), url).draft
            edited = pool.edit(draft, method=self.method)
        self.budgets.charge("bytes", request, versions.kept_bytes(edited))
        now = request.at
        revision = self.store.editorial.keep_external(edited, now=now, until=now + self.kept)
        with self._lock:
            self._led[versions.page_key(url)] = draft.url
            while len(self._led) > _MAX_REDIRECTS_REMEMBERED:
                self._led.popitem(last=False)
        return revision

    def _charge(self, kind: Kind, request: Request, amount: float) -> None:
        if (spent := self.budgets.charge(kind, request, amount)) is not None:
            raise OverBudget(spent)


def attach_page(url: str, get: Get) -> Incoming | Missing:
    """The page at `url` as a file; blocks until it is fetched or has failed."""
    try:
        page = arrived(get(url))
    except Unreadable as error:
        return Missing(url, error.reason, error.hint)
    except BadArgument as error:
        return Missing(url, str(error), error.hint)
    return Incoming(
        name=name_of(page.url),
        data=page.body,
        media_type=page.media_type,
        url=page.url,
        charset=page.charset,
    )
