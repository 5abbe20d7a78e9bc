"""Files and pasted texts on Slack, from the message to the library, and strangers' not at all."""

import pytest

from bot.access import Editors
from bot.chat import ChatService
from bot.platforms.slack.client import WebApi
from bot.platforms.slack.downloads import Downloads
from bot.platforms.slack.events import Offered
from handlers.message import Incoming, Missing
from tests.bot.slack_room import NOW, NotingDesk, serving
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import BOT_TOKEN, SharedFile, SlackEmulator
from tests.emulators.slack.web_api import DOWNLOAD

EDITORS = Editors.read("slack:T1:U1")
DAM = SharedFile(
    "dam.txt", "text/plain", b"The Dam\n\nThe dam held. Nobody slept.\n\nIt rained all night."
)


def newsroom() -> ChatService:
    return ChatService(MemoryStore(), lambda: NOW, editors=EDITORS)


def downloads(slack: SlackEmulator) -> int:
    return sum(method == DOWNLOAD for method, _ in slack.api.calls)


@pytest.mark.parametrize("words", ["", "piece add", "/piece add", "for Monday"])
async def test_a_file_in_a_direct_message_becomes_a_proposal(words: str) -> None:
    async with SlackEmulator() as slack:
        desk = newsroom()
        async with serving(slack, desk, editors=EDITORS):
            await slack.direct(words, DAM)
            (proposal,) = await slack.answered(1)
            assert "It rained all night." in proposal.seen
            assert desk.store.catalogue.count() == 0
            await slack.press(proposal, "Publish")
            await slack.answered(2)
        assert desk.store.catalogue.count() == 1


async def test_a_file_in_a_channel_is_answered_for_the_editors_eyes() -> None:
    async with SlackEmulator() as slack, serving(slack, newsroom(), editors=EDITORS):
        await slack.mention("piece add", DAM)
        (proposal,) = await slack.answered(1)
    assert proposal.only_for == "U1"
    assert "It rained all night." in proposal.seen


async def test_a_strangers_file_is_refused_and_never_had() -> None:
    async with SlackEmulator() as slack:
        async with serving(slack, newsroom(), editors=EDITORS):
            await slack.direct("piece add", DAM, user="U2")
            (refusal,) = await slack.answered(1)
        assert downloads(slack) == 0
    assert refusal.seen.startswith("Only editors")
    assert "slack:T1:U2" in refusal.seen


async def test_a_strangers_press_publishes_nothing() -> None:
    async with SlackEmulator() as slack:
        desk = newsroom()
        async with serving(slack, desk, editors=EDITORS):
            await slack.direct("piece add", DAM)
            (proposal,) = await slack.answered(1)
            await slack.press(proposal, "Publish", user="U2")
            _, refusal = await slack.answered(2)
    assert refusal.seen.startswith("Only editors")
    assert desk.store.catalogue.count() == 0


async def test_several_files_are_had_each() -> None:
    async with SlackEmulator() as slack:
        desk = NotingDesk()
        other = SharedFile("b.txt", "text/plain", b"B")
        async with serving(slack, desk, editors=EDITORS):
            await slack.direct("piece add", DAM, other)
            await slack.answered(1)
    assert desk.asked[0].files == (
        Incoming(name="dam.txt", data=DAM.data, media_type="text/plain"),
        Incoming(name="b.txt", data=b"B", media_type="text/plain"),
    )


async def test_a_file_that_slack_shows_a_sign_in_page_for_tells_of_the_scope() -> None:
    async with SlackEmulator() as slack:
        slack.workspace.lacking.add("files:read")
        async with serving(slack, newsroom(), editors=EDITORS):
            await slack.direct("piece add", DAM)
            (said,) = await slack.answered(1)
    assert "dam.txt can't be taken in: Slack did not let me have it." in said.seen
    assert "files:read" in said.seen


async def test_pasted_text_keeps_its_lines_and_links_and_loses_slacks_escapes() -> None:
    async with SlackEmulator() as slack:
        desk = NotingDesk()
        async with serving(slack, desk, editors=EDITORS):
            await slack.direct(
                "piece add The Dam\n\nIt held &lt;all&gt; night, <https://example.org/a?b&amp;c|says"
                " the port>.\nSee <http://example.org|example.org> &amp; <https://example.org/x>."
            )
            await slack.answered(1)
    assert desk.asked[0].text == (
        "add The Dam\n\nIt held <all> night, [says the port](https://example.org/a?b&c).\n"
        "See example.org & https://example.org/x."
    )
    assert desk.asked[0].args[:3] == ("add", "The", "Dam")


async def test_a_slash_command_has_its_text_too() -> None:
    async with SlackEmulator() as slack:
        desk = NotingDesk()
        async with serving(slack, desk, editors=EDITORS):
            await slack.command("/piece", "add The Dam\n\nIt held.")
            await slack.command("/sourcebrief", "piece add The Dam\n\nIt held.")
            await slack.answered(2)
    assert [(asked.command, asked.text) for asked in desk.asked] == [
        ("piece", "add The Dam\n\nIt held.")
    ] * 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "dam.txt",
        "https://slack.com.example.org/dam.txt",
        "https://notslack.com/dam.txt",
        "http://files.slack.com/dam.txt",
        "https://files.slack.com@example.org/dam.txt",
        "http://[",
    ],
)
async def test_the_token_is_for_slack_alone(url: str) -> None:
    api = WebApi(BOT_TOKEN)
    offered = Offered(name="dam.txt", media_type="text/plain", size=3, url=url)
    missing = await Downloads(api).get(offered)
    assert isinstance(missing, Missing)
    assert "does not lie on Slack" in missing.reason


@pytest.mark.parametrize(("size", "told"), [(10**9, "1000 MB"), (50_000_001, "51 MB")])
async def test_what_is_too_large_is_not_even_begun(size: int, told: str) -> None:
    api = WebApi(BOT_TOKEN)
    offered = Offered(
        name="scan.pdf", media_type="application/pdf", size=size, url="https://files.slack.com/s"
    )
    missing = await Downloads(api).get(offered)
    assert isinstance(missing, Missing)
    assert missing.reason == f"too large: {told}, where a file may have 50 MB"
