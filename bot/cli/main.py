"""The program: every command, and the door that the console script opens."""

import sys

from bot.cli import chat, explain, library, proof, references, scripts, service
from bot.cli.app import app, run

__all__ = ["app", "main", "run"]

for group in (library, chat, references, explain, proof, scripts, service):
    group.register(app)


def main() -> None:
    sys.exit(run())
