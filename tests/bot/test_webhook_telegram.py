"""Telegram delivers at a webhook: only with its secret, and once each, to whichever process."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack

import pytest

from bot.config import webhook_secret
from tests.bot.telegram_stage import ToldDesk, on_stage
from tests.bot.web_stage import PUBLIC, posted, raw, telegram_process
from tests.contracts.memory_store import MemoryStore
from tests.emulators.telegram.server import TOKEN, TelegramEmulator

CHAT = 7
HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = webhook_secret(TOKEN)


@pytest.fixture
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(CHAT)
        yield emulator


async def test_what_is_delivered_is_answered(telegram: TelegramEmulator, workers: Executor) -> None:
    desk = ToldDesk()
    async with telegram_process(telegram, desk, workers, MemoryStore().deduplication):
        assert telegram.webhook.url == f"{PUBLIC}/telegram/4242"
        await telegram.people.say(CHAT, "/brief 12")
        await telegram.world.until(lambda: telegram.world.posted(CHAT))
    assert [(r.command, r.args) for r in desk.asked] == [("brief", ("12",))]


async def test_an_update_that_is_delivered_twice_is_answered_once_by_one_process(
    telegram: TelegramEmulator, workers: Executor
) -> None:
    desks, taken = [ToldDesk(), ToldDesk()], MemoryStore().deduplication
    async with AsyncExitStack() as stack:
        for desk in desks:
            await stack.enter_async_context(telegram_process(telegram, desk, workers, taken))
        telegram.webhook.copies = 3
        for n in range(5):
            await telegram.people.say(CHAT, f"/brief {n}")
        await telegram.world.until(lambda: not telegram.world.updates)
    assert telegram.webhook.answers == [200] * 15
    assert sorted(r.args for desk in desks for r in desk.asked) == [(str(n),) for n in range(5)]
    assert len(telegram.world.posted(CHAT)) == 5


async def test_without_the_secret_nothing_comes_in(
    telegram: TelegramEmulator, workers: Executor
) -> None:
    desk = ToldDesk()
    update = json.dumps({"update_id": 1, "message": {}})
    async with telegram_process(telegram, desk, workers, MemoryStore().deduplication) as origin:
        url = f"{origin}/telegram/4242"
        wrong: list[dict[str, str]] = [
            {},
            {HEADER: ""},
            {HEADER: SECRET[:-1]},
            {HEADER: SECRET.upper()},
            {HEADER: f"{SECRET}x"},
        ]
        for headers in wrong:
            assert await posted(url, update, headers) == 403
        odd = [b"POST /telegram/4242 HTTP/1.1", b"%s: \xff\xfe" % HEADER.encode()]
        unheard = await raw(origin, odd)
        assert unheard.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400"))
        assert await posted(f"{origin}/telegram/1", update, {HEADER: SECRET}) == 404
    assert desk.asked == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[1]", 400),
        (b"\xff", 400),
        (b"{}", 200),
        (b'{"update_id": "x"}', 200),
        (b'{"update_id": 5, "message": {"text": "/brief"}}', 200),
        (b" " * (2**20 + 1), 413),
    ],
)
async def test_whatever_is_delivered_ends_nothing(
    telegram: TelegramEmulator, workers: Executor, body: bytes, status: int
) -> None:
    async with telegram_process(
        telegram, ToldDesk(), workers, MemoryStore().deduplication
    ) as origin:
        assert await posted(f"{origin}/telegram/4242", body, {HEADER: SECRET}) == status
        await telegram.people.say(CHAT, "/brief")
        await telegram.world.until(lambda: telegram.world.posted(CHAT))


async def test_what_cannot_be_taken_yet_is_delivered_again(
    telegram: TelegramEmulator, workers: Executor
) -> None:
    async with telegram_process(
        telegram, ToldDesk(), workers, MemoryStore().deduplication
    ) as origin:
        pass
    # Told of the hook, but with nobody behind it.
    await telegram.people.say(CHAT, "/brief")
    telegram.webhook.balanced.append(origin)
    await telegram.world.announce()
    while not telegram.webhook.answers:  # noqa: ASYNC110  # no event tells of it
        await asyncio.sleep(0.01)
    telegram.webhook.balanced.clear()
    assert telegram.webhook.answers[0] != 200
    async with telegram_process(telegram, ToldDesk(), workers, MemoryStore().deduplication):
        await telegram.world.announce()
        await telegram.world.until(lambda: telegram.world.posted(CHAT))


async def test_polling_takes_over_where_a_webhook_was(
    telegram: TelegramEmulator, workers: Executor
) -> None:
    async with telegram_process(telegram, ToldDesk(), workers, MemoryStore().deduplication):
        pass
    await telegram.people.say(CHAT, "/brief")
    async with on_stage(telegram, ToldDesk()):
        await telegram.world.until(lambda: telegram.world.posted(CHAT))
    assert telegram.webhook.url == ""
