"""The emulated Slack shows what was said to whom it may, and tells who people are."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.slack_room import Clock
from tests.emulators.slack import BOT_TOKEN, SlackEmulator

LABEL = {"event_type": "label", "event_payload": {"delivery": "1"}}


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def client(slack: SlackEmulator) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, base_url=slack.base_url, retry_handlers=[])


async def refusal(slack: SlackEmulator, method: str, **params: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client(slack).api_call(method, http_verb="GET", params=params)
    return str(refused.value.response["error"])


async def test_metadata_is_kept_unseen_and_shown_to_who_asks_for_it(slack: SlackEmulator) -> None:
    asks = client(slack)
    await asks.chat_postMessage(channel="C1", text="news", metadata=LABEL)
    (plain,) = (await asks.conversations_history(channel="C1"))["messages"]
    assert "metadata" not in plain
    history = await asks.conversations_history(channel="C1", include_all_metadata=True)
    assert [message["metadata"] for message in history["messages"]] == [LABEL]


@pytest.mark.parametrize(
    "metadata", [{"event_type": "x"}, {"event_type": "", "event_payload": {}}, 3], ids=str
)
async def test_metadata_of_another_shape_is_refused(slack: SlackEmulator, metadata: Any) -> None:
    with pytest.raises(SlackApiError, match="invalid_metadata_format"):
        await client(slack).api_call(
            "chat.postMessage", json={"channel": "C1", "text": "x", "metadata": metadata}
        )
    assert slack.answers == []


async def test_history_comes_newest_first_page_by_page(slack: SlackEmulator) -> None:
    said = [slack.workspace.say("U1", "C1", f"{n}") for n in range(5)]
    asks, seen, cursor = client(slack), list[str](), ""
    while True:
        page = await asks.conversations_history(
            channel="C1", limit=2, cursor=cursor, oldest=said[0].ts
        )
        seen += [message["text"] for message in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"]
        assert page["has_more"] == bool(cursor)
        if not cursor:
            break
    assert seen == ["4", "3", "2", "1"]


async def test_a_threads_replies_are_not_in_the_channel(slack: SlackEmulator) -> None:
    asks, root = client(slack), slack.workspace.say("U1", "C1", "root")
    await asks.chat_postMessage(channel="C1", text="reply", thread_ts=root.ts)
    history = await asks.conversations_history(channel="C1")
    replies = await asks.conversations_replies(channel="C1", ts=root.ts)
    assert [message["text"] for message in history["messages"]] == ["root"]
    assert [message["text"] for message in replies["messages"]] == ["root", "reply"]


async def test_what_may_not_be_read_is_refused(slack: SlackEmulator) -> None:
    history = "conversations.history"
    assert await refusal(slack, history, channel="C2") == "not_in_channel"
    assert await refusal(slack, history, channel="C9") == "channel_not_found"
    assert await refusal(slack, history, channel="G4") == "channel_not_found"
    replies = "conversations.replies"
    assert await refusal(slack, replies, channel="C1", ts="1.1") == "thread_not_found"
    for scope, channel in (("channels:history", "C1"), ("im:history", "D1")):
        slack.workspace.lacking.add(scope)
        assert await refusal(slack, history, channel=channel) == "missing_scope"


async def test_people_are_told_with_their_rank(slack: SlackEmulator) -> None:
    slack.workspace.people["U1"] = {"is_owner": True}
    ranks = []
    for person in ("U1", "U2"):
        user = (await client(slack).users_info(user=person))["user"]
        ranks.append((user["is_admin"], user["is_owner"]))
    assert ranks == [(False, True), (False, False)]
    assert await refusal(slack, "users.info", user="X") == "user_not_found"
    slack.workspace.lacking.add("users:read")
    assert await refusal(slack, "users.info", user="U1") == "missing_scope"


async def test_a_workspace_takes_three_hundred_posts_a_minute() -> None:
    clock = Clock()
    async with SlackEmulator(limited=True, clock=clock) as slack:
        for n in range(300):
            slack.workspace.pace(f"C{n}")
            clock.seconds += 0.1
        with pytest.raises(SlackApiError) as refused:
            await client(slack).chat_postMessage(channel="C1", text="x")
        assert refused.value.response.headers["Retry-After"] == "30"
        clock.seconds += 30
        await client(slack).chat_postMessage(channel="D1", text="x")
    assert len(slack.answers) == 1
