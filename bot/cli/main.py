"""The program: every command, and the door that the console script opens."""

import sys

from bot.cli import (
    add,
    chat,
    digest,
    digests,
    explain,
    feeds,
    library,
    proof,
    scripts,
    sources,
    storage,
)
from bot.cli import run as cli_run
from bot.cli.app import app, run

__all__ = ["app", "main", "run"]

for group in (
    add,
    library,
    chat,
    sources,
    explain,
    proof,
    scripts,
    digests,
    feeds,
    digest,
    cli_run,
    storage,
):
    group.register(app)


def main() -> None:
    sys.exit(run())
