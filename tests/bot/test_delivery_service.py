"""A delivery service starts once the platform has accepted the account, and stops when asked to."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.accounts import DeliveryService
from bot.platforms.base import Poster
from briefs.digests.outbox import Outcome, Retry, Sent, Unknown
from briefs.errors import SourcebriefError
from briefs.model import Address
from tests.bot.publishing import ACCOUNT, DUE, Newsroom, dam, place


class Pigeon:
    """Posts at once, and keeps what it posted; every message is the last that is waited for."""

    account, account_rate, can_look = ACCOUNT.account, None, False

    def __init__(self, stop: asyncio.Event) -> None:
        self.posted: list[tuple[Address, str]] = []
        self.is_open = False
        self._stop = stop

    def place_rate(self, to: Address) -> tuple[str, timedelta] | None:
        return None

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        assert self.is_open
        self._stop.set()
        await asyncio.sleep(0.02)
        assert self.is_open
        self.posted.append((to, key))
        return Sent("m1")

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        return await self.post(to, payload, message)

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        return None

    async def open(self) -> None:
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False


@pytest.fixture
def workers() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def office(
    newsroom: Newsroom, workers: Executor, admitted: Callable[[], Coroutine[Any, Any, Poster]]
) -> DeliveryService:
    return DeliveryService(
        store=newsroom.store,
        workers=workers,
        freezer=newsroom.freezer,
        admitted=admitted,
        worker="w1",
        clock=lambda: newsroom.now,
        zones="z1",
        grace=timedelta(hours=18),
    )


async def test_what_is_due_is_published_and_posted_and_a_stop_waits_for_it(
    workers: Executor,
) -> None:
    newsroom, stop = Newsroom(), asyncio.Event()
    pigeon = Pigeon(stop)
    newsroom.add(dam())
    newsroom.order()
    newsroom.now = DUE

    async def admitted() -> Poster:
        return pigeon

    await asyncio.wait_for(office(newsroom, workers, admitted).run(stop), 60)
    assert [to for to, _ in pigeon.posted] == [place()]
    assert [row.status for row in newsroom.rows()] == ["sent"]
    assert not pigeon.is_open


async def test_a_stop_is_not_kept_waiting_by_a_platform_out_of_reach(workers: Executor) -> None:
    newsroom, stop, asked = Newsroom(), asyncio.Event(), asyncio.Event()

    async def admitted() -> Poster:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError("it never comes")

    running = asyncio.create_task(office(newsroom, workers, admitted).run(stop))
    await asked.wait()
    stop.set()
    await asyncio.wait_for(running, 60)


async def test_an_account_that_is_refused_publishes_nothing(workers: Executor) -> None:
    newsroom = Newsroom(now=DUE)

    async def admitted() -> Poster:
        raise SourcebriefError("Slack refuses the token.")

    with pytest.raises(SourcebriefError, match="refuses"):
        await office(newsroom, workers, admitted).run(asyncio.Event())
    assert newsroom.freezer.replies == []
