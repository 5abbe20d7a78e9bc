"""/help is made from the one table of commands, and says what the promise is."""

import pytest

from handlers.commands import COMMANDS, Command
from tests.handlers.newsroom import Reader, items, library, text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_lists_every_command_with_its_usage_and_what_it_does(command: Command) -> None:
    lines = items(Reader(library()).ask("/help"))
    head = f"/{command.name} {command.usage}".strip()
    assert any(line.startswith(f"{head}\n{command.does}") for line in lines)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_shows_every_example_that_says_more_than_the_command_alone(command: Command) -> None:
    lines = items(Reader(library()).ask("/help"))
    (line,) = [line for line in lines if line.startswith(f"/{command.name}")]
    wanted = [example for example in command.examples if example != f"/{command.name}"]
    assert line.partition("\nFor example: ")[2] == ", ".join(wanted)


def test_help_makes_the_promise() -> None:
    assert "word for word" in text(Reader(library()).ask("/help"))
