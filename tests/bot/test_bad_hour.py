"""A library that is locked for a while loses no question, and the operator hears of it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.processes import running, stock, stopped
from tests.emulators.telegram.server import TelegramEmulator

CHATS, OPERATOR = (7, 8, 9), 77


@pytest.mark.soak
@pytest.mark.parametrize("seconds", [12.0, 20.0, 40.0])
async def test_a_locked_library_answers_late_and_loses_nothing(
    seconds: float, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    stock(f"sqlite:///{path}")
    async with TelegramEmulator() as telegram:
        world, people = telegram.world, telegram.people
        for chat in (*CHATS, OPERATOR):
            people.open(chat)
        settings = {
            "DATABASE_URL": f"sqlite:///{path}",
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_BASE_URL": telegram.base_url,
            "OPERATOR": f"telegram:{OPERATOR}",
        }
        async with running(tmp_path, settings) as process:
            await people.say(CHATS[0], "/help")
            await world.until(lambda: world.posted(CHATS[0]), 30)
            begun = len(world.posted(CHATS[0]))
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                for chat in CHATS:
                    await people.say(chat, "/brief 1")
                await asyncio.sleep(seconds)
                other.execute("ROLLBACK")
            await world.until(
                lambda: (
                    len(world.posted(CHATS[0])) > begun
                    and all(world.posted(chat) for chat in CHATS[1:])
                ),
                60,
            )
            await world.until(lambda: world.posted(OPERATOR), 30)
            (said,) = world.posted(OPERATOR)
            assert "is locked by another program" in said.text
            assert str(path) not in said.text
            await stopped(process)
        for chat in CHATS:
            briefs = [m for m in world.posted(chat) if "The dam held through" in m.text]
            assert len(briefs) == 1
