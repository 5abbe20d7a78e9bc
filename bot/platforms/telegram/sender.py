"""Makes the calls that post, edit and acknowledge; what becomes of each is a value."""

from dataclasses import replace
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.platforms.outcome import Outcome, Rejected, Sent, Unknown
from bot.platforms.telegram.api import call
from bot.platforms.telegram.failures import outcome_of
from bot.platforms.telegram.message import Entity, Key, TelegramMessage
from briefs.model import Address

_log = structlog.get_logger(__name__)


class Sender:
    """The bot's outgoing side. No method raises for anything that Telegram or the network does."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._moved: dict[str, str] = {}

    async def send(
        self, to: Address, message: TelegramMessage, *, answering: int | None = None
    ) -> Outcome:
        """Post one message, as a reply to the message `answering` if that still exists."""
        reply = {"message_id": answering, "allow_sending_without_reply": True}
        fields = {
            "message_thread_id": to.thread or None,
            "reply_parameters": reply if answering is not None else None,
        }
        return await self._tried("sendMessage", to, fields, message)

    async def edit(self, to: Address, posted: int, message: TelegramMessage) -> Outcome:
        """Put a message in the place of the one `posted`."""
        return await self._tried("editMessageText", to, {"message_id": posted}, message)

    async def acknowledge(self, query: str, text: str | None = None) -> None:
        """Give a button's press its one answer; too late is no harm."""
        try:
            await self._bot.answer_callback_query(query, text)
        except TelegramError as error:
            _log.info("telegram.unacknowledged", outcome=outcome_of(error))

    async def _tried(
        self, method: str, to: Address, fields: dict[str, Any], message: TelegramMessage
    ) -> Outcome:
        """One call; at most one more where Telegram's refusal says how to do better."""
        params = {"chat_id": self._moved.get(to.channel, to.channel), **fields, **content(message)}
        try:
            result = await call(self._bot, method, params)
            return Sent(str(result["message_id"]))
        except ChatMigrated as error:
            moved_to = str(error.new_chat_id)
            if params["chat_id"] == moved_to:
                return Rejected(error.message)
            _log.warning("telegram.chat_moved", chat=to.channel, to=moved_to)
            self._moved[to.channel] = moved_to
            return await self._tried(method, to, fields, message)
        except BadRequest as error:
            refusal = error.message.lower()
            if "message is not modified" in refusal:
                return Sent(str(fields["message_id"]))
            milder = _milder(message, refusal)
            if milder is None:
                return outcome_of(error)
            _log.error("telegram.markup_refused", chat=to.channel, reason=error.message)
            return await self._tried(method, to, fields, milder)
        except TelegramError as error:
            return outcome_of(error)
        except Exception:  # noqa: BLE001  # an answer that can't be read may be a success
            _log.exception("telegram.unreadable_answer", chat=to.channel)
            return Unknown("Telegram's answer could not be read")


def content(message: TelegramMessage) -> dict[str, Any]:
    """A message's own parameters, as the Bot API names them."""
    keys = [[_key(key) for key in row] for row in message.keyboard]
    return {
        "text": message.text,
        "entities": [_entity(entity) for entity in message.entities] or None,
        "reply_markup": {"inline_keyboard": keys} if keys else None,
        "link_preview_options": {"is_disabled": True},
    }


def _entity(entity: Entity) -> dict[str, Any]:
    plain = {"type": entity.kind, "offset": entity.offset, "length": entity.length}
    return plain if entity.url is None else {**plain, "url": entity.url}


def _key(key: Key) -> dict[str, str]:
    does = {"callback_data": key.token} if key.url is None else {"url": key.url}
    return {"text": key.label, **{name: value for name, value in does.items() if value is not None}}


def _milder(message: TelegramMessage, refusal: str) -> TelegramMessage | None:
    """The same words without the markup that Telegram refused, if it was the markup."""
    if "can't parse entities" in refusal and message.entities:
        return replace(message, entities=())
    if "button" in refusal and "url" in refusal:
        rows = (tuple(key for key in row if key.url is None) for row in message.keyboard)
        kept = tuple(row for row in rows if row)
        return replace(message, keyboard=kept) if kept != message.keyboard else None
    return None
