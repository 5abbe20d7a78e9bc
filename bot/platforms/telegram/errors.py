"""The meaning of the Bot API's errors: one table for replies and digests.

The Bot API server passes TDLib's errors on as English sentences or as codes in capitals, which may
be rephrased: they are searched for in the description, in lower case. The order matters where one
text contains another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, Literal, TypeAlias

from bot.platforms.sending import NEVER_LEFT, capped_retry_after
from briefs.digests.outbox import Rejected, Retry, Unknown
from briefs.model import Address

Failure: TypeAlias = Retry | Rejected | Unknown

NAME: Final = "telegram"


@dataclass(frozen=True, slots=True)
class Done:
    """The call succeeded; `result` is what its method returned."""

    result: Any


Result: TypeAlias = Done | Failure


@dataclass(frozen=True, slots=True)
class Rule:
    """What an error whose description contains `said` is about, and its meaning in words."""

    said: str
    about: Literal["message", "place", "account", "moment"]
    meaning: str
    source: str


ADD_AGAIN: Final = "I am no longer in this chat. Add me again and the digest goes on."
NO_RIGHT: Final = "I may not post in this chat. Give me the right to, then type /digest resume."
BLOCKED: Final = "I was blocked in this chat. Unblock me and the digest goes on."
TOKEN: Final = "Telegram no longer takes the bot's token."  # noqa: S105  # not a token
NO_TOPIC: Final = "This topic is closed or gone. Set the digest up in another one."
NO_CHAT: Final = "Telegram knows no such chat, or I was never in it."
_GONE: Final = "This chat was deleted."
_PERSON_GONE: Final = "This person's account is gone."
_PAID: Final = "This chat takes messages for payment only, and I don't pay."
_FROZEN: Final = "Telegram has frozen the bot's account. @BotFather says why."
_NO_FILES: Final = "Files are not allowed in this chat."
_TOO_LARGE: Final = "It is larger than Telegram takes."

_ACCESS: Final = "telegram-bot-api, Client.cpp: check_chat_access"
_TOPIC: Final = "telegram-bot-api, Client.cpp: check_message_topic"
_SERVER: Final = "telegram-bot-api, Client.cpp: fail_query_with_error"
_CLOSING: Final = "telegram-bot-api, Client.cpp: get_closing_error"
_DIALOG: Final = "td, DialogManager.cpp"
_CONTENT: Final = "td, MessageContent.cpp"
_ENTITY: Final = "td, MessageEntity.cpp"
_KEYS: Final = "td, ReplyMarkup.cpp"
_EDIT: Final = "td, MessagesManager.cpp"
_API: Final = "core.telegram.org/method/messages.sendMessage: possible errors"
_MEDIA: Final = "core.telegram.org/method/messages.sendMedia: possible errors"

RULES: Final = (
    Rule("frozen_method_invalid", "account", _FROZEN, _SERVER),
    Rule("frozen_participant_missing", "account", _FROZEN, _API),
    Rule("logged out", "account", TOKEN, _CLOSING),
    Rule("invalid api-id", "account", TOKEN, _CLOSING),
    Rule("user_deactivated_ban", "account", _FROZEN, "core.telegram.org/api/errors: 401"),
    Rule("auth_key_unregistered", "account", TOKEN, "core.telegram.org/api/errors: 401"),
    Rule("session_revoked", "account", TOKEN, "core.telegram.org/api/errors: 401"),
    Rule("user_restricted", "account", _FROZEN, _API),
    Rule("bot was blocked by the user", "place", BLOCKED, _SERVER),
    Rule("user_is_blocked", "place", BLOCKED, _SERVER),
    Rule("you_blocked_user", "place", BLOCKED, _API),
    Rule("user is deactivated", "place", _PERSON_GONE, _SERVER),
    Rule("input_user_deactivated", "place", _PERSON_GONE, _SERVER),
    Rule("user_deactivated", "place", _PERSON_GONE, _API),
    Rule(
        "bot can't initiate conversation",
        "place",
        "I can't write first: press Start in this chat.",
        _DIALOG,
    ),
    Rule("bot can't send messages to bots", "place", "Bots can't write to bots.", _API),
    Rule("user_is_bot", "place", "Bots can't write to bots.", _API),
    Rule("privacy_premium_required", "place", "This person takes no messages from bots.", _API),
    Rule("bot was kicked", "place", ADD_AGAIN, _ACCESS),
    Rule("bot is not a member", "place", ADD_AGAIN, _ACCESS),
    Rule("channel_private", "place", ADD_AGAIN, _API),
    Rule("channel_invalid", "place", NO_CHAT, _API),
    Rule("user_not_participant", "place", ADD_AGAIN, _API),
    Rule("user_banned_in_channel", "place", NO_RIGHT, _API),
    Rule("chat was deleted", "place", _GONE, _ACCESS),
    Rule("chat was deactivated", "place", "This chat was closed.", _ACCESS),
    Rule("chat not found", "place", NO_CHAT, _ACCESS),
    Rule("chat_id is empty", "place", NO_CHAT, "telegram-bot-api, Client.cpp: check_chat"),
    Rule("chat identifier", "place", NO_CHAT, _ACCESS),
    Rule("have no access to the user", "place", NO_CHAT, _ACCESS),
    Rule("have no access to the chat", "place", NO_CHAT, _DIALOG),
    Rule("can't access the chat", "place", NO_CHAT, _DIALOG),
    Rule("chat_id_invalid", "place", NO_CHAT, _API),
    Rule("peer_id_invalid", "place", NO_CHAT, _API),
    Rule("upgraded to a supergroup", "place", "This group became a supergroup.", _ACCESS),
    Rule(
        "message thread not found",
        "place",
        NO_TOPIC,
        _TOPIC,
    ),
    Rule("topic_closed", "place", NO_TOPIC, _API),
    Rule("topic_deleted", "place", NO_TOPIC, _API),
    Rule("topic_id_invalid", "place", NO_TOPIC, _API),
    Rule("not enough rights to send documents", "message", _NO_FILES, _CONTENT),
    Rule("chat_send_docs_forbidden", "message", _NO_FILES, _MEDIA),
    Rule("chat_send_media_forbidden", "message", _NO_FILES, _MEDIA),
    Rule("not enough rights", "place", NO_RIGHT, _CONTENT),
    Rule("have no rights to send", "place", NO_RIGHT, _DIALOG),
    Rule("have no write access", "place", NO_RIGHT, _DIALOG),
    Rule("need administrator rights", "place", NO_RIGHT, _DIALOG),
    Rule("chat_write_forbidden", "place", NO_RIGHT, _API),
    Rule("chat_send_plain_forbidden", "place", NO_RIGHT, _API),
    Rule("chat_guest_send_forbidden", "place", NO_RIGHT, _API),
    Rule("chat_admin_required", "place", NO_RIGHT, _API),
    Rule("chat_restricted", "place", NO_RIGHT, _API),
    Rule("chat_forbidden", "place", NO_RIGHT, _API),
    Rule("allow_payment_required", "place", _PAID, _API),
    Rule("balance_too_low", "account", "The bot's Stars do not pay for its posts.", _API),
    Rule("request aborted", "moment", "Telegram's server is being restarted.", _SERVER),
    Rule("slowmode_wait", "moment", "This chat is in slow mode.", _API),
    Rule("flood_wait", "moment", "Telegram asks for a pause.", _API),
    Rule(
        "can't parse entities",
        "message",
        "Telegram can't read its markup.",
        _ENTITY,
    ),
    Rule("entity_bounds_invalid", "message", "Telegram can't read its markup.", _API),
    Rule("message is too long", "message", "It is too long for Telegram.", _CONTENT),
    Rule("message_too_long", "message", "It is too long for Telegram.", _API),
    Rule("caption is too long", "message", "It is too long for Telegram.", _CONTENT),
    Rule("media_caption_too_long", "message", "It is too long for Telegram.", _MEDIA),
    Rule("text is empty", "message", "There is nothing in it.", _CONTENT),
    Rule("message_empty", "message", "There is nothing in it.", _API),
    Rule("reply markup is too long", "message", "It has too many buttons.", _SERVER),
    Rule("reply_markup_", "message", "Telegram can't read its buttons.", _API),
    Rule("button_", "message", "Telegram can't read its buttons.", _API),
    Rule("inline keyboard", "message", "Telegram can't read its buttons.", _KEYS),
    Rule("wrong http url", "message", "Telegram takes no such address.", _SERVER),
    Rule("request entity too large", "message", _TOO_LARGE, "telegram-bot-api, HttpConnection"),
    Rule("file is too big", "message", _TOO_LARGE, "telegram-bot-api, Client.cpp: get_file"),
    Rule("file must be non-empty", "message", "The file is empty.", "td, FileManager.cpp"),
    Rule("wrong file", "message", "Telegram no longer has that file.", "td, FileManager.cpp"),
    Rule("invalid file_id", "message", "Telegram no longer has that file.", "td, FileManager.cpp"),
    Rule("message to edit not found", "message", "The message is gone.", _EDIT),
    Rule("message can't be edited", "message", "That message can't be changed.", _EDIT),
    Rule("message to be replied not found", "message", "The message is gone.", _EDIT),
    Rule("query is too old", "message", "The button was pressed too long ago.", _SERVER),
)
"""The errors of TDLib and the Bot API server, from their sources and from
Telegram's documentation.
"""

_RETRY_AFTER: Final = timedelta(seconds=5)
_SERVER_ERROR: Final = 500


def failure_in(status: int, answer: Mapping[str, Any], to: Address | None) -> Failure:
    """The failure in a response without a result; `to` is the chat that the call was for.

    A response that the Bot API did not write is a Retry: a proxy or a login portal sent it, and may
    let the next call through.
    """
    ok, code = answer.get("ok"), answer.get("error_code", status)
    if HTTPStatus.TOO_MANY_REQUESTS in (code, status):
        return Retry("Telegram asks for a pause.", _pause(answer), all_wait=True)
    if ok is False and isinstance(code, int) and code < _SERVER_ERROR:
        return _refused(code, str(answer.get("description", "")), _parameters(answer), to)
    if HTTPStatus.BAD_REQUEST <= status < _SERVER_ERROR:
        return Retry(f"The way to Telegram is barred ({status}).", _RETRY_AFTER)
    return Unknown(f"Telegram's answer made no sense ({status}).")


def failure_of(error: Exception) -> Retry | Unknown:
    """The failure that a connection error means: Retry if nothing was sent, else Unknown.

    The text of the error may contain the address, and with it the token: only its type is shown.
    """
    name = type(error).__name__
    if isinstance(error, NEVER_LEFT):
        return Retry(f"Telegram can't be reached ({name}).", _RETRY_AFTER)
    return Unknown(f"The connection to Telegram broke ({name}).")


def is_token_refused(failure: Failure) -> bool:
    """Whether Telegram itself refused the bot's token, or its account."""
    return isinstance(failure, Rejected) and failure.blame == "account"


def _refused(
    code: int, said: str, parameters: Mapping[str, Any], to: Address | None
) -> Retry | Rejected:
    moved_to = parameters.get("migrate_to_chat_id")
    if isinstance(moved_to, int) and to is not None:
        there = Address(to.platform, to.workspace, str(moved_to), to.thread)
        return Rejected("This group became a supergroup.", "place", there, said=said)
    complaint = said.lower()
    rule = next((rule for rule in RULES if rule.said in complaint), None)
    if rule is not None:
        if rule.about == "moment":
            return Retry(rule.meaning, _RETRY_AFTER)
        return Rejected(rule.meaning, rule.about, said=said)
    if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return Rejected(TOKEN, "account", said=said)
    if code == HTTPStatus.FORBIDDEN:
        return Rejected(f"Telegram keeps me from posting here: {said}", "place", said=said)
    return Rejected(f"Telegram refused the message: {said or code}", "unknown", said=said)


def _parameters(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    parameters = answer.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _pause(answer: Mapping[str, Any]) -> timedelta:
    seconds = _parameters(answer).get("retry_after")
    if isinstance(seconds, int) and seconds >= 0:
        return capped_retry_after(seconds)
    return _RETRY_AFTER
