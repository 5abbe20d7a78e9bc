"""Makes the calls that put a message before people; each ends in an outcome, not an exception."""

from dataclasses import dataclass
from logging import Logger
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.platforms.slack.errors import broken, judged, refused
from bot.platforms.slack.message import SlackMessage
from bot.platforms.slack.parameters import QUIET, content, place
from bot.platforms.slack.uploads import uploaded
from briefs.model import Address
from briefs.outcome import Outcome, Sent
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
            return broken(error)
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
            return judged(error)
        except (aiohttp.ClientError, OSError) as error:
            return broken(error)
        return Sent(str(answer.get("ts") or answer.get("message_ts") or ""))
