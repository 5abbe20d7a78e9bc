"""The emulated Telegram takes webhooks as strictly as the real one."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.emulators.telegram.server import TelegramEmulator


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        yield emulator


async def call(telegram: TelegramEmulator, method: str, **params: Any) -> tuple[int, Any]:
    url = f"{telegram.base_url}{telegram.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as response:
        return response.status, json.loads(await response.text())


async def test_a_webhook_must_be_https_and_its_secret_plain(telegram: TelegramEmulator) -> None:
    assert (await call(telegram, "setWebhook", url="http://x.example.org"))[0] == 400
    odd = {"url": "https://x.example.org", "secret_token": "a b"}
    assert (await call(telegram, "setWebhook", **odd))[0] == 400
    assert telegram.webhook.url == ""
    assert (await call(telegram, "setWebhook", url="https://x.example.org"))[0] == 200


async def test_whoever_has_a_webhook_cannot_poll(telegram: TelegramEmulator) -> None:
    await call(telegram, "setWebhook", url="https://x.example.org")
    status, said = await call(telegram, "getUpdates")
    assert status == 409
    assert "webhook is active" in said["description"]
    await call(telegram, "deleteWebhook")
    assert (await call(telegram, "getUpdates"))[0] == 200
