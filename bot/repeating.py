"""Does a piece of work again and again while the process runs, and waits in between."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from briefs.errors import StoreUnavailable

_log = structlog.get_logger(__name__)


async def repeatedly(
    name: str, work: Callable[[], Awaitable[object]], every: timedelta, stop: asyncio.Event
) -> None:
    """Do `work` at once, and again every so often until `stop` is set.

    No failure ends it: it is logged under the work's name, and tried again.
    """
    while not stop.is_set():
        try:
            await work()
        except StoreUnavailable as error:
            _log.error(f"{name}.no_store", error=str(error), hint=error.hint)
        except Exception:  # noqa: BLE001  # it is tried again
            _log.exception(f"{name}.failed")
        await until(stop, every)


async def until(event: asyncio.Event, most: timedelta) -> None:
    """Wait for an event, and no longer than `most`."""
    try:
        async with asyncio.timeout(most.total_seconds()):
            await event.wait()
    except TimeoutError:
        pass
