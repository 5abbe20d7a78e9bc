"""What an answer or exception means (one table for both senders).

Says what a failed call to Telegram means: worth a retry, surely refused, or unknown.

Judges how a bare call to the Bot API ended: its status and body, or what broke, as outcomes.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.platforms.sending import NEVER_LEFT, capped_retry_after
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address

TOKEN_REFUSED = (InvalidToken, EndPointNotFound)
"""Both are the library's words for a 401: the methods that are called here do exist."""

_SOON: Final = timedelta(seconds=1)


def outcome_of(error: TelegramError) -> Outcome:
    """What became of a call that raised `error`; ChatMigrated is the caller's to follow."""
    # The order matters: the library counts BadRequest among the network errors.
    match error:
        case RetryAfter():
            return Retry("Telegram asks for a pause", _pause(error))
        case Forbidden() | BadRequest():
            return Rejected(error.message)
        case InvalidToken() | EndPointNotFound():
            return Rejected("Telegram refused the bot's token")
        case _ if isinstance(error.__cause__, NEVER_LEFT):
            return Retry(f"Telegram can't be reached: {error.message}", _SOON)
        case _:
            return Unknown(f"{type(error).__name__}: {error.message}")


def _pause(error: RetryAfter) -> timedelta:
    """The library gives seconds or, where its future behaviour was chosen, a timedelta."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


_RETRY_SOON: Final = timedelta(seconds=5)
_SERVER_ERROR: Final = 500

ADD_AGAIN: Final = "I am no longer in this chat. Add me again and the digest goes on."
NO_RIGHT: Final = "I may not post in this chat. Give me the right to, then type /digest resume."
_NO_TOPIC: Final = "This topic is closed or gone. Set the digest up in another one."
_NO_CHAT: Final = "Telegram knows no such chat, or I was never in it."
BLOCKED: Final = "I was blocked in this chat. Unblock me and the digest goes on."

_OF_THE_PLACE: Final[Mapping[str, str]] = {
    "bot was blocked by the user": BLOCKED,
    "user is deactivated": "This person's account is gone.",
    "bot can't initiate conversation": "I can't write first: press Start in this chat.",
    "bot was kicked": ADD_AGAIN,
    "bot is not a member": ADD_AGAIN,
    "chat was deleted": "This chat was deleted.",
    "chat was deactivated": "This chat was closed.",
    "chat not found": _NO_CHAT,
    "chat_id is empty": _NO_CHAT,
    "peer_id_invalid": _NO_CHAT,
    "message thread not found": _NO_TOPIC,
    "topic_closed": _NO_TOPIC,
    "topic_deleted": _NO_TOPIC,
    "not enough rights": NO_RIGHT,
    "have no rights to send": NO_RIGHT,
    "need administrator rights": NO_RIGHT,
    "chat_write_forbidden": NO_RIGHT,
    "chat_admin_required": NO_RIGHT,
    "chat_restricted": NO_RIGHT,
}
"""What Telegram says of a place, in lower case, and what that means to its people."""


def outcome_of_response(status: int, body: bytes, to: Address) -> Outcome:
    """What an answer to sendMessage comes to."""
    answer = _read(body)
    code = answer.get("error_code", status)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return Retry("Telegram asks for a pause.", _pause_asked(answer), all_wait=True)
    if answer.get("ok") is True:
        return _posted(answer.get("result"))
    if answer.get("ok") is False and isinstance(code, int) and code < _SERVER_ERROR:
        return _refused(code, str(answer.get("description", "")), _parameters(answer), to)
    if HTTPStatus.BAD_REQUEST <= status < _SERVER_ERROR:
        # Something in between refused to pass it on, and may think better of it.
        return Retry(f"The way to Telegram is barred ({status}).", _RETRY_SOON)
    return Unknown(f"Telegram's answer made no sense ({status}).")


def refusal(body: bytes) -> str:
    """What Telegram has against a call, in its own words; blank if it has nothing."""
    answer = _read(body)
    return "" if answer.get("ok") else str(answer.get("description", ""))


def outcome_of_exception(error: Exception) -> Outcome:
    """What an exception on the way comes to: only one before the connection stood is harmless."""
    # Nothing but its name: an error's own text may hold the address, and with it the token.
    name = type(error).__name__
    if isinstance(error, NEVER_LEFT):
        return Retry(f"Telegram can't be reached ({name}).", _RETRY_SOON)
    return Unknown(f"The connection to Telegram broke ({name}).")


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _posted(message: object) -> Outcome:
    number = message.get("message_id") if isinstance(message, dict) else None
    if isinstance(number, int):
        return Sent(str(number))
    return Unknown("Telegram took it without saying what became of it.")


def _refused(code: int, said: str, parameters: Mapping[str, Any], to: Address) -> Outcome:
    moved_to = parameters.get("migrate_to_chat_id")
    if isinstance(moved_to, int):
        there = Address(to.platform, to.workspace, str(moved_to), to.thread)
        return Rejected("This group became a supergroup.", "place", there)
    if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return Rejected("Telegram no longer takes the bot's token.", "account")
    complaint = said.lower()
    for words, meaning in _OF_THE_PLACE.items():
        if words in complaint:
            return Rejected(meaning, "place")
    if code == HTTPStatus.FORBIDDEN:
        return Rejected(f"Telegram keeps me from posting here: {said}", "place")
    return Rejected(f"Telegram refused the message: {said or code}")


def _parameters(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    parameters = answer.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _pause_asked(answer: Mapping[str, Any]) -> timedelta:
    seconds = _parameters(answer).get("retry_after")
    if isinstance(seconds, int) and seconds >= 0:
        return capped_retry_after(seconds)
    return _RETRY_SOON
