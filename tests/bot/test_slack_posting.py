"""Posting frozen messages on Slack, and finding out whether one was posted after all."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.slack.client import SlackPoster, workspace_of
from bot.platforms.slack.render import freeze
from briefs.digests.outbox import Rejected, Retry, Sent, Unknown
from briefs.errors import SourcebriefError
from briefs.model import Address
from handlers.message import Paragraph, Reply, Strong
from tests.bot.slack_room import Clock
from tests.emulators.slack import BOT_TOKEN, Broken, Dropped, SlackEmulator

(NEWS,) = freeze(Reply((Paragraph((Strong("News"), " of the day")),)), {})
KEY = "slack:T1:C1/2026-11-23/0"


def at(channel: str = "C1", thread: str = "") -> Address:
    return Address("slack", "T1", channel, thread)


def now() -> datetime:
    return datetime.fromtimestamp(int(time.time()), UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackEmulator]:
    async with SlackEmulator() as emulator:
        yield emulator


@pytest.fixture
async def poster(slack: SlackEmulator) -> AsyncIterator[SlackPoster]:
    poster = SlackPoster(bot_token=BOT_TOKEN, workspace="T1", base_url=slack.base_url)
    await poster.open()
    yield poster
    await poster.close()


async def test_a_frozen_message_is_posted_quietly_under_its_key(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    outcome = await poster.post(at(), NEWS.payload, KEY)
    (said,) = slack.answers
    assert outcome == Sent(said.ts)
    assert (said.seen.strip(), said.unfurls, said.thread) == ("News of the day", False, "")
    assert said.metadata == {
        "event_type": "sourcebrief_delivery",
        "event_payload": {"delivery": KEY},
    }
    assert poster.account == at().account


async def test_a_thread_is_part_of_the_place(slack: SlackEmulator, poster: SlackPoster) -> None:
    root = slack.workspace.say("U1", "C1", "root")
    assert isinstance(await poster.post(at(thread=root.ts), NEWS.payload, KEY), Sent)
    assert slack.answers[0].thread == root.ts
    lost = await poster.post(at(thread="1.1"), NEWS.payload, KEY)
    assert isinstance(lost, Rejected)
    assert lost.blame == "place"


async def test_a_post_is_never_repeated_by_itself(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    slack.api.fail("chat.postMessage", Dropped(accepted=True))
    assert isinstance(await poster.post(at(), NEWS.payload, KEY), Unknown)
    assert len(slack.answers) == 1


async def test_a_post_in_doubt_is_found_by_its_key(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    since = now()
    slack.api.fail("chat.postMessage", Dropped(accepted=True))
    await poster.post(at(), NEWS.payload, KEY)
    await poster.post(at(), NEWS.payload, "another")
    found = await poster.look(at(), KEY, since)
    assert found == Sent(slack.answers[0].ts)


async def test_a_post_in_doubt_is_found_in_its_thread(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    root = slack.workspace.say("U1", "C1", "root")
    await poster.post(at(thread=root.ts), NEWS.payload, KEY)
    assert await poster.look(at(thread=root.ts), KEY, now()) == Sent(slack.answers[0].ts)
    assert isinstance(await poster.look(at(), KEY, now()), Retry)


async def test_a_post_that_never_came_is_surely_not_there(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    slack.api.fail("chat.postMessage", Dropped(accepted=False))
    await poster.post(at(), NEWS.payload, KEY)
    for _ in range(3):
        slack.workspace.say("U1", "C1", f"about {KEY}")
    missing = await poster.look(at(), KEY, now())
    assert isinstance(missing, Retry)
    assert missing.after == timedelta()


async def test_a_long_history_is_read_page_by_page_up_to_a_bound(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    await poster.post(at(), NEWS.payload, KEY)
    for n in range(30):
        slack.workspace.say("U1", "C1", f"{n}")
    slack.api.histories.page = 15
    assert isinstance(await poster.look(at(), KEY, now()), Sent)
    assert slack.api.calls[-1][1]["cursor"]
    slack.api.histories.page = 1
    assert await poster.look(at(), KEY, now()) is None


async def test_only_what_was_said_since_is_looked_through(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    await poster.post(at(), NEWS.payload, KEY)
    assert isinstance(await poster.look(at(), KEY, now() + timedelta(minutes=9)), Sent)
    assert isinstance(await poster.look(at(), KEY, now() + timedelta(hours=1)), Retry)


async def test_where_the_app_may_not_read_it_can_never_be_told(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    await poster.post(at(), NEWS.payload, KEY)
    slack.workspace.lacking.add("channels:history")
    assert await poster.look(at(), KEY, now()) is None
    assert await poster.look(at("C2"), KEY, now()) is None
    assert await poster.look(at(thread="1.1"), KEY, now()) is None


@pytest.mark.parametrize(
    "fault",
    [
        Broken("ratelimited", 429, 60),
        Broken("internal_error"),
        Broken(status=502),
        Dropped(accepted=True),
    ],
    ids=str,
)
async def test_a_slack_that_cannot_say_just_now_is_asked_again(
    slack: SlackEmulator, poster: SlackPoster, fault: Broken | Dropped
) -> None:
    await poster.post(at(), NEWS.payload, KEY)
    # The client repeats a reading whose connection broke, once, as it may.
    times = 2 if isinstance(fault, Dropped) else 1
    slack.api.fail("conversations.history", fault, times=times)
    assert isinstance(await poster.look(at(), KEY, now()), Unknown)
    assert isinstance(await poster.look(at(), KEY, now()), Sent)


def test_a_channel_takes_one_message_a_second_its_threads_included() -> None:
    poster = SlackPoster(bot_token=BOT_TOKEN, workspace="T1")
    assert poster.place_rate(at()) == ("slack:T1:C1", timedelta(seconds=1))
    assert poster.place_rate(at(thread="1.1")) == poster.place_rate(at())
    assert poster.account_rate[0] == "slack:T1"
    assert poster.can_look


async def test_the_workspace_is_known_once_slack_can_be_asked(slack: SlackEmulator) -> None:
    clock = Clock()
    slack.api.fail("auth.test", Broken(status=503), times=2)
    assert await workspace_of(BOT_TOKEN, slack.base_url, clock.pause) == "T1"
    assert clock.pauses == [0.5, 1]


async def test_a_refused_token_has_no_workspace(slack: SlackEmulator) -> None:
    with pytest.raises(SourcebriefError, match="invalid_auth"):
        await workspace_of("xoxb-wrong", slack.base_url, Clock().pause)


async def test_an_edit_takes_the_place_of_a_message_and_may_be_repeated(
    slack: SlackEmulator, poster: SlackPoster
) -> None:
    sent = await poster.post(at(), NEWS.payload, KEY)
    assert isinstance(sent, Sent)
    (later,) = freeze(Reply((Paragraph(("Corrected news",)),)), {})
    for _ in range(2):
        assert await poster.edit(at(), sent.message_id, later.payload) == sent
    assert [(said.seen, said.edited) for said in slack.answers] == [("Corrected news\n", True)]


async def test_an_edit_of_a_message_that_is_gone_is_refused(poster: SlackPoster) -> None:
    outcome = await poster.edit(at(), "1700.000001", NEWS.payload)
    assert isinstance(outcome, Rejected)
    assert outcome.blame == "message"
