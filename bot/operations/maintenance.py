"""Periodic jobs that keep a library in order: heartbeat, retention, expiry of external pages."""

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
"""The pause between two steps of pruning, in which others write."""

_log = get_logger(__name__)


def check_posting_hold(hold: PostingHold, now: datetime) -> Hold | None:
    """Check, before anything is served, whether nothing may be posted; log why and what to do."""
    held = hold.check(now=now)
    if held is not None:
        _log.error("posting.held", reason=held.reason, hint=advice(held.known))
    return held


def advice(known: datetime | None) -> str:
    """What an operator can do about a library that is held; `known` is that of the Hold."""
    since = f"since {known:%Y-%m-%d %H:%M} UTC" if known else "meanwhile"
    return (
        f"Digests may have been posted {since} that it knows nothing of. If so: "
        "`sourcebrief outbox forget`, for what was due until now or some --before. "
        "Then, or if none was: `sourcebrief outbox resume`."
    )


def heartbeat(hold: PostingHold, workers: Executor, clock: Callable[[], datetime]) -> Periodic:
    """Note each minute that the library is served: a start tells an older copy from it by that."""
    beat = in_thread(workers, lambda: hold.beat(now=clock()))
    return Periodic(name="heartbeat", every=_HEARTBEAT_EVERY, work=beat)


def retention(
    prune: Callable[..., Iterator[Pruned]],
    workers: Executor,
    clock: Callable[[], datetime],
    pause: Pause = asyncio.sleep,
) -> Periodic:
    """Delete every few hours what has been kept long enough (`SqlRetention.prune`).

    Any number of processes may do it: what one has deleted, another does not find.
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
    """A service that ends what is still being read in the sandbox soon after it is to stop.

    A file that takes its whole limit would else keep the process alive for as long. What is ended
    is read at the next start; what a person sent is answered with a word.
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
    """Publish what is scheduled, within a second of its time.

    Any number of processes may do it: what one has published, another finds published.
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
    """Overwrite what was erased; what could not be reached is tried again."""

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
    """Delete the external pages whose time is over."""

    def expire() -> None:
        if deleted := store.editorial.expire_external(clock()):
            _log.info("sweeping.forgotten", pages=deleted)

    return Periodic(name="sweeping", every=every, work=in_thread(workers, expire))
