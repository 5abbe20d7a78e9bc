"""Finds out who may set a chat's digest: its administrators, as Telegram names them."""

import re
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.platforms.telegram.api import call
from bot.platforms.telegram.failures import outcome_of
from bot.platforms.telegram.membership import barred
from briefs.model import Address
from handlers.message import Request, Role

_MINUTE: Final = 60.0
_MOST: Final = 1_000
"""Roles kept in mind."""

_NAME = re.compile(r"@[A-Za-z]\w{3,31}", re.ASCII)
_ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})

_log = structlog.get_logger(__name__)


class Standing:
    """What Telegram says of a person's role is believed for a minute; `clock` gives seconds."""

    def __init__(self, bot: Bot, clock: Callable[[], float] = monotonic) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, Role]] = {}

    async def placed(self, request: Request) -> Request:
        """A /digest with its sender's role where it is about, and the channel that it names.

        Every other request comes back as it is. A channel where the bot can't post is not found.
        """
        if request.command != "digest":
            return request
        if request.args and _NAME.fullmatch(request.args[0]):
            return await self._elsewhere(request, request.args[0])
        if request.role != "reader" or not _is_person(request.sender):
            return request
        return replace(request, role=await self._role(request.origin.channel, request.sender))

    async def _elsewhere(self, request: Request, name: str) -> Request:
        """The request about the chat of that @name; without a place if that can't be had."""
        unseen = replace(request, role="reader")
        if not _is_person(request.sender):
            return unseen
        chat = await self._answer("getChat", chat_id=name)
        if not chat or not str(chat.get("id", "")).startswith("-"):
            return unseen
        channel = str(chat["id"])
        us = await self._answer("getChatMember", chat_id=channel, user_id=request.origin.workspace)
        if not us or barred(us, str(chat.get("type"))):
            return unseen
        return replace(
            request,
            place=Address(request.origin.platform, request.origin.workspace, channel),
            place_name=str(chat.get("title") or name),
            role=await self._role(channel, request.sender),
        )

    async def _role(self, chat: str, person: str) -> Role:
        now = self._clock()
        until, role = self._known.get((chat, person), (now, "reader"))
        if until > now:
            return role
        member = await self._answer("getChatMember", chat_id=chat, user_id=person)
        if member is None:
            return "reader"
        role = "admin" if member.get("status") in _ADMINS else "reader"
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[chat, person] = (now + _MINUTE, role)
        return role

    async def _answer(self, method: str, **params: str) -> dict[str, Any] | None:
        """What Telegram tells, or None if it does not."""
        try:
            answer = await call(self._bot, method, params)
        except TelegramError as error:
            _log.info("telegram.standing_unknown", method=method, outcome=outcome_of(error))
            return None
        return answer if isinstance(answer, dict) else None


def _is_person(sender: str) -> bool:
    """Whether a person sent it, and not a chat, whose id is negative."""
    return sender.isdecimal()
