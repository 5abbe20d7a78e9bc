"""Digests and answers through the platforms' own clients, while whatever can break breaks.

What a fault leaves is known: posted once, or not at all and then said why. Nothing comes twice.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.platforms.base import Poster
from bot.platforms.slack.client import SlackPoster
from bot.platforms.telegram.client import TelegramPoster
from briefs.digests.outbox import Outcome, Rate, Retry, Sent, Unknown
from briefs.model import Address
from tests.bot.slack_room import Clock, NotingDesk, serving
from tests.contracts.memory_store import MemoryStore
from tests.delivery.stage import deliver, patient, put, rows, stock
from tests.emulators.slack import BOT_TOKEN, TEAM, Broken, Channel, Dropped, SlackEmulator
from tests.emulators.telegram import faults as telegram_faults
from tests.emulators.telegram.refusals import Refused
from tests.emulators.telegram.server import TelegramEmulator

ENDED = {"sent", "failed", "uncertain"}
SLACK_FAULTS = (
    *(Broken("internal_error"), Broken("fatal_error"), Broken("service_unavailable")),
    *(Broken("ratelimited", status=429, wait=1), Broken("", status=502), Broken("", status=200)),
    *(Broken("is_archived"), Broken("something_new"), Broken("invalid_blocks")),
    *(Dropped(accepted=True), Dropped(accepted=False)),
)
TELEGRAM_FAULTS = (
    *(
        telegram_faults.Dropped(after_accepting=True),
        telegram_faults.Dropped(after_accepting=False),
    ),
    *(telegram_faults.Garbled(502), telegram_faults.Garbled(502, after_accepting=True)),
    *(telegram_faults.Garbled(200), telegram_faults.Garbled(403), telegram_faults.Garbled(429)),
    Refused(429, "Too Many Requests: retry after 1", {"retry_after": 1}),
    Refused(400, "Bad Request: can't parse entities"),
    Refused(400, "Bad Request: SOMETHING_NEW"),
    Refused(403, "Forbidden: bot was kicked from the channel chat"),
    Refused(500, "Internal Server Error"),
)


@dataclass(slots=True)
class Hurried:
    """A platform's own poster, kept to no rate, so that a test need not wait for one."""

    poster: Poster
    account_rate: Rate | None = None

    @property
    def account(self) -> str:
        return self.poster.account

    @property
    def can_look(self) -> bool:
        return self.poster.can_look

    def place_rate(self, to: Address) -> Rate | None:
        return None

    async def open(self) -> None:
        await self.poster.open()

    async def close(self) -> None:
        await self.poster.close()

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        return await self.poster.post(to, payload, key)

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        return await self.poster.edit(to, message, payload)

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        return await self.poster.look(to, key, since)


FEW = 25
SIZES = (FEW, pytest.param(300, marks=pytest.mark.soak))


async def ended(store: MemoryStore, poster: Poster, *statuses: str) -> None:
    await deliver(
        store,
        Hurried(poster),
        till=lambda: all(row.status in statuses for row in rows(store)),
        settings=patient(lease=timedelta(seconds=40)),
        within=300,
    )


@pytest.mark.parametrize("count", SIZES)
async def test_a_digest_on_slack_comes_once_or_its_row_says_why_not(count: int) -> None:
    store, dice = MemoryStore(), random.Random(count)
    make = stock(store)
    async with SlackEmulator() as slack:
        for n in range(count):
            slack.workspace.channels[f"C{100 + n}"] = Channel(f"C{100 + n}")
            put(store, make('{"text":"News"}'), to=Address("slack", TEAM, f"C{100 + n}"))
            slack.api.fail("chat.postMessage", dice.choice(SLACK_FAULTS))
        poster = SlackPoster(bot_token=BOT_TOKEN, workspace=TEAM, base_url=slack.base_url)
        await ended(store, poster, "sent", "failed")
        posted = Counter(message.channel for message in slack.answers)
    for row in rows(store):
        assert posted[row.to.channel] == (row.status == "sent"), row
        assert row.status == "sent" or row.error, row


@pytest.mark.parametrize("count", SIZES)
async def test_a_digest_on_telegram_comes_once_or_its_row_says_why_not(count: int) -> None:
    store, dice = MemoryStore(), random.Random(count)
    make = stock(store)
    async with TelegramEmulator() as telegram:
        for n in range(1, count + 1):
            telegram.people.open(n)
            put(store, make('{"text":"News"}'), to=Address("telegram", "4242", str(n)))
            telegram.faults.add("sendMessage", dice.choice(TELEGRAM_FAULTS))
        poster = TelegramPoster(token=telegram.token, base_url=telegram.base_url)
        await ended(store, poster, *ENDED)
        posted = {
            row.to.channel: len(telegram.world.posted(int(row.to.channel))) for row in rows(store)
        }
    for row in rows(store):
        match row.status:
            case "sent":
                assert posted[row.to.channel] == 1, row
            case "failed":
                assert posted[row.to.channel] == 0, row
            case _:
                assert posted[row.to.channel] <= 1, row
        assert row.status == "sent" or row.error, row


@pytest.mark.parametrize("count", SIZES)
async def test_an_answer_on_slack_comes_once_or_the_asker_hears_why_not(count: int) -> None:
    dice = random.Random(count)
    desk = NotingDesk()
    async with SlackEmulator() as slack, serving(slack, desk, Clock()):
        for n in range(count):
            slack.api.fail("chat.postMessage", dice.choice(SLACK_FAULTS))
            before = len(slack.answers)
            ask = dice.choice((slack.mention, slack.command))
            await (
                slack.mention(f"brief q{n}")
                if ask == slack.mention
                else slack.command("/brief", f"q{n}")
            )
            await slack.answered(before + 1)
    said = Counter(word for message in slack.answers for word in set(message.seen.split()))
    assert all(said[f"q{n}"] <= 1 for n in range(count))
    assert len(desk.asked) == count
