"""Telegram as a `Platform`: one account for each token, and its capabilities."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.config import PREFIX, Settings
from bot.platforms.base import Account, AccountContext, Freezer, Poster
from briefs.digests.outbox import Message
from briefs.errors import BadArgument
from briefs.model import Address
from handlers.message import Capabilities

NAME: Final = "telegram"
_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+", re.ASCII)


class TelegramPlatform:
    name: Final = NAME
    capabilities: Final = Capabilities()
    libraries: Final = ("python-telegram-bot",)
    needs: Final = f"{PREFIX}TELEGRAM_TOKEN"

    def is_set_up(self, settings: Settings) -> bool:
        return settings.telegram_token is not None

    def describe(self, settings: Settings) -> str:
        return "token set" if settings.telegram_token else "no token"

    def known_accounts(self, settings: Settings) -> frozenset[str]:
        return frozenset(Address(NAME, bot, "").account for bot in settings.telegram_bots)

    def operators_chat(self, at: Address, settings: Settings) -> Address:
        """The chat; without a bot in the address, the first bot writes there."""
        bots = settings.telegram_bots
        return at if at.channel or not bots else Address(NAME, bots[0], at.workspace)

    @property
    def freeze(self) -> Freezer:
        from bot.platforms.telegram.render import freeze  # noqa: PLC0415  # only if served

        return freeze

    def under(self, to: Address, message: str, frozen: Message) -> tuple[Address, Message] | None:
        """In the same chat and topic; an ordinary post if the message was deleted."""
        if not message.isdecimal():
            return None
        reply = {"message_id": int(message), "allow_sending_without_reply": True}
        payload = json.loads(frozen.payload) | {"reply_parameters": reply}
        written = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        return to, replace(frozen, payload=written)

    def accounts(self, context: AccountContext) -> Iterator[Account]:
        tokens = context.settings.telegram_tokens
        if not all(map(_TOKEN.fullmatch, tokens)):
            raise BadArgument(
                "One of Telegram's tokens is not whole, or has something beside it.",
                hint="Copy it again from @BotFather: a number, a colon and a long word. "
                f"Several in {PREFIX}TELEGRAM_TOKEN have commas between them.",
            )
        if len(context.settings.telegram_bots) < len(tokens):
            raise BadArgument(
                "Two of Telegram's tokens are of the same bot.",
                hint=f"{PREFIX}TELEGRAM_TOKEN must name each bot once.",
            )
        for token in tokens:
            bot, _, _ = token.partition(":")
            yield _account(NAME if len(tokens) == 1 else f"{NAME}:{bot}", token, context)


TELEGRAM: Final = TelegramPlatform()


def _account(name: str, token: str, context: AccountContext) -> Account:
    from bot.platforms.telegram.bot import Telegram  # noqa: PLC0415  # only if served
    from bot.platforms.telegram.client import TelegramPoster  # noqa: PLC0415  # as above
    from bot.platforms.telegram.intake import admitted  # noqa: PLC0415  # as above
    from bot.platforms.telegram.webhook import Hook  # noqa: PLC0415  # as above

    settings = context.settings
    url, base_url = settings.web_url, settings.telegram_base_url
    hook = Hook(token=token, public_url=url) if url else None

    def make() -> Telegram:
        return Telegram(
            context.responder,
            context.workers,
            token=token,
            base_url=base_url,
            editors=context.editors,
            once=context.once,
            inbox=context.inbox,
            hook=hook,
            clock=context.clock,
        )

    async def poster() -> Poster:
        await admitted(token, base_url, asyncio.sleep)
        return TelegramPoster(token=token, base_url=base_url, paid=settings.telegram_paid)

    bot, _, _ = token.partition(":")
    # Only one process may poll; a hook may run in many processes, behind a load balancer.
    receiver = make() if hook else context.leaders.take(f"telegram:{bot} intake", make)
    return Account(name=name, platform=NAME, receiver=receiver, admitted=poster, door=hook)
