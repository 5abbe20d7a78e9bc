"""Who may set a digest on Telegram: the chat's own administrators, in whatever way they speak."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.permissions import Permissions
from briefs.model import Address
from handlers.message import Request
from tests.bot.slack_room import Clock
from tests.bot.telegram_stage import NOW, ToldDesk, on_stage
from tests.emulators.telegram.faults import Garbled
from tests.emulators.telegram.server import TelegramEmulator

ME, GROUP, CHANNEL = 77, -500, -100_700
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(ME)
        emulator.people.open(GROUP, "supergroup", threads=frozenset({9}))
        emulator.people.open(CHANNEL, "channel", name="news_desk")
        yield emulator


async def asked(telegram: TelegramEmulator, chat: int, text: str, **say: object) -> Request:
    """The request as the desk gets it."""
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(chat, text, **say)  # type: ignore[arg-type]  # passed on
        await telegram.world.until(lambda: desk.asked)
    return desk.asked[0]


async def test_in_private_everyone_sets_their_own(telegram: TelegramEmulator) -> None:
    request = await asked(telegram, ME, "/digest on 8:30 Berlin")
    assert (request.role, request.place) == ("admin", None)
    assert telegram.count("getChatMember") == 0


@pytest.mark.parametrize(
    ("status", "role"),
    [
        ("creator", "admin"),
        ("administrator", "admin"),
        ("member", "reader"),
        ("restricted", "reader"),
    ],
)
async def test_in_a_group_telegram_is_asked(
    telegram: TelegramEmulator, status: str, role: str
) -> None:
    telegram.people.rank(GROUP, ME, status)
    request = await asked(telegram, GROUP, "/digest pause", thread=9)
    assert request.role == role
    assert request.place_name == "A newsroom"
    assert request.origin.thread == "9"


async def test_only_a_digest_is_worth_the_question(telegram: TelegramEmulator) -> None:
    telegram.people.rank(GROUP, ME, "creator")
    assert (await asked(telegram, GROUP, "/brief")).role == "reader"
    assert telegram.count("getChatMember") == 0


async def test_who_speaks_as_the_group_is_an_admin(telegram: TelegramEmulator) -> None:
    group = telegram.world.chats[GROUP].shown()
    fields = {"from": ANONYMOUS, "sender_chat": group}
    assert (await asked(telegram, GROUP, "/digest off", fields=fields)).role == "admin"


async def test_who_speaks_as_another_chat_is_not(telegram: TelegramEmulator) -> None:
    fields = {"from": ANONYMOUS, "sender_chat": telegram.world.chats[CHANNEL].shown()}
    assert (await asked(telegram, GROUP, "/digest off", fields=fields)).role == "reader"


async def test_a_channels_post_is_an_admins(telegram: TelegramEmulator) -> None:
    request = await asked(telegram, CHANNEL, "/digest on 8:30 Berlin")
    assert (request.role, request.place) == ("admin", None)


async def test_a_channels_post_that_comes_again_in_its_group_is_not_heard(
    telegram: TelegramEmulator,
) -> None:
    channel = telegram.world.chats[CHANNEL].shown()
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        fields = {"sender_chat": channel, "is_automatic_forward": True}
        await telegram.people.say(GROUP, "/digest off", fields=fields)
        await telegram.people.say(GROUP, "/help")
        await telegram.world.until(lambda: desk.asked)
    assert [request.command for request in desk.asked] == ["help"]


@pytest.mark.parametrize(
    ("status", "role"), [("creator", "admin"), ("administrator", "admin"), ("left", "reader")]
)
async def test_a_channel_is_set_up_from_a_private_chat(
    telegram: TelegramEmulator, status: str, role: str
) -> None:
    telegram.people.rank(CHANNEL, ME, status)
    request = await asked(telegram, ME, "/digest @news_desk on 8:30 Berlin")
    assert request.role == role
    assert request.place == Address("telegram", "4242", str(CHANNEL))
    assert request.place_name == "A newsroom"
    assert request.origin == Address("telegram", "4242", str(ME))


@pytest.mark.parametrize(
    "text", ["/digest @nobody on 8:30 Berlin", "/digest @bad-name on", "/digest @x on"]
)
async def test_a_channel_that_is_not_there_is_no_place(
    telegram: TelegramEmulator, text: str
) -> None:
    request = await asked(telegram, ME, text)
    assert request.place is None


@pytest.mark.parametrize(
    "ours",
    [
        {"status": "administrator", "can_post_messages": False},
        {"status": "member"},
        {"status": "kicked"},
    ],
    ids=str,
)
async def test_a_channel_where_the_bot_may_not_post_is_no_place(
    telegram: TelegramEmulator, ours: dict[str, object]
) -> None:
    telegram.people.rank(CHANNEL, ME, "creator")
    telegram.world.chats[CHANNEL].members[4242] = ours
    request = await asked(telegram, ME, "/digest @news_desk on 8:30 Berlin")
    assert (request.place, request.role) == (None, "reader")


async def test_without_an_answer_nobody_is_an_admin(telegram: TelegramEmulator) -> None:
    telegram.people.rank(GROUP, ME, "creator")
    telegram.faults.add("getChatMember", Garbled())
    assert (await asked(telegram, GROUP, "/digest off")).role == "reader"


@asynccontextmanager
async def standing(telegram: TelegramEmulator, clock: Clock) -> AsyncIterator[Permissions]:
    api = BotApi(telegram.token, telegram.base_url)
    yield Permissions(api, clock)
    await api.close()


async def test_a_role_is_believed_for_a_minute(telegram: TelegramEmulator) -> None:
    origin = Address("telegram", "4242", str(GROUP))
    request = Request(command="digest", sender=str(ME), origin=origin, at=NOW)
    clock = Clock()
    async with standing(telegram, clock) as asks:
        telegram.people.rank(GROUP, ME, "administrator")
        roles = [(await asks.with_role(request)).role]
        telegram.people.rank(GROUP, ME, "member")
        for seconds in (59, 1):
            clock.seconds += seconds
            roles.append((await asks.with_role(request)).role)
    assert roles == ["admin", "admin", "reader"]
    assert telegram.count("getChatMember") == 2
