"""Gathers what comes within a moment and does it at once: one commit for many rows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
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
