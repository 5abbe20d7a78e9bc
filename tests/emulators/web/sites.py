"""A web server whose pages are values, and which remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A response, `after` so many seconds; a redirect is one with a status and a Location."""

    body: bytes = b""
    status: int = 200
    after: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    host: str
    headers: Mapping[str, str]


Answering: TypeAlias = Page | Callable[[Asked], Page]

NOT_FOUND = Page(status=404)


@dataclass(slots=True)
class Server:
    """`pages` by path with query, or by host and path; all else is 404."""

    address: str
    port: int = 0
    pages: dict[str, Answering] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, host: str = "") -> str:
        return f"http://{host or self.address}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt, which is asked for at every site."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    async def _answer(self, request: web.Request) -> web.Response:
        host = request.host.partition(":")[0]
        asked = Asked(request.method, request.path_qs, host, request.headers)
        self.asked.append(asked)
        found = self.pages.get(host + asked.path) or self.pages.get(asked.path, NOT_FOUND)
        page = found if isinstance(found, Page) else found(asked)
        await asyncio.sleep(page.after)
        return web.Response(body=page.body, status=page.status, headers=page.headers)


@asynccontextmanager
async def serving(address: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Server]:
    """A server on a free port of a loopback address, or on that port."""
    server = Server(address)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server._answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, address, port).start()
        server.port = runner.addresses[0][1]
        yield server
    finally:
        await runner.cleanup()
