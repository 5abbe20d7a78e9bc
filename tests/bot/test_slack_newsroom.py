"""The real chat service on Slack: the next question in a thread is about what was shown there."""

from collections.abc import AsyncIterator

import pytest

from bot.chat import ChatService
from tests.bot.slack_room import NOW, serving
from tests.briefs.builders import edited
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import SlackEmulator

TITLES = ("The river", "The bridge")


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


@pytest.fixture
def desk() -> ChatService:
    store = MemoryStore()
    for title in TITLES:
        store.catalogue.add(
            edited(f"{title} stands <!channel> here. It is old.", title=title), now=NOW
        )
    return ChatService(store, lambda: NOW)


async def test_a_brief_quotes_its_piece_and_its_buttons_go_on_from_there(
    slack: SlackEmulator, desk: ChatService
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief", "1")
        (brief,) = await slack.answered(1)
        await slack.press(brief, "Read")
        _, piece = await slack.answered(2)
    for answer in (brief, piece):
        assert answer.seen.startswith("The river\n")
        assert "The river stands <!channel> here." in answer.seen
        assert answer.pings == ()
    assert piece.thread == brief.ts


async def test_a_question_in_a_thread_is_about_the_piece_shown_there(
    slack: SlackEmulator, desk: ChatService
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief", "1")
        (river,) = await slack.answered(1)
        await slack.command("/brief", "2")
        await slack.answered(2)
        await slack.mention("read", thread=river.ts)
        *_, inside = await slack.answered(3)
        said = await slack.mention("brief 2")
        await slack.answered(4)
        await slack.mention("read", thread=said.ts)
        *_, elsewhere = await slack.answered(5)
    assert inside.seen.startswith("The river\n")
    assert elsewhere.seen.startswith("The bridge\n")


async def test_a_button_of_another_channel_is_not_honoured(
    slack: SlackEmulator, desk: ChatService
) -> None:
    async with serving(slack, desk):
        await slack.command("/brief", "1")
        (brief,) = await slack.answered(1)
        brief.channel = "D1"  # as somebody would who forges the payload
        await slack.press(brief, "Read")
        _, refused = await slack.answered(2)
    assert "before my time" in refused.seen
