"""What Slack's payloads mean: commands, mentions, direct messages and buttons."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.inbox import Seen
from bot.platforms.slack import events
from bot.platforms.slack.events import Asked
from briefs.model import Address

NOW = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


def command(name: str, text: str = "") -> Asked:
    body = {
        "command": name,
        "text": text,
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "trigger_id": "13.37",
        "response_url": "https://hooks.example/1",
    }
    return events.command(body, at=NOW)


def said(text: str, kind: str = "app_mention", **more: str) -> Asked | None:
    channel = {"channel": "D1", "channel_type": "im"} if kind == "message" else {"channel": "C1"}
    event = {"type": kind, "user": "U1", "text": text, "ts": "5.1", **channel, **more}
    return events.event({"team_id": "T1", "event": event}, bot="UBOT", at=NOW)


def meant(asked: Asked | None) -> tuple[str, tuple[str, ...]]:
    assert asked is not None
    return asked.request.command, asked.request.args


def pressed(**container: Any) -> dict[str, Any]:
    return {
        "actions": [{"type": "button", "value": "tok"}],
        "container": {"channel_id": "C1", "message_ts": "9.1", **container},
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "trigger_id": "13.38",
    }


def test_a_slash_command_is_asked_in_its_channel() -> None:
    asked = command("/brief", "12 short")
    assert meant(asked) == ("brief", ("12", "short"))
    assert asked.request.origin == Address("slack", "T1", "C1")
    assert (asked.request.sender, asked.request.at, asked.request.replied_to) == ("U1", NOW, None)
    assert not asked.direct


def test_the_umbrella_command_takes_any_command_and_else_searches() -> None:
    assert meant(command("/sourcebrief", "search water")) == ("search", ("water",))
    assert meant(command("/sourcebrief", "/brief 12")) == ("brief", ("12",))
    assert meant(command("/sourcebrief", "water damascus")) == ("search", ("water", "damascus"))
    assert meant(command("/sourcebrief")) == ("help", ())


@pytest.mark.parametrize(
    ("text", "command", "args"),
    [
        ("<@UBOT> brief 12", "brief", ("12",)),
        ("<@UBOT|sourcebrief> /Sources", "sources", ()),
        ("please, <@UBOT> check S7", "check", ("S7",)),
        ("brief 12 <@UBOT>", "brief", ("12",)),
        ("<@UBOT>", "help", ()),
        ("<@UBOT> grid &amp; storage &lt;3", "search", ("grid", "&", "storage", "<3")),
        ("<@UBOT> <https://a.example|a.example> <#C9|energy>", "search", ("a.example", "energy")),
        ("<@UBOT> &copy", "search", ("&copy",)),
    ],
)
def test_what_follows_a_mention_is_a_command_or_words_to_search(
    text: str, command: str, args: tuple[str, ...]
) -> None:
    assert meant(said(text)) == (command, args)


@pytest.mark.parametrize("typed", ["x < y and y > z", "a <b> c", "p<q>r | s", "<note: later>"])
def test_angle_brackets_that_a_person_typed_stay_in_the_text(typed: str) -> None:
    assert command("/piece", f"add {typed}").request.text == f"add {typed}"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<@U12AB>", ""),
        ("<@U12AB|anna>", "anna"),
        ("<#C9|energy>", "energy"),
        ("<#C9|>", ""),
        ("<!here>", ""),
        ("<!subteam^S1|@desk>", "@desk"),
        ("<!subteam^S1>", ""),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<HTTPS://a.example|the port>", "the port"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ],
)
def test_slack_s_own_markup_is_what_it_stands_for(marked: str, plain: str) -> None:
    assert " ".join(command("/search", marked).request.args) == plain


def test_a_mention_is_answered_in_its_thread_or_begins_one() -> None:
    first, later = said("<@UBOT> brief"), said("<@UBOT> brief", thread_ts="4.2")
    assert first is not None
    assert later is not None
    assert (first.request.origin.thread, first.request.replied_to) == ("5.1", None)
    assert (later.request.origin.thread, later.request.replied_to) == ("4.2", "4.2")
    assert (first.threaded, later.threaded) == (False, True)


def test_a_direct_message_is_answered_below_it() -> None:
    asked = said("syria", kind="message")
    assert asked is not None
    assert meant(asked) == ("search", ("syria",))
    assert asked.request.origin == Address("slack", "T1", "D1")
    assert asked.direct


@pytest.mark.parametrize(
    "more",
    [{"subtype": "message_changed"}, {"bot_id": "B1"}, {"user": ""}, {"channel_type": "channel"}],
)
def test_edits_bots_and_other_peoples_talk_are_left_alone(more: dict[str, str]) -> None:
    assert said("brief 12", kind="message", **more) is None


def test_other_events_are_left_alone() -> None:
    assert said("hello", kind="reaction_added") is None


def test_a_button_is_answered_in_a_thread_under_its_message() -> None:
    press = events.press(pressed(), at=NOW)
    assert press is not None
    assert (press.token, press.message, press.ephemeral) == ("tok", "9.1", False)
    assert press.asked.request.origin == Address("slack", "T1", "C1", "9.1")
    assert press.asked.request.replied_to == "9.1"


def test_a_button_in_a_thread_is_answered_there() -> None:
    press = events.press(pressed(thread_ts="8.1"), at=NOW)
    assert press is not None
    assert press.asked.request.origin.thread == "8.1"
    assert press.asked.threaded


def test_no_thread_begins_in_a_direct_message_or_under_what_one_person_sees() -> None:
    for body in (pressed(channel_id="D1"), pressed(is_ephemeral=True)):
        press = events.press(body, at=NOW)
        assert press is not None
        assert press.asked.request.origin.thread == ""


def test_a_button_that_opens_an_address_asks_nothing() -> None:
    opened = {**pressed(), "actions": [{"type": "button", "url": "https://example.org/"}]}
    assert events.press(opened, at=NOW) is None


@given(st.text(max_size=60))
def test_whatever_is_said_to_the_bot_is_always_understood_as_something(text: str) -> None:
    command, args = meant(said(text))
    assert command
    assert all(args)


def test_each_event_is_met_for_the_first_time_once_until_it_is_forgotten() -> None:
    seen = Seen(most=2)
    assert [seen.first(key) for key in ("a", "b", "a", "c", "b", "a")] == [
        True,
        True,
        False,
        True,
        False,
        True,
    ]
