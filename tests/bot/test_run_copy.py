"""`sourcebrief run` over an old copy: it says so, and waits for the operator's word."""

import asyncio
from contextlib import closing
from pathlib import Path

from bot.open_library import clock
from briefs.model import Address
from briefs.storage.sql.store import open_store
from tests.bot.processes import order_now, stopped
from tests.bot.test_run import CHAT, library, served
from tests.emulators.slack import SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator


async def test_nothing_is_posted_from_a_copy_before_the_operator_s_word(tmp_path: Path) -> None:
    async with TelegramEmulator() as telegram, SlackEmulator() as slack:
        telegram.people.open(CHAT)
        bot, _, _ = telegram.token.partition(":")
        order_now(library(tmp_path), Address("telegram", bot, str(CHAT)))
        with closing(open_store(library(tmp_path))) as store:
            store.posting_hold.hold("It is a copy.", known=None)
            async with served(
                tmp_path, telegram, slack, SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="", LOG_LEVEL="INFO"
            ) as process:
                log = ""
                while "post office" not in log:
                    log += await asyncio.to_thread(process.said.readline)
                assert "posting.held" in log
                assert store.outbox.counts()["pending"] == 0
                assert await asyncio.to_thread(store.posting_hold.release, now=clock())
                await telegram.world.until(lambda: telegram.world.posted(CHAT))
                await stopped(process)
        assert len(telegram.world.posted(CHAT)) == 1
