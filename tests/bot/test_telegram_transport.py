from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import TimedOut

from bot.platforms.telegram.client import Transport, call
from bot.platforms.telegram.errors import outcome_of
from briefs.digests.outbox import Unknown
from tests.emulators.telegram.faults import Garbled
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import BOT


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(77)
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[Bot]:
    transport = Transport()
    yield Bot(
        telegram.token,
        base_url=telegram.base_url,
        request=transport,
        get_updates_request=transport,
    )
    await transport.shutdown()


async def test_the_librarys_own_calls_go_through_it(bot: Bot) -> None:
    async with bot:
        assert bot.username == "SourcebriefBot"
        sent = await bot.send_message(77, "Hé 🕊 & so on")
    assert sent.text == "Hé 🕊 & so on"


async def test_it_can_be_used_again_after_it_was_shut_down(bot: Bot) -> None:
    for _ in range(2):
        async with bot:
            assert await bot.get_me() == bot.bot


async def test_what_answers_too_late_may_have_been_done(bot: Bot) -> None:
    with pytest.raises(TimedOut) as late:
        await call(bot, "getUpdates", {"timeout": 5}, read_timeout=0.01)
    assert isinstance(outcome_of(late.value), Unknown)


async def test_no_redirection_is_followed(bot: Bot, telegram: TelegramEmulator) -> None:
    telegram.faults.add("sendMessage", Garbled(307, "", {"Location": telegram.base_url}))
    with pytest.raises(Exception, match="Temporary Redirect"):
        await call(bot, "sendMessage", {"chat_id": 77, "text": "Hi"})
    assert len(telegram.calls) == 1


async def test_calls_go_through_the_environments_proxy(
    telegram: TelegramEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", telegram.base_url.removesuffix("/bot"))
    transport = Transport()
    elsewhere = Bot(telegram.token, "http://elsewhere.invalid/bot", request=transport)
    assert await call(elsewhere, "getMe", {}) == BOT
    await transport.shutdown()


async def test_a_host_that_needs_no_proxy_is_called_directly(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://elsewhere.invalid")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert await call(bot, "getMe", {}) == BOT
