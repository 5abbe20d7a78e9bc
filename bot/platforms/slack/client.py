"""Slack's Web API: one client for replies and digests; each call returns a value, also for an
error. The bot's answers are posted by it.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from logging import Logger, getLogger
from typing import Any, Final, assert_never

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.platforms.sending import Pause, backoff, send_guard
from bot.platforms.slack.errors import (
    RULES,
    TOKEN_REFUSED,
    Done,
    Failure,
    Result,
    code_of,
    failure_of,
    failure_of_error,
)
from bot.platforms.slack.render import QUIET, SlackMessage, content, place
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


@dataclass(frozen=True, slots=True)
class SlackSender:
    """Posts the bot's answers. No method raises for an error of Slack or the network."""

    api: WebApi

    async def post(self, to: Address, message: SlackMessage) -> Outcome:
        """Post in the channel, or in the thread if the address names one.

        For a message with a file Slack returns no id.
        """
        if message.file is not None:
            return await self._share(to, message, message.file)
        return await self._call("chat.postMessage", {**place(to), **content(message), **QUIET})

    async def whisper(self, to: Address, user: str, message: SlackMessage) -> Outcome:
        """Post an ephemeral message, which only `user` sees."""
        return await self._call(
            "chat.postEphemeral", {**place(to), "user": user, **content(message)}
        )

    async def update(self, to: Address, ts: str, message: SlackMessage) -> Outcome:
        """Replace the bot's own message `ts`."""
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
        """Answer by a response_url."""
        body = {
            "text": message.text,
            "blocks": message.blocks,
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": replace,
            **QUIET,
            **({"thread_ts": thread} if thread else {}),
        }
        return outcome_of(await self.api.respond(url, body))

    async def _share(self, to: Address, message: SlackMessage, file: Attachment) -> Outcome:
        match await self.api.upload(file):
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
        return outcome_of(await self.api.call(method, arguments))


def outcome_of(result: Result) -> Outcome:
    """The outcome of a posting call; some methods return no message id."""
    match result:
        case Done(answer):
            return Sent(str(answer.get("ts") or answer.get("message_ts") or ""))
        case Retry() | Rejected() | Unknown():
            return result
        case never:
            assert_never(never)
