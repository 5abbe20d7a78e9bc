"""Reads Slack's deliveries: requests, presses of buttons, and changes to the bot's channels.

Payloads are checked only as far as they are used; KeyError or TypeError means that one is not
shaped as documented, and nobody is answered.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zlib import crc32

from bot.platforms.base import Change, Migrated, Reachable, Unreachable
from briefs.model import Address
from handlers.message import Capabilities, Request
from handlers.router import bare, typed, well_formed

PLATFORM: Final = "slack"
CAPABILITIES: Final = Capabilities(
    threads=True, answers_anywhere=True, history=True, local_ids=True
)
UMBRELLA: Final = "sourcebrief"
"""`/sourcebrief search words` works where Slack keeps a command's name for itself."""

_MARKUP: Final = re.compile(
    r"<(?:[@#!]|(?=[A-Za-z][\w+.-]*:))(?:[^<>|]*\|(?P<label>[^<>|]*)|(?P<bare>[^<>|\s]*))>"
)
"""A link, name or channel in Slack's markup; the brackets in "x < y > z" are a person's own."""

_LINK: Final = re.compile(r"<(https?://[^<>|\s]+)\|([^<>|]*)>")
_NAMELESS: Final = re.compile(r"<(?:@|#|!subteam\^|!)[^<>|]*>")
"""A person, a group or a channel by its id alone: not searchable, and not for others to read."""

_QUOTED: Final = re.compile(r"(?:&gt;\s*)+")
"""Signs of a quoted line at the beginning of a message."""

_BRINGS: Final = "piece"
_SAID: Final = frozenset({None, "", "file_share", "thread_broadcast", "me_message"})
"""The subtypes of messages by people (docs.slack.dev/reference/events/message#subtypes)."""

_CORRECTED: Final = "message_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file that can be downloaded from `url`, which may be blank; `size` is in bytes.

    In a channel shared with other workspaces Slack may give the `id` alone. `mode` is how Slack
    stores it: docs.slack.dev/reference/objects/file-object.
    """

    id: str = ""
    name: str
    media_type: str
    size: int
    url: str
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with the ways to answer it.

    `key` is the same for every delivery of one event. `threaded`: the origin's thread exists
    already. `direct`: only the asker reads the place. `offered` are the files of the message.
    """

    request: Request
    key: str
    response_url: str = ""
    threaded: bool = False
    direct: bool = False
    offered: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button's token, and the message with the button; `ephemeral`: only the presser sees it."""

    asked: Asked
    token: str
    message: str
    ephemeral: bool


def installed_in(body: Mapping[str, Any], own: str = "") -> Any:  # noqa: ANN401  # as Slack has it
    """The id of the workspace whose installation an event is for; `own` is ours, if it is known.

    In a channel that another workspace hosts, `team_id` is that workspace, and ours is in
    "authorizations" and "context_team_id" (docs.slack.dev/apis/events-api). The installation of an
    organisation names no workspace.
    """
    outer = body.get("team_id")
    named = [one.get("team_id") for one in body.get("authorizations") or ()]
    teams = [team for team in (*named, body.get("context_team_id")) if team]
    if own and (own in teams or not teams):
        return own
    return teams[0] if teams else outer


def command(body: Mapping[str, Any], *, at: datetime, team: str = "") -> Asked:
    """The request of a slash command. It has no thread: Slack offers no slash commands in threads.

    `team` is the workspace that the bot is installed in.
    """
    body = well_formed(body)
    name, rest = body["command"].removeprefix("/"), body.get("text") or ""
    if name == UMBRELLA:
        name, rest = typed(_plain(rest)) if _NAMELESS.search(rest) else typed(rest)
    return Asked(
        request=Request(
            command=name,
            args=_words(rest, name),
            sender=body["user_id"],
            origin=Address(PLATFORM, team or body["team_id"], body["channel_id"]),
            at=at,
            place_name=_name(body.get("channel_name") or ""),
            text=_written(rest),
            outsider=bool(team) and body["team_id"] != team,
            can=CAPABILITIES,
        ),
        key=f"command:{body['trigger_id']}",
        response_url=body.get("response_url") or "",
    )


def event(body: Mapping[str, Any], *, bot: str, at: datetime, team: str = "") -> Asked | None:
    """A mention in a channel or a direct message, new or edited; None for any other event.

    A mention outside of threads is answered in a thread of its own, to keep the channel quiet; the
    request is still about the channel.
    """
    body = well_formed(body)
    team, said = installed_in(body, team), body["event"]
    direct = said["type"] == "message" and said.get("channel_type") == "im"
    if not direct and said["type"] != "app_mention":
        return None
    if said.get("subtype") == _CORRECTED:
        said = _correction(said)
    if said.get("subtype") not in _SAID or said.get("bot_id") or not said.get("user"):
        return None  # joins, deletions, and other bots
    text = _after_mention(said.get("text") or "", bot)
    offered = tuple(map(_offered, said.get("files") or ()))
    name, rest = typed(text)
    if offered and (direct or not text) and name in {"search", "help"}:
        name, rest = _BRINGS, "add"
    thread = said.get("thread_ts") or ""
    ts, channel = said["ts"], Address(PLATFORM, team, said["channel"])
    own = "" if direct else ts
    return Asked(
        request=Request(
            command=name,
            args=_words(rest, name),
            sender=said["user"],
            origin=replace(channel, thread=thread or own),
            at=at,
            replied_to=thread or None,
            place=channel if own and not thread else None,
            text=_written(rest),
            outsider=_is_outsider(said, team),
            can=CAPABILITIES,
        ),
        # An edited mention is delivered again with the same ts.
        key=f"message:{channel.channel}:{ts}:{crc32(text.encode()):x}",
        threaded=bool(thread),
        direct=direct,
        offered=offered,
    )


