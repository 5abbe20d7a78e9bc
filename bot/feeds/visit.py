"""One visit to a feed: fetch it, import its new entries, and schedule the next visit."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar, assert_never

from bot.feeds import importer, schedule
from bot.feeds.importer import Outcome, Terms
from bot.feeds.schedule import Limits
from bot.http_client.results import Answer, Failed, Fetched, NotModified, Refused, Validators
from bot.http_client.throttle import MAX_WAIT_SECONDS
from briefs.errors import Unreadable
from briefs.log import get_logger
from briefs.reading.feed_formats import Feed, FeedEntry
from briefs.sandbox import pool
from briefs.storage import Store
from briefs.storage.subscriptions import Followed, KnownEntry

T = TypeVar("T")

ACCEPTED: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
MOST_BYTES: Final = 10_000_000
LONGEST: Final = timedelta(minutes=20)
"""After this time a visit imports no further entries; the next visit goes on."""

_log = get_logger(__name__)


class Web(Protocol):
    """The part of `bot.http_client.client.Fetcher` that a visit uses."""

    async def get(
        self,
        url: str,
        *,
        known: Validators | None = ...,
        accept: str = ...,
        most_bytes: int = ...,
        patience: float = ...,
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Visited:
    """A feed after the visit, and the results of its entries, the oldest first.

    `later` is how many new entries wait for the next visit; `warnings` are the feed's own faults.
    """

    feed: Followed
    outcomes: tuple[Outcome, ...] = ()
    later: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Visits feeds. Blocking calls run in `workers` (None: the event loop's default).

    `stopping` ends a visit early. `patience` is how long a page waits for its turn at a host.
    """

    store: Store
    web: Web
    clock: Callable[[], datetime]
    workers: Executor | None = None
    limits: Limits = field(default_factory=Limits)
    terms: Terms = field(default_factory=Terms)
    stopping: Callable[[], bool] = lambda: False
    patience: timedelta = timedelta(seconds=MAX_WAIT_SECONDS)

    async def visit(self, feed: Followed) -> Visited:
        """Fetch the feed and import its new entries; no error of a server is raised.

        Each entry is recorded right after its import, and the feed's validators only after the last
        entry: an interrupted visit is repeated, and imports nothing twice.
        """
        last = self.clock() + LONGEST
        answer = await self.web.get(
            feed.url,
            known=Validators(feed.etag, feed.modified),
            accept=ACCEPTED,
            most_bytes=MOST_BYTES,
            patience=self.patience.total_seconds(),
        )
        if self.stopping() and isinstance(answer, Failed):
            return Visited(feed)  # our own shutdown may be the reason
        visited = await self._answered(feed, answer, last)
        await self._work(lambda: self.store.feeds.record_visit(visited.feed))
        _tell(visited, feed)
        return visited

    async def _answered(self, feed: Followed, answer: Answer, last: datetime) -> Visited:
        now, limits = self.clock(), self.limits
        match answer:
            case Fetched():
                return await self._read(feed, answer, last)
            case NotModified(permanent_url=url, validators=validators, fresh=fresh):
                asked = schedule.answered(feed, now=now, limits=limits, fresh=fresh)
                return Visited(schedule.moved(asked, url, validators))
            case Refused() | Failed():
                return Visited(schedule.failed(feed, answer, now=now, limits=limits))
            case never:
                assert_never(never)

    async def _read(self, feed: Followed, page: Fetched, last: datetime) -> Visited:
        try:
            found = await self._work(lambda: pool.read_feed(page.body, url=page.url))
        except Unreadable as error:
            said = f"{error.reason}. {error.hint}".rstrip()
            return Visited(schedule.troubled(feed, said, now=self.clock(), limits=self.limits))
        entries = importer.entries(found)
        known = await self._work(lambda: self._known(feed, entries))
        chosen = importer.choose(entries, known)
        if chosen.passed:
            await self._work(lambda: self._note(feed, *chosen.passed))
        outcomes = [
            await self._taken(entry, known.get(entry.key), feed, found, last, backlog=not known)
            for entry in chosen.taken
            if not self.stopping() and self.clock() < last
        ]
        later = chosen.later + len(chosen.taken) - len(outcomes)
        waiting = later + sum(outcome.noted is None for outcome in outcomes)
        asked = schedule.answered(
            replace(feed, title=found.title or feed.title),
            now=self.clock(),
            limits=self.limits,
            hints=found.hints,
            fresh=page.fresh,
        )
        validators = Validators() if waiting else page.validators
        moved = schedule.moved(asked, page.permanent_url, validators)
        return Visited(moved, tuple(outcomes), later, found.warnings)

    async def _taken(
        self,
        entry: FeedEntry,
        known: KnownEntry | None,
        followed: Followed,
        feed: Feed,
        last: datetime,
        *,
        backlog: bool,
    ) -> Outcome:
        try:
            outcome = await self._outcome(entry, known, followed, feed, last, backlog=backlog)
        except Exception as error:  # noqa: BLE001  # a bug in one entry must not stop the others
            outcome = importer.unread(entry, error)
        if (noted := outcome.noted) is not None:
            await self._work(lambda: self._note(followed, noted))
        return outcome

    async def _outcome(
        self,
        entry: FeedEntry,
        known: KnownEntry | None,
        followed: Followed,
        feed: Feed,
        last: datetime,
        *,
        backlog: bool,
    ) -> Outcome:
        if known is None:
            piece = await self._work(lambda: importer.stored_piece(entry, followed, self.store))
            if piece:
                return importer.elsewhere(entry, piece)
        brought = await self._work(lambda: importer.from_feed(entry, feed))
        if brought is None:
            if not entry.url:
                raise Unreadable("the feed has neither its text nor its address")
            left = min(self.patience, last - self.clock())
            answer = await self.web.get(entry.url, patience=left.total_seconds())
            if importer.is_later(answer):
                return importer.later(entry, answer)
            brought = await self._work(lambda: importer.from_page(answer, entry, feed))
        piece_of = brought
        return await self._work(
            lambda: importer.import_entry(
                piece_of,
                entry,
                followed,
                known,
                store=self.store,
                terms=self.terms,
                now=self.clock(),
                backlog=backlog,
            )
        )

    def _known(self, feed: Followed, entries: tuple[FeedEntry, ...]) -> Mapping[str, KnownEntry]:
        return self.store.feeds.known_entries(feed.id, [entry.key for entry in entries])

    def _note(self, feed: Followed, *noted: KnownEntry) -> None:
        self.store.feeds.record_entries(feed.id, noted, now=self.clock())

    async def _work(self, done: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.workers, done)


def _tell(visited: Visited, before: Followed) -> None:
    feed = visited.feed
    if feed.next_at == schedule.NEVER:
        _log.warning("feed.ended", feed=feed.url, reason=feed.trouble)
    elif feed.trouble:
        _log.warning("feed.failed", feed=feed.url, reason=feed.trouble, failures=feed.failures)
    if feed.url != before.url:
        _log.info("feed.moved", feed=before.url, to=feed.url)
    for outcome in visited.outcomes:
        if outcome.status in {"failed", "later"}:
            _log.warning("feed.entry_not_in", entry=outcome.url, reason=outcome.reason)
    took = sum(outcome.status in {"new", "revised", "proposed"} for outcome in visited.outcomes)
    if took:
        _log.info("feed.visited", feed=feed.url, pieces=took)
