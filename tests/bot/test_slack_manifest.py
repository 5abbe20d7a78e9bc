"""The app's manifest holds to the table of commands, and to what Slack accepts."""

from pathlib import Path

import yaml

from bot.platforms.slack.events import EVENTS
from bot.platforms.slack.manifest import FILE, SLACKS_OWN, document
from handlers.commands import COMMANDS

TOP = Path(__file__).parents[2]


def slash_commands() -> list[dict[str, str]]:
    features = yaml.safe_load(document())["features"]
    found: list[dict[str, str]] = features["slash_commands"]
    return found


def test_the_file_at_the_top_is_what_the_code_makes() -> None:
    assert (TOP / FILE).read_text("utf-8") == document(), (
        f"make it anew: python -m bot.platforms.slack.manifest > {FILE}"
    )


def test_every_command_is_in_the_menu_or_behind_the_umbrella() -> None:
    names = [command["command"] for command in slash_commands()]
    free = [f"/{command.name}" for command in COMMANDS if command.name not in SLACKS_OWN]
    assert names == [*free, "/sourcebrief"]
    umbrella = slash_commands()[-1]["usage_hint"]
    assert umbrella.split("|") == [command.name for command in COMMANDS]


def test_no_command_is_one_of_slacks_own() -> None:
    assert not {command["command"].removeprefix("/") for command in slash_commands()} & SLACKS_OWN


def test_the_menu_says_what_the_table_says_within_slacks_limits() -> None:
    table = {f"/{command.name}": command for command in COMMANDS}
    for entry in slash_commands()[:-1]:
        assert entry["description"] == table[entry["command"]].does
        assert entry.get("usage_hint", "") == table[entry["command"]].usage
    for entry in slash_commands():
        assert len(entry["command"]) <= 32
        assert 0 < len(entry["description"]) <= 2_000
        assert len(entry.get("usage_hint", "")) <= 1_000


def test_the_bot_may_do_and_hear_what_it_needs_and_no_more() -> None:
    manifest = yaml.safe_load(document())
    assert manifest["oauth_config"]["scopes"]["bot"] == [
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "mpim:history",
        "users:read",
    ]
    heard = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert heard == ["app_mention", *EVENTS, "message.im"]
    assert len(set(heard)) == len(heard)


def test_with_a_request_url_everything_is_delivered_there_and_nothing_over_socket_mode() -> None:
    url = "https://bot.example.org/slack"
    manifest = yaml.safe_load(document(url))
    settings = manifest["settings"]
    assert not settings["socket_mode_enabled"]
    asked = [settings["event_subscriptions"], settings["interactivity"]]
    assert {one["request_url"] for one in asked} == {url}
    commands = manifest["features"]["slash_commands"]
    assert {one["url"] for one in commands} == {url}
    assert not any("request_url" in one for one in commands)
    assert "request_url" not in document()
