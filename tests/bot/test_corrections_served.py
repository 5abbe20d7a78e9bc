"""`sourcebrief run` corrects what it answered, as a revision comes in from another process."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from briefs.storage.sql.store import open_store
from tests.bot.processes import running, stopped
from tests.emulators.telegram.server import TelegramEmulator
from tests.handlers.newsroom import FLOOD, piece

CHAT = 7


async def test_an_answer_in_a_chat_is_edited_and_replied_to(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/library.db"
    add(url, FLOOD[0])
    async with TelegramEmulator() as telegram:
        world, people = telegram.world, telegram.people
        people.open(CHAT)
        settings = {
            "DATABASE_URL": url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_BASE_URL": telegram.base_url,
        }
        async with running(tmp_path, settings) as process:
            await people.say(CHAT, "/brief 1")
            await world.until(lambda: world.posted(CHAT))
            add(url, FLOOD[0].replace("the night", "nine nights"))
            await world.until(lambda: len(world.posted(CHAT)) > 1)
            brief, reply = world.posted(CHAT)
            assert "The dam held through nine nights." in brief.text
            assert "The dam held through the night." not in brief.text
            assert (brief.edits, reply.reply_to) == (1, brief.id)
            assert "a number in S1" in reply.text
            await stopped(process)


def add(url: str, first: str) -> None:
    with closing(open_store(url)) as store:
        store.catalogue.add(piece(first, FLOOD[1], origin="dam"), now=datetime.now(UTC))
