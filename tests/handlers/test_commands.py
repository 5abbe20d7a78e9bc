"""The table of commands fits both platforms' menus, and each command in it is answered."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest

from handlers.commands import COMMANDS, Command, load
from handlers.message import Context, Reply, Request

each = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


def test_no_two_commands_share_a_name() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


@each
def test_every_command_has_a_handler_that_takes_a_request_and_a_context(command: Command) -> None:
    handler = load(command)
    assert list(get_type_hints(handler).values()) == [Request, Context, Reply]


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


HANDLER = """
from handlers.message import Context, Paragraph, Reply, Request


def answer(request: Request, context: Context) -> Reply:
    return Reply((Paragraph((f"Fair in {' '.join(request.args)}",)),))
"""
ROW = """
from handlers import commands

row = commands.Command(
    name="weather",
    handler="weather_command:answer",
    usage="place",
    does="The weather of a place",
    examples=("/weather Berlin",),
)
commands.COMMANDS = (*commands.COMMANDS, row)
"""
READERS = """
from bot.platforms.slack import events, manifest
from bot.platforms.telegram import bot, updates
from handlers import router
from handlers.message import Context
from tests.handlers.newsroom import library, request, text

context = Context(library())
assert text(router.answer(request("/weather Berlin"), context)) == "Fair in Berlin"
assert "/weather The weather of a place" in text(router.answer(request("/help"), context))
assert "/weather place" in text(router.answer(request("/help weather"), context))
assert "/weather?" in text(router.answer(request("/wether"), context))
assert row in bot.COMMANDS
assert "command: /weather" in manifest.document()
"""


def test_a_new_command_is_its_handler_and_its_row_in_the_table(tmp_path: Path) -> None:
    (tmp_path / "weather_command.py").write_text(HANDLER)
    path = os.pathsep.join((str(tmp_path), *sys.path))
    program = (sys.executable, "-c", ROW + READERS)
    subprocess.run(program, env={**os.environ, "PYTHONPATH": path}, check=True)
