"""Bounds the length of an answer: the part beyond a few messages comes as a file after them.

Blocks are moved whole, so that no message ends within a sentence. All text was compared with the
stored bodies before (`handlers.verify`).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, assert_never

from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Collapsed,
    Divider,
    Extract,
    Facts,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Reply,
)

MAX_ANSWER_CHARS: Final = 15_000
"""Four messages on Telegram, two on Slack; no intended answer is as long."""

MAX_BLOCK_CHARS: Final = 6_000
"""A longer block is left out of a message that cannot have a file."""

_NAME: Final = "rest.txt"
_SAID: Final = "The rest is too long for messages: it is in the file."
_LEFT_OUT: Final = "{size:,} characters in one: too long for a message. /read shows the piece."


def within_bounds(reply: Reply) -> Reply:
    """The reply with the part beyond the bound in a file; its buttons stay."""
    shown = [block for block in reply.blocks if not isinstance(block, Actions | Attachment)]
    used = fitting = 0
    for block in shown:
        used += len(words(block))
        if used > MAX_ANSWER_CHARS:
            break
        fitting += 1
    rest = shown[fitting:]
    if not rest:
        return reply
    kept = {id(block) for block in shown[:fitting]}
    others = (b for b in reply.blocks if isinstance(b, Actions | Attachment) or id(b) in kept)
    text = "\n\n".join(filter(None, map(words, rest)))
    file = Attachment(_NAME, "text/plain", f"{text}\n")
    return replace(reply, blocks=(*_parted(others, (Paragraph((_SAID,)), file)),))


def without_endless(reply: Reply) -> Reply:
    """The reply with a note in the place of each block that is too long for a message."""
    return replace(reply, blocks=tuple(map(_bounded, reply.blocks)))


def _bounded(block: Block) -> Block:
    size = len(words(block))
    if size <= MAX_BLOCK_CHARS or isinstance(block, Bullets | Facts | Collapsed):
        return block
    return Paragraph((_LEFT_OUT.format(size=size),))


def _parted(blocks: Iterable[Block], rest: tuple[Block, ...]) -> Iterable[Block]:
    """The blocks with `rest` put in before the buttons."""
    buttons = []
    for block in blocks:
        if isinstance(block, Actions):
            buttons.append(block)
        else:
            yield block
    yield from rest
    yield from buttons


def words(block: Block) -> str:
    """The text of a block without markup; struck-out text stands between tildes."""
    match block:
        case Heading(text):
            return text
        case Paragraph(content):
            return _inline(content)
        case Quote(label, extract, notes):
            return " ".join(filter(None, (label, _shown(extract), *(f"[{n}]" for n in notes))))
        case Bullets(items, start):
            marks = [f"{start + n}." if start is not None else "•" for n in range(len(items))]
            return "\n".join(f"{m} {_inline(i)}" for m, i in zip(marks, items, strict=True))
        case Facts(pairs):
            named = ((f"{name}: " if name else "", value) for name, value in pairs)
            return "\n".join(name + _inline(value) for name, value in named)
        case Collapsed(summary, content):
            return "\n".join((summary, *map(words, content)))
        case Divider() | Actions() | Attachment():
            return ""
        case _:
            assert_never(block)


def _inline(content: tuple[Inline, ...]) -> str:
    return "".join(_shown(part) for part in content)


def _shown(part: Inline) -> str:
    match part:
        case str():
            return part
        case Extract(text, earlier=True):
            return f"~{text}~"
        case Link(text, url) if text != url:
            return f"{text} ({url})"
        case _:
            return part.text
