"""Writes a message as the Bot API's parameters."""

from typing import Any

from telegram import InputFile

from bot.platforms.telegram.message import Entity, Key, TelegramMessage
from handlers.message import Attachment


def content(message: TelegramMessage) -> dict[str, Any]:
    """A message's own parameters, as the Bot API names them; None stands for one left out."""
    keys = [[_key(key) for key in row] for row in message.keyboard]
    markup = {"inline_keyboard": keys} if keys else None
    entities = [_entity(entity) for entity in message.entities] or None
    if message.file is not None:
        return {
            "document": _document(message.file),
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


def _document(file: Attachment) -> InputFile:
    document = InputFile(file.data, file.name)
    document.mimetype = file.media_type  # the library goes by the name, and knows few endings
    return document


def _entity(entity: Entity) -> dict[str, Any]:
    plain = {"type": entity.kind, "offset": entity.offset, "length": entity.length}
    return plain if entity.url is None else {**plain, "url": entity.url}


def _key(key: Key) -> dict[str, str]:
    does = {"callback_data": key.token} if key.url is None else {"url": key.url}
    return {"text": key.label, **{name: value for name, value in does.items() if value is not None}}
