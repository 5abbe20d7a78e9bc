"""Post, update; find a lost message.

Makes the calls that put a message before people; each ends in an outcome, not an exception.

Looks for a message of ours in a channel or thread, by the name it was posted under.

Posts frozen messages on Slack, each under a name by which it can be found again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import Logger
from typing import Any, Final, assert_never

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.platforms.sending import send_guard
from bot.platforms.slack.client import TIMEOUT, uploaded, web_client, wire_log
from bot.platforms.slack.errors import outcome_of_error, outcome_of_exception, refused
from bot.platforms.slack.events import PLATFORM
from bot.platforms.slack.message import QUIET, SlackMessage, content, place
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from handlers.message import Attachment

_OK = 200


@dataclass(frozen=True, slots=True)
class SlackSender:
    """`client` must not retry by itself: a post whose answer is lost would be posted twice."""

    client: AsyncWebClient
    log: Logger

    async def post(self, to: Address, message: SlackMessage) -> Outcome:
        """Say it in the channel, or in the thread if the address names one.

        Of a message with a file Slack tells no id.
        """
        if message.file is not None:
            return await self._share(to, message, message.file)
        return await self._call("chat.postMessage", {**place(to), **content(message), **QUIET})

    async def whisper(self, to: Address, user: str, message: SlackMessage) -> Outcome:
        """Say it in the channel so that only `user` sees it."""
        return await self._call(
            "chat.postEphemeral", {**place(to), "user": user, **content(message)}
        )

    async def update(self, to: Address, ts: str, message: SlackMessage) -> Outcome:
        """Put `message` in the place of the bot's own message `ts`."""
        return await self._call(
            "chat.update", {"channel": to.channel, "ts": ts, **content(message)}
        )

    async def respond(
        self,
        url: str,
        message: SlackMessage,
        *,
        private: bool,
        thread: str = "",
        replace: bool = False,
    ) -> Outcome:
        """Answer by a response_url, which works where the bot is no member; the id stays unknown.

        Slack lets each be used five times within half an hour.
        """
        hook = AsyncWebhookClient(
            url,
            session=self.client.session,
            proxy=self.client.proxy,
            logger=self.log,
            retry_handlers=[],
        )
        body = {
            "text": message.text,
            "blocks": message.blocks,
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": replace,
            **QUIET,
            **({"thread_ts": thread} if thread else {}),
        }
        try:
            answer = await hook.send_dict(body)
        except (aiohttp.ClientError, OSError) as error:
            return outcome_of_exception(error)
        if answer.status_code == _OK:
            return Sent("")
        return refused(answer.body.strip()[:80], answer.status_code, answer.headers)

    async def _share(self, to: Address, message: SlackMessage, file: Attachment) -> Outcome:
        match await uploaded(self.client, file):
            case str(file_id):
                arguments = {
                    "files": [{"id": file_id, "title": file.name}],
                    "channel_id": to.channel,
                    **({"thread_ts": to.thread} if to.thread else {}),
                    **({"initial_comment": message.text} if message.text else {}),
                }
                return await self._call("files.completeUploadExternal", arguments)
            case failed:
                return failed

    async def _call(self, method: str, arguments: dict[str, Any]) -> Outcome:
        try:
            # The client's own methods would walk through all blocks for what is no plain JSON yet.
            answer = await self.client.api_call(method, json=arguments)
        except SlackClientError as error:
            return outcome_of_error(error)
        except (aiohttp.ClientError, OSError) as error:
            return outcome_of_exception(error)
        return Sent(str(answer.get("ts") or answer.get("message_ts") or ""))


_EVENT: Final = "sourcebrief_delivery"
_SKEW: Final = timedelta(minutes=10)
"""How far Slack's clock may be from ours."""

_PAGES: Final = 20
_A_PAGE: Final = 200


def label(key: str) -> dict[str, Any]:
    """What a post carries, unseen by people, so that it can be found by its key."""
    return {"metadata": {"event_type": _EVENT, "event_payload": {"delivery": key}}}


async def found(
    client: AsyncWebClient, at: Address, key: str, since: datetime
) -> Sent | Retry | Unknown | None:
    """Sent if it stands there; Retry if it surely does not; Unknown if Slack can't say just now.

    None if it never will: the app may not read there, or too much was said since.
    """
    asked: dict[str, Any] = {
        "channel": at.channel,
        "oldest": f"{(since - _SKEW).timestamp():.6f}",
        "limit": _A_PAGE,
        "include_all_metadata": True,
    }
    method = "conversations.replies" if at.thread else "conversations.history"
    if at.thread:
        asked["ts"] = at.thread
    for _ in range(_PAGES):
        try:
            page = await client.api_call(method, http_verb="GET", params=asked)
            ts = _labelled(page["messages"], key)
            if ts is not None:
                return Sent(ts)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
        except SlackClientError as error:
            return _unanswered(outcome_of_error(error))
        except (aiohttp.ClientError, OSError) as error:
            return _unanswered(outcome_of_exception(error))
        except (KeyError, TypeError, AttributeError):
            return Unknown("Slack's history could not be read.")
        if not cursor:
            return Retry("Slack's history shows that it was not posted.", timedelta())
        asked["cursor"] = cursor
    return None


def _labelled(messages: Iterable[Mapping[str, Any]], key: str) -> str | None:
    """The id of the message that carries the key."""
    ours = label(key)["metadata"]
    for message in messages:
        carried = message.get("metadata") or {}
        if all(carried.get(name) == value for name, value in ours.items()):
            return str(message["ts"])
    return None


def _unanswered(outcome: Outcome) -> Unknown | None:
    match outcome:
        case Rejected():
            return None
        case Retry(reason) | Unknown(reason):
            return Unknown(reason)
        case Sent():
            raise AssertionError("no failure is a success")
        case never:
            assert_never(never)


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
            connector=connector, timeout=self._timeout, trace_configs=[send_guard()]
        )

    async def close(self) -> None:
        session, self._client.session = self._client.session, None
        if session is not None:
            await session.close()

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        """One call, with the key beside the message."""
        arguments: dict[str, Any] = {**place(to), **json.loads(payload), **label(key)}
        try:
            answer = await self._client.api_call("chat.postMessage", json=arguments)
        except SlackClientError as error:
            return outcome_of_error(error)
        except (aiohttp.ClientError, OSError) as error:
            return outcome_of_exception(error)
        ts = answer.get("ts")
        return Sent(str(ts)) if ts else Unknown("Slack took it without saying what became of it.")

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        """Look for it in the channel's history, or among the replies of its thread."""
        return await found(self._client, to, key, since)
