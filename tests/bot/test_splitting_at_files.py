"""A reply falls apart at its files, and nothing of it gets lost."""

from hypothesis import given

from handlers.message import Attachment, Block, Heading, Paragraph, Reply
from handlers.outgoing import parts_with_files
from tests.bot.replies import replies

FILE = Attachment("list.bib", "application/x-bibtex", "@book{a}")


def test_the_words_before_a_file_go_with_it_and_those_after_it_stand_alone() -> None:
    before, after = Heading("before"), Paragraph(("after",))
    assert list(parts_with_files((before, FILE, FILE, after))) == [
        ((before,), FILE),
        ((), FILE),
        ((after,), None),
    ]


def test_no_blocks_are_no_stretch() -> None:
    assert list(parts_with_files(())) == []


@given(replies)
def test_put_together_again_it_is_always_the_same_reply(reply: Reply) -> None:
    again: list[Block] = []
    for words, file in parts_with_files(reply.blocks):
        again += (*words, *((file,) if file is not None else ()))
    assert tuple(again) == reply.blocks
