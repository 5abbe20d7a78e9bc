"""Takes turns at each host: one request at a time, and a pause after it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PATIENCE = 60.0
"""Seconds that a request waits for its turn at a host that has just been asked; not more."""

_REMEMBERED = 1024


@dataclass(slots=True)
class _Host:
    """`free_at`: when its pause ends; `held_until`: before when it asked for no request at all.

    Both are on the clock of Manners.
    """

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    held_until: float = 0.0

    def open_at(self, *, at_once: bool = False) -> float:
        return self.held_until if at_once else max(self.held_until, self.free_at)


class Manners:
    """The turns of one event loop; `clock` and `sleep` count in seconds."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(
        self, host: str, *, pause: float, at_once: bool = False
    ) -> AsyncIterator[float | None]:
        """Wait for the host, then have it alone; `pause` is what it is left in peace after.

        Gives None, or the seconds that would still have to be waited, where they are too many: then
        it must not be asked now. With `at_once` the pause is not waited for: this is the next step
        of what was just asked for.
        """
        asked = self._host(host)
        async with asked.turn:
            wait = asked.open_at(at_once=at_once) - self._clock()
            if wait > PATIENCE:
                yield wait
                return
            if wait > 0:
                await self._sleep(wait)
            try:
                yield None
            finally:
                asked.free_at = max(asked.free_at, self._clock() + pause)

    def hold_off(self, host: str, seconds: float) -> None:
        """Leave the host in peace for so long: it asked for that."""
        asked = self._host(host)
        asked.held_until = max(asked.held_until, self._clock() + seconds)

    def _host(self, host: str) -> _Host:
        host = host.rstrip(".")
        if host not in self._hosts and len(self._hosts) >= _REMEMBERED:
            now = self._clock()
            self._hosts = {
                name: each
                for name, each in self._hosts.items()
                if each.turn.locked() or each.open_at() > now
            }
        return self._hosts.setdefault(host, _Host())
