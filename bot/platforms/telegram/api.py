"""Calls the Bot API's methods with plain JSON in and out, around the library's own objects.

Its messages are costly to build and to parse, only to be thrown away; and its getUpdates reads a
whole batch or nothing.
"""

from typing import Any, Final

from telegram import Bot

from bot.platforms.telegram.client import READ

OFFICIAL: Final = "https://api.telegram.org/bot"
"""Where Telegram's own Bot API is; the token and the method follow."""


async def call(bot: Bot, method: str, params: dict[str, Any], *, read_timeout: float = READ) -> Any:  # noqa: ANN401  # JSON
    """The method's result; raises what the library raises. Parameters that are None are left out.

    `method` is written as in Telegram's reference: "sendMessage".
    """
    # The library warns of calls for which it has a method of its own. Telegram's method names know
    # no case, so that a capital at the start spares its users that.
    return await bot.do_api_request(
        method[0].upper() + method[1:], params, read_timeout=read_timeout
    )
