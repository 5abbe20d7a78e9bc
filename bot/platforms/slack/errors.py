"""Judges how a call to Slack ended: error codes, statuses and broken connections as outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.sending import NEVER_LEFT, capped_retry_after
from briefs.digests.outbox import Blame, Outcome, Rejected, Retry, Unknown

_SOON: Final = timedelta(seconds=5)

_REFUSED: Final = 400
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
_OF_THE_ACCOUNT: Final = TOKEN_REFUSED | {"missing_scope", "no_permission", "org_login_required"}
_OF_THE_PLACE: Final = frozenset(
    {
        "cannot_reply_to_message",
        "channel_is_limited_access",
        "ekm_access_denied",
        "invalid_thread_ts",
        "is_archived",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "thread_not_found",
        "user_not_found",
    }
)
"""What keeps every message out of a channel, but for what only an invitation is missing."""

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
    "file_upload_size_restricted": "This workspace takes no files of that size.",
    "file_uploads_disabled": "This workspace takes no files.",
    "invalid_thread_ts": "This thread is gone.",
    "is_archived": "This channel is archived.",
    "message_not_found": "The message I was to change is gone.",
    "missing_scope": "The Slack app lacks a permission; install it again from its manifest.",
    "restricted_action": "A setting of this workspace keeps me from posting here.",
    "thread_not_found": "This thread is gone.",
    "used_url": "Slack lets me answer a command five times only.",
    "user_not_found": "Slack knows no such person.",
}


@dataclass(frozen=True, slots=True)
class Uninvited(Rejected):
    """The bot is not a member of the channel, or may not even know of it."""


def outcome_of_error(error: SlackClientError) -> Outcome:
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
        reason = f"Slack asks to wait ({code or status})."
        return Retry(reason, _wait(headers), all_wait=status == _TOO_MANY)
    if code in _MAYBE or (not code and not _REFUSED <= status < _BROKEN):
        return Unknown(f"Slack broke down over it ({code or status}).")
    if code == "not_in_channel":
        return Uninvited(INVITE, "place")
    if code == "channel_not_found":
        return Uninvited(f"There is no such channel, or it is private. {INVITE}", "place")
    if code in TOKEN_REFUSED:
        return Rejected(f"Slack no longer takes my token ({code}).", "account")
    reason = _REASONS.get(code, f"Slack refused the message ({code or status}).")
    return Rejected(reason, _blamed(code))


def _blamed(code: str) -> Blame:
    if code in _OF_THE_ACCOUNT:
        return "account"
    return "place" if code in _OF_THE_PLACE else "message"


def outcome_of_exception(error: Exception) -> Outcome:
    """What an exception on the way comes to: only one before the connection stood is harmless."""
    name = type(error).__name__
    if isinstance(error, NEVER_LEFT):
        return Retry(f"Slack cannot be reached ({name}).", _SOON)
    return Unknown(f"The connection to Slack broke ({name}).")


def _wait(headers: Mapping[str, str]) -> timedelta:
    seconds = headers.get("Retry-After", "")
    if not (seconds.isascii() and seconds.isdecimal()):
        return _SOON
    return capped_retry_after(int(seconds[:9]))
