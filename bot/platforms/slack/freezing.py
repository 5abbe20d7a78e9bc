"""Freezes replies as the JSON of chat.postMessage, but for the channel that it is posted in."""

from collections.abc import Mapping

from bot.platforms.freezing import frozen
from bot.platforms.slack.message import SlackMessage
from bot.platforms.slack.parameters import QUIET, content
from bot.platforms.slack.render import render
from briefs.digests.frozen import Message
from briefs.model import Press, Shown
from handlers.message import Reply


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """The reply's messages, in the order of posting.

    Raises ValueError for a reply with a file, which no JSON can hold, and KeyError for a button
    whose press has no token.
    """
    return tuple(_frozen(message, reply.about) for message in render(reply, tokens))


def _frozen(message: SlackMessage, about: Shown | None) -> Message:
    if message.file is not None:
        raise ValueError(f"a file cannot be frozen: {message.file.name}")
    return frozen({**content(message), **QUIET}, message.said, about)
