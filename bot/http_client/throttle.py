"""Sends one request at a time to each host, with a pause between two requests."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.service.runtime import until

MAX_WAIT_SECONDS = 60.0
"""How long a request waits for its host by default; background requests wait longer."""

_MAX_HOSTS = 1024


@dataclass(slots=True)
class _Host:
    """A host: its pause ends at `free_at`; it forbade requests until `held_until` (Retry-After).

    Both in seconds of the throttle's clock.
    """

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    held_until: float = 0.0

    def open_at(self, *, at_once: bool = False) -> float:
        return self.held_until if at_once else max(self.held_until, self.free_at)


class HostThrottle:
    """The turns of all hosts; for one event loop. `clock` counts seconds.

    `sleep` waits for a time, or until its event is set.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[asyncio.Event, timedelta], Awaitable[None]] = until,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._hurried = asyncio.Event()

    @asynccontextmanager
    async def turn(
        self, host: str, *, pause: float, at_once: bool = False, patience: float = MAX_WAIT_SECONDS
    ) -> AsyncIterator[float | None]:
        """Wait for the host's turn and hold it within this context, which is followed by `pause`
        seconds.

        The value is None if the request may be made. If the wait would exceed `patience`, it is the
        seconds of the wait, and no request may be made. `at_once` skips the pause, for a redirect
        or another step of the same request.
        """
        last = self._clock() + patience
        while True:
            asked = self._host(host)
            async with asked.turn:
                opens, now = asked.open_at(at_once=at_once), self._clock()
                if opens <= now:
                    try:
                        yield None
                    finally:
                        asked.free_at = max(asked.free_at, self._clock() + pause)
                    return
            if opens > last or self._hurried.is_set():
                yield opens - now
                return
            # The turn is free during the wait, so that a request with less patience can be refused
            # at once.
            await self._sleep(self._hurried, timedelta(seconds=opens - now))

    def hurry(self) -> None:
        """Wait no more: requests that would have to wait are refused from now on."""
        self._hurried.set()

    def hold_off(self, host: str, seconds: float) -> None:
        """Send the host nothing for that long, as its Retry-After asks."""
        asked = self._host(host)
        asked.held_until = max(asked.held_until, self._clock() + seconds)

    def _host(self, host: str) -> _Host:
        host = host.rstrip(".")
        if host not in self._hosts and len(self._hosts) >= _MAX_HOSTS:
            now = self._clock()
            self._hosts = {
                name: each
                for name, each in self._hosts.items()
                if each.turn.locked() or each.open_at() > now
            }
        return self._hosts.setdefault(host, _Host())
