"""What Slack delivers in shapes that its reference allows and few have seen."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from bot.access import Editors
from bot.chat import ChatService
from bot.platforms.slack import events
from bot.platforms.slack.client import WebApi
from briefs.digests.outbox import Rejected
from tests.bot.slack_room import NOW, NotingDesk, serving
from tests.contracts.memory_store import MemoryStore
from tests.emulators.faulty import Answers, faulty
from tests.emulators.slack import BOT, BOT_TOKEN, TEAM, Posted, SlackEmulator

OTHERS = {"enterprise_id": None, "team_id": "TX", "user_id": BOT, "is_bot": True}
OURS = {**OTHERS, "team_id": TEAM}


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def mention(slack: SlackEmulator, text: str, **fields: Any) -> dict[str, Any]:
    said = slack.workspace.say("U1", "C1", f"<@{BOT}> {text}")
    at = {"ts": said.ts, "event_ts": said.ts, "channel": "C1"}
    return {"type": "app_mention", "user": "U1", "text": said.text, **at, **fields}


@pytest.mark.parametrize(
    "fields",
    [
        {"team_id": TEAM},
        {"team_id": TEAM, "authorizations": None, "context_team_id": None},
        {"team_id": None, "authorizations": [{**OURS, "team_id": None}]},
        {"authorizations": [OURS]},
        {"team_id": "TX", "authorizations": [OTHERS, OURS]},
        {"team_id": "TX", "authorizations": [], "context_team_id": TEAM},
    ],
)
async def test_an_event_is_ours_by_whatever_says_so(
    slack: SlackEmulator, fields: dict[str, Any]
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        event = mention(slack, "brief 1")
        payload = {"type": "event_callback", "event_id": uuid4().hex, "event": event, **fields}
        assert await slack.sockets.deliver("events_api", payload)
        await slack.answered(1)
    assert str(desk.asked[0].origin).startswith(f"slack:{TEAM}:C1")


@pytest.mark.parametrize(
    ("said", "command", "args"),
    [
        ("*brief 1*", "brief", ("1",)),
        ("search water*", "search", ("water*",)),
        ("&gt; brief 1", "brief", ("1",)),
        ("brief 1 <#C012ABC>", "brief", ("1",)),
        ("brief <https://example.org/x|the piece>", "brief", ("https://example.org/x",)),
        ("search <http://example.org|example.org>", "search", ("example.org",)),
        ("brief \ud83d", "brief", ("\ufffd",)),
    ],
)
async def test_a_mention_is_what_a_person_meant(
    slack: SlackEmulator, said: str, command: str, args: tuple[str, ...]
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.event(mention(slack, said))
        await slack.answered(1)
    assert (desk.asked[0].command, desk.asked[0].args) == (command, args)


def press(bearer: Posted, **fields: Any) -> dict[str, Any]:
    (value,) = {b["value"] for label, b in bearer.buttons.items() if label == "Sources"}
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U1", "team_id": TEAM},
        "channel": {"id": bearer.channel},
        "container": {"type": "message", "message_ts": bearer.ts, "channel_id": bearer.channel},
        "message": {"ts": bearer.ts},
        "actions": [{"type": "button", "action_id": "x", "value": value, "action_ts": "2.1"}],
        "trigger_id": uuid4().hex,
        **fields,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"container": {"type": "message"}},
        {"container": {"type": "message_attachment", "attachment_id": 1}},
        {"trigger_id": None},
        {"user": {"id": "U1"}, "team": None},
    ],
)
async def test_a_press_is_read_from_what_there_is(
    slack: SlackEmulator, fields: dict[str, Any]
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.command("/brief", "1")
        (message,) = await slack.answered(1)
        assert await slack.sockets.deliver("interactive", press(message, **fields))
        await slack.answered(2)
    assert [one.command for one in desk.asked] == ["brief", "sources"]


async def test_a_press_that_cannot_be_read_is_acknowledged(slack: SlackEmulator) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.command("/brief", "1")
        (message,) = await slack.answered(1)
        of_a_view = press(message, container={"type": "view"}, channel=None, message=None)
        assert await slack.sockets.deliver("interactive", of_a_view)
    assert len(desk.asked) == 1


async def test_direct_messages_of_several_people_are_not_told_by_their_names(
    slack: SlackEmulator,
) -> None:
    body = {"team_id": TEAM, "channel_id": "G1", "user_id": "U1", "command": "/digest"}
    asked = events.command({**body, "channel_name": "mpdm-a--b-1", "trigger_id": "1"}, at=NOW)
    assert asked.request.place_name == ""


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        ("tombstone", "it was deleted"),
        ("hidden_by_limit", "this workspace's plan hides it by now"),
        ("quip", "it is a canvas"),
        ("external", "it does not lie on Slack itself"),
    ],
)
async def test_of_a_file_that_is_not_to_be_had_is_said_why(
    slack: SlackEmulator, mode: str, why: str
) -> None:
    editors = Editors.read(f"slack:{TEAM}:U1")
    async with serving(
        slack, ChatService(MemoryStore(), lambda: NOW, editors=editors), editors=editors
    ):
        await slack.event(mention(slack, "piece add", files=[{"id": "F1", "mode": mode}]))
        (answer,) = await slack.answered(1)
    assert why in answer.seen


@pytest.mark.parametrize(
    "answer",
    [
        Answers(404, {"ok": False, "error": "used_url"}),
        Answers(404, "used_url"),
        Answers(200, {"ok": False, "error": "used_url"}),
        Answers(404, {"ok": False, "error": "Used url"}),
    ],
)
async def test_a_refusal_of_a_response_url_is_known_in_each_of_its_forms(answer: Answers) -> None:
    api = WebApi(BOT_TOKEN)
    async with faulty(answer) as server:
        result = await api.respond(f"http://127.0.0.1:{server.port}/hook", {"text": "x"})
    assert isinstance(result, Rejected)
    assert result.said == "used_url"
