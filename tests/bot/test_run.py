"""`sourcebrief run`, as an operator starts it: one process, both platforms, a clean end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

from bot.config import webhook_secret
from briefs.model import Address
from briefs.storage.sql.store import open_store
from tests.bot.processes import (
    Process,
    ended,
    free_port,
    order_now,
    running,
    stock,
    stopped,
    well,
)
from tests.emulators.slack import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    TEAM,
    SlackEmulator,
)
from tests.emulators.telegram.server import TelegramEmulator

CHAT = 7


def library(folder: Path) -> str:
    return f"sqlite:///{folder}/library.db"


@asynccontextmanager
async def served(
    folder: Path,
    telegram: TelegramEmulator,
    slack: SlackEmulator,
    *,
    role: str = "all",
    **given: str,
) -> AsyncIterator[Process]:
    """The bot as a process of its own, over a library with one piece."""
    stock(library(folder))
    settings = {
        "DATABASE_URL": library(folder),
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_BASE_URL": telegram.base_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_BASE_URL": slack.base_url,
        "LOG_LEVEL": "DEBUG",
        **given,
    }
    async with running(folder, settings, "--role", role) as process:
        yield process


async def test_one_process_serves_both_platforms_and_ends_when_it_is_told_to(
    tmp_path: Path,
) -> None:
    async with (
        TelegramEmulator() as telegram,
        SlackEmulator() as slack,
        served(tmp_path, telegram, slack) as process,
    ):
        telegram.people.open(CHAT)
        await asyncio.gather(_read_on_telegram(telegram), _read_on_slack(slack))
        log = await stopped(process)
        for secret in (telegram.token, BOT_TOKEN, APP_TOKEN):
            assert secret not in log
        assert "service.stopped" in log


async def _read_on_telegram(telegram: TelegramEmulator) -> None:
    world = telegram.world
    await telegram.people.say(CHAT, "/brief")
    await world.until(lambda: world.posted(CHAT))
    (brief,) = world.posted(CHAT)
    assert "The dam held through the night." in brief.text
    await telegram.people.press(CHAT, brief.id, "Check")
    await world.until(lambda: len(world.posted(CHAT)) == 2)
    assert "SHA-256" in world.posted(CHAT)[1].text


async def _read_on_slack(slack: SlackEmulator) -> None:
    await slack.connected()
    await slack.command("/brief")
    (brief,) = await slack.answered(1)
    assert "The dam held through the night." in brief.text
    await slack.press(brief, "Check")
    _, check = await slack.answered(2)
    assert "SHA-256" in check.text


async def test_processes_of_different_roles_serve_together(tmp_path: Path) -> None:
    async with TelegramEmulator() as telegram, SlackEmulator() as slack, AsyncExitStack() as stack:
        telegram.people.open(CHAT)
        bot, _, _ = telegram.token.partition(":")
        places = Address("telegram", bot, str(CHAT)), Address("slack", TEAM, "C1")
        order_now(library(tmp_path), *places)
        over_http = {
            "WEB_URL": "https://bot.example.org",
            "SLACK_APP_TOKEN": "",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        }
        origin = f"127.0.0.1:{free_port()}"
        processes = [
            await stack.enter_async_context(
                served(tmp_path, telegram, slack, role=role, WEB_LISTEN=at, **over_http)
            )
            for role, at in (("web", origin), ("publisher", ""), ("courier", ""))
        ]
        await asyncio.wait_for(well(f"http://{origin}/health"), 60)
        telegram.webhook.balanced.append(f"http://{origin}")
        slack.request_urls.balanced.append(f"http://{origin}/slack")
        await telegram.world.until(lambda: len(telegram.world.posted(CHAT)) == 1)
        # It is listening before Slack has taken its token.
        while not await slack.command("/brief"):  # noqa: ASYNC110  # no event tells of it
            await asyncio.sleep(0.1)
        await slack.until(lambda: len(slack.answers) == 2)
        telegram.webhook.copies = 2
        await telegram.people.say(CHAT, "/sources")
        await telegram.world.until(lambda: len(telegram.world.posted(CHAT)) == 2)
        logs = await asyncio.gather(*map(stopped, processes))
    for secret in (telegram.token, BOT_TOKEN, SIGNING_SECRET, webhook_secret(telegram.token)):
        assert not any(secret in log for log in logs)
    digest, answer = telegram.world.posted(CHAT)
    assert "Digest · " in digest.text
    assert answer.text != digest.text
    with closing(open_store(library(tmp_path))) as store:
        rows = store.outbox.rows(limit=9)
        assert {(row.place, row.status) for row in rows} == {(place, "sent") for place in places}


async def test_what_is_due_is_delivered_once_on_both_platforms(tmp_path: Path) -> None:
    async with TelegramEmulator() as telegram, SlackEmulator() as slack:
        telegram.people.open(CHAT)
        bot, _, _ = telegram.token.partition(":")
        places = Address("telegram", bot, str(CHAT)), Address("slack", TEAM, "C1")
        order_now(library(tmp_path), *places)
        async with served(tmp_path, telegram, slack) as process:
            await telegram.world.until(lambda: telegram.world.posted(CHAT))
            await slack.until(lambda: bool(slack.answers))
            await stopped(process)
        for (said,) in ([m.text for m in telegram.world.posted(CHAT)], _seen(slack)):
            assert "Digest · " in said
            assert "The dam held through the night." in said
    with closing(open_store(library(tmp_path))) as store:
        rows = store.outbox.rows(limit=9)
        assert {(row.place, row.status) for row in rows} == {(place, "sent") for place in places}


def _seen(slack: SlackEmulator) -> list[str]:
    return [message.seen for message in slack.answers]


async def test_a_refused_token_ends_with_a_sentence_and_status_1_and_no_order_rests_for_it(
    tmp_path: Path,
) -> None:
    async with TelegramEmulator() as telegram, SlackEmulator() as slack:
        bot, _, _ = telegram.token.partition(":")
        place = Address("telegram", bot, str(CHAT))
        order_now(library(tmp_path), place)
        alone = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "LOG_LEVEL": "INFO"}
        wrong = {"TELEGRAM_TOKEN": f"{bot}:not-this-one", **alone}
        async with served(tmp_path, telegram, slack, **wrong) as process:
            log = await ended(process)
        assert "Telegram refused the bot's token." in log
        assert "not-this-one" not in log
        assert "Traceback" not in log
    with closing(open_store(library(tmp_path))) as store:
        order = store.subscriptions.get(place)
        assert order is not None
        assert order.pause is None
