"""What is asked in one chat is worked off in order; chats side by side, within bounds."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.log import get_logger

_log = get_logger(__name__)


class ChatQueues:
    """At most `room` things in hand and `waiting` more behind them; at most `depth` in one lane."""

    def __init__(self, *, room: int, depth: int, waiting: int = 0) -> None:
        self._room = asyncio.Semaphore(room)
        self._places = asyncio.Semaphore(room + waiting)
        self._depth = depth
        self._lanes: dict[str, list[asyncio.Task[None]]] = {}

    async def put(self, lane: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Start `work` once all before it in its lane is done; False: the lane is full.

        Waits while there is no place at all. Work that raises is logged and ends alone.
        """
        if len(self._lanes.get(lane, ())) >= self._depth:
            return False
        await self._places.acquire()
        tasks = self._lanes.setdefault(lane, [])
        before = tasks[-1] if tasks else None
        task = asyncio.create_task(self._do(before, work))
        tasks.append(task)
        task.add_done_callback(lambda done: self._left(lane, done))
        return True

    async def drain(self, patience: timedelta) -> tuple[str, ...]:
        """Wait until all is done; after `patience` cancel what is not. The lanes where that was."""
        tasks = [task for lane in self._lanes.values() for task in lane]
        if not tasks:
            return ()
        _, late = await asyncio.wait(tasks, timeout=patience.total_seconds())
        cut = tuple(lane for lane, own in self._lanes.items() if not late.isdisjoint(own))
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            _log.warning("lanes.cut_short", unfinished=len(late))
        return cut

    async def _do(
        self, before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            async with self._room:
                await work()
        except Exception:  # noqa: BLE001  # one lane's bug is not the others' end
            _log.exception("lanes.bug")

    def _left(self, lane: str, task: asyncio.Task[None]) -> None:
        self._places.release()
        tasks = self._lanes[lane]
        tasks.remove(task)
        if not tasks:
            del self._lanes[lane]
