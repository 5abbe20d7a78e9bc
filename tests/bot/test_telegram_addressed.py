"""Whom a message on Telegram is for: what people say to the bot without a command of their own."""

from collections.abc import AsyncIterator

import pytest

from handlers.router import NOT_READ
from tests.bot.telegram_rooms import GROUP, ME, answered, opened
from tests.bot.telegram_stage import ToldDesk, on_stage
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import File

PHOTO = {"photo": [{"file_id": "f", "file_unique_id": "g", "width": 1, "height": 1}]}


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with opened() as emulator:
        yield emulator


@pytest.mark.parametrize(
    ("said", "command", "args"),
    [
        ("please @SourcebriefBot brief 1", "brief", ("1",)),
        ("brief 1 @sourcebriefbot", "brief", ("1",)),
        ("hey @SourcebriefBot, /sources 2", "sources", ("2",)),
        ("/brief@SourcebriefBot 2 @SourcebriefBot", "brief", ("2",)),
        ("/brief 2@SourcebriefBot", "brief", ("2",)),
        ("@SourcebriefBot harbour", "search", ("harbour",)),
    ],
)
async def test_in_a_group_the_bots_name_may_stand_anywhere(
    telegram: TelegramEmulator, said: str, command: str, args: tuple[str, ...]
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(GROUP, said)
        await answered(telegram, GROUP, 1)
    assert [(one.command, one.args) for one in desk.asked] == [(command, args)]


@pytest.mark.parametrize(
    "said",
    ["I like @SourcebriefBot a lot", "ask @SourcebriefBotany to brief 1", "brief 1", "/brief"],
)
async def test_what_a_group_says_of_the_bot_is_not_said_to_it(
    telegram: TelegramEmulator, said: str
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(GROUP, said if said != "/brief" else "/brief@OtherBot")
        await telegram.people.say(GROUP, "/help")
        await answered(telegram, GROUP, 1)
    assert [one.command for one in desk.asked] == ["help"]


async def test_a_reply_to_the_bot_in_a_group_needs_no_slash(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(GROUP, "/brief 1")
        await answered(telegram, GROUP, 1)
        (posted,) = telegram.world.posted(GROUP)
        chatter = ("thanks!", "read it yesterday, and sources say more", "new", "hi")
        for said in ("sources", "S3", "[2]", "brief 2 short", *chatter):
            await telegram.people.say(GROUP, said, reply_to=posted.id)
        await telegram.people.say(GROUP, "/help")
        await answered(telegram, GROUP, 6)
    asked = [one.command for one in desk.asked]
    assert asked == ["brief", "sources", "check", "sources", "brief", "help"]


async def test_in_private_a_command_for_another_bot_is_for_this_one(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/brief@OtherBot 1")
        await answered(telegram, ME, 1)
    assert desk.asked[0].command == "brief"


async def test_a_text_of_marks_that_nobody_sees_is_answered(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "\u200b")
        await answered(telegram, ME, 1)
    assert desk.asked[0].command == "help"


@pytest.mark.parametrize("chat", [ME, GROUP])
async def test_an_album_of_pictures_is_answered_once(telegram: TelegramEmulator, chat: int) -> None:
    desk = ToldDesk()
    album = {**PHOTO, "media_group_id": "m1", "text": None}
    async with on_stage(telegram, desk):
        await telegram.people.say(chat, "", fields={**album, "caption": "/brief 1"})
        for _ in range(3):
            await telegram.people.say(chat, "", fields=album)
        await telegram.people.say(chat, "/help")
        await answered(telegram, chat, 2)
    assert [one.command for one in desk.asked] == ["brief", "help"]


async def test_an_album_of_pictures_without_words_is_answered_once(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        for _ in range(3):
            fields = {**PHOTO, "media_group_id": "m2", "text": None}
            await telegram.people.say(ME, "", fields=fields)
        await telegram.people.say(ME, "/help")
        await answered(telegram, ME, 2)
    assert [one.command for one in desk.asked] == [NOT_READ, "help"]


async def test_a_question_under_an_album_of_documents_is_answered_once(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        for n, caption in enumerate(("", "/brief 1", "")):
            file = File(f"{n}.txt", "text/plain", b"It rained.")
            fields = {"media_group_id": "m3"}
            await telegram.people.say(GROUP, caption, file=file, fields=fields)
        await telegram.people.say(GROUP, "/help")
        await answered(telegram, GROUP, 2)
    assert [one.command for one in desk.asked] == ["brief", "help"]


async def test_half_a_character_is_answered_like_any_other(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/brief \ud83d")
        await answered(telegram, ME, 1)
    assert desk.asked[0].args == ("\ufffd",)
