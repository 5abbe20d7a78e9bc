"""Judges how a call to Slack ended: error codes, statuses and broken connections as outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.outcome import Outcome, Rejected, Retry, Unknown

_SOON: Final = timedelta(seconds=5)
_TOO_MANY: Final = 429
_BROKEN: Final = 500

INVITE: Final = "I'm not in this channel yet. Type `/invite @Sourcebrief` there, then try again."

TOKEN_REFUSED: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
_LATER: Final = frozenset(
    {
        "rate_limited",
        "ratelimited",
        "request_timeout",  # Slack did not get the whole request
        "service_unavailable",
        "team_added_to_org",
    }
)
_MAYBE: Final = frozenset({"fatal_error", "internal_error"})
"""Slack's own word on these is that some of the operation may have succeeded."""

_REASONS: Final[Mapping[str, str]] = {
    "cant_update_message": "That message is not mine to change.",
    "expired_url": "Slack lets me answer a command for half an hour only.",
    "is_archived": "This channel is archived.",
    "message_not_found": "The message I was to change is gone.",
    "missing_scope": "The Slack app lacks a permission; install it again from its manifest.",
    "restricted_action": "A setting of this workspace keeps me from posting here.",
    "used_url": "Slack lets me answer a command five times only.",
    "user_not_found": "Slack knows no such person.",
}


@dataclass(frozen=True, slots=True)
class Uninvited(Rejected):
    """The bot is not a member of the channel, or may not even know of it."""


def judged(error: SlackClientError) -> Outcome:
    """What an exception of the SDK comes to."""
    answer = getattr(error, "response", None)
    if isinstance(answer, AsyncSlackResponse):
        return refused(code_of(error), answer.status_code, answer.headers)
    return Unknown(f"Slack's answer made no sense ({type(error).__name__}).")


def code_of(error: SlackClientError) -> str:
    """Slack's own code for what went wrong, blank if it gave none."""
    data = getattr(getattr(error, "response", None), "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def refused(code: str, status: int, headers: Mapping[str, str]) -> Outcome:
    """What an answer that is not ok comes to; `code` is Slack's error, blank if there was none."""
    if status == _TOO_MANY or code in _LATER:
        return Retry(f"Slack asks to wait ({code or status}).", _wait(headers))
    if code in _MAYBE or (not code and status >= _BROKEN):
        return Unknown(f"Slack broke down over it ({code or status}).")
    if code == "not_in_channel":
        return Uninvited(INVITE)
    if code == "channel_not_found":
        return Uninvited(f"There is no such channel, or it is private. {INVITE}")
    if code in TOKEN_REFUSED:
        return Rejected(f"Slack no longer takes my token ({code}).")
    return Rejected(_REASONS.get(code, f"Slack refused the message ({code or status})."))


def broken(error: Exception) -> Outcome:
    """What an exception on the way comes to: only one before the connection stood is harmless."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Retry(f"Slack cannot be reached ({name}).", _SOON)
    return Unknown(f"The connection to Slack broke ({name}).")


def _wait(headers: Mapping[str, str]) -> timedelta:
    seconds = headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else _SOON
