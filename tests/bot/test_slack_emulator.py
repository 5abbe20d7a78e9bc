"""The emulated Slack refuses what Slack refuses, in Slack's own words."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.slack_room import Clock
from tests.emulators.slack import (
    APP_TOKEN,
    BOT_TOKEN,
    Broken,
    Dropped,
    SlackEmulator,
    block_kit,
)
from tests.emulators.slack.refused import Refused

Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def client(slack: SlackEmulator, token: str = BOT_TOKEN) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=slack.base_url, retry_handlers=[])


async def refusal(slack: SlackEmulator, method: str, token: str = BOT_TOKEN, **args: Any) -> str:
    """The code with which a call is refused."""
    with pytest.raises(SlackApiError) as refused:
        await client(slack, token).api_call(method, json=args)
    return str(refused.value.response["error"])


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def rich(*leaves: Json) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(leaves)}],
    }


def button(label: str = "Go", **fields: str) -> Json:
    return {"type": "button", "text": plain(label), "action_id": "a", "value": "v", **fields}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


BLOCKS = {
    "51 blocks": [{"type": "divider"}] * 51,
    "a section of 3001": [section("x" * 3_001)],
    "an empty section": [{"type": "section"}],
    "a header of 151": [{"type": "header", "text": plain("x" * 151)}],
    "a blank header": [{"type": "header", "text": plain(" ")}],
    "a header of mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "an unknown block": [{"type": "carousel_of_dreams"}],
    "no type": [{}],
    "an unknown field": [{"type": "divider", "color": "red"}],
    "eleven facts": [{"type": "context", "elements": [plain("x")] * 11}],
    "no facts": [{"type": "context", "elements": []}],
    "26 buttons": [actions(*(button(action_id=str(n)) for n in range(26)))],
    "a label of 76": [actions(button("x" * 76))],
    "an empty label": [actions(button(""))],
    "a value of 2001": [actions(button(value="x" * 2_001))],
    "an empty value": [actions(button(value=""))],
    "an address of 3001": [actions(button(url="https://example.org/" + "x" * 2_981))],
    "an unknown element": [actions({"type": "lever"})],
    "an action_id twice": [actions(button()), actions(button())],
    "a block_id twice": [{"type": "divider", "block_id": "b"}] * 2,
    "no rich text": [{"type": "rich_text", "elements": []}],
    "an empty rich section": [rich()],
    "an empty rich string": [rich({"type": "text", "text": ""})],
    "an unknown leaf": [rich({"type": "blink", "text": "x"})],
    "an unknown style": [rich({"type": "text", "text": "x", "style": {"huge": True}})],
    "a link to nowhere": [rich({"type": "link", "url": "example", "text": "x"})],
    "a script": [rich({"type": "link", "url": "javascript:alert(1)"})],
    "an unknown list": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_list", "style": "wavy", "elements": [{}]}],
        }
    ],
}


@pytest.mark.parametrize("blocks", BLOCKS.values(), ids=BLOCKS)
async def test_invalid_blocks_are_refused(slack: SlackEmulator, blocks: list[Json]) -> None:
    code = await refusal(slack, "chat.postMessage", channel="C1", text="x", blocks=blocks)
    assert code == "invalid_blocks"
    assert slack.answers == []


async def test_blocks_at_each_limit_are_taken(slack: SlackEmulator) -> None:
    blocks = [
        section("x" * 3_000),
        {"type": "header", "text": plain("x" * 150)},
        {"type": "context", "elements": [plain("x")] * 10},
        actions(button("x" * 75, value="v" * 2_000), button(action_id="b")),
        rich({"type": "text", "text": "x", "style": {"bold": True}}),
        *[{"type": "divider"}] * 45,
    ]
    await client(slack).chat_postMessage(channel="C1", text="x", blocks=blocks)
    assert len(slack.answers[0].blocks) == 50


async def test_thirteen_thousand_characters_in_all_are_the_most(slack: SlackEmulator) -> None:
    leaf = rich({"type": "text", "text": "x" * 6_500})
    await client(slack).chat_postMessage(channel="C1", text="x", blocks=[leaf, leaf])
    more = [leaf, leaf, section("x")]
    code = await refusal(slack, "chat.postMessage", channel="C1", text="x", blocks=more)
    assert code == "msg_blocks_too_long"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"channel": "C1"}, "no_text"),
        ({"channel": "C1", "text": ""}, "no_text"),
        ({"channel": "C9", "text": "x"}, "channel_not_found"),
        ({"text": "x"}, "channel_not_found"),
        ({"channel": "G4", "text": "x"}, "channel_not_found"),
        ({"channel": "C2", "text": "x"}, "not_in_channel"),
        ({"channel": "C3", "text": "x"}, "is_archived"),
        ({"channel": "C1", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C1", "text": "x", "thread_ts": "1.1"}, "invalid_thread_ts"),
    ],
)
async def test_posts_are_refused_in_slacks_words(
    slack: SlackEmulator, args: Json, code: str
) -> None:
    assert await refusal(slack, "chat.postMessage", **args) == code


async def test_a_method_wants_its_own_kind_of_token(slack: SlackEmulator) -> None:
    assert await refusal(slack, "auth.test", token="xoxb-other") == "invalid_auth"
    assert await refusal(slack, "auth.test", token=APP_TOKEN) == "not_allowed_token_type"
    assert await refusal(slack, "apps.connections.open") == "not_allowed_token_type"
    assert await refusal(slack, "chat.dream") == "unknown_method"
    with pytest.raises(SlackApiError, match="not_authed"):
        await AsyncWebClient(base_url=slack.base_url).api_call("auth.test")


async def test_methods_are_called_by_get_and_by_form_too(
    slack: SlackEmulator, http: aiohttp.ClientSession
) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    url = f"{slack.base_url}chat.postMessage"
    form = {"channel": "C1", "text": "by form", "blocks": json.dumps([section("in a block")])}
    async with http.post(url, data=form, headers=headers) as answer:
        assert (await answer.json())["ok"]
    async with http.get(url, params={"channel": "C1", "text": "by get"}, headers=headers) as answer:
        assert (await answer.json())["ok"]
    assert [message.seen for message in slack.answers] == ["in a block", "by get"]


async def test_only_the_bots_own_standing_messages_can_be_changed(slack: SlackEmulator) -> None:
    own = await client(slack).chat_postMessage(channel="C1", text="first")
    await client(slack).chat_update(channel="C1", ts=own["ts"], text="second")
    assert [message.seen for message in slack.answers] == ["second"]
    theirs = slack.workspace.say("U1", "C1", "mine")
    change = {"channel": "C1", "text": "x"}
    assert await refusal(slack, "chat.update", ts=theirs.ts, **change) == "cant_update_message"
    assert await refusal(slack, "chat.update", ts="1.1", **change) == "message_not_found"
    long = {"ts": own["ts"], "channel": "C1", "text": "x" * 4_001}
    assert await refusal(slack, "chat.update", **long) == "msg_too_long"


async def test_a_channel_takes_one_post_a_second_and_says_when_to_come_back() -> None:
    clock = Clock()
    async with SlackEmulator(limited=True, clock=clock) as slack:
        await client(slack).chat_postMessage(channel="C1", text="1")
        await client(slack).chat_postMessage(channel="D1", text="elsewhere")
        with pytest.raises(SlackApiError) as refused:
            await client(slack).chat_postMessage(channel="C1", text="2")
        assert refused.value.response.status_code == 429
        assert refused.value.response["error"] == "ratelimited"
        assert refused.value.response.headers["Retry-After"] == "1"
        await clock.pause(1)
        await client(slack).chat_postMessage(channel="C1", text="2")
    assert [message.seen for message in slack.answers] == ["1", "elsewhere", "2"]


async def test_a_response_url_is_good_for_five_answers(
    slack: SlackEmulator, http: aiohttp.ClientSession
) -> None:
    url = slack.response_url("C2", "U1")
    answers = []
    for n in range(6):
        async with http.post(url, json={"text": f"{n}"}) as answer:
            answers.append((answer.status, await answer.text()))
    refused = json.dumps({"ok": False, "error": "used_url"})
    assert answers == [(200, "ok")] * 5 + [(404, refused)]
    assert {message.only_for for message in slack.answers} == {"U1"}


async def test_a_response_url_is_good_for_half_an_hour(http: aiohttp.ClientSession) -> None:
    clock = Clock()
    async with SlackEmulator(clock=clock) as slack:
        url = slack.response_url("C1", "U1")
        await clock.pause(30 * 60)
        async with http.post(url, json={"text": "late"}) as answer:
            assert (answer.status, (await answer.json())["error"]) == (404, "expired_url")


async def test_a_response_url_checks_blocks(
    slack: SlackEmulator, http: aiohttp.ClientSession
) -> None:
    body = {"text": "x", "blocks": [{"type": "nonsense"}]}
    async with http.post(slack.response_url("C1", "U1"), json=body) as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, "invalid_blocks")


async def test_faults_come_when_they_are_asked_for(slack: SlackEmulator) -> None:
    slack.api.fail("chat.postMessage", Broken("fatal_error"), times=2)
    for _ in range(2):
        assert await refusal(slack, "chat.postMessage", channel="C1", text="x") == "fatal_error"
    slack.api.fail("chat.postMessage", Dropped(accepted=False))
    slack.api.fail("chat.postMessage", Dropped(accepted=True))
    for text in ("lost", "kept"):
        with pytest.raises(aiohttp.ClientError):
            await client(slack).chat_postMessage(channel="C1", text=text)
    assert [message.seen for message in slack.answers] == ["kept"]


async def test_an_event_that_is_not_acknowledged_comes_again_three_times(
    slack: SlackEmulator, http: aiohttp.ClientSession
) -> None:
    slack.sockets.patience = 0.01
    opened = await client(slack, APP_TOKEN).apps_connections_open(app_token=APP_TOKEN)
    async with http.ws_connect(opened["url"]) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        assert not await slack.event({"type": "app_mention"})
        tries = [await socket.receive_json() for _ in range(4)]
        assert [t["retry_attempt"] for t in tries] == [0, 1, 2, 3]
        assert len({t["payload"]["event_id"] for t in tries}) == 1
        assert len({t["envelope_id"] for t in tries}) == 4
        assert not await slack.command("/brief")
        assert (await socket.receive_json())["type"] == "slash_commands"
    assert slack.sockets.unacked == ["events_api", "slash_commands"]


async def test_a_ticket_opens_one_connection(
    slack: SlackEmulator, http: aiohttp.ClientSession
) -> None:
    opened = await client(slack, APP_TOKEN).apps_connections_open(app_token=APP_TOKEN)
    async with http.ws_connect(opened["url"]):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(opened["url"])


def test_what_would_call_somebody_is_found() -> None:
    calls = [rich({"type": "broadcast", "range": "channel"}), section("<@U1> see <http://a|b>")]
    assert block_kit.pings("<!here> hi", calls) == ("<!here>", "<@U1>", "<http://a|b>", "broadcast")
    literal = [rich({"type": "text", "text": "<!channel>"})]
    assert block_kit.pings("&lt;!channel&gt;", literal) == ()


def test_a_person_reads_the_words_of_a_message_in_order() -> None:
    leaf: Json = {"type": "text", "text": "item"}
    items = [{"type": "rich_text_section", "elements": [leaf]}] * 2
    numbered = {"type": "rich_text_list", "style": "ordered", "offset": 4, "elements": items}
    blocks: list[Json] = [
        {"type": "header", "text": plain("Title")},
        {"type": "rich_text", "elements": [numbered]},
        section("a &lt; b"),
        {"type": "divider"},
        actions(button()),
    ]
    block_kit.check(blocks)
    assert block_kit.visible(blocks).split("\n") == [
        "Title",
        "5. item",
        "6. item",
        "",
        "",
        "a < b",
        "",
    ]


def test_blocks_that_are_no_list_are_refused() -> None:
    with pytest.raises(Refused, match="invalid_blocks_format"):
        block_kit.check({"type": "divider"})
