"""The line that a call crosses when its first byte leaves: until then it can be kept back.

A process can stand still between any two steps, for longer than its lease on what it posts. The
less there is between looking at the clock and writing to the socket, the less can go wrong there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import aiohttp

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
def leaving_only_if(may_leave: Callable[[], bool]) -> Iterator[None]:
    """Ask, for each request that is made within, right before anything of it is written."""
    token = _may_leave.set(may_leave)
    try:
        yield
    finally:
        _may_leave.reset(token)


def fence() -> aiohttp.TraceConfig:
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
