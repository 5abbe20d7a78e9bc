"""The program: every command, and the door that the console script opens."""

import sys

from bot.cli import (
    adding,
    chat,
    digests,
    explain,
    feeds,
    library,
    outbox,
    proof,
    references,
    scripts,
    service,
    stores,
)
from bot.cli.app import app, run

__all__ = ["app", "main", "run"]

for group in (
    adding,
    library,
    chat,
    references,
    explain,
    proof,
    scripts,
    digests,
    feeds,
    outbox,
    service,
    stores,
):
    group.register(app)


def main() -> None:
    sys.exit(run())
