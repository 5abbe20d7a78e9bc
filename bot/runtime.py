"""Runs the platforms side by side until they are told to stop or all have failed."""

import asyncio
import signal
from collections.abc import Mapping
from typing import Protocol

import structlog

from briefs.errors import SourcebriefError

_log = structlog.get_logger(__name__)


class Platform(Protocol):
    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then finish what is in flight."""
        ...


async def serve(platforms: Mapping[str, Platform], stop: asyncio.Event | None = None) -> bool:
    """Serve them all; whether at least one ended because it was asked to.

    One that fails is logged and does not end the others. SIGINT and SIGTERM ask all to stop.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        ended = await asyncio.gather(
            *(_served(name, platform, stop) for name, platform in platforms.items())
        )
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    return any(ended)


async def _served(name: str, platform: Platform, stop: asyncio.Event) -> bool:
    _log.info("platform started", platform=name)
    try:
        await platform.run(stop)
    except SourcebriefError as error:
        _log.error("platform stopped", platform=name, reason=str(error), hint=error.hint)
        return False
    except Exception:  # noqa: BLE001  # one platform must not end the other
        _log.exception("platform failed", platform=name)
        return False
    _log.info("platform stopped", platform=name)
    return True
