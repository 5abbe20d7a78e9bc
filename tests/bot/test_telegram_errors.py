"""What Telegram's answers come to: the words of each refusal, and any nonsense at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.client import result_of
from bot.platforms.telegram.errors import Done
from briefs.digests.outbox import Blame, Rejected, Retry, Unknown
from briefs.model import Address

TO = Address("telegram", "4242", "-100", "9")


def answer(code: int, said: str) -> bytes:
    return json.dumps({"ok": False, "error_code": code, "description": said}).encode()


@pytest.mark.parametrize(
    ("code", "said", "blame"),
    [
        (401, "Unauthorized", "account"),
        (404, "Not Found", "account"),
        (403, "Forbidden: bot was blocked by the user", "place"),
        (403, "Forbidden: bot was kicked from the supergroup chat", "place"),
        (403, "Forbidden: bot is not a member of the channel chat", "place"),
        (403, "Forbidden: user is deactivated", "place"),
        (403, "Forbidden: the group chat was deleted", "place"),
        (403, "Forbidden: something new", "place"),
        (400, "Bad Request: chat not found", "place"),
        (400, "Bad Request: message thread not found", "place"),
        (400, "Bad Request: TOPIC_CLOSED", "place"),
        (400, "Bad Request: not enough rights to send text messages to the chat", "place"),
        (400, "Bad Request: need administrator rights in the channel chat", "place"),
        (400, "Bad Request: message is too long", "message"),
        (400, "Bad Request: can't parse entities: unsupported type", "message"),
        (400, "", "unknown"),
        (400, "Bad Request: SOMETHING_NEW", "unknown"),
        (413, "Request Entity Too Large", "message"),
    ],
)
def test_a_refusal_is_about_the_message_the_place_or_the_account(
    code: int, said: str, blame: Blame
) -> None:
    outcome = result_of(code, answer(code, said), TO)
    assert isinstance(outcome, Rejected)
    assert outcome.blame == blame
    assert outcome.reason.endswith((".", said or "400"))


def test_what_is_in_between_may_let_it_pass_later() -> None:
    assert isinstance(result_of(407, b"<html>Who are you?</html>", TO), Retry)


@given(
    st.integers(100, 599),
    st.one_of(
        st.binary(max_size=40),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
            lambda inner: st.dictionaries(
                st.sampled_from(
                    ["ok", "error_code", "description", "parameters", "retry_after", "result"]
                ),
                inner,
                max_size=5,
            ),
        ).map(lambda value: json.dumps(value).encode()),
    ),
)
def test_any_answer_always_comes_to_an_outcome(status: int, body: bytes) -> None:
    outcome = result_of(status, body, TO)
    assert isinstance(outcome, Done | Retry | Rejected | Unknown)
    assert isinstance(outcome, Done) or outcome.reason
