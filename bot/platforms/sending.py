"""Calls to a platform: retried within reason, paced by backoff, checked once more at the socket.

A process can stand still between any two steps, for longer than its lease on what it posts. So the
last look at the clock is made right before the first byte is written (`check_before_send`).
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Final, TypeAlias

import aiohttp

from briefs.digests.outbox import Outcome, Retry

Pause: TypeAlias = Callable[[float], Awaitable[None]]
"""Waits a number of seconds, as asyncio.sleep does."""

_MAX_TRIES = 6
_MAX_WAIT: Final = timedelta(seconds=90)
_MAX_BACKOFF: Final = timedelta(seconds=30)
_MAX_RETRY_AFTER_SECONDS: Final = 3_600


async def retry(call: Callable[[], Awaitable[Outcome]], pause: Pause) -> Outcome:
    """What became of a call in the end; only Retry is tried again, after the pause it asks for."""
    outcome = await call()
    waited = timedelta()
    for _ in range(_MAX_TRIES - 1):
        if not isinstance(outcome, Retry) or waited + outcome.after > _MAX_WAIT:
            break
        await pause(outcome.after.total_seconds())
        waited += outcome.after
        outcome = await call()
    return outcome


def backoff(failures: int) -> timedelta:
    """The pause after so many failures in a row: half a second, doubled each time, up to 30."""
    return min(timedelta(seconds=0.5 * 2 ** min(failures - 1, 10)), _MAX_BACKOFF)


def capped_retry_after(seconds: int) -> timedelta:
    """A pause that a platform asks for, an hour at most: who comes too soon is only told again."""
    return timedelta(seconds=min(seconds, _MAX_RETRY_AFTER_SECONDS))


NEVER_LEFT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
"""What breaks before anything of a call is on its way."""

_may_leave: ContextVar[Callable[[], bool] | None] = ContextVar("may_leave", default=None)


class KeptBack(Exception):
    """It came too late; aiohttp makes a ClientConnectionError of it."""


@contextmanager
def check_before_send(may_leave: Callable[[], bool]) -> Iterator[None]:
    """Ask, for each request that is made within, right before anything of it is written."""
    token = _may_leave.set(may_leave)
    try:
        yield
    finally:
        _may_leave.reset(token)


def send_guard() -> aiohttp.TraceConfig:
    """What a session needs for that, among its `trace_configs`.

    aiohttp writes the head of a request along with the first of its body, and tells of that before.
    """

    async def ask(*_: object) -> None:
        may_leave = _may_leave.get()
        if may_leave is not None and not may_leave():
            raise KeptBack

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(ask)
    return trace
