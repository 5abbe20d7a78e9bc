"""What people really send on Telegram, and that each of it is answered, or said why not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.access import Editors
from bot.chat import ChatService
from handlers.message import Missing
from handlers.router import NOT_READ
from tests.bot.telegram_rooms import CHANNEL, GROUP, ME, ROOM, answered, opened
from tests.bot.telegram_stage import NOW, ToldDesk, on_stage
from tests.contracts.memory_store import MemoryStore
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import File


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with opened() as emulator:
        yield emulator


EDITORS = Editors.read(f"telegram:{ME} telegram:{ROOM}")


PHOTO = {"photo": [{"file_id": "f", "file_unique_id": "g", "width": 1, "height": 1}]}


VIDEO = {"video": {"file_id": "v", "file_unique_id": "w", "width": 1, "height": 1, "duration": 1}}


PAID = {"paid_media": {"star_count": 1, "paid_media": []}}


STICKER = {
    "sticker": {
        "file_id": "s",
        "file_unique_id": "t",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    }
}


VOICE = {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}}


LOCATION = {"location": {"latitude": 1.0, "longitude": 2.0}}


CONTACT = {"contact": {"phone_number": "1", "first_name": "M"}}


POLL = {
    "poll": {
        "id": "1",
        "question": "Which?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
    }
}
"""As servers told of it before Bot API 9.6."""


FORWARDED = {
    "forward_origin": {
        "type": "user",
        "date": 1_780_000_000,
        "sender_user": {"id": 99, "is_bot": False, "first_name": "M"},
    }
}


DAM = File(
    "dam.txt", "text/plain", b"The Dam\n\nThe dam held. Nobody slept.\n\nIt rained all night."
)


SEA = File("sea.txt", "text/plain", b"The Sea\n\nIt rose. Nobody swam.\n\nIt blew all night.")


ICE = File(
    "ice.txt", "text/plain", b"The Ice\n\nThe ice broke. Nobody fell.\n\nIt froze all night."
)


def bare(fields: dict[str, Any], caption: str = "") -> dict[str, Any]:
    """A message of that kind, without a text."""
    return {**fields, "text": None, **({"caption": caption} if caption else {})}


@pytest.mark.parametrize("media", [PHOTO, VIDEO, PAID], ids=lambda media: next(iter(media)))
@pytest.mark.parametrize(
    ("chat", "caption"),
    [(ME, "/brief 1"), (GROUP, "/brief@SourcebriefBot 1"), (CHANNEL, "/brief 1")],
)
async def test_a_command_under_a_picture_is_answered(
    telegram: TelegramEmulator, media: dict[str, Any], chat: int, caption: str
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(chat, "", fields=bare(media, caption))
        await answered(telegram, chat)
    assert [(asked.command, asked.args) for asked in desk.asked] == [("brief", ("1",))]


@pytest.mark.parametrize(
    "media",
    [PHOTO, VIDEO, STICKER, VOICE, LOCATION, CONTACT],
    ids=lambda media: next(iter(media)),
)
async def test_what_has_no_words_is_answered_in_private_and_nowhere_else(
    telegram: TelegramEmulator, media: dict[str, Any]
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(GROUP, "", fields=bare(media))
        await telegram.people.say(ME, "", fields=bare(media))
        await answered(telegram, ME)
    assert [asked.command for asked in desk.asked] == [NOT_READ]


async def test_a_service_message_is_nobodys_question(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "", fields={"text": None, "new_chat_title": "News"})
        await telegram.people.say(ME, "/help")
        await answered(telegram, ME)
    assert [asked.command for asked in desk.asked] == ["help"]


async def test_a_picture_of_a_page_is_refused_with_what_to_send(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk, editors=EDITORS):
        await telegram.people.say(ME, "", fields=bare(PHOTO, "/piece add"))
        await answered(telegram, ME)
    (missing,) = desk.asked[0].files
    assert isinstance(missing, Missing)
    assert "PDF or Word file" in missing.hint


@pytest.mark.parametrize("captioned", [0, 1, 2])
async def test_every_document_of_an_album_is_taken_wherever_its_caption_stands(
    telegram: TelegramEmulator, captioned: int
) -> None:
    desk = ChatService(MemoryStore(), lambda: NOW, editors=EDITORS)
    async with on_stage(telegram, desk, editors=EDITORS):
        for n, file in enumerate((DAM, SEA, ICE)):
            caption = "/piece add" if n == captioned else ""
            album = {"media_group_id": "m1"}
            await telegram.people.say(ROOM, caption, file=file, fields=album)
        proposals = await answered(telegram, ROOM, 3)
    assert {text.split("\n")[0] for text in proposals} == {"The Dam", "The Sea", "The Ice"}


async def test_an_album_without_the_words_says_nothing_in_a_group(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk, editors=EDITORS):
        for file in (DAM, SEA):
            await telegram.people.say(ROOM, "", file=file, fields={"media_group_id": "m1"})
        await telegram.people.say(ROOM, "/help")
        await answered(telegram, ROOM)
    assert [asked.command for asked in desk.asked] == ["help"]


@pytest.mark.parametrize("chat", [ME, ROOM])
async def test_a_text_that_was_cut_into_messages_is_not_taken_in(
    telegram: TelegramEmulator, chat: int
) -> None:
    half = "The dam held through the night. " * 110
    desk = ToldDesk()
    async with on_stage(telegram, desk, editors=EDITORS):
        await telegram.people.say(chat, f"/piece add {half}")
        await telegram.people.say(chat, half)
        await telegram.people.say(chat, "Nobody slept.")
        await answered(telegram, chat)
    assert [(asked.command, asked.cut) for asked in desk.asked] == [("piece", True)]


async def test_an_editor_whose_text_was_cut_is_told_to_send_a_file(
    telegram: TelegramEmulator,
) -> None:
    half = "The dam held through the night. " * 110
    desk = ChatService(MemoryStore(), lambda: NOW, editors=EDITORS)
    async with on_stage(telegram, desk, editors=EDITORS):
        await telegram.people.say(ME, f"/piece add {half}")
        await telegram.people.say(ME, half)
        (told,) = await answered(telegram, ME)
    assert "Nothing was taken in. Send it as a file" in told
    assert desk.store.editorial.proposals(limit=1) == ()


async def test_a_text_as_long_as_a_message_can_be_may_be_cut(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk, editors=EDITORS):
        await telegram.people.say(ME, "/piece add " + "Word " * 810)
        await answered(telegram, ME)
    assert desk.asked[0].cut


async def test_what_another_writes_meanwhile_is_no_part_of_it(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk, editors=EDITORS):
        await telegram.people.say(ROOM, "/piece add " + "The dam held. " * 150)
        await telegram.people.say(ROOM, "Nice weather.", sender=99)
        await answered(telegram, ROOM)
    assert [(asked.command, asked.cut) for asked in desk.asked] == [("piece", False)]


@pytest.mark.parametrize(
    "text",
    [
        "/brief, 1",
        "/brief: 1",
        "/brief! 1",
        "\u200f/brief 1",
        "\u200e/brief\u200f 1",
        "／brief 1",
        "/BRIEF 1",
        "  /brief 1",
        "@SourcebriefBot brief 1",
        "@sourcebriefbot, /brief 1",
    ],
)
@pytest.mark.parametrize("chat", [ME, GROUP])
async def test_what_stands_around_a_command_does_not_matter(
    telegram: TelegramEmulator, chat: int, text: str
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(chat, text)
        await answered(telegram, chat)
    assert [(asked.command, asked.args) for asked in desk.asked] == [("brief", ("1",))]


@pytest.mark.parametrize(
    "text", ["/read-only", "/brief.html", "/brief/1", "/etc/brief", "http://x/brief"]
)
async def test_what_only_looks_like_a_command_is_left_alone_in_a_group(
    telegram: TelegramEmulator, text: str
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(GROUP, text)
        await telegram.people.say(GROUP, "/help")
        await answered(telegram, GROUP)
    assert [asked.command for asked in desk.asked] == ["help"]


@pytest.mark.parametrize("text", ["/digest off", "digest off"])
async def test_a_forwarded_command_is_known_as_such(telegram: TelegramEmulator, text: str) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, text, fields=FORWARDED)
        await answered(telegram, ME)
    assert desk.asked[0].forwarded
    assert desk.asked[0].role == "reader"


async def test_a_forwarded_command_in_an_editors_room_is_run_for_nobody(
    telegram: TelegramEmulator,
) -> None:
    desk = ChatService(MemoryStore(), lambda: NOW, editors=EDITORS)
    async with on_stage(telegram, desk, editors=EDITORS):
        await telegram.people.say(ROOM, "/piece retract #1", fields=FORWARDED)
        (answer,) = await answered(telegram, ROOM)
    assert answer == "Somebody else wrote that command. I run it only for whoever types it."


async def test_a_forwarded_document_is_a_document(telegram: TelegramEmulator) -> None:
    desk = ChatService(MemoryStore(), lambda: NOW, editors=EDITORS)
    async with on_stage(telegram, desk, editors=EDITORS):
        await telegram.people.say(ME, "/piece retract #1", file=DAM, fields=FORWARDED)
        (answer,) = await answered(telegram, ME)
    assert answer.startswith("The Dam")


async def test_a_command_that_is_corrected_is_answered_once_more(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        question = await telegram.people.say(GROUP, "/breif@SourcebriefBot 1")
        await answered(telegram, GROUP)
        await telegram.people.edit(GROUP, question, "/brief@SourcebriefBot 1")
        await answered(telegram, GROUP, 2)
        await telegram.people.edit(GROUP, question, "/brief@SourcebriefBot 1")
        await telegram.people.say(GROUP, "/help")
        await answered(telegram, GROUP, 3)
    assert [asked.command for asked in desk.asked] == ["breif", "brief", "help"]


async def test_a_reply_to_what_the_library_cannot_read_is_answered(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        poll = {"message_id": 5, "date": 1, "chat": telegram.world.chats[ME].shown(), **POLL}
        await telegram.people.say(ME, "/brief", fields={"reply_to_message": poll})
        await answered(telegram, ME)
    assert desk.asked[0].replied_to == "5"


async def test_in_a_channels_direct_messages_the_answer_stays_in_its_topic(
    telegram: TelegramEmulator,
) -> None:
    async with on_stage(telegram, ToldDesk()):
        topic = {"direct_messages_topic": {"topic_id": 31}}
        await telegram.people.say(ROOM, "/brief@SourcebriefBot", fields=topic)
        await answered(telegram, ROOM)
    sent = [params for method, params in telegram.calls if method == "sendmessage"]
    assert [params.get("direct_messages_topic_id") for params in sent] == ["31"]
