"""The Slack app's manifest, made from the table of commands: what the app is and may do."""

from typing import Final

import yaml

from bot.platforms.slack.intake import UMBRELLA
from handlers.commands import COMMANDS

FILE: Final = "slack-manifest.yaml"

SLACKS_OWN: Final = frozenset(
    """active apps archive away call collapse dm dnd expand feed feedback invite invite_people join
    keys kick leave me msg mute open part pro remind remove rename search shortcuts shrug star
    status topic who""".split()  # noqa: SIM905  # forty quotation marks would hide the words
)
"""Commands of Slack itself. A manifest that claims one of them is refused as a whole."""

_HEADER: Final = """\
# Create the app from this at https://api.slack.com/apps (New App, From a manifest), install it, and
# make an app-level token with connections:write.
# `/sourcebrief search …` stands in for commands whose names Slack keeps for itself.
# Made from handlers/commands.py by: python -m bot.platforms.slack.manifest > slack-manifest.yaml
"""


def manifest() -> dict[str, object]:
    """The manifest as Slack's documentation lays it out."""
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
            "slash_commands": _slash_commands(),
        },
        "oauth_config": {
            "scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "im:history"]}
        },
        "settings": {
            "event_subscriptions": {"bot_events": ["app_mention", "message.im"]},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def document() -> str:
    """The manifest as the YAML file at the top of the project."""
    written = yaml.safe_dump(manifest(), sort_keys=False, allow_unicode=True, width=100)
    return _HEADER + str(written)


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
    print(document(), end="")  # noqa: T201  # printing is what it is run for
