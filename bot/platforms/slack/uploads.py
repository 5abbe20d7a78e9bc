"""Hands Slack a file that nobody sees yet: asks where to put it, and puts it there."""

from datetime import timedelta
from typing import Final, assert_never

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.errors import broken, judged, refused
from briefs.outcome import Outcome, Rejected, Retry, Sent, Unknown
from handlers.message import Attachment

_OK: Final = 200
_SOON: Final = timedelta(seconds=5)
_TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)


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
        outcome = judged(error)
    except (aiohttp.ClientError, OSError) as error:
        outcome = broken(error)
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
        aiohttp.ClientSession(timeout=_TIMEOUT) as session,
        session.post(url, data=file.data, headers=kind, proxy=client.proxy) as answer,
    ):
        if answer.status == _OK:
            return Sent("")
        return refused("", answer.status, answer.headers)
