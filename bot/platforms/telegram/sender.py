"""Makes the calls that post, edit and acknowledge; what becomes of each is a value."""

from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.platforms.telegram.api import call
from bot.platforms.telegram.failures import outcome_of
from bot.platforms.telegram.message import TelegramMessage
from bot.platforms.telegram.milder import milder
from bot.platforms.telegram.parameters import content
from briefs.model import Address
from briefs.outcome import Outcome, Rejected, Sent, Unknown

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
        method = "sendMessage" if message.file is None else "sendDocument"
        return await self._tried(method, to, {**fields, **content(message)})

    async def edit(self, to: Address, posted: int, message: TelegramMessage) -> Outcome:
        """Put a message without a file in the place of the one `posted`."""
        return await self._tried("editMessageText", to, {"message_id": posted, **content(message)})

    def moved(self, chat: str, to: str) -> None:
        """From now on, what is for `chat` goes `to` there."""
        _log.warning("telegram.chat_moved", chat=chat, to=to)
        self._moved[chat] = to

    async def acknowledge(self, query: str, text: str | None = None) -> None:
        """Give a button's press its one answer; too late is no harm."""
        try:
            await self._bot.answer_callback_query(query, text)
        except TelegramError as error:
            _log.info("telegram.unacknowledged", outcome=outcome_of(error))

    async def _tried(self, method: str, to: Address, params: dict[str, Any]) -> Outcome:
        """One call; at most one more where Telegram's refusal says how to do better."""
        chat = self._moved.get(to.channel, to.channel)
        try:
            result = await call(self._bot, method, {"chat_id": chat, **params})
            return Sent(str(result["message_id"]))
        except ChatMigrated as error:
            moved_to = str(error.new_chat_id)
            if chat == moved_to:
                return Rejected(error.message)
            self.moved(to.channel, moved_to)
            return await self._tried(method, to, params)
        except BadRequest as error:
            if "message is not modified" in error.message.lower():
                return Sent(str(params["message_id"]))
            kept = milder(params, error.message)
            if kept is None:
                return outcome_of(error)
            _log.error("telegram.markup_refused", chat=to.channel, reason=error.message)
            return await self._tried(method, to, kept)
        except TelegramError as error:
            return outcome_of(error)
        except Exception:  # noqa: BLE001  # an answer that can't be read may be a success
            _log.exception("telegram.unreadable_answer", chat=to.channel)
            return Unknown("Telegram's answer could not be read")
