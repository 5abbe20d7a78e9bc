"""Does many things at once, yet one after the other within each lane; a lane is a chat here."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

_log = structlog.get_logger(__name__)


class Lanes:
    """At most `room` things in hand, and at most `depth` of them in one lane."""

    def __init__(self, *, room: int, depth: int) -> None:
        self._room = asyncio.Semaphore(room)
        self._depth = depth
        self._lanes: dict[str, list[asyncio.Task[None]]] = {}

    async def put(self, lane: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Start `work` once all before it in its lane is done; False: the lane is full.

        Waits while there is no room at all. Work that raises is logged and ends alone.
        """
        if len(self._lanes.get(lane, ())) >= self._depth:
            return False
        await self._room.acquire()
        tasks = self._lanes.setdefault(lane, [])
        before = tasks[-1] if tasks else None
        task = asyncio.create_task(self._do(before, work))
        tasks.append(task)
        task.add_done_callback(lambda done: self._left(lane, done))
        return True

    async def drain(self, patience: timedelta) -> None:
        """Wait until all is done; what is not done after `patience` is cancelled."""
        tasks = [task for lane in self._lanes.values() for task in lane]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=patience.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            _log.warning("lanes.cut_short", unfinished=len(late))

    async def _do(
        self, before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await work()
        except Exception:  # noqa: BLE001  # one lane's bug is not the others' end
            _log.exception("lanes.bug")

    def _left(self, lane: str, task: asyncio.Task[None]) -> None:
        self._room.release()
        tasks = self._lanes[lane]
        tasks.remove(task)
        if not tasks:
            del self._lanes[lane]
