"""Payload to Request; membership changes.

Reads what Slack delivers: slash commands, mentions, direct messages and pressed buttons.

The payloads are Slack's own and are not checked beyond what is used; a KeyError or TypeError means
one that is not shaped as documented, and nobody is answered.

Reads from Slack's events what became of the bot's channels, and of the bot itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.platforms.base import Change, Reachable, Unreachable
from briefs.model import Address
from handlers.commands import COMMANDS
from handlers.message import Capabilities, Request

PLATFORM: Final = "slack"
CAPABILITIES: Final = Capabilities(
    threads=True, answers_anywhere=True, history=True, local_ids=True
)
UMBRELLA: Final = "sourcebrief"
"""`/sourcebrief search words` works where Slack keeps a command's name for itself."""

_MARKUP: Final = re.compile(
    r"<(?:[@#!]|(?=[A-Za-z][\w+.-]*:))(?:[^<>|]*\|(?P<label>[^<>|]*)|(?P<bare>[^<>|\s]*))>"
)
"""A link, a name or a channel as Slack writes it; in "x < y > z" a person wrote the brackets."""

_NAMES = frozenset(command.name for command in COMMANDS)
_BRINGS: Final = "piece"
_SAID: Final = frozenset({None, "", "file_share"})
"""The subtypes of what a person says: with files it is a kind of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file to be had at `url`, which is blank where Slack gives none; `size` is in bytes."""

    name: str
    media_type: str
    size: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with the ways back to the asker.

    `key` is the same for every delivery of the same event. `threaded` tells that the origin's
    thread is there already, not to be begun by the answer; `direct`, that only the asker listens.
    `offered` are the files of the message.
    """

    request: Request
    key: str
    response_url: str = ""
    threaded: bool = False
    direct: bool = False
    offered: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button's token, and the message that bears it, which its presser alone may see."""

    asked: Asked
    token: str
    message: str
    ephemeral: bool


def command(body: Mapping[str, Any], *, at: datetime) -> Asked:
    """A slash command; Slack tells no thread, for there it offers none."""
    name, rest = body["command"].removeprefix("/"), body.get("text") or ""
    if name == UMBRELLA:
        name, rest = _meant(rest)
    return Asked(
        request=Request(
            command=name,
            args=_words(rest),
            sender=body["user_id"],
            origin=Address(PLATFORM, body["team_id"], body["channel_id"]),
            at=at,
            place_name=_name(body.get("channel_name") or ""),
            text=_written(rest),
            can=CAPABILITIES,
        ),
        key=f"command:{body['trigger_id']}",
        response_url=body.get("response_url") or "",
    )


