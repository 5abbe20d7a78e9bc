"""Periodic jobs that maintain a library: heartbeat, retention, expiry of external pages."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.platforms.sending import Pause
from bot.service.runtime import Periodic, in_thread, run_blocking
from briefs.log import get_logger
from briefs.sandbox import pool
from briefs.storage import Store
from briefs.storage.coordination import Hold, PostingHold
from briefs.storage.sql.retention import Pruned

_HEARTBEAT_EVERY: Final = timedelta(minutes=1)
_PRUNE_EVERY: Final = timedelta(hours=6)
_PUBLISH_EVERY: Final = timedelta(seconds=1)
_WIPE_EVERY: Final = timedelta(minutes=2)
_EXPIRE_EVERY: Final = timedelta(hours=1)
_PRUNE_PAUSE_SECONDS: Final = 0.2
"""The pause between two steps of pruning, in which others can write."""

_log = get_logger(__name__)


def check_posting_hold(hold: PostingHold, now: datetime) -> Hold | None:
    """Check, before anything is served, whether posting is held; log the reason and what to do."""
    held = hold.check(now=now)
    if held is not None:
        _log.error("posting.held", reason=held.reason, hint=advice(held.known))
    return held


def advice(known: datetime | None) -> str:
    """What an operator can do about a held library; `known` is that of the Hold."""
    since = f"since {known:%Y-%m-%d %H:%M} UTC" if known else "meanwhile"
    return (
        f"Digests may have been posted {since} that it knows nothing of. If so: "
        "`sourcebrief outbox forget`, for what was due until now or some --before. "
        "Then, or if none was: `sourcebrief outbox resume`."
    )


def heartbeat(hold: PostingHold, workers: Executor, clock: Callable[[], datetime]) -> Periodic:
    """Record each minute that the library is served; a start recognises an older copy by this."""
    beat = in_thread(workers, lambda: hold.beat(now=clock()))
    return Periodic(name="heartbeat", every=_HEARTBEAT_EVERY, work=beat)


def retention(
    prune: Callable[..., Iterator[Pruned]],
    workers: Executor,
    clock: Callable[[], datetime],
    pause: Pause = asyncio.sleep,
) -> Periodic:
    """Delete what has been kept long enough, every few hours (`SqlRetention.prune`).

    Several processes may do it: rows that one has deleted are gone for the others.
    """

    async def work(stop: asyncio.Event) -> None:
        steps = prune(now=clock())
        deleted: Counter[str] = Counter()
        while not stop.is_set():
            step = await run_blocking(workers, lambda: next(steps, None))
            if step is None:
                break
            deleted[step.kind] += step.rows
            await pause(_PRUNE_PAUSE_SECONDS)
        if deleted:
            _log.info("retention.forgotten", **deleted)

    return Periodic(name="retention", every=_PRUNE_EVERY, work=work)


@dataclass(frozen=True, slots=True)
class SandboxStop:
    """A service that kills readings in the sandbox soon after it is stopped.

    A file may take its whole time limit, and keep the process alive that long. A file of a folder
    or feed is read at the next start; a person who sent one gets an error message.
    """

    patience: timedelta = timedelta(milliseconds=500)

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()
        await asyncio.sleep(self.patience.total_seconds())
        pool.interrupt()


def publication(
    store: Store,
    workers: Executor,
    clock: Callable[[], datetime],
    every: timedelta = _PUBLISH_EVERY,
) -> Periodic:
    """Publish scheduled proposals, within a second of their time.

    Several processes may do it: a proposal is published once.
    """

    def publish() -> None:
        for card in store.editorial.publish_due(now=clock()):
            _log.info("publications.published", piece=card.piece, revision=card.revision)

    return Periodic(name="publications", every=every, work=in_thread(workers, publish))


def wiping(
    store: Store,
    workers: Executor,
    every: timedelta = _WIPE_EVERY,
) -> Periodic:
    """Overwrite the bytes of erased pieces; failures are tried again."""

    def wipe() -> None:
        if store.editorial.needs_wiping():
            missed = store.editorial.wipe()
            for reason in missed:
                _log.warning("wiping.missed", reason=reason)
            if not missed:
                _log.info("wiping.done")

    return Periodic(name="wiping", every=every, work=in_thread(workers, wipe))


def expiry(
    store: Store,
    workers: Executor,
    clock: Callable[[], datetime],
    every: timedelta = _EXPIRE_EVERY,
) -> Periodic:
    """Delete the external pages that have expired."""

    def expire() -> None:
        if deleted := store.editorial.expire_external(clock()):
            _log.info("sweeping.forgotten", pages=deleted)

    return Periodic(name="sweeping", every=every, work=in_thread(workers, expire))
