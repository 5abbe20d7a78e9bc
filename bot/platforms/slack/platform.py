"""Slack as a `Platform`: one workspace's account, and what it can do."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.config import PREFIX, Settings
from bot.platforms.base import Account, AccountContext, Freezer, Poster
from bot.platforms.slack.events import CAPABILITIES, PLATFORM
from briefs.digests.outbox import Message
from briefs.errors import BadArgument
from briefs.model import Address
from handlers.message import Capabilities

_TS: Final = re.compile(r"[0-9]+[.][0-9]+")
"""The form of a message id. An answer by response_url has no id."""


class SlackPlatform:
    name: Final = PLATFORM
    capabilities: Final[Capabilities] = CAPABILITIES
    libraries: Final = ("slack-bolt",)
    needs: Final = (
        f"{PREFIX}SLACK_BOT_TOKEN with {PREFIX}SLACK_APP_TOKEN or {PREFIX}SLACK_SIGNING_SECRET"
    )

    def is_set_up(self, settings: Settings) -> bool:
        return settings.slack_state != "no tokens"

    def describe(self, settings: Settings) -> str:
        return settings.slack_state

    def known_accounts(self, settings: Settings) -> frozenset[str] | None:
        return None if self.is_set_up(settings) else frozenset()

    def operators_chat(self, at: Address, settings: Settings) -> Address:  # noqa: ARG002
        return at

    @property
    def freeze(self) -> Freezer:
        from bot.platforms.slack.render import freeze  # noqa: PLC0415  # only if served

        return freeze

    def under(self, to: Address, message: str, frozen: Message) -> tuple[Address, Message] | None:
        """In the thread of the message, or in the thread that the message stands in."""
        if _TS.fullmatch(message) is None:
            return None
        return replace(to, thread=to.thread or message), frozen

    def accounts(self, context: AccountContext) -> Iterator[Account]:
        settings = context.settings
        if settings.slack_state.startswith("WARNING"):
            raise BadArgument(
                "Slack's settings are not whole: " + settings.slack_state.removeprefix("WARNING: "),
                hint="`sourcebrief setup` says where to find it. Over HTTP, "
                f"{PREFIX}SLACK_SIGNING_SECRET takes the place of the app-level token.",
            )
        if settings.slack_bot_token is not None:
            yield _account(settings.slack_bot_token.get_secret_value(), context)


SLACK: Final = SlackPlatform()


def _account(bot_token: str, context: AccountContext) -> Account:
    from bot.platforms.slack.bot import Slack  # noqa: PLC0415  # only if served
    from bot.platforms.slack.client import SlackPoster, workspace_of  # noqa: PLC0415  # as above
    from bot.platforms.slack.webhook import Hook  # noqa: PLC0415  # as above

    settings = context.settings
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    base_url = settings.slack_base_url
    hook = None
    if secret is not None:
        signing = secret.get_secret_value()
        hook = Hook(signing_secret=signing, once=context.once, clock=context.clock)
    slack = Slack(
        context.responder,
        context.workers,
        bot_token=bot_token,
        app_token=app_token.get_secret_value() if app_token else "",
        base_url=base_url,
        digest_admins=settings.slack_digest_admins,
        editors=context.editors,
        once=context.once,
        inbox=context.inbox,
        hook=hook,
        clock=context.clock,
    )

    async def poster() -> Poster:
        workspace = await workspace_of(bot_token, base_url, asyncio.sleep)
        return SlackPoster(bot_token=bot_token, workspace=workspace, base_url=base_url)

    return Account(name=PLATFORM, platform=PLATFORM, receiver=slack, admitted=poster, door=hook)
