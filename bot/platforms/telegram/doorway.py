"""Opens the way to the Bot API for an account, and waits until Telegram has taken its token."""

from contextlib import suppress

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.platforms.patience import Pause, backoff
from bot.platforms.telegram.api import OFFICIAL
from bot.platforms.telegram.client import Transport
from bot.platforms.telegram.failures import outcome_of
from bot.platforms.telegram.polling import TokenRefused

_log = structlog.get_logger(__name__)


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
