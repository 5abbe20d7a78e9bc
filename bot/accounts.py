"""Puts together what serves one account of a platform: its front, its door and its way out."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.chat import Desk
from bot.config import PREFIX, Settings
from bot.leader import Turns
from bot.once import Once
from bot.platforms.base import Poster
from bot.runtime import Service
from bot.web.door import Door
from briefs.errors import BadArgument

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
class Bank:
    """What all accounts are put together with; readers are answered in `desks`."""

    settings: Settings
    desk: Desk
    desks: Executor
    turns: Turns
    once: Once
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
        from bot.platforms.telegram.doorway import admitted  # noqa: PLC0415  # as above
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
        from bot.platforms.slack.doorway import workspace_of  # noqa: PLC0415  # as above
        from bot.platforms.slack.poster import SlackPoster  # noqa: PLC0415  # as above
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
