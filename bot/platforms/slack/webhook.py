"""The endpoint for Slack's HTTP deliveries; a body is parsed only after its signature is checked.

A delivery is passed to Bolt as if it had come over Socket Mode.
"""

import asyncio
import hmac
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.platforms.inbox import Deduplicator
from bot.platforms.slack import events
from briefs.log import get_logger

SSL_CHECK: Final = {"ssl_check": "1"}
"""What Slack posts now and then, only to check the server's certificate."""

RATE_LIMITED: Final = {"type": "app_rate_limited"}
"""What Slack posts when it drops events: docs.slack.dev/reference/events/app_rate_limited."""

_AT: Final = datetime.min.replace(tzinfo=UTC)


def read(body: bytes, media_type: str) -> dict[str, Any]:
    """The payload of a command, an event, a press or a check, if it is shaped as documented.

    Any exception means that it is none of these.
    """
    match media_type:
        case "application/json":
            return _posted(json.loads(body))
        case "application/x-www-form-urlencoded":
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
            return _pressed(json.loads(fields["payload"])) if "payload" in fields else _form(fields)
    raise ValueError("neither JSON nor a form")


def _posted(payload: dict[str, Any]) -> dict[str, Any]:
    match payload["type"]:
        case "url_verification" if isinstance(payload["challenge"], str):
            return payload
        case "app_rate_limited":
            return RATE_LIMITED
        case "event_callback":
            _place(events.event(payload, bot="", at=_AT))
            events.change(payload, bot="")
            return payload
    raise ValueError("no type that we subscribe to")


def _pressed(payload: dict[str, Any]) -> dict[str, Any]:
    if payload["type"] != "block_actions":
        raise ValueError("no type that our messages give rise to")
    pressed = events.press(payload, at=_AT)
    _place(pressed.asked if pressed else None)
    return payload


def _form(fields: dict[str, str]) -> dict[str, Any]:
    if fields.items() >= SSL_CHECK.items():
        return SSL_CHECK
    _place(events.command(fields, at=_AT))
    return fields


def _place(asked: events.Asked | None) -> None:
    """Raise if the address of a request, should there be one, is not made of strings."""
    if asked is not None:
        str(asked.request.origin)


_TIMESTAMP: Final = re.compile(r"[0-9]{1,11}", re.ASCII)
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

_FRESH: Final = timedelta(minutes=5)
"""How old a signature may be; `once` remembers signatures for longer."""

_BROKEN: Final = 500
"""The lowest status by which Bolt says that it, or one of its listeners, failed."""

_log = get_logger(__name__)


class Hook:
    """The endpoint (`bot.platforms.webhooks.Door`) for one app's events, commands and buttons.

    `once` refuses a delivery that any process had before, so that a recorded one cannot be
    replayed.
    """

    path: Final = "/slack"

    def __init__(
        self, *, signing_secret: str, once: Deduplicator, clock: Callable[[], datetime]
    ) -> None:
        self._secret = signing_secret.encode()
        self._clock = clock
        self._once = once
        self._app: AsyncApp | None = None

    async def serve(self, app: AsyncApp, stop: asyncio.Event) -> None:
        """Pass deliveries to `app` until `stop` is set."""
        self._app = app
        try:
            await stop.wait()
        finally:
            self._app = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Take a delivery. Raises StoreUnavailable if the store can't tell whether it is new.

        Slack delivers an event again if it is answered with an error.
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
            payload = read(body, request.content_type)
            # Socket Mode passes a parsed payload; in HTTP mode Bolt would parse the body again.
            asked = AsyncBoltRequest(body=payload, mode="socket_mode")
        except Exception as error:  # noqa: BLE001  # any error of parsing
            return _refused(request, type(error).__name__)
        if payload is SSL_CHECK:
            return web.Response()
        if payload is RATE_LIMITED:
            _log.error("slack.events_left_out", hint="Slack has more events for it than it sends.")
            return web.Response()
        if not await self._once.first((f"slack:{signature}",)):
            _log.warning("slack.replayed")
            return web.Response(status=401)
        response = await app.async_dispatch(asked)
        if response.status >= _BROKEN:
            return _refused(request, "see above")  # Bolt has logged what broke
        return await to_aiohttp_response(response)

    def _is_signed(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Whether Slack signed this within the last minutes. The SDK's own check decodes the body
        as UTF-8.
        """
        if abs(self._clock().timestamp() - int(timestamp)) > _FRESH.total_seconds():
            return False
        written = b"v0:%b:%b" % (timestamp.encode(), body)
        ours = f"v0={hmac.new(self._secret, written, sha256).hexdigest()}"
        return hmac.compare_digest(ours, signature)


def _refused(request: web.Request, error: str) -> web.Response:
    """Refuse a delivery with a valid signature that cannot be read."""
    _log.warning(
        "slack.unreadable_delivery",
        error=error,
        media_type=request.content_type,
        hint="If it comes again, see what stands between Slack and here.",
    )
    return web.Response(status=400)
