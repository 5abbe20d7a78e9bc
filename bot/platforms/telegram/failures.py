"""Says what a failed call to Telegram means: worth a retry, surely refused, or unknown."""

from datetime import timedelta
from typing import Final

from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.platforms.fence import NEVER_LEFT
from briefs.outcome import Outcome, Rejected, Retry, Unknown

TOKEN_REFUSED = (InvalidToken, EndPointNotFound)
"""Both are the library's words for a 401: the methods that are called here do exist."""

_SOON: Final = timedelta(seconds=1)


def outcome_of(error: TelegramError) -> Outcome:
    """What became of a call that raised `error`; ChatMigrated is the caller's to follow."""
    # The order matters: the library counts BadRequest among the network errors.
    match error:
        case RetryAfter():
            return Retry("Telegram asks for a pause", _pause(error))
        case Forbidden() | BadRequest():
            return Rejected(error.message)
        case InvalidToken() | EndPointNotFound():
            return Rejected("Telegram refused the bot's token")
        case _ if isinstance(error.__cause__, NEVER_LEFT):
            return Retry(f"Telegram can't be reached: {error.message}", _SOON)
        case _:
            return Unknown(f"{type(error).__name__}: {error.message}")


def _pause(error: RetryAfter) -> timedelta:
    """The library gives seconds or, where its future behaviour was chosen, a timedelta."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
