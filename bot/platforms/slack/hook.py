"""Where Slack delivers over HTTP: nothing is parsed before it is known to be Slack's, and new."""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.once import Once

_TIMESTAMP: Final = re.compile(r"[0-9]{1,11}", re.ASCII)
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

_log = structlog.get_logger(__name__)


class _Clock(Clock):
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


class Hook:
    """A door of `bot.web` for the events, the commands and the buttons of one app.

    `once` refuses what was posted here, or at another process, before: whoever overhears a
    delivery cannot repeat it.
    """

    path: Final = "/slack"

    def __init__(self, *, signing_secret: str, once: Once, clock: Callable[[], datetime]) -> None:
        self._verifier = SignatureVerifier(signing_secret, _Clock(clock))
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
        try:
            body = (await request.read()).decode()
        except UnicodeDecodeError:
            return web.Response(status=401)  # Slack writes UTF-8
        if not self._verifier.is_valid(body, timestamp, signature):
            return web.Response(status=401)
        app = self._app
        if app is None:
            return web.Response(status=503)
        if not await self._once.first((f"slack:{signature}",)):
            _log.warning("slack.replayed")
            return web.Response(status=401)
        return await _dispatched(app, request, body)


async def _dispatched(app: AsyncApp, request: web.Request, body: str) -> web.StreamResponse:
    headers: dict[str, str | Sequence[str]] = dict(request.headers)
    try:
        response = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    except Exception:  # noqa: BLE001  # anything at all may be wrong with it
        _log.exception("slack.unreadable_delivery")
        return web.Response(status=400)
    return await to_aiohttp_response(response)
