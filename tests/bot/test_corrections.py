"""A correction edits the messages that quote the piece, once, with one reply under each."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.platforms.sending import freeze_reply
from briefs.corrections.affected_messages import EditorsWord
from briefs.model import Span
from briefs.storage import Store
from briefs.storage.sql.store import open_store
from handlers.digest import render
from handlers.editorial.erase import erase_piece
from tests.bot.corrections_stage import FLOOD, Seen, Stage, slack_stage, telegram_stage
from tests.contracts.memory_store import MemoryStore

CHATS = {"telegram": ("77", "78"), "slack": ("C1", "D1")}
WRONG, RIGHT = FLOOD[0], FLOOD[0].replace("4 June", "6 June")
COMMA = FLOOD[0].replace("Nobody slept in", "Nobody slept, in")


@pytest.fixture(params=["telegram", "slack"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    store: Store = open_store("sqlite://")
    if request.param == "telegram":
        async with telegram_stage(store, 77, 78) as stage:
            yield stage
    else:
        async with slack_stage(store) as stage:
            yield stage
    store.close()


def chats(stage: Stage) -> tuple[str, str]:
    first, second = CHATS[stage.platform.name]
    return first, second


def only(found: list[Seen], *, under: str = "") -> Seen:
    (one,) = [message for message in found if message.under == under]
    return one


async def test_a_quoted_sentence_is_corrected_in_place_and_said_once_under_it(
    stage: Stage,
) -> None:
    one, other = chats(stage)
    stage.add()
    (message,) = await stage.ask(one, "brief 1")
    stage.add(RIGHT, FLOOD[1])
    for _ in range(3):
        await stage.deliver()
    edited, reply = stage.seen(one)
    assert (edited.id, edited.edits, reply.under) == (message, 1, message)
    assert "The dam held through the night of 6 June." in edited.text
    assert "4 June" not in edited.text
    assert "a number in S1" in edited.text
    assert "revision 2" in edited.text
    assert "What changed" in edited.labels
    assert "a number in S1" in reply.text
    assert stage.seen(other) == []


async def test_a_sentence_that_nobody_was_sent_changes_nothing(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    await stage.ask(one, "brief 1 short")
    before = stage.seen(one)
    stage.add(FLOOD[0], FLOOD[1].replace("Anna Lind", "Per Holm"))
    await stage.deliver()
    assert stage.seen(one) == before


async def test_a_quiet_change_is_edited_and_not_told(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add(normal=(3, 4))
    await stage.ask(one, "brief 1")
    stage.add(COMMA, FLOOD[1], normal=(3, 4))
    await stage.deliver()
    (edited,) = stage.seen(one)
    assert (edited.edits, "Nobody slept, in town." in edited.text) == (1, True)
    assert "Corrected" not in edited.text


async def test_an_editors_word_goes_before_the_judgement(stage: Stage) -> None:
    one, other = chats(stage)
    stage.add(normal=(3, 4))
    await stage.ask(one, "brief 1")
    stage.add(COMMA, FLOOD[1], normal=(3, 4), word=EditorsWord("material", "They did sleep."))
    await stage.deliver()
    edited, reply = stage.seen(one)
    assert "They did sleep." in edited.text
    assert "They did sleep." in reply.text
    stage.add(title="Second")
    await stage.ask(other, "brief 2")
    stage.add(RIGHT, FLOOD[1], title="Second", word=EditorsWord("quiet"))
    await stage.deliver()
    (alone,) = stage.seen(other)
    assert (alone.edits, "Corrected" in alone.text) == (1, False)


async def test_a_retracted_piece_is_struck_and_its_reason_told(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    await stage.ask(one, "brief 1")
    stage.store.editorial.retract(1, "The figures were made up.", now=stage.now)
    await stage.deliver()
    struck, reply = stage.seen(one)
    assert "The dam held through the night of 4 June." in struck.struck
    assert "The figures were made up." in struck.text
    assert "Retracted" in reply.text
    assert "Read" not in struck.labels


async def test_an_erased_piece_is_taken_out_of_what_was_sent(stage: Stage) -> None:
    one, other = chats(stage)
    stage.add()
    stage.add(
        "The mill burned on 2 May. It was old.",
        title="The mill",
        short=(1,),
        normal=(1, 2),
        long=(1, 2),
    )
    await stage.ask(one, "brief 1")
    await stage.ask(other, "brief 2")
    before = stage.seen(other)
    erase_piece(1, "A court ordered it.", now=stage.now, by="me", store=stage.store)
    for _ in range(3):
        await stage.deliver()
    edited, reply = stage.seen(one)
    for message in (edited, reply):
        assert "dam" not in message.text.lower()
        assert "dam" not in message.struck.lower()
        assert "Erased" in message.text
        assert "A court ordered it." in message.text
    assert (edited.edits, edited.labels) == (1, ())
    assert stage.seen(other) == before


async def test_a_struck_message_of_a_piece_that_is_then_erased_says_nothing_of_it(
    stage: Stage,
) -> None:
    one, _ = chats(stage)
    stage.add()
    await stage.ask(one, "brief 1")
    stage.store.editorial.retract(1, "The dam was never measured.", now=stage.now)
    await stage.deliver()
    assert "dam" in stage.seen(one)[0].struck.lower()
    erase_piece(1, "", now=stage.now, by="me", store=stage.store)
    for _ in range(3):
        await stage.deliver()
    erased = stage.seen(one)[0]
    assert "dam" not in f"{erased.text} {erased.struck}".lower()
    assert "Erased" in erased.text


@pytest.mark.parametrize("before", ["corrected", "retracted"])
async def test_a_notice_names_no_piece_that_is_erased_after_it(stage: Stage, before: str) -> None:
    one, _ = chats(stage)
    stage.add()
    await stage.ask(one, "brief 1")
    if before == "retracted":
        stage.store.editorial.retract(1, "The dam was never measured.", now=stage.now)
    else:
        stage.add(FLOOD[0].replace("4 June", "5 June"), FLOOD[1])
    await stage.deliver()
    await stage.deliver()
    assert "dam" in stage.seen(one)[1].text.lower()
    erase_piece(1, "A court ordered it.", now=stage.now, by="me", store=stage.store)
    for _ in range(4):
        await stage.deliver()
    message, notice, *more = stage.seen(one)
    for told in (message, notice, *more):
        assert "dam" not in f"{told.text} {told.struck}".lower()
        assert "A court ordered it." in told.text
    assert notice.edits == 1
    assert notice.labels == ()
    assert len(more) == 1


async def test_of_a_list_only_the_erased_piece_is_taken_out(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    stage.add(
        "The mill held on 2 May. It was old.",
        title="The mill",
        short=(1,),
        normal=(1, 2),
        long=(1, 2),
    )
    await stage.ask(one, "search held")
    assert "The mill held" in only(stage.seen(one)).text
    assert "The dam held" in only(stage.seen(one)).text
    erase_piece(1, "", now=stage.now, by="me", store=stage.store)
    await stage.deliver()
    edited = only(stage.seen(one))
    assert "The mill" in edited.text
    assert "The dam held" not in edited.text
    assert "#1 erased" in edited.text


async def test_a_sentence_that_moved_is_not_changed(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    await stage.ask(one, "brief 1")
    before = stage.seen(one)
    stage.add(FLOOD[1], FLOOD[0])
    await stage.deliver()
    assert stage.seen(one) == before


async def test_a_sentence_that_is_gone_is_said_to_be(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    await stage.ask(one, "brief 1")
    stage.add("Engineers had doubted it. Nobody slept in town.", FLOOD[1], normal=(3,))
    await stage.deliver()
    edited, reply = stage.seen(one)
    assert "S1 no longer stands in the piece." in edited.text
    assert "S1 was taken out" in reply.text


async def test_of_a_digest_only_the_changed_sentence_changes(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    stage.add(
        "The mill burned on 2 May. It was old.",
        title="The mill",
        short=(1,),
        normal=(1, 2),
        long=(1, 2),
    )
    topic = await stage.ask(one, "brief all night or mill")
    stage.add(RIGHT, FLOOD[1])
    await stage.deliver()
    edited = only(stage.seen(one))
    assert "6 June" in edited.text
    assert "The mill burned on 2 May." in edited.text
    assert edited.id == topic[0]


async def test_two_corrections_of_one_message_are_both_in_it(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    stage.add(
        "The mill burned on 2 May. It was old.",
        title="The mill",
        short=(1,),
        normal=(1, 2),
        long=(1, 2),
    )
    await stage.ask(one, "brief all night or mill")
    stage.add(RIGHT, FLOOD[1])
    stage.corrector().tick()
    mill = "The mill burned on 3 May. It was old."
    stage.add(mill, title="The mill", short=(1,), normal=(1, 2), long=(1, 2))
    await stage.deliver()
    edited = only(stage.seen(one))
    assert "6 June" in edited.text
    assert "3 May" in edited.text
    assert len(stage.seen(one)) == 3


async def test_a_piece_that_is_corrected_again_is_corrected_again(stage: Stage) -> None:
    one, _ = chats(stage)
    stage.add()
    (message,) = await stage.ask(one, "brief 1")
    stage.add(RIGHT, FLOOD[1])
    await stage.deliver()
    stage.add(FLOOD[0].replace("4 June", "7 June"), FLOOD[1])
    await stage.deliver()
    edited = only(stage.seen(one))
    assert "7 June" in edited.text
    assert "6 June" not in edited.text
    assert len([m for m in stage.seen(one) if m.under == message]) == 2


async def test_what_is_sent_after_the_correction_is_corrected_too(stage: Stage) -> None:
    one, _ = chats(stage)
    card = stage.add()
    reply = render.in_full(card, stage.now, stage.store)
    stage.post(one, *freeze_reply(reply, stage.store, stage.platform.freeze, now=stage.now))
    stage.add(RIGHT, FLOOD[1])
    await stage.deliver()
    await stage.deliver()
    assert "6 June" in only(stage.seen(one)).text


@pytest.mark.parametrize("kind", ["memory", "sql"])
async def test_where_nothing_can_be_changed_one_reply_says_it_and_it_is_listed(kind: str) -> None:
    store: Store = MemoryStore() if kind == "memory" else open_store("sqlite://")
    async with slack_stage(store) as stage:
        stage.add()
        (message,) = await stage.ask("C1", "brief 1")
        at = stage.at("C1")
        found = [e for e in store.ledger.quoting(1, limit=9) if e.message == message]
        for number in ("1700.99", "command:by-url"):
            quotes = [_Quote(1, 1, at_) for at_ in found[0].spans]
            store.chat_state.note_shown(at, number, None, now=stage.now, quotes=quotes)
        stage.add(RIGHT, FLOOD[1])
        await stage.deliver()
        (newest,) = store.corrections.recent(limit=1)
        listed = {one.message: one for one in store.corrections.messages(newest.id, limit=9)}
        assert listed[message].edit == listed[message].reply == "sent"
        assert listed["1700.99"].edit is None
        assert listed["command:by-url"].why_not.startswith("The id of this message is not known")
    store.close()


@dataclass(frozen=True)
class _Quote:
    piece: int
    revision: int
    at: Span
    earlier: bool = False
