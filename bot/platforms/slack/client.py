"""Gets the files that editors send; those of others are not touched."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.access import Editors
from bot.importing import LARGEST, too_large
from bot.platforms.slack.events import Offered
from handlers.message import Incoming, Missing, Request

_OK: Final = 200
_TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=10)
_REFUSED: Final = "Slack did not let me have it"
_SCOPE: Final = "Its app needs the scope files:read: the operator installs it from its manifest."

_log = structlog.get_logger(__name__)


class Downloads:
    def __init__(self, client: AsyncWebClient, editors: Editors) -> None:
        self._client = client
        self._editors = editors

    async def along(self, request: Request, offered: Sequence[Offered]) -> Request:
        """The request with its files, if its sender may bring pieces in; never raises."""
        if not offered or not self._editors.may_send(request):
            return request
        return replace(request, files=tuple([await self._had(one) for one in offered]))

    async def _had(self, one: Offered) -> Incoming | Missing:
        if one.size > LARGEST:
            reason = too_large(one.size, LARGEST)
            return Missing(one.name, reason, "Send its text alone, without pictures.")
        if not self._is_slacks(one.url):
            return Missing(one.name, "it does not lie on Slack itself", "Send the file itself.")
        try:
            return await self._got(one)
        except (aiohttp.ClientError, OSError) as error:
            _log.warning("slack.not_downloaded", error=type(error).__name__)
            return Missing(one.name, "Slack cannot be reached", "Send it once more.")

    def _is_slacks(self, url: str) -> bool:
        """Whether an address may be told the bot's token."""
        try:
            place = URL(url).origin()
        except ValueError:  # no address, or one without a host
            return False
        host = place.host or ""
        of_slack = host == "slack.com" or host.endswith(".slack.com")
        return place == URL(self._client.base_url).origin() or (
            of_slack and place.scheme == "https"
        )

    async def _got(self, one: Offered) -> Incoming | Missing:
        """The file; where the bot may not have it, Slack sends a page to sign in on instead."""
        token = {"Authorization": f"Bearer {self._client.token}"}
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.get(
                one.url, headers=token, allow_redirects=False, proxy=self._client.proxy
            ) as answer,
        ):
            page = answer.content_type == "text/html" and "html" not in one.media_type
            if answer.status != _OK or page:
                _log.warning("slack.not_downloaded", status=answer.status)
                return Missing(one.name, _REFUSED, _SCOPE)
            data = bytearray()
            async for chunk in answer.content.iter_any():
                data += chunk
                if len(data) > LARGEST:
                    return Missing(one.name, "it is larger than Slack said", "Send it once more.")
        return Incoming(name=one.name, data=bytes(data), media_type=one.media_type)
