"""The reference is written from the code, and the README shows what is really answered."""

import runpy
from pathlib import Path

import pytest

from bot.cli import main

TOP = Path(__file__).parents[1]
README = TOP / "README.md"
REFERENCE = runpy.run_path(str(TOP / "docs" / "reference.py"))


@pytest.mark.parametrize(("name", "text"), sorted(REFERENCE["pages"]().items()))
def test_the_reference_says_what_the_code_has(name: str, text: str) -> None:
    kept = (TOP / "docs" / "reference" / name).read_text("utf-8")
    assert kept == text, "make reference writes it anew"


def test_the_readmes_first_answer_is_what_the_examples_give() -> None:
    kept = README.read_text("utf-8")
    assert "\n› /brief\n" in kept
    assert kept == REFERENCE["readme"](), "make reference writes it anew"


def test_every_command_stands_in_one_panel_of_the_help() -> None:
    shown = [name for names in main.PANELS.values() for name in names.split()]
    assert sorted(shown) == sorted(row.name for row in main.COMMANDS)


@pytest.mark.parametrize("row", main.COMMANDS, ids=lambda row: row.name)
def test_every_shell_command_shows_an_example_and_opens_as_the_table_says(
    row: main.ShellCommand,
) -> None:
    said = main.load(row.name).help or ""
    assert f"sourcebrief {row.name}" in said
    assert said.partition("\n\n")[0].replace("\n", " ") == row.does
