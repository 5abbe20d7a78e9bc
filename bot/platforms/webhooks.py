"""The HTTP server that platforms deliver to, each at its own address, with /health.

Anybody may reach it. So it reveals only whether it is healthy, and the public pages
(`bot.platforms.receipt_pages`); and connections, headers, bodies and the time that each may take
are bounded. The operator's pages are on another port (`bot.operations.status_pages`).
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.config import PREFIX
from bot.service.runtime import Service
from briefs.errors import SourcebriefError, StoreUnavailable
from briefs.log import get_logger

if TYPE_CHECKING:
    from aiohttp import web  # loads slowly, and most processes run no server


class Monitored(Protocol):
    """Which services are running, and why others have ended: `bot.service.monitor`."""

    @property
    def up(self) -> AbstractSet[str]: ...

    @property
    def ended(self) -> Mapping[str, str]: ...

    @property
    def useless(self) -> bool: ...


class Door(Protocol):
    """One endpoint of the server. `answer` authenticates the sender before it reads the body."""

    @property
    def path(self) -> str: ...

    async def answer(self, request: "web.Request") -> "web.StreamResponse": ...


MAX_REQUEST_BYTES: Final = 2**20
"""Deliveries of the platforms are far smaller."""

MAX_BODY_BYTES_IN_FLIGHT: Final = 16 * MAX_REQUEST_BYTES
"""The sum of all bodies that are being read or processed."""

MAX_CONNECTIONS: Final = 500

MAX_HEADERS, MAX_HEADER_BYTES = 64, 4_096
"""The number of headers, and the length of each and of the first line.
Proxies send shorter ones.
"""

HEADER_SECONDS: Final = 15.0
"""How long a request's headers may take to arrive, and how long an idle connection is kept."""

BODY_SECONDS: Final = 10.0

_REQUEST_TIMEOUT: Final = timedelta(seconds=20)
"""A request that takes longer is refused; the platform delivers it again."""

_HEALTH_SECONDS: Final = 1.0
"""The database is asked once in this time, however many requests for /health come."""

_GRACE_SECONDS: Final = 5.0

_NOTICE: Final = timedelta(seconds=5)
"""How long a stop waits for a load balancer to notice that /health fails."""

_log = get_logger(__name__)


@dataclass(slots=True)
class Bodies:
    """Bounds the bytes of all bodies in flight to `most`.

    If there is no space, the body that has been awaited longest is dropped: a platform sends a body
    in one go, while an attacker may hold one back on purpose.
    """

    most: int = MAX_BODY_BYTES_IN_FLIGHT
    seconds: float = BODY_SECONDS
    _in_flight: dict[asyncio.Timeout, tuple["web.Request", int]] = field(default_factory=dict)

    @asynccontextmanager
    async def admitted(self, request: "web.Request") -> AsyncIterator[None]:
        """Reserve space for the body within this context.

        Raises TimeoutError for a body that does not arrive or is dropped for another;
        StoreUnavailable if there is no space and all bodies have arrived and are being processed.
        """
        declared = request.content_length
        size = MAX_REQUEST_BYTES if declared is None else declared
        if size > MAX_REQUEST_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=MAX_REQUEST_BYTES, actual_size=size)
        self._make_room(size)
        loop = asyncio.get_running_loop()
        limit = asyncio.timeout(None)
        late = loop.call_later(self.seconds, self._end_if_absent, limit)
        try:
            async with limit:
                self._in_flight[limit] = (request, size)
                yield
        finally:
            late.cancel()
            self._in_flight.pop(limit, None)

    def _make_room(self, size: int) -> None:
        taken = sum(taken for _, taken in self._in_flight.values())
        for limit, (_, held) in tuple(self._in_flight.items()):
            if taken + size <= self.most:
                return
            if self._end_if_absent(limit):
                taken -= held
        if taken + size > self.most:
            raise StoreUnavailable("Too much is being taken in at once.")

    def _end_if_absent(self, limit: asyncio.Timeout) -> bool:
        request, _ = self._in_flight.get(limit, (None, 0))
        if request is None or request.content.is_eof():
            return False
        del self._in_flight[limit]
        limit.reschedule(asyncio.get_running_loop().time())
        return True


