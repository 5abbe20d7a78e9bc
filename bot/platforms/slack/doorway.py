"""Opens the way to Slack's Web API, and tells a refused token from a network that is down."""

from collections.abc import Awaitable, Mapping
from logging import Logger, getLogger
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.patience import Pause, backoff
from bot.platforms.slack.errors import TOKEN_REFUSED, code_of
from briefs.errors import SourcebriefError

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
