from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.test_refusals import Client


@pytest.fixture
async def call() -> AsyncIterator[Client]:
    async with TelegramEmulator() as telegram, aiohttp.ClientSession() as session:
        telegram.people.open(77)
        telegram.people.open(-5, "supergroup", threads=frozenset({9}))
        telegram.people.open(-7, "channel", name="news_desk")
        yield Client(telegram, session)


async def test_public_chats_are_found_by_name_and_all_by_id(call: Client) -> None:
    by_name = await call("getChat", chat_id="@news_desk")
    assert (by_name["id"], by_name["type"]) == (-7, "channel")
    assert (await call("getChat", chat_id=-7)) == by_name
    for unknown in ("@nobody", "@", "x", -9):
        assert await call("getChat", chat_id=unknown) == "400 Bad Request: chat not found"


async def test_members_are_told_with_their_rank(call: Client) -> None:
    call.telegram.people.rank(-5, 77, "creator")
    assert (await call("getChatMember", chat_id=-5, user_id=77))["status"] == "creator"
    stranger = await call("getChatMember", chat_id=-5, user_id=78)
    assert (stranger["status"], stranger["user"]["id"]) == ("left", 78)
    refusal = await call("getChatMember", chat_id=-5, user_id="@noor")
    assert refusal == "400 Bad Request: invalid user_id specified"


async def test_administrators_are_listed(call: Client) -> None:
    call.telegram.people.rank(-5, 77, "administrator")
    listed: list[dict[str, Any]] = await call("getChatAdministrators", chat_id=-5)
    assert [member["user"]["id"] for member in listed] == [77]
    refusal = await call("getChatAdministrators", chat_id=77)
    assert refusal == "400 Bad Request: there are no administrators in the private chat"


async def test_a_channel_shows_its_members_to_its_administrators_alone(call: Client) -> None:
    await call.telegram.people.seat(-7, "member")
    refusal = await call("getChatMember", chat_id=-7, user_id=77)
    assert refusal == "400 Bad Request: member list is inaccessible"
    await call.telegram.people.seat(-7, "kicked")
    refusal = await call("getChatMember", chat_id=-7, user_id=77)
    assert refusal == "403 Forbidden: bot is not a member of the channel chat"
    assert await call("getChat", chat_id=-7) == (
        "403 Forbidden: bot was kicked from the channel chat"
    )


async def test_what_the_bot_may_do_decides_where_it_can_post(call: Client) -> None:
    await call.telegram.people.seat(-7, "administrator", can_post_messages=False)
    assert await call("sendMessage", chat_id=-7, text="Hi") == (
        "400 Bad Request: need administrator rights in the channel chat"
    )
    await call.telegram.people.seat(-5, "restricted")
    assert await call("sendMessage", chat_id=-5, text="Hi") == (
        "400 Bad Request: not enough rights to send text messages to the chat"
    )
    await call.telegram.people.seat(77, "kicked")
    assert await call("sendMessage", chat_id=77, text="Hi") == (
        "403 Forbidden: bot was blocked by the user"
    )
    await call.telegram.people.seat(77, "member")
    assert isinstance(await call("sendMessage", chat_id=77, text="Hi"), dict)


async def test_a_closed_topic_takes_no_message(call: Client) -> None:
    assert isinstance(await call("sendMessage", chat_id=-5, text="Hi", message_thread_id=9), dict)
    call.telegram.people.close_topic(-5, 9)
    refusal = await call("sendMessage", chat_id=-5, text="Hi", message_thread_id=9)
    assert refusal == "400 Bad Request: TOPIC_CLOSED"


async def test_the_bot_is_told_of_its_own_standing(call: Client) -> None:
    await call("getUpdates", allowed_updates=["my_chat_member", "message"])
    await call.telegram.people.seat(-5, "kicked")
    await call.telegram.people.migrate(-5, -1005)
    kicked, joined, old, new = await call("getUpdates")
    changed = kicked["my_chat_member"]
    statuses = [changed[f"{age}_chat_member"]["status"] for age in ("old", "new")]
    assert statuses == ["member", "kicked"]
    assert joined["my_chat_member"]["chat"]["id"] == -1005
    assert old["message"]["migrate_to_chat_id"] == -1005
    assert new["message"]["migrate_from_chat_id"] == -5