def _correction(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """The edited message; empty if its words are unchanged."""
    new, old = said.get("message") or {}, said.get("previous_message") or {}
    if "edited" not in new or new.get("text") == old.get("text"):
        return {}
    return {**new, "channel": said["channel"]}


def _is_outsider(said: Mapping[str, Any], team: str) -> bool:
    """Whether the sender belongs to another workspace, in a channel shared with it."""
    home = said.get("user_team") or said.get("source_team")
    return bool(home) and home != team


def press(body: Mapping[str, Any], *, at: datetime, team: str = "") -> Pressed | None:
    """A pressed button; None for a button that only opened an address.

    The answer is posted in the thread of the message with the button. It begins one if there is
    none, but not in a direct message or under a message that only the presser sees. `team` is the
    workspace that the bot is installed in: for an organisation Slack may leave it out, or give the
    presser's own.
    """
    action = body["actions"][0]
    token, pressed_at = action.get("value"), action.get("action_ts") or ""
    if not token:
        return None
    bearer, user = body["container"], body["user"]
    home = user.get("team_id") or (body.get("team") or {}).get("id") or ""
    team = team or (body.get("team") or {}).get("id") or home
    shown = body.get("message") or {}
    message = bearer.get("message_ts") or shown["ts"]
    place = bearer.get("channel_id") or body["channel"]["id"]
    channel = Address(PLATFORM, team, place)
    thread = bearer.get("thread_ts") or shown.get("thread_ts") or ""
    ephemeral = bool(bearer.get("is_ephemeral"))
    own = "" if ephemeral or channel.channel.startswith("D") else message
    asked = Asked(
        request=Request(
            command="",
            sender=user["id"],
            origin=replace(channel, thread=thread or own),
            at=at,
            replied_to=thread or message,
            place=channel if own and not thread else None,
            outsider=bool(home) and home != team,
            can=CAPABILITIES,
        ),
        key=f"press:{body.get('trigger_id') or ':'.join((message, user['id'], pressed_at))}",
        response_url=body.get("response_url") or "",
        threaded=bool(thread),
    )
    return Pressed(asked=asked, token=token, message=message, ephemeral=ephemeral)


def _offered(file: Mapping[str, Any]) -> Offered:
    return Offered(
        id=file.get("id") or "",
        name=file.get("name") or "",
        media_type=file.get("mimetype") or "",
        size=file.get("size") or 0,
        url=file.get("url_private_download") or "",
        mode=file.get("mode") or "",
    )


def _after_mention(text: str, bot: str) -> str:
    """The text after the mention of the bot; if that is empty, the text before it."""
    before, *after = re.split(rf"<@{re.escape(bot)}(?:\|[^>]*)?>", text)
    said = bare(" ".join(after)).strip() or bare(before).strip()
    found = _QUOTED.match(said)
    return said[found.end() :] if found else said


def _words(text: str, command: str) -> tuple[str, ...]:
    """The words of a command; a search gets the visible words of a link, other commands its
    address.
    """
    if command != "search":
        text = _LINK.sub(r"\1", text)
    return tuple(_plain(text).split())


def _written(text: str) -> str:
    """A text as it was written, line by line; a link with other words becomes a Markdown link."""

    def linked(match: re.Match[str]) -> str:
        url, words = match[1], match[2]
        return words if words in url else f"[{words}]({url})"

    return _plain(_LINK.sub(linked, text))


def _name(channel: str) -> str:
    """The name of a slash command's channel, "" where Slack gives none (private channels,
    messages).
    """
    nameless = channel in {"", "directmessage", "privategroup"} or channel.startswith("mpdm-")
    return "" if nameless else f"#{channel}"


def _plain(text: str) -> str:
    """The typed text, without Slack's markup of links and names."""
    named = _NAMELESS.sub("", text)
    shown = _MARKUP.sub(lambda found: found["label"] or found["bare"] or "", named)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


EVENTS: Final = (
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "tokens_revoked",
)
"""The events that the app subscribes to."""

_REMOVED: Final = (
    "I am no longer in this channel. Type `/invite @Sourcebrief` there and the digest goes on."
)
_ARCHIVED: Final = "This channel is archived."
_DELETED: Final = "This channel was deleted."
_UNINSTALLED: Final = "The Slack app was uninstalled."
_REVOKED: Final = "Slack no longer takes my token: it was revoked."


def change(body: Mapping[str, Any], *, bot: str, team: str = "") -> Change | None:
    """The change that an event means for the user `bot`; None for any other event.

    Raises KeyError or TypeError for an event that is not shaped as documented.
    """
    event, team = body["event"], installed_in(body, team)
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
        case "channel_id_changed":
            return Migrated(_at(team, event["old_channel_id"]), _at(team, event["new_channel_id"]))
        case "app_uninstalled":
            return Unreachable(_at(team, ""), _UNINSTALLED)
        case "tokens_revoked" if event["tokens"].get("bot"):
            return Unreachable(_at(team, ""), _REVOKED)
    return None


def _at(team: str, channel: str) -> Address:
    return Address(PLATFORM, team, channel)
