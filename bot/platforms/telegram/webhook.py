"""Where Telegram delivers updates by itself: its address, its secret, and what comes in there."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.config import webhook_secret
from bot.platforms.sending import Pause, backoff
from bot.platforms.telegram.client import call
from bot.platforms.telegram.errors import TOKEN_REFUSED, outcome_of
from bot.platforms.telegram.polling import TokenRefused
from bot.platforms.telegram.updates import WANTED

UpdateHandler: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Takes one update as it came; to be called in the order in which they came."""

_SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name

_log = structlog.get_logger(__name__)


class Hook:
    """A door of `bot.web` for one bot; `public_url` is how the world reaches that server."""

    def __init__(self, *, token: str, public_url: str) -> None:
        bot, _, _ = token.partition(":")
        self.path: Final = f"/telegram/{bot}"
        self._url = public_url.rstrip("/") + self.path
        self._secret = webhook_secret(token)
        self._hand: UpdateHandler | None = None

    async def serve(self, bot: Bot, hand: UpdateHandler, pause: Pause) -> None:
        """Have Telegram deliver here, and hand on what comes, until cancelled; or TokenRefused."""
        await self._announce(bot, pause)
        self._hand = hand
        try:
            await asyncio.Event().wait()
        finally:
            self._hand = None

    async def answer(self, request: web.Request) -> web.Response:
        """Take an update; what does not know the secret is not even read.

        Telegram delivers again what is answered with anything but 200.
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

    async def _announce(self, bot: Bot, pause: Pause) -> None:
        told = {"url": self._url, "secret_token": self._secret, "allowed_updates": WANTED}
        failures = 0
        while True:
            try:
                await call(bot, "setWebhook", told)
            except TOKEN_REFUSED:
                break
            except TelegramError as error:
                failures += 1
                _log.error("telegram.hook_not_set", url=self._url, outcome=outcome_of(error))
                await pause(backoff(failures).total_seconds())
            else:
                _log.info("telegram.hook_set", url=self._url)
                return
        raise TokenRefused


def _refused(error: str) -> web.Response:
    """Refuse what knows the secret and is no update at all."""
    _log.warning(
        "telegram.unreadable_delivery",
        error=error,
        hint="If it comes again, see what stands between Telegram and here.",
    )
    return web.Response(status=400)
