"""Buttons on Slack, pressed from end to end: what they say takes their place or stands below."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.slack_room import NotingDesk, say, serving
from tests.emulators.slack import (
    Broken,
    Posted,
    SlackEmulator,
)

PARTS = tuple(f"{n} " + "x" * 6_000 for n in range(1, 4))
"""Three paragraphs, each a message of its own."""


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


@pytest.fixture
def desk() -> NotingDesk:
    return NotingDesk()


def first_words(messages: list[Posted]) -> list[str]:
    return [message.seen.split(maxsplit=1)[0] for message in messages]


async def test_a_button_turns_the_page_in_place(slack: SlackEmulator, desk: NotingDesk) -> None:
    async with serving(slack, desk):
        await slack.command("/read", "12")
        (page,) = await slack.answered(1)
        assert await slack.press(page, "Next")
        await slack.until(lambda: page.edited)
    assert page.seen.strip() == "read 12 p2"
    assert slack.answers == [page]


async def test_a_button_is_answered_in_a_thread_under_its_message(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief", "12")
        (brief,) = await slack.answered(1)
        await slack.press(brief, "Sources", user="U2")
        _, sources = await slack.answered(2)
    assert sources.seen.strip() == "sources 12"
    assert sources.thread == brief.ts
    assert desk.asked[1].sender == "U2"


async def test_a_page_too_long_to_take_its_place_is_posted_below(slack: SlackEmulator) -> None:
    desk = NotingDesk(lambda request: say(*(PARTS if "p2" in request.args else ("page one",))))
    async with serving(slack, desk):
        await slack.command("/read")
        (page,) = await slack.answered(1)
        await slack.press(page, "Next")
        _, *parts = await slack.answered(4)
    assert not page.edited
    assert first_words(parts) == ["1", "2", "3"]


async def test_a_message_that_is_gone_is_answered_below(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.command("/read")
        (page,) = await slack.answered(1)
        slack.api.fail("chat.update", Broken("message_not_found"))
        await slack.press(page, "Next")
        _, below = await slack.answered(2)
    assert below.thread == page.ts


async def test_a_button_works_on_a_message_sent_where_the_bot_is_no_member(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.command("/read", channel="C2")
        (page,) = await slack.answered(1)
        await slack.press(page, "Next")
        await slack.until(lambda: page.edited)
    assert page.seen.strip() == "read 12 p2"
    assert page.only_for == ""


async def test_a_private_page_turns_in_place(slack: SlackEmulator) -> None:
    desk = NotingDesk(lambda request: say(" ".join(request.args), private=True))
    async with serving(slack, desk):
        await slack.command("/read", "p1")
        (page,) = await slack.answered(1)
        await slack.press(page, "Next")
        await slack.until(lambda: page.edited)
    assert page.seen.strip() == "12 p2"
    assert slack.answers == [page]


async def test_an_unknown_button_says_so_to_its_presser_alone(
    slack: SlackEmulator, desk: NotingDesk
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief")
        (brief,) = await slack.answered(1)
        desk.tokens.clear()
        await slack.press(brief, "Sources", user="U2")
        _, sorry = await slack.answered(2)
    assert sorry.seen.strip() == "This button is from before my time. Type /help."
    assert sorry.only_for == "U2"
