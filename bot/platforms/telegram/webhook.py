"""The webhook that Telegram delivers updates to: its address, its secret, its requests."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

from aiohttp import web

from bot.config import webhook_secret
from bot.platforms.sending import Pause, backoff
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done
from bot.platforms.telegram.intake import Verdicts
from bot.platforms.telegram.updates import WANTED
from briefs.log import get_logger

UpdateHandler: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Takes one update; called in the order in which updates come in."""

_SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name

_log = get_logger(__name__)


class Hook:
    """The endpoint (`bot.platforms.webhooks.Door`) for one bot; `public_url` is the server's public
    address.
    """

    def __init__(self, *, token: str, public_url: str) -> None:
        bot, _, _ = token.partition(":")
        self.path: Final = f"/telegram/{bot}"
        self._url = public_url.rstrip("/") + self.path
        self._secret = webhook_secret(token)
        self._hand: UpdateHandler | None = None

    async def serve(self, api: BotApi, hand: UpdateHandler, pause: Pause) -> None:
        """Set the webhook, and pass updates on until cancelled; raises TokenRefused."""
        await self._announce(api, pause)
        self._hand = hand
        try:
            await asyncio.Event().wait()
        finally:
            self._hand = None

    async def answer(self, request: web.Request) -> web.Response:
        """Take an update; a request without the secret is not read.

        Telegram delivers an update again if the answer is not 200.
        """
        given = request.headers.get(_SECRET, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=403)
        if self._hand is None:
            return web.Response(status=503)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError) as error:
            return _refused(type(error).__name__)
        if not isinstance(update, dict):
            return _refused("it is no object")
        await self._hand(update)
        return web.Response()

    async def _announce(self, api: BotApi, pause: Pause) -> None:
        told = {"url": self._url, "secret_token": self._secret, "allowed_updates": WANTED}
        failures, verdicts = 0, Verdicts()
        while True:
            result = await api.call("setWebhook", told)
            verdicts.hear(result)
            if isinstance(result, Done):
                _log.info("telegram.hook_set", url=self._url)
                return
            failures += 1
            _log.error("telegram.hook_not_set", url=self._url, outcome=result)
            await pause(backoff(failures).total_seconds())


def _refused(error: str) -> web.Response:
    """Refuse a request that has the secret, but no update."""
    _log.warning(
        "telegram.unreadable_delivery",
        error=error,
        hint="If it comes again, see what stands between Telegram and here.",
    )
    return web.Response(status=400)
