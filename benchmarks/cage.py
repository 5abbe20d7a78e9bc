"""What the sandbox costs, and what it prevents: the running bot under texts made to block it.

First the cost: a text of 6 KB, and a feed of 500 entries without a new one, read in the sandbox and
by the same code in the process itself, wall time as a ratio. Then each runaway text is put into the
folder that the bot watches, five times with other words, while somebody asks for /help through the
Bot API. Printed are the p99 of the waiting time as a ratio to a quiet time before, how many
questions were not answered in ten seconds, and how long the process takes to end after SIGTERM. No
time is asserted: on a busy machine only the ratios mean something.
"""

import argparse
import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot import log
from briefs.pieces import ingest
from briefs.reading import feed, reader
from briefs.sandbox import pool
from tests.bot.processes import running, stock
from tests.emulators.telegram.server import TelegramEmulator

TIMES, QUESTIONS = 20, 60
CHAT, PAUSE, PATIENCE = 7, 0.05, 10.0
RUNAWAY: dict[str, Callable[[int], str]] = {
    "signature": lambda n: "The motto ends here. -" + "A" * n + "!",
    "volumes": lambda n: "Roe, A. 2019. Dredging the port. In Proc., Oslo" + " V: 0" * n + " x",
    "raised marks": lambda n: "It ends" + "²" * n + "x.",
    "brackets": lambda n: "![" * n,
    "note numbers": lambda n: "See " + "[1][2]" * n + ".",
    "op. cit.": lambda n: "\n".join(f"{i}. Vale, op. cit., p. {i}." for i in range(1, n)),
}
SIZES = {"volumes": 36, "brackets": 100_000, "op. cit.": 2_000}


def prose(n: int) -> str:
    lines = (
        f"The harbour of the {i}th town silted up in a winter, and nobody said why."
        for i in range(n)
    )
    return "\n\n".join(lines)


def entries(count: int) -> bytes:
    item = (
        "<item><guid>urn:{n}</guid><title>Port {n}</title><description>{text}</description></item>"
    )
    items = "".join(item.format(n=n, text="It silted up. " * 20) for n in range(count))
    return f'<rss version="2.0"><channel><title>Ports</title>{items}</channel></rss>'.encode()


def timed(work: Callable[[], object]) -> float:
    work()  # warms the sandbox's process
    begun = perf_counter()
    for _ in range(TIMES):
        work()
    return (perf_counter() - begun) / TIMES


def cost() -> None:
    text = prose(90)[:6_000].encode()
    draft = reader.read(text, name="a.txt")
    found = entries(500)
    url = "https://example.org/feed"
    pairs: tuple[tuple[str, Callable[[], object], Callable[[], object]], ...] = (
        ("6 KB read", lambda: pool.read(text, name="a"), lambda: reader.read(text, name="a")),
        ("6 KB made ready", lambda: pool.edit(draft), lambda: ingest.edit(draft)),
        ("500 entries", lambda: pool.read_feed(found, url=url), lambda: feed.read(found, url=url)),
    )
    for name, inside, outside in pairs:
        sandboxed, plain = timed(inside), timed(outside)
        print(f"{name:16} in the sandbox {sandboxed / plain:4.1f}x of {plain * 1_000:.1f} ms")


async def waits(telegram: TelegramEmulator) -> list[float]:
    """How long each question waited; PATIENCE for one that was not answered by then."""
    found = []
    for _ in range(QUESTIONS):
        before, begun = len(telegram.world.posted(CHAT)), perf_counter()
        await telegram.people.say(CHAT, "/help")
        try:
            async with asyncio.timeout(PATIENCE):
                while len(telegram.world.posted(CHAT)) == before:  # noqa: ASYNC110  # it is timed
                    await asyncio.sleep(0.002)
        except TimeoutError:
            pass
        found.append(perf_counter() - begun)
        await asyncio.sleep(PAUSE)
    return sorted(found)


async def attacked(name: str, text: Callable[[int], str], size: int) -> None:
    with TemporaryDirectory(prefix="cage") as place:
        folder = Path(place)
        (folder / "watched").mkdir()
        library = f"sqlite:///{folder}/library.db"
        stock(library)
        async with TelegramEmulator() as telegram:
            telegram.people.open(CHAT)
            settings = {
                "DATABASE_URL": library,
                "TELEGRAM_TOKEN": telegram.token,
                "TELEGRAM_BASE_URL": telegram.base_url,
                "LIBRARY": str(folder / "watched"),
                "ANSWERS_A_MINUTE": "0",
                "LOG_LEVEL": "ERROR",
            }
            async with running(folder, settings) as process:
                await telegram.people.say(CHAT, "/help")
                await telegram.world.until(lambda: telegram.world.posted(CHAT), 60)
                quiet = await waits(telegram)
                for n in range(5):
                    body = f"Piece {n}\n\n{prose(3)}\n\n{text(size + n)}\n"
                    (folder / "watched" / f"{n}.md").write_text(body)
                during = await waits(telegram)
                begun = perf_counter()
                process.send_signal(signal.SIGTERM)
                await asyncio.to_thread(process.rest)
                ended = perf_counter() - begun
    p99 = int(QUESTIONS * 0.99)
    print(
        f"{name:14} /help p99 {during[p99] / quiet[p99]:4.1f}x of quiet "
        f"({during[p99] * 1_000:.0f} ms), {sum(w >= PATIENCE for w in during)} unanswered; "
        f"SIGTERM {ended:.1f} s"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=8_000)
    size = options.parse_args().size
    log.configure("ERROR", json=False, secrets=())
    cost()
    for name, text in RUNAWAY.items():
        asyncio.run(attacked(name, text, SIZES.get(name, size)))


if __name__ == "__main__":
    main()
