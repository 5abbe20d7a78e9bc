"""A person who floods the bot gets one warning and then silence; others are answered meanwhile."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from bot.access import Budgets
from bot.chat import refusal
from bot.platforms.base import Answer
from bot.platforms.inbox import Deduplicator
from bot.platforms.telegram.bot import _OF_ONE_CHAT, Telegram
from handlers.message import Reply, Request
from tests.bot.slack_room import NotingDesk, say, serving
from tests.bot.telegram_stage import NOW, Pauses, ToldDesk, on_stage, said
from tests.contracts.memory_leases import MemoryDeduplication
from tests.emulators.slack import SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

MOST = 3
CHATTY, OTHER = 77, 78


@dataclass
class SparingDesk(ToldDesk):
    budgets: Budgets = field(default_factory=lambda: Budgets.sized(MOST))

    def admit(self, request: Request) -> Answer | None:
        spent = self.budgets.charge("answers", request)
        return refusal(spent) if spent is not None else None


@pytest.fixture
def workers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


async def test_on_telegram_a_flood_gets_its_budget_one_word_and_no_row(
    workers: ThreadPoolExecutor,
) -> None:
    async with TelegramEmulator() as telegram:
        for chat in (CHATTY, OTHER):
            telegram.people.open(chat)
        desk, taken, stop = SparingDesk(), MemoryDeduplication(), asyncio.Event()
        bot = Telegram(
            desk,
            workers,
            token=telegram.token,
            base_url=telegram.base_url,
            once=Deduplicator(taken=taken, workers=workers, clock=lambda: NOW),
            clock=lambda: NOW,
            pause=Pauses().pause,
        )
        running = asyncio.create_task(bot.run(stop))
        for n in range(50):
            await telegram.people.say(CHATTY, f"/brief {n}")
        await telegram.people.say(OTHER, "/help", sender=OTHER)
        await telegram.world.until(lambda: telegram.world.posted(OTHER))
        await telegram.world.until(lambda: len(telegram.world.posted(CHATTY)) == MOST + 1)
        stop.set()
        await running
        answered = [message.text for message in telegram.world.posted(CHATTY)]
        assert sum("You asked brief." in one for one in answered) == MOST
        assert sum("more than 3 answers in a minute" in one for one in answered) == 1
        assert len(answered) == MOST + 1
        assert len(desk.asked) == MOST + 1
        assert len(taken._keys) == MOST + 1  # what is refused costs no row


async def test_on_telegram_presses_of_a_flood_are_acknowledged_and_cost_nothing_else() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(CHATTY)
        desk = SparingDesk()
        async with on_stage(telegram, desk):
            await telegram.people.say(CHATTY, "/brief")
            await telegram.world.until(lambda: telegram.world.posted(CHATTY))
            (message,) = telegram.world.posted(CHATTY)
            for n in range(20):
                await telegram.people.press_data(CHATTY, message.id, f"token-{n}")
            await telegram.world.until(lambda: telegram.count("answerCallbackQuery") == 20)
        assert len(telegram.world.posted(CHATTY)) == MOST + 1


async def test_on_telegram_whose_question_finds_no_room_is_told_so_once() -> None:
    gate = threading.Event()

    def slowly() -> Reply:
        gate.wait(30)
        return said("done")

    async with TelegramEmulator() as telegram:
        telegram.people.open(CHATTY)
        desk = ToldDesk(replies={"brief": slowly})
        async with on_stage(telegram, desk):
            for n in range(_OF_ONE_CHAT + 5):
                await telegram.people.say(CHATTY, f"/brief {n}")
            await telegram.world.until(lambda: telegram.world.posted(CHATTY))
            (told,) = telegram.world.posted(CHATTY)
            assert "questions of this chat wait already" in told.text
            gate.set()
            await telegram.world.until(
                lambda: len(telegram.world.posted(CHATTY)) == _OF_ONE_CHAT + 1
            )


async def test_on_slack_a_flood_gets_its_budget_and_one_word_for_the_asker_alone() -> None:
    budgets = Budgets.sized(MOST)

    class Desk(NotingDesk):
        def admit(self, request: Request) -> Answer | None:
            spent = budgets.charge("answers", request)
            return refusal(spent) if spent is not None else None

    async with SlackEmulator() as slack:
        desk = Desk(replying=lambda _: say("done"))
        async with serving(slack, desk):
            for n in range(20):
                assert await slack.command("/brief", f"{n}")
            await slack.answered(MOST + 1)
        answers = slack.answers
        assert len(desk.asked) == MOST
        assert len(answers) == MOST + 1
        (told,) = [one for one in answers if "more than 3 answers" in one.seen]
        assert told.only_for