def event(body: Mapping[str, Any], *, bot: str, at: datetime) -> Asked | None:
    """A mention in a channel or a direct message; None for any other event.

    A mention that stands in no thread is answered in one of its own, to keep the channel quiet; it
    is about the channel all the same.
    """
    said = body["event"]
    direct = said["type"] == "message" and said.get("channel_type") == "im"
    if not direct and said["type"] != "app_mention":
        return None
    if said.get("subtype") not in _SAID or said.get("bot_id") or not said.get("user"):
        return None  # edits, joins, and other bots
    text = _after_mention(said.get("text") or "", bot)
    offered = tuple(map(_offered, said.get("files") or ()))
    name, rest = _meant(text)
    if offered and (direct or not text) and name in {"search", "help"}:
        name, rest = _BRINGS, "add"
    thread = said.get("thread_ts") or ""
    ts, channel = said["ts"], Address(PLATFORM, body["team_id"], said["channel"])
    own = "" if direct else ts
    return Asked(
        request=Request(
            command=name,
            args=_words(rest),
            sender=said["user"],
            origin=replace(channel, thread=thread or own),
            at=at,
            replied_to=thread or None,
            place=channel if own and not thread else None,
            text=_written(rest),
            can=CAPABILITIES,
        ),
        key=f"message:{channel.channel}:{ts}",
        threaded=bool(thread),
        direct=direct,
        offered=offered,
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
    message = bearer["message_ts"]
    channel = Address(PLATFORM, body["team"]["id"], bearer["channel_id"])
    thread = bearer.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or ""
    ephemeral = bool(bearer.get("is_ephemeral"))
    own = "" if ephemeral or channel.channel.startswith("D") else message
    asked = Asked(
        request=Request(
            command="",
            sender=body["user"]["id"],
            origin=replace(channel, thread=thread or own),
            at=at,
            replied_to=thread or message,
            place=channel if own and not thread else None,
            can=CAPABILITIES,
        ),
        key=f"press:{body['trigger_id']}",
        response_url=body.get("response_url") or "",
        threaded=bool(thread),
    )
    return Pressed(asked=asked, token=token, message=message, ephemeral=ephemeral)


def _offered(file: Mapping[str, Any]) -> Offered:
    return Offered(
        name=file.get("name") or "",
        media_type=file.get("mimetype") or "",
        size=file.get("size") or 0,
        url=file.get("url_private_download") or "",
    )


def _after_mention(text: str, bot: str) -> str:
    """What follows the mention of the bot, or, when it comes last, what stands before it."""
    before, *after = re.split(rf"<@{re.escape(bot)}(?:\|[^>]*)?>", text)
    return " ".join(after).strip() or before.strip()


def _meant(text: str) -> tuple[str, str]:
    """What a text without a slash command means, and about what: a command it begins with, or else
    a search.
    """
    if not text.strip():
        return "help", ""
    first, *rest = text.split(maxsplit=1)
    name = first.removeprefix("/").lower()
    return (name, "".join(rest)) if name in _NAMES else ("search", text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_plain(text).split())


def _written(text: str) -> str:
    """A text as it was written, line by line; a link behind other words as Markdown has it."""

    def linked(match: re.Match[str]) -> str:
        url, words = match[1], match[2]
        return words if words in url else f"[{words}]({url})"

    return _plain(re.sub(r"<(https?://[^<>|\s]+)\|([^<>|]*)>", linked, text))


def _name(channel: str) -> str:
    """What people call the channel of a slash command; Slack names no private one there."""
    return "" if channel in {"", "directmessage", "privategroup"} else f"#{channel}"


def _plain(text: str) -> str:
    """What a person typed, without Slack's own markup of links and names around it."""
    bare = _MARKUP.sub(lambda found: found["label"] or found["bare"] or "", text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


EVENTS: Final = (
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "tokens_revoked",
)
"""What the app has to subscribe to."""

_REMOVED: Final = (
    "I am no longer in this channel. Type `/invite @Sourcebrief` there and the digest goes on."
)
_ARCHIVED: Final = "This channel is archived."
_DELETED: Final = "This channel was deleted."
_UNINSTALLED: Final = "The Slack app was uninstalled."
_REVOKED: Final = "Slack no longer takes my token: it was revoked."


def change(body: Mapping[str, Any], *, bot: str) -> Change | None:
    """What an event changes for the user `bot`; None if it is no such event.

    Raises KeyError or TypeError for one that is not shaped as documented.
    """
    event, team = body["event"], body["team_id"]
    match event["type"]:
        case "member_joined_channel" if event["user"] == bot:
            return Reachable(_at(team, event["channel"]))
        case "channel_unarchive" | "group_unarchive":
            return Reachable(_at(team, event["channel"]))
        case "channel_left" | "group_left":
            return Unreachable(_at(team, event["channel"]), _REMOVED)
        case "channel_archive" | "group_archive":
            return Unreachable(_at(team, event["channel"]), _ARCHIVED)
        case "channel_deleted" | "group_deleted":
            return Unreachable(_at(team, event["channel"]), _DELETED)
        case "app_uninstalled":
            return Unreachable(_at(team, ""), _UNINSTALLED)
        case "tokens_revoked" if event["tokens"].get("bot"):
            return Unreachable(_at(team, ""), _REVOKED)
    return None


def _at(team: str, channel: str) -> Address:
    return Address(PLATFORM, team, channel)
