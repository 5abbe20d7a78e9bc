"""Who may set a chat's digest on Telegram; and the downloads of editors' documents."""

import re
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Any, Final

from telegram import ChatMember
from telegram.constants import ChatMemberStatus, FileSizeLimit

from bot.importing import too_large
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done
from bot.platforms.telegram.updates import Offered, barred
from briefs.log import get_logger
from briefs.model import Address
from handlers.message import Incoming, Missing, Request, Role

_BELIEVED_SECONDS: Final = 60.0
_MAX_ROLES: Final = 1_000
"""Roles that are cached."""

_NAME = re.compile(r"@[A-Za-z]\w{3,31}", re.ASCII)
_ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})

_log = get_logger(__name__)


class Permissions:
    """People's roles, which Telegram is asked for and which are cached for a minute; `clock` in
    seconds.
    """

    def __init__(self, api: BotApi, clock: Callable[[], float] = monotonic) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, Role]] = {}

    async def with_role(self, request: Request) -> Request:
        """A /digest request with its sender's role there, or, if it names a channel, about that
        channel.

        A channel in which the bot can't post counts as not found.
        """
        if request.forwarded:
            return replace(request, role="reader")
        if request.args and _NAME.fullmatch(request.args[0]):
            return await self._elsewhere(request, request.args[0])
        if request.role != "reader" or not is_person(request.sender):
            return request
        return replace(request, role=await self._role(request.origin.channel, request.sender))

    async def _elsewhere(self, request: Request, name: str) -> Request:
        """The request about the chat of that @name; without a place if there is none, or none for
        the bot.
        """
        unseen = replace(request, role="reader")
        if not is_person(request.sender):
            return unseen
        chat = await self._answer("getChat", chat_id=name)
        if not chat or not str(chat.get("id", "")).startswith("-"):
            return unseen
        channel = str(chat["id"])
        us = await self._answer("getChatMember", chat_id=channel, user_id=request.origin.workspace)
        if not us or _is_barred(us, str(chat.get("type"))):
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
        if len(self._known) >= _MAX_ROLES:
            self._known.clear()
        self._known[chat, person] = (now + _BELIEVED_SECONDS, role)
        return role

    async def _answer(self, method: str, **params: str) -> dict[str, Any] | None:
        """What a method returns, or None for a failure."""
        answer = await self._api.call(method, dict(params))
        if isinstance(answer, Done):
            return answer.result if isinstance(answer.result, dict) else None
        _log.info("telegram.standing_unknown", method=method, outcome=answer)
        return None


def _is_barred(member: dict[str, Any], kind: str) -> bool:
    """Whether the bot can't post there, or its rights are unknown."""
    try:
        return bool(barred(ChatMember.de_json(member, None), kind))
    except (TypeError, KeyError, ValueError):
        return True


def is_person(sender: str) -> bool:
    """Whether a person sent it; chats, which can send too, have negative ids."""
    return sender.isdecimal()


_MAX_DOWNLOAD_BYTES: Final = int(FileSizeLimit.FILESIZE_DOWNLOAD)

_SEND_TEXT: Final = "Send the text itself, or a PDF or Word file that has it."


class Downloads:
    """Downloads documents that are offered; it never raises."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def get(self, one: Offered) -> Incoming | Missing:
        if one.why:
            return Missing(one.name, one.why, _SEND_TEXT)
        if one.size > _MAX_DOWNLOAD_BYTES:
            reason = f"{too_large(one.size, _MAX_DOWNLOAD_BYTES)} on its way to a bot"
            return Missing(one.name, reason, "Send its text alone, without pictures.")
        found = await self._api.call("getFile", {"file_id": one.id})
        if isinstance(found, Done) and isinstance(found.result, dict):
            data = await self._api.download(str(found.result.get("file_path")))
            if data is not None:
                return Incoming(name=one.name, data=data, media_type=one.media_type)
        _log.warning("telegram.not_downloaded", outcome=found)
        return Missing(one.name, "Telegram did not let me have it", "Send it once more.")
