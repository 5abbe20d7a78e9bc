"""Periodic jobs: heartbeat, retention, expiry of external pages.

Notes each minute that the library is served, so that a start can tell an old copy from it.

Forgets what is over, a little at a time, beside all else that is served.

Sweeps out the passing pieces whose time is over, every now and then.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.platforms.sending import Pause
from bot.runtime import run_periodically
from briefs.storage import Store
from briefs.storage.coordination import Hold, PostingHold
from briefs.storage.sql.retention import Pruned

_HEARTBEAT_EVERY: Final = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


def look(guard: PostingHold, now: datetime) -> Hold | None:
    """Before anything is served: tell the log if nothing is to be posted, and what to do."""
    held = guard.check(now=now)
    if held is not None:
        _log.error("posting.held", reason=held.reason, hint=advice(held.known))
    return held


def advice(known: datetime | None) -> str:
    """What an operator can say of a library that is held; `known` is that of the Hold."""
    since = f"since {known:%Y-%m-%d %H:%M} UTC" if known else "meanwhile"
    return (
        f"Digests may have been posted {since} that it knows nothing of. If so: "
        "`sourcebrief outbox forget`, for what was due until now or some --before. "
        "Then, or if none was: `sourcebrief outbox resume`."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    guard: PostingHold
    workers: Executor
    clock: Callable[[], datetime]

    async def run(self, stop: asyncio.Event) -> None:
        """Beat every minute until `stop` is set; a failure is logged, and tried again."""
        loop = asyncio.get_running_loop()
        await run_periodically(
            "heartbeat",
            lambda: loop.run_in_executor(self.workers, self._beat),
            _HEARTBEAT_EVERY,
            stop,
        )

    def _beat(self) -> None:
        self.guard.beat(now=self.clock())


_RETENTION_EVERY: Final = timedelta(hours=6)
_BREATH: Final = timedelta(milliseconds=200)
"""Between two steps, for whoever waits to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Housekeeping:
    """Any number may run anywhere: what one has forgotten, another does not find."""

    prune: Callable[..., Iterator[Pruned]]
    workers: Executor
    clock: Callable[[], datetime]
    pause: Pause = asyncio.sleep

    async def run(self, stop: asyncio.Event) -> None:
        """Go through everything every few hours until `stop` is set; a failure is logged."""
        await run_periodically("retention", lambda: self._thin(stop), _RETENTION_EVERY, stop)

    async def _thin(self, stop: asyncio.Event) -> None:
        steps = self.prune(now=self.clock())
        loop = asyncio.get_running_loop()
        forgotten: Counter[str] = Counter()
        while not stop.is_set():
            step = await loop.run_in_executor(self.workers, next, steps, None)
            if step is None:
                break
            forgotten[step.kind] += step.rows
            await self.pause(_BREATH.total_seconds())
        if forgotten:
            _log.info("retention.forgotten", **forgotten)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationJob:
    """Publishes what is scheduled; any number may run: what one has published, another finds so."""

    store: Store
    workers: Executor
    clock: Callable[[], datetime]
    every: timedelta = timedelta(seconds=1)

    async def run(self, stop: asyncio.Event) -> None:
        """Look every second until `stop` is set; a failure is logged, and tried again."""
        loop = asyncio.get_running_loop()
        await run_periodically(
            "publications",
            lambda: loop.run_in_executor(self.workers, self._publish),
            self.every,
            stop,
        )

    def _publish(self) -> None:
        for card in self.store.editorial.publish_due(now=self.clock()):
            _log.info("publications.published", piece=card.piece, revision=card.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryJob:
    store: Store
    workers: Executor
    clock: Callable[[], datetime]
    every: timedelta = timedelta(hours=1)

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep at once, and again until `stop` is set; a failure is tried again."""
        loop = asyncio.get_running_loop()
        await run_periodically(
            "sweeping", lambda: loop.run_in_executor(self.workers, self._sweep), self.every, stop
        )

    def _sweep(self) -> None:
        swept = self.store.editorial.expire_external(self.clock())
        if swept:
            _log.info("sweeping.forgotten", pages=swept)
