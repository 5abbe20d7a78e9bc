"""The bot on Slack from end to end: real client libraries, the emulator, a
recording chat service.
"""

import threading
from collections.abc import AsyncIterator

import pytest

from bot.platforms.slack.events import CAPABILITIES
from briefs.model import Address
from handlers.message import Reply, Request
from tests.bot.slack_room import NOW, NotingDesk, say, serving
from tests.emulators.slack import (
    Posted,
    SlackEmulator,
)


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


@pytest.fixture
def desk() -> NotingDesk:
    return NotingDesk()


def first_words(messages: list[Posted]) -> list[str]:
    return [message.seen.split(maxsplit=1)[0] for message in messages]


async def test_a_slash_command_is_answered_in_its_channel(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        assert await slack.command("/brief", "12 short")
        (answer,) = await slack.answered(1)
    assert desk.asked == [
        Request(
            command="brief",
            args=("12", "short"),
            sender="U1",
            origin=Address("slack", "T1", "C1"),
            at=NOW,
            place_name="#newsroom",
            text="12 short",
            can=CAPABILITIES,
        )
    ]
    assert answer.seen.strip() == "brief 12 short"
    assert (answer.channel, answer.thread, answer.only_for) == ("C1", "", "")
    assert not answer.unfurls
    assert list(answer.buttons) == ["Next", "Sources"]


async def test_a_command_is_acknowledged_before_it_is_worked_on(slack: SlackEmulator) -> None:
    gate = threading.Event()

    def slowly(_: Request) -> Reply:
        gate.wait(10)
        return say("done")

    async with serving(slack, NotingDesk(slowly)):
        assert await slack.command("/brief")
        assert slack.answers == []
        gate.set()
        await slack.answered(1)


async def test_a_mention_is_answered_in_its_thread(slack: SlackEmulator, desk: NotingDesk) -> None:
    async with serving(slack, desk):
        root = slack.workspace.say("U2", "C1", "Have you read this?")
        await slack.mention("brief 12", thread=root.ts)
        (answer,) = await slack.answered(1)
    assert answer.thread == root.ts
    (request,) = desk.asked
    assert (request.command, request.replied_to) == ("brief", root.ts)


async def test_a_mention_outside_any_thread_gets_one(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        said = await slack.mention("latest")
        (answer,) = await slack.answered(1)
    assert answer.thread == said.ts


async def test_a_direct_message_is_answered_once_and_the_bot_does_not_hear_itself(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.direct("water damascus")
        await slack.answered(1)
        await slack.direct("brief 12")
        await slack.answered(2)
    assert [(r.command, r.args) for r in desk.asked] == [
        ("search", ("water", "damascus")),
        ("brief", ("12",)),
    ]
    assert [(m.channel, m.thread) for m in slack.answers] == [("D1", ""), ("D1", "")]


@pytest.mark.parametrize("channel", ["C2", "G4"])
async def test_where_the_bot_is_no_member_the_command_is_answered_all_the_same(
    slack: SlackEmulator, desk: NotingDesk, channel: str
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief", channel=channel)
        (answer,) = await slack.answered(1)
    assert (answer.channel, answer.only_for, answer.by_url) == (channel, "", True)
    assert desk.shown[0][0] == f"slack:T1:{channel}"


async def test_an_answer_too_long_for_a_response_url_says_how_to_get_the_rest(
    slack: SlackEmulator,
) -> None:
    parts = tuple(f"{n} " + "x" * 6_000 for n in range(1, 8))
    async with serving(slack, NotingDesk(lambda _: say(*parts))):
        await slack.command("/read", channel="C2")
        answers = await slack.answered(5)
    assert first_words(answers[:4]) == ["1", "2", "3", "4"]
    assert answers[-1].seen.startswith("I can't send the rest here. I'm not in this channel yet.")
    assert "/invite @Sourcebrief" in answers[-1].seen


async def test_the_rest_of_a_private_answer_is_not_said_to_need_an_invitation(
    slack: SlackEmulator,
) -> None:
    parts = tuple(f"{n} " + "x" * 6_000 for n in range(1, 8))
    async with serving(slack, NotingDesk(lambda _: say(*parts, private=True))):
        await slack.command("/piece", channel="C1", user="U7")
        answers = await slack.answered(5)
    assert {answer.only_for for answer in answers} == {"U7"}
    assert answers[-1].seen.strip() == "I can't send the rest here. In a direct message I can."


async def test_a_private_answer_to_a_command_is_seen_by_the_asker_alone(
    slack: SlackEmulator,
) -> None:
    async with serving(slack, NotingDesk(lambda _: say("No such piece.", private=True))):
        await slack.command("/brief", "99", user="U7")
        (answer,) = await slack.answered(1)
    assert (answer.only_for, answer.by_url) == ("U7", True)


async def test_a_private_answer_to_a_mention_is_whispered_where_it_can_be_seen(
    slack: SlackEmulator,
) -> None:
    desk = NotingDesk(lambda _: say("No such piece.", private=True))
    async with serving(slack, desk):
        root = slack.workspace.say("U2", "C1", "Have you read this?")
        await slack.mention("brief 99", user="U7", thread=root.ts)
        await slack.answered(1)
        await slack.mention("brief 99", user="U7")
        inside, outside = await slack.answered(2)
    assert (inside.only_for, inside.thread) == ("U7", root.ts)
    assert (outside.only_for, outside.thread) == ("U7", "")
    assert desk.shown == []


async def test_an_event_delivered_twice_is_answered_once(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief", "1", copies=2)
        await slack.mention("brief 2", copies=3)
        await slack.command("/brief", "3")
        await slack.answered(3)
    assert sorted(request.args for request in desk.asked) == [("1",), ("2",), ("3",)]
    assert len(slack.answers) == 3


async def test_events_that_make_no_sense_do_not_stop_the_others(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    slack.sockets.patience = 0.05
    async with serving(slack, desk):
        for nonsense in ("no JSON", "[1]", '{"type": "events_api"}', "{not JSON"):
            await slack.sockets.send_raw(nonsense)
        for kind, payload in (
            ("events_api", {"type": "event_callback", "event": {"type": "app_mention"}}),
            ("events_api", {"type": "event_callback", "event": None}),
            ("slash_commands", {"command": "/brief"}),
            ("interactive", {"type": "block_actions", "actions": []}),
            ("interactive", {}),
            ("made_up", {"x": 1}),
        ):
            await slack.sockets.deliver(kind, payload)
        slack.sockets.patience = 3.0
        assert await slack.command("/brief", "12")
        (answer,) = await slack.answered(1)
    assert answer.seen.strip() == "brief 12"


async def test_other_events_are_acknowledged_and_left_alone(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        assert await slack.event({"type": "app_home_opened", "user": "U1", "channel": "D1"})
    assert (desk.asked, slack.answers) == ([], [])


async def test_what_a_message_showed_is_noted_under_it_and_under_its_thread(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief", "12")
        (brief,) = await slack.answered(1)
        said = await slack.mention("brief 12", thread=brief.ts)
        _, inside = await slack.answered(2)
    thread = f"slack:T1:C1:{brief.ts}"
    assert said.thread == brief.ts
    assert desk.shown == [("slack:T1:C1", brief.ts), (thread, inside.ts), (thread, brief.ts)]


async def test_a_bug_at_the_desk_is_answered_with_an_apology(slack: SlackEmulator) -> None:
    def broken(_: Request) -> Reply:
        raise RuntimeError("a bug")

    async with serving(slack, NotingDesk(broken)):
        await slack.command("/brief", user="U7")
        (answer,) = await slack.answered(1)
    assert answer.seen.startswith("Something went wrong on my side.")
    assert "bug" not in answer.seen
    assert answer.only_for == "U7"


async def test_while_a_page_is_read_the_asker_is_told_so(
    slack: SlackEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.bot._READING_AFTER_SECONDS", 0.01)
    gate = threading.Event()

    def slow(request: Request) -> Reply:
        gate.wait(10)
        return say("read")

    async with serving(slack, NotingDesk(slow)):
        await slack.command("/brief", "https://example.org/essay")
        (moment,) = await slack.answered(1)
        gate.set()
        _, answer = await slack.answered(2)
    assert (moment.seen.strip(), moment.only_for) == ("One moment: I am reading that page.", "U1")
    assert answer.seen.startswith("read")
