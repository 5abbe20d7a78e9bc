"""Files on Telegram: the bytes arrive as they are, captioned, in order, or it is said why not."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import ChatService
from bot.platforms.telegram.render import Entity, Key, TelegramMessage, render, without_file
from briefs.digests.outbox import Outcome, Sent
from briefs.model import Address, Press
from briefs.references.export import EXPORTS
from handlers.message import Actions, Attachment, Block, Button, Heading, Paragraph, Reply, Strong
from tests.bot.replies import attachments
from tests.bot.telegram_stage import NOW, ToldDesk, on_stage, said, sender
from tests.conftest import scaled
from tests.emulators.telegram.faults import Dropped, Fault, Garbled
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.world import File
from tests.handlers.newsroom import library, piece, source

ME, GROUP, FORUM = 77, -500, -100_600
FILE = Attachment("list.bib", "application/x-bibtex", "@book{a}\n")
CAPTIONED = TelegramMessage("1 reference", file=FILE)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.people.open(ME)
        emulator.people.open(GROUP, "group")
        emulator.people.open(FORUM, "supergroup", threads=frozenset({9}))
        yield emulator


async def sent(
    telegram: TelegramEmulator, message: TelegramMessage = CAPTIONED, at: int = ME, thread: str = ""
) -> Outcome:
    async with sender(telegram) as telegrams:
        return await telegrams.send(Address("telegram", "4242", str(at), thread), message)


def test_the_words_before_a_file_are_its_caption() -> None:
    (message,) = render(Reply((Heading("The list"), Paragraph((Strong("Here"),)), FILE)), {})
    assert message.text == "The list\nHere"
    assert message.entities == (Entity("bold", 0, 8), Entity("bold", 9, 4))
    assert message.file == FILE


def test_words_too_long_for_a_caption_come_before_the_file() -> None:
    for length, captioned in ((1_024, True), (1_025, False)):
        messages = render(Reply((Paragraph(("x" * length,)), FILE)), {})
        assert [m.file for m in messages] == ([FILE] if captioned else [None, FILE])
        assert "".join(m.text for m in messages) == "x" * length


def test_buttons_are_keys_of_a_file_that_comes_last() -> None:
    press = Press("brief", ("#1",))
    (message,) = render(Reply((FILE, Actions((Button("Brief", press),)))), {press: "tok"})
    assert (message.file, message.keyboard) == (FILE, ((Key("Brief", token="tok"),),))


async def test_a_file_is_sent_with_its_caption_keys_and_kind(telegram: TelegramEmulator) -> None:
    message = TelegramMessage("🕊 The list", (Entity("bold", 3, 8),), ((Key("A", "t"),),), FILE)
    outcome = await sent(telegram, message, FORUM, "9")
    (shown,) = telegram.world.posted(FORUM)
    assert outcome == Sent(str(shown.id))
    assert shown.file == File("list.bib", "application/x-bibtex", b"@book{a}\n")
    assert (shown.text, shown.thread) == ("🕊 The list", 9)
    assert shown.entities == [{"type": "bold", "offset": 3, "length": 8}]
    assert shown.labels() == [["A"]]


@given(
    file=attachments,
    words=st.none() | st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
)
@settings(max_examples=scaled(25), deadline=None)
async def test_a_file_always_arrives_byte_for_byte_under_its_name(
    file: Attachment, words: str | None
) -> None:
    before: tuple[Block, ...] = (Paragraph((words,)),) if words is not None else ()
    async with TelegramEmulator() as telegram, sender(telegram) as telegrams:
        telegram.people.open(ME)
        for message in render(Reply((*before, file)), {}):
            at = Address("telegram", "4242", str(ME))
            assert isinstance(await telegrams.send(at, message), Sent)
        *_, shown = telegram.world.posted(ME)
    assert shown.file == File(file.name, file.media_type, file.text.encode())
    assert shown.text == (words or "").strip()


@given(st.lists(st.one_of(st.integers(1, 2_000), attachments), min_size=1, max_size=6))
@settings(max_examples=scaled(40), deadline=None)
def test_words_and_files_are_always_kept_in_order(parts: list[int | Attachment]) -> None:
    blocks = [p if isinstance(p, Attachment) else Paragraph(("x" * p,)) for p in parts]
    seen: list[int | Attachment] = []
    for message in render(Reply(tuple(blocks)), {}):
        seen += [len(words) for words in message.text.split("\n\n") if words]
        seen += [message.file] if message.file is not None else []
    assert seen == parts


async def test_a_group_that_moved_gets_its_file_in_its_new_place(
    telegram: TelegramEmulator,
) -> None:
    telegram.people.upgrade(GROUP, -1005)
    assert isinstance(await sent(telegram, at=GROUP), Sent)
    assert telegram.world.posted(-1005)[0].file is not None


def test_what_stands_in_a_files_place_keeps_its_words_and_keys() -> None:
    message = TelegramMessage("Words", (Entity("bold", 0, 5),), ((Key("A", "t"),),), FILE)
    assert without_file(message, "No files.") == TelegramMessage(
        "Words\n\nNo files.", (Entity("bold", 0, 5),), ((Key("A", "t"),),)
    )
    assert without_file(TelegramMessage("", file=FILE), "No files.").text == "No files."


async def test_a_chat_that_takes_no_files_gets_the_words_and_the_reason(
    telegram: TelegramEmulator,
) -> None:
    reply = Reply((Heading("1 reference"), FILE, Paragraph(("After it.",))))
    telegram.people.forbid_files(GROUP)
    async with on_stage(telegram, ToldDesk({"sources": reply})):
        asked = await telegram.people.say(GROUP, "/sources bib")
        await telegram.world.until(lambda: len(telegram.world.posted(GROUP)) == 2)
    instead, after = telegram.world.posted(GROUP)
    assert instead.text == (
        "1 reference\n\nI can't put list.bib here. Files are not allowed in this chat."
    )
    assert (instead.reply_to, instead.file) == (asked, None)
    assert after.text == "After it."


@pytest.mark.parametrize("fault", [Dropped(after_accepting=True), Garbled(after_accepting=True)])
async def test_a_file_of_unknown_fate_is_never_sent_twice(
    telegram: TelegramEmulator, fault: Fault
) -> None:
    telegram.faults.add("sendDocument", fault)
    replies = {"sources": Reply((FILE, Paragraph(("After it.",))))}
    async with on_stage(telegram, ToldDesk(replies)):
        await telegram.people.say(ME, "/sources bib")
        await telegram.world.until(lambda: len(telegram.world.posted(ME)) == 3)
    file, unsure, _ = telegram.world.posted(ME)
    assert (file.file is not None, unsure.file) == (True, None)
    assert unsure.text == "list.bib may not have arrived. If it is not here, ask once more."
    assert telegram.count("sendDocument") == 1


async def test_a_file_does_not_take_the_place_of_a_message(telegram: TelegramEmulator) -> None:
    button = Button("As a file", Press("file", in_place=True))
    replies = {
        "sources": Reply((Paragraph(("The list",)), Actions((button,)))),
        "file": Reply((FILE,)),
    }
    async with on_stage(telegram, ToldDesk(replies)):
        await telegram.people.say(ME, "/sources")
        await telegram.world.until(lambda: telegram.world.posted(ME))
        await telegram.people.press(ME, telegram.world.posted(ME)[0].id, "As a file")
        await telegram.world.until(lambda: len(telegram.world.posted(ME)) == 2)
    assert [m.edits for m in telegram.world.posted(ME)] == [0, 0]
    assert telegram.count("editMessageText") == 0


async def test_a_reply_to_a_file_is_understood(telegram: TelegramEmulator) -> None:
    desk = ToldDesk({"sources": Reply((Heading("1 reference"), FILE)), "brief": said("Brief.")})
    async with on_stage(telegram, desk):
        await telegram.people.say(ME, "/sources bib")
        await telegram.world.until(lambda: telegram.world.posted(ME))
        shown = telegram.world.posted(ME)[0].id
        await telegram.people.say(ME, "/brief", reply_to=shown)
        await telegram.world.until(lambda: len(telegram.world.posted(ME)) == 2)
    assert desk.asked[1].replied_to == str(shown)


async def test_a_piece_s_references_are_had_as_a_file_by_a_button(
    telegram: TelegramEmulator,
) -> None:
    sources = (source(), source(2, "Łódź & Söhne"))
    store = library(piece(slug="dam", sources=sources))
    async with on_stage(telegram, ChatService(store, lambda: NOW)):
        await telegram.people.say(FORUM, "/sources", thread=9)
        await telegram.world.until(lambda: telegram.world.posted(FORUM))
        await telegram.people.press(FORUM, telegram.world.posted(FORUM)[0].id, "BibTeX")
        await telegram.world.until(lambda: len(telegram.world.posted(FORUM)) == 2)
    shown = telegram.world.posted(FORUM)[1]
    assert shown.text == "2 references as BibTeX · The dam"
    assert shown.file is not None
    assert shown.file.data == EXPORTS["bibtex"].write(sources).encode()
    assert (shown.file.name, shown.thread) == ("dam.bib", 9)
