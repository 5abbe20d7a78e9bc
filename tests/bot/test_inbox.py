"""A request that was accepted is answered, perhaps late, or reported as lost, whichever process
dies.
"""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest

from bot.platforms import inbox as module
from bot.platforms.inbox import LOST, Deduplicator, Fate, Inbox
from bot.platforms.slack.bot import Slack
from bot.platforms.telegram.bot import Telegram
from briefs.errors import StoreUnavailable
from briefs.storage.coordination import TakenRequest
from tests.bot.slack_room import NotingDesk
from tests.bot.telegram_stage import NOW, Pauses, ToldDesk
from tests.bot.test_intake_leadership import CHAT, answers, url, worker
from tests.contracts.memory_leases import MemoryDeduplication, MemoryInbox
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

__all__ = ["url"]  # a fixture

HOUR = timedelta(hours=1)


async def test_of_a_killed_process_what_was_begun_is_told_and_what_was_not_is_answered_late(
    url: str,  # the fixture
) -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(CHAT)
        async with worker(url, telegram) as one:
            await telegram.people.say(CHAT, "/say0")
            await telegram.world.until(lambda: len(answers(telegram)) == 1)
            await telegram.people.say(CHAT, "/check 1")  # it takes its time
            await telegram.people.say(CHAT, "/brief 2")  # and this waits behind it
            # Telegram is told that they were taken: it will not deliver them again.
            await telegram.world.until(lambda: not telegram.world.updates)
            await asyncio.sleep(0.2)
            one.kill()
            await asyncio.to_thread(one.wait)
        assert len(answers(telegram)) == 1
        async with worker(url, telegram):
            await telegram.world.until(lambda: len(answers(telegram)) == 3)
        assert sorted(answers(telegram)[1:]) == sorted([LOST, "You asked brief."])


def update(number: int, said: str) -> dict[str, Any]:
    """As Telegram would have delivered it."""
    reader = {"id": CHAT, "is_bot": False, "first_name": "Noor"}
    chat = {"id": CHAT, "type": "private", "first_name": "Noor"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": reader, "text": said}
    return {"update_id": number, "message": message}


async def answered(kept: MemoryInbox, taken: MemoryDeduplication, count: int) -> list[str]:
    """What a bot that starts with this inbox says."""
    async with TelegramEmulator() as telegram:
        telegram.people.open(CHAT)
        stop = asyncio.Event()
        with ThreadPoolExecutor(2) as workers:
            bot = Telegram(
                ToldDesk(),
                workers,
                token=telegram.token,
                base_url=telegram.base_url,
                once=Deduplicator(taken=taken, workers=workers, clock=lambda: NOW),
                inbox=kept,
                clock=lambda: NOW,
                pause=Pauses().pause,
            )
            running = asyncio.create_task(bot.run(stop))
            await bot.signed_in.wait()
            await telegram.people.say(CHAT, "/help")
            await telegram.world.until(lambda: len(answers(telegram)) == count + 1)
            stop.set()
            await running
        return sorted(one for one in answers(telegram) if one != "You asked help.")


@pytest.mark.parametrize(
    ("age", "begun", "said"),
    [
        (timedelta(minutes=1), False, ["You asked brief."]),
        (timedelta(minutes=1), True, [LOST]),
        (2 * HOUR, False, [LOST]),
        (25 * HOUR, False, []),
    ],
)
async def test_what_is_left_is_answered_or_told_by_its_age(
    monkeypatch: pytest.MonkeyPatch, age: timedelta, *, begun: bool, said: list[str]
) -> None:
    monkeypatch.setattr(module, "has_died", lambda worker: worker == "dead")
    kept, taken, key = MemoryInbox(), MemoryDeduplication(), "telegram:4242:5"
    left = TakenRequest(key, json.dumps(update(5, "/brief 1")), NOW - age)
    kept.note([left], account="telegram:4242", worker="dead")
    if begun:
        taken.new_keys([key], now=NOW)
    assert await answered(kept, taken, len(said)) == said
    assert kept._kept == {}


async def test_what_cannot_be_read_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "has_died", lambda worker: worker == "dead")
    kept = MemoryInbox()
    for n, payload in enumerate(("{", "[]", '{"update_id": 1}')):
        left = TakenRequest(f"k{n}", payload, NOW)
        kept.note([left], account="telegram:4242", worker="dead")
    assert await answered(kept, MemoryDeduplication(), 0) == []
    assert kept._kept == {}


