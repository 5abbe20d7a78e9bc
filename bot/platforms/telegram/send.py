"""Sends and edits messages, and posts frozen ones, with the same calls and error table."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, assert_never

import aiohttp

from bot.platforms.telegram.client import BotApi, message_id
from bot.platforms.telegram.errors import Done, Result
from bot.platforms.telegram.render import TelegramMessage, content
from bot.platforms.telegram.updates import DIRECT
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.log import get_logger
from briefs.model import Address

_MARKUP: Final = frozenset({"entities", "caption_entities"})
CANNOT_SPEAK: Final = "🙊"
"""One of the reactions that bots may use (core.telegram.org/bots/api#reactiontypeemoji)."""

_NOT_MODIFIED: Final = "message is not modified"

_log = get_logger(__name__)


def without_refused_markup(params: Mapping[str, Any], refusal: str) -> dict[str, Any] | None:
    """The call's parameters without the markup that `refusal` names; None if
    it names none of ours.
    """
    complaint = refusal.lower()
    given = {name: value for name, value in params.items() if value is not None}
    kept = given
    if "can't parse entities" in complaint or "entity_bounds_invalid" in complaint:
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


class Sender:
    """Sends the bot's answers. No method raises for an error of Telegram or the network."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._migrated: dict[str, str] = {}
        self._untold: set[str] = set()

    async def send(
        self,
        to: Address,
        message: TelegramMessage,
        *,
        answering: int | None = None,
        only_for: str = "",
    ) -> Outcome:
        """Post one message, as a reply to the message `answering` if that still exists.

        In a group it can be shown to one person alone; if Telegram refuses that, to all.
        """
        reply = {"message_id": answering, "allow_sending_without_reply": True}
        fields = {
            **thread_of(to),
            "reply_parameters": reply if answering is not None else None,
        }
        method = "sendMessage" if message.file is None else "sendDocument"
        params = {**fields, **content(message)}
        if only_for:
            aside = {"ephemeral_message_parameters": {"receiver_user_id": int(only_for)}}
            outcome = await self._tried(method, to, {**params, **aside}, message)
            if not isinstance(outcome, Rejected):
                return outcome
        return await self._tried(method, to, params, message)

    async def edit(self, to: Address, posted: int, message: TelegramMessage) -> Outcome:
        """Replace the message `posted` by a message without a file."""
        params = {"message_id": posted, **content(message)}
        return await self._tried("editMessageText", to, params, message)

    def on_migrated(self, chat: str, to: str) -> None:
        """From now on, messages for `chat` are sent `to` that chat."""
        _log.warning("telegram.chat_moved", chat=chat, to=to)
        self._migrated[chat] = to
        self._untold.discard(chat)

    def migrated_to(self, at: Address) -> Address | None:
        """The new chat of a migration that was not reported yet; asking for
        it counts as reporting.
        """
        if at.channel not in self._untold:
            return None
        self._untold.discard(at.channel)
        return Address(at.platform, at.workspace, self._migrated[at.channel])

    async def react(self, at: Address, message: int) -> None:
        """Put a reaction on a message, to show that it can't be answered."""
        mark = [{"type": "emoji", "emoji": CANNOT_SPEAK}]
        given = {"chat_id": at.channel, "message_id": message, "reaction": mark}
        result = await self._api.call("setMessageReaction", given)
        if not isinstance(result, Done):
            _log.info("telegram.no_reaction", chat=at.channel, outcome=result)

    async def show_typing(self, at: Address) -> None:
        thread = {k: v for k, v in thread_of(at).items() if k == "message_thread_id"}
        await self._api.call(
            "sendChatAction", {"chat_id": at.channel, "action": "typing", **thread}
        )

    async def acknowledge(self, query: str) -> None:
        """Acknowledge a button's press; failing because it is too late does no harm."""
        result = await self._api.call("answerCallbackQuery", {"callback_query_id": query})
        if not isinstance(result, Done):
            _log.info("telegram.unacknowledged", outcome=result)

    async def _tried(
        self, method: str, to: Address, params: dict[str, Any], message: TelegramMessage
    ) -> Outcome:
        """One call, and at most one more if Telegram's refusal says what to change."""
        chat = self._migrated.get(to.channel, to.channel)
        given = {"chat_id": chat, **params}
        result = await self._api.call(method, given, to=to, file=message.file)
        match result:
            case Rejected(moved_to=Address() as there) if there.channel != chat:
                self.on_migrated(to.channel, there.channel)
                self._untold.add(to.channel)
                return await self._tried(method, to, params, message)
            case Rejected(said=said) if _NOT_MODIFIED in said.lower():
                return Sent(str(params["message_id"]))
            case Rejected(said=said):
                kept = without_refused_markup(params, said)
                if kept is not None:
                    _log.error("telegram.markup_refused", chat=to.channel, reason=said)
                    return await self._tried(method, to, kept, message)
        return outcome_of(result)


def thread_of(to: Address) -> dict[str, Any]:
    """The parameters of a topic: of a forum, or of a channel's direct messages."""
    if not to.thread:
        return {}
    if to.thread.startswith(DIRECT):
        return {"direct_messages_topic_id": int(to.thread.removeprefix(DIRECT))}
    return {"message_thread_id": int(to.thread)}


TIMEOUT: Final = aiohttp.ClientTimeout(total=25, connect=10)
"""For one call; a post makes at most two."""

_FREE, _PAID = timedelta(seconds=1) / 25, timedelta(seconds=1) / 1000
"""Telegram takes about 30 messages a second, or 1 000 that are paid for
(core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this); some are left for
replies.
"""

_IN_PRIVATE, _IN_A_GROUP = timedelta(seconds=1), timedelta(seconds=3)


_ACCOUNT_SECONDS: Final = 3
"""How long the account pauses when one place is asked to wait: a burst is over by then."""


class Floods:
    """Distinguishes a place that is asked to wait, such as a group in slow mode, from a whole
    account.

    Telegram answers both alike (github.com/tdlib/td/issues/715). One refused place waits alone; if
    a second place is refused before any post succeeds, the whole account waits.
    """

    def __init__(self) -> None:
        self._refused: set[Address] = set()

    def judged(self, to: Address, refused: Retry) -> Retry:
        self._refused.add(to.channel_alone)
        if len(self._refused) > 1:
            return refused
        briefly = min(refused.after, timedelta(seconds=_ACCOUNT_SECONDS))
        return replace(refused, all_wait=False, account_after=briefly)

    def clear(self) -> None:
        """A post was not asked to wait, so the account is not limited."""
        self._refused.clear()


class TelegramPoster:
    """Posts the digests of one bot account; a `Poster` with connections of its own.

    `base_url` is as for the client. `paid` asks Telegram for its paid broadcast, which costs the
    bot's owner Stars.
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str | None = None,
        paid: bool = False,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self._api = BotApi(token, base_url, timeout=timeout)
        self.account: Final = Address("telegram", self._api.id, "").account
        self.account_rate: Final = (self.account, _PAID if paid else _FREE)
        self.can_look: Final = False
        self._paid = paid
        self._floods = Floods()

    def place_rate(self, to: Address) -> tuple[str, timedelta]:
        """One message a second, and 20 a minute in groups and channels, whose ids are negative
        (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
        """
        shared = to.channel.startswith("-")
        return str(to.channel_alone), _IN_A_GROUP if shared else _IN_PRIVATE

    async def open(self) -> None:
        """Nothing to do: the first call opens the connections."""

    async def close(self) -> None:
        await self._api.close()

    async def post(
        self,
        to: Address,
        payload: str,
        key: str,  # noqa: ARG002  # the Bot API has no field for it
    ) -> Outcome:
        """One call, and one more with less markup if Telegram refuses the markup."""
        result = await self._posted(to, payload)
        if isinstance(result, Rejected) and result.moved_to is None:
            kept = without_refused_markup(json.loads(payload), result.said)
            if kept is not None:
                _log.error("telegram.markup_refused", chat=to.channel, reason=result.said)
                result = await self._posted(to, json.dumps(kept))
        if isinstance(result, Retry) and result.all_wait:
            return self._floods.judged(to, result)
        self._floods.clear()
        return outcome_of(result)

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        """One call, and one more with less markup if Telegram refuses the markup."""
        result = await self._edited(to, message, json.loads(payload))
        if isinstance(result, Rejected):
            kept = without_refused_markup(json.loads(payload), result.said)
            if kept is not None:
                _log.error("telegram.markup_refused", chat=to.channel, reason=result.said)
                result = await self._edited(to, message, kept)
        if isinstance(result, Rejected) and _NOT_MODIFIED in result.said.lower():
            return Sent(message)
        if isinstance(result, Retry) and result.all_wait:
            return self._floods.judged(to, result)
        self._floods.clear()
        return outcome_of(result)

    async def _edited(self, to: Address, message: str, given: Mapping[str, Any]) -> Result:
        params = {"chat_id": to.channel, "message_id": int(message), **given}
        return await self._api.call("editMessageText", params, to=to)

    async def look(self, to: Address, key: str, since: datetime) -> None:
        """None: no bot can read a chat's history."""

    async def _posted(self, to: Address, payload: str) -> Result:
        return await self._api.post("sendMessage", self._addressed(to, payload), to)

    def _addressed(self, to: Address, payload: str) -> bytes:
        """The payload with its place inserted before its own fields, without parsing it."""
        place: dict[str, Any] = {"chat_id": to.channel, **thread_of(to)}
        if self._paid:
            place["allow_paid_broadcast"] = True
        return f"{json.dumps(place)[:-1]},{payload[1:]}".encode()


def outcome_of(result: Result) -> Outcome:
    """The outcome of a call that posts or edits a message."""
    match result:
        case Done():
            found = message_id(result)
            return Sent(found) if isinstance(found, str) else found
        case Retry() | Rejected() | Unknown():
            return result
        case never:
            assert_never(never)
