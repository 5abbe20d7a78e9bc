"""Notes each minute that the library is served, so that a start can tell an old copy from it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.repeating import repeatedly
from briefs.guard import Guard, Hold

_EVERY: Final = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


def look(guard: Guard, now: datetime) -> Hold | None:
    """Before anything is served: tell the log if nothing is to be posted, and what to do."""
    held = guard.check(now=now)
    if held is not None:
        _log.error("posting.held", reason=held.reason, hint=advice(held.known))
    return held


def advice(known: datetime | None) -> str:
    """What an operator can say of a library that is held; `known` is that of the Hold."""
    since = f"since {known:%Y-%m-%d %H:%M} UTC" if known else "meanwhile"
    return (
        f"Digests may have been posted {since} that it knows nothing of. If so: "
        "`sourcebrief outbox forget`, for what was due until now or some --before. "
        "Then, or if none was: `sourcebrief outbox resume`."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    guard: Guard
    workers: Executor
    clock: Callable[[], datetime]

    async def run(self, stop: asyncio.Event) -> None:
        """Beat every minute until `stop` is set; a failure is logged, and tried again."""
        loop = asyncio.get_running_loop()
        await repeatedly(
            "heartbeat", lambda: loop.run_in_executor(self.workers, self._beat), _EVERY, stop
        )

    def _beat(self) -> None:
        self.guard.beat(now=self.clock())