class Server:
    """Listens at `host` and `port` (0: any free one), usually behind a load balancer.

    `alive` raises StoreUnavailable if the process cannot work at the moment. `closed` is set once
    nothing more can come in and every request has had its response. `pages` are public.
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
        pages: Sequence[Door] = (),
    ) -> None:
        self.listening: Final = asyncio.Event()
        self.closed: Final = asyncio.Event()
        self._host = host
        self.port = port
        self._doors = doors
        self._pages = pages
        self._alive = alive
        self._notice = notice
        self._monitor = monitor
        self._watched = self._stopping = False
        self._bodies = Bodies()
        self._busy: set[web.RequestHandler] = set()
        self._well: tuple[float, bool] | None = None
        self._asking = asyncio.Lock()
        self.answered: Final[Counter[tuple[str, int]]] = Counter()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; then fail /health for a while, and finish the requests under
        way.

        Raises SourcebriefError if it can't listen there.
        """
        app = web.Application(client_max_size=MAX_REQUEST_BYTES)
        app.on_response_prepare.append(_say_no_versions)
        for door in self._doors:
            app.router.add_post(door.path, self._through(door))
        app.router.add_get("/health", self._health)
        for page in self._pages:
            app.router.add_get(page.path, self._through(page))
        # No platform compresses its deliveries, so nothing is decompressed.
        runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=_GRACE_SECONDS,
            auto_decompress=False,
            # aiohttp applies it to connections with incomplete headers, too.
            keepalive_timeout=HEADER_SECONDS,
            lingering_time=1.0,
            max_headers=MAX_HEADERS,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
        )
        listener: asyncio.Server | None = None
        try:
            await runner.setup()
            listener = await self._listen(runner)
            await stop.wait()
            self._stopping = True
            if self._watched:
                await asyncio.sleep(self._notice.total_seconds())
        finally:
            self.listening.clear()
            if listener is not None:
                listener.close()
            await runner.cleanup()
            self.closed.set()

    async def _listen(self, runner: web.AppRunner) -> asyncio.Server:
        server = runner.server
        if server is None:
            raise RuntimeError("the runner is not set up")

        def connection() -> asyncio.Protocol:
            opened = [one for one in server.connections if one.transport is not None]
            if len(opened) >= MAX_CONNECTIONS:
                waiting = next((one for one in opened if one not in self._busy), None)
                if waiting is not None:
                    waiting.force_close()
            made = server()
            made.__class__ = _Connection
            return made

        loop = asyncio.get_running_loop()
        try:
            listener = await loop.create_server(connection, self._host, self.port)
        except OSError as error:
            raise SourcebriefError(
                f"I can't listen at {self._host}:{self.port}: {last_word(error)}.",
                hint=f"Set {PREFIX}WEB_LISTEN to another address, or see what else listens there.",
            ) from error
        self.port = listener.sockets[0].getsockname()[1]
        _log.info("web.listening", host=self._host, port=self.port)
        self.listening.set()
        return listener

    def _through(self, door: Door) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            self._busy.add(request.protocol)
            try:
                async with (
                    asyncio.timeout(_REQUEST_TIMEOUT.total_seconds()),
                    self._bodies.admitted(request),
                ):
                    response = await door.answer(request)
            except web.HTTPRequestEntityTooLarge:
                response = web.Response(status=413)
            except StoreUnavailable as error:
                _log.error("web.no_store", door=door.path, error=str(error), hint=error.hint)
                response = web.Response(status=503)
            except TimeoutError:
                response = web.Response(status=503)
            except (ConnectionError, web.RequestPayloadError):
                # the connection broke off, or did not speak HTTP
                response = web.Response(status=400)
            finally:
                self._busy.discard(request.protocol)
            self.answered[door.path, response.status] += 1
            return response

        return answer

    async def _health(self, _: web.Request) -> web.Response:
        """Whether requests should be sent here.

        A single service that has ended does not make the process unhealthy, as long as another one
        still answers people.
        """
        self._watched = True
        if self._stopping:
            return web.Response(status=503, text="It is being stopped.\n")
        if not await self._is_well():
            return web.Response(status=503, text="The database does not answer.\n")
        if self._monitor is not None and self._monitor.useless:
            return web.Response(status=503, text="What it is for has ended. The log says why.\n")
        if self._monitor is not None and self._monitor.ended:
            return web.Response(text="degraded\n")
        return web.Response(text="ok\n")

    async def _is_well(self) -> bool:
        """Whether the database answered, within `_HEALTH_SECONDS`."""
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if self._well is not None and now - self._well[0] < _HEALTH_SECONDS:
                return self._well[1]
            try:
                async with asyncio.timeout(_GRACE_SECONDS):
                    await self._alive()
                well = True
            except (StoreUnavailable, TimeoutError):
                well = False
            self._well = asyncio.get_running_loop().time(), well
            return well


class _Connection(web.RequestHandler):
    """A connection that tells a stranger no versions either where what they send is no HTTP.

    aiohttp logs each such request as an error with its traceback, by which anybody could fill the
    log and alarm the operator; its server has no setting for the class of its connections.
    """

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if not isinstance(exc, HttpProcessingError):
            response = super().handle_error(request, status, exc, message)
        else:
            response = web.Response(status=status)
            response.force_close()
        response.headers["Server"] = ""
        return response


async def _say_no_versions(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.popall("Server", None)


def last_word(error: OSError) -> str:
    """The reason of an error, without the address that the event loop puts before it."""
    return (error.strerror or str(error)).rpartition("): ")[2]


@dataclass(frozen=True, slots=True)
class StopsAfterServer:
    """A receiver that is stopped only after the server: requests that came in are still answered.

    `closed` is the server's; it is also set if the server can't listen.
    """

    front: Service
    closed: asyncio.Event

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until the server is closed; SourcebriefError if it closed before `stop` was set."""
        await self.front.run(self.closed)
        if self.closed.is_set() and not stop.is_set():
            raise SourcebriefError(
                "Nothing can be delivered to it: the server does not listen.",
                hint="The log says above why; start it again once that is mended.",
            )
