"""Sign-in, getUpdates.

Fetches updates by long polling, one bad update never keeping the others back.

The library's own Updater reads a batch at once: a single update it can't parse hides the whole
batch, is never confirmed, and is fetched again for ever. Hence this loop and no Application.

Opens the way to the Bot API for an account, and waits until Telegram has taken its token.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.platforms.sending import Pause, backoff
from bot.platforms.telegram.client import OFFICIAL, Transport, call
from bot.platforms.telegram.errors import TOKEN_REFUSED, outcome_of
from bot.platforms.telegram.updates import WANTED
from briefs.digests.outbox import Retry
from briefs.errors import SourcebriefError

LONG: Final = timedelta(seconds=30)
_MARGIN: Final = timedelta(seconds=10)

_log = structlog.get_logger(__name__)


class TokenRefused(SourcebriefError):
    """Telegram does not know the bot's token (its text never holds the token itself)."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refused the bot's token.",
            hint="Copy it again from @BotFather, or make a new one there with /token.",
        )


class Polling:
    """The place in the stream of updates; `take` gets them in order and may wait."""

    def __init__(
        self,
        bot: Bot,
        take: Callable[[Update], Awaitable[None]],
        pause: Pause,
    ) -> None:
        self._bot = bot
        self._take = take
        self._pause = pause
        self._offset = 0

    async def run(self) -> None:
        """Fetch and hand on until cancelled; raises TokenRefused, and survives everything else."""
        failures = 0
        while True:
            try:
                for update in await self._fetch(wait=LONG):
                    await self._hand_on(update)
                failures = 0
            except TOKEN_REFUSED:
                break
            except Exception as error:  # noqa: BLE001  # nothing that passes may end the bot
                failures += 1
                await self._rest(error, failures)
        raise TokenRefused

    async def confirm(self) -> None:
        """Tell Telegram what was taken, so that the next start doesn't get it again."""
        if not self._offset:
            return
        try:
            async with asyncio.timeout(_MARGIN.total_seconds()):
                await self._fetch(wait=timedelta(), limit=1)
        except (TelegramError, TimeoutError) as error:
            _log.warning("telegram.unconfirmed", error=type(error).__name__)

    async def _fetch(self, *, wait: timedelta, limit: int = 100) -> list[dict[str, Any]]:
        seconds = int(wait.total_seconds())
        updates: list[dict[str, Any]] = await call(
            self._bot,
            "getUpdates",
            {"offset": self._offset, "timeout": seconds, "limit": limit, "allowed_updates": WANTED},
            read_timeout=(wait + _MARGIN).total_seconds(),
        )
        return updates

    async def _hand_on(self, raw: dict[str, Any]) -> None:
        number = int(raw["update_id"])
        try:
            await self._take(Update.de_json(raw, self._bot))
        except Exception:  # noqa: BLE001  # anything at all may be wrong with it; it is set aside
            _log.exception("telegram.unreadable_update", update=number)
        self._offset = number + 1

    async def _rest(self, error: Exception, failures: int) -> None:
        asked = timedelta()
        match error:
            case Conflict():
                _log.error("telegram.another_poller", hint="Run one bot per token.")
            case TelegramError():
                outcome = outcome_of(error)
                asked = outcome.after if isinstance(outcome, Retry) else asked
                _log.warning("telegram.polling_failed", outcome=outcome, failures=failures)
            case _:
                _log.error("telegram.unreadable_updates", exc_info=error, failures=failures)
        await self._pause(max(backoff(failures), asked).total_seconds())


def bot_of(token: str, base_url: str | None) -> Bot:
    """The library's bot on our transport; `base_url` is as the adapter's."""
    transport, address = Transport(), base_url or OFFICIAL
    return Bot(
        token,
        base_url=address,
        base_file_url=f"{address.removesuffix('/bot')}/file/bot",
        request=transport,
        get_updates_request=transport,
    )


async def signed_in(bot: Bot, pause: Pause) -> None:
    """Wait until Telegram knows the bot, however long it is out of reach; raises TokenRefused."""
    failures = 0
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            break  # its text holds the token: it must not become another error's context
        except TelegramError as error:
            failures += 1
            _log.warning("telegram.unreachable", outcome=outcome_of(error), failures=failures)
            await pause(backoff(failures).total_seconds())
        else:
            _log.info("telegram.signed_in", bot=bot.username)
            return
    raise TokenRefused


async def admitted(token: str, base_url: str | None, pause: Pause) -> None:
    """Wait until Telegram has taken a token, without serving its bot; raises TokenRefused."""
    bot = bot_of(token, base_url)
    try:
        await signed_in(bot, pause)
    finally:
        with suppress(TelegramError):
            await bot.shutdown()
