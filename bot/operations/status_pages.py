"""Serves the operator's pages, such as /status, on a port of their own that must not be public.

They show which accounts are served, what was answered and how large the library is. Each page is
lines of text, in a format that monitoring programs read.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from aiohttp import web

from bot.config import PREFIX
from bot.platforms.webhooks import HEADER_SECONDS, MAX_HEADER_BYTES, MAX_HEADERS, last_word
from bot.service.monitor import Monitor
from briefs.errors import SourcebriefError, StoreUnavailable
from briefs.log import get_logger

Page: TypeAlias = Callable[[], Awaitable[str]]
"""The text of a page; StoreUnavailable if its database does not answer."""

_PLAIN: Final = "text/plain; charset=utf-8"
_NO_STORE: Final = "The database does not answer.\n"

_log = get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class PrivatePages:
    """A service: `pages` by their paths, at `host` and `port` (0: any free one).

    A page is plain text unless `media_types` names another type.
    """

    host: str
    port: int
    pages: Mapping[str, Page]
    media_types: Mapping[str, str] = field(default_factory=dict)
    listening: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set. Raises SourcebriefError if it can't listen there."""
        app = web.Application()
        for path, page in self.pages.items():
            app.router.add_get(path, _serving(page, self.media_types.get(path, _PLAIN)))
        runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=1.0,
            keepalive_timeout=HEADER_SECONDS,
            max_headers=MAX_HEADERS,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
        )
        try:
            await runner.setup()
            await web.TCPSite(runner, self.host, self.port).start()
            self.port = runner.addresses[0][1]
            _log.info("private_pages.listening", host=self.host, port=self.port)
            self.listening.set()
            await stop.wait()
        except OSError as error:
            raise SourcebriefError(
                f"I can't listen at {self.host}:{self.port}: {last_word(error)}.",
                hint=f"Set {PREFIX}STATUS_LISTEN to another address, or see what else listens "
                "there.",
            ) from error
        finally:
            self.listening.clear()
            await runner.cleanup()


def _serving(page: Page, kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(_: web.Request) -> web.Response:
        try:
            body = (await page()).encode()
        except StoreUnavailable:
            return web.Response(status=503, text=_NO_STORE)
        return web.Response(body=body, headers={"Content-Type": kind})

    return serve


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage:
    """`/status`: counts of requests, the services that are running, the size of the library.

    `sizes` returns the bytes of the library's parts by name.
    """

    answered: Counter[tuple[str, int]]
    monitor: Monitor
    sizes: Callable[[], Awaitable[Mapping[str, int]]]

    async def __call__(self) -> str:
        lines = [
            *_counter(
                "sourcebrief_requests_total",
                {
                    f'door="{path}",status="{status}"': count
                    for (path, status), count in self.answered.items()
                },
                "counter",
            ),
            *_counter(
                "sourcebrief_service_up",
                {f'service="{name}"': 1 for name in self.monitor.up}
                | {f'service="{name}"': 0 for name in self.monitor.ended},
            ),
            *(f"# {name} has ended: {why}" for name, why in sorted(self.monitor.ended.items())),
            *_counter(
                "sourcebrief_bytes",
                {f'of="{name}"': size for name, size in (await self.sizes()).items()},
            ),
        ]
        return "\n".join(lines) + "\n"


def _counter(name: str, values: Mapping[str, int], kind: str = "gauge") -> list[str]:
    if not values:
        return []
    told = [f"{name}{{{label}}} {value}" for label, value in sorted(values.items())]
    return [f"# TYPE {name} {kind}", *told]
