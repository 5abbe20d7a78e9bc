"""The README tells of the commands and settings that there are: it is held to the code."""

from pathlib import Path

from typer.main import get_command

from bot.cli.main import app
from bot.config import PREFIX, Settings
from handlers.commands import COMMANDS

README = Path(__file__).parents[1] / "README.md"


def commands_table() -> str:
    rows = [
        f"| `/{c.name}{f' {c.usage}' if c.usage else ''}` | {c.does} |".replace("|long", "\\|long")
        for c in COMMANDS
    ]
    return "\n".join(("| command | what it does |", "|---|---|", *rows))


def settings_table() -> str:
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(("| setting | default | |", "|---|---|---|", *rows))


def _default(value: object) -> str:
    return "" if value is None else f"`{str(value).lower() if value is False else value}`"


def cli_table() -> str:
    found = getattr(get_command(app), "commands", {})
    rows = [
        f"| `{name}` | {(command.help or '').strip().splitlines()[0]} |"
        for name, command in found.items()
    ]
    return "\n".join(("| command | what it does |", "|---|---|", *rows))


def test_the_readme_lists_every_chat_command() -> None:
    assert commands_table() in README.read_text()


def test_the_readme_lists_every_setting() -> None:
    assert settings_table() in README.read_text()


def test_the_readme_lists_every_shell_command() -> None:
    assert cli_table() in README.read_text()


def test_every_shell_command_shows_an_example() -> None:
    for name, command in getattr(get_command(app), "commands", {}).items():
        assert f"sourcebrief {name}" in (command.help or ""), name
