"""The two platforms as readers see them: a question in, what the bot posted in answer out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, Channel, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

READERS = 8
_ECHOES = Path(__file__).parent
# The library's CommandHandler recognises a command by this.
_COMMAND = {"entities": [{"type": "bot_command", "offset": 0, "length": len("/brief")}]}


class Chats(Protocol):
    """Eight readers' chats with one bot, on an emulator of its own that limits no rates."""

    def settings(self) -> dict[str, str]:
        """The settings with which our bot serves them."""
        ...

    def echo(self, answers: Path) -> tuple[str, ...]:
        """The command line of the bare bot that gives the answers in that file."""
        ...

    async def ask(self, reader: int, ref: str) -> object:
        """Ask for a brief; its answer, which must be one message, as the bare bot can give it."""
        ...


@dataclass(frozen=True, slots=True)
class TelegramChats:
    emulator: TelegramEmulator

    def settings(self) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": self.emulator.token,
            "TELEGRAM_BASE_URL": self.emulator.base_url,
            "ANSWERS_A_MINUTE": "0",
        }

    def echo(self, answers: Path) -> tuple[str, ...]:
        program = _ECHOES / "echo_telegram.py"
        return (str(program), self.emulator.token, self.emulator.base_url, str(answers))

    async def ask(self, reader: int, ref: str) -> object:
        world, chat = self.emulator.world, reader + 1
        await self.emulator.people.say(chat, f"/brief {ref}", fields=_COMMAND)
        await world.until(lambda: world.posted(chat))
        (answer,) = world.posted(chat)
        for key in [key for key in world.messages if key[0] == chat]:
            del world.messages[key]
        return answer.text


@dataclass(frozen=True, slots=True)
class SlackChats:
    emulator: SlackEmulator

    def settings(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_BASE_URL": self.emulator.base_url,
            "ANSWERS_A_MINUTE": "0",
        }

    def echo(self, answers: Path) -> tuple[str, ...]:
        program = _ECHOES / "echo_slack.py"
        return (str(program), BOT_TOKEN, APP_TOKEN, self.emulator.base_url, str(answers))

    async def ask(self, reader: int, ref: str) -> object:
        messages, channel = self.emulator.workspace.messages, f"R{reader}"
        await self.emulator.connected()
        await self.emulator.command("/brief", ref, channel=channel)
        await self.emulator.until(lambda: any(m.channel == channel for m in messages))
        (answer,) = [m for m in messages if m.channel == channel]
        messages.remove(answer)
        return {"text": answer.text, "blocks": answer.blocks}


@asynccontextmanager
async def telegram_chats() -> AsyncIterator[Chats]:
    async with TelegramEmulator() as emulator:
        for reader in range(READERS):
            emulator.people.open(reader + 1)
        yield TelegramChats(emulator)


@asynccontextmanager
async def slack_chats() -> AsyncIterator[Chats]:
    async with SlackEmulator() as emulator:
        channels = (Channel(f"R{reader}") for reader in range(READERS))
        emulator.workspace.channels.update((channel.id, channel) for channel in channels)
        yield SlackChats(emulator)
