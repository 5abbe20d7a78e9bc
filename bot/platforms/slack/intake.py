"""Reads what Slack delivers: slash commands, mentions, direct messages and pressed buttons.

The payloads are Slack's own and are not checked beyond what is used; a KeyError or TypeError means
one that is not shaped as documented, and nobody is answered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from briefs.model import Address
from handlers.commands import COMMANDS
from handlers.message import Request

PLATFORM: Final = "slack"
UMBRELLA: Final = "sourcebrief"
"""`/sourcebrief search words` works where Slack keeps a command's name for itself."""

_NAMES = frozenset(command.name for command in COMMANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with the ways back to the asker.

    `key` is the same for every delivery of the same event. `threaded` tells that the origin's
    thread is there already, not to be begun by the answer; `direct`, that only the asker listens.
    """

    request: Request
    key: str
    response_url: str = ""
    threaded: bool = False
    direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button's token, and the message that bears it, which its presser alone may see."""

    asked: Asked
    token: str
    message: str
    ephemeral: bool


def command(body: Mapping[str, Any], *, at: datetime) -> Asked:
    """A slash command; Slack tells no thread, for there it offers none."""
    name, text = body["command"].removeprefix("/"), _plain(body.get("text") or "")
    words = text.split()
    name, args = _meant(words) if name == UMBRELLA else (name, tuple(words))
    return Asked(
        request=Request(
            command=name,
            args=args,
            sender=body["user_id"],
            origin=Address(PLATFORM, body["team_id"], body["channel_id"]),
            at=at,
        ),
        key=f"command:{body['trigger_id']}",
        response_url=body.get("response_url") or "",
    )


def event(body: Mapping[str, Any], *, bot: str, at: datetime) -> Asked | None:
    """A mention in a channel or a direct message; None for any other event.

    A mention that stands in no thread is answered in one of its own, to keep the channel quiet.
    """
    said = body["event"]
    direct = said["type"] == "message" and said.get("channel_type") == "im"
    if not direct and said["type"] != "app_mention":
        return None
    if said.get("subtype") or said.get("bot_id") or not said.get("user"):
        return None  # edits, joins, files without words, and other bots
    name, args = _meant(_after_mention(said.get("text") or "", bot))
    thread = said.get("thread_ts") or ""
    channel, ts = said["channel"], said["ts"]
    return Asked(
        request=Request(
            command=name,
            args=args,
            sender=said["user"],
            origin=Address(PLATFORM, body["team_id"], channel, thread or ("" if direct else ts)),
            at=at,
            replied_to=thread or None,
        ),
        key=f"message:{channel}:{ts}",
        threaded=bool(thread),
        direct=direct,
    )


def press(body: Mapping[str, Any], *, at: datetime) -> Pressed | None:
    """A pressed button; None for one that only opened an address.

    The answer goes to the thread of the message that bears the button, or begins one there, unless
    that is a direct message or seen by its presser alone.
    """
    token = body["actions"][0].get("value")
    if not token:
        return None
    bearer = body["container"]
    channel, message = bearer["channel_id"], bearer["message_ts"]
    thread = bearer.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or ""
    ephemeral = bool(bearer.get("is_ephemeral"))
    own = "" if ephemeral or channel.startswith("D") else message
    asked = Asked(
        request=Request(
            command="",
            sender=body["user"]["id"],
            origin=Address(PLATFORM, body["team"]["id"], channel, thread or own),
            at=at,
            replied_to=thread or message,
        ),
        key=f"press:{body['trigger_id']}",
        response_url=body.get("response_url") or "",
        threaded=bool(thread),
    )
    return Pressed(asked=asked, token=token, message=message, ephemeral=ephemeral)


def _after_mention(text: str, bot: str) -> list[str]:
    """The words that follow the mention of the bot, or, when it comes last, those before it."""
    before, *after = re.split(rf"<@{re.escape(bot)}(?:\|[^>]*)?>", text)
    return _plain(" ".join(after)).split() or _plain(before).split()


def _meant(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What words without a slash command mean: a command they begin with, or else a search."""
    if not words:
        return "help", ()
    name = words[0].removeprefix("/").lower()
    return (name, tuple(words[1:])) if name in _NAMES else ("search", tuple(words))


def _plain(text: str) -> str:
    """What a person typed, without Slack's own markup of links and names around it."""
    bare = re.sub(r"<[@#!]?(?:[^<>|]*\|)?([^<>|]*)>", r"\1", text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
