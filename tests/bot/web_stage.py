"""Our HTTP server for tests, with bots behind it and one process for each server."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO

import aiohttp

from bot.platforms.base import Responder
from bot.platforms.inbox import Deduplicator
from bot.platforms.slack.bot import Slack
from bot.platforms.slack.webhook import Hook as SlackHook
from bot.platforms.telegram.bot import Telegram
from bot.platforms.telegram.webhook import Hook as TelegramHook
from bot.platforms.webhooks import Door, Server
from briefs.storage.coordination import Deduplication
from tests.emulators.slack import BOT_TOKEN, SIGNING_SECRET, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

PUBLIC = "https://bot.example.org"


def now() -> datetime:
    return datetime.now(UTC)


async def alive() -> None:
    pass


@asynccontextmanager
async def listening(*doors: Door) -> AsyncIterator[str]:
    """The origin at which a server with these doors listens."""
    async with serving(*doors) as (_, origin):
        yield origin


@asynccontextmanager
async def serving(*doors: Door) -> AsyncIterator[tuple[Server, str]]:
    """A server with these doors, and the origin at which it listens."""
    server, stop = Server("127.0.0.1", 0, doors, alive), asyncio.Event()
    running = asyncio.create_task(server.run(stop))
    try:
        await asyncio.wait_for(server.listening.wait(), 60)
        yield server, f"http://127.0.0.1:{server.port}"
    finally:
        stop.set()
        await running


@asynccontextmanager
async def telegram_process(
    emulator: TelegramEmulator, desk: Responder, workers: Executor, taken: Deduplication
) -> AsyncIterator[str]:
    """One process that Telegram delivers to, once it has said so; its origin."""
    hook, stop = TelegramHook(token=emulator.token, public_url=PUBLIC), asyncio.Event()
    bot = Telegram(
        desk,
        workers,
        token=emulator.token,
        base_url=emulator.base_url,
        once=Deduplicator(taken=taken, workers=workers, clock=now),
        hook=hook,
        clock=now,
    )
    async with listening(hook) as origin:
        running = asyncio.create_task(bot.run(stop))
        try:
            await asyncio.wait_for(bot.signed_in.wait(), 60)
            emulator.webhook.balanced.append(origin)
            await emulator.world.until(lambda: emulator.webhook.url)
            yield origin
        finally:
            emulator.webhook.balanced.remove(origin)
            stop.set()
            await running


@asynccontextmanager
async def slack_process(
    emulator: SlackEmulator, desk: Responder, workers: Executor, taken: Deduplication
) -> AsyncIterator[str]:
    """One process that Slack delivers to; the address of its door."""
    once, stop = Deduplicator(taken=taken, workers=workers, clock=now), asyncio.Event()
    hook = SlackHook(signing_secret=SIGNING_SECRET, once=once, clock=now)
    bot = Slack(
        desk,
        workers,
        bot_token=BOT_TOKEN,
        base_url=emulator.base_url,
        once=once,
        hook=hook,
        clock=now,
    )
    async with listening(hook) as origin:
        running = asyncio.create_task(bot.run(stop))
        try:
            url = f"{origin}{hook.path}"
            while await posted(url, "", {}) == 503:  # noqa: ASYNC110  # no event tells of it
                await asyncio.sleep(0)
            emulator.request_urls.balanced.append(url)
            yield url
        finally:
            emulator.request_urls.balanced.remove(url)
            stop.set()
            await running


async def posted(url: str, body: str | bytes, headers: dict[str, str]) -> int:
    """The status of a request; its headers are written as they stand."""
    data = BytesIO(body if isinstance(body, bytes) else body.encode())
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=data, headers=headers) as response,
    ):
        return response.status


async def raw(origin: str, lines: Sequence[bytes], body: bytes = b"") -> bytes:
    """The first line of the answer to a request that no client library would write."""
    host, _, port = origin.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = [*lines, b"Host: x", b"Connection: close", b"Content-Length: %d" % len(body)]
    writer.write(b"\r\n".join(head) + b"\r\n\r\n" + body)
    try:
        return await asyncio.wait_for(reader.readline(), 60)
    finally:
        writer.close()
        await writer.wait_closed()
