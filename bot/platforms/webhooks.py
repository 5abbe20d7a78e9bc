"""The HTTP server that platforms deliver to, each at its own address, with /health and /status."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

import structlog
from aiohttp import web

from bot.config import PREFIX
from bot.service.runtime import Service
from briefs.errors import SourcebriefError, StoreUnavailable

if TYPE_CHECKING:
    from aiohttp import web  # it takes a while to load, and most processes listen to nothing


class Monitored(Protocol):
    """Which services are up, and why others have ended: `bot.service.monitor`."""

    @property
    def up(self) -> AbstractSet[str]: ...

    @property
    def ended(self) -> Mapping[str, str]: ...


class Door(Protocol):
    """One address that is posted to. `answer` looks at who sends before it reads what is sent."""

    @property
    def path(self) -> str: ...

    async def answer(self, request: "web.Request") -> "web.StreamResponse": ...


MAX_REQUEST_BYTES: Final = 2**20
"""What the platforms deliver is far shorter."""

_REQUEST_TIMEOUT: Final = timedelta(seconds=20)
"""What is not taken by then is delivered again."""

_GRACE_SECONDS: Final = 5.0

_NOTICE: Final = timedelta(seconds=5)
"""For a load balancer to see that it is to send no more."""

_log = structlog.get_logger(__name__)


class Server:
    """Listens at `host` and `port` (0: any that is free) for whatever balances the load before it.

    `alive` raises StoreUnavailable if the process can do nothing at the moment. Once `closed` is
    set, nothing comes in any more, and all that came has had its response.
    """

    def __init__(
        self,
        host: str,
        port: int,
        doors: Sequence[Door],
        alive: Callable[[], Awaitable[object]],
        *,
        notice: timedelta = _NOTICE,
        monitor: Monitored | None = None,
    ) -> None:
        self.listening: Final = asyncio.Event()
        self.closed: Final = asyncio.Event()
        self._host = host
        self.port = port
        self._doors = doors
        self._alive = alive
        self._notice = notice
        self._monitor = monitor
        self._watched = self._stopping = False
        self._answered: Counter[tuple[str, int]] = Counter()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, and after for as long as those who ask for its health need to
        see it; then finish what has been begun.

        Raises SourcebriefError if it can't listen there.
        """
        app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        for door in self._doors:
            app.router.add_post(door.path, self._through(door))
        app.router.add_get("/health", self._health)
        app.router.add_get("/status", self._status)
        # No platform compresses what it delivers: whatever does is not to be unpacked.
        runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=_GRACE_SECONDS, auto_decompress=False
        )
        try:
            await runner.setup()
            await self._listen(runner)
            await stop.wait()
            self._stopping = True
            if self._watched:
                await asyncio.sleep(self._notice.total_seconds())
        finally:
            self.listening.clear()
            await runner.cleanup()
            self.closed.set()

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self.port).start()
        except OSError as error:
            raise SourcebriefError(
                f"I can't listen at {self._host}:{self.port}: {_last_word(error)}.",
                hint=f"Set {PREFIX}WEB_LISTEN to another address, or see what else listens there.",
            ) from error
        self.port = runner.addresses[0][1]
        _log.info("web.listening", host=self._host, port=self.port)
        self.listening.set()

    def _through(self, door: Door) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                async with asyncio.timeout(_REQUEST_TIMEOUT.total_seconds()):
                    response = await door.answer(request)
            except web.HTTPRequestEntityTooLarge:
                response = web.Response(status=413)
            except StoreUnavailable as error:
                _log.error("web.no_store", door=door.path, error=str(error), hint=error.hint)
                response = web.Response(status=503)
            except TimeoutError:
                response = web.Response(status=503)
            except (ConnectionError, web.RequestPayloadError):
                response = web.Response(status=400)  # it broke off, or never was HTTP
            self._answered[door.path, response.status] += 1
            return response

        return answer

    async def _health(self, _: web.Request) -> web.Response:
        """Whether requests should be sent here."""
        self._watched = True
        if self._stopping:
            return web.Response(status=503, text="It is being stopped.\n")
        try:
            async with asyncio.timeout(_GRACE_SECONDS):
                await self._alive()
        except (StoreUnavailable, TimeoutError):
            return web.Response(status=503, text="The database does not answer.\n")
        if self._monitor is not None and self._monitor.ended:
            said = "".join(f"{name} has ended: {why}\n" for name, why in self._ended())
            return web.Response(status=503, text=said)
        return web.Response(text="ok\n")

    def _ended(self) -> list[tuple[str, str]]:
        return sorted(self._monitor.ended.items()) if self._monitor is not None else []

    async def _status(self, _: web.Request) -> web.Response:
        """How many requests were answered how, and what is up, as monitoring programs read it."""
        name = "sourcebrief_requests_total"
        lines = [f"# TYPE {name} counter"]
        lines += [
            f'{name}{{door="{path}",status="{status}"}} {count}'
            for (path, status), count in sorted(self._answered.items())
        ]
        if self._monitor is not None:
            up = "sourcebrief_service_up"
            lines.append(f"# TYPE {up} gauge")
            lines += [f'{up}{{service="{service}"}} 1' for service in sorted(self._monitor.up)]
            lines += [f'{up}{{service="{service}"}} 0' for service, _ in self._ended()]
        return web.Response(text="\n".join(lines) + "\n")


def _last_word(error: OSError) -> str:
    """Why it failed; what the event loop says before that is our own address again."""
    return (error.strerror or str(error)).rpartition("): ")[2]


@dataclass(frozen=True, slots=True)
class StopsAfterServer:
    """A receiver that serves until nothing more can come in at its door.

    `closed` is that of the server, which closes by itself if it can't listen.
    """

    front: Service
    closed: asyncio.Event

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until the server is closed; SourcebriefError if `stop` is not why it is."""
        await self.front.run(self.closed)
        if self.closed.is_set() and not stop.is_set():
            raise SourcebriefError(
                "Nothing can be delivered to it: the server does not listen.",
                hint="The log says above why; start it again once that is mended.",
            )
