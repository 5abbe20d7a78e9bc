"""Service protocol, serve(), run_periodically().

Runs what a process is for, and what that needs, until told to stop or all has failed.

Does a piece of work again and again while the process runs, and waits in between.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol

import structlog

from briefs.errors import SourcebriefError, StoreUnavailable

_log = structlog.get_logger(__name__)


class Service(Protocol):
    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then finish what is in flight."""
        ...


Services = Mapping[str, Service]


async def serve(
    services: Services,
    stop: asyncio.Event | None = None,
    *,
    offices: Services | None = None,
    others: Services | None = None,
) -> bool:
    """Run all `services`; whether at least one ended because it was asked to.

    One that fails is logged and does not end the others. `offices`, by its name, run as long as it
    does, and `others` as long as any. SIGINT and SIGTERM ask all to stop.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with _beside(others or {}, stop):
            ended = await asyncio.gather(
                *(
                    _with_office(name, service, (offices or {}).get(name), stop)
                    for name, service in services.items()
                )
            )
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    return any(ended)


async def _with_office(
    name: str, service: Service, office: Service | None, stop: asyncio.Event
) -> bool:
    async with _beside({f"{name} post office": office} if office else {}, stop):
        return await _served(name, service, stop)


@asynccontextmanager
async def _beside(services: Services, stop: asyncio.Event) -> AsyncIterator[None]:
    """Let services run beside a block: they end with it, or once `stop` is set."""
    over = asyncio.Event()

    async def follow() -> None:
        await stop.wait()
        over.set()

    following = asyncio.create_task(follow())
    running = [asyncio.create_task(_served(name, one, over)) for name, one in services.items()]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*running)
        following.cancel()


async def _served(name: str, service: Service, stop: asyncio.Event) -> bool:
    _log.info("service.started", service=name)
    try:
        await service.run(stop)
    except SourcebriefError as error:
        _log.error("service.stopped", service=name, reason=str(error), hint=error.hint)
        return False
    except Exception:  # noqa: BLE001  # one must not end the others
        _log.exception("service.failed", service=name)
        return False
    _log.info("service.stopped", service=name)
    return True


async def run_periodically(
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
