"""Several Telegram bots in one process: each answers and posts for itself, and fails alone."""

import asyncio
from contextlib import closing
from functools import partial
from pathlib import Path

from briefs.model import Address
from briefs.storage.sql.store import open_store
from tests.bot.processes import order_now, running, stock, stopped
from tests.emulators.telegram.bureau import Bureau
from tests.emulators.telegram.server import TelegramEmulator

ONE, TWO = "4242:AAF-first_not-a-real-token", "4343:AAG-second_not-a-real-token"
REFUSALS = 3
"""How often Telegram has to refuse a token before it is believed, by each that uses it."""

PERSON, GROUP = 7, -70


def library(folder: Path) -> str:
    return f"sqlite:///{folder}/library.db"


def settings(folder: Path, bureau: Bureau, *tokens: str) -> dict[str, str]:
    stock(library(folder))
    return {
        "DATABASE_URL": library(folder),
        "TELEGRAM_TOKEN": ", ".join(tokens),
        "TELEGRAM_BASE_URL": bureau.base_url,
    }


def place(token: str, chat: int) -> Address:
    bot, _, _ = token.partition(":")
    return Address("telegram", bot, str(chat))


def opened(bureau: Bureau) -> tuple[TelegramEmulator, TelegramEmulator]:
    """Both bots, which are in the same chats."""
    for bot in bureau.bots.values():
        bot.people.open(PERSON)
        bot.people.open(GROUP, "group")
    return bureau.bots[ONE], bureau.bots[TWO]


def texts(bot: TelegramEmulator, chat: int) -> list[str]:
    return [message.text for message in bot.world.posted(chat)]


def answers(bot: TelegramEmulator, chat: int) -> list[str]:
    return [said for said in texts(bot, chat) if "Digest · " not in said]


def digests(bot: TelegramEmulator, chat: int) -> list[str]:
    return [said for said in texts(bot, chat) if "Digest · " in said]


async def asked(bot: TelegramEmulator, chat: int, count: int) -> None:
    """Ask in a chat, and wait for the answer that makes so many there."""
    await bot.people.say(chat, "/brief")
    await bot.world.until(lambda: len(answers(bot, chat)) == count)


async def test_each_bot_answers_its_own_chats_and_posts_what_was_ordered_of_it(
    tmp_path: Path,
) -> None:
    async with Bureau(ONE, TWO) as bureau:
        one, two = opened(bureau)
        given = settings(tmp_path, bureau, ONE, TWO)
        # An order stays with its bot when that is started again, too.
        for start, (bot, token, chat) in enumerate([(one, ONE, GROUP), (two, TWO, PERSON)], 1):
            order_now(library(tmp_path), place(token, chat))
            async with running(tmp_path, given) as process:
                await asyncio.gather(
                    asked(one, PERSON, start),
                    asked(two, PERSON, start),
                    asked(two, GROUP, start),
                    bot.world.until(partial(digests, bot, chat), 60),
                )
                log = await stopped(process)
            assert "AAF" not in log
            assert "AAG" not in log
    assert [len(digests(one, chat)) for chat in (PERSON, GROUP)] == [0, 1]
    assert [len(digests(two, chat)) for chat in (PERSON, GROUP)] == [1, 0]
    assert [len(answers(one, chat)) for chat in (PERSON, GROUP)] == [2, 0]
    assert [len(answers(two, chat)) for chat in (PERSON, GROUP)] == [2, 2]


async def test_a_bot_that_is_blocked_and_one_that_is_refused_stop_no_other(tmp_path: Path) -> None:
    async with Bureau(ONE, TWO) as bureau:
        one, two = opened(bureau)
        one.people.block(PERSON)
        wrong = "4444:AAH-nobody-s_token"
        given = settings(tmp_path, bureau, ONE, TWO, wrong)
        order_now(library(tmp_path), place(ONE, PERSON), place(TWO, PERSON))
        async with running(tmp_path, given) as process:
            await asyncio.gather(
                two.world.until(lambda: digests(two, PERSON), 60),
                asked(two, PERSON, 1),
                asked(one, GROUP, 1),
                one.world.until(lambda: one.count("sendMessage") == 2, 60),
            )
            async with asyncio.timeout(60):
                while bureau.strangers[wrong] < 2 * REFUSALS:  # noqa: ASYNC110  # no event tells of it
                    await asyncio.sleep(0.1)
            await asyncio.sleep(0.5)
            log = await stopped(process)
    assert not texts(one, PERSON)
    refusals = [line for line in log.splitlines() if "refused the bot's token" in line]
    assert refusals, log
    assert all("4444" in line for line in refusals)
    assert "AAH" not in log
    assert "Traceback" not in log
    with closing(open_store(library(tmp_path))) as store:
        blocked, other = (store.subscriptions.get(place(token, PERSON)) for token in (ONE, TWO))
        assert blocked is not None
        assert blocked.pause is not None
        assert other is not None
        assert other.pause is None
