"""A Telegram message before it is sent: its text, the entities that mark it up, and its keys."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

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
    """The content of exactly one sendMessage or editMessageText."""

    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
