import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.access import Editors
from bot.chat import ChatService
from briefs.model import Address, Press, Shown
from handlers.commands import COMMANDS
from handlers.message import Actions, Button, Link, Paragraph, Reply
from tests.bot.telegram_stage import NOW, Pauses, ToldDesk, long_reply, on_stage, said
from tests.emulators.telegram.faults import Dropped, Garbled
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator
from tests.handlers.newsroom import library, noted, piece, source

ME, GROUP, FORUM, CHANNEL = 77, -500, -100_600, -100_700


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(ME)
        emulator.people.open(GROUP, "group")
        emulator.people.open(FORUM, "supergroup", threads=frozenset({9}))
        emulator.people.open(CHANNEL, "channel")
        yield emulator


def texts(telegram: TelegramEmulator, chat: int) -> list[str]:
    return [message.text for message in telegram.world.posted(chat)]


async def answers(telegram: TelegramEmulator, chat: int, count: int = 1) -> list[str]:
    """The texts the bot has posted in a chat, once they are so many."""
    await telegram.world.until(lambda: len(telegram.world.posted(chat)) >= count)
    return texts(telegram, chat)


async def test_a_command_is_answered_where_it_was_asked(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/brief  syria short")
        assert await answers(telegram, ME) == ["You asked brief."]
    (request,) = desk.asked
    assert (request.command, request.args) == ("brief", ("syria", "short"))
    assert request.origin == Address("telegram", "4242", str(ME))
    assert (request.sender, request.at, request.replied_to) == ("77", NOW, None)
    assert telegram.world.posted(ME)[0].reply_to is None


async def test_it_is_known_when_telegram_has_taken_the_token(telegram: TelegramEmulator) -> None:
    telegram.faults.add("getMe", Garbled(), 2)
    async with on_stage(telegram, ToldDesk()) as bot:
        assert not bot.signed_in.is_set()
        await bot.signed_in.wait()
    assert telegram.count("getMe") == 3


async def test_the_desk_is_only_ever_called_in_a_worker(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
    assert all(name.startswith("worker") for name in desk.threads)


async def test_plain_words_in_a_private_chat_are_searched_for(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "water in damascus")
        await answers(telegram, ME)
    assert (desk.asked[0].command, desk.asked[0].args) == ("search", ("water", "in", "damascus"))


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        for text in ("good morning", "/brief@OtherBot", "/weather", "see /brief"):
            await telegram.people.say(GROUP, text)
        for text in ("/brief@sourcebriefbot", "/weather@SourcebriefBot", "/latest"):
            await telegram.people.say(GROUP, text)
        await answers(telegram, GROUP, 3)
    assert [request.command for request in desk.asked] == ["brief", "weather", "latest"]


async def test_in_a_group_the_answer_is_a_reply_to_the_question(
    telegram: TelegramEmulator,
) -> None:
    async with on_stage(telegram, ToldDesk()):
        asked = await telegram.people.say(GROUP, "/brief")
        await answers(telegram, GROUP)
    assert telegram.world.posted(GROUP)[0].reply_to == asked


async def test_only_the_first_part_of_an_answer_is_a_reply(telegram: TelegramEmulator) -> None:
    async with on_stage(telegram, ToldDesk({"read": long_reply(3)})):
        asked = await telegram.people.say(GROUP, "/read")
        await answers(telegram, GROUP, 3)
    assert [message.reply_to for message in telegram.world.posted(GROUP)] == [asked, None, None]


async def test_in_a_topic_the_answer_stays_in_the_topic(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(FORUM, "/brief", thread=9)
        await answers(telegram, FORUM)
    assert telegram.world.posted(FORUM)[0].thread == 9
    assert desk.asked[0].origin == Address("telegram", "4242", str(FORUM), "9")
    assert desk.asked[0].replied_to is None


async def test_a_channels_post_is_answered_in_the_channel(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(CHANNEL, "/latest")
        await answers(telegram, CHANNEL)
    assert desk.asked[0].sender == str(CHANNEL)


async def test_what_a_command_replies_to_is_told_to_the_desk(telegram: TelegramEmulator) -> None:
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
        shown = telegram.world.posted(ME)[0].id
        await telegram.people.say(ME, "/sources", reply_to=shown)
        await answers(telegram, ME, 2)
    assert desk.asked[1].replied_to == str(shown)


async def test_other_bots_and_forwarded_posts_are_left_alone(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk()
    robot = {"id": 99, "is_bot": True, "first_name": "Robot"}
    async with on_stage(telegram, desk):
        await answers(telegram, ME, 0)
        await telegram.people.say(GROUP, "/brief", fields={"from": robot})
        await telegram.people.say(GROUP, "/brief", fields={"is_automatic_forward": True})
        await telegram.people.say(GROUP, "/help")
        await answers(telegram, GROUP)
    assert [request.command for request in desk.asked] == ["help"]


async def test_every_part_of_an_answer_is_noted_as_showing_its_piece(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk({"read": replace(long_reply(2), about=Shown(3, 1))})
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/read")
        await answers(telegram, ME, 2)
    here = Address("telegram", "4242", str(ME))
    assert desk.noted == [(here, str(message.id)) for message in telegram.world.posted(ME)]


async def test_no_answer_shows_a_preview_of_its_links(telegram: TelegramEmulator) -> None:
    link = Reply((Paragraph((Link("there", "https://example.org/"),)),))
    async with on_stage(telegram, ToldDesk({"brief": link})):
        await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
    assert not telegram.world.posted(ME)[0].preview


async def test_the_menu_is_the_table_of_commands_and_editors_alone_see_theirs(
    telegram: TelegramEmulator,
) -> None:
    editors = Editors.read(f"telegram:{ME} telegram:404 slack:T1:U1")
    async with on_stage(telegram, ToldDesk(), editors=editors):
        await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
    menus: dict[int, list[Any]] = {0: telegram.world.menu, **telegram.world.menus}
    shown = {
        whose: [(entry["command"], entry["description"]) for entry in menu]
        for whose, menu in menus.items()
    }
    whole = [(command.name, command.does) for command in COMMANDS]
    assert shown == {0: [one for one in whole if one[0] != "piece"], ME: whole}


def with_button(press: Press) -> Reply:
    button = Button("Go on", press)
    return Reply((Paragraph(("Here.",)), Actions((button,))))


async def test_a_button_asks_its_command_and_is_answered_once(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk({"brief": with_button(Press("sources", ("#1@2",)))})
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
        shown = telegram.world.posted(ME)[0]
        query = await telegram.people.press(ME, shown.id, "Go on")
        assert await answers(telegram, ME, 2) == ["Here.", "You asked sources."]
    assert (desk.asked[1].args, desk.asked[1].replied_to) == (("#1@2",), str(shown.id))
    assert telegram.world.queries[query] == ""
    assert telegram.count("answerCallbackQuery") == 1


async def test_an_answer_in_place_takes_the_place_of_its_button(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk({"read": with_button(Press("page", ("p2",), in_place=True))})
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/read")
        await answers(telegram, ME)
        await telegram.people.press(ME, telegram.world.posted(ME)[0].id, "Go on")
        await telegram.world.until(lambda: texts(telegram, ME) == ["You asked page."])
    assert telegram.world.posted(ME)[0].keyboard == []


async def test_an_answer_in_place_that_changes_nothing_is_fine(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk({"read": with_button(Press("read", in_place=True))})
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/read")
        await answers(telegram, ME)
        await telegram.people.press(ME, telegram.world.posted(ME)[0].id, "Go on")
        await telegram.world.until(lambda: telegram.count("editMessageText"))
        await telegram.people.say(ME, "/help")
        assert await answers(telegram, ME, 2) == ["Here.", "You asked help."]
    assert telegram.world.posted(ME)[0].edits == 0


async def test_an_answer_in_place_that_needs_more_messages_is_given_anew(
    telegram: TelegramEmulator,
) -> None:
    replies = {"brief": with_button(Press("read", in_place=True)), "read": long_reply(2)}
    async with on_stage(telegram, ToldDesk(replies)):
        await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
        await telegram.people.press(ME, telegram.world.posted(ME)[0].id, "Go on")
        await answers(telegram, ME, 3)
    assert telegram.count("editMessageText") == 0


async def test_a_message_too_old_to_be_changed_is_answered_anew(
    telegram: TelegramEmulator,
) -> None:
    desk = ToldDesk({"read": with_button(Press("page", in_place=True))})
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/read")
        await answers(telegram, ME)
        await telegram.people.press(ME, telegram.world.posted(ME)[0].id, "Go on", old=True)
        assert await answers(telegram, ME, 2) == ["Here.", "You asked page."]


async def test_an_unknown_button_says_so_and_does_nothing_else(
    telegram: TelegramEmulator,
) -> None:
    async with on_stage(telegram, ToldDesk()):
        shown = await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
        query = await telegram.people.press_data(ME, shown, "made up")
        await telegram.world.until(lambda: telegram.world.queries[query] is not None)
        _, stale = await answers(telegram, ME, 2)
    assert telegram.world.queries[query] == ""
    assert stale == "This button is from before my time. Type /help."


async def test_a_poisoned_update_does_not_stop_the_others(telegram: TelegramEmulator) -> None:
    await telegram.people.say(ME, "/latest")
    await telegram.people.poison()
    await telegram.people.say(ME, "/help")
    async with on_stage(telegram, ToldDesk()):
        assert await answers(telegram, ME, 2) == ["You asked latest.", "You asked help."]
    assert telegram.world.updates == []


async def test_what_was_taken_is_confirmed_at_the_end(telegram: TelegramEmulator) -> None:
    async with on_stage(telegram, ToldDesk()):
        await telegram.people.say(ME, "/brief")
        await answers(telegram, ME)
    desk = ToldDesk()
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/help")
        await answers(telegram, ME, 2)
    assert [request.command for request in desk.asked] == ["help"]


async def test_what_is_in_hand_is_finished_before_it_ends(telegram: TelegramEmulator) -> None:
    async with on_stage(telegram, ToldDesk({"read": long_reply(5)})):
        await telegram.people.say(ME, "/read")
        await answers(telegram, ME, 1)
    assert len(telegram.world.posted(ME)) == 5


async def test_chats_are_answered_side_by_side_each_in_its_order(
    telegram: TelegramEmulator,
) -> None:
    loop = asyncio.get_running_loop()
    free = asyncio.Event()

    def slow() -> Reply:
        asyncio.run_coroutine_threadsafe(free.wait(), loop).result()
        return said("At last.")

    async with on_stage(telegram, ToldDesk({"brief": slow})):
        await telegram.people.say(ME, "/brief")
        await telegram.people.say(ME, "/help")
        await telegram.people.say(GROUP, "/latest")
        await answers(telegram, GROUP)
        assert texts(telegram, ME) == []
        free.set()
        assert await answers(telegram, ME, 2) == ["At last.", "You asked help."]


async def test_a_bug_is_answered_with_an_apology_and_a_reference(
    telegram: TelegramEmulator,
) -> None:
    def fails() -> Reply:
        raise RuntimeError("a bug")

    async with on_stage(telegram, ToldDesk({"brief": fails})):
        await telegram.people.say(ME, "/brief")
        await telegram.people.say(ME, "/help")
        apology, then = await answers(telegram, ME, 2)
    assert apology.startswith("Something went wrong on my side.")
    assert then == "You asked help."


async def test_the_parts_of_an_answer_wait_out_the_flood_limits_in_order() -> None:
    pauses = Pauses()
    async with TelegramEmulator(limits=Limits(pauses.now)) as telegram:
        telegram.people.open(GROUP, "group")
        async with on_stage(telegram, ToldDesk({"read": long_reply(4)}), pauses):
            await telegram.people.say(GROUP, "/read")
            shown = await answers(telegram, GROUP, 4)
    assert [text.split("part ")[1][0] for text in shown] == ["1", "2", "3", "4"]
    assert pauses.asked == [1, 1, 1]


async def test_a_failed_part_is_retried_before_the_next(telegram: TelegramEmulator) -> None:
    pauses = Pauses()
    telegram.faults.add("sendMessage", Refused(429, "Too Many Requests", {"retry_after": 7}), 2)
    async with on_stage(telegram, ToldDesk({"read": long_reply(2)}), pauses):
        await telegram.people.say(ME, "/read")
        first, second = await answers(telegram, ME, 2)
    assert "part 1" in first
    assert "part 2" in second
    assert pauses.asked == [7, 7]


@pytest.mark.parametrize(
    "fault", [Dropped(after_accepting=True), Garbled(after_accepting=True), Garbled(500, "")]
)
async def test_a_part_of_unknown_fate_is_never_sent_twice(
    telegram: TelegramEmulator, fault: Dropped | Garbled
) -> None:
    telegram.faults.add("sendMessage", fault)
    async with on_stage(telegram, ToldDesk({"read": long_reply(2)})):
        await telegram.people.say(ME, "/read")
        await telegram.world.until(lambda: any("part 2" in text for text in texts(telegram, ME)))
    assert telegram.count("sendMessage") == 2


async def test_a_chat_that_blocked_the_bot_does_not_hold_up_the_others(
    telegram: TelegramEmulator,
) -> None:
    async with on_stage(telegram, ToldDesk({"read": long_reply(3)})):
        telegram.people.block(ME)
        await telegram.people.say(ME, "/read")
        await telegram.people.say(GROUP, "/help")
        await answers(telegram, GROUP)
        await telegram.world.until(lambda: telegram.count("sendMessage") == 2)
    assert texts(telegram, ME) == []
    assert telegram.count("sendMessage") == 2


async def test_a_newsroom_is_read_from_brief_to_sources(telegram: TelegramEmulator) -> None:
    store = library(noted(piece(normal=(1, 4), sources=(source(),)), (4, 1)))
    async with on_stage(telegram, ChatService(store, lambda: NOW)):
        await telegram.people.say(FORUM, "/brief", thread=9)
        (brief,) = await answers(telegram, FORUM)
        shown = telegram.world.posted(FORUM)[0]
        await telegram.people.press(FORUM, shown.id, "Sources (1)")
        _, sources = await answers(telegram, FORUM, 2)
        await telegram.people.say(FORUM, "/check S4", thread=9, reply_to=shown.id)
        *_, check = await answers(telegram, FORUM, 3)
    assert brief.startswith("The dam\n")
    assert "S1 The dam held through the night." in brief
    assert "S4 By morning the lake was full. [1]" in brief
    assert "Dams and Rivers" in sources
    assert store.catalogue.revision(1).sha256 in check
    assert {message.thread for message in telegram.world.posted(FORUM)} == {9}


async def test_polling_goes_on_after_failures(telegram: TelegramEmulator) -> None:
    pauses = Pauses()
    telegram.faults.add("getMe", Garbled(), 2)
    telegram.faults.add("getUpdates", Dropped(after_accepting=False), 2)
    telegram.faults.add("getUpdates", Refused(409, "Conflict: terminated by other getUpdates"))
    telegram.faults.add("getUpdates", Refused(429, "Too Many Requests", {"retry_after": 9}))
    telegram.faults.add("getUpdates", Garbled(200, '{"ok": true}'))
    async with on_stage(telegram, ToldDesk(), pauses):
        await telegram.people.say(ME, "/brief")
        assert await answers(telegram, ME) == ["You asked brief."]
    assert pauses.asked == [0.5, 1, 0.5, 1, 2, 9, 8]
