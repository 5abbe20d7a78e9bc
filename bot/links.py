"""Fetches the pages whose links people send: briefed and kept a while, or taken in by an editor.

A reader's link becomes an external page: fetched, read, kept for some days, in no list. A limit on
how many are fetched at once keeps worker threads free for those who send no link.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import Final

from bot import importing
from bot.budgets import Budgets, Kind, Spent
from bot.http_client.results import Answer
from bot.importing import Get, arrived, name_of
from briefs.errors import BadArgument, SourcebriefError, Unreadable
from briefs.model import Revision
from briefs.storage import Store
from handlers.command_text import link_to_read
from handlers.format import ref_of
from handlers.message import (
    Incoming,
    Missing,
    Request,
)


class Limiter:
    """Lets `at_once` callers in at a time; from any thread."""

    def __init__(self, at_once: int = 1) -> None:
        self._places = BoundedSemaphore(at_once)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place; BadArgument if all are taken."""
        if not self._places.acquire(blocking=False):
            raise BadArgument(
                "I am reading another page just now.", hint="Ask again in half a minute."
            )
        try:
            yield
        finally:
            self._places.release()

    def within(self, get: Get) -> Get:
        """`get`, holding a place meanwhile."""

        def got(url: str) -> Answer:
            with self.place():
                return get(url)

        return got


_MAX_REDIRECTS_REMEMBERED: Final = 1_000


class OverBudget(SourcebriefError):
    """A person or a chat has had as many pages, or as much of them, as it may."""

    def __init__(self, spent: Spent) -> None:
        super().__init__(str(spent), hint=spent.hint)
        self.spent = spent


@dataclass(slots=True)
class ExternalPages:
    """Fetches pages with `get`, as many at once as `room` allows, and keeps them for `kept`.

    Called from any thread.
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
        """The request with a piece's number in the place of the link that it begins with.

        A page of the library is that piece; any other is fetched, unless it is kept still. Raises
        Unreadable if it cannot be had or read, BadArgument for too many at once, OverBudget for
        more than a person or a chat may have fetched.
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
        """The page as it is kept, by its own address, or one that led to it before."""
        from briefs.pieces import versions  # noqa: PLC0415  # whoever sends no link needs none of it

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
    """The page at `url`; it blocks until it is there, or can't be had."""
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
