"""A Telegram message before it is sent, and as the Bot API's parameters."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from handlers.message import Attachment, Block

Kind: TypeAlias = Literal[
    "bold", "italic", "strikethrough", "code", "text_link", "blockquote", "expandable_blockquote"
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


def content(message: TelegramMessage) -> dict[str, Any]:
    """A message's own parameters, as the Bot API names them; None stands for one left out."""
    keys = [[_key(key) for key in row] for row in message.keyboard]
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


def _key(key: Key) -> dict[str, str]:
    does = {"callback_data": key.token} if key.url is None else {"url": key.url}
    return {"text": key.label, **{name: value for name, value in does.items() if value is not None}}
