"""Blocks survive being kept as JSON: what is written anew is what was sent."""

import pytest
from hypothesis import given

from handlers.message import Attachment, Reply, dump_blocks, load_blocks
from tests.bot.replies import replies


@given(reply=replies)
def test_blocks_come_back_as_they_were(reply: Reply) -> None:
    blocks = tuple(block for block in reply.blocks if not isinstance(block, Attachment))
    assert load_blocks(dump_blocks(blocks)) == blocks


def test_a_file_is_no_text_of_a_message() -> None:
    with pytest.raises(TypeError):
        dump_blocks([Attachment("a.txt", "text/plain", "words")])
