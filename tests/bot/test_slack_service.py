"""The bot on Slack as a service: it starts, connects anew, ends, and keeps its secrets."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from briefs.errors import SourcebriefError
from handlers.message import Reply, Request
from tests.bot.slack_room import Clock, NotingDesk, say, serving, slack_bot
from tests.emulators.slack import (
    APP_TOKEN,
    BOT_TOKEN,
    RESPONSE_URL,
    Broken,
    Dropped,
    SlackEmulator,
)


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


@pytest.fixture
def desk() -> NotingDesk:
    return NotingDesk()


async def test_a_new_connection_is_made_when_slack_asks_for_one(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.sockets.disconnect()
        assert await slack.command("/brief", "12")
        await slack.answered(1)
    assert slack.sockets.hellos == 2


async def test_answers_under_way_get_out_before_the_bot_ends(slack: SlackEmulator) -> None:
    gate = threading.Event()

    def slowly(_: Request) -> Reply:
        gate.wait(10)
        return say("done")

    async with serving(slack, NotingDesk(slowly)):
        await slack.command("/brief")
        asyncio.get_running_loop().call_later(0.05, gate.set)
    assert [answer.seen.strip() for answer in slack.answers] == ["done"]


@pytest.mark.parametrize(
    ("tokens", "named"),
    [
        ({"bot_token": "xoxb-wrong"}, "bot token"),
        ({"app_token": "xapp-wrong"}, "app-level token"),
        ({"bot_token": APP_TOKEN}, "bot token"),
        ({"app_token": BOT_TOKEN}, "app-level token"),
    ],
    ids=["wrong bot token", "wrong app token", "app token for bot", "bot token for app"],
)
async def test_a_refused_token_ends_the_bot_with_a_word_to_the_operator(
    slack: SlackEmulator, desk: NotingDesk, tokens: dict[str, str], named: str
) -> None:
    with ThreadPoolExecutor(1) as workers:
        bot = slack_bot(slack, desk, Clock(), workers, **tokens)
        with pytest.raises(SourcebriefError, match=named) as refused:
            await bot.run(asyncio.Event())
    assert "wrong" not in str(refused.value)
    assert refused.value.hint


async def test_slack_being_down_at_the_start_does_not_end_the_bot(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    slack.api.fail("auth.test", Broken(status=503))
    slack.api.fail("apps.connections.open", Dropped(accepted=False))
    async with serving(slack, desk):
        await slack.command("/brief", "12")
        await slack.answered(1)


async def test_no_log_record_holds_a_token(
    slack: SlackEmulator,
    desk: NotingDesk,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(slack, desk):
        slack.api.fail("chat.postMessage", Broken("invalid_auth"))
        slack.api.fail(RESPONSE_URL, Broken(status=500))
        await slack.command("/brief")
        await slack.sockets.disconnect()
        await slack.mention("brief 12")
        await slack.answered(1)
    written = caplog.text + "".join(capsys.readouterr())
    assert "chat.postMessage" in written
    for secret in (BOT_TOKEN, APP_TOKEN, "xoxb-", "xapp-"):
        assert secret not in written
