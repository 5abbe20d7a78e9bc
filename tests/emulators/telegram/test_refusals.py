import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.emulators.telegram.faults import Dropped, Garbled
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator


class Client:
    """Calls the emulator as plain HTTP does, form-encoded as the library sends it."""

    def __init__(self, telegram: TelegramEmulator, session: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.session = session

    async def __call__(self, method: str, token: str = "", **params: Any) -> Any:
        url = f"{self.telegram.base_url}{token or self.telegram.token}/{method}"
        form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
        async with self.session.post(url, data=form) as response:
            body = await response.json()
        if body["ok"]:
            return body["result"]
        assert response.status == body["error_code"]
        return f"{body['error_code']} {body['description']}"


@pytest.fixture
async def call() -> AsyncIterator[Client]:
    async with TelegramEmulator() as telegram, aiohttp.ClientSession() as session:
        telegram.people.open(77)
        telegram.people.open(-5, "supergroup", threads=frozenset({9}))
        yield Client(telegram, session)


def entity(offset: int, length: int, kind: str = "bold", **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def keys(*row: dict[str, str]) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"text": "Hi"}, "chat_id is empty"),
        ({"chat_id": 1, "text": "Hi"}, "chat not found"),
        ({"chat_id": 77}, "message text is empty"),
        ({"chat_id": 77, "text": " \n "}, "message text is empty"),
        ({"chat_id": 77, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": 77, "text": "Hi", "message_thread_id": 9}, "message thread not found"),
        (
            {"chat_id": 77, "text": "Hi", "reply_parameters": {"message_id": 999}},
            "message to be replied not found",
        ),
        ({"chat_id": 77, "text": "Hi", "parse_mode": "HTML"}, "unsupported parse_mode"),
    ],
)
async def test_messages_are_refused(call: Client, params: dict[str, Any], refusal: str) -> None:
    assert await call("sendMessage", **params) == f"400 Bad Request: {refusal}"
    assert call.telegram.world.posted(77) == []


@pytest.mark.parametrize(
    "entities",
    [
        [entity(0, 4)],
        [entity(3, 1)],
        [entity(-1, 1)],
        [entity(0, 0)],
        [entity(0, 1, "huge")],
        [entity(0, 1, "text_link")],
        [entity(0, 2), entity(1, 2)],
        [entity(0, 3, "blockquote"), entity(1, 1, "expandable_blockquote")],
        [entity(0, 3, "code"), entity(1, 1)],
        [entity(0, 1)] * 101,
    ],
)
async def test_entities_are_refused(call: Client, entities: list[dict[str, Any]]) -> None:
    refusal = await call("sendMessage", chat_id=77, text="abc", entities=entities)
    assert refusal.startswith("400 Bad Request: can't parse entities")


async def test_half_a_character_is_no_entity(call: Client) -> None:
    refusal = await call("sendMessage", chat_id=77, text="🕊", entities=[entity(0, 1)])
    assert refusal.startswith("400 Bad Request: can't parse entities")
    whole = await call("sendMessage", chat_id=77, text="🕊", entities=[entity(0, 2)])
    assert whole["entities"] == [entity(0, 2)]


async def test_a_text_is_measured_in_characters_and_trimmed(call: Client) -> None:
    message = await call("sendMessage", chat_id=77, text=" " + "🕊" * 4096 + "\n")
    assert message["text"] == "🕊" * 4096


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ({"inline_keyboard": 3}, 'Field "inline_keyboard" must be of type Array'),
        (keys({"text": "A"}), "Text buttons are not allowed in the inline keyboard"),
        (keys({"text": "A", "callback_data": "é" * 33}), "BUTTON_DATA_INVALID"),
        (keys({"text": "A", "teleport": "x"}), "BUTTON_TYPE_INVALID"),
        (keys({"text": "A", "url": "gopher://x"}), "BUTTON_URL_INVALID"),
        (
            keys({"text": "", "url": "https://e.org"}),
            "inline keyboard button text must be non-empty",
        ),
        (keys(*[{"text": "A", "callback_data": "x"}] * 9), "REPLY_MARKUP_TOO_LONG"),
        (
            {"inline_keyboard": [[{"text": "A", "callback_data": "x"}]] * 101},
            "REPLY_MARKUP_TOO_LONG",
        ),
    ],
)
async def test_keyboards_are_refused(call: Client, markup: dict[str, Any], refusal: str) -> None:
    answer = await call("sendMessage", chat_id=77, text="Hi", reply_markup=markup)
    assert answer == f"400 Bad Request: {refusal}"


async def test_edits_are_refused(call: Client) -> None:
    posted = (await call("sendMessage", chat_id=77, text="Hi"))["message_id"]
    said = await call.telegram.people.say(77, "Hello")
    same = await call("editMessageText", chat_id=77, message_id=posted, text="Hi")
    assert same.startswith("400 Bad Request: message is not modified: ")
    gone = await call("editMessageText", chat_id=77, message_id=999, text="Ho")
    assert gone == "400 Bad Request: message to edit not found"
    theirs = await call("editMessageText", chat_id=77, message_id=said, text="Ho")
    assert theirs == "400 Bad Request: message can't be edited"
    await call("editMessageText", chat_id=77, message_id=posted, text="Ho")
    assert [message.text for message in call.telegram.world.posted(77)] == ["Ho"]


