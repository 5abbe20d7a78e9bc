"""Blocks survive being kept as JSON: what is written anew is what was sent."""

import pytest
from hypothesis import given

from handlers import message_json
from handlers.message import Attachment, Reply
from tests.bot.replies import replies


@given(reply=replies)
def test_blocks_come_back_as_they_were(reply: Reply) -> None:
    blocks = tuple(block for block in reply.blocks if not isinstance(block, Attachment))
    assert message_json.load(message_json.dump(blocks)) == blocks


def test_a_file_is_no_text_of_a_message() -> None:
    with pytest.raises(TypeError):
        message_json.dump([Attachment("a.txt", "text/plain", "words")])
