"""Nothing that is posted to a webhook breaks the server, whoever posts it."""

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.config import webhook_secret
from tests.bot.slack_room import NotingDesk
from tests.bot.telegram_stage import ToldDesk
from tests.bot.web_stage import posted, slack_process, telegram_process
from tests.conftest import scaled
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import SlackEmulator
from tests.emulators.slack.request_urls import signed
from tests.emulators.telegram.server import TOKEN, TelegramEmulator

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
CHAT = 7


@dataclass(frozen=True, slots=True)
class Doors:
    """Both platforms' bots at work in one loop, which runs while something is posted."""

    runner: asyncio.Runner
    slack: str
    telegram: str

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        return self.runner.run(posted(url, body, headers))


@pytest.fixture(scope="module")
def doors() -> Iterator[Doors]:
    # Tracebacks, which nobody reads here, take longer to write than all else.
    with capture_logs(), asyncio.Runner() as runner, ThreadPoolExecutor(2) as workers:
        stack = AsyncExitStack()

        async def enter() -> Doors:
            slack = await stack.enter_async_context(SlackEmulator())
            telegram = await stack.enter_async_context(TelegramEmulator())
            telegram.people.open(CHAT)
            taken = MemoryStore().deduplication
            at_slack = slack_process(slack, NotingDesk(), workers, taken)
            at_telegram = telegram_process(telegram, ToldDesk(), workers, taken)
            return Doors(
                runner,
                await stack.enter_async_context(at_slack),
                await stack.enter_async_context(at_telegram) + "/telegram/4242",
            )

        yield runner.run(enter())
        runner.run(stack.aclose())


_leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_names = st.sampled_from(
    [
        *("type", "event", "team", "team_id", "channel", "channel_id", "user", "user_id", "text"),
        *("ts", "thread_ts", "files", "actions", "value", "container", "message_ts", "trigger_id"),
        *("command", "authorizations", "enterprise", "view", "message", "payload", "challenge"),
        *("response_urls", "function_data", "tokens", "ssl_check", "chat", "id", "date"),
    ]
)
_any = st.recursive(
    _leaves | st.sampled_from(["event_callback", "block_actions", "url_verification", "\ud800"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_names, inner, max_size=5),
    max_leaves=10,
)
_media_types = st.sampled_from([JSON, FORM, f"{JSON}; charset=no-such", "text/plain", "", "é/;"])
_codings = st.sampled_from(["", "gzip", "br", "no-such"])

_events = st.fixed_dictionaries(
    {
        "type": st.just("event_callback"),
        "team_id": st.just("T1") | _any,
        "event": st.fixed_dictionaries(
            {
                "type": st.sampled_from(["app_mention", "message", "tokens_revoked", "x"]),
                "channel": st.just("C1") | _any,
                "ts": st.just("1.1") | _any,
                "user": st.just("U1") | _any,
            },
            optional={"text": _any, "files": _any, "thread_ts": _any, "item": _any},
        ),
    },
    optional={"authorizations": _any, "view": _any, "enterprise": _any, "user": _any},
)
_presses = st.fixed_dictionaries(
    {
        "type": st.just("block_actions"),
        "team": st.just({"id": "T1"}) | _any,
        "user": st.just({"id": "U1"}) | _any,
        "trigger_id": st.uuids().map(str) | _any,
        "container": st.just({"message_ts": "1.1", "channel_id": "C1"}) | _any,
        "actions": st.just([{"type": "button", "action_id": "a", "value": "v"}])
        | st.lists(st.dictionaries(_names, _any, max_size=4), max_size=2),
    },
    optional={"channel": _any, "response_urls": _any, "message": _any},
)
_commands = st.fixed_dictionaries(
    {
        name: st.text(max_size=5)
        for name in ("command", "team_id", "channel_id", "user_id", "trigger_id")
    },
    optional={"text": st.text(max_size=9), "payload": st.text(max_size=9)},
)
_payloads = _any | st.dictionaries(_names, _any, max_size=6)


def _said(value: object) -> bytes:
    return json.dumps(value).encode()


def _filled(value: dict[str, str]) -> bytes:
    return urlencode(value, errors="replace").encode()


_posts = st.one_of(
    st.tuples(st.binary(max_size=40), _media_types),
    st.tuples((_payloads | _events).map(_said), st.just(JSON) | _media_types),
    st.tuples(
        (_payloads | _presses).map(lambda value: _filled({"payload": json.dumps(value)})),
        st.just(FORM) | _media_types,
    ),
    st.tuples(_commands.map(_filled), st.just(FORM) | _media_types),
)
_updates = (
    st.binary(max_size=40)
    | _any.map(_said)
    | st.fixed_dictionaries(
        {"update_id": st.integers(0, 2**53) | _any},
        optional={"message": _any, "callback_query": _any, "my_chat_member": _any},
    ).map(_said)
    | st.just(b"[" * 100_000)
)


@given(post=_posts, coding=_codings, known=st.booleans())
@settings(max_examples=scaled(200))
def test_what_slack_signs_is_taken_or_refused_and_nothing_else_is_read(
    doors: Doors, post: tuple[bytes, str], coding: str, known: bool
) -> None:
    body, media_type = post
    headers = signed(body, int(time.time()), *(() if known else ("another secret",)))
    headers |= {"Content-Type": media_type} | ({"Content-Encoding": coding} if coding else {})
    assert doors.post(doors.slack, body, headers) in ({200, 400} if known else {401})


@given(body=_updates, media_type=_media_types, coding=_codings, known=st.booleans())
def test_what_knows_telegram_s_secret_is_taken_or_refused_and_nothing_else_is_read(
    doors: Doors, body: bytes, media_type: str, coding: str, known: bool
) -> None:
    secret = webhook_secret(TOKEN) if known else webhook_secret("another")
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": media_type}
    headers |= {"Content-Encoding": coding} if coding else {}
    assert doors.post(doors.telegram, body, headers) in ({200, 400} if known else {403})
