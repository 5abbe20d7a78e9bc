"""Posts frozen messages on Slack, each under a name by which it can be found again."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.platforms.fence import fence
from bot.platforms.slack import history
from bot.platforms.slack.doorway import TIMEOUT, web_client, wire_log
from bot.platforms.slack.errors import broken, judged
from bot.platforms.slack.events import PLATFORM
from bot.platforms.slack.parameters import place
from briefs.model import Address
from briefs.outcome import Outcome, Retry, Sent, Unknown

# Shorter than servers keep idle connections, or else a post would go into a closed one.
_KEEP_ALIVE: Final = 5.0

_TO_A_CHANNEL = timedelta(seconds=1)
_TO_ALL = timedelta(milliseconds=250)
"""Slack takes "several hundred messages a minute" of a workspace; this is 240."""


class SlackPoster:
    """One workspace's way out, for `bot.platforms.posting.Poster`.

    `workspace` is the team's id ("T1": `doorway.workspace_of`), `base_url` as the adapter's.
    """

    def __init__(
        self,
        *,
        bot_token: str,
        workspace: str,
        base_url: str | None = None,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self.account: Final = Address(PLATFORM, workspace, "").account
        self.account_rate: Final = (self.account, _TO_ALL)
        self.can_look: Final = True
        self._client = web_client(bot_token, base_url, wire_log())
        self._timeout = timeout

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        """One message a second in a channel, its threads included."""
        return str(to.channel_alone), _TO_A_CHANNEL

    async def open(self) -> None:
        connector = aiohttp.TCPConnector(keepalive_timeout=_KEEP_ALIVE)
        self._client.session = aiohttp.ClientSession(
            connector=connector, timeout=self._timeout, trace_configs=[fence()]
        )

    async def close(self) -> None:
        session, self._client.session = self._client.session, None
        if session is not None:
            await session.close()

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        """One call, with the key beside the message."""
        arguments: dict[str, Any] = {**place(to), **json.loads(payload), **history.label(key)}
        try:
            answer = await self._client.api_call("chat.postMessage", json=arguments)
        except SlackClientError as error:
            return judged(error)
        except (aiohttp.ClientError, OSError) as error:
            return broken(error)
        ts = answer.get("ts")
        return Sent(str(ts)) if ts else Unknown("Slack took it without saying what became of it.")

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        """Look for it in the channel's history, or among the replies of its thread."""
        return await history.found(self._client, to, key, since)
