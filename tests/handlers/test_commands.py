"""The table of commands fits both platforms' menus, and each command in it is answered."""

import re

import pytest

from handlers.commands import COMMANDS, Command
from handlers.router import HANDLERS

each = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


def test_every_command_has_a_handler_and_every_handler_a_command() -> None:
    assert [command.name for command in COMMANDS] == list(dict.fromkeys(c.name for c in COMMANDS))
    assert {command.name for command in COMMANDS} == set(HANDLERS)


@each
def test_a_name_is_one_that_both_menus_take(command: Command) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", command.name)


@each
def test_what_a_command_does_fits_a_menu_line(command: Command) -> None:
    assert 3 <= len(command.does) <= 100
    assert "\n" not in command.does


@each
def test_every_example_is_of_its_command(command: Command) -> None:
    assert command.examples
    assert all(example.split()[0] == f"/{command.name}" for example in command.examples)
