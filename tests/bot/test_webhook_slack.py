"""Slack delivers over HTTP: signed, new, and once each, to whichever process."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack

import pytest

from bot.platforms.slack.webhook import Hook
from briefs.errors import StoreUnavailable
from tests.bot.conftest import Logged
from tests.bot.slack_room import NotingDesk
from tests.bot.web_stage import listening, now, posted, raw, slack_process
from tests.contracts.memory_store import MemoryStore
from tests.emulators.slack import SIGNING_SECRET, SlackEmulator
from tests.emulators.slack.request_urls import signed

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
CHALLENGE = json.dumps({"type": "url_verification", "challenge": "ch4ll3nge", "token": "x"})


@pytest.fixture
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def stamp() -> int:
    return int(time.time())


async def test_commands_mentions_and_buttons_are_answered(
    slack: SlackEmulator, workers: Executor
) -> None:
    desk = NotingDesk()
    async with slack_process(slack, desk, workers, MemoryStore().deduplication):
        assert await slack.command("/brief", "12")
        (brief,) = await slack.answered(1)
        await slack.mention("brief 13")
        await slack.answered(2)
        assert await slack.press(brief, "Sources")
        await slack.answered(3)
    assert [r.command for r in desk.asked] == ["brief", "brief", "sources"]
    assert set(slack.request_urls.answers) == {200}


async def test_an_event_that_is_delivered_again_is_answered_once_by_one_process(
    slack: SlackEmulator, workers: Executor
) -> None:
    desks, taken = [NotingDesk(), NotingDesk()], MemoryStore().deduplication
    async with AsyncExitStack() as stack:
        for desk in desks:
            await stack.enter_async_context(slack_process(slack, desk, workers, taken))
        for n in range(4):
            await slack.mention(f"brief {n}", copies=3)
            assert await slack.command("/brief", f"{n + 10}", copies=2)
        await slack.answered(8)
    assert set(slack.request_urls.answers) == {200}
    assert sorted(r.args for desk in desks for r in desk.asked) == sorted(
        (str(n),) for n in (*range(4), *range(10, 14))
    )
    assert len(slack.answers) == 8


async def test_slack_s_own_check_of_the_address_is_answered(
    slack: SlackEmulator, workers: Executor
) -> None:
    async with slack_process(slack, NotingDesk(), workers, MemoryStore().deduplication) as url:
        headers = {**signed(CHALLENGE, stamp()), "Content-Type": JSON}
        assert await posted(url, CHALLENGE, headers) == 200
        assert await posted(url, CHALLENGE, {"Content-Type": JSON}) == 401


async def test_a_delivery_that_is_posted_again_is_refused_by_every_process(
    slack: SlackEmulator, workers: Executor
) -> None:
    desk, taken = NotingDesk(), MemoryStore().deduplication
    async with (
        slack_process(slack, desk, workers, taken) as one,
        slack_process(slack, desk, workers, taken) as two,
    ):
        assert await slack.command("/brief")
        await slack.answered(1)
        body, headers = slack.request_urls.sent[-1]
        for url in (one, two, one):
            assert await posted(url, body, headers) == 401
    assert len(desk.asked) == 1


async def test_what_is_not_signed_by_slack_and_just_now_is_refused_whatever_it_is(
    slack: SlackEmulator, workers: Executor
) -> None:
    desk, t = NotingDesk(), stamp()
    body = "command=%2Fbrief&text=12&team_id=T1&channel_id=C1&user_id=U1&trigger_id=1"
    good = signed(body, t)
    refused: list[tuple[str | bytes, dict[str, str]]] = [
        (body, {}),
        (body, {"X-Slack-Signature": good["X-Slack-Signature"]}),
        (body, {**good, "X-Slack-Request-Timestamp": str(t + 1)}),
        (body, {**good, "X-Slack-Request-Timestamp": "abc"}),
        (body, {**good, "X-Slack-Request-Timestamp": "-5"}),
        (body, {**good, "X-Slack-Request-Timestamp": "9" * 400}),
        (body, {**good, "X-Slack-Request-Timestamp": f"{t}٣"}),
        (body, {**good, "X-Slack-Signature": "v0=" + "0" * 64}),
        (body, {**good, "X-Slack-Signature": "v0=é"}),
        (body, signed(body, t, "another secret")),
        (body, signed(body, t - 301)),
        (body, signed(body, t + 302)),
        (f"{body}&x=1", good),
        (b"\xff\xfe", good),
        ("ssl_check=1", {}),
        ("payload=%7B", {}),
        ("{", {"Content-Type": JSON}),
        (CHALLENGE, {"Content-Type": "application/json; charset=no-such"}),
    ]
    async with slack_process(slack, desk, workers, MemoryStore().deduplication) as url:
        for said, headers in refused:
            assert await posted(url, said, headers) == 401, (said, headers)
        origin = url.removesuffix("/slack")
        odd = await raw(
            origin,
            [
                b"POST /slack HTTP/1.1",
                b"X-Slack-Request-Timestamp: %d" % t,
                b"X-Slack-Signature: v0=\xff\xfe",
            ],
        )
        assert odd.startswith((b"HTTP/1.1 401", b"HTTP/1.1 400"))
    assert desk.asked == []


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("{", JSON),
        ("", JSON),
        ("[]", JSON),
        ("null", JSON),
        ("[" * 100_000, JSON),
        ("1" * 5_000, JSON),
        ("command=%2Fbrief", JSON),
        ('{"type": "no such"}', JSON),
        ('{"type": "event_callback"}', JSON),
        ('{"type": "event_callback", "event": 7}', JSON),
        ('{"type": "event_callback", "event": {"type": "x"}, "authorizations": 7}', JSON),
        (CHALLENGE.replace('"ch4ll3nge"', "{}"), JSON),
        (CHALLENGE, f"{JSON}-patch"),
        (CHALLENGE, "text/plain"),
        (CHALLENGE, ""),
        ("", FORM),
        ("payload", FORM),
        ("payload=%7B", FORM),
        ("payload=[]", FORM),
        ("payload=%7B%22type%22%3A%22view_closed%22%7D", FORM),
        ("command=%2Fbrief", FORM),
        ("command=%FF&team_id=T1&channel_id=C1&user_id=U1&trigger_id=1", FORM),
        ("ssl_check=0", FORM),
    ],
)
async def test_what_is_signed_and_still_unreadable_is_refused_and_told_without_its_words(
    slack: SlackEmulator, workers: Executor, logged: Logged, body: str, media_type: str
) -> None:
    desk = NotingDesk()
    async with slack_process(slack, desk, workers, MemoryStore().deduplication) as url:
        headers = {**signed(body, stamp()), "Content-Type": media_type}
        assert await posted(url, body, headers) == 400
        assert await slack.command("/brief")
        await slack.answered(1)
    told = [event for event in logged if event["event"] == "slack.unreadable_delivery"]
    assert len(told) == 1
    assert set(told[0]) == {"event", "log_level", "error", "media_type", "hint"}
    assert told[0]["error"] not in body


async def test_what_only_looks_at_our_certificate_is_taken(
    slack: SlackEmulator, workers: Executor
) -> None:
    async with slack_process(slack, NotingDesk(), workers, MemoryStore().deduplication) as url:
        body = "ssl_check=1&token=x"
        assert await posted(url, body, {**signed(body, stamp()), "Content-Type": FORM}) == 200


async def test_more_than_a_megabyte_is_not_read(slack: SlackEmulator, workers: Executor) -> None:
    async with slack_process(slack, NotingDesk(), workers, MemoryStore().deduplication) as url:
        body = "x" * (2**20 + 1)
        assert await posted(url, body, signed(body, stamp())) == 413


class Away:
    async def first(self, keys: object) -> frozenset[str]:
        raise StoreUnavailable("The database does not answer.")


async def test_with_no_database_and_nobody_behind_it_slack_is_asked_to_come_again() -> None:
    hook = Hook(signing_secret=SIGNING_SECRET, once=Away(), clock=now)  # type: ignore[arg-type]
    said = {**signed(CHALLENGE, stamp()), "Content-Type": JSON}
    async with listening(hook) as origin:
        assert await posted(f"{origin}/slack", CHALLENGE, said) == 503
        hook._app = object()  # type: ignore[assignment]
        assert await posted(f"{origin}/slack", CHALLENGE, said) == 503
