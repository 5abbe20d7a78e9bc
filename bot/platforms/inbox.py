"""Stores requests until they are answered, so that none is lost when a process dies.

Requests of a dead process are found by the next one, or by another that serves the account. A
request that was not begun is answered late. One that was begun may have been answered already, so
its asker is told that the answer may be missing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from bot.service.process_identity import has_died, worker_name
from bot.service.runtime import run_blocking, until
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.storage.coordination import Deduplication, TakenRequest
from briefs.storage.coordination import Inbox as InboxStore

LOST: Final = (
    "I was stopped before I was done with an answer here. If it is not here, please ask again."
)

NOTE_SECONDS: Final = 1.0
"""The longest time that taking a request waits until it is stored.

Behind a locked database requests are answered at once, and stored when the lock is gone.
"""

_ANSWERED_LATE: Final = timedelta(hours=1)
_TOLD: Final = timedelta(days=1)
_LOOK_EVERY: Final = timedelta(seconds=30)

Fate: TypeAlias = Literal["answer", "tell"]
"""Whether a dead process's request is answered or its asker only told, by the request's age."""

_log = get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Inbox:
    """The inbox of one account in one process; for one event loop."""

    store: InboxStore
    account: str
    clock: Callable[[], datetime]
    worker: str = ""
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="inbox")
    )
    _open: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    _slow: bool = False

    def __post_init__(self) -> None:
        self.worker = self.worker or worker_name(self.account)

    async def note(self, key: str, payload: str) -> None:
        """Store a request; returns when it is stored, or after `NOTE_SECONDS`."""
        one = TakenRequest(key, payload, self.clock())
        noting = self._do(
            key, lambda: self.store.note([one], account=self.account, worker=self.worker)
        )
        await asyncio.wait({noting}, timeout=0 if self._slow else NOTE_SECONDS)
        self._slow = not noting.done()

    def done(self, key: str) -> None:
        """A request was answered, or its asker told: delete it as soon as the database can be
        written.
        """
        self._do(key, lambda: self.store.done([key]))

    async def recover(
        self, take: Callable[[TakenRequest, Fate], Awaitable[None]], stop: asyncio.Event
    ) -> None:
        """Pass the requests of dead processes of this account to `take`, now and until `stop` is
        set.
        """
        while not stop.is_set():
            try:
                found = await run_blocking(
                    self._thread,
                    lambda: self.store.take_over(
                        self.account, worker=self.worker, has_died=has_died
                    ),
                )
            except StoreUnavailable as error:
                _log.warning("inbox.no_store", error=str(error))
                found = ()
            for one in found:
                await self._hand_on(one, take)
            await until(stop, _LOOK_EVERY)

    async def close(self) -> None:
        """Wait for pending writes; a write that fails is left to the next start."""
        await asyncio.gather(*self._open.values())
        self._thread.shutdown(wait=False)

    async def _hand_on(
        self, one: TakenRequest, take: Callable[[TakenRequest, Fate], Awaitable[None]]
    ) -> None:
        age = self.clock() - one.taken_at
        _log.warning("inbox.found", key=one.key, seconds=round(age.total_seconds()))
        if age > _TOLD:
            self.done(one.key)
            return
        try:
            await take(one, "answer" if age <= _ANSWERED_LATE else "tell")
        except Exception:  # noqa: BLE001  # stored by another version, or damaged: it is dropped
            _log.exception("inbox.unreadable", key=one.key)
            self.done(one.key)

    def _do(self, key: str, work: Callable[[], None]) -> asyncio.Future[None]:
        """Write in the thread, in order; a failed write is logged."""

        async def write() -> None:
            try:
                await run_blocking(self._thread, work)
            except StoreUnavailable as error:
                _log.warning("inbox.not_written", key=key, error=str(error))

        writing = asyncio.ensure_future(write())
        self._open[key] = writing
        writing.add_done_callback(lambda done: self._forget(key, done))
        return writing

    def _forget(self, key: str, done: asyncio.Future[None]) -> None:
        if self._open.get(key) is done:
            del self._open[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduplicator:
    """Recognises keys that were seen before, in any process. The store is called in `workers`."""

    taken: Deduplication
    workers: Executor
    clock: Callable[[], datetime]

    async def first(self, keys: Sequence[str]) -> frozenset[str]:
        """The keys that no process has seen before; from now on they count as seen.

        Raises StoreUnavailable if the store does not answer.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self.workers, lambda: self.taken.new_keys(keys, now=self.clock())
        )


MAX_SEEN: Final = 4_096
"""Events that are remembered. Slack redelivers an event three times, within minutes
(docs.slack.dev/apis/events-api, "Retries").
"""


class Seen:
    """A bounded set of keys, which forgets the oldest; for one event loop."""

    def __init__(self, most: int = MAX_SEEN) -> None:
        self._most = most
        self._keys: dict[str, None] = {}

    def first(self, key: str) -> bool:
        """Whether `key` is new; it is remembered from now on."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > self._most:
            del self._keys[next(iter(self._keys))]
        return True
