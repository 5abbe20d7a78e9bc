"""Posting frozen messages on Telegram: where they land, at which rates, and how they degrade."""

import io
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.telegram.client import TelegramPoster
from bot.platforms.telegram.render import freeze
from briefs.digests.outbox import Rejected, Retry, Sent
from briefs.model import Address, Press
from handlers.message import Actions, Button, Paragraph, Reply, Strong
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator

READ = Press("read")
REPLY = Reply((Paragraph((Strong("News"), " of the day 🕊")), Actions((Button("Read", READ),))))
(NEWS,) = freeze(REPLY, {READ: "token"})


def at(chat: int, thread: str = "") -> Address:
    return Address("telegram", "4242", str(chat), thread)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(77)
        emulator.people.open(-600, "supergroup", threads=frozenset({9}))
        yield emulator


@pytest.fixture
async def poster(telegram: TelegramEmulator) -> AsyncIterator[TelegramPoster]:
    poster = TelegramPoster(token=telegram.token, base_url=telegram.base_url)
    await poster.open()
    yield poster
    await poster.close()


async def test_a_frozen_message_is_posted_as_it_is(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    outcome = await poster.post(at(77), NEWS.payload, "key")
    (shown,) = telegram.world.posted(77)
    assert outcome == Sent(str(shown.id))
    assert (shown.text, shown.labels(), shown.preview) == ("News of the day 🕊", [["Read"]], False)
    assert shown.entities == [{"type": "bold", "offset": 0, "length": 4}]
    assert poster.account == at(77).account


async def test_a_topic_is_part_of_the_place(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    assert isinstance(await poster.post(at(-600, "9"), NEWS.payload, "key"), Sent)
    assert telegram.world.posted(-600)[0].thread == 9
    telegram.people.close_topic(-600, 9)
    closed = await poster.post(at(-600, "9"), NEWS.payload, "key")
    assert isinstance(closed, Rejected)
    assert closed.blame == "place"


async def test_a_blocked_chat_and_a_moved_group_are_told_apart(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    telegram.people.block(77)
    blocked = await poster.post(at(77), NEWS.payload, "key")
    assert isinstance(blocked, Rejected)
    assert (blocked.blame, blocked.moved_to) == ("place", None)
    telegram.people.upgrade(-600, -1600)
    moved = await poster.post(at(-600, "9"), NEWS.payload, "key")
    assert isinstance(moved, Rejected)
    assert moved.moved_to == at(-1600, "9")


async def test_refused_entities_cost_the_markup_and_not_the_words(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    broken = json.loads(NEWS.payload)
    broken["entities"][0]["length"] = 99
    assert isinstance(await poster.post(at(77), json.dumps(broken), "key"), Sent)
    (shown,) = telegram.world.posted(77)
    assert (shown.text, shown.entities, shown.labels()) == ("News of the day 🕊", [], [["Read"]])
    assert telegram.count("sendMessage") == 2


async def test_markup_is_given_up_once_and_then_the_message(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    telegram.faults.add("sendMessage", Refused(400, "Bad Request: can't parse entities: no"), 9)
    outcome = await poster.post(at(77), NEWS.payload, "key")
    assert isinstance(outcome, Rejected)
    assert outcome.blame == "message"
    assert telegram.count("sendMessage") == 2


async def test_a_paid_broadcast_says_so_in_each_call() -> None:
    async with TelegramEmulator(limits=Limits(lambda: 0.0)) as telegram:
        for chat in range(1, 41):
            telegram.people.open(chat)
        free = TelegramPoster(token=telegram.token, base_url=telegram.base_url)
        paid = TelegramPoster(token=telegram.token, base_url=telegram.base_url, paid=True)
        for poster, taken in ((free, 30), (paid, 10)):
            await poster.open()
            chats = range(1, 41) if poster is free else range(31, 41)
            outcomes = [await poster.post(at(chat), NEWS.payload, "key") for chat in chats]
            await poster.close()
            assert sum(isinstance(outcome, Sent) for outcome in outcomes) == taken
            others = [outcome for outcome in outcomes if not isinstance(outcome, Sent)]
            waits = [isinstance(outcome, Retry) and outcome.all_wait for outcome in others]
            assert waits == [n > 0 for n in range(len(others))]
    assert [params.get("allow_paid_broadcast") for _, params in telegram.calls[-10:]] == [
        "true"
    ] * 10


async def test_one_place_in_slow_mode_holds_that_place_and_the_account_only_a_moment(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    slow = Refused(429, "Too Many Requests: retry after 3600", {"retry_after": 3600})
    telegram.faults.add("sendMessage", slow)
    held = await poster.post(at(-600), NEWS.payload, "key")
    assert isinstance(held, Retry)
    assert (held.all_wait, held.after) == (False, timedelta(hours=1))
    assert timedelta() < held.account_after <= timedelta(seconds=5)
    assert isinstance(await poster.post(at(77), NEWS.payload, "key"), Sent)
    telegram.faults.add("sendMessage", slow)
    again = await poster.post(at(-600), NEWS.payload, "key")
    assert isinstance(again, Retry)
    assert not again.all_wait


async def test_a_second_place_that_is_refused_holds_the_account(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    flood = Refused(429, "Too Many Requests: retry after 30", {"retry_after": 30})
    telegram.faults.add("sendMessage", flood, 2)
    first = await poster.post(at(-600), NEWS.payload, "key")
    second = await poster.post(at(77), NEWS.payload, "key")
    assert isinstance(first, Retry)
    assert isinstance(second, Retry)
    assert (first.all_wait, second.all_wait) == (False, True)


def test_the_rates_are_telegrams_with_room_for_replies() -> None:
    second = timedelta(seconds=1)
    free = TelegramPoster(token="4242:x")
    assert free.account_rate == ("telegram:4242", second / 25)
    assert TelegramPoster(token="4242:x", paid=True).account_rate[1] == second / 1000
    assert free.place_rate(at(77)) == ("telegram:4242:77", second)
    assert free.place_rate(at(-600, "9")) == ("telegram:4242:-600", 3 * second)
    assert free.place_rate(at(-600, "9")) == free.place_rate(at(-600))


async def test_nothing_can_be_looked_up(poster: TelegramPoster) -> None:
    assert not poster.can_look
    since = datetime(2026, 11, 20, tzinfo=UTC)
    found: object = await poster.look(at(77), "key", since)  # type: ignore[func-returns-value]
    assert found is None


async def test_the_token_is_in_no_outcome_and_no_line(telegram: TelegramEmulator) -> None:
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        gone = TelegramPoster(token="4242:secret", base_url="http://127.0.0.1:1/bot")
        wrong = TelegramPoster(token="4242:secret", base_url=telegram.base_url)
        outcomes = []
        for poster in (gone, wrong):
            await poster.open()
            outcomes.append(await poster.post(at(77), NEWS.payload, "key"))
            await poster.close()
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert isinstance(outcomes[0], Retry)
    assert isinstance(outcomes[1], Rejected)
    assert outcomes[1].blame == "account"
    assert "secret" not in f"{outcomes} {lines.getvalue()} {gone!r}"


async def test_an_edit_takes_the_place_of_a_message_and_may_be_repeated(
    telegram: TelegramEmulator, poster: TelegramPoster
) -> None:
    sent = await poster.post(at(77), NEWS.payload, "key")
    assert isinstance(sent, Sent)
    (later,) = freeze(Reply((Paragraph(("Corrected news",)),)), {})
    for _ in range(2):
        assert await poster.edit(at(77), sent.message_id, later.payload) == sent
    (shown,) = telegram.world.posted(77)
    assert (shown.text, shown.edits) == ("Corrected news", 1)


async def test_an_edit_of_a_message_that_is_gone_is_refused(poster: TelegramPoster) -> None:
    outcome = await poster.edit(at(77), "999", NEWS.payload)
    assert isinstance(outcome, Rejected)
    assert outcome.blame == "message"
