"""Every documented refusal of both platforms, for answers and for digests, has a consequence."""

import itertools
from functools import partial

import pytest

from bot.platforms.slack.client import SlackPoster
from bot.platforms.slack.errors import RULES as SLACK_RULES
from bot.platforms.telegram.client import TelegramPoster
from bot.platforms.telegram.errors import RULES as TELEGRAM_RULES
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from tests.bot.slack_room import Clock, NotingDesk, serving
from tests.bot.telegram_stage import Pauses, ToldDesk, on_stage
from tests.emulators.slack import BOT_TOKEN, TEAM, Broken, SlackEmulator
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator

ME, GROUP = 77, -500
NEW = "Bad Request: SOMETHING_NEW_42"
TELEGRAM = [f"Bad Request: {rule.said}" for rule in TELEGRAM_RULES] + [NEW]
SLACK = [*SLACK_RULES, "something_new"]
PAYLOAD = '{"text":"News"}'


def test_the_lists_are_long_enough_to_be_the_platforms_own() -> None:
    assert len(TELEGRAM) + len(SLACK) > 150
    assert all(rule.source for rule in TELEGRAM_RULES)
    assert all(rule.source for rule in SLACK_RULES.values())


async def test_each_refused_answer_on_telegram_is_told_to_the_asker() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(ME)
        telegram.people.open(GROUP, "group")
        world = telegram.world
        async with on_stage(telegram, ToldDesk(), Pauses()):
            for n, refusal in enumerate(TELEGRAM):
                telegram.faults.add("sendMessage", Refused(400, refusal))
                await telegram.people.say(GROUP, f"/brief {n}")
                await world.until(partial(_have_heard, telegram, n + 1))
    assert _have_heard(telegram, len(TELEGRAM))
    assert not _have_heard(telegram, len(TELEGRAM) + 1)


def _have_heard(telegram: TelegramEmulator, count: int) -> bool:
    return len(telegram.world.posted(ME)) + len(telegram.world.posted(GROUP)) >= count


async def test_each_refused_digest_on_telegram_comes_to_what_its_rule_says() -> None:
    async with TelegramEmulator() as telegram:
        telegram.people.open(GROUP, "group")
        poster = TelegramPoster(token=telegram.token, base_url=telegram.base_url)
        at = Address("telegram", "4242", str(GROUP))
        for rule in TELEGRAM_RULES:
            telegram.faults.add("sendMessage", Refused(400, f"Bad Request: {rule.said}"))
            outcome = await poster.post(at, PAYLOAD, "key")
            assert _about(outcome) == rule.about, rule
            assert "_" not in getattr(outcome, "reason", "_")
        await poster.close()
        assert telegram.world.posted(GROUP) == []


async def test_each_refused_answer_on_slack_is_told_to_the_asker() -> None:
    async with SlackEmulator() as slack, serving(slack, NotingDesk(), Clock()):
        asked = itertools.count(1)
        for code in SLACK:
            for say in (slack.command, slack.mention):
                slack.api.fail("chat.postMessage", Broken(code), times=_tries(code))
                await say("/brief" if say == slack.command else "brief")
                await slack.answered(next(asked))
    for answer in slack.answers:
        assert not any(code in answer.seen for code in SLACK_RULES), answer.seen


async def test_each_refused_digest_on_slack_comes_to_what_its_rule_says() -> None:
    async with SlackEmulator() as slack:
        poster = SlackPoster(bot_token=BOT_TOKEN, workspace=TEAM, base_url=slack.base_url)
        await poster.open()
        at = Address("slack", TEAM, "C1")
        for code, rule in SLACK_RULES.items():
            slack.api.fail("chat.postMessage", Broken(code))
            outcome = await poster.post(at, PAYLOAD, "key")
            assert _about(outcome) == rule.about, code
        await poster.close()
        assert slack.answers == []


def _about(outcome: Outcome) -> str:
    match outcome:
        case Rejected(blame=blame):
            return blame
        case Retry():
            return "moment"
        case Unknown():
            return "unknown"
        case Sent():
            pytest.fail("it was refused")


def _about_slack(code: str) -> str:
    rule = SLACK_RULES.get(code)
    return rule.about if rule is not None else "place"


def _tries(code: str) -> int:
    """A moment is waited for, six times at most."""
    return 6 if _about_slack(code) == "moment" else 1
