"""A Slack bot for tests: a chat service that records its requests, served on the emulator."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.access import Editors
from bot.platforms.base import Answer, Responder
from bot.platforms.slack.bot import Slack
from bot.platforms.slack.client import WebApi
from bot.platforms.slack.replies import SlackSender
from briefs.model import Address, Press, Shown
from handlers.message import Actions, Block, Button, Paragraph, Reply, Request, presses
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, SlackEmulator

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
NEXT, SOURCES = Press("read", ("12", "p2"), in_place=True), Press("sources", ("12",))


def say(*texts: str, private: bool = False, about: Shown | None = None) -> Reply:
    """A reply of a paragraph for each text, with the buttons Next (in place) and Sources."""
    blocks: tuple[Block, ...] = tuple(Paragraph((text,)) for text in texts)
    buttons = Actions((Button("Next", NEXT), Button("Sources", SOURCES)))
    return Reply((*blocks, buttons), private=private, about=about)


def echo(request: Request) -> Reply:
    return say(" ".join((request.command, *request.args)), about=Shown(12, 1))


@dataclass
class NotingDesk:
    """Answers with `replying`, and notes what it was asked and told."""

    replying: Callable[[Request], Reply] = echo
    asked: list[Request] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    tokens: dict[str, Press] = field(default_factory=dict)
    changes: list[tuple[str, ...]] = field(default_factory=list)
    bases: list[Request] = field(default_factory=list)

    def answer(self, request: Request, *, in_place: bool = False) -> Answer:
        self.asked.append(request)
        reply = self.replying(request)
        tokens = {press: f"token-{press.command}" for press in presses(reply)}
        self.tokens |= {token: press for press, token in tokens.items()}
        return Answer(reply, tokens, in_place)

    def admit(self, request: Request) -> Answer | None:
        return None

    def press(self, token: str, base: Request) -> Answer | None:
        self.bases.append(base)
        press = self.tokens.get(token)
        if press is None:
            return None
        asked = Request(
            command=press.command,
            args=press.args,
            sender=base.sender,
            origin=base.origin,
            at=base.at,
            replied_to=base.replied_to,
        )
        return self.answer(asked, in_place=press.in_place)

    def sent(
        self, reply: Reply, at: Address, message: str, said: tuple[Block, ...] | None = None
    ) -> None:
        self.shown.append((str(at), message))

    def on_unreachable(self, at: Address, reason: str) -> None:
        self.changes.append(("unreachable", str(at), reason))

    def on_reachable(self, at: Address) -> None:
        self.changes.append(("reachable", str(at)))

    def on_migrated(self, at: Address, to: Address) -> None:
        self.changes.append(("migrated", str(at), str(to)))


@dataclass
class Clock:
    """Seconds that pass only when somebody waits."""

    seconds: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds


def slack_bot(
    slack: SlackEmulator,
    desk: Responder,
    clock: Clock,
    workers: ThreadPoolExecutor,
    editors: Editors | None = None,
    /,
    *,
    bot_token: str = BOT_TOKEN,
    app_token: str = APP_TOKEN,
) -> Slack:
    return Slack(
        desk,
        workers,
        bot_token=bot_token,
        app_token=app_token,
        base_url=slack.base_url,
        editors=editors,
        clock=lambda: NOW,
        pause=clock.pause,
    )


def slack_sender(base_url: str) -> SlackSender:
    """What the bot posts with, by itself."""
    return SlackSender(WebApi(BOT_TOKEN, base_url))


@asynccontextmanager
async def serving(
    slack: SlackEmulator,
    desk: Responder,
    clock: Clock | None = None,
    editors: Editors | None = None,
) -> AsyncIterator[Slack]:
    """The bot, connected; when the block is left it is stopped and has finished its answers."""
    stop = asyncio.Event()
    with ThreadPoolExecutor(2) as workers:
        bot = slack_bot(slack, desk, clock or Clock(), workers, editors)
        running = asyncio.create_task(bot.run(stop))
        try:
            await slack.connected()
            yield bot
        finally:
            stop.set()
            await running
