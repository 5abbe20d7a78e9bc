"""Runs the services of a process until they are stopped, and periodic work."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeAlias, TypeVar

from briefs.errors import SourcebriefError, StoreUnavailable
from briefs.log import get_logger

T = TypeVar("T")

_log = get_logger(__name__)


class Service(Protocol):
    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then finish what is in progress."""
        ...


Services = Mapping[str, Service]


async def serve(
    services: Services,
    stop: asyncio.Event | None = None,
    *,
    deliveries: Services | None = None,
    others: Services | None = None,
) -> bool:
    """Run all `services`; returns whether at least one ended because it was asked to.

    A service that fails is logged and does not end the others. Each of `deliveries` runs as long as
    the service of its name, and `others` as long as any service. SIGINT and SIGTERM stop all.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with _beside(others or {}, stop):
            ended = await asyncio.gather(
                *(
                    _with_delivery(name, service, (deliveries or {}).get(name), stop)
                    for name, service in services.items()
                )
            )
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    return any(ended)


async def _with_delivery(
    name: str, service: Service, delivery: Service | None, stop: asyncio.Event
) -> bool:
    async with _beside({f"{name} post office": delivery} if delivery else {}, stop):
        return await _served(name, service, stop)


@asynccontextmanager
async def _beside(services: Services, stop: asyncio.Event) -> AsyncIterator[None]:
    """Run services during a block: they are stopped at its end, or once `stop` is set."""
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
    except Exception:  # noqa: BLE001  # one service must not end the others
        _log.exception("service.failed", service=name)
        return False
    _log.info("service.stopped", service=name)
    return True


Work: TypeAlias = Callable[[asyncio.Event], Awaitable[object]]
"""Gets the event that stops it; a `timedelta` that it returns is the next pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    """A service that does `work` at once, and then `every` so often until it is stopped.

    No failure ends it: the failure is logged, as NAME.no_store if the database cannot be used and
    as NAME.failed otherwise, or under the given names, and the work is tried again. `wake` ends a
    pause early.
    """

    name: str
    every: timedelta
    work: Work
    no_store: str = ""
    failed: str = ""
    wake: asyncio.Event | None = None

    async def run(self, stop: asyncio.Event) -> None:
        wake = self.wake or asyncio.Event()
        waking = asyncio.create_task(_set_after(stop, wake))
        try:
            while not stop.is_set():
                if self.wake is not None:
                    wake.clear()
                await until(wake, await self._once(stop))
        finally:
            waking.cancel()

    async def _once(self, stop: asyncio.Event) -> timedelta:
        try:
            pause = await self.work(stop)
        except StoreUnavailable as error:
            log_failure(self.no_store or f"{self.name}.no_store", error)
        except Exception as error:  # noqa: BLE001  # the work is tried again
            log_failure(self.failed or f"{self.name}.failed", error)
        else:
            return pause if isinstance(pause, timedelta) else self.every
        return self.every


async def _set_after(stop: asyncio.Event, wake: asyncio.Event) -> None:
    await stop.wait()
    wake.set()


def in_thread(workers: Executor, work: Callable[[], object]) -> Work:
    """Blocking work, for a `Periodic`."""

    async def do(_stop: asyncio.Event) -> object:
        return await run_blocking(workers, work)

    return do


async def run_blocking(workers: Executor, work: Callable[[], T]) -> T:
    """Run blocking work in a thread of `workers`."""
    return await asyncio.get_running_loop().run_in_executor(workers, work)


def log_failure(event: str, error: Exception, **fields: object) -> None:
    """Log an error under the name of the work that it prevented: a bug with its traceback."""
    if isinstance(error, StoreUnavailable):
        _log.error(event, error=str(error), hint=error.hint, **fields)
    else:
        _log.error(event, exc_info=error, **fields)


async def until(event: asyncio.Event, most: timedelta) -> None:
    """Wait for an event, and no longer than `most`."""
    try:
        async with asyncio.timeout(most.total_seconds()):
            await event.wait()
    except TimeoutError:
        pass
