"""No question is lost while the library is locked, and the operator is told."""

import asyncio
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.processes import running, stock, stopped
from tests.emulators.telegram.server import TelegramEmulator

CHATS, OPERATOR = (7, 8, 9), 77


def _settings(library: Path, telegram: TelegramEmulator) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{library}",
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_BASE_URL": telegram.base_url,
        "OPERATOR": f"telegram:{OPERATOR}",
    }


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
        async with running(tmp_path, _settings(path, telegram)) as process:
            await people.say(CHATS[0], "/help")
            await world.until(lambda: world.posted(CHATS[0]))
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
            await world.until(lambda: world.posted(OPERATOR))
            (said,) = world.posted(OPERATOR)
            assert "is locked by another program" in said.text
            assert str(path) not in said.text
            await stopped(process)
        for chat in CHATS:
            briefs = [m for m in world.posted(chat) if "The dam held through" in m.text]
            assert len(briefs) == 1


async def _ask(telegram: TelegramEmulator, chat: int, line: str) -> None:
    """Ask, and wait for the answer."""
    world, before = telegram.world, len(telegram.world.posted(chat))
    await telegram.people.say(chat, line)
    await world.until(lambda: len(world.posted(chat)) > before)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")
async def test_on_a_full_disk_people_read_and_the_operator_hears_of_it(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    stock(f"sqlite:///{path}")
    async with TelegramEmulator() as telegram:
        world, people = telegram.world, telegram.people
        for chat in (*CHATS, OPERATOR):
            people.open(chat)
        async with running(tmp_path, _settings(path, telegram)) as process:
            await people.say(CHATS[0], "/brief 1")
            await world.until(lambda: world.posted(CHATS[0]))
            limit = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, -1))
            try:
                for chat, line in zip(CHATS, ("/read 1", "/brief 1", "/sources 1"), strict=True):
                    await _ask(telegram, chat, line)
                await world.until(lambda: world.posted(OPERATOR))
            finally:
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limit)
            said = [message.text for chat in CHATS for message in world.posted(chat)[-1:]]
            assert "The dam held through the night." in said[0]
            assert "The dam held through the night." in said[1]
            assert not any(str(tmp_path) in text or "can't be used" in text for text in said)
            assert "Trouble with the library" in world.posted(OPERATOR)[0].text
            log = await stopped(process)
        assert "Traceback" not in log
