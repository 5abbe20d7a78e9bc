"""`sourcebrief run`, as an operator starts it: one process, both platforms, a clean end."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from briefs.sql_store import open_store
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator
from tests.handlers.newsroom import NOW, piece

CHAT = 7
PROGRAM = (sys.executable, "-W", "error", "-c", "from bot.cli.main import main; main()", "run")


@asynccontextmanager
async def served(
    folder: Path, telegram: TelegramEmulator, slack: SlackEmulator
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as a process of its own, over a library with one piece."""
    store = open_store(f"sqlite:///{folder}/library.db")
    store.add(piece(title="The dam"), now=NOW)
    store.close()
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/library.db",
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_BASE_URL": telegram.base_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_BASE_URL": slack.base_url,
        "LOG_LEVEL": "DEBUG",
    }
    env = {**os.environ, **{f"SOURCEBRIEF_{name}": value for name, value in settings.items()}}
    env["PYTHONPATH"] = str(Path(__file__).parents[2])
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, cwd=folder, env=env, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


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
        process.send_signal(signal.SIGTERM)
        _, log = await process.communicate()
        assert process.returncode == 0, log.decode()
        for secret in (telegram.token, BOT_TOKEN, APP_TOKEN):
            assert secret.encode() not in log
        assert b"platform stopped" in log


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


async def test_a_refused_token_ends_with_a_sentence_and_status_1(tmp_path: Path) -> None:
    async with TelegramEmulator() as telegram:
        env = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SOURCEBRIEF_DATABASE_URL": f"sqlite:///{tmp_path}/library.db",
            "SOURCEBRIEF_TELEGRAM_TOKEN": "12345:not-this-one",
            "SOURCEBRIEF_TELEGRAM_BASE_URL": telegram.base_url,
        }
        process = await asyncio.create_subprocess_exec(
            *PROGRAM, cwd=tmp_path, env=env, stderr=asyncio.subprocess.PIPE
        )
        _, log = await process.communicate()
        assert process.returncode == 1
        assert b"Telegram refused the bot's token." in log
        assert b"not-this-one" not in log
        assert b"Traceback" not in log
