"""Writes a message as the Web API's arguments."""

from collections.abc import Mapping
from typing import Any, Final

from bot.platforms.slack.message import SlackMessage
from briefs.model import Address

QUIET: Final[Mapping[str, Any]] = {"unfurl_links": False, "unfurl_media": False}
"""A post's links unfold no previews."""


def content(message: SlackMessage) -> dict[str, Any]:
    """What is said; names and channels written in it stay words."""
    return {
        "text": message.text,
        "blocks": message.blocks,
        "link_names": False,
        "parse": "none",
    }


def place(to: Address) -> dict[str, Any]:
    """Where it is said: a channel, or a thread in it."""
    return {"channel": to.channel, **({"thread_ts": to.thread} if to.thread else {})}
