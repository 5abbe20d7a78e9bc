"""The secret that Telegram shows when it delivers to us: it follows from the bot's token."""

import hmac
from hashlib import sha256
from typing import Final

_PURPOSE: Final = b"sourcebrief: telegram's webhook"


def webhook_secret(token: str) -> str:
    """64 characters that all processes work out alike, and that nobody has to make up or set."""
    return hmac.new(token.encode(), _PURPOSE, sha256).hexdigest()
