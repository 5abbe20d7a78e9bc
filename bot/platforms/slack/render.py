"""Turns a reply into Slack messages within every limit, with all its words in order."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.platforms.bounds import words
from bot.platforms.messages import frozen_rendered, parts_with_files, split
from bot.platforms.slack import block_kit
from bot.platforms.slack.block_kit import QUIET, SlackMessage, content
from briefs.digests.frozen import Message
from briefs.model import Press
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Reply,
)

MAX_BLOCKS: Final = 50
MAX_BLOCKS_CHARS: Final = 10_000
"""Characters of a message's blocks written as JSON.

Slack refuses a message somewhere past 11 000 characters without saying how it counts; JSON is the
most that it can be counting.
"""
_MAX_TEXT_CHARS: Final = 3_900
_MAX_COMMENT_CHARS: Final = 3_000
"""Characters of what is said with a file, at most: so much is never cut."""


def render(reply: Reply, tokens: Mapping[Press, str]) -> tuple[SlackMessage, ...]:
    """The reply as messages, to be posted in order; `tokens` holds one for each of its presses."""
    return tuple(
        message
        for blocks, file in parts_with_files(reply.blocks)
        for message in _with_file(_messages(blocks, tokens), file)
    )


def _with_file(
    messages: tuple[SlackMessage, ...], file: Attachment | None
) -> tuple[SlackMessage, ...]:
    """The words and the file after them: in one message, if they are few and have no buttons."""
    if file is None:
        return messages
    match messages:
        case (words,) if len(words.text) <= _MAX_COMMENT_CHARS and not _has_buttons(words):
            return (replace(words, blocks=(), file=file),)
        case _:
            return (*messages, SlackMessage("", (), file))


def _has_buttons(message: SlackMessage) -> bool:
    return any(block["type"] == "actions" for block in message.blocks)


def _messages(blocks: tuple[Block, ...], tokens: Mapping[Press, str]) -> tuple[SlackMessage, ...]:
    def size(block: Block) -> int:
        written = block_kit.written(block, tokens, place=MAX_BLOCKS)
        return _length(written) + 2 if written else 0

    rows = tuple(_rows(blocks))
    whole = _message(rows, tokens)  # most replies are one message: then no block is measured
    if whole is None or (len(rows) <= MAX_BLOCKS and _length(whole.blocks) <= MAX_BLOCKS_CHARS):
        return (whole,) if whole else ()
    parts = split(rows, budget=MAX_BLOCKS_CHARS, size=size, most=MAX_BLOCKS)
    return tuple(message for part in parts if (message := _message(part, tokens)))


def escape(text: str) -> str:
    """Plain text as mrkdwn that can mention nobody and link nowhere."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _length(written: object) -> int:
    return len(json.dumps(written, ensure_ascii=False))


def _rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with buttons in rows that Slack can hold."""
    for block in blocks:
        if isinstance(block, Actions):
            for start in range(0, len(block.buttons), block_kit.MAX_BUTTONS):
                yield Actions(block.buttons[start : start + block_kit.MAX_BUTTONS])
        else:
            yield block


def _message(part: tuple[Block, ...], tokens: Mapping[Press, str]) -> SlackMessage | None:
    written = [block_kit.written(block, tokens, place=n) for n, block in enumerate(part)]
    text = "\n".join(filter(None, map(words, part))).strip()
    labels = " · ".join(
        b.label for block in part if isinstance(block, Actions) for b in block.buttons
    )
    fallback = text or labels.strip()
    if not fallback:
        return None  # nothing but dividers and blanks
    blocks = tuple(block for block in written if block)
    return SlackMessage(_capped(escape(fallback)), blocks, said=part)


def _capped(text: str) -> str:
    if len(text) <= _MAX_TEXT_CHARS:
        return text
    return re.sub(r"&[a-z]{0,3}$", "", text[: _MAX_TEXT_CHARS - 1]) + "…"


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """The reply's messages, in the order of posting.

    Raises ValueError for a reply with a file, which no JSON can hold, and KeyError for a button
    whose press has no token.
    """
    return tuple(
        frozen_rendered({**content(message), **QUIET}, message, reply.about)
        for message in render(reply, tokens)
    )
