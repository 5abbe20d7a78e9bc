"""The bare Slack bot: Bolt as its first page shows it, in Socket Mode, answering from a file."""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def serve(
    bot_token: str, app_token: str, base_url: str, messages: Mapping[str, dict[str, Any]]
) -> None:
    app = AsyncApp(client=AsyncWebClient(bot_token, base_url=base_url))

    async def echo(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["channel_id"], **messages[body["text"]])

    app.command("/brief")(echo)
    handler = AsyncSocketModeHandler(
        app, app_token, web_client=AsyncWebClient(app_token, base_url=base_url)
    )
    await handler.start_async()  # type: ignore[no-untyped-call]  # it has no annotations


def main(bot_token: str, app_token: str, base_url: str, answers: str) -> None:
    messages = json.loads(Path(answers).read_text("utf-8"))
    asyncio.run(serve(bot_token, app_token, base_url, messages))


if __name__ == "__main__":
    main(*sys.argv[1:])
