"""Checks whether the pages that pieces cite still exist, and stores a dated copy of their text.

A dead link takes a source away from the reader; the copy replaces it. It is off unless
`SOURCEBRIEF_CITED_COPIES_MB` says how much may be stored. Pages are fetched like readers' links:
from the public web alone, one at a time, where robots.txt allows it. A page that asks not to be
archived (`noarchive`, https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag)
is checked, but not stored.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol, TypeVar

from bot.http_client.link_checker import (
    Dead,
    Fine,
    LinkMoved,
    State,
    has_answered,
    link_state,
)
from bot.http_client.results import Answer, Failed, Fetched
from bot.importing import name_of
from bot.service.runtime import Periodic, run_blocking
from briefs.errors import BadArgument, Unreadable
from briefs.log import get_logger
from briefs.references.fields.urls import url_key, with_scheme
from briefs.sandbox import pool
from briefs.storage import Store
from briefs.storage.cited_copies import MAX_COPY_CHARS, CitedCopy

LOOK_EVERY: Final = timedelta(days=30)
"""Between two checks of a page."""

_WALK_EVERY: Final = timedelta(hours=6)
_PIECES_AT_ONCE: Final = 100
_HEAD_BYTES: Final = 65_536
_NO_ARCHIVE = re.compile(
    rb"<meta\s[^>]{0,200}?(?:name|property)\s{0,3}=\s{0,3}[\"']?robots[\"'\s]"
    rb"[^>]{0,200}?(?:noarchive|[\"'\s,]none[\"'\s,])",
    re.IGNORECASE,
)

T = TypeVar("T")

_log = get_logger(__name__)


class Web(Protocol):
    async def get(self, url: str) -> Answer: ...


@dataclass(slots=True, kw_only=True)
class CitedCopyKeeper:
    """Walks through the public pieces by number; `most_bytes` limits all copies together."""

    store: Store
    web: Web
    workers: Executor
    clock: Callable[[], datetime]
    most_bytes: int

    @property
    def periodic(self) -> Periodic:
        return Periodic(name="cited-copies", every=_WALK_EVERY, work=self.work)

    async def work(self, stop: asyncio.Event) -> None:
        """Check every page that is due, once; ends early when `stop` is set."""
        found: Counter[str] = Counter()
        last, answered = 0, False
        cited_after = self.store.cited_copies.cited_after
        while step := await self._blocking(partial(cited_after, last, limit=_PIECES_AT_ONCE)):
            last = step[-1][0]
            for url in await self._blocking(partial(self._due, step)):
                if stop.is_set():
                    return
                seen = await self.web.get(with_scheme(url))
                answered = answered or has_answered(seen)
                became = await self._blocking(partial(self._note, url, seen, answered=answered))
                found[became] += 1
        if found:
            _log.info("cited_copies.looked", **found)

    async def _blocking(self, work: Callable[[], T]) -> T:
        return await run_blocking(self.workers, work)

    def _due(self, step: tuple[tuple[int, tuple[str, ...]], ...]) -> list[str]:
        pages: dict[str, str] = {}
        for _, urls in step:
            for url in urls:
                pages.setdefault(url_key(url), url)
        looked = self.store.cited_copies.looked_at(tuple(pages))
        now = self.clock()
        return [
            url
            for page, url in pages.items()
            if page not in looked or now - looked[page] >= LOOK_EVERY
        ]

    def _note(self, url: str, seen: Answer, *, answered: bool) -> str:
        """Store the result of a check, with the page's text if there is space; returns it as a
        word.
        """
        now, copies, page = self.clock(), self.store.cited_copies, url_key(url)
        gone = _is_gone(url, seen, link_state(url, seen), answered=answered)
        copy = None
        if gone is False and isinstance(seen, Fetched):
            known = copies.page(page)
            has_one = known is not None and known.copy is not None
            if not has_one and copies.bytes_kept() < self.most_bytes:
                copy = copied(seen, url, now)
        copies.note(page, gone=gone, copy=copy, now=now)
        if gone:
            return "gone"
        return "copied" if copy else "seen"


def _is_gone(url: str, seen: Answer, state: State, *, answered: bool) -> bool | None:
    """Whether a page is gone; None if that is unknown.

    A host that does not exist counts only if other hosts answered: our own network may be down. A
    page that redirects to the front page of its site is gone.
    """
    match state:
        case Fine():
            return False
        case LinkMoved(to=to):
            return "/" not in url_key(to) and url_key(to) != url_key(url)
        case Dead():
            return True if answered or not isinstance(seen, Failed) or seen.status else None
        case _:
            return None


def copied(page: Fetched, url: str, now: datetime) -> CitedCopy | None:
    """The text of a page, read in the sandbox; None if it has none, or asks not to be archived."""
    if _NO_ARCHIVE.search(page.body, 0, _HEAD_BYTES):
        return None
    try:
        draft = pool.read(page.body, name=name_of(page.url), origin=page.url, charset=page.charset)
    except (Unreadable, BadArgument):
        return None
    text = draft.body
    if whole := len(text) <= MAX_COPY_CHARS:
        return CitedCopy(url=url, copied_at=now, title=draft.title, text=text, whole=whole)
    cut = text.rfind("\n\n", 0, MAX_COPY_CHARS)
    kept = text[: cut if cut > 0 else MAX_COPY_CHARS]
    return CitedCopy(url=url, copied_at=now, title=draft.title, text=kept, whole=False)
