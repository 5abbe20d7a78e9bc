"""Posting: CPU for each message, as a ratio to bare aiohttp posting the same bytes.

A digest-sized message, frozen once, is posted over and over to a server on loopback that runs in a
process of its own; only the CPU of this process is counted. The bare post reads the answer and does
not look into it. The platforms' own libraries are measured beside ours, as they come.
"""

import argparse
import asyncio
import json
import logging
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import process_time

import aiohttp
from served import library
from served.process import running
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot

from bot.chat import ChatService
from bot.platforms.base import Poster
from bot.platforms.slack.client import SlackPoster
from bot.platforms.slack.render import freeze as freeze_for_slack
from bot.platforms.telegram.client import TelegramPoster
from bot.platforms.telegram.render import freeze as freeze_for_telegram
from briefs.digests.outbox import Sent
from briefs.model import Address
from briefs.storage.sql.store import open_store
from handlers.message import Request

TOKEN = "4242:not-a-real-token"  # noqa: S105  # nothing but loopback ever sees it
CHAT, CHANNEL = Address("telegram", "4242", "77"), Address("slack", "T1", "C1")
IN_FLIGHT = 16
PAID = 1_000
"""Messages a second of Telegram's paid broadcast."""

Post = Callable[[], Awaitable[object]]


def payloads() -> tuple[str, str]:
    """A brief of the example library, frozen for Telegram and for Slack."""
    store = open_store("sqlite://")
    number = library.stock(store)[0]
    asked = Request(command="brief", args=(str(number),), origin=CHAT, at=library.NOW)
    answer = ChatService(store, lambda: library.NOW).answer(asked)
    frozen = [f(answer.reply, answer.tokens) for f in (freeze_for_telegram, freeze_for_slack)]
    store.close()
    return frozen[0][0].payload, frozen[1][0].payload


def answers(on_telegram: str, on_slack: str) -> dict[str, object]:
    """What the platforms would answer, message and all."""
    chat = {"id": 77, "type": "private", "first_name": "Noor"}
    bot = {"id": 4242, "is_bot": True, "first_name": "Sourcebrief", "username": "SourcebriefBot"}
    shown = {"message_id": 7, "date": 1_790_000_000, "chat": chat, "from": bot}
    said = {"ts": "7.7", "user": "UBOT", "bot_id": "BBOT", "type": "message"}
    return {
        "sendMessage": {"ok": True, "result": {**shown, **json.loads(on_telegram)}},
        "chat.postMessage": {
            "ok": True,
            "channel": "C1",
            "ts": "7.7",
            "message": {**said, **json.loads(on_slack)},
        },
    }


async def spent(post: Post, posts: int) -> float:
    """Seconds of this process's CPU for each of so many posts, a few of them at a time."""

    async def some(count: int) -> None:
        for _ in range(count):
            await post()

    before = process_time()
    await asyncio.gather(*(some(posts // IN_FLIGHT) for _ in range(IN_FLIGHT)))
    return (process_time() - before) / (posts // IN_FLIGHT * IN_FLIGHT)


def bare(session: aiohttp.ClientSession, url: str, place: dict[str, str], payload: str) -> Post:
    body = f"{json.dumps(place)[:-1]},{payload[1:]}".encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}

    async def post() -> None:
        async with session.post(url, data=body, headers=headers) as response:
            await response.read()

    return post


def ours(poster: Poster, to: Address, payload: str) -> Post:
    async def post() -> None:
        assert isinstance(await poster.post(to, payload, f"{to}/2026-11-23/0"), Sent)

    return post


async def ways(
    stack: AsyncExitStack, origin: str, on_telegram: str, on_slack: str
) -> dict[str, tuple[tuple[str, Post], ...]]:
    """The ways to post by platform, the bare one first."""
    session = await stack.enter_async_context(aiohttp.ClientSession())
    telegram = TelegramPoster(token=TOKEN, base_url=f"{origin}/bot", paid=True)
    slack = SlackPoster(bot_token=TOKEN, workspace="T1", base_url=f"{origin}/api/")
    for poster in (telegram, slack):
        await poster.open()
        stack.push_async_callback(poster.close)
    theirs = Bot(TOKEN, base_url=f"{origin}/bot")
    stack.push_async_callback(theirs.shutdown)
    text = json.loads(on_telegram)["text"]
    sdk = AsyncWebClient(TOKEN, base_url=f"{origin}/api/")
    said = {"channel": "C1", **json.loads(on_slack)}
    return {
        "Telegram": (
            (
                "bare aiohttp",
                bare(session, f"{origin}/bot{TOKEN}/sendMessage", {"chat_id": "77"}, on_telegram),
            ),
            ("our poster", ours(telegram, CHAT, on_telegram)),
            ("python-telegram-bot, as it comes", lambda: theirs.send_message(77, text)),
        ),
        "Slack": (
            (
                "bare aiohttp",
                bare(session, f"{origin}/api/chat.postMessage", {"channel": "C1"}, on_slack),
            ),
            ("our poster", ours(slack, CHANNEL, on_slack)),
            ("slack_sdk, as it comes", lambda: sdk.api_call("chat.postMessage", json=said)),
        ),
    }


async def measured(folder: Path, rounds: int, posts: int) -> None:
    on_telegram, on_slack = payloads()
    canned, port = folder / "answers.json", folder / "port"
    canned.write_text(json.dumps(answers(on_telegram, on_slack)), "utf-8")
    sink = (str(Path(__file__).parent / "served" / "sink.py"), str(canned), str(port))
    async with running(sink, folder=folder), AsyncExitStack() as stack:
        while not port.exists():  # noqa: ASYNC110  # another process writes it
            await asyncio.sleep(0.01)
        origin = f"http://127.0.0.1:{port.read_text()}"
        sizes = {"Telegram": on_telegram, "Slack": on_slack}
        for platform, found in (await ways(stack, origin, on_telegram, on_slack)).items():
            taken: list[list[float]] = [[] for _ in found]
            for _, post in found:
                await spent(post, IN_FLIGHT * 4)  # warm
            for _ in range(rounds):
                for (_, post), into in zip(found, taken, strict=True):
                    into.append(await spent(post, posts))
            print(f"\n{platform}, {len(sizes[platform].encode())} bytes a message")
            report([name for name, _ in found], taken)


def report(names: Sequence[str], taken: Sequence[Sequence[float]]) -> None:
    for name, seconds in zip(names, taken, strict=True):
        ratios = sorted(mine / floor for mine, floor in zip(seconds, taken[0], strict=True))
        cpu = median(seconds)
        print(
            f"  {name:34} {cpu * 1e6:6.0f} µs {median(ratios):6.2f}  "
            f"({ratios[0]:.2f}-{ratios[-1]:.2f}) {1 / cpu:7.0f} /s a core"
            f" {1 / cpu / PAID:5.1f} x {PAID}/s"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--posts", type=int, default=800)
    asked = options.parse_args()
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    print(f"medians of {asked.rounds} rounds of {asked.posts} posts, {IN_FLIGHT} in flight")
    with tempfile.TemporaryDirectory(prefix="posting") as name:
        asyncio.run(measured(Path(name), asked.rounds, asked.posts))


if __name__ == "__main__":
    main()
