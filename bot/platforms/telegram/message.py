"""A Telegram message before it is sent: its text with entities, its keys, and perhaps a file."""

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from handlers.message import Attachment, Block

Kind: TypeAlias = Literal[
    "bold", "italic", "code", "text_link", "blockquote", "expandable_blockquote"
]


@dataclass(frozen=True, slots=True)
class Entity:
    """Markup of a stretch of text; `offset` and `length` are UTF-16 units, as Telegram counts."""

    kind: Kind
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a message's keyboard: it hands back a token or opens an address, never both."""

    label: str
    token: str | None = None
    url: str | None = None


Keyboard: TypeAlias = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class TelegramMessage:
    """The content of exactly one sendMessage or editMessageText, or, with a `file`, sendDocument.

    A file's text is its caption, and may be empty. `said` is what the text was written from.
    """

    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    file: Attachment | None = None
    said: tuple[Block, ...] = field(default=(), compare=False, repr=False)


def without_file(message: TelegramMessage, said: str) -> TelegramMessage:
    """The same words with something `said` in the place of the file."""
    text = f"{message.text}\n\n{said}" if message.text else said
    return replace(message, text=text, file=None)
