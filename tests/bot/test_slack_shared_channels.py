"""Slack as large workspaces have it: channels shared with others, organisations, changed ids."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.access import Editors
from bot.chat import ChatService
from handlers.message import Incoming
from tests.bot.slack_room import NOW, Clock, NotingDesk, serving
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import BOT, TEAM, Broken, Channel, SlackEmulator

PARTNER = "TEXT"


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def mention(text: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "app_mention",
        "user": "U2",
        "team": PARTNER,
        "text": f"<@{BOT}> {text}",
        "ts": "1790000001.000100",
        "event_ts": "1790000001.000100",
        "channel": "C1",
        **fields,
    }


async def test_in_a_partners_channel_the_digest_is_of_our_own_workspace(
    slack: SlackEmulator,
) -> None:
    store = MemoryStore()
    async with serving(slack, ChatService(store, lambda: NOW)):
        await slack.event(mention("digest on 08:30 Berlin"), host=PARTNER)
        await slack.answered(1)
    (order,) = store.subscriptions.page(limit=9)
    assert str(order.to) == f"slack:{TEAM}:C1"


async def test_what_happens_in_a_partners_channel_is_of_our_own_workspace(
    slack: SlackEmulator,
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        for kind in ("channel_archive", "channel_unarchive", "channel_left"):
            await slack.event({"type": kind, "channel": "C1", "event_ts": "1.1"}, host=PARTNER)
        await slack.until(lambda: len(desk.changes) == 3)
    assert {change[1] for change in desk.changes} == {f"slack:{TEAM}:C1"}


async def test_what_is_for_another_installation_of_the_app_is_not_ours(
    slack: SlackEmulator,
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.event(mention("brief"), host=PARTNER, installed=PARTNER)
        await slack.mention("help")
        await slack.answered(1)
    assert [asked.command for asked in desk.asked] == ["help"]


async def test_a_channel_whose_id_changes_takes_its_digest_along(slack: SlackEmulator) -> None:
    desk = NotingDesk()
    changed = {"type": "channel_id_changed", "old_channel_id": "G5", "new_channel_id": "C5"}
    async with serving(slack, desk):
        await slack.event({**changed, "event_ts": "1.1"})
        await slack.until(lambda: bool(desk.changes))
    assert desk.changes == [("migrated", f"slack:{TEAM}:G5", f"slack:{TEAM}:C5")]


@pytest.mark.parametrize("team", [None, {"id": "TOFTHEPRESSER"}], ids=["none", "another"])
async def test_a_press_in_an_organisation_is_answered(slack: SlackEmulator, team: object) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.command("/brief")
        (answer,) = await slack.answered(1)
        assert await slack.press(answer, "Sources", team=team)
        await slack.answered(2)
    assert [asked.command for asked in desk.asked] == ["brief", "sources"]


@pytest.mark.parametrize("who", ["user_team", "source_team"])
async def test_a_person_of_another_workspace_is_neither_admin_nor_editor(
    slack: SlackEmulator, who: str
) -> None:
    editors = Editors.read(f"slack:{TEAM}:U1 slack:{TEAM}:C1")
    store = MemoryStore()
    service = ChatService(store, lambda: NOW, editors=editors)
    async with serving(slack, service, editors=editors):
        await slack.command("/digest", "on 08:30 Berlin")
        await slack.answered(1)
        for n, text in enumerate(("digest off", "piece retract #1")):
            ts = f"179000000{n}.5"
            await slack.event(mention(text, user="U1", ts=ts, **{who: "TOTHER"}))
        answers = await slack.answered(3)
    assert [a.seen.strip() for a in answers[1:]] == [
        "Only people of this workspace can do that here: ask one of them."
    ] * 2
    assert len(store.subscriptions.page(limit=9)) == 1


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message"])
async def test_what_is_also_sent_to_the_channel_is_answered(
    slack: SlackEmulator, subtype: str
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.event(mention("sources", subtype=subtype))
        direct = mention("sources", subtype=subtype, type="message", channel_type="im", ts="1.9")
        await slack.event({**direct, "text": "sources", "channel": "D1"})
        await slack.answered(2)
    assert [asked.command for asked in desk.asked] == ["sources", "sources"]


async def test_a_mention_that_is_corrected_is_answered_once_more(slack: SlackEmulator) -> None:
    desk = NotingDesk()
    edited = {"edited": {"user": "U2", "ts": "1.2"}}
    async with serving(slack, desk):
        await slack.event(mention("breif 1"))
        await slack.event(mention("breif 1"))
        await slack.event(mention("brief 1", **edited))
        await slack.event(mention("brief 1", **edited))
        await slack.answered(2)
    assert [(a.command, a.args) for a in desk.asked] == [
        ("search", ("breif", "1")),
        ("brief", ("1",)),
    ]


async def test_a_direct_message_that_is_corrected_is_answered_once_more(
    slack: SlackEmulator,
) -> None:
    desk = NotingDesk()
    before = {"user": "U1", "text": "breif 1", "ts": "1790000002.1"}
    after = {**before, "text": "brief 1", "edited": {"user": "U1", "ts": "1790000003.0"}}
    unfurled = {**after, "attachments": [{}]}
    changes = ((before, after), (after, unfurled))
    async with serving(slack, desk):
        for previous, message in changes:
            await slack.event(
                {
                    "type": "message",
                    "subtype": "message_changed",
                    "channel_type": "im",
                    "channel": "D1",
                    "ts": "1790000003.1",
                    "message": message,
                    "previous_message": previous,
                }
            )
        await slack.answered(1)
    assert [(asked.command, asked.args) for asked in desk.asked] == [("brief", ("1",))]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (", brief 1", "brief 1"),
        (": brief 1", "brief 1"),
        ("`brief 1`", "brief 1"),
        ("brief: 1", "brief 1"),
        ("brief 1 <@U2> <!subteam^S012> <!here>", "brief 1"),
        ("1", "brief 1"),
        ("what's new?", "latest"),
        ("hello", "help"),
    ],
)
async def test_what_stands_around_a_mentioned_command_does_not_matter(
    slack: SlackEmulator, text: str, meant: str
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.mention(text)
        await slack.answered(1)
    assert [" ".join((a.command, *a.args)) for a in desk.asked] == [meant]


async def test_a_file_of_a_shared_channel_is_looked_up_by_its_id(slack: SlackEmulator) -> None:
    editors, desk = Editors.read(f"slack:{TEAM}:U1"), NotingDesk()
    slack.api.workspace.files_info["F9"] = ("dam.txt", b"The dam held.")
    checked = {"id": "F9", "file_access": "check_file_info"}
    async with serving(slack, desk, editors=editors):
        direct = mention("", type="message", channel_type="im", user="U1", files=[checked])
        await slack.event({**direct, "text": "", "channel": "D1", "subtype": "file_share"})
        await slack.answered(1)
    assert desk.asked[0].files == (
        Incoming(name="dam.txt", data=b"The dam held.", media_type="text/plain"),
    )


async def test_in_two_peoples_direct_messages_nobody_is_told_to_invite(
    slack: SlackEmulator,
) -> None:
    slack.workspace.channels["D7"] = Channel("D7", member=False, private=True)
    async with serving(slack, NotingDesk(), Clock()):
        slack.api.fail("chat.postMessage", Broken("channel_not_found"), times=9)
        await slack.command("/brief", channel="D7")
        (answer,) = await slack.answered(1)
    assert answer.seen.strip() == "brief"
