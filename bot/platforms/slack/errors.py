"""The meaning of Slack's error codes: one table for replies and digests.

Each row cites where Slack documents the code: the reference of a method, as in
docs.slack.dev/reference/methods/chat.postMessage#errors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, TypeAlias

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.sending import NEVER_LEFT, capped_retry_after
from briefs.digests.outbox import Rejected, Retry, Unknown

Failure: TypeAlias = Retry | Rejected | Unknown


@dataclass(frozen=True, slots=True)
class Done:
    """The call succeeded; `answer` is what its method returned."""

    answer: Mapping[str, Any]


Result: TypeAlias = Done | Failure


@dataclass(frozen=True, slots=True)
class Rule:
    """What an error code is about, and its meaning in words.

    "moment": surely not carried out, and worth another try. "unknown": it may have been.
    """

    about: Literal["message", "place", "account", "moment", "unknown"]
    meaning: str
    source: str


_POST: Final = "chat.postMessage"
_UPDATE: Final = "chat.update"
_WHISPER: Final = "chat.postEphemeral"
_SHARE: Final = "files.completeUploadExternal"
_UPLOAD: Final = "files.getUploadURLExternal"
_URL: Final = "docs.slack.dev/interactivity/handling-user-interaction#message_responses"
_LIMITS: Final = "docs.slack.dev/apis/web-api/rate-limits"

INVITE: Final = "I'm not in this channel yet. Type `/invite @Sourcebrief` there, then try again."
OTHERS_DIRECT: Final = (
    "These are direct messages between people, in which I can't post. Write to me directly, or "
    "order the digest in a channel."
)
_TOKEN: Final = "Slack no longer takes my token"  # noqa: S105  # not a token
_APP: Final = "The Slack app lacks a permission; install it again from its manifest."
_WORKSPACE: Final = "A setting of this workspace keeps me from posting here."
_ORG: Final = "This workspace is being moved, or is closed to apps: its administrators know more."
_LOGIN: Final = "This workspace is moving to another organisation, and takes no messages meanwhile."
_NETWORK: Final = "Slack takes no calls from the network that I am in."
_TWO_FACTOR: Final = "This workspace asks my account to set up two-factor sign-in."
_READ_ONLY: Final = "Only some people may post in this channel, and I am not one of them."
_NO_THREADS: Final = "This channel takes no threads."
_LOCKED: Final = "This thread is locked."
_THREADS_ONLY: Final = "This channel takes replies in threads only."
_THREAD_GONE: Final = "This thread is gone."
_NO_FILES: Final = "This workspace takes no such files."
_BUG: Final = (
    "Slack could not read it. That is a mistake of mine: the operator finds it in the log."
)
_TOO_LONG: Final = "It is too long for Slack."
_LATER: Final = "Slack asks to wait."

RULES: Final[Mapping[str, Rule]] = {
    # the account
    "account_inactive": Rule("account", f"{_TOKEN}: its account is closed.", _POST),
    "invalid_auth": Rule("account", f"{_TOKEN}.", _POST),
    "not_authed": Rule("account", f"{_TOKEN}.", _POST),
    "not_allowed_token_type": Rule("account", f"{_TOKEN}: it is of another kind.", _POST),
    "token_expired": Rule("account", f"{_TOKEN}: it has expired.", _POST),
    "token_revoked": Rule("account", f"{_TOKEN}: it was revoked.", _POST),
    "access_token_revoked": Rule("account", f"{_TOKEN}: it was revoked.", "common errors"),
    "missing_scope": Rule("account", _APP, _POST),
    "app_access_restricted": Rule("account", _ORG, _POST),
    "access_denied": Rule("account", _ORG, _POST),
    "accesslimited": Rule("account", _NETWORK, _POST),
    "enterprise_is_restricted": Rule("account", _ORG, _POST),
    "team_access_not_granted": Rule("account", _ORG, _POST),
    "team_not_found": Rule("account", _ORG, _POST),
    "two_factor_setup_required": Rule("account", _TWO_FACTOR, _POST),
    "is_bot": Rule("account", _APP, _POST),
    "method_deprecated": Rule("account", "Slack no longer knows this call: update me.", _POST),
    "deprecated_endpoint": Rule("account", "Slack no longer knows this call: update me.", _POST),
    "unknown_method": Rule("account", "Slack does not know this call.", _POST),
    "org_login_required": Rule("account", _LOGIN, _POST),
    # the place
    "not_in_channel": Rule("place", INVITE, _POST),
    "no_permission": Rule("place", f"I may not post here. {INVITE}", _POST),
    "channel_not_found": Rule(
        "place", f"There is no such channel, or it is private. {INVITE}", _POST
    ),
    "invalid_channel": Rule("place", f"There is no such channel. {INVITE}", _SHARE),
    "is_archived": Rule("place", "This channel is archived.", _POST),
    "is_inactive": Rule("place", "This channel is closed.", _UPDATE),
    "messages_tab_disabled": Rule(
        "place", "Direct messages to me are switched off in the app's settings.", _POST
    ),
    "restricted_action": Rule("place", _WORKSPACE, _POST),
    "restricted_action_read_only_channel": Rule("place", _READ_ONLY, _POST),
    "restricted_action_non_threadable_channel": Rule("place", _NO_THREADS, _POST),
    "restricted_action_thread_locked": Rule("place", _LOCKED, _POST),
    "restricted_action_thread_only_channel": Rule("place", _THREADS_ONLY, _POST),
    "posting_to_channel_denied": Rule("place", _READ_ONLY, _SHARE),
    "channel_is_limited_access": Rule("place", _READ_ONLY, "common errors"),
    "channel_type_not_supported": Rule("place", "I can't post in channels of this kind.", _UPDATE),
    "ekm_access_denied": Rule("place", "The administrators have closed this channel.", _POST),
    "user_is_restricted": Rule("place", _READ_ONLY, "common errors"),
    "cannot_reply_to_message": Rule("place", "This message takes no replies.", _POST),
    "invalid_thread_ts": Rule("place", _THREAD_GONE, "conversations.replies"),
    "thread_not_found": Rule("place", _THREAD_GONE, "conversations.replies"),
    "user_not_found": Rule("place", "Slack knows no such person.", "users.info"),
    "user_not_in_channel": Rule("place", "That person is not in this channel.", _WHISPER),
    # the moment
    "rate_limited": Rule("moment", _LATER, _LIMITS),
    "ratelimited": Rule("moment", _LATER, _LIMITS),
    "message_limit_exceeded": Rule(
        "moment", "This workspace has sent too many messages just now.", _POST
    ),
    "request_timeout": Rule("moment", "Slack did not get the whole message.", _POST),
    "service_unavailable": Rule("moment", "Slack is out of order.", _POST),
    "team_added_to_org": Rule("moment", _LOGIN, _POST),
    "external_channel_migrating": Rule("moment", "This channel is being moved.", _UPDATE),
    "streaming_state_conflict": Rule("moment", _LATER, _UPDATE),
    "file_update_failed": Rule("moment", "Slack could not keep the file.", _SHARE),
    # unknown: a part may have been done
    "fatal_error": Rule("unknown", "Slack broke down over it.", _POST),
    "internal_error": Rule("unknown", "Slack broke down over it.", _POST),
    "update_failed": Rule("unknown", "Slack broke down over it.", _UPDATE),
    # the message
    "block_mismatch": Rule("message", _BUG, _UPDATE),
    "cant_broadcast_message": Rule("message", "That message can't be changed.", _UPDATE),
    "cant_update_message": Rule("message", "That message is not mine to change.", _UPDATE),
    "edit_window_closed": Rule("message", "That message can no longer be changed.", _UPDATE),
    "message_not_found": Rule("message", "The message I was to change is gone.", _UPDATE),
    "no_dual_broadcast_content_update": Rule("message", "It can't be changed.", _UPDATE),
    "as_user_not_supported": Rule("message", _BUG, _POST),
    "attachment_payload_limit_exceeded": Rule("message", _TOO_LONG, _POST),
    "duplicate_channel_not_found": Rule("message", _BUG, _POST),
    "duplicate_message_not_found": Rule("message", _BUG, _POST),
    "invalid_arg_name": Rule("message", _BUG, _POST),
    "invalid_arguments": Rule("message", _BUG, "common errors"),
    "invalid_array_arg": Rule("message", _BUG, _POST),
    "invalid_attachments": Rule("message", _BUG, _UPDATE),
    "invalid_blocks": Rule("message", _BUG, _POST),
    "invalid_blocks_format": Rule("message", _BUG, _POST),
    "invalid_charset": Rule("message", _BUG, _POST),
    "invalid_form_data": Rule("message", _BUG, _POST),
    "invalid_metadata_format": Rule("message", _BUG, _POST),
    "invalid_metadata_schema": Rule("message", _BUG, _POST),
    "invalid_post_type": Rule("message", _BUG, _POST),
    "markdown_text_conflict": Rule("message", _BUG, _POST),
    "metadata_must_be_sent_from_app": Rule("message", _BUG, _POST),
    "metadata_too_large": Rule("message", _TOO_LONG, _POST),
    "missing_post_type": Rule("message", _BUG, _POST),
    "msg_blocks_too_long": Rule("message", _TOO_LONG, _POST),
    "msg_too_long": Rule("message", _TOO_LONG, _POST),
    "no_text": Rule("message", "There is nothing in it.", _POST),
    "send_on_behalf_not_allowed": Rule("message", _BUG, _POST),
    "too_many_attachments": Rule("message", _TOO_LONG, _POST),
    "too_many_contact_cards": Rule("message", _TOO_LONG, _POST),
    "slack_connect_canvas_sharing_blocked": Rule("message", _NO_FILES, _POST),
    "slack_connect_file_link_sharing_blocked": Rule("message", _NO_FILES, _POST),
    "slack_connect_lists_sharing_blocked": Rule("message", _NO_FILES, _POST),
    "slack_connect_file_upload_sharing_blocked": Rule("message", _NO_FILES, _UPDATE),
    "blocked_file_type": Rule("message", _NO_FILES, _UPDATE),
    "channels_limit_exceeded": Rule("message", _BUG, _SHARE),
    "file_not_found": Rule("message", "Slack has lost the file.", _SHARE),
    "file_deleted": Rule("message", "The file is gone.", _UPDATE),
    "file_type_not_allowed": Rule("message", _NO_FILES, _SHARE),
    "file_upload_size_restricted": Rule(
        "message", "This workspace takes no files of that size.", _UPLOAD
    ),
    "file_uploads_disabled": Rule("message", "This workspace takes no files.", _UPLOAD),
    "file_uploads_except_images_disabled": Rule("message", _NO_FILES, _SHARE),
    "storage_limit_reached": Rule("message", "This workspace has no room left for files.", _UPLOAD),
    "expired_url": Rule("message", "Slack lets me answer a command for half an hour only.", _URL),
    "used_url": Rule("message", "Slack lets me answer a command five times only.", _URL),
}

TOKEN_REFUSED: Final = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
        "access_token_revoked",
    }
)
"""Error codes by which Slack refuses a token: only another token helps."""

UNINVITED: Final = frozenset({"not_in_channel", "channel_not_found"})
"""Error codes of a channel that the bot is not a member of, or may not know of."""

_RETRY_AFTER: Final = timedelta(seconds=5)
_REFUSED: Final = 400
_TOO_MANY: Final = 429
_BROKEN: Final = 500


def failure_of(code: str, status: int, headers: Mapping[str, str]) -> Failure:
    """The failure that a response without "ok" means; `code` is Slack's error, blank if there was
    none.

    A page without a code does not come from Slack, but from a proxy that refused the request.
    """
    rule = RULES.get(code)
    if status == _TOO_MANY:
        return Retry(_LATER, _wait(headers), all_wait=True)
    if rule is not None:
        match rule.about:
            case "moment":
                return Retry(rule.meaning, _wait(headers))
            case "unknown":
                return Unknown(rule.meaning)
            case about:
                return Rejected(rule.meaning, about, said=code)
    if code:
        return Rejected(f"Slack refused the message ({code}).", "unknown", said=code)
    if _REFUSED <= status < _BROKEN:
        return Retry(f"The way to Slack is barred ({status}).", _RETRY_AFTER)
    return Unknown(f"Slack broke down over it ({status}).")


def failure_of_error(error: Exception) -> Failure:
    """The failure that an exception of the SDK or the connection means.

    A connection error is a Retry only if it came before the connection was made; else Unknown.
    """
    if isinstance(error, SlackClientError):
        answer = getattr(error, "response", None)
        if isinstance(answer, AsyncSlackResponse):
            return failure_of(code_of(error), answer.status_code, answer.headers)
        return Unknown(f"Slack's answer made no sense ({type(error).__name__}).")
    name = type(error).__name__
    if isinstance(error, NEVER_LEFT):
        return Retry(f"Slack cannot be reached ({name}).", _RETRY_AFTER)
    return Unknown(f"The connection to Slack broke ({name}).")


def code_of(error: SlackClientError) -> str:
    """Slack's error code, blank if it gave none."""
    data = getattr(getattr(error, "response", None), "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def _wait(headers: Mapping[str, str]) -> timedelta:
    seconds = headers.get("Retry-After", "")
    if not (seconds.isascii() and seconds.isdecimal()):
        return _RETRY_AFTER
    return capped_retry_after(int(seconds[:9]))
