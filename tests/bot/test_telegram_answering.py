"""How an answer reaches its asker on Telegram: presses, refusals, proxies, moved groups."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.chat import ChatService
from handlers.message import Paragraph, Reply
from tests.bot.telegram_rooms import GROUP, ME, answered, opened
from tests.bot.telegram_stage import NOW, Pauses, ToldDesk, on_stage, said
from tests.emulators.telegram.faults import Garbled
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import BOT, READER
from tests.handlers.newsroom import library, piece, short_piece


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with opened() as emulator:
        yield emulator


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
        async with asyncio.timeout(60):
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
