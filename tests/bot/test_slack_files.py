"""Files on Slack: three steps of which only the last one shows, and words where no file can go."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import ChatService
from bot.platforms.slack.render import SlackMessage, render
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address, Press, Shown
from briefs.references.export import EXPORTS
from handlers.message import Actions, Attachment, Block, Button, Heading, Link, Paragraph, Reply
from tests.bot.replies import attachments, lines
from tests.bot.slack_room import NOW, Clock, NotingDesk, serving, slack_sender
from tests.conftest import scaled
from tests.emulators.slack import (
    UPLOAD_URL,
    Broken,
    Dropped,
    Posted,
    SharedFile,
    SlackEmulator,
    block_kit,
)
from tests.handlers.newsroom import library, piece, source

GET, PUT, COMPLETE = "files.getUploadURLExternal", UPLOAD_URL, "files.completeUploadExternal"
FILE = Attachment("list.bib", "application/x-bibtex", "@book{a}\n")
SHARED = SharedFile("list.bib", "application/x-bibtex", b"@book{a}\n")
LIST = Reply((Heading("1 reference <!here>"), FILE), about=Shown(12, 1))


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def steps(slack: SlackEmulator) -> list[str]:
    """The calls that a file takes, as they came."""
    return [method for method, _ in slack.api.calls if method in {GET, PUT, COMPLETE}]


async def outcome(
    slack: SlackEmulator, message: SlackMessage, channel: str = "C1", thread: str = ""
) -> Outcome:
    sender = slack_sender(slack.base_url)
    return await sender.post(Address("slack", "T1", channel, thread), message)


def test_the_words_before_a_file_are_said_with_it() -> None:
    here = Link("here", "https://example.org/?a&b")
    (message,) = render(Reply((Heading("The list"), Paragraph((here, " <x>")), FILE)), {})
    assert message == SlackMessage(
        "The list\nhere (https://example.org/?a&amp;b) &lt;x&gt;", (), FILE
    )


def test_words_that_are_many_or_have_buttons_come_before_the_file() -> None:
    press = Press("brief")
    button = Actions((Button("Brief", press),))
    for words in ((Paragraph(("&" * 601,)),), (Paragraph(("x",)), button)):
        first, last = render(Reply((*words, FILE)), {press: "tok"})
        assert (first.file, last) == (None, SlackMessage("", (), FILE))


async def test_a_file_is_shared_in_its_thread_with_what_is_said_about_it(
    slack: SlackEmulator,
) -> None:
    root = slack.workspace.say("U1", "C1", "root")
    message = SlackMessage("1 reference", (), FILE)
    assert await outcome(slack, message, thread=root.ts) == Sent("")
    (said,) = slack.answers
    assert (said.channel, said.thread, said.text) == ("C1", root.ts, "1 reference")
    assert said.files == [SHARED]
    assert steps(slack) == [GET, PUT, COMPLETE]


@given(file=attachments, words=lines)
@settings(max_examples=scaled(20), deadline=None)
async def test_a_file_always_arrives_byte_for_byte_under_its_name(
    file: Attachment, words: str
) -> None:
    async with SlackEmulator() as slack:
        for message in render(Reply((Paragraph((words,)), file)), {}):
            assert await outcome(slack, message) == Sent("")
        (said,) = slack.answers
    assert said.files == [SharedFile(file.name, file.media_type, file.text.encode())]
    assert said.pings == ()


@given(st.lists(st.one_of(st.integers(1, 5_000), attachments), min_size=1, max_size=6))
@settings(max_examples=scaled(40), deadline=None)
def test_words_and_files_are_always_kept_in_order(parts: list[int | Attachment]) -> None:
    blocks: list[Block] = [
        part if isinstance(part, Attachment) else Paragraph(("x" * part,)) for part in parts
    ]
    seen: list[int | Attachment] = []
    for message in render(Reply(tuple(blocks)), {}):
        said = message.text if message.file is not None else block_kit.visible(message.blocks)
        seen += [len(words) for words in said.split()]
        seen += [message.file] if message.file is not None else []
    assert seen == parts


@pytest.mark.parametrize("step", [GET, PUT])
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Broken("ratelimited", 429, 7), Retry),
        (Broken("internal_error", 500), Retry),
        (Broken(status=502), Retry),
        (Dropped(accepted=False), Retry),
        (Dropped(accepted=True), Retry),
        (Broken("file_uploads_disabled", 403), Rejected),
    ],
    ids=str,
)
async def test_before_a_file_is_shared_nothing_is_in_doubt(
    slack: SlackEmulator, step: str, fault: Broken | Dropped, expected: type[Outcome]
) -> None:
    slack.api.fail(step, fault)
    assert type(await outcome(slack, SlackMessage("", (), FILE))) is expected
    assert slack.answers == []
    assert steps(slack) == [GET, PUT][: [GET, PUT].index(step) + 1]


@pytest.mark.parametrize(
    ("fault", "expected", "shared"),
    [
        (Broken("ratelimited", 429, 7), Retry, 0),
        (Broken("service_unavailable", 503), Retry, 0),
        (Broken("internal_error"), Unknown, 0),
        (Broken(status=502), Unknown, 0),
        (Dropped(accepted=False), Unknown, 0),
        (Dropped(accepted=True), Unknown, 1),
        (Broken("token_revoked"), Rejected, 0),
        (Broken("file_not_found"), Rejected, 0),
    ],
    ids=str,
)
async def test_the_sharing_of_a_file_ends_as_any_post_does(
    slack: SlackEmulator, fault: Broken | Dropped, expected: type[Outcome], shared: int
) -> None:
    slack.api.fail(COMPLETE, fault)
    assert type(await outcome(slack, SlackMessage("", (), FILE))) is expected
    assert len(slack.answers) == shared


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("C2", "not_in_channel"),
        ("G4", "channel_not_found"),
        ("C9", "channel_not_found"),
        ("C3", "is_archived"),
    ],
    ids=["no member", "private", "no channel", "archived"],
)
async def test_a_channel_that_takes_no_file_is_a_rejection(
    slack: SlackEmulator, channel: str, said: str
) -> None:
    refused = await outcome(slack, SlackMessage("", (), FILE), channel)
    assert isinstance(refused, Rejected)
    assert (refused.blame, refused.said) == ("place", said)


async def test_an_interrupted_upload_begins_anew_at_an_address_of_its_own(
    slack: SlackEmulator,
) -> None:
    clock = Clock()
    async with serving(slack, NotingDesk(lambda _: LIST), clock):
        slack.api.fail(PUT, Dropped(accepted=True))
        await slack.command("/sources", "bib")
        (said,) = await slack.answered(1)
    assert said.files == [SHARED]
    assert steps(slack) == [GET, PUT, GET, PUT, COMPLETE]
    assert clock.pauses == [5.0]


async def test_a_file_that_may_have_been_shared_is_not_shared_again(slack: SlackEmulator) -> None:
    async with serving(slack, NotingDesk(lambda _: LIST)):
        slack.api.fail(COMPLETE, Dropped(accepted=True))
        await slack.command("/sources", "bib")
        file, unsure = await slack.answered(2)
    assert file.files == [SHARED]
    assert (unsure.files, unsure.only_for) == ([], "U1")
    assert "ask once more" in unsure.seen
    assert steps(slack) == [GET, PUT, COMPLETE]


async def said_in(slack: SlackEmulator, channel: str, reply: Reply = LIST) -> Posted:
    """What the bot says there in answer to a command."""
    async with serving(slack, NotingDesk(lambda _: reply)):
        await slack.command("/sources", "bib", channel=channel, user="U7")
        (said,) = await slack.answered(1)
    return said


async def test_a_file_in_a_direct_message_is_shared_there(slack: SlackEmulator) -> None:
    said = await said_in(slack, "D1")
    assert (said.channel, said.files) == ("D1", [SHARED])


@pytest.mark.parametrize("channel", ["C2", "G4"])
async def test_where_the_bot_is_no_member_it_says_how_to_get_the_file(
    slack: SlackEmulator, channel: str
) -> None:
    said = await said_in(slack, channel)
    assert (said.channel, said.by_url, said.files, said.only_for) == (channel, True, [], "")
    assert said.seen == (
        "1 reference &lt;!here&gt;\nI can't put list.bib here. I'm not in this channel yet. "
        "Type `/invite @Sourcebrief` there, then try again. In a direct message I can."
    )
    assert said.pings == ()


@pytest.mark.parametrize("step", [GET, COMPLETE])
async def test_a_file_that_slack_refuses_leaves_its_words_and_the_reason(
    slack: SlackEmulator, step: str
) -> None:
    slack.api.fail(step, Broken("missing_scope"))
    said = await said_in(slack, "C1")
    assert said.files == []
    assert said.seen == (
        "1 reference &lt;!here&gt;\nI can't put list.bib here. "
        "The Slack app lacks a permission; install it again from its manifest."
    )


async def test_a_file_meant_for_one_person_in_a_channel_is_not_shown_to_all(
    slack: SlackEmulator,
) -> None:
    said = await said_in(slack, "C1", Reply(LIST.blocks, private=True))
    assert (said.only_for, said.files) == ("U7", [])
    assert said.seen.endswith("I can't put list.bib here. In a direct message I can.")


async def test_a_file_does_not_take_the_place_of_a_message(slack: SlackEmulator) -> None:
    press = Press("sources", ("bib",), in_place=True)
    listed = Reply((Paragraph(("The list",)), Actions((Button("As a file", press),))))
    async with serving(slack, NotingDesk(lambda asked: LIST if asked.args else listed)):
        await slack.command("/sources")
        (bearer,) = await slack.answered(1)
        await slack.press(bearer, "As a file")
        _, said = await slack.answered(2)
    assert (bearer.edited, said.files, said.thread) == (False, [SHARED], bearer.ts)


async def test_what_a_file_showed_is_noted_though_its_id_stays_unknown(
    slack: SlackEmulator,
) -> None:
    desk = NotingDesk(lambda _: LIST)
    async with serving(slack, desk):
        await slack.command("/sources", "bib")
        await slack.answered(1)
    assert [at for at, _ in desk.shown] == ["slack:T1:C1"]


async def test_a_piece_s_references_are_had_as_a_file_by_a_button(slack: SlackEmulator) -> None:
    sources = (source(), source(2, "Łódź & Söhne"))
    store = library(piece(slug="dam", sources=sources))
    async with serving(slack, ChatService(store, lambda: NOW)):
        await slack.command("/sources")
        (listed,) = await slack.answered(1)
        await slack.press(listed, "RIS")
        _, said = await slack.answered(2)
    assert said.text == "2 references as RIS · The dam"
    (file,) = said.files
    assert (file.name, file.media_type) == ("dam.ris", "application/x-research-info-systems")
    assert file.data == EXPORTS["ris"].write(sources).encode()
    assert said.thread == listed.ts


async def test_a_whisper_holds_the_words_of_a_file_alone(slack: SlackEmulator) -> None:
    async with serving(slack, NotingDesk(lambda _: Reply(LIST.blocks, private=True))):
        await slack.mention("sources bib", user="U7")
        (said,) = await slack.answered(1)
    assert (said.only_for, said.files) == ("U7", [])
    assert said.seen.endswith("In a direct message I can.")
