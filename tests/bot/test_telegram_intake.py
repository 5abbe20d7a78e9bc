"""What people really send on Telegram, and that each of it is answered, or said why not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.access import Editors
from bot.chat import ChatService
from handlers.message import Missing, Paragraph, Reply
from handlers.typed import NOT_READ
from tests.bot.telegram_stage import NOW, Pauses, ToldDesk, on_stage, said
from tests.contracts.memory_store import MemoryStore
from tests.emulators.telegram.faults import Garbled
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import BOT, READER, File
from tests.handlers.newsroom import library, piece, short_piece

ME, GROUP, ROOM, CHANNEL, FORUM = 77, -500, -100_800, -100_700, -100_600
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


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(ME)
        emulator.people.open(GROUP, "group")
        emulator.people.open(ROOM, "supergroup")
        emulator.people.open(CHANNEL, "channel")
        emulator.people.open(FORUM, "supergroup", threads=frozenset({9}))
        yield emulator


def bare(fields: dict[str, Any], caption: str = "") -> dict[str, Any]:
    """A message of that kind, without a text."""
    return {**fields, "text": None, **({"caption": caption} if caption else {})}


async def answered(telegram: TelegramEmulator, chat: int, count: int = 1) -> list[str]:
    await telegram.world.until(lambda: len(telegram.world.posted(chat)) >= count)
    return [message.text for message in telegram.world.posted(chat)]


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


async def test_a_press_is_acknowledged_while_another_answer_is_still_under_way(
    telegram: TelegramEmulator,
) -> None:
    loop, free = asyncio.get_running_loop(), asyncio.Event()

    def slow() -> Reply:
        asyncio.run_coroutine_threadsafe(free.wait(), loop).result()
        return said("At last.")

    async with on_stage(telegram, ToldDesk({"brief": slow})):
        shown = await telegram.people.say(ME, "/brief")
        query = await telegram.people.press_data(ME, shown, "token")
        await telegram.world.until(lambda: telegram.world.queries[query] is not None)
        assert telegram.world.posted(ME) == []
        free.set()


async def test_a_press_is_acknowledged_while_hundreds_of_chats_wait_for_their_answers(
    telegram: TelegramEmulator,
) -> None:
    loop, free = asyncio.get_running_loop(), asyncio.Event()

    def slow() -> Reply:
        asyncio.run_coroutine_threadsafe(free.wait(), loop).result()
        return said("At last.")

    async with on_stage(telegram, ToldDesk({"brief": slow})):
        for chat in range(1_000, 1_300):
            telegram.people.open(chat)
            await telegram.people.say(chat, "/brief")
        shown = await telegram.people.say(ME, "nothing")
        query = await telegram.people.press_data(ME, shown, "token")
        await telegram.world.until(lambda: telegram.world.queries[query] is not None)
        assert sum(len(telegram.world.posted(chat)) for chat in range(1_000, 1_300)) == 0
        free.set()
        await telegram.world.until(lambda: telegram.world.posted(1_299))


async def test_a_button_that_is_pressed_twice_at_once_is_answered_once(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        shown = await telegram.people.say(ME, "/brief")
        await answered(telegram, ME)
        queries = [await telegram.people.press_data(ME, shown, "token") for _ in range(3)]
        await telegram.people.say(ME, "/help")
        await answered(telegram, ME, 3)
    assert all(telegram.world.queries[query] is not None for query in queries)
    assert len(telegram.world.posted(ME)) == 3


REFUSED = [
    "Bad Request: TOPIC_CLOSED",
    "Bad Request: have no write access to the chat",
    "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN",
    "Bad Request: ALLOW_PAYMENT_REQUIRED_5",
    "Bad Request: USER_BANNED_IN_CHANNEL",
    "Bad Request: CHAT_GUEST_SEND_FORBIDDEN",
    "Bad Request: not enough rights to send text messages to the chat",
]


@pytest.mark.parametrize("refusal", REFUSED)
async def test_who_can_not_be_answered_in_a_group_is_told_in_private(
    telegram: TelegramEmulator, refusal: str
) -> None:
    async with on_stage(telegram, ToldDesk()):
        telegram.faults.add("sendMessage", Refused(400, refusal))
        await telegram.people.say(GROUP, "/brief")
        (told,) = await answered(telegram, ME)
    assert told.startswith("I can't answer in “A newsroom”. ")
    assert told.endswith("Ask me here instead.")


async def test_in_slow_mode_the_asker_is_told_in_private(telegram: TelegramEmulator) -> None:
    slow = Refused(429, "Too Many Requests: retry after 3600", {"retry_after": 3600})
    async with on_stage(telegram, ToldDesk(), Pauses()):
        telegram.faults.add("sendMessage", slow)
        await telegram.people.say(GROUP, "/brief")
        (told,) = await answered(telegram, ME)
    assert "Telegram asks for a pause." in told


async def test_who_can_not_be_written_to_sees_a_mark_on_what_they_asked(
    telegram: TelegramEmulator,
) -> None:
    telegram.people.block(ME)
    async with on_stage(telegram, ToldDesk()):
        telegram.faults.add("sendMessage", Refused(400, REFUSED[0]))
        asked = await telegram.people.say(GROUP, "/brief")
        await telegram.world.until(lambda: telegram.world.reactions)
    assert telegram.world.reactions == {(GROUP, asked): "🙊"}


@pytest.mark.parametrize("refusal", ["Bad Request: MESSAGE_TOO_LONG", "Bad Request: SOMETHING_NEW"])
async def test_an_answer_that_telegram_does_not_take_is_told_of_where_it_was_asked(
    telegram: TelegramEmulator, refusal: str
) -> None:
    async with on_stage(telegram, ToldDesk()):
        telegram.faults.add("sendMessage", Refused(400, refusal))
        await telegram.people.say(ME, "/brief")
        (told,) = await answered(telegram, ME)
    assert told.startswith("I can't send the answer. ")


@pytest.mark.parametrize("status", [401, 403, 404, 407])
async def test_a_proxys_page_costs_neither_an_answer_nor_the_bot(
    telegram: TelegramEmulator, status: int
) -> None:
    page = Garbled(status, "<html>nginx</html>")
    for method in ("getMe", "getUpdates", "sendMessage"):
        telegram.faults.add(method, page, 2)
    async with on_stage(telegram, ToldDesk()):
        await telegram.people.say(ME, "/brief")
        assert await answered(telegram, ME) == ["You asked brief."]


async def test_a_getme_that_nobody_can_read_is_asked_again(telegram: TelegramEmulator) -> None:
    telegram.faults.add("getMe", Garbled(200, '{"ok": true, "result": {"username": "x"}}'))
    async with on_stage(telegram, ToldDesk()) as bot:
        await bot.signed_in.wait()
    assert telegram.count("getMe") == 2


async def test_polling_does_not_sleep_for_hours_because_it_is_asked_to(
    telegram: TelegramEmulator,
) -> None:
    pauses = Pauses()
    asked = Refused(429, "Too Many Requests: retry after 40000", {"retry_after": 40_000})
    telegram.faults.add("getUpdates", asked)
    async with on_stage(telegram, ToldDesk(), pauses):
        await telegram.people.say(ME, "/brief")
        await answered(telegram, ME)
    assert pauses.asked == [60]


async def test_one_refusal_of_a_token_is_not_believed(telegram: TelegramEmulator) -> None:
    telegram.faults.add("getUpdates", Refused(401, "Unauthorized"), 2)
    async with on_stage(telegram, ToldDesk()):
        await telegram.people.say(ME, "/brief")
        assert await answered(telegram, ME) == ["You asked brief."]


async def test_a_group_that_moved_unnoticed_takes_its_digest_along(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        asked = await telegram.people.say(GROUP, "/help")
        await answered(telegram, GROUP)
        telegram.people.upgrade(GROUP, -100_500)
        await telegram.people.press_data(GROUP, asked, "token")
        await answered(telegram, -100_500)
        async with asyncio.timeout(20):
            while not desk.changes:  # noqa: ASYNC110  # it is told in a thread, after the answer
                await asyncio.sleep(0.01)
    account = f"telegram:{BOT['id']}"
    assert desk.changes == [("migrated", f"{account}:{GROUP}", f"{account}:-100500")]


@pytest.mark.parametrize(("takes", "seen_by"), [(True, ME), (False, None)])
async def test_a_refusal_in_a_group_is_for_the_asker_alone_where_telegram_lets_it(
    telegram: TelegramEmulator, *, takes: bool, seen_by: int | None
) -> None:
    telegram._methods.ephemeral = takes
    refusal = Reply((Paragraph(("I don't know /breif.",)),), private=True)
    async with on_stage(telegram, ToldDesk({"brief": refusal})):
        await telegram.people.say(GROUP, "/brief")
        await answered(telegram, GROUP)
        await telegram.people.say(GROUP, "/latest")
        await answered(telegram, GROUP, 2)
    refused, public = telegram.world.posted(GROUP)
    assert (refused.only_for, public.only_for) == (seen_by, None)


async def test_a_reply_to_a_copy_of_an_answer_is_no_question_about_another_piece(
    telegram: TelegramEmulator,
) -> None:
    store = library(piece(title="The dam"), short_piece("It snowed.", title="Snow"))
    copy = {
        "message_id": 5_000,
        "date": 1,
        "chat": telegram.world.chats[ME].shown(),
        "from": READER,
        "text": "The dam",
        "forward_origin": {"type": "user", "date": 1, "sender_user": BOT},
    }
    async with on_stage(telegram, ChatService(store, lambda: NOW)):
        await telegram.people.say(ME, "/brief 2")
        await answered(telegram, ME)
        await telegram.people.say(ME, "/sources", fields={"reply_to_message": copy})
        _, said = await answered(telegram, ME, 2)
    assert said.startswith("I don't know which piece that message shows.")
