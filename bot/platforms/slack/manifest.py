"""The manifest of the Slack app, generated from the table of commands."""

import sys
from typing import Final

import yaml

from bot.platforms.slack.events import EVENTS, UMBRELLA
from handlers.commands import COMMANDS

FILE: Final = "slack-manifest.yaml"

SLACKS_OWN: Final = frozenset(
    """active apps archive away call collapse dm dnd expand feed feedback invite invite_people join
    keys kick leave me msg mute open part pro remind remove rename search shortcuts shrug star
    status topic who""".split()  # noqa: SIM905  # a list of forty strings is hard to read
)
"""Names of Slack's own commands. Slack refuses a whole manifest that uses one of them."""

_SCOPES: Final = (
    "app_mentions:read",
    "channels:history",  # for this and the other histories: to see whether a digest was posted
    # like groups:read: for events of being invited or removed, and of archived channels
    "channels:read",
    "chat:write",
    "commands",
    "files:read",  # for the pieces that editors send
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "mpim:history",
    "users:read",  # to know the workspace's admins
)
_EVENTS: Final = ("app_mention", *EVENTS, "message.im")

_HEADER: Final = """\
# Create the app from this at https://api.slack.com/apps (New App, From a manifest), install it, and
# make an app-level token with connections:write.
# `/sourcebrief search …` stands in for commands whose names Slack keeps for itself.
# Made from handlers/commands.py by: python -m bot.platforms.slack.manifest > slack-manifest.yaml
"""

_HTTP_HEADER: Final = """\
# Create the app from this at https://api.slack.com/apps (New App, From a manifest), install it, and
# copy its signing secret. Sourcebrief has to be running before Slack checks the address.
"""


def manifest(request_url: str = "") -> dict[str, object]:
    """The manifest as Slack's documentation lays it out.

    With a `request_url` Slack delivers there; without one, over Socket Mode.
    """
    to = {"request_url": request_url} if request_url else {}
    command_url = {"url": request_url} if request_url else {}  # so named in Slack's schema
    return {
        "display_information": {
            "name": "Sourcebrief",
            "description": "Briefs in the piece's own sentences, with the sources it rests on",
            "background_color": "#1d3b53",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Sourcebrief", "always_online": True},
            "slash_commands": [{**command, **command_url} for command in _slash_commands()],
        },
        "oauth_config": {"scopes": {"bot": list(_SCOPES)}},
        "settings": {
            "event_subscriptions": {**to, "bot_events": list(_EVENTS)},
            "interactivity": {"is_enabled": True, **to},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not request_url,
            "token_rotation_enabled": False,
        },
    }


def document(request_url: str = "") -> str:
    """The manifest as YAML; without a `request_url`, as the file at the top of the project."""
    said = manifest(request_url)
    written = yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=100)
    return (_HTTP_HEADER if request_url else _HEADER) + str(written)


def _slash_commands() -> list[dict[str, object]]:
    own = [
        _slash_command(command.name, command.does, command.usage)
        for command in COMMANDS
        if command.name not in SLACKS_OWN
    ]
    every = "|".join(command.name for command in COMMANDS)
    return [*own, _slash_command(UMBRELLA, "Any of the commands, or words to search", every)]


def _slash_command(name: str, does: str, usage: str) -> dict[str, object]:
    hint = {"usage_hint": usage} if usage else {}
    return {"command": f"/{name}", "description": does, **hint, "should_escape": False}


if __name__ == "__main__":
    print(document(*sys.argv[1:]), end="")  # noqa: T201  # printing is what it is run for
