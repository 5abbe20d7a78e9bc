"""Freezes replies as the JSON of sendMessage, but for the chat that it is sent to."""

from collections.abc import Mapping

from bot.platforms.freezing import frozen
from bot.platforms.telegram.message import TelegramMessage
from bot.platforms.telegram.parameters import content
from bot.platforms.telegram.render import render
from briefs.digests.frozen import Message
from briefs.model import Press, Shown
from handlers.message import Reply


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """The reply's messages, in the order of posting.

    Raises ValueError for a reply with a file, which no JSON can hold, and KeyError for a button
    whose press has no token.
    """
    return tuple(_frozen(message, reply.about) for message in render(reply, tokens))


def _frozen(message: TelegramMessage, about: Shown | None) -> Message:
    if message.file is not None:
        raise ValueError(f"a file cannot be frozen: {message.file.name}")
    given = {name: value for name, value in content(message).items() if value is not None}
    return frozen(given, message.said, about)
