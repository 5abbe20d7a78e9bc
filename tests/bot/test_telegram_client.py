"""Calls to the Bot API: what goes out, and that nothing but Telegram's answer is taken for one."""

from collections.abc import AsyncIterator

import pytest

from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done
from briefs.digests.outbox import Retry, Unknown
from tests.emulators.telegram.faults import Garbled
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import BOT


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(77)
        yield emulator


@pytest.fixture
async def api(telegram: TelegramEmulator) -> AsyncIterator[BotApi]:
    found = BotApi(telegram.token, telegram.base_url)
    yield found
    await found.close()


async def test_parameters_go_out_as_json_and_none_as_nothing(
    api: BotApi, telegram: TelegramEmulator
) -> None:
    params = {"chat_id": 77, "text": "Hé 🕊 & so on", "entities": None}
    result = await api.call("sendMessage", params)
    assert isinstance(result, Done)
    assert result.result["text"] == "Hé 🕊 & so on"
    assert set(telegram.calls[-1][1]) == {"chat_id", "text"}


async def test_it_can_be_used_again_after_it_was_closed(api: BotApi) -> None:
    for _ in range(2):
        assert await api.call("getMe") == Done(BOT)
        await api.close()


async def test_what_answers_too_late_may_have_been_done(api: BotApi) -> None:
    late = await api.call("getUpdates", {"timeout": 5}, read_seconds=0.01)
    assert isinstance(late, Unknown)


async def test_no_redirection_is_followed(api: BotApi, telegram: TelegramEmulator) -> None:
    telegram.faults.add("sendMessage", Garbled(307, "", {"Location": telegram.base_url}))
    outcome = await api.call("sendMessage", {"chat_id": 77, "text": "Hi"})
    assert isinstance(outcome, Unknown)
    assert len(telegram.calls) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 407])
async def test_a_page_in_between_is_no_verdict_of_telegrams(
    api: BotApi, telegram: TelegramEmulator, status: int
) -> None:
    telegram.faults.add("getMe", Garbled(status, "<html>nginx</html>"))
    assert isinstance(await api.call("getMe"), Retry)


async def test_calls_go_through_the_environments_proxy(
    telegram: TelegramEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", telegram.base_url.removesuffix("/bot"))
    elsewhere = BotApi(telegram.token, "http://elsewhere.invalid/bot")
    assert await elsewhere.call("getMe") == Done(BOT)
    await elsewhere.close()


async def test_a_host_that_needs_no_proxy_is_called_directly(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://elsewhere.invalid")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert await api.call("getMe") == Done(BOT)
