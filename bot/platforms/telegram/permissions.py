"""Admins; editors' documents.

Finds out who may set a chat's digest: its administrators, as Telegram names them.

Gets the documents that editors send; those of others are not touched.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, Final
from urllib.parse import quote

import structlog
from telegram import Bot
from telegram.constants import ChatMemberStatus, FileSizeLimit
from telegram.error import TelegramError

from bot.access import Editors
from bot.importing import too_large
from bot.platforms.telegram.client import call
from bot.platforms.telegram.errors import outcome_of
from bot.platforms.telegram.updates import Offered, barred
from briefs.model import Address
from handlers.message import Incoming, Missing, Request, Role

_MINUTE: Final = 60.0
_MOST: Final = 1_000
"""Roles kept in mind."""

_NAME = re.compile(r"@[A-Za-z]\w{3,31}", re.ASCII)
_ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})

_log = structlog.get_logger(__name__)


class Permissions:
    """What Telegram says of a person's role is believed for a minute; `clock` gives seconds."""

    def __init__(self, bot: Bot, clock: Callable[[], float] = monotonic) -> None:
        self._bot = bot
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, Role]] = {}

    async def with_role(self, request: Request) -> Request:
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


_LARGEST: Final = int(FileSizeLimit.FILESIZE_DOWNLOAD)


class Downloads:
    def __init__(self, bot: Bot, editors: Editors) -> None:
        self._bot = bot
        self._editors = editors

    async def with_files(self, request: Request, offered: Sequence[Offered]) -> Request:
        """The request with its documents, if its sender may bring pieces in; never raises."""
        if not offered or not self._editors.may_send(request):
            return request
        return replace(request, files=tuple([await self._had(one) for one in offered]))

    async def _had(self, one: Offered) -> Incoming | Missing:
        if one.size > _LARGEST:
            reason = f"{too_large(one.size, _LARGEST)} on its way to a bot"
            return Missing(one.name, reason, "Send its text alone, without pictures.")
        try:
            found = await call(self._bot, "getFile", {"file_id": one.id})
            place = f"{self._bot.base_file_url}/{quote(str(found.get('file_path')))}"
            data = await self._bot.request.retrieve(place)
        except TelegramError as error:
            _log.warning("telegram.not_downloaded", outcome=outcome_of(error))
            return Missing(one.name, "Telegram did not let me have it", "Send it once more.")
        return Incoming(name=one.name, data=data, media_type=one.media_type)
