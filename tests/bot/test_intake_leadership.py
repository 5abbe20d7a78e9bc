"""One process at a time receives a token's updates, even if one dies or hangs, on either engine."""

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from functools import partial

import pytest

from bot.platforms.inbox import LOST
from briefs.storage.sql.store import open_store
from tests.bot.intake_worker import serve
from tests.contracts.engines import SHARED, Engine
from tests.emulators.telegram.server import TelegramEmulator
from tests.forked import Forked, forked

CHAT = 7


@pytest.fixture(params=SHARED, ids=lambda engine: engine.__name__)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    engine: Engine = request.param
    with engine() as url:
        open_store(url).close()
        yield url


@asynccontextmanager
async def worker(url: str, telegram: TelegramEmulator) -> AsyncIterator[Forked]:
    with forked(partial(serve, url, telegram.base_url)) as process:
        yield process


async def said(telegram: TelegramEmulator, first: int, last: int) -> None:
    for n in range(first, last):
        await telegram.people.say(CHAT, f"/say{n}")


def answers(telegram: TelegramEmulator) -> list[str]:
    return [message.text for message in telegram.world.posted(CHAT)]


def owner(url: str) -> str:
    with closing(open_store(url)) as store:
        return store.leases.get("intake").holder


async def test_when_its_owner_is_killed_another_answers_what_comes(url: str) -> None:
    async with TelegramEmulator() as telegram, worker(url, telegram) as one:
        telegram.people.open(CHAT)
        await said(telegram, 0, 3)
        await telegram.world.until(lambda: len(answers(telegram)) == 3)
        async with worker(url, telegram):
            one.kill()
            await said(telegram, 3, 9)
            await telegram.world.until(lambda: "You asked say8." in answers(telegram))
            assert owner(url) not in {"", f"worker {one.pid}"}
    # It was killed as it gave an answer: whether that arrived, the other could not know.
    answered = [said for said in answers(telegram) if said != LOST]
    assert sorted(answered) == [f"You asked say{n}." for n in range(9)]


async def test_an_owner_that_stood_still_answers_nothing_twice_when_it_wakes(url: str) -> None:
    async with TelegramEmulator() as telegram, worker(url, telegram) as one:
        telegram.people.open(CHAT)
        await said(telegram, 0, 2)
        await telegram.world.until(lambda: len(answers(telegram)) == 2)
        async with worker(url, telegram):
            one.send_signal(signal.SIGSTOP)
            await said(telegram, 2, 6)
            await telegram.world.until(lambda: len(answers(telegram)) == 6)
            one.send_signal(signal.SIGCONT)
            await said(telegram, 6, 9)
            await telegram.world.until(lambda: len(answers(telegram)) == 9)
            assert owner(url) != f"worker {one.pid}"
    assert sorted(answers(telegram)) == [f"You asked say{n}." for n in range(9)]
