"""Renders replies for Telegram: plain text with entities, so that nothing ever needs escaping.

Telegram itself turns @names, #tags, /commands and addresses in plain text into links, whatever is
sent; no mode prevents that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from bot.platforms.splitting import split
from bot.platforms.stretches import stretches
from bot.platforms.telegram.keyboard import keyboards
from bot.platforms.telegram.marked_text import MarkedText, units
from bot.platforms.telegram.message import TelegramMessage
from briefs.model import Press
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Code,
    Collapsed,
    Divider,
    Emphasis,
    Extract,
    Facts,
    Heading,
    Inline,
    Link,
    Paragraph,
    Quote,
    Reply,
    Strong,
)

BUDGET = 3_800
"""UTF-16 units of a message's text; Telegram refuses more than 4 096 characters."""

CAPTION = 1_024
"""Units of the text below a file, at most."""

MOST_ENTITIES = 100
_ENTITY = BUDGET // MOST_ENTITIES
_APART = "\n\n"
_WORDLESS = "⋯"


def render(reply: Reply, tokens: Mapping[Press, str]) -> tuple[TelegramMessage, ...]:
    """A reply as messages in the order of sending; its buttons are keys of the last one.

    `tokens` holds a token for each press of the reply. A reply without any words, files or
    buttons gives no message.
    """
    shown = (block for block in reply.blocks if not isinstance(block, Actions))
    messages = [m for words, file in stretches(shown) for m in _messages(words, file)]
    groups = [block for block in reply.blocks if isinstance(block, Actions)]
    for n, keyboard in enumerate(keyboards(groups, tokens)):
        last = messages.pop() if messages and n == 0 else TelegramMessage(_WORDLESS)
        messages.append(replace(last, keyboard=keyboard))
    return tuple(messages)


def _messages(words: tuple[Block, ...], file: Attachment | None) -> list[TelegramMessage]:
    """The words and the file after them, which takes the last of them as its caption if it can."""
    messages = [
        message
        for part, text in _texts(words)
        if (message := TelegramMessage(*text.finished(), said=part)).text
    ]
    if file is not None:
        fits = messages and units(messages[-1].text) <= CAPTION
        caption = messages.pop() if fits else TelegramMessage("")
        messages.append(replace(caption, file=file))
    return messages


def _texts(words: tuple[Block, ...]) -> Iterable[tuple[tuple[Block, ...], MarkedText]]:
    whole = _written(words)
    units, entities = whole.size()
    if units <= BUDGET and entities <= MOST_ENTITIES:
        return ((words, whole),)  # as most replies are: then no block is measured
    parts = split(words, budget=BUDGET, size=_size, most=BUDGET)
    return ((part, _written(part)) for part in parts)


def _size(block: Block) -> int:
    """A block's share of the budget where it follows another, of text or entities if scarcer."""
    text = MarkedText()
    text.write(_WORDLESS)
    text.gap(_APART)
    _write(block, text)
    units, entities = text.size()
    return max(units - len(_WORDLESS), entities * _ENTITY, 1)


def _written(blocks: Iterable[Block]) -> MarkedText:
    text = MarkedText()
    before: Block | None = None
    for block in blocks:
        match before, block:
            case (Heading(), _) | (Quote(), Quote()):
                text.gap("\n")
            case _:
                text.gap(_APART)
        _write(block, text)
        before = block
    return text


def _write(block: Block, text: MarkedText) -> None:
    match block:
        case Heading(words):
            _write_inlines((Strong(words),), text)
        case Paragraph(content):
            _write_inlines(content, text)
        case Quote():
            with text.marked("blockquote"):
                _write_quote(block, text)
        case Bullets():
            _write_bullets(block, text)
        case Facts(pairs):
            for name, value in pairs:
                text.gap("\n")
                _write_inlines((Emphasis(name), ": " if name else "", *value), text)
        case Collapsed():
            _write_folded(block, text)
        case Divider():
            text.write("———")
        case Actions() | Attachment():
            raise ValueError("buttons are keys and files are documents, not text")
        case _:
            assert_never(block)


def _write_bullets(block: Bullets, text: MarkedText) -> None:
    for n, item in enumerate(block.items):
        text.gap("\n")
        text.write("• " if block.start is None else f"{block.start + n}. ")
        _write_inlines(item, text)


def _write_folded(block: Collapsed, text: MarkedText) -> None:
    with text.marked("expandable_blockquote"):
        _write_inlines((Strong(block.summary),), text)
        for inner in block.content:
            text.gap("\n")
            if isinstance(inner, Quote):  # Telegram's quotes cannot stand in one another
                _write_quote(inner, text)
            else:
                _write(inner, text)


def _write_quote(quote: Quote, text: MarkedText) -> None:
    if quote.label:
        _write_inlines((Code(quote.label), " "), text)
    _write_inlines((quote.extract,), text)
    if quote.notes:
        text.write(" " + "".join(f"[{note}]" for note in quote.notes))


def _write_inlines(content: Iterable[Inline], text: MarkedText) -> None:
    for part in content:
        match part:
            case str():
                text.write(part)
            case Strong(words) | Extract(text=words, marked=True):
                with text.marked("bold"):
                    text.write(words)
            case Extract(text=words):
                text.write(words)
            case Emphasis(words):
                with text.marked("italic"):
                    text.write(words)
            case Code(words):
                with text.marked("code"):
                    text.write(words)
            case Link(words, url):
                with text.marked("text_link", url):
                    text.write(words)
            case _:
                assert_never(part)
