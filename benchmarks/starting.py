"""Start-up: CPU of whole processes, as ratios to a floor that only imports the same libraries."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

PYTHON = sys.executable
ROUNDS = 7
CONSOLE = "typer, rich, pydantic, dotenv, structlog, sqlalchemy, alembic.command, pysqlite3"
FLOORS = {
    "bare Python": "pass",
    "SQLAlchemy and typer alone": "import sqlalchemy, typer",
    "SQLAlchemy, and a typer command run": (
        "import sqlalchemy, typer\napp = typer.Typer()\n"
        "@app.command()\ndef list_(limit: int = 50): print(limit)\n"
        "app([], standalone_mode=False)"
    ),
    "the libraries the console needs": f"import {CONSOLE}",
    "the libraries that serving needs": f"import {CONSOLE}, slack_bolt, aiohttp",
}


def cpu(argv: Sequence[str], said: str, env: dict[str, str]) -> float:
    """Seconds of user and system CPU that one process took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603  # our own program
        argv, input=said.encode(), env=env, check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def python(code: str) -> tuple[str, ...]:
    return (PYTHON, "-c", code)


def sourcebrief(*args: str) -> tuple[str, ...]:
    return (PYTHON, "-c", "from bot.cli.main import main; main()", *args)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="starting"))
    env = {**os.environ, "SOURCEBRIEF_DATABASE_URL": f"sqlite:///{folder}/library.db"}
    cpu(sourcebrief("run"), "/help\n", env)  # makes the library, so that later runs only open it
    serving = "import bot.accounts, bot.app, bot.platforms.telegram.bot, bot.platforms.slack.bot"
    runs: dict[str, Callable[[], float]] = {
        name: lambda code=code: cpu(python(code), "", env)  # type: ignore[misc]  # bound at once
        for name, code in FLOORS.items()
    }
    for args in (("--help",), ("--version",), ("list",), ("brief", "1")):
        name = f"sourcebrief {' '.join(args)}"
        runs[name] = lambda args=args: cpu(sourcebrief(*args), "", env)  # type: ignore[misc]  # as above
    runs["console chat, /brief answered"] = lambda: cpu(sourcebrief("chat"), "/brief\n", env)
    runs["serving: all of the bot imported"] = lambda: cpu(python(serving), "", env)
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            taken[name].append(run())
    middle = {name: median(found) for name, found in taken.items()}
    small, _, console, served = list(FLOORS)[1:]
    print(f"{'':36} {'CPU s':>7} {'/ floor':>8}")
    for name, seconds in middle.items():
        floor = served if name.startswith("serving") else console
        floor = small if name.startswith("sourcebrief") else floor
        print(f"{name:36} {seconds:7.2f} {seconds / middle[floor]:8.2f}  of {floor}")


if __name__ == "__main__":
    main()
