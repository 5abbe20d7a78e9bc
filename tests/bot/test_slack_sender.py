"""Sending to Slack: parts in order, nothing twice, and every way it can end as an outcome."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.platforms.slack.render import SlackMessage
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from tests.bot.slack_room import Clock, NotingDesk, say, serving, slack_sender
from tests.emulators.slack import (
    BOT,
    Broken,
    Dropped,
    Posted,
    SlackEmulator,
)

PARTS = tuple(f"{n} " + "x" * 6_000 for n in range(1, 4))
"""Three paragraphs, each a message of its own."""

HELLO = SlackMessage("Hello", ())


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


def first_words(messages: list[Posted]) -> list[str]:
    return [message.seen.split(maxsplit=1)[0] for message in messages]


async def test_parts_that_come_too_fast_wait_and_keep_their_order() -> None:
    clock = Clock()
    async with (
        SlackEmulator(limited=True, clock=clock) as slack,
        serving(slack, NotingDesk(lambda _: say(*PARTS)), clock),
    ):
        await slack.command("/read")
        answers = await slack.answered(3)
    assert first_words(answers) == ["1", "2", "3"]
    assert clock.pauses == [1.0, 1.0]


async def test_two_long_answers_in_one_channel_do_not_mix(slack: SlackEmulator) -> None:
    desk = NotingDesk(lambda request: say(*(f"{request.args[0]}{part}" for part in PARTS)))
    async with serving(slack, desk):
        await asyncio.gather(slack.command("/read", "a"), slack.command("/read", "b"))
        words = first_words(await slack.answered(6))
    assert sorted([words[:3], words[3:]]) == [["a1", "a2", "a3"], ["b1", "b2", "b3"]]


async def test_a_part_that_may_have_been_posted_is_not_repeated(slack: SlackEmulator) -> None:
    async with serving(slack, NotingDesk(lambda _: say(*PARTS))):
        slack.api.fail("chat.postMessage", Dropped(accepted=True))
        await slack.command("/read")
        answers = await slack.answered(3)
    assert first_words(answers) == ["1", "2", "3"]


async def test_a_refused_part_ends_the_answer(slack: SlackEmulator) -> None:
    desk = NotingDesk(lambda request: say(*PARTS) if "all" in request.args else say("next"))
    async with serving(slack, desk):
        slack.api.fail("chat.postMessage", Broken("msg_too_long"))
        await slack.command("/read", "all")
        await slack.answered(1)
        await slack.command("/read")
        why, after = await slack.answered(2)
    assert (why.seen.strip(), why.only_for) == (
        "I can't send it here. It is too long for Slack.",
        "U1",
    )
    assert first_words([after]) == ["next"]


@pytest.mark.parametrize("code", ["restricted_action", "is_archived", "new_one", "ratelimited"])
async def test_what_may_not_be_posted_is_answered_to_the_asker_alone(
    slack: SlackEmulator, code: str
) -> None:
    async with serving(slack, NotingDesk(), Clock()):
        slack.api.fail("chat.postMessage", Broken(code), times=9)
        await slack.command("/read", "1")
        (answer,) = await slack.answered(1)
    assert (answer.seen.strip(), answer.only_for) == ("read 1", "U1")
    assert answer.by_url


@pytest.mark.parametrize("code", ["restricted_action_thread_locked", "msg_too_long", "new_one"])
async def test_who_mentions_it_is_told_why_there_is_no_answer(
    slack: SlackEmulator, code: str
) -> None:
    async with serving(slack, NotingDesk()):
        slack.api.fail("chat.postMessage", Broken(code))
        await slack.mention("brief")
        (why,) = await slack.answered(1)
    assert why.seen.startswith("I can't send it here. ")
    assert (why.channel, why.only_for) == ("C1", "U1")


async def test_who_can_not_even_be_whispered_to_gets_a_direct_message(
    slack: SlackEmulator,
) -> None:
    async with serving(slack, NotingDesk()):
        slack.api.fail("chat.postMessage", Broken("ekm_access_denied"))
        slack.api.fail("chat.postEphemeral", Broken("ekm_access_denied"))
        await slack.mention("brief")
        (why,) = await slack.answered(1)
    assert "The administrators have closed this channel." in why.seen
    assert why.channel == "D1"


async def test_nobody_is_kept_waiting_for_longer_than_half_a_minute(slack: SlackEmulator) -> None:
    clock = Clock()
    async with serving(slack, NotingDesk(), clock):
        slack.api.fail("chat.postMessage", Broken("ratelimited", status=429, wait=3_600))
        await slack.command("/read", "1")
        await slack.answered(1)
        await slack.command("/read", "2")
        aside, answer = await slack.answered(2)
    assert (aside.seen.strip(), aside.only_for) == ("read 1", "U1")
    assert (answer.seen.strip(), answer.only_for) == ("read 2", "")
    assert clock.pauses == []


async def outcome(slack: SlackEmulator, channel: str = "C1", thread: str = "") -> Outcome:
    sender = slack_sender(slack.base_url)
    return await sender.post(Address("slack", "T1", channel, thread), HELLO)


async def test_a_message_is_sent_to_an_address(slack: SlackEmulator) -> None:
    root = slack.workspace.say("U1", "C1", "root")
    sent = await outcome(slack, thread=root.ts)
    (said,) = slack.answers
    assert sent == Sent(said.ts)
    assert (said.user, said.channel, said.thread, said.seen) == (BOT, "C1", root.ts, "Hello")


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("C2", "not_in_channel"),
        ("G4", "channel_not_found"),
        ("C9", "channel_not_found"),
        ("C3", "is_archived"),
    ],
    ids=["no member", "private", "no channel", "archived"],
)
async def test_a_channel_that_takes_no_message_is_a_rejection(
    slack: SlackEmulator, channel: str, said: str
) -> None:
    refused = await outcome(slack, channel)
    assert isinstance(refused, Rejected)
    assert (refused.blame, refused.said) == ("place", said)


@pytest.mark.parametrize(
    ("fault", "expected", "posted"),
    [
        (Broken("ratelimited", 429, 7), Retry, 0),
        (Broken("service_unavailable", 503), Retry, 0),
        (Broken("fatal_error"), Unknown, 0),
        (Broken(status=502), Unknown, 0),
        (Dropped(accepted=False), Unknown, 0),
        (Dropped(accepted=True), Unknown, 1),
        (Broken("token_revoked"), Rejected, 0),
        (Broken("msg_blocks_too_long"), Rejected, 0),
    ],
    ids=str,
)
async def test_every_fault_is_an_outcome_and_nothing_is_sent_twice(
    slack: SlackEmulator, fault: Broken | Dropped, expected: type[Outcome], posted: int
) -> None:
    slack.api.fail("chat.postMessage", fault)
    assert type(await outcome(slack)) is expected
    assert len(slack.answers) == posted


async def test_slack_says_how_long_to_wait(slack: SlackEmulator) -> None:
    slack.api.fail("chat.postMessage", Broken("ratelimited", 429, 7))
    waits = await outcome(slack)
    assert isinstance(waits, Retry)
    assert waits.after == timedelta(seconds=7)


async def test_a_slack_that_cannot_be_reached_is_worth_another_try() -> None:
    async with SlackEmulator() as gone:
        pass
    assert isinstance(await outcome(gone), Retry)
