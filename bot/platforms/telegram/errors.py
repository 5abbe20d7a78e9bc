"""Judges how a bare call to the Bot API ended: its status and body, or what broke, as outcomes."""

import json
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from bot.platforms.fence import NEVER_LEFT
from bot.platforms.patience import believed
from briefs.model import Address
from briefs.outcome import Outcome, Rejected, Retry, Sent, Unknown

_SOON: Final = timedelta(seconds=5)
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


def judged(status: int, body: bytes, to: Address) -> Outcome:
    """What an answer to sendMessage comes to."""
    answer = _read(body)
    code = answer.get("error_code", status)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return Retry("Telegram asks for a pause.", _pause(answer), all_wait=True)
    if answer.get("ok") is True:
        return _posted(answer.get("result"))
    if answer.get("ok") is False and isinstance(code, int) and code < _SERVER_ERROR:
        return _refused(code, str(answer.get("description", "")), _parameters(answer), to)
    if HTTPStatus.BAD_REQUEST <= status < _SERVER_ERROR:
        # Something in between refused to pass it on, and may think better of it.
        return Retry(f"The way to Telegram is barred ({status}).", _SOON)
    return Unknown(f"Telegram's answer made no sense ({status}).")


def refusal(body: bytes) -> str:
    """What Telegram has against a call, in its own words; blank if it has nothing."""
    answer = _read(body)
    return "" if answer.get("ok") else str(answer.get("description", ""))


def broken(error: Exception) -> Outcome:
    """What an exception on the way comes to: only one before the connection stood is harmless."""
    # Nothing but its name: an error's own text may hold the address, and with it the token.
    name = type(error).__name__
    if isinstance(error, NEVER_LEFT):
        return Retry(f"Telegram can't be reached ({name}).", _SOON)
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


def _pause(answer: Mapping[str, Any]) -> timedelta:
    seconds = _parameters(answer).get("retry_after")
    if isinstance(seconds, int) and seconds >= 0:
        return believed(seconds)
    return _SOON
