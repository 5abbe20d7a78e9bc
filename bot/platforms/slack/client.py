"""Slack's Web API: one client for replies and digests; each call returns a value, also for an
error. The poster of a workspace's digests uses it for frozen messages, and looks in the history for
one whose outcome is unknown.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from logging import Logger, getLogger
from typing import Any, Final, assert_never

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.platforms.sending import Pause, backoff, send_guard
from bot.platforms.slack.errors import (
    OTHERS_DIRECT,
    RULES,
    TOKEN_REFUSED,
    UNINVITED,
    Done,
    Failure,
    Result,
    code_of,
    failure_of,
    failure_of_error,
)
from bot.platforms.slack.events import PLATFORM
from bot.platforms.slack.render import place
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.errors import SourcebriefError
from briefs.log import get_logger
from briefs.model import Address
from handlers.message import Attachment

TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)

_OK: Final = 200
_RETRY_AFTER: Final = timedelta(seconds=5)
_KEEP_ALIVE_SECONDS: Final = 5.0
"""Shorter than servers keep idle connections: a post into a closed connection would be lost."""

_log = get_logger(__name__)


def wire_log() -> Logger:
    """The SDK's logger, with a level set.

    slack_sdk formats every payload if `logger.level <= DEBUG`, which is true of a logger without a
    level of its own (slack_sdk.web.async_internal_utils).
    """
    log = getLogger("bot.platforms.slack.wire")
    log.setLevel(getLogger().getEffectiveLevel())
    return log


class WebApi:
    """The calls of one token; no method raises for an error of Slack or the network.

    `sdk` is for Bolt. Its retries are off, because they could post a message twice. Before `open`,
    each call opens a connection of its own.
    """

    def __init__(
        self,
        token: str,
        base_url: str | None = None,
        *,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self.log: Final = wire_log()
        self._timeout = timeout
        self.sdk: Final = AsyncWebClient(
            token=token,
            base_url=base_url or AsyncWebClient.BASE_URL,
            logger=self.log,
            retry_handlers=[],
        )

    async def open(self) -> None:
        connector = aiohttp.TCPConnector(keepalive_timeout=_KEEP_ALIVE_SECONDS)
        self.sdk.session = aiohttp.ClientSession(
            connector=connector, timeout=self._timeout, trace_configs=[send_guard()]
        )

    async def close(self) -> None:
        session, self.sdk.session = self.sdk.session, None
        if session is not None:
            await session.close()

    async def call(self, method: str, arguments: Mapping[str, Any]) -> Result:
        """Call a method with its arguments as JSON."""
        # The SDK's own methods would search all blocks for its model objects.
        return await self._tried(lambda: self.sdk.api_call(method, json=dict(arguments)))

    async def form(self, method: str, arguments: Mapping[str, Any]) -> Result:
        """Call a method that takes a form only; given JSON, it reports that all arguments are
        missing.
        """
        return await self._tried(lambda: self.sdk.api_call(method, data=dict(arguments)))

    async def get(self, method: str, params: Mapping[str, Any]) -> Result:
        """Call a method that only reads."""
        return await self._tried(
            lambda: self.sdk.api_call(method, http_verb="GET", params=dict(params))
        )

    async def respond(self, url: str, body: Mapping[str, Any]) -> Result:
        """Answer by a response_url, which works where the bot is no member; no message id is
        returned.

        A response_url can be used five times within 30 minutes
        (docs.slack.dev/interactivity/handling-user-interaction#message_responses).
        """
        hook = AsyncWebhookClient(
            url,
            session=self.sdk.session,
            proxy=self.sdk.proxy,
            logger=self.log,
            retry_handlers=[],
        )
        try:
            answer = await hook.send_dict(dict(body))
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            return failure_of_error(error)
        code = _code_in(answer.body)
        if answer.status_code == _OK and code in {"", "ok"}:
            return Done({})
        return failure_of(code, answer.status_code, answer.headers)

    async def upload(self, file: Attachment) -> str | Retry | Rejected:
        """Upload a file and return Slack's id for it, to be shared later; or why it was not taken.

        An error here is never Unknown: nothing has been posted.
        """
        asked = {"filename": file.name, "length": len(file.data)}
        place = await self.form("files.getUploadURLExternal", asked)
        if isinstance(place, Done):
            put = await self._put(str(place.answer.get("upload_url")), file)
            if put is None:
                return str(place.answer.get("file_id"))
            return _never_in_doubt(put)
        return _never_in_doubt(place)

    async def _put(self, url: str, file: Attachment) -> Failure | None:
        """Put the file at the address that Slack gave, which needs no token."""
        kind = {"Content-Type": file.media_type}
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as session,
                session.post(url, data=file.data, headers=kind, proxy=self.sdk.proxy) as answer,
            ):
                if answer.status == _OK:
                    return None
                code = (await answer.text(errors="replace")).strip()
                return failure_of(code if code in RULES else "", answer.status, answer.headers)
        except (aiohttp.ClientError, OSError) as error:
            return failure_of_error(error)

    async def _tried(self, call: Callable[[], Awaitable[AsyncSlackResponse]]) -> Result:
        try:
            answer = await call()
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            return failure_of_error(error)
        return Done(answer.data if isinstance(answer.data, dict) else {})


def _code_in(body: str) -> str:
    """Slack's error code in the answer of a response_url, which is plain text or JSON ("error")."""
    said = body.strip()
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        return "" if said.startswith("<") else said[:80]
    code = str(answer.get("error") or "") if isinstance(answer, dict) else ""
    return code.lower().replace(" ", "_")


def _never_in_doubt(failure: Failure) -> Retry | Rejected:
    match failure:
        case Unknown(reason):
            return Retry(reason, _RETRY_AFTER)
        case Retry() | Rejected():
            return failure
        case never:
            assert_never(never)


async def admitted(call: Awaitable[AsyncSlackResponse], what: str) -> Mapping[str, Any]:
    """The answer to the first call with a token; empty if Slack cannot be reached now.

    Raises SourcebriefError if Slack refuses the token; `what` names the token.
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


async def signed_in(api: WebApi, pause: Pause) -> Mapping[str, Any]:
    """What auth.test says of the bot; waits for as long as Slack cannot be reached.

    Raises SourcebriefError if Slack refuses the token.
    """
    failures = 0
    while True:
        known = await admitted(api.sdk.auth_test(), "bot token (xoxb-…)")
        if known.get("team_id"):
            return known
        failures += 1
        await pause(backoff(failures).total_seconds())


async def workspace_of(bot_token: str, base_url: str | None, pause: Pause) -> str:
    """The id of the token's workspace ("T1"); raises and waits as `signed_in` does."""
    api = WebApi(bot_token, base_url)
    await api.open()
    try:
        return str((await signed_in(api, pause))["team_id"])
    finally:
        await api.close()


def outcome_of(result: Result) -> Outcome:
    """The outcome of a posting call; some methods return no message id."""
    match result:
        case Done(answer):
            return Sent(str(answer.get("ts") or answer.get("message_ts") or ""))
        case Retry() | Rejected() | Unknown():
            return result
        case never:
            assert_never(never)


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
