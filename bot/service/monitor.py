"""Notices services that end without being asked to: for /health, /status and the operator."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from bot.service.runtime import Service
from briefs.errors import SourcebriefError
from briefs.log import get_logger

_log = get_logger(__name__)


@dataclass(slots=True)
class Monitor:
    """`ended` has the reason why each service ended, by name; `up` are the running ones.

    `essential` services are the purpose of the process: once all of them have ended it is
    `useless`. `tell` tells the operator the name and reason of one; it blocks, and is called in
    `workers`.
    """

    tell: Callable[[str, str], None]
    workers: Executor
    up: set[str] = field(default_factory=set)
    ended: dict[str, str] = field(default_factory=dict)
    essential: set[str] = field(default_factory=set)

    @property
    def useless(self) -> bool:
        return bool(self.essential) and self.essential <= self.ended.keys()

    def watch(self, name: str, service: Service, *, essential: bool = False) -> "Watched":
        if essential:
            self.essential.add(name)
        return Watched(name, service, self)

    async def note(self, name: str, reason: str) -> None:
        self.up.discard(name)
        self.ended[name] = reason
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self.workers, self.tell, name, reason)
        except Exception:  # noqa: BLE001  # the log and /health show it, too
            _log.exception("monitor.not_told", service=name)


@dataclass(frozen=True, slots=True)
class Watched:
    """A service whose end is noticed; otherwise it behaves like the service."""

    name: str
    service: Service
    monitor: Monitor

    async def run(self, stop: asyncio.Event) -> None:
        self.monitor.up.add(self.name)
        try:
            await self.service.run(stop)
        except SourcebriefError as error:
            await self.monitor.note(self.name, f"{error} {error.hint}".strip())
            raise
        except Exception:
            await self.monitor.note(self.name, "It failed; the log says why.")
            raise
        if not stop.is_set():
            await self.monitor.note(self.name, "It ended by itself.")
        self.monitor.up.discard(self.name)
