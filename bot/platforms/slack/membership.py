"""Reads from Slack's events what became of the bot's channels, and of the bot itself."""

from collections.abc import Mapping
from typing import Any, Final

from bot.platforms.changes import Change, Opened, Shut
from bot.platforms.slack.events import PLATFORM
from briefs.model import Address

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
            return Opened(_at(team, event["channel"]))
        case "channel_unarchive" | "group_unarchive":
            return Opened(_at(team, event["channel"]))
        case "channel_left" | "group_left":
            return Shut(_at(team, event["channel"]), _REMOVED)
        case "channel_archive" | "group_archive":
            return Shut(_at(team, event["channel"]), _ARCHIVED)
        case "channel_deleted" | "group_deleted":
            return Shut(_at(team, event["channel"]), _DELETED)
        case "app_uninstalled":
            return Shut(_at(team, ""), _UNINSTALLED)
        case "tokens_revoked" if event["tokens"].get("bot"):
            return Shut(_at(team, ""), _REVOKED)
    return None


def _at(team: str, channel: str) -> Address:
    return Address(PLATFORM, team, channel)
