"""Chats of one emulator in which tests ask questions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.emulators.telegram.server import TelegramEmulator

ME, GROUP, ROOM, CHANNEL, FORUM = 77, -500, -100_800, -100_700, -100_600


@asynccontextmanager
async def opened() -> AsyncIterator[TelegramEmulator]:
    """An emulator with the rooms; the forum has the topic 9."""
    async with TelegramEmulator() as emulator:
        emulator.people.open(ME)
        emulator.people.open(GROUP, "group")
        emulator.people.open(ROOM, "supergroup")
        emulator.people.open(CHANNEL, "channel")
        emulator.people.open(FORUM, "supergroup", threads=frozenset({9}))
        yield emulator


async def answered(telegram: TelegramEmulator, chat: int, count: int = 1) -> list[str]:
    await telegram.world.until(lambda: len(telegram.world.posted(chat)) >= count)
    return [message.text for message in telegram.world.posted(chat)]
