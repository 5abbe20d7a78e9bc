"""Gets the documents that editors send; those of others are not touched."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import quote

import structlog
from telegram import Bot
from telegram.constants import FileSizeLimit
from telegram.error import TelegramError

from bot.access import Editors
from bot.importing import too_large
from bot.platforms.telegram.api import call
from bot.platforms.telegram.failures import outcome_of
from bot.platforms.telegram.updates import Offered
from handlers.message import Incoming, Missing, Request

_LARGEST: Final = int(FileSizeLimit.FILESIZE_DOWNLOAD)

_log = structlog.get_logger(__name__)


class Downloads:
    def __init__(self, bot: Bot, editors: Editors) -> None:
        self._bot = bot
        self._editors = editors

    async def along(self, request: Request, offered: Sequence[Offered]) -> Request:
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
