"""The README tells of the commands and settings that there are: it is held to the code."""

from pathlib import Path

import pytest

from bot.cli import main
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
    rows = [f"| `{row.name}` | {row.does} |" for row in main.COMMANDS]
    return "\n".join(("| command | what it does |", "|---|---|", *rows))


def test_the_readme_lists_every_chat_command() -> None:
    assert commands_table() in README.read_text()


def test_the_readme_lists_every_setting() -> None:
    assert settings_table() in README.read_text()


def test_the_readme_lists_every_shell_command() -> None:
    assert cli_table() in README.read_text()


@pytest.mark.parametrize("row", main.COMMANDS, ids=lambda row: row.name)
def test_every_shell_command_shows_an_example_and_opens_as_the_table_says(
    row: main.ShellCommand,
) -> None:
    said = main.load(row.name).help or ""
    assert f"sourcebrief {row.name}" in said
    assert said.partition("\n\n")[0].replace("\n", " ") == row.does
