"""Joining and leaving a chat reaches the chat service, which resumes or
pauses its subscriptions.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time

import pytest

from bot.chat import ChatService
from bot.platforms.base import Migrated, Reachable, Unreachable, notify
from bot.platforms.telegram.render import TelegramMessage
from briefs.digests.digest import Pause, Run, Subscription, upcoming
from briefs.model import Address
from tests.bot import slack_room
from tests.bot.slack_room import NotingDesk
from tests.bot.telegram_stage import NOW, ToldDesk, on_stage
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

ME, GROUP, CHANNEL = 77, -500, -100_700


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(ME)
        emulator.people.open(GROUP, "group")
        emulator.people.open(CHANNEL, "channel")
        yield emulator


@pytest.mark.parametrize(
    ("chat", "status", "rights", "told"),
    [
        (ME, "kicked", {}, "unreachable"),
        (ME, "member", {}, "reachable"),
        (GROUP, "left", {}, "unreachable"),
        (GROUP, "kicked", {}, "unreachable"),
        (GROUP, "member", {}, "reachable"),
        (GROUP, "administrator", {}, "reachable"),
        (GROUP, "restricted", {}, "unreachable"),
        (GROUP, "restricted", {"can_send_messages": True}, "reachable"),
        (GROUP, "restricted", {"can_send_messages": True, "is_member": False}, "unreachable"),
        (CHANNEL, "administrator", {"can_post_messages": True}, "reachable"),
        (CHANNEL, "administrator", {"can_post_messages": False}, "unreachable"),
        (CHANNEL, "member", {}, "unreachable"),
        (CHANNEL, "left", {}, "unreachable"),
    ],
)
async def test_telegram_tells_where_the_bot_may_post(
    telegram: TelegramEmulator, chat: int, status: str, rights: dict[str, bool], told: str
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk) as bot:
        await bot.signed_in.wait()
        await telegram.people.seat(chat, status, **rights)
        await telegram.world.until(lambda: not telegram.world.updates)
    ((verb, at, *reason),) = desk.changes
    assert (verb, at) == (told, f"telegram:4242:{chat}")
    assert all(word.endswith(".") for word in reason)


async def test_a_group_that_moves_takes_everything_along(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk) as bot:
        await bot.signed_in.wait()
        await telegram.people.migrate(GROUP, -100_500)
        await telegram.world.until(lambda: not telegram.world.updates)
        there = Address("telegram", "4242", str(GROUP))
        sent = await bot._sender.send(there, TelegramMessage("Hello"))
    moved = ("migrated", f"telegram:4242:{GROUP}", "telegram:4242:-100500")
    assert desk.changes == [("reachable", "telegram:4242:-100500"), moved, moved]
    assert telegram.count("sendMessage") == 1
    assert [message.text for message in telegram.world.posted(-100_500)] == ["Hello"], sent


async def test_slack_tells_where_the_bot_may_post() -> None:
    desk = NotingDesk()
    async with SlackEmulator() as slack, slack_room.serving(slack, desk):
        await slack.invite("C2")
        await slack.remove("C2")
        await slack.archive("C1")
        await slack.archive("C1", archived=False)
        await slack.event({"type": "member_joined_channel", "channel": "C1", "user": "U7"})
        await slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U7"]}})
        await slack.event({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}})
        await slack.event({"type": "app_uninstalled"})
    assert [change[:2] for change in desk.changes] == [
        ("reachable", "slack:T1:C2"),
        ("unreachable", "slack:T1:C2"),
        ("unreachable", "slack:T1:C1"),
        ("reachable", "slack:T1:C1"),
        ("unreachable", "slack:T1"),
        ("unreachable", "slack:T1"),
    ]
    assert (desk.asked, slack.answers) == ([], [])


PLACE = Address("slack", "T1", "C1")
THREAD = replace(PLACE, thread="1700.5")
ELSEWHERE = Address("slack", "T1", "C2")
OTHERS = Address("slack", "T2", "C1")


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    for place in (PLACE, THREAD, ELSEWHERE, OTHERS):
        order = Subscription(to=place, at=time(8, 30), zone="UTC", starts=NOW)
        assert store.subscriptions.save(order, next(upcoming(order, NOW)), now=NOW)
    return store


def pauses(store: MemoryStore) -> dict[Address, Pause]:
    orders = store.subscriptions.page(limit=9)
    return {order.to: order.pause for order in orders if order.pause is not None}


def due(store: MemoryStore) -> set[Address]:
    run = Run(NOW.date(), NOW.replace(day=NOW.day + 1))
    return {order.to for order in store.subscriptions.due(now=run.at, limit=9)}


def test_an_unreachable_place_rests_and_wakes_with_its_threads(
    store: MemoryStore,
) -> None:
    desk = ChatService(store, lambda: NOW)
    notify(Unreachable(PLACE, "I was removed."), desk)
    reason = Pause("platform", "I was removed.")
    assert pauses(store) == {PLACE: reason, THREAD: reason}
    assert due(store) == {ELSEWHERE, OTHERS}
    notify(Reachable(PLACE), desk)
    assert pauses(store) == {}
    assert due(store) == {PLACE, THREAD, ELSEWHERE, OTHERS}


def test_what_a_person_paused_does_not_wake(store: MemoryStore) -> None:
    desk = ChatService(store, lambda: NOW)
    order = store.subscriptions.get(PLACE)
    assert order is not None
    paused = replace(order, pause=Pause("person", "somebody asked for it"))
    assert store.subscriptions.save(paused, None, now=NOW)
    notify(Unreachable(PLACE, "I was removed."), desk)
    notify(Reachable(PLACE), desk)
    assert pauses(store) == {PLACE: Pause("person", "somebody asked for it")}


def test_an_account_that_is_unreachable_lets_all_its_orders_rest(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat._ORDERS_A_PAGE", 1)
    notify(
        Unreachable(Address("slack", "T1", ""), "The app was uninstalled."),
        ChatService(store, lambda: NOW),
    )
    assert set(pauses(store)) == {PLACE, THREAD, ELSEWHERE}


def test_a_place_that_moved_takes_its_orders_along(store: MemoryStore) -> None:
    there = replace(PLACE, channel="C9")
    notify(Migrated(PLACE, there), ChatService(store, lambda: NOW))
    places = {order.to for order in store.subscriptions.page(limit=9)}
    assert places == {there, replace(there, thread="1700.5"), ELSEWHERE, OTHERS}
