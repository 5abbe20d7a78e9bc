"""Web API client; files up and down.

Opens the way to Slack's Web API, and tells a refused token from a network that is down.

Hands Slack a file that nobody sees yet: asks where to put it, and puts it there.

Gets the files that editors send; those of others are not touched.
"""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from logging import Logger, getLogger
from typing import Any, Final, assert_never

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.access import Editors
from bot.importing import MAX_FILE_BYTES, too_large
from bot.platforms.sending import Pause, backoff
from bot.platforms.slack.errors import (
    TOKEN_REFUSED,
    code_of,
    outcome_of_error,
    outcome_of_exception,
    refused,
)
from bot.platforms.slack.events import Offered
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.errors import SourcebriefError
from handlers.message import Attachment, Incoming, Missing, Request

TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)

_log = structlog.get_logger(__name__)


def wire_log() -> Logger:
    """The SDK's own log. It writes out every payload for a logger that has no level of its own."""
    log = getLogger("bot.platforms.slack.wire")
    log.setLevel(getLogger().getEffectiveLevel())
    return log


def web_client(token: str, base_url: str | None, log: Logger) -> AsyncWebClient:
    """A client that never repeats a call: the SDK would post again what may have been posted."""
    base_url = base_url or AsyncWebClient.BASE_URL
    return AsyncWebClient(token=token, base_url=base_url, logger=log, retry_handlers=[])


async def workspace_of(bot_token: str, base_url: str | None, pause: Pause) -> str:
    """The id of the workspace that the token is for ("T1"), however long Slack is out of reach.

    Raises SourcebriefError if Slack refuses the token.
    """
    failures = 0
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        client = web_client(bot_token, base_url, wire_log())
        client.session = session
        while True:
            known = await admitted(client.auth_test(), "bot token (xoxb-…)")
            if team := known.get("team_id"):
                return str(team)
            failures += 1
            await pause(backoff(failures).total_seconds())


async def admitted(call: Awaitable[AsyncSlackResponse], what: str) -> Mapping[str, Any]:
    """The answer to a first call with a token; empty if Slack cannot be asked just now.

    Raises SourcebriefError if Slack refuses the token; `what` names it.
    """
    try:
        answer = await call
    except SlackClientError as error:
        code = code_of(error)
        if code in TOKEN_REFUSED:
            raise SourcebriefError(
                f"Slack refuses the {what}: {code}.", hint="Check the Slack tokens in the settings."
            ) from None
        _log.warning("slack.not_ready", error=code or type(error).__name__)
    except (aiohttp.ClientError, OSError) as error:
        _log.warning("slack.not_ready", error=type(error).__name__)
    else:
        return answer.data if isinstance(answer.data, dict) else {}
    return {}


_OK: Final = 200
_SOON: Final = timedelta(seconds=5)
_UPLOAD_TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)


async def uploaded(client: AsyncWebClient, file: Attachment) -> str | Retry | Rejected:
    """Slack's id for the file, to be shared in a conversation; or why it could not be taken.

    What goes wrong here is never in doubt: nothing has been posted.
    """
    asked = {"filename": file.name, "length": len(file.data)}
    try:
        # This method takes a form alone: of JSON it says that all arguments are missing.
        place = await client.api_call("files.getUploadURLExternal", data=asked)
        outcome = await _put(client, str(place.get("upload_url")), file)
    except SlackClientError as error:
        outcome = outcome_of_error(error)
    except (aiohttp.ClientError, OSError) as error:
        outcome = outcome_of_exception(error)
    match outcome:
        case Sent():
            return str(place.get("file_id"))
        case Unknown(reason):
            return Retry(reason, _SOON)
        case Retry() | Rejected():
            return outcome
        case never:
            assert_never(never)


async def _put(client: AsyncWebClient, url: str, file: Attachment) -> Outcome:
    """Put the file where Slack said. The address is its own permit: no token goes there."""
    kind = {"Content-Type": file.media_type}
    async with (
        aiohttp.ClientSession(timeout=_UPLOAD_TIMEOUT) as session,
        session.post(url, data=file.data, headers=kind, proxy=client.proxy) as answer,
    ):
        if answer.status == _OK:
            return Sent("")
        return refused("", answer.status, answer.headers)


_DOWNLOAD_TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=10)
_REFUSED: Final = "Slack did not let me have it"
_SCOPE: Final = "Its app needs the scope files:read: the operator installs it from its manifest."


class Downloads:
    def __init__(self, client: AsyncWebClient, editors: Editors) -> None:
        self._client = client
        self._editors = editors

    async def with_files(self, request: Request, offered: Sequence[Offered]) -> Request:
        """The request with its files, if its sender may bring pieces in; never raises."""
        if not offered or not self._editors.may_send(request):
            return request
        return replace(request, files=tuple([await self._had(one) for one in offered]))

    async def _had(self, one: Offered) -> Incoming | Missing:
        if one.size > MAX_FILE_BYTES:
            reason = too_large(one.size, MAX_FILE_BYTES)
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
            aiohttp.ClientSession(timeout=_DOWNLOAD_TIMEOUT) as session,
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
                if len(data) > MAX_FILE_BYTES:
                    return Missing(one.name, "it is larger than Slack said", "Send it once more.")
        return Incoming(name=one.name, data=bytes(data), media_type=one.media_type)
