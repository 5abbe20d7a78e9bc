"""Renders replies for Telegram: plain text with entities, so that nothing needs escaping.

A rendered message is a `TelegramMessage`; `content` gives its parameters for the Bot API.

Telegram itself turns @names, #tags, /commands and addresses in plain text into links; no mode
prevents that. Entities are counted in UTF-16 units, in this file alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, assert_never

from bot.platforms.sending import frozen_rendered
from bot.platforms.splitting import split
from briefs.digests.outbox import Message
from briefs.model import Press
from handlers.message import (
    Actions,
    Attachment,
    Block,
    Bullets,
    Button,
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
from handlers.outgoing import parts_with_files

Kind: TypeAlias = Literal[
    "bold", "italic", "strikethrough", "code", "text_link", "blockquote", "expandable_blockquote"
]


@dataclass(frozen=True, slots=True)
class Entity:
    """Markup of a range of text; `offset` and `length` are UTF-16 units, as Telegram counts."""

    kind: Kind
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a message's keyboard; it carries a token or an address, never both."""

    label: str
    token: str | None = None
    url: str | None = None


Keyboard: TypeAlias = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class TelegramMessage:
    """The content of exactly one sendMessage or editMessageText, or, with a `file`, of
    sendDocument.

    A file's text is its caption, and may be empty. `said` are the blocks that it was rendered from.
    """

    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    file: Attachment | None = None
    said: tuple[Block, ...] = field(default=(), compare=False, repr=False)


def without_file(message: TelegramMessage, said: str) -> TelegramMessage:
    """The message with the text `said` in the place of its file."""
    text = f"{message.text}\n\n{said}" if message.text else said
    return replace(message, text=text, file=None)


def content(message: TelegramMessage) -> dict[str, Any]:
    """A message's own parameters, by their names in the Bot API; None means left out."""
    keys = [[_button(key) for key in row] for row in message.keyboard]
    markup = {"inline_keyboard": keys} if keys else None
    entities = [_entity(entity) for entity in message.entities] or None
    if message.file is not None:
        return {
            "caption": message.text or None,
            "caption_entities": entities,
            "reply_markup": markup,
        }
    return {
        "text": message.text,
        "entities": entities,
        "reply_markup": markup,
        "link_preview_options": {"is_disabled": True},
    }


def _entity(entity: Entity) -> dict[str, Any]:
    plain = {"type": entity.kind, "offset": entity.offset, "length": entity.length}
    return plain if entity.url is None else {**plain, "url": entity.url}


def _button(key: Key) -> dict[str, str]:
    does = {"callback_data": key.token} if key.url is None else {"url": key.url}
    return {"text": key.label, **{name: value for name, value in does.items() if value is not None}}


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


class MarkedText:
    """A text being written. White space at its ends, which Telegram would trim, is left out.

    Entities are returned in order, outer before inner.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._entities: list[Entity] = []
        self._gap = ""
        self._units = 0

    def write(self, text: str) -> None:
        if not text:
            return
        if not self._units:
            text = text.lstrip()
        elif self._gap:
            text = self._gap + text
        self._gap = ""
        self._parts.append(text)
        self._units += units(text)

    def gap(self, between: str) -> None:
        """Separate the next text from the text before, by the widest gap asked for."""
        self._gap = max(self._gap, between, key=len)

    @contextmanager
    def marked(self, kind: Kind, url: str | None = None) -> Iterator[None]:
        """Mark up the text written within this context, unless it is only white space."""
        gap, self._gap = self._gap, ""
        if self._units:
            self.write(gap)
        start, part, place = self._units, len(self._parts), len(self._entities)
        yield
        if any(not text.isspace() for text in self._parts[part:] if text):
            self._entities.insert(place, Entity(kind, start, self._units - start, url))

    def size(self) -> tuple[int, int]:
        """The size of the text so far: UTF-16 units and entities."""
        return self._units, len(self._entities)

    def finished(self) -> tuple[str, tuple[Entity, ...]]:
        """The text without trailing white space, and its entities within it."""
        text = "".join(self._parts).rstrip()
        end = units(text)
        return text, tuple(
            Entity(e.kind, e.offset, min(e.length, end - e.offset), e.url)
            for e in self._entities
            if e.offset < end
        )


MAX_KEYS = 100
"""Telegram refuses a message with more keys."""

_KEYS_A_ROW = 3
_ROW_CHARS = 30
"""Characters of a row's labels that a telephone shows in full."""


