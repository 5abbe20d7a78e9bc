"""Every way a call to Slack can end is one outcome, and only what is surely unsent is retried."""

import ssl
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.errors import RULES, failure_of, failure_of_error
from briefs.digests.outbox import Blame, Rejected, Retry, Unknown

KEY = ConnectionKey(
    "slack.example",
    443,
    is_ssl=True,
    ssl=True,
    proxy=None,
    proxy_auth=None,
    proxy_headers_hash=None,
)


def test_too_many_posts_wait_as_long_as_slack_asks() -> None:
    assert failure_of("ratelimited", 429, {"Retry-After": "7"}) == Retry(
        "Slack asks to wait.", timedelta(seconds=7), all_wait=True
    )
    unreadable = failure_of("", 429, {"Retry-After": "soon"})
    assert isinstance(unreadable, Retry)
    assert unreadable.after > timedelta()


@pytest.mark.parametrize("code", ["rate_limited", "service_unavailable", "request_timeout"])
def test_what_slack_did_not_do_is_tried_again(code: str) -> None:
    assert isinstance(failure_of(code, 200, {}), Retry)


@pytest.mark.parametrize(
    ("code", "status"), [("fatal_error", 200), ("internal_error", 500), ("", 500), ("", 503)]
)
def test_what_slack_may_have_done_is_unknown(code: str, status: int) -> None:
    assert isinstance(failure_of(code, status, {}), Unknown)


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
def test_a_channel_without_the_bot_says_how_to_invite_it(code: str) -> None:
    outcome = failure_of(code, 200, {})
    assert isinstance(outcome, Rejected)
    assert "/invite" in outcome.reason


@pytest.mark.parametrize(
    "code",
    [
        "is_archived",
        "account_inactive",
        "token_revoked",
        "invalid_auth",
        "user_not_found",
        "missing_scope",
        "restricted_action",
        "msg_too_long",
        "invalid_blocks",
        "no_text",
        "new_one",
    ],
)
def test_what_will_not_get_better_is_rejected(code: str) -> None:
    outcome = failure_of(code, 200, {})
    assert isinstance(outcome, Rejected)


@pytest.mark.parametrize(
    ("code", "blame"),
    [
        ("not_in_channel", "place"),
        ("channel_not_found", "place"),
        ("is_archived", "place"),
        ("restricted_action", "place"),
        ("thread_not_found", "place"),
        ("token_revoked", "account"),
        ("account_inactive", "account"),
        ("missing_scope", "account"),
        ("msg_too_long", "message"),
        ("invalid_blocks", "message"),
        ("new_one", "unknown"),
    ],
)
def test_a_refusal_is_about_the_message_the_place_or_the_account(code: str, blame: Blame) -> None:
    outcome = failure_of(code, 200, {})
    assert isinstance(outcome, Rejected)
    assert outcome.blame == blame


@pytest.mark.parametrize("status", [401, 403, 404, 407])
def test_a_page_in_between_is_no_verdict_of_slacks(status: int) -> None:
    assert isinstance(failure_of("", status, {}), Retry)


@pytest.mark.parametrize("code", RULES)
def test_people_are_told_in_words_and_not_in_codes(code: str) -> None:
    failure = failure_of(code, 200, {})
    assert failure.reason.endswith((".", "again."))
    assert code not in failure.reason


def test_an_answer_that_is_not_slacks_tells_nothing() -> None:
    assert isinstance(failure_of("", 200, {}), Unknown)
    assert isinstance(failure_of("", 302, {}), Unknown)


@given(st.text(max_size=30), st.integers(200, 599), st.text(max_size=9))
def test_any_answer_always_comes_to_an_outcome(code: str, status: int, wait: str) -> None:
    outcome = failure_of(code, status, {"Retry-After": wait})
    assert isinstance(outcome, Retry | Rejected | Unknown)
    assert outcome.reason


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ClientConnectorError(KEY, OSError(111, "refused")),
        aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "no such host")),
        aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1, "bad")),
        aiohttp.ConnectionTimeoutError("connect"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_broke_before_the_connection_stood_is_tried_again(error: Exception) -> None:
    assert isinstance(failure_of_error(error), Retry)


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        aiohttp.ServerDisconnectedError(),
        aiohttp.SocketTimeoutError("read"),
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.ClientPayloadError("cut short"),
        ConnectionResetError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_broke_later_is_unknown(error: Exception) -> None:
    assert isinstance(failure_of_error(error), Unknown)
