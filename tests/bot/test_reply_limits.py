"""One answer fills no chat: what is beyond a few messages comes as a file, whole and proved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import ChatService
from bot.platforms.sending import freeze_reply
from bot.platforms.slack import render as slack
from bot.platforms.telegram import render as telegram
from briefs.model import Press
from briefs.pieces import ingest
from handlers.message import Actions, Attachment, Block, Bullets, Button, Heading, Paragraph, Reply
from handlers.outgoing import MAX_ANSWER_CHARS, within_bounds, without_endless, words
from tests.bot.test_budgets import PRIVATE, asking
from tests.briefs.builders import draft, edited
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import NOW

ENDLESS = "A long line of words without end " * 4_000
MOST_MESSAGES = 6


@pytest.mark.parametrize("line", ["brief 1", "brief 1 long", "check 1 S1", "read 1", "brief words"])
def test_a_piece_of_one_endless_sentence_is_a_few_messages_and_a_file(line: str) -> None:
    store = MemoryStore()
    store.catalogue.add(edited(ENDLESS, title="Endless"), now=NOW)
    answer = ChatService(store, lambda: NOW).answer(asking(line, at=PRIVATE))
    for messages in (
        telegram.render(answer.reply, answer.tokens),
        slack.render(answer.reply, answer.tokens),
    ):
        assert 0 < len(messages) <= MOST_MESSAGES


def test_the_file_holds_the_rest_and_the_buttons_stay() -> None:
    store = MemoryStore()
    store.catalogue.add(edited(f"Short one. {ENDLESS}", title="Endless"), now=NOW)
    answer = ChatService(store, lambda: NOW).answer(asking("check 1 S2", at=PRIVATE))
    (file,) = [block for block in answer.reply.blocks if isinstance(block, Attachment)]
    assert ENDLESS.strip() in file.text
    assert any(isinstance(block, Actions) for block in answer.reply.blocks)
    assert any("in the file" in words(block) for block in answer.reply.blocks)


texts = st.integers(1, 8_000).map(lambda n: "word " * (n // 5) + "x" * (n % 5))
blocks = st.lists(
    st.one_of(
        texts.map(Heading),
        texts.map(lambda text: Paragraph((text,))),
        texts.map(lambda text: Bullets(((text,), (text[:9],)))),
        st.just(Actions((Button("Read", Press("read", ("1",))),))),
    ),
    max_size=12,
)


@given(blocks)
def test_no_word_is_ever_lost_and_messages_are_always_bounded(
    given_blocks: list[Block],
) -> None:
    reply = Reply(tuple(given_blocks))
    bounded = within_bounds(reply)
    said = "".join(map(words, bounded.blocks)).replace("The rest is too long for messages", "")
    files = "".join(block.text for block in bounded.blocks if isinstance(block, Attachment))
    assert len(said) <= MAX_ANSWER_CHARS + 100
    for block in given_blocks:
        assert words(block).strip() in said + files
    assert [b for b in bounded.blocks if isinstance(b, Actions)] == [
        b for b in given_blocks if isinstance(b, Actions)
    ]
    if sum(len(words(block)) for block in given_blocks) <= MAX_ANSWER_CHARS:
        assert bounded is reply


def test_a_post_that_can_have_no_file_says_what_it_leaves_out() -> None:
    reply = Reply((Heading("News"), Paragraph(("word " * 9_000,)), Paragraph(("Short.",))))
    said = [words(block) for block in without_endless(reply).blocks]
    assert said[0] == "News"
    assert "too long for a message" in said[1]
    assert said[2] == "Short."
    messages = freeze_reply(reply, MemoryStore(), telegram.freeze, now=NOW)
    assert len(messages) == 1


def test_an_endless_sentence_is_warned_of_when_it_comes_in() -> None:
    found = ingest.edit(draft(f"Short one. {ENDLESS}"))
    (warning,) = [one for one in found.draft.warnings if "longer than" in one]
    assert "1 sentence is longer than 2000 characters" in warning
    assert "A long line of words" in warning
    assert not [w for w in ingest.edit(draft("Short one.")).draft.warnings if "longer than" in w]
