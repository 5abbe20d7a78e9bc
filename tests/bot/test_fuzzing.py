"""Every door under a storm of nonsense: it stays open, says nothing of its own, and bugs are none.

FUZZ_SECONDS says for how long each is attacked (ten minutes in `make soak`); the seed is printed by
a failure, and FUZZ_SEED repeats it.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.config import webhook_secret
from briefs.errors import Unreadable
from briefs.sandbox.pool import Sandbox
from tests.bot.slack_room import NotingDesk
from tests.bot.telegram_stage import ToldDesk
from tests.bot.web_stage import posted, serving, slack_process, telegram_process
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import SIGNING_SECRET, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
PATIENCE = SECONDS + 300
"""What waits for an event that never comes has as long as any other test, after the storm."""

pytestmark = [pytest.mark.soak, pytest.mark.timeout(PATIENCE)]
SEED = int(os.environ.get("FUZZ_SEED", "0")) or random.randrange(2**32)
AT_ONCE = 8

UPDATE: dict[str, Any] = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 1_790_000_000,
        "chat": {"id": 7, "type": "private", "first_name": "Noor"},
        "from": {"id": 7, "is_bot": False, "first_name": "Noor"},
        "text": "/brief 12 water",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    },
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "authorizations": [{"team_id": "T1"}],
    "event": {
        "type": "app_mention",
        "user": "U1",
        "text": "<@U9> help",
        "ts": "1.1",
        "channel": "C1",
    },
}
ODD: tuple[Any, ...] = (
    *(None, True, -1, 2**70, 1e308, "", "\ud800", "\x00", "a" * 5_000, [], {}, [[]], {"": {}}),
    *("/brief@x", "<@U1>", "S7", "*" * 40, "javascript:alert(1)", "%s%n", "' OR 1=1 --"),
)


@pytest.fixture(autouse=True)
def _no_log() -> Iterator[None]:
    """A line for each refusal: kept for the report of a failure, they would fill the memory."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def mutated(value: Any, dice: random.Random) -> Any:
    """The value with one or more places of it changed, taken out or put in."""
    if isinstance(value, dict) and value and dice.random() < 0.9:
        name = dice.choice(list(value))
        if dice.random() < 0.1:
            return {k: v for k, v in value.items() if k != name}
        return {**value, name: mutated(value[name], dice)}
    if isinstance(value, list) and value and dice.random() < 0.9:
        n = dice.randrange(len(value))
        return [*value[:n], mutated(value[n], dice), *value[n + dice.randrange(2) :]]
    return dice.choice(ODD)


def garbled(data: bytes, dice: random.Random) -> bytes:
    """The bytes with some turned over, taken out or doubled."""
    found = bytearray(data)
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(found) + 1)
        match dice.randrange(3):
            case 0:
                found[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del found[at : at + dice.randrange(1, 20)]
            case _:
                found[at:at] = found[at : at + dice.randrange(1, 200)]
    return bytes(found)


def rounds() -> Iterator[random.Random]:
    dice, end = random.Random(SEED), time.monotonic() + SECONDS
    while time.monotonic() < end:
        yield dice


async def stormed(send: Callable[[random.Random], Any]) -> None:
    dice = rounds()

    async def one() -> None:
        for die in dice:
            await send(die)

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))


async def test_of_bytes_that_are_no_http_the_server_takes_no_harm() -> None:
    class Echo:
        path = "/echo"

        async def answer(self, request: Any) -> Any:
            from aiohttp import web  # noqa: PLC0415  # as the doors do

            return web.Response(body=await request.read())

    whole = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nA: b\r\n\r\nhello"
    async with serving(Echo()) as (server, origin):
        host, _, port = origin.removeprefix("http://").partition(":")

        async def send(dice: random.Random) -> None:
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(garbled(whole, dice))
            if dice.random() < 0.5:
                await asyncio.sleep(0)
            writer.close()

        await stormed(send)
        assert await posted(f"{origin}/echo", b"x", {}) == 200
        assert not any(status >= 500 and status != 503 for _, status in server.answered), SEED


async def test_updates_that_telegram_would_never_send_are_set_aside() -> None:
    secret = {"X-Telegram-Bot-Api-Secret-Token": ""}
    async with TelegramEmulator() as telegram:
        telegram.people.open(7)
        secret["X-Telegram-Bot-Api-Secret-Token"] = webhook_secret(telegram.token)
        with ThreadPoolExecutor(2) as workers:
            process = telegram_process(telegram, ToldDesk(), workers, MemoryStore().deduplication)
            async with process as origin:
                url = f"{origin}/telegram/4242"

                async def send(dice: random.Random) -> None:
                    body = json.dumps(mutated({**UPDATE, "update_id": dice.getrandbits(31)}, dice))
                    assert await posted(url, body, secret) in {200, 400, 503}, (SEED, body)

                await stormed(send)
                assert await posted(url, json.dumps({**UPDATE, "update_id": 2**31}), secret) == 200


async def test_deliveries_that_slack_would_never_sign_are_refused() -> None:
    def signed(body: str) -> dict[str, str]:
        at = str(int(time.time()))
        written = b"v0:%b:%b" % (at.encode(), body.encode())
        digest = hmac.new(SIGNING_SECRET.encode(), written, hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={digest}",
            "Content-Type": "application/json",
        }

    async with SlackEmulator() as slack:
        with ThreadPoolExecutor(2) as workers:
            process = slack_process(slack, NotingDesk(), workers, MemoryStore().deduplication)
            async with process as url:

                async def send(dice: random.Random) -> None:
                    body = json.dumps(mutated({**EVENT, "event_id": dice.getrandbits(40)}, dice))
                    status = await posted(url, body, signed(body))
                    assert status in {200, 400, 401, 404, 503}, (SEED, status, body)

                await stormed(send)


def test_files_that_nobody_could_have_written_are_read_or_refused() -> None:
    kinds = {
        "a.md": b"---\ntitle: Rain\n---\n\nIt rained [1]. **So** be it.\n\n[1] Roe. Rain. 2019.\n",
        "a.html": b"<html><head><title>Rain</title><body><article><p>It rained.</p></article>",
        "a.eml": b"From: a@b.c\nSubject: Rain\nContent-Type: text/plain\n\nIt rained.\n",
        "a.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n",
    }
    sandbox = Sandbox()
    for dice in rounds():
        name = dice.choice(list(kinds))
        data = garbled(kinds[name] * dice.randrange(1, 4), dice)
        try:
            draft = sandbox.read(data, name=name)
        except Unreadable:
            continue
        sandbox.edit(draft)
    assert sandbox.read(b"It rained.", name="b.txt").body == "It rained."
    sandbox.close()
