"""Send, edit, post; fallback without markup.

What to leave out of a message whose markup Telegram refused: the words stay as they are.

Makes the calls that post, edit and acknowledge; what becomes of each is a value.

Posts frozen messages on Telegram: their JSON goes straight to the Bot API, as it is.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, TelegramError
from yarl import URL

from bot.platforms.telegram.client import OFFICIAL, call, session_to
from bot.platforms.telegram.errors import (
    outcome_of,
    outcome_of_exception,
    outcome_of_response,
    refusal,
)
from bot.platforms.telegram.message import TelegramMessage, content
from briefs.digests.outbox import Outcome, Rejected, Sent, Unknown
from briefs.model import Address

_MARKUP = frozenset({"entities", "caption_entities"})


def without_refused_markup(params: Mapping[str, Any], refusal: str) -> dict[str, Any] | None:
    """The call's parameters without what `refusal` is about; None if that is not markup of ours."""
    complaint = refusal.lower()
    given = {name: value for name, value in params.items() if value is not None}
    kept = given
    if "can't parse entities" in complaint:
        kept = {name: value for name, value in given.items() if name not in _MARKUP}
    elif "button" in complaint and "url" in complaint and "reply_markup" in given:
        kept = {name: value for name, value in given.items() if name != "reply_markup"}
        if rows := _pressable(given["reply_markup"]):
            kept["reply_markup"] = {"inline_keyboard": rows}
    return kept if kept != given else None


def _pressable(markup: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """A keyboard's rows without the keys that open an address."""
    rows = ([key for key in row if "url" not in key] for row in markup.get("inline_keyboard", ()))
    return [row for row in rows if row]


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
            kept = without_refused_markup(params, error.message)
            if kept is None:
                return outcome_of(error)
            _log.error("telegram.markup_refused", chat=to.channel, reason=error.message)
            return await self._tried(method, to, kept)
        except TelegramError as error:
            return outcome_of(error)
        except Exception:  # noqa: BLE001  # an answer that can't be read may be a success
            _log.exception("telegram.unreadable_answer", chat=to.channel)
            return Unknown("Telegram's answer could not be read")


TIMEOUT: Final = aiohttp.ClientTimeout(total=25, connect=10)
"""For one call, of which a post makes two at most."""

_FREE, _PAID = timedelta(seconds=1) / 25, timedelta(seconds=1) / 1000
"""Telegram takes 30 messages a second, or 1 000 that are paid for; some are left for replies."""

_IN_PRIVATE, _IN_A_GROUP = timedelta(seconds=1), timedelta(seconds=3)
_CONNECTIONS: Final = 128
_JSON: Final = {"Content-Type": "application/json"}


class TelegramPoster:
    """One bot account's way out, for `bot.platforms.posting.Poster`.

    `base_url` is as the adapter's. With `paid`, Telegram is asked for its paid broadcast, which
    costs the bot's owner Stars.
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str | None = None,
        paid: bool = False,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        bot, _, _ = token.partition(":")
        self.account: Final = Address("telegram", bot, "").account
        self.account_rate: Final = (self.account, _PAID if paid else _FREE)
        self.can_look: Final = False
        self._url = URL(f"{base_url or OFFICIAL}{token}/sendMessage", encoded=True)
        self._paid = paid
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        """One message a second, and in groups and channels, whose ids are negative, 20 a minute."""
        shared = to.channel.startswith("-")
        return str(to.channel_alone), _IN_A_GROUP if shared else _IN_PRIVATE

    async def open(self) -> None:
        self._session = session_to(self._url, connections=_CONNECTIONS)

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def post(
        self,
        to: Address,
        payload: str,
        key: str,  # noqa: ARG002  # Telegram offers no place for it
    ) -> Outcome:
        """One call; one more, with milder markup, where it is the markup that is refused."""
        outcome, answer = await self._tried(to, payload)
        if isinstance(outcome, Rejected) and outcome.blame == "message":
            complaint = refusal(answer)
            kept = without_refused_markup(json.loads(payload), complaint)
            if kept is not None:
                _log.error("telegram.markup_refused", chat=to.channel, reason=complaint)
                outcome, _ = await self._tried(to, json.dumps(kept))
        return outcome

    async def look(self, to: Address, key: str, since: datetime) -> None:
        """Nothing: no bot can read what stands in a chat."""

    async def _tried(self, to: Address, payload: str) -> tuple[Outcome, bytes]:
        """What became of one call, and the answer to it, if there was one."""
        if self._session is None:
            raise RuntimeError("it has not been opened")
        try:
            async with self._session.post(
                self._url,
                data=self._addressed(to, payload),
                headers=_JSON,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, OSError) as error:
            return outcome_of_exception(error), b""
        return outcome_of_response(response.status, body, to), body

    def _addressed(self, to: Address, payload: str) -> bytes:
        """The payload with the place it goes to before its own fields, without reading them."""
        place: dict[str, Any] = {"chat_id": to.channel}
        if to.thread:
            place["message_thread_id"] = to.thread
        if self._paid:
            place["allow_paid_broadcast"] = True
        return f"{json.dumps(place)[:-1]},{payload[1:]}".encode()
