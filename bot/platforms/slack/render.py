"""Renders a reply as Slack messages within every limit, with all its words in order."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from bot.platforms.messages import frozen_rendered, parts_with_files, split
from bot.platforms.reply_limits import words
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
"""Characters of a message's blocks, written as JSON.

Slack refuses a message somewhere above 11 000 characters and does not say how it counts; the length
of the JSON is the most it can count.
"""
_MAX_TEXT_CHARS: Final = 3_900
_MAX_COMMENT_CHARS: Final = 3_000
"""Characters of the text that is posted with a file; Slack does not cut a text of this length."""


def render(reply: Reply, tokens: Mapping[Press, str]) -> tuple[SlackMessage, ...]:
    """The reply as messages, to be posted in order; `tokens` has one for each of its presses."""
    return tuple(
        message
        for blocks, file in parts_with_files(reply.blocks)
        for message in _with_file(_messages(blocks, tokens), file)
    )


def _with_file(
    messages: tuple[SlackMessage, ...], file: Attachment | None
) -> tuple[SlackMessage, ...]:
    """The text and then the file; in one message if the text is short and has no buttons."""
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
    whole = _message(rows, tokens)  # most replies are one message, which needs no measuring
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
    """The blocks with their buttons in rows no longer than Slack's limit."""
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
        return None  # only dividers and blanks
    blocks = tuple(block for block in written if block)
    return SlackMessage(_capped(escape(fallback)), blocks, said=part)


def _capped(text: str) -> str:
    if len(text) <= _MAX_TEXT_CHARS:
        return text
    return re.sub(r"&[a-z]{0,3}$", "", text[: _MAX_TEXT_CHARS - 1]) + "…"


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """The messages of a reply, in the order of posting.

    Raises ValueError for a reply with a file, which JSON cannot carry, and KeyError for a button
    whose press has no token.
    """
    return tuple(
        frozen_rendered({**content(message), **QUIET}, message, reply.about)
        for message in render(reply, tokens)
    )
