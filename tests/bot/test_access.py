"""Who may bring pieces in: read from the settings, and asked of each request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Editors
from bot.platforms import registry
from briefs.errors import BadArgument
from briefs.model import Address
from handlers.message import Capabilities, Request
from tests.handlers.newsroom import NOW

CAN = {name: platform.capabilities for name, platform in registry.platforms().items()}
LISTED = Editors.read("telegram:77, telegram:-100123\nslack:T1:U1 slack:T1:C9", CAN)


def asked(
    platform: str, workspace: str, channel: str, sender: str, *, command: str = "piece"
) -> Request:
    return Request(
        command=command,
        sender=sender,
        origin=Address(platform, workspace, channel),
        at=NOW,
        role="admin",
        overheard=channel.startswith("-"),
        can=CAN.get(platform, Capabilities()),
    )


@pytest.mark.parametrize(
    "one", ["77", "telegram:", "telegram:1:2", "slack:U1", "irc:x", "slack::U1"]
)
def test_what_names_nobody_is_refused(one: str) -> None:
    with pytest.raises(BadArgument, match="as an editor"):
        Editors.read(one, CAN)


@pytest.mark.parametrize("one", ["77", "telegram:", "slack::U1", "a:b:c:d"])
def test_what_could_name_nobody_anywhere_is_refused_with_the_settings(one: str) -> None:
    with pytest.raises(BadArgument, match="as an editor"):
        Editors.read(one)


def test_without_a_list_nobody_is_an_editor() -> None:
    assert Editors.read("") == Editors()
    assert Editors().with_role(asked("telegram", "1", "77", "77")).role == "reader"


@pytest.mark.parametrize(
    ("request_", "role"),
    [
        (asked("telegram", "1", "77", "77"), "editor"),
        (asked("telegram", "1", "78", "78"), "reader"),
        (asked("slack", "T1", "D1", "U1"), "editor"),
        (asked("slack", "T2", "D1", "U1"), "reader"),
        (asked("slack", "T1", "D1", "U2"), "reader"),
        (asked("slack", "T1", "C9", "U2"), "editor"),
        (asked("telegram", "1", "-100123", "99"), "editor"),
        (asked("telegram", "1", "-100124", "99"), "reader"),
        (asked("console", "", "local", "you"), "editor"),
    ],
)
def test_people_and_rooms_are_known_by_their_platforms_ids(request_: Request, role: str) -> None:
    assert LISTED.with_role(request_).role == role
    assert LISTED.may_send(request_) == (role == "editor")


def test_an_editor_in_a_group_of_others_is_overheard_and_sends_nothing_there() -> None:
    there = asked("telegram", "1", "-100124", "77")
    assert LISTED.with_role(there).role == "editor"
    assert LISTED.with_role(there).overheard
    assert not LISTED.may_send(there)
    assert not LISTED.with_role(asked("telegram", "1", "-100123", "77")).overheard


@given(st.sampled_from(["digest", "brief", "help", ""]))
def test_no_other_command_is_ever_answered_otherwise_for_an_editor(command: str) -> None:
    said = asked("telegram", "1", "77", "77", command=command)
    assert LISTED.with_role(said) == said
    assert not LISTED.may_send(said)