async def test_a_press_takes_one_answer(call: Client) -> None:
    markup = keys({"text": "A", "callback_data": "x"})
    posted = await call("sendMessage", chat_id=77, text="Hi", reply_markup=markup)
    query = await call.telegram.people.press(77, posted["message_id"], "A")
    too_long = await call("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert too_long == "400 Bad Request: MESSAGE_TOO_LONG"
    assert await call("answerCallbackQuery", callback_query_id=query) is True
    for late in (query, "made up"):
        assert await call("answerCallbackQuery", callback_query_id=late) == (
            "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
        )


async def test_tokens_methods_and_menus_are_refused(call: Client) -> None:
    assert await call("getMe", token="1:wrong") == "401 Unauthorized"
    assert await call("getMoon") == "404 Not Found: method not found"
    assert (await call("GETME"))["username"] == "SourcebriefBot"
    for name in ("Brief", "", "x" * 33, "dé"):
        entry = {"command": name, "description": "d"}
        refusal = await call("setMyCommands", commands=[entry])
        assert refusal == "400 Bad Request: BOT_COMMAND_INVALID"
    entry = {"command": "brief", "description": "d" * 257}
    refusal = await call("setMyCommands", commands=[entry])
    assert refusal == "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"


async def test_the_blocked_the_kicked_and_the_moved_are_told_apart(call: Client) -> None:
    call.telegram.people.block(77)
    assert await call("sendMessage", chat_id=77, text="Hi") == (
        "403 Forbidden: bot was blocked by the user"
    )
    call.telegram.people.upgrade(-5, -1005)
    assert await call("sendMessage", chat_id=-5, text="Hi") == (
        "400 Bad Request: group chat was upgraded to a supergroup chat"
    )
    assert (await call("sendMessage", chat_id=-1005, text="Hi"))["chat"]["id"] == -1005


async def test_update_ids_only_grow_and_an_offset_confirms(call: Client) -> None:
    for text in ("one", "two", "three"):
        await call.telegram.people.say(77, text)
    updates = await call("getUpdates")
    assert [update["message"]["text"] for update in updates] == ["one", "two", "three"]
    ids = [update["update_id"] for update in updates]
    assert ids == sorted(set(ids))
    assert await call("getUpdates", limit=1) == updates[:1]
    assert await call("getUpdates", offset=ids[1]) == updates[1:]
    assert await call("getUpdates", offset=-1) == updates[2:]
    assert await call("getUpdates", offset=ids[2] + 1) == []


async def test_only_wanted_kinds_become_updates(call: Client) -> None:
    assert await call("getUpdates", allowed_updates="oops") == (
        "400 Bad Request: can't parse allowed_updates JSON array"
    )
    await call("getUpdates", allowed_updates=["callback_query"])
    await call.telegram.people.say(77, "unheard")
    assert await call("getUpdates") == []


async def test_a_long_poll_ends_with_the_first_update(call: Client) -> None:
    polling = asyncio.create_task(call("getUpdates", timeout=30))
    await call.telegram.world.until(lambda: call.telegram.count("getUpdates"))
    await call.telegram.people.say(77, "at last")
    assert [update["message"]["text"] for update in await polling] == ["at last"]


async def test_a_second_poll_ends_the_first(call: Client) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=30))
    await call.telegram.world.until(lambda: call.telegram.count("getUpdates"))
    assert await call("getUpdates") == []
    assert (await first).startswith("409 Conflict: terminated by other getUpdates request")


async def test_messages_past_the_limits_have_to_wait() -> None:
    now = 0.0
    async with (
        TelegramEmulator(limits=Limits(lambda: now)) as telegram,
        aiohttp.ClientSession() as session,
    ):
        call = Client(telegram, session)
        telegram.people.open(-5, "group")
        for chat in range(1, 33):
            telegram.people.open(chat)
        assert isinstance(await call("sendMessage", chat_id=1, text="Hi"), dict)
        refusal = "429 Too Many Requests: retry after 1"
        assert await call("sendMessage", chat_id=1, text="Hi") == refusal
        for chat in range(2, 31):
            await call("sendMessage", chat_id=chat, text="Hi")
        assert await call("sendMessage", chat_id=31, text="Hi") == refusal
        for _ in range(20):
            now += 1
            assert isinstance(await call("sendMessage", chat_id=-5, text="Hi"), dict)
        now += 1
        refusal = "429 Too Many Requests: retry after 40"
        assert await call("sendMessage", chat_id=-5, text="Hi") == refusal


async def test_faults_are_met_once_each_and_in_order(call: Client) -> None:
    faults = call.telegram.faults
    faults.add("sendMessage", Refused(418, "I'm a teapot"))
    faults.add("sendMessage", Garbled(502, "<html>"))
    faults.add("sendMessage", Dropped(after_accepting=False))
    faults.add("sendMessage", Dropped(after_accepting=True))
    assert await call("sendMessage", chat_id=77, text="1") == "418 I'm a teapot"
    with pytest.raises(aiohttp.ContentTypeError):
        await call("sendMessage", chat_id=77, text="2")
    for text in ("3", "4"):
        with pytest.raises(aiohttp.ClientConnectionError):
            await call("sendMessage", chat_id=77, text=text)
    await call("sendMessage", chat_id=77, text="5")
    assert [message.text for message in call.telegram.world.posted(77)] == ["4", "5"]
