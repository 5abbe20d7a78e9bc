"""Every failure of an HTTP call on both platforms, and what is known of the message after it."""

from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest

from bot.platforms.base import Poster
from bot.platforms.slack.client import SlackPoster
from bot.platforms.slack.errors import INVITE
from bot.platforms.telegram.client import TelegramPoster
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from tests.emulators.faulty import Answers, Fault, Hangs, Resets, faulty

HTML = "<html><h1>Bad Gateway</h1></html>"
PAYLOAD = '{"text":"News"}'
CHAT = Address("telegram", "4242", "-100")
CHANNEL = Address("slack", "T1", "C1")
SHORT = aiohttp.ClientTimeout(total=2, connect=1, sock_read=0.1)


def telegram(url: str) -> Poster:
    return TelegramPoster(token="4242:secret", base_url=f"{url}/bot", timeout=SHORT)


def slack(url: str) -> Poster:
    return SlackPoster(
        bot_token="xoxb-secret", workspace="T1", base_url=f"{url}/api/", timeout=SHORT
    )


async def posted(poster: Poster, to: Address) -> Outcome:
    await poster.open()
    try:
        return await poster.post(to, PAYLOAD, "key")
    finally:
        await poster.close()


async def both(url: str) -> tuple[Outcome, Outcome]:
    return await posted(telegram(url), CHAT), await posted(slack(url), CHANNEL)


def no(code: int, description: str, **parameters: int) -> Answers:
    """A refusal as Telegram writes it."""
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return Answers(code, body)


def nay(error: str, status: int = 200, **headers: str) -> Answers:
    """A refusal as Slack writes it."""
    return Answers(status, {"ok": False, "error": error}, headers)


@dataclass(frozen=True, slots=True)
class Case:
    """A fault as each platform would have it, the outcome, and whether people see the post."""

    name: str
    on_telegram: Fault
    on_slack: Fault
    expected: type[Outcome]
    posts: int = 0


def alike(name: str, fault: Fault, expected: type[Outcome], posts: int = 0) -> Case:
    return Case(name, fault, fault, expected, posts)


YES = {"ok": True, "result": {"message_id": 7}, "ts": "7.7"}

MATRIX = (
    alike("taken", Answers(200, YES, accepts=True), Sent, 1),
    alike("reset before", Resets("before"), Unknown),
    alike("reset within", Resets("within"), Unknown),
    alike("reset after", Resets("after", accepts=True), Unknown, 1),
    alike("too slow", Hangs(), Unknown),
    alike("too slow, and taken", Hangs(accepts=True), Unknown, 1),
    alike("a body cut off", Answers(200, YES, accepts=True, cut=9), Unknown, 1),
    alike("truncated JSON", Answers(200, YES, accepts=True, short=9), Unknown, 1),
    alike("a page for an answer", Answers(200, HTML), Unknown),
    alike("no word of the message", Answers(200, {"ok": True}, accepts=True), Unknown, 1),
    *(alike(f"{code}", Answers(code, HTML), Unknown) for code in (500, 502, 503, 504)),
    *(
        alike(f"{code}, and taken", Answers(code, HTML, accepts=True), Unknown, 1)
        for code in (500, 502, 504)
    ),
    Case("500 in JSON", no(500, "Internal"), nay("internal_error", 500), Unknown),
    Case(
        "429 with a pause",
        no(429, "Too Many Requests", retry_after=7),
        nay("ratelimited", 429, **{"Retry-After": "7"}),
        Retry,
    ),
    alike("429 without a pause", Answers(429, HTML), Retry),
    Case("403", no(403, "Forbidden: bot was blocked by the user"), nay("is_archived"), Rejected),
    Case("400", no(400, "Bad Request: message is too long"), nay("msg_too_long"), Rejected),
    Case("wrong chat", no(400, "Bad Request: chat not found"), nay("channel_not_found"), Rejected),
    Case("401", no(401, "Unauthorized"), nay("token_revoked"), Rejected),
)


@pytest.mark.parametrize("case", MATRIX, ids=lambda case: case.name)
async def test_every_fault_is_its_outcome_and_one_call(case: Case) -> None:
    for fault, poster, to in (
        (case.on_telegram, telegram, CHAT),
        (case.on_slack, slack, CHANNEL),
    ):
        async with faulty(fault) as server:
            outcome = await posted(poster(f"http://127.0.0.1:{server.port}"), to)
        assert isinstance(outcome, case.expected), (to, outcome)
        assert (server.calls, server.posts) == (1, case.posts)
        assert "secret" not in repr(outcome)


@pytest.mark.parametrize(
    "url", ["http://sourcebrief.invalid", "http://127.0.0.1:1"], ids=["DNS", "refused"]
)
async def test_what_reaches_nobody_is_surely_not_posted(url: str) -> None:
    for outcome in await both(url):
        assert isinstance(outcome, Retry)
        assert outcome.after > timedelta()
        assert "secret" not in repr(outcome)


async def test_a_handshake_that_fails_is_surely_not_posted() -> None:
    async with faulty(Answers(200, YES, accepts=True)) as server:
        for outcome in await both(f"https://127.0.0.1:{server.port}"):
            assert isinstance(outcome, Retry)
            assert not outcome.all_wait
    assert server.posts == 0


async def test_a_pause_is_as_long_as_was_asked() -> None:
    async with faulty(no(429, "Too Many Requests", retry_after=7)) as server:
        asked = await posted(telegram(f"http://127.0.0.1:{server.port}"), CHAT)
    assert asked == Retry(
        "Telegram asks for a pause.", timedelta(seconds=7), account_after=timedelta(seconds=3)
    )
    async with faulty(nay("ratelimited", 429, **{"Retry-After": "7"})) as server:
        asked = await posted(slack(f"http://127.0.0.1:{server.port}"), CHANNEL)
    assert asked == Retry("Slack asks to wait.", timedelta(seconds=7), all_wait=True)


async def test_a_group_that_moved_says_where_to() -> None:
    fault = no(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
    thread = Address("telegram", "4242", "-5", "9")
    async with faulty(fault) as server:
        outcome = await posted(telegram(f"http://127.0.0.1:{server.port}"), thread)
    assert isinstance(outcome, Rejected)
    assert outcome.moved_to == Address("telegram", "4242", "-1005", "9")


async def test_a_channel_without_the_bot_says_how_to_invite_it() -> None:
    async with faulty(nay("not_in_channel")) as server:
        outcome = await posted(slack(f"http://127.0.0.1:{server.port}"), CHANNEL)
    assert outcome == Rejected(INVITE, "place")


async def test_a_redirect_is_not_followed_with_the_token() -> None:
    elsewhere = Answers(302, HTML, {"Location": "http://127.0.0.1:1/"})
    async with faulty(elsewhere) as server:
        outcome = await posted(telegram(f"http://127.0.0.1:{server.port}"), CHAT)
    assert isinstance(outcome, Unknown)
