"""The public pages of the server: the public keys of receipts, and the page that checks a receipt.

The keys stand at a well-known address (RFC 8615), so that readers get them from the newsroom's own
domain, and not from the person who handed them a receipt.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiohttp import web

from briefs.receipts.signing import PublicKey, key_set, verifying_page

if TYPE_CHECKING:
    from bot.platforms.webhooks import Door

KEYS_PATH: Final = "/.well-known/sourcebrief-keys.json"
PAGE_PATH: Final = "/verify"

_KEPT_SECONDS: Final = 60.0
"""The keys are read from the library once in so many seconds, however many requests come."""

Keys = Callable[[], Awaitable[tuple[PublicKey, ...]]]


@dataclass(slots=True)
class PublicKeys:
    """The library's public keys, cached."""

    ask: Keys
    _known: tuple[PublicKey, ...] = ()
    _until: float = field(default=float("-inf"))

    async def get(self) -> tuple[PublicKey, ...]:
        """The keys; StoreUnavailable if the library does not answer."""
        now = time.monotonic()
        if now >= self._until:
            self._known = await self.ask()
            self._until = now + _KEPT_SECONDS
        return self._known


@dataclass(frozen=True, slots=True)
class KeysPage:
    keys: PublicKeys
    path: str = KEYS_PATH

    async def answer(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(key_set(await self.keys.get()), headers=_cached())


@dataclass(frozen=True, slots=True)
class CheckPage:
    keys: PublicKeys
    path: str = PAGE_PATH

    async def answer(self, _: web.Request) -> web.StreamResponse:
        html = verifying_page(await self.keys.get())
        headers = _cached() | {"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
        return web.Response(body=html, content_type="text/html", charset="utf-8", headers=headers)


def _cached() -> dict[str, str]:
    return {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}


def pages(ask: Keys) -> Sequence["Door"]:
    """The pages that the server gives to everyone."""
    keys = PublicKeys(ask)
    return (KeysPage(keys), CheckPage(keys))
