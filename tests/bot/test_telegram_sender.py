from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.platforms.telegram.errors import BLOCKED, NO_CHAT, NO_TOPIC, TOKEN
from bot.platforms.telegram.render import Entity, Key, TelegramMessage
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from handlers.message import Attachment
from tests.bot.telegram_stage import sender
from tests.emulators.telegram.faults import Dropped, Fault, Garbled
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator

HERE = Address("telegram", "4242", "77")
HELLO = TelegramMessage("Hello.")
A_FILE = TelegramMessage("", file=Attachment("list.bib", "application/x-bibtex", "@book{a}"))


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(77)
        yield emulator


async def sent(telegram: TelegramEmulator, message: TelegramMessage = HELLO) -> Outcome:
    async with sender(telegram) as telegrams:
        return await telegrams.send(HERE, message)


async def test_what_telegram_accepts_is_sent_with_its_id(telegram: TelegramEmulator) -> None:
    message = TelegramMessage(
        "🇸🇾 Hello", (Entity("bold", 5, 5),), ((Key("A", token="t"), Key("B", url="https://e.org")),)
    )
    outcome = await sent(telegram, message)
    (shown,) = telegram.world.posted(77)
    assert outcome == Sent(str(shown.id))
    assert shown.text == "🇸🇾 Hello"
    assert shown.entities == [{"type": "bold", "offset": 5, "length": 5}]
    assert shown.labels() == [["A", "B"]]


@pytest.mark.parametrize(
    ("method", "message"), [("sendMessage", HELLO), ("sendDocument", A_FILE)], ids=["text", "file"]
)
@pytest.mark.parametrize(
    ("fault", "outcome", "posted"),
    [
        (
            Refused(429, "Too Many Requests: retry after 7", {"retry_after": 7}),
            Retry("Telegram asks for a pause.", timedelta(seconds=7), all_wait=True),
            0,
        ),
        (
            Refused(403, "Forbidden: bot was blocked by the user"),
            Rejected(BLOCKED, "place"),
            0,
        ),
        (Refused(400, "Bad Request: chat not found"), Rejected(NO_CHAT, "place"), 0),
        (Refused(401, "Unauthorized"), Rejected(TOKEN, "account"), 0),
        (Garbled(502), Unknown, 0),
        (Garbled(502, after_accepting=True), Unknown, 1),
        (Garbled(200, "not json", after_accepting=True), Unknown, 1),
        (Garbled(200, '{"ok": true, "result": {}}', after_accepting=True), Unknown, 1),
        (Dropped(after_accepting=False), Unknown, 0),
        (Dropped(after_accepting=True), Unknown, 1),
    ],
)
async def test_every_failure_becomes_its_outcome(
    telegram: TelegramEmulator,
    *,
    method: str,
    message: TelegramMessage,
    fault: Fault,
    outcome: Outcome | type[Unknown],
    posted: int,
) -> None:
    telegram.faults.add(method, fault)
    got = await sent(telegram, message)
    assert got == outcome if not isinstance(outcome, type) else isinstance(got, outcome)
    assert len(telegram.world.posted(77)) == posted
    assert telegram.count(method) == 1


async def test_an_unknown_chat_is_rejected_and_so_is_a_lost_topic(
    telegram: TelegramEmulator,
) -> None:
    async with sender(telegram) as bot:
        unknown = await bot.send(Address("telegram", "4242", "404"), HELLO)
        lost = await bot.send(Address("telegram", "4242", "77", "9"), HELLO)
    assert unknown == Rejected(NO_CHAT, "place")
    assert lost == Rejected(NO_TOPIC, "place")


async def test_where_nothing_listens_it_may_be_tried_again() -> None:
    async with TelegramEmulator() as telegram:
        pass
    for message in (HELLO, A_FILE):
        assert isinstance(await sent(telegram, message), Retry)


async def test_entities_that_telegram_cannot_read_are_left_out_once(
    telegram: TelegramEmulator,
) -> None:
    outcome = await sent(telegram, TelegramMessage("Hello.", (Entity("bold", 0, 99),)))
    assert isinstance(outcome, Sent)
    assert telegram.world.posted(77)[0].entities == []
    telegram.faults.add("sendMessage", Refused(400, "Bad Request: can't parse entities: no"), 9)
    again = await sent(telegram, TelegramMessage("Hello.", (Entity("bold", 0, 1),)))
    assert isinstance(again, Rejected)
    assert telegram.count("sendMessage") == 4


async def test_a_button_address_that_telegram_refuses_costs_only_its_button(
    telegram: TelegramEmulator,
) -> None:
    keyboard = ((Key("Read", token="t"), Key("Original", url="gopher://example.org")),)
    assert isinstance(await sent(telegram, TelegramMessage("Hello.", (), keyboard)), Sent)
    assert telegram.world.posted(77)[0].labels() == [["Read"]]


async def test_a_group_that_moved_is_followed_and_stays_followed(
    telegram: TelegramEmulator,
) -> None:
    telegram.people.open(-5, "group")
    telegram.people.upgrade(-5, -1005)
    async with sender(telegram) as bot:
        for _ in range(2):
            assert isinstance(await bot.send(Address("telegram", "4242", "-5"), HELLO), Sent)
    assert len(telegram.world.posted(-1005)) == 2
    assert telegram.count("sendMessage") == 3