def keyboards(groups: Iterable[Actions], tokens: Mapping[Press, str]) -> tuple[Keyboard, ...]:
    """All buttons in order, as one keyboard or as several if they are too many for one."""
    rows = [row for group in groups for row in _rows(_key(b, tokens) for b in group.buttons)]
    most = MAX_KEYS // _KEYS_A_ROW
    return tuple(tuple(rows[n : n + most]) for n in range(0, len(rows), most))


def _key(button: Button, tokens: Mapping[Press, str]) -> Key:
    match button.does:
        case Press() as press:
            return Key(button.label, token=tokens[press])
        case url:
            return Key(button.label, url=url)


def _rows(keys: Iterable[Key]) -> Iterator[tuple[Key, ...]]:
    row: list[Key] = []
    for key in keys:
        width = sum(len(k.label) for k in (*row, key))
        if row and (len(row) == _KEYS_A_ROW or width > _ROW_CHARS):
            yield tuple(row)
            row = []
        row.append(key)
    if row:
        yield tuple(row)


BUDGET = 3_800
"""UTF-16 units of a message's text; Telegram refuses more than 4 096 characters."""

CAPTION = 1_024
"""UTF-16 units of a file's caption, at most."""

MAX_ENTITIES = 100
_ENTITY = BUDGET // MAX_ENTITIES
_BLANK_LINE = "\n\n"
_WORDLESS = "⋯"


def render(reply: Reply, tokens: Mapping[Press, str]) -> tuple[TelegramMessage, ...]:
    """A reply as messages in the order of sending; its buttons are keys of the last one.

    `tokens` has a token for each press of the reply. A reply without text, files and buttons gives
    no message.
    """
    shown = (block for block in reply.blocks if not isinstance(block, Actions))
    messages = [m for words, file in parts_with_files(shown) for m in _messages(words, file)]
    groups = [block for block in reply.blocks if isinstance(block, Actions)]
    for n, keyboard in enumerate(keyboards(groups, tokens)):
        last = messages.pop() if messages and n == 0 else TelegramMessage(_WORDLESS)
        said = (*last.said, *groups) if n == 0 else ()
        messages.append(replace(last, keyboard=keyboard, said=said))
    return tuple(messages)


def _messages(words: tuple[Block, ...], file: Attachment | None) -> list[TelegramMessage]:
    """The text and then the file, with the last message of the text as its caption if that fits."""
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
    if units <= BUDGET and entities <= MAX_ENTITIES:
        return ((words, whole),)  # most replies fit, and need no measuring
    parts = split(words, budget=BUDGET, size=_size, most=BUDGET)
    return ((part, _written(part)) for part in parts)


def _size(block: Block) -> int:
    """A block's share of the budget after another block, by text or by entities, whichever is
    larger.
    """
    text = MarkedText()
    text.write(_WORDLESS)
    text.gap(_BLANK_LINE)
    _write(block, text)
    units, entities = text.size()
    return max(units - len(_WORDLESS), entities * _ENTITY, 1)


def _written(blocks: Iterable[Block]) -> MarkedText:
    text = MarkedText()
    before: Block | None = None
    for block in blocks:
        match before, block:
            case (Heading(), _) | (Quote(), Quote(opens=False)):
                text.gap("\n")
            case _:
                text.gap(_BLANK_LINE)
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
            if isinstance(inner, Quote):  # blockquote entities cannot be nested
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
            case Extract(text=words, earlier=True):
                with text.marked("strikethrough"):
                    text.write(words)
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


def freeze(reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
    """The messages of a reply, in the order of posting.

    Raises ValueError for a reply with a file, which JSON cannot carry, and KeyError for a button
    whose press has no token.
    """
    return tuple(
        frozen_rendered(
            {name: value for name, value in content(message).items() if value is not None},
            message,
            reply.about,
        )
        for message in render(reply, tokens)
    )
