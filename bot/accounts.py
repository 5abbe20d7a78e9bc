"""One platform account: its receiver, its webhook, its sender.

Puts together what serves one account of a platform: its front, its door and its way out.

One account's post office: what it publishes and delivers, beside the platform's own service.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chat import ChatService
from bot.config import PREFIX, Settings
from bot.delivery.scheduler import Scheduler
from bot.delivery.worker import DeliveryWorker
from bot.leader import Deduplicator, LeaderElection
from bot.platforms.base import Freezer, Poster
from bot.platforms.webhooks import Door
from bot.runtime import Service
from briefs.errors import BadArgument
from briefs.storage import Store

_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`front` answers whoever asks; `door`, if there is one, is where that comes in.

    `admitted` waits until the platform has taken the account's token, and gives its way out.
    """

    name: str
    platform: str
    front: Service
    admitted: Callable[[], Awaitable[Poster]]
    door: Door | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFactory:
    """What all accounts are put together with; readers are answered in `desks`."""

    settings: Settings
    desk: ChatService
    desks: Executor
    turns: LeaderElection
    once: Deduplicator
    clock: Callable[[], datetime]

    def accounts(self) -> tuple[Account, ...]:
        """Those whose tokens are set; BadArgument for settings that do not fit together."""
        return (*self._telegrams(), *self._slacks())

    def _telegrams(self) -> Iterator[Account]:
        tokens = self.settings.telegram_tokens
        if not all(map(_TOKEN.fullmatch, tokens)):
            raise BadArgument(
                "One of Telegram's tokens is not whole, or has something beside it.",
                hint="Copy it again from @BotFather: a number, a colon and a long word. "
                f"Several in {PREFIX}TELEGRAM_TOKEN have commas between them.",
            )
        if len(self.settings.telegram_bots) < len(tokens):
            raise BadArgument(
                "Two of Telegram's tokens are of the same bot.",
                hint=f"{PREFIX}TELEGRAM_TOKEN must name each bot once.",
            )
        for token in tokens:
            bot, _, _ = token.partition(":")
            yield self._telegram("telegram" if len(tokens) == 1 else f"telegram:{bot}", token)

    def _telegram(self, name: str, token: str) -> Account:
        from bot.platforms.telegram.bot import Telegram  # noqa: PLC0415  # only if served
        from bot.platforms.telegram.polling import admitted  # noqa: PLC0415  # as above
        from bot.platforms.telegram.send import TelegramPoster  # noqa: PLC0415  # as above
        from bot.platforms.telegram.webhook import Hook  # noqa: PLC0415  # as above

        settings = self.settings
        url, base_url = settings.web_url, settings.telegram_base_url
        hook = Hook(token=token, public_url=url) if url else None

        def make() -> Telegram:
            return Telegram(
                self.desk,
                self.desks,
                token=token,
                base_url=base_url,
                editors=self.desk.editors,
                once=self.once,
                hook=hook,
                clock=self.clock,
            )

        async def poster() -> Poster:
            await admitted(token, base_url, asyncio.sleep)
            return TelegramPoster(token=token, base_url=base_url, paid=settings.telegram_paid)

        bot, _, _ = token.partition(":")
        # What is polled is polled by one; a hook may be anywhere behind whatever balances the load.
        front = make() if hook else self.turns.take(f"telegram:{bot} intake", make)
        return Account(name=name, platform="telegram", front=front, admitted=poster, door=hook)

    def _slacks(self) -> Iterator[Account]:
        settings = self.settings
        if settings.slack_state.startswith("WARNING"):
            raise BadArgument(
                "Slack's settings are not whole: " + settings.slack_state.removeprefix("WARNING: "),
                hint="The README's Slack part says where to find it. Over HTTP, "
                f"{PREFIX}SLACK_SIGNING_SECRET takes the place of the app-level token.",
            )
        if settings.slack_bot_token is not None:
            yield self._slack(settings.slack_bot_token.get_secret_value())

    def _slack(self, bot_token: str) -> Account:
        from bot.platforms.slack.bot import Slack  # noqa: PLC0415  # only if served
        from bot.platforms.slack.client import workspace_of  # noqa: PLC0415  # as above
        from bot.platforms.slack.send import SlackPoster  # noqa: PLC0415  # as above
        from bot.platforms.slack.webhook import Hook  # noqa: PLC0415  # as above

        settings = self.settings
        app_token, secret = settings.slack_app_token, settings.slack_signing_secret
        base_url = settings.slack_base_url
        hook = None
        if secret is not None:
            signing = secret.get_secret_value()
            hook = Hook(signing_secret=signing, once=self.once, clock=self.clock)
        slack = Slack(
            self.desk,
            self.desks,
            bot_token=bot_token,
            app_token=app_token.get_secret_value() if app_token else "",
            base_url=base_url,
            digest_admins=settings.slack_digest_admins,
            editors=self.desk.editors,
            once=self.once,
            hook=hook,
            clock=self.clock,
        )

        async def poster() -> Poster:
            workspace = await workspace_of(bot_token, base_url, asyncio.sleep)
            return SlackPoster(bot_token=bot_token, workspace=workspace, base_url=base_url)

        return Account(name="slack", platform="slack", front=slack, admitted=poster, door=hook)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryService:
    """`admitted` waits until the platform has taken the account, and gives its way out.

    `worker` is a name that no other courier has. All of the store is called in `workers`. Where it
    `publishes`, it does so in its turn; with no `turns` it is always its turn.
    """

    store: Store
    workers: Executor
    freezer: Freezer
    admitted: Callable[[], Awaitable[Poster]]
    worker: str
    clock: Callable[[], datetime]
    zones: str
    grace: timedelta
    turns: LeaderElection | None = None
    publishes: bool = True
    delivers: bool = True

    async def run(self, stop: asyncio.Event) -> None:
        """Publish and deliver until `stop` is set; what is in flight then is brought to an end."""
        poster = await _unless(stop, self.admitted())
        if poster is None:
            return
        courier = DeliveryWorker(
            self.store,
            {poster.account: poster},
            self.workers,
            worker=self.worker,
            clock=self.clock,
        )
        async with asyncio.TaskGroup() as both:
            if self.delivers:
                both.create_task(courier.run(stop))
            if self.publishes:
                both.create_task(self._publishing(poster, courier.nudge).run(stop))

    def _publishing(self, poster: Poster, nudge: Callable[[], None]) -> Service:
        publisher = Scheduler(
            self.store,
            self.freezer,
            account=poster.account,
            interval=poster.account_rate[1] if poster.account_rate else None,
            clock=self.clock,
            zones=self.zones,
            grace=self.grace,
            nudge=nudge,
        )
        publishing = _Publishing(publisher, self.workers)
        if self.turns is None:
            return publishing
        return self.turns.take(f"{poster.account} publisher", lambda: publishing)


@dataclass(frozen=True, slots=True)
class _Publishing:
    publisher: Scheduler
    workers: Executor

    async def run(self, stop: asyncio.Event) -> None:
        await self.publisher.run(self.workers, stop)


async def _unless(stop: asyncio.Event, coming: Awaitable[Poster]) -> Poster | None:
    """What is waited for, or None if `stop` is set first."""
    waiting = asyncio.ensure_future(coming)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() else None
    finally:
        for task in (waiting, stopping):
            task.cancel()
        await asyncio.wait({waiting, stopping})
