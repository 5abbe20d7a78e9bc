"""Worker settings, thread hand-off, group commit.

Gathers what comes within a moment and does it at once: one commit for many rows.

How a courier works.

Where the courier's blocking work is done: in threads that it shares with the front desk.

How the courier tells the log of what went wrong: troubles in words, bugs with a traceback.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Generic, TypeVar

import structlog

from briefs.digests.outbox import Policy
from briefs.errors import StoreUnavailable

T = TypeVar("T")
R = TypeVar("R")


class Batcher(Generic[T, R]):
    """`do` gets what came within `wait` seconds, at most `most` at once, and answers each in order.

    What it raises, every one of that group is told.
    """

    def __init__(
        self, do: Callable[[list[T]], Awaitable[Sequence[R]]], *, most: int, wait: float
    ) -> None:
        self._do = do
        self._most = most
        self._wait = wait
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def add(self, item: T) -> R:
        """Have it done along with others; what came of it."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._waiting.append((item, done))
        if len(self._waiting) >= self._most:
            self._begin()
        elif self._timer is None:
            self._timer = loop.call_later(self._wait, self._begin)
        return await done

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        group, self._waiting = self._waiting, []
        if group:
            task = asyncio.create_task(self._finish(group))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _finish(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._do([item for item, _ in group])
        except Exception as error:  # noqa: BLE001  # each one that waits is told
            for _, done in group:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), result in zip(group, results, strict=True):
            if not done.done():
                done.set_result(result)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """For each account, `in_hand` deliveries at once, claimed `batch` at a time; `calls` under way.

    The outbox is looked into every `poll`. When told to stop, what is in flight has `finish` to
    end. `lookable` are the platforms whose places can be searched for a message. A call has half
    of the policy's lease.
    """

    policy: Policy = field(default_factory=Policy)
    in_hand: int = 512
    batch: int = 100
    calls: int = 128
    poll: timedelta = timedelta(seconds=1)
    finish: timedelta = timedelta(seconds=30)
    lookable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryThreads:
    workers: Executor

    async def do(self, work: Callable[[], T]) -> T:
        """Do it in a thread; one call is one transaction, or a few that belong together."""
        return await asyncio.get_running_loop().run_in_executor(self.workers, work)


_log = structlog.get_logger(__name__)


def log_error(event: str, error: Exception, **fields: object) -> None:
    """Log an error under the name of what it prevented."""
    if isinstance(error, StoreUnavailable):
        _log.error(event, error=str(error), hint=error.hint, **fields)
    else:
        _log.error(event, exc_info=error, **fields)
