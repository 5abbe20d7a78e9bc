"""The Telegram adapter against the emulator, with a chat service whose answers the test sets."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.access import Editors
from bot.platforms.base import Answer, Responder
from bot.platforms.telegram.bot import Telegram
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.replies import Sender
from briefs.model import Address, Press
from handlers.message import Block, Heading, Paragraph, Reply, Request, presses
from tests.emulators.telegram.server import TelegramEmulator

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def said(text: str) -> Reply:
    return Reply((Paragraph((text,)),))


@dataclass(slots=True)
class ToldDesk:
    """Answers each command with its reply (or calls it, in the worker), by default naming it."""

    replies: Mapping[str, Reply | Callable[[], Reply]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    noted: list[tuple[Address, str]] = field(default_factory=list)
    issued: dict[str, Press] = field(default_factory=dict)
    threads: set[str] = field(default_factory=set)
    changes: list[tuple[str, ...]] = field(default_factory=list)

    def answer(self, request: Request, *, in_place: bool = False) -> Answer:
        self.threads.add(threading.current_thread().name)
        self.asked.append(request)
        reply = self.replies.get(request.command, said(f"You asked {request.command}."))
        if callable(reply):
            reply = reply()
        tokens = {
            press: f"token-{press.command}-{'-'.join(press.args)}" for press in presses(reply)
        }
        self.issued |= {token: press for press, token in tokens.items()}
        return Answer(reply, tokens, in_place)

    def admit(self, request: Request) -> Answer | None:
        return None

    def press(self, token: str, base: Request) -> Answer | None:
        press = self.issued.get(token)
        if press is None:
            return None
        request = Request(
            command=press.command,
            args=press.args,
            sender=base.sender,
            origin=base.origin,
            at=base.at,
            replied_to=base.replied_to,
        )
        return self.answer(request, in_place=press.in_place)

    def sent(
        self, reply: Reply, at: Address, message: str, said: tuple[Block, ...] | None = None
    ) -> None:
        self.noted.append((at, message))

    def on_unreachable(self, at: Address, reason: str) -> None:
        self.changes.append(("unreachable", str(at), reason))

    def on_reachable(self, at: Address) -> None:
        self.changes.append(("reachable", str(at)))

    def on_migrated(self, at: Address, to: Address) -> None:
        self.changes.append(("migrated", str(at), str(to)))


@dataclass(slots=True)
class Pauses:
    """Waits no time at all and remembers how long it was asked to wait; also a clock that shows."""

    asked: list[float] = field(default_factory=list)

    async def pause(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0)

    def now(self) -> float:
        return sum(self.asked)


@asynccontextmanager
async def on_stage(
    emulator: TelegramEmulator,
    desk: Responder,
    pauses: Pauses | None = None,
    editors: Editors | None = None,
) -> AsyncIterator[Telegram]:
    """The bot serves within the `async with`; at its end it is stopped, and has to end well."""
    stop = asyncio.Event()
    with ThreadPoolExecutor(2, thread_name_prefix="worker") as workers:
        bot = Telegram(
            desk,
            workers,
            token=emulator.token,
            base_url=emulator.base_url,
            editors=editors,
            clock=lambda: NOW,
            pause=(pauses or Pauses()).pause,
        )
        running = asyncio.create_task(bot.run(stop))
        try:
            yield bot
        finally:
            stop.set()
            await running


@asynccontextmanager
async def sender(emulator: TelegramEmulator) -> AsyncIterator[Sender]:
    """What the bot posts with, by itself."""
    api = BotApi(emulator.token, emulator.base_url)
    yield Sender(api)
    await api.close()


def long_reply(parts: int) -> Reply:
    """A reply of as many messages, each of them one paragraph that begins with its number."""
    blocks = [Paragraph((f"part {n} " + "word " * 700,)) for n in range(1, parts + 1)]
    return Reply((Heading("A long answer"), *blocks))
