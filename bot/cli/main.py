"""The program: every command, and the door that the console script opens."""

import sys

from bot.cli import add, chat, digest, explain, feeds, library, scripts, sources, storage
from bot.cli import run as cli_run
from bot.cli.app import app, run

__all__ = ["app", "main", "run"]

for register in (
    add.register,
    library.register,
    chat.register,
    sources.register,
    explain.register,
    library.register_verify,
    scripts.register,
    digest.register,
    feeds.register,
    digest.register_outbox,
    cli_run.register,
    storage.register,
):
    register(app)


def main() -> None:
    sys.exit(run())
