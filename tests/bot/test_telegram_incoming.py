"""Documents and texts on Telegram, from the chat to the library, and strangers' not at all."""

import pytest

from bot.access import Editors
from bot.chat import ChatService
from handlers.message import Incoming, Missing
from handlers.router import NOT_READ
from tests.bot.telegram_stage import NOW, ToldDesk, on_stage
from tests.contracts.memory_store import MemoryStore
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import File, Message

NAME = "Dämme & Flüsse #1.txt"
PRIVATE, GROUP, ROOM = 77, -200, -100123
EDITORS = Editors.read(f"telegram:77 telegram:{ROOM}")
DAM = File(NAME, "text/plain", b"The Dam\n\nThe dam held. Nobody slept.\n\nIt rained all night.")


async def answered(emulator: TelegramEmulator, chat: int, count: int = 1) -> list[Message]:
    await emulator.world.until(lambda: len(emulator.world.posted(chat)) >= count)
    return emulator.world.posted(chat)


def newsroom() -> ChatService:
    return ChatService(MemoryStore(), lambda: NOW, editors=EDITORS)


async def test_a_document_becomes_a_proposal_and_is_published_by_its_button() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(PRIVATE)
        desk = newsroom()
        async with on_stage(telegram, desk, editors=EDITORS):
            await telegram.people.say(PRIVATE, "/piece add", file=DAM)
            (proposal,) = await answered(telegram, PRIVATE)
            assert "It rained all night." in proposal.text
            assert desk.store.catalogue.count() == 0
            await telegram.people.press(PRIVATE, proposal.id, "Publish")
            _, published = await answered(telegram, PRIVATE, 2)
        assert published.text.startswith("Published · The Dam")
        kept = desk.store.editorial.original(desk.store.editorial.original_sha256(1, 1))
    assert kept is not None
    assert kept.data == DAM.data


@pytest.mark.parametrize("caption", ["", "for Monday"])
async def test_in_private_a_document_alone_says_enough(caption: str) -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(PRIVATE)
        async with on_stage(telegram, newsroom(), editors=EDITORS):
            await telegram.people.say(PRIVATE, caption, file=DAM)
            (proposal,) = await answered(telegram, PRIVATE)
    assert proposal.text.startswith("The Dam")


async def test_a_strangers_document_is_refused_and_never_had() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(78)
        async with on_stage(telegram, newsroom(), editors=EDITORS):
            await telegram.people.say(78, "/piece add", file=DAM, sender=78)
            (refusal,) = await answered(telegram, 78)
        assert refusal.text.startswith("Only editors")
        assert "telegram:78" in refusal.text
        assert telegram.count("getFile") == telegram.count("download") == 0


async def test_in_a_group_an_editor_is_asked_to_write_in_private() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(GROUP, "supergroup")
        async with on_stage(telegram, newsroom(), editors=EDITORS):
            await telegram.people.say(GROUP, "/piece add", file=DAM)
            (said,) = await answered(telegram, GROUP)
        assert "in private" in said.text
        assert telegram.count("getFile") == 0


async def test_in_an_editors_room_everybody_is_one() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(ROOM, "supergroup")
        async with on_stage(telegram, newsroom(), editors=EDITORS):
            await telegram.people.say(ROOM, "/piece add", file=DAM, sender=99)
            (proposal,) = await answered(telegram, ROOM)
    assert proposal.text.startswith("The Dam")


async def test_a_document_without_the_words_says_nothing_in_a_group() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(ROOM, "supergroup")
        desk = ToldDesk()
        async with on_stage(telegram, desk, editors=EDITORS):
            await telegram.people.say(ROOM, "for Monday", file=DAM)
            await telegram.people.say(ROOM, "/help")
            await answered(telegram, ROOM)
    assert [request.command for request in desk.asked] == ["help"]


async def test_the_document_replied_to_comes_along() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(ROOM, "supergroup")
        desk = ToldDesk()
        async with on_stage(telegram, desk, editors=EDITORS):
            sent = await telegram.people.say(ROOM, "", file=DAM, sender=99)
            await telegram.people.say(ROOM, "/piece add", reply_to=sent)
            await answered(telegram, ROOM)
    assert desk.asked[0].files == (Incoming(name=NAME, data=DAM.data, media_type="text/plain"),)


async def test_pasted_text_keeps_its_lines() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(PRIVATE)
        desk = ToldDesk()
        async with on_stage(telegram, desk):
            await telegram.people.say(PRIVATE, "/piece add The Dam\n\nIt  held.\nIt rained.")
            await answered(telegram, PRIVATE)
    assert desk.asked[0].text == " add The Dam\n\nIt  held.\nIt rained."


async def test_a_document_too_large_for_bots_is_named_with_what_to_do() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(PRIVATE)
        desk = ToldDesk()
        async with on_stage(telegram, desk, editors=EDITORS):
            await telegram.people.say(
                PRIVATE, "", file=File("scan.pdf", "application/pdf", b"%" * 20_000_001)
            )
            await answered(telegram, PRIVATE)
        assert telegram.count("getFile") == 0
    (missing,) = desk.asked[0].files
    assert isinstance(missing, Missing)
    assert missing.reason == ("too large: 21 MB, where a file may have 20 MB on its way to a bot")


async def test_a_document_that_telegram_does_not_give_is_answered_all_the_same() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(PRIVATE)
        async with on_stage(telegram, newsroom(), editors=EDITORS):
            message = await telegram.people.say(PRIVATE, "/help")
            await answered(telegram, PRIVATE)
            gone = {"document": File("gone.txt", "text/plain", b"x").shown(), "text": None}
            await telegram.people.say(
                PRIVATE, "", fields={**gone, "caption": "/piece add"}, reply_to=message
            )
            _, said = await answered(telegram, PRIVATE, 2)
    assert said.text.startswith("gone.txt can't be taken in: Telegram did not let me have it.")


async def test_a_moving_picture_is_no_document() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(PRIVATE)
        desk = ToldDesk()
        async with on_stage(telegram, desk, editors=EDITORS):
            animation = {"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}
            await telegram.people.say(
                PRIVATE, "", file=DAM, fields={"animation": {**animation, "duration": 1}}
            )
            await answered(telegram, PRIVATE)
    assert [(request.command, request.files) for request in desk.asked] == [(NOT_READ, ())]
