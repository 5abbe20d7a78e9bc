"""/help is made from the one table of commands, and says what the promise is."""

import pytest

from handlers.commands import COMMANDS, Command
from tests.handlers.newsroom import Reader, items, library, text

_SCREEN_LINES, _SCREEN_WIDTH = 20, 40
"""Of a telephone, at the size that people read."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_lists_every_command_in_one_line(command: Command) -> None:
    lines = items(Reader(library()).ask("/help"))
    (line,) = [line for line in lines if line.startswith(f"/{command.name} ")]
    assert len(line) <= _SCREEN_WIDTH


@pytest.mark.parametrize("asked", ["/help", "/start", "/hello"])
def test_help_fits_a_telephones_screen(asked: str) -> None:
    said = text(Reader(library()).ask(asked))
    assert sum(-(-len(line) // _SCREEN_WIDTH) for line in said.splitlines()) <= _SCREEN_LINES


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("asked", ["/help {0}", "/help /{0}", "/{0} help"])
def test_help_on_a_command_shows_its_usage_and_every_example(command: Command, asked: str) -> None:
    if command.name == "search" and asked.startswith("/{0}"):
        return  # there, help is a word like any other
    reader = Reader(library())
    answer = reader.ask(asked.format(command.name))
    if command.name == "help":
        assert answer.private
        return
    assert f"/{command.name} {command.usage}".strip() + f"\n{command.does}" in text(answer)
    wanted = [example for example in command.examples if example != f"/{command.name}"]
    assert list(items(answer)) == wanted


def test_help_makes_the_promise_and_is_for_the_asker_alone() -> None:
    answer = Reader(library()).ask("/help")
    assert "word for word" in text(answer)
    assert answer.private
