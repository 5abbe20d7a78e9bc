"""Serving: CPU of the bot's process for each /brief, as a ratio to a bare bot with the same
library.

The bare bot sends the same words, prepared in a file, through the same client library to the same
emulator. Eight readers ask concurrently, each as soon as the last answer has come. They and the
emulators are in this process; only the CPU of the bots' own processes is counted.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import cycle
from pathlib import Path
from statistics import median

from served import library
from served.chats import READERS, Chats, slack_chats, telegram_chats
from served.parts import parts
from served.process import Process, running

from briefs.storage.sql.store import open_store

_OURS = ("-c", "from bot.cli.main import main; main()", "run")
_SETTLE = 0.1
"""Seconds for what a bot still does after its last answer."""


async def compared(
    chats: Callable[[], AbstractAsyncContextManager[Chats]],
    refs: Sequence[str],
    folder: Path,
    *,
    rounds: int,
    requests: int,
) -> tuple[list[float], list[float]]:
    """Seconds of CPU a request, round by round in turn: our bot's, and the bare one's."""
    taken: tuple[list[float], list[float]] = ([], [])
    async with chats() as to_ours, chats() as to_bare:
        env = {f"SOURCEBRIEF_{name}": value for name, value in to_ours.settings().items()}
        env["SOURCEBRIEF_DATABASE_URL"] = f"sqlite:///{folder}/library.db"
        env["SOURCEBRIEF_LOG_LEVEL"] = "WARNING"
        async with running(_OURS, folder=folder, env=env) as ours:
            answers = {ref: await to_ours.ask(0, ref) for ref in refs}
            file = folder / "answers.json"
            file.write_text(json.dumps(answers), "utf-8")
            async with running(to_bare.echo(file), folder=folder) as bare:
                assert answers == {ref: await to_bare.ask(0, ref) for ref in refs}
                sides = ((ours, to_ours, taken[0]), (bare, to_bare, taken[1]))
                for bot, asked, _ in sides:  # warm: every chat has seen every piece
                    await cpu(bot, asked, repeated(refs, len(refs) * READERS))
                for _ in range(rounds):
                    for bot, asked, found in sides:
                        found.append(await cpu(bot, asked, repeated(refs, requests)) / requests)
    return taken


def repeated(refs: Sequence[str], times: int) -> Sequence[str]:
    return [ref for ref, _ in zip(cycle(refs), range(times), strict=False)]


async def cpu(bot: Process, chats: Chats, refs: Sequence[str]) -> float:
    """The seconds it took a bot to answer all of these, the readers taking turns to ask them."""

    async def read(reader: int) -> None:
        for ref in refs[reader::READERS]:
            await chats.ask(reader, ref)

    before = bot.cpu()
    await asyncio.gather(*map(read, range(READERS)))
    await asyncio.sleep(_SETTLE)
    return bot.cpu() - before


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--requests", type=int, default=320)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="serving") as name:
        folder = Path(name)
        store = open_store(f"sqlite:///{folder}/library.db")
        refs = [str(number) for number in library.stock(store)]
        print(f"{asked.requests} requests a round, medians of {asked.rounds} rounds\n")
        print(f"{'CPU for each /brief':24} {'ours':>8} {'bare':>8} {'ratio':>6}  (lowest-highest)")
        for platform, chats in (("Telegram", telegram_chats), ("Slack", slack_chats)):
            ours, bare = asyncio.run(
                compared(chats, refs, folder, rounds=asked.rounds, requests=asked.requests)
            )
            ratios = sorted(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
            print(
                f"{platform:24} {median(ours) * 1e3:5.2f} ms {median(bare) * 1e3:5.2f} ms "
                f"{median(ratios):6.2f}  ({ratios[0]:.2f}-{ratios[-1]:.2f})"
            )
        print(f"\n{'The parts of ours, called directly':44} {'CPU':>8}")
        for part, seconds in parts(store, refs):
            print(f"{part:44} {seconds * 1e6:5.0f} µs")
        store.close()


if __name__ == "__main__":
    main()