@dataclass
class Stuck(MemoryInbox):
    """A database that is locked until it is let go, or cannot be written to at all."""

    gate: threading.Event | None = None

    def note(self, *args: Any, **kwargs: Any) -> None:
        if self.gate is None:
            raise StoreUnavailable("The disk is full.")
        assert self.gate.wait(30)
        super().note(*args, **kwargs)


async def test_a_locked_database_holds_up_nobody_for_longer_than_a_moment_and_notes_it_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "NOTE_SECONDS", 0.1)
    gate = threading.Event()
    store = Stuck(gate=gate)
    inbox = Inbox(store=store, account="telegram:1", clock=lambda: NOW)
    begun = monotonic()
    for n in range(20):
        await inbox.note(f"k{n}", "{}")
    assert monotonic() - begun < 10  # twenty waits of a lock would be longer by far
    inbox.done("k0")
    gate.set()
    await inbox.close()
    assert set(store._kept) == {f"k{n}" for n in range(1, 20)}


async def test_on_a_full_disk_requests_are_taken_all_the_same() -> None:
    inbox = Inbox(store=Stuck(), account="telegram:1", clock=lambda: NOW)
    await inbox.note("k", "{}")
    await inbox.close()


async def test_a_living_process_keeps_what_it_has_taken() -> None:
    store = MemoryInbox()
    mine = Inbox(store=store, account="telegram:1", clock=lambda: NOW)
    await mine.note("k", "{}")
    found: list[TakenRequest] = []

    async def take(one: TakenRequest, _fate: Fate) -> None:
        found.append(one)

    other, stop = Inbox(store=store, account="telegram:1", clock=lambda: NOW), asyncio.Event()
    looking = asyncio.create_task(other.recover(take, stop))
    await asyncio.sleep(0.05)
    stop.set()
    await looking
    assert found == []
    for one in (mine, other):
        await one.close()


@dataclass
class Keeping(MemoryInbox):
    """As if its process were killed right after it has answered."""

    def done(self, keys: Sequence[str]) -> None:
        pass


async def slack_answer(
    slack: SlackEmulator,
    kept: MemoryInbox,
    taken: MemoryDeduplication,
    ask: Callable[[SlackEmulator], Awaitable[object]] | None = None,
) -> str:
    """What a bot on Slack says next that starts with this inbox, and may be asked something."""
    said, stop = len(slack.answers), asyncio.Event()
    with ThreadPoolExecutor(2) as workers:
        bot = Slack(
            NotingDesk(),
            workers,
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN,
            base_url=slack.base_url,
            once=Deduplicator(taken=taken, workers=workers, clock=lambda: NOW),
            inbox=kept,
            clock=lambda: NOW,
            pause=Pauses().pause,
        )
        running = asyncio.create_task(bot.run(stop))
        await slack.connected()
        if ask is not None:
            await ask(slack)
        await slack.answered(said + 1)
        stop.set()
        await running
    (answer,) = slack.answers[said:]
    return answer.seen.strip()


@pytest.mark.parametrize(
    "ask",
    [
        lambda slack: slack.command("/brief", "12 short"),
        lambda slack: slack.mention("brief 12 short"),
    ],
    ids=["command", "mention"],
)
async def test_on_slack_what_a_killed_process_had_taken_is_answered_or_told(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[[SlackEmulator], Awaitable[object]]
) -> None:
    monkeypatch.setattr(module, "has_died", lambda _: True)
    kept, taken = Keeping(), MemoryDeduplication()
    async with SlackEmulator() as slack:
        assert await slack_answer(slack, kept, taken, ask) == "brief 12 short"
        assert len(kept._kept) == 1
        # What another process had begun may have been answered; what none had begun was not.
        assert await slack_answer(slack, kept, taken) == LOST
        assert await slack_answer(slack, kept, MemoryDeduplication()) == "brief 12 short"


async def test_on_slack_what_was_answered_is_kept_no_longer() -> None:
    kept = MemoryInbox()
    async with SlackEmulator() as slack:
        await slack_answer(
            slack, kept, MemoryDeduplication(), lambda slack: slack.command("/brief", "12")
        )
    assert kept._kept == {}
