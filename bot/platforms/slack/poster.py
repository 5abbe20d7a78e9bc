"""Posts the digests of one workspace: frozen messages, which a key finds again in the history."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, assert_never

import aiohttp

from bot.platforms.slack.client import TIMEOUT, WebApi, outcome_of
from bot.platforms.slack.errors import OTHERS_DIRECT, UNINVITED, Done
from bot.platforms.slack.events import PLATFORM
from bot.platforms.slack.render import place
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address

_EVENT: Final = "sourcebrief_delivery"
_CLOCK_SKEW: Final = timedelta(minutes=10)
"""How far Slack's clock may be from ours."""

_MAX_PAGES: Final = 20
_A_PAGE: Final = 200


def label(key: str) -> dict[str, Any]:
    """Metadata of a post, which people don't see and which contains its key."""
    return {"metadata": {"event_type": _EVENT, "event_payload": {"delivery": key}}}


async def found(
    api: WebApi, at: Address, key: str, since: datetime
) -> Sent | Retry | Unknown | None:
    """Sent if the post is there; Retry if it surely is not; Unknown if Slack can't tell now.

    None if it will never be known: the app may not read there, or too much was posted since.
    """
    asked: dict[str, Any] = {
        "channel": at.channel,
        "oldest": f"{(since - _CLOCK_SKEW).timestamp():.6f}",
        "limit": _A_PAGE,
        "include_all_metadata": True,
    }
    method = "conversations.replies" if at.thread else "conversations.history"
    if at.thread:
        asked["ts"] = at.thread
    for _ in range(_MAX_PAGES):
        page = await api.get(method, asked)
        match page:
            case Done(answer):
                try:
                    ts = _labelled(answer["messages"], key)
                    cursor = (answer.get("response_metadata") or {}).get("next_cursor")
                except (KeyError, TypeError, AttributeError):
                    return Unknown("Slack's history could not be read.")
            case Rejected():
                return None
            case Retry(reason) | Unknown(reason):
                return Unknown(reason)
            case never:
                assert_never(never)
        if ts is not None:
            return Sent(ts)
        if not cursor:
            return Retry("Slack's history shows that it was not posted.", timedelta())
        asked["cursor"] = cursor
    return None


def _labelled(messages: Iterable[Mapping[str, Any]], key: str) -> str | None:
    """The id of the message whose metadata contains the key."""
    ours = label(key)["metadata"]
    for message in messages:
        carried = message.get("metadata") or {}
        if all(carried.get(name) == value for name, value in ours.items()):
            return str(message["ts"])
    return None


_TO_A_CHANNEL = timedelta(seconds=1)
_TO_ALL = timedelta(milliseconds=250)
"""Slack takes "several hundred messages per minute" in a workspace, and one a second in a channel
(docs.slack.dev/apis/web-api/rate-limits); this is 240 a minute.
"""


class SlackPoster:
    """Posts the digests of one workspace; a `Poster` with connections of its own.

    `workspace` is the team's id ("T1": `client.workspace_of`), `base_url` as for the client.
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
        self._api = WebApi(bot_token, base_url, timeout=timeout)

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        """One message a second in a channel, including its threads."""
        return str(to.channel_alone), _TO_A_CHANNEL

    async def open(self) -> None:
        await self._api.open()

    async def close(self) -> None:
        await self._api.close()

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        """Make one call; the key is sent as metadata."""
        arguments: dict[str, Any] = {**place(to), **json.loads(payload), **label(key)}
        outcome = outcome_of(await self._api.call("chat.postMessage", arguments))
        match outcome:
            case Sent(""):
                return Unknown("Slack took it without saying what became of it.")
            case Rejected(said=said) if said in UNINVITED and to.channel.startswith("D"):
                return replace(outcome, reason=OTHERS_DIRECT)
            case _:
                return outcome

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        """Make one call; repeating it changes nothing."""
        arguments = {"channel": to.channel, "ts": message, **json.loads(payload)}
        outcome = outcome_of(await self._api.call("chat.update", arguments))
        return Sent(message) if isinstance(outcome, Sent) else outcome

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        """Search the channel's history, or the replies of the thread."""
        return await found(self._api, to, key, since)
