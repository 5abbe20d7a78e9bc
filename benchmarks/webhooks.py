"""Webhooks: CPU of the server for each delivery, as a ratio to the simplest server of the same.

Telegram's floor is an aiohttp handler that reads the JSON and drops it: it checks no secret, makes
no update of it, and does not know whether it came before. Slack's peer is Bolt's own server for
aiohttp, which checks the signature but accepts a repeated delivery. Ours store each delivery in a
library on a file. Eight deliveries are under way at once, all of them different; only the CPU of
the servers' own processes is counted.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from statistics import median
from typing import TypeAlias

import aiohttp
from served.hooked import SIGNING, TOKEN
from served.process import Process, running

from bot.config import webhook_secret

Delivery: TypeAlias = tuple[str, dict[str, str]]

_AT_ONCE = 8
_NUMBERS = count(1)


def update() -> Delivery:
    n = next(_NUMBERS)
    chat = {"id": -7, "type": "supergroup", "title": "A newsroom"}
    said = {"message_id": n, "date": 1_790_000_000, "chat": chat, "text": "The river rose " * 8}
    sender = {"id": 77, "is_bot": False, "first_name": "Noor"}
    body = json.dumps({"update_id": n, "message": {**said, "from": sender}})
    return body, {"X-Telegram-Bot-Api-Secret-Token": webhook_secret(TOKEN)}


def event() -> Delivery:
    n = next(_NUMBERS)
    said = {"type": "app_mention", "user": "U1", "text": "<@U9> help", "ts": f"{n}.1"}
    happened = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{n}"}
    body = json.dumps({**happened, "event": {**said, "channel": "C1"}})
    at = str(int(time.time()))
    digest = hmac.new(SIGNING.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return body, {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


PLATFORMS = {"Telegram": ("/telegram/4242", update), "Slack": ("/slack", event)}


async def cpu(server: Process, url: str, deliveries: list[Delivery]) -> float:
    """Seconds of CPU a delivery."""
    left: Iterator[Delivery] = iter(deliveries)

    async def post(session: aiohttp.ClientSession) -> None:
        for body, headers in left:
            async with session.post(
                url, data=body, headers={**headers, "Content-Type": "application/json"}
            ) as answer:
                assert answer.ok, answer.status
                await answer.read()

    before = server.cpu()
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(post(session) for _ in range(_AT_ONCE)))
    return (server.cpu() - before) / len(deliveries)


async def started(stack: AsyncExitStack, kind: str, folder: Path) -> tuple[Process, str]:
    port = folder / f"{kind}.port"
    arguments = ("-m", "served.hooked", kind, str(port), f"sqlite:///{folder}/{kind}.db")
    here = Path(__file__).parent
    env = {"PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
    process = await stack.enter_async_context(running(arguments, folder=folder, env=env))
    while not port.exists():  # noqa: ASYNC110  # no event tells of it
        await asyncio.sleep(0.05)
    return process, f"http://127.0.0.1:{port.read_text()}"


async def compared(platform: str, folder: Path, rounds: int, requests: int) -> None:
    path, make = PLATFORMS[platform]
    found: dict[str, list[float]] = {"bare": [], "ours": []}
    async with AsyncExitStack() as stack:
        sides = {side: await started(stack, f"{platform.lower()}-{side}", folder) for side in found}
        for turn in range(rounds + 1):
            for side, (process, origin) in sides.items():
                deliveries = [make() for _ in range(requests)]
                taken = await cpu(process, f"{origin}{path}", deliveries)
                if turn:  # the first warms it
                    found[side].append(taken)
    ratios = sorted(a / b for a, b in zip(found["ours"], found["bare"], strict=True))
    print(
        f"{platform:10} {median(found['ours']) * 1e6:6.0f} µs {median(found['bare']) * 1e6:6.0f} µs"
        f" {median(ratios):6.2f}  ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--requests", type=int, default=400)
    asked = options.parse_args()
    print(f"{asked.requests} deliveries a round, medians of {asked.rounds} rounds\n")
    print(f"{'CPU each':10} {'ours':>9} {'bare':>9} {'ratio':>6}  (lowest-highest)")
    with tempfile.TemporaryDirectory(prefix="webhooks") as name:
        for platform in PLATFORMS:
            asyncio.run(compared(platform, Path(name), asked.rounds, asked.requests))


if __name__ == "__main__":
    main()
