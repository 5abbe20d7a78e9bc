"""Trips: how many files three of the bot's operations go through, and how often they change files.

The real program serves the emulators in a process of its own, and every function of ours is
recorded when it is first entered: a `/brief` on a topic on Telegram, a digest that falls due on
Slack, and `add` of a PDF, whose reading in the sandbox's process is counted too. A switch is a
first entry in another file than the one before; a return is a switch to a file that was seen
before. Functions that the same process enters while it is idle (leases, heartbeats, idle loops) are
not counted. With `--files`, each trip's files are listed with the functions entered there and
their lengths in lines.
"""

import ast
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from served.process import Process, running

from bot.app import stock_examples
from briefs.model import Address
from briefs.storage.sql.store import open_store
from tests.bot.processes import order_now
from tests.briefs.paper import Words, lines, pdf
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, TEAM, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

Entered: TypeAlias = Sequence[tuple[str, str]]

CHAT = 7
SETTLING_SECONDS = 2
"""By then everything that was asked before a trip has ended, so that none of it counts as idle."""
IDLE_SECONDS = 12
"""Longer than twice the longest period of what a process does by itself while it serves."""
PAGE_ROWS = 40
TOPIC = "/brief water"
PROSE = (
    "The quay reopened in April, two years after the storm had closed it to every ship.",
    "Two thirds of its cranes were working again by the end of that very same week.",
    "Insurers were slower to return than the ships had been, and they asked for a survey.",
)
LISTED = "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019."


async def entered(bot: Process, notes: Path, act: Callable[[], Awaitable[object]]) -> Entered:
    """What a process enters while something is done with it."""
    os.kill(bot.pid, signal.SIGUSR1)
    await act()
    await asyncio.sleep(0.5)
    os.kill(bot.pid, signal.SIGUSR2)
    while not notes.exists():  # noqa: ASYNC110, ASYNC240  # a file of ours, and no event tells of it
        await asyncio.sleep(0.1)
    return read(notes)


def read(notes: Path) -> Entered:
    found = [(file, name) for file, name in json.loads(notes.read_text("utf-8"))]
    notes.unlink()
    return found


def lengths(source: str) -> dict[str, int]:
    """The lines of each function of a file, by its qualified name."""
    found: dict[str, int] = {}

    def look(node: ast.AST, above: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{above}{child.name}"
                found[name] = (child.end_lineno or child.lineno) - child.lineno + 1
                look(child, f"{name}.<locals>.")
            elif isinstance(child, ast.ClassDef):
                look(child, f"{above}{child.name}.")
            else:
                look(child, above)

    look(ast.parse(source), "")
    return found


def show_files(trip: Entered) -> None:
    """Prints each file of a trip in the order of first entries, with the functions that were
    entered there.
    """
    root = Path(__file__).parents[1]
    for file in dict.fromkeys(file for file, _ in trip):
        sizes = lengths((root / file).read_text("utf-8"))
        names = [name for of, name in trip if of == file]
        print(f"  {file:44} {sum(sizes.get(name, 0) for name in names):4}  {' '.join(names)}")


def show(what: str, trip: Entered, idle: Entered = ()) -> None:
    beside = set(idle)
    own = [one for one in trip if one not in beside]
    seen: set[str] = set()
    switches = returns = 0
    last = ""
    for file, _ in own:
        if file != last:
            switches += 1
            returns += file in seen
        seen.add(file)
        last = file
    root = Path(__file__).parents[1]
    size = sum(len((root / file).read_text("utf-8").splitlines()) for file in seen)
    print(
        f"{what:34} files {len(seen):3}  functions {len(own):4}  lines of those files {size:6}  "
        f"switches {switches:4}  returns {returns:3}"
    )
    if "--files" in sys.argv:
        show_files(own)


async def serving(folder: Path) -> None:
    """The first two trips, each on a bot of its own platform."""
    url, notes = f"sqlite:///{folder}/library.db", folder / "notes.json"
    with closing(open_store(url)) as store:
        stock_examples(store)
    probe = ("-m", "traced.probe", str(notes), "run")
    env = {
        "SOURCEBRIEF_DATABASE_URL": url,
        "SOURCEBRIEF_LOG_LEVEL": "WARNING",
        "PYTHONPATH": os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[1]))),
    }

    async def nothing() -> None:
        await asyncio.sleep(IDLE_SECONDS)

    async with TelegramEmulator() as telegram:
        telegram.people.open(CHAT)
        told = {
            "SOURCEBRIEF_TELEGRAM_TOKEN": telegram.token,
            "SOURCEBRIEF_TELEGRAM_BASE_URL": telegram.base_url,
        }
        async with running(probe, folder=folder, env={**env, **told}) as bot:

            async def ask() -> None:
                before = len(telegram.world.posted(CHAT))
                await telegram.people.say(CHAT, TOPIC)
                await telegram.world.until(lambda: len(telegram.world.posted(CHAT)) > before, 60)

            await telegram.people.say(CHAT, "/help")
            await telegram.world.until(lambda: telegram.world.posted(CHAT), 60)
            await asyncio.sleep(SETTLING_SECONDS)
            idle = await entered(bot, notes, nothing)
            show(f"{TOPIC} on Telegram", await entered(bot, notes, ask), idle)
    async with SlackEmulator() as slack:
        told = {
            "SOURCEBRIEF_SLACK_BOT_TOKEN": BOT_TOKEN,
            "SOURCEBRIEF_SLACK_APP_TOKEN": APP_TOKEN,
            "SOURCEBRIEF_SLACK_BASE_URL": slack.base_url,
        }
        async with running(probe, folder=folder, env={**env, **told}) as bot:

            async def fall_due() -> None:
                order_now(url, Address("slack", TEAM, "C1"))
                await slack.until(lambda: any("Digest" in one.seen for one in slack.answers))

            while not await slack.command("/help"):  # noqa: ASYNC110  # no event tells of it
                await asyncio.sleep(0.1)
            await slack.until(lambda: bool(slack.answers))
            slack.answers.clear()
            await asyncio.sleep(SETTLING_SECONDS)
            idle = await entered(bot, notes, nothing)
            show("a digest due on Slack", await entered(bot, notes, fall_due), idle)


def adding(folder: Path) -> None:
    """The third trip: in the program's process, then in the sandbox's."""
    rows = [row for _ in range(4) for row in (*PROSE, "")] + ["References", "", LISTED]
    title = Words(text="After the Dredger", y=740, size=20)
    (folder / "essay.pdf").write_bytes(pdf([[title, *lines(rows[:PAGE_ROWS])]]))
    notes = folder / "added.json"
    env = {
        **os.environ,
        "SOURCEBRIEF_DATABASE_URL": f"sqlite:///{folder}/added.db",
        "PYTHONPATH": os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[1]))),
    }
    found: list[tuple[str, str]] = []
    for arguments in (("add", "essay.pdf"), ("--reader", "essay.pdf")):
        command = [sys.executable, "-m", "traced.probe", str(notes), "--at-once", *arguments]
        subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # ourselves
        found += read(notes)
    show("sourcebrief add essay.pdf", list(dict.fromkeys(found)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(serving(Path(folder)))
        adding(Path(folder))


if __name__ == "__main__":
    main()
