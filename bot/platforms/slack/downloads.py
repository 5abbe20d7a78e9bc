"""Downloads the files that editors send; those of other people are left alone."""

from dataclasses import replace
from typing import Final

import aiohttp
from yarl import URL

from bot.importing import MAX_FILE_BYTES, too_large
from bot.platforms.slack.client import WebApi
from bot.platforms.slack.errors import Done
from bot.platforms.slack.events import Offered
from briefs.log import get_logger
from handlers.message import Incoming, Missing

_OK: Final = 200
_TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=10)
_REFUSED: Final = "Slack did not let me have it"
_SCOPE: Final = "Its app needs the scope files:read: the operator installs it from its manifest."

_NOT_KEPT: Final = {
    "tombstone": ("it was deleted", "Send it once more."),
    "hidden_by_limit": ("this workspace's plan hides it by now", "Send it once more."),
    "quip": ("it is a canvas", "Send its text as a file."),
}
"""For each mode of a file that cannot be downloaded: the reason, and what its sender can do."""

_log = get_logger(__name__)


class Downloads:
    """Downloads files that are offered; it never raises."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    async def get(self, one: Offered) -> Incoming | Missing:
        if one.size > MAX_FILE_BYTES:
            reason = too_large(one.size, MAX_FILE_BYTES)
            return Missing(one.name, reason, "Send its text alone, without pictures.")
        if not one.url and one.id:
            one = await self._looked_up(one)
        if one.mode in _NOT_KEPT:
            return Missing(one.name, *_NOT_KEPT[one.mode])
        if not self._is_slacks(one.url):
            return Missing(one.name, "it does not lie on Slack itself", "Send the file itself.")
        try:
            return await self._downloaded(one)
        except (aiohttp.ClientError, OSError) as error:
            _log.warning("slack.not_downloaded", error=type(error).__name__)
            return Missing(one.name, "Slack cannot be reached", "Send it once more.")

    async def _looked_up(self, one: Offered) -> Offered:
        """The file with its details, which Slack leaves out in shared channels
        (docs.slack.dev/reference/objects/file-object, "check_file_info").
        """
        found = await self._api.get("files.info", {"file": one.id})
        if not isinstance(found, Done):
            _log.warning("slack.not_downloaded", outcome=found)
            return one
        file = found.answer.get("file") or {}
        return replace(
            one,
            name=file.get("name") or one.name,
            media_type=file.get("mimetype") or one.media_type,
            size=file.get("size") or one.size,
            url=file.get("url_private_download") or "",
        )

    def _is_slacks(self, url: str) -> bool:
        """Whether the bot's token may be sent to an address."""
        try:
            place = URL(url).origin()
        except ValueError:  # not an address, or without a host
            return False
        host = place.host or ""
        of_slack = host == "slack.com" or host.endswith(".slack.com")
        return place == URL(self._api.sdk.base_url).origin() or (
            of_slack and place.scheme == "https"
        )

    async def _downloaded(self, one: Offered) -> Incoming | Missing:
        """The file. Instead of one that the bot may not read, Slack sends a sign-in page."""
        sdk = self._api.sdk
        token = {"Authorization": f"Bearer {sdk.token}"}
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.get(one.url, headers=token, allow_redirects=False, proxy=sdk.proxy) as answer,
        ):
            page = answer.content_type == "text/html" and "html" not in one.media_type
            if answer.status != _OK or page:
                _log.warning("slack.not_downloaded", status=answer.status)
                return Missing(one.name, _REFUSED, _SCOPE)
            data = bytearray()
            async for chunk in answer.content.iter_any():
                data += chunk
                if len(data) > MAX_FILE_BYTES:
                    return Missing(one.name, "it is larger than Slack said", "Send it once more.")
        return Incoming(name=one.name, data=bytes(data), media_type=one.media_type)
