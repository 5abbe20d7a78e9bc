"""Where Slack delivers over HTTP: nothing is parsed before it is known to be Slack's."""

import asyncio
import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.once import Once
from bot.platforms.slack import delivery

_TIMESTAMP: Final = re.compile(r"[0-9]{1,11}", re.ASCII)
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

_FRESH: Final = timedelta(minutes=5)
"""For how long a signature is taken; `once` remembers it for longer than that."""

_BROKEN: Final = 500
"""The first of the statuses by which Bolt says that it, or one of its listeners, failed."""

_log = structlog.get_logger(__name__)


class Hook:
    """A door of `bot.web` for the events, the commands and the buttons of one app.

    `once` refuses what was posted here, or at another process, before: whoever overhears a
    delivery cannot repeat it.
    """

    path: Final = "/slack"

    def __init__(self, *, signing_secret: str, once: Once, clock: Callable[[], datetime]) -> None:
        self._secret = signing_secret.encode()
        self._clock = clock
        self._once = once
        self._app: AsyncApp | None = None

    async def serve(self, app: AsyncApp, stop: asyncio.Event) -> None:
        """Hand what comes to `app` until `stop` is set."""
        self._app = app
        try:
            await stop.wait()
        finally:
            self._app = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Take a delivery. Raises StoreUnavailable if it can't be told whether it is new.

        Slack delivers an event again that is answered with an error.
        """
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            return web.Response(status=401)
        body = await request.read()
        if not self._is_signed(body, timestamp, signature):
            return web.Response(status=401)
        app = self._app
        if app is None:
            return web.Response(status=503)
        try:
            payload = delivery.read(body, request.content_type)
            # It is read as if a socket had brought it: Bolt would parse what is posted by itself.
            asked = AsyncBoltRequest(body=payload, mode="socket_mode")
        except Exception as error:  # noqa: BLE001  # anything at all may be wrong with it
            return _refused(request, type(error).__name__)
        if payload is delivery.SSL_CHECK:
            return web.Response()
        if not await self._once.first((f"slack:{signature}",)):
            _log.warning("slack.replayed")
            return web.Response(status=401)
        response = await app.async_dispatch(asked)
        if response.status >= _BROKEN:
            return _refused(request, "see above")  # Bolt has logged what broke
        return await to_aiohttp_response(response)

    def _is_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Whether Slack wrote this just now. The SDK's own check knows of UTF-8 alone."""
        if abs(self._clock().timestamp() - int(timestamp)) > _FRESH.total_seconds():
            return False
        written = b"v0:%b:%b" % (timestamp.encode(), body)
        ours = f"v0={hmac.new(self._secret, written, sha256).hexdigest()}"
        return hmac.compare_digest(ours, signature)


def _refused(request: web.Request, error: str) -> web.Response:
    """Refuse what Slack, or a proxy of ours, has signed and nobody can read."""
    _log.warning(
        "slack.unreadable_delivery",
        error=error,
        media_type=request.content_type,
        hint="If it comes again, see what stands between Slack and here.",
    )
    return web.Response(status=400)
