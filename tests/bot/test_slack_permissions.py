"""Who may set a digest on Slack, and which place a /digest is about."""

from collections.abc import AsyncIterator

import pytest

from bot.platforms.slack.client import WebApi
from bot.platforms.slack.permissions import DigestAdmins, Permissions, digest_admins
from briefs.errors import BadArgument
from briefs.model import Address
from handlers.message import Request
from tests.bot.slack_room import NOW, Clock, NotingDesk, serving
from tests.emulators.slack import BOT_TOKEN, Broken, Dropped, SlackEmulator


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def digest(person: str = "U1", channel: str = "C1") -> Request:
    origin = Address("slack", "T1", channel)
    return Request(command="digest", sender=person, origin=origin, at=NOW)


def standing(slack: SlackEmulator, admins: DigestAdmins, clock: Clock | None = None) -> Permissions:
    return Permissions(WebApi(BOT_TOKEN, slack.base_url), admins, clock or Clock())


@pytest.mark.parametrize(
    ("setting", "admins"),
    [
        ("anyone", "anyone"),
        (" Admins ", "admins"),
        ("U012AB3CD", frozenset({"U012AB3CD"})),
        ("U1, W2 ,", frozenset({"U1", "W2"})),
    ],
)
def test_the_setting_is_read(setting: str, admins: DigestAdmins) -> None:
    assert digest_admins(setting) == admins


@pytest.mark.parametrize("setting", ["", ",", "nobody", "U1 U2", "@noor"])
def test_a_setting_that_means_nothing_is_refused(setting: str) -> None:
    with pytest.raises(BadArgument):
        digest_admins(setting)


async def test_anyone_may_if_anyone_may(slack: SlackEmulator) -> None:
    assert (await standing(slack, "anyone").with_role(digest())).role == "admin"
    assert slack.api.calls == []


async def test_those_on_the_list_may(slack: SlackEmulator) -> None:
    listed = standing(slack, frozenset({"U1"}))
    assert [(await listed.with_role(digest(person))).role for person in ("U1", "U2")] == [
        "admin",
        "reader",
    ]


@pytest.mark.parametrize("rank", ["is_admin", "is_owner", "is_primary_owner"])
async def test_the_workspaces_admins_may(slack: SlackEmulator, rank: str) -> None:
    slack.workspace.people["U1"] = {rank: True}
    admins = standing(slack, "admins")
    assert [(await admins.with_role(digest(person))).role for person in ("U1", "U2")] == [
        "admin",
        "reader",
    ]


async def test_in_a_direct_message_everyone_sets_their_own(slack: SlackEmulator) -> None:
    for admins in (standing(slack, "admins"), standing(slack, frozenset({"U9"}))):
        assert (await admins.with_role(digest(channel="D1"))).role == "admin"


async def test_a_role_is_believed_for_a_minute(slack: SlackEmulator) -> None:
    clock = Clock()
    admins = standing(slack, "admins", clock)
    slack.workspace.people["U1"] = {"is_admin": True}
    roles = [(await admins.with_role(digest())).role]
    slack.workspace.people.clear()
    for seconds in (59, 1):
        clock.seconds += seconds
        roles.append((await admins.with_role(digest())).role)
    assert roles == ["admin", "admin", "reader"]
    assert len(slack.api.calls) == 2


@pytest.mark.parametrize("fault", [Broken("ratelimited", 429, 1), Dropped(accepted=True)], ids=str)
async def test_without_an_answer_nobody_is_an_admin(
    slack: SlackEmulator, fault: Broken | Dropped
) -> None:
    slack.workspace.people["U1"] = {"is_admin": True}
    slack.api.fail("users.info", fault, times=2)
    assert (await standing(slack, "admins").with_role(digest())).role == "reader"


async def test_without_the_scope_nobody_is_an_admin(slack: SlackEmulator) -> None:
    slack.workspace.people["U1"] = {"is_admin": True}
    slack.workspace.lacking.add("users:read")
    assert (await standing(slack, "admins").with_role(digest())).role == "reader"


async def test_only_a_digest_is_worth_the_question(slack: SlackEmulator) -> None:
    request = Request(command="brief", origin=Address("slack", "T1", "C1"), at=NOW)
    assert await standing(slack, "admins").with_role(request) is request
    assert slack.api.calls == []


CHANNEL = Address("slack", "T1", "C1")


async def test_a_command_is_about_its_channel_by_name(slack: SlackEmulator) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.command("/digest", "on 8:30 Berlin")
        await slack.answered(1)
    (request,) = desk.asked
    assert (request.origin, request.place) == (CHANNEL, None)
    assert (request.place_name, request.role) == ("#newsroom", "admin")


async def test_a_mention_is_about_the_thread_it_stands_in_or_else_the_channel(
    slack: SlackEmulator,
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        root = slack.workspace.say("U2", "C1", "Shall we?")
        await slack.mention("digest on 8:30 Berlin", thread=root.ts)
        await slack.answered(1)
        said = await slack.mention("digest on 8:30 Berlin")
        await slack.answered(2)
    inside, outside = desk.asked
    assert (inside.origin.thread, inside.place) == (root.ts, None)
    assert (outside.origin.thread, outside.place) == (said.ts, CHANNEL)


async def test_a_press_is_about_the_channel_that_its_message_stands_in(
    slack: SlackEmulator,
) -> None:
    desk = NotingDesk()
    async with serving(slack, desk):
        await slack.command("/digest", "status")
        (status,) = await slack.answered(1)
        await slack.press(status, "Sources")
        _, inside = await slack.answered(2)
        await slack.press(inside, "Sources")
        await slack.answered(3)
    first, second = desk.bases
    assert (first.place, first.origin.thread) == (CHANNEL, status.ts)
    assert (second.place, second.origin.thread) == (None, status.ts)
