"""A delivery worker in the test's own process, with a poster that does what the test says."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.delivery import DeliveryStore, WorkerSettings
from bot.delivery.worker import DeliveryWorker
from bot.platforms.base import Poster
from briefs.digests.outbox import (
    Delivery,
    Edition,
    Message,
    Outcome,
    Part,
    Policy,
    Rate,
    Retry,
    Sent,
    Unknown,
)
from briefs.model import Address
from briefs.storage import Store
from tests.briefs.builders import NOW, edited
from tests.delivery.rig import MILLISECOND, message

ACCOUNT = "slack:T1"
DAY = timedelta(days=1)
HABITS = WorkerSettings(
    policy=Policy(lease=2000 * MILLISECOND, back_off=MILLISECOND, look_after=20 * MILLISECOND),
    poll=10 * MILLISECOND,
    finish=1000 * MILLISECOND,
)


def clock() -> datetime:
    return datetime.now(UTC)


def channel(number: int = 1, account: str = ACCOUNT) -> Address:
    platform, workspace = account.split(":")
    return Address(platform, workspace, f"C{number}")


@dataclass(slots=True)
class FakePoster:
    """Answers as `does` says; `posted` is every call, in order."""

    account: str = ACCOUNT
    does: Callable[[Address], Awaitable[Outcome]] | None = None
    can_look: bool = False
    sees: Sent | Retry | Unknown | None = None
    account_rate: Rate | None = None
    place: timedelta | None = None
    posted: list[tuple[Address, str]] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    is_open: bool = False
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def place_rate(self, to: Address) -> Rate | None:
        return None if self.place is None else (str(to.channel_alone), self.place)

    async def open(self) -> None:
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        assert self.is_open
        self.posted.append((to, payload))
        self.times.append(clock())
        if self.does is not None:
            return await self.does(to)
        return Sent(f"m{next(self._ids)}")

    async def edit(self, to: Address, message: str, payload: str) -> Outcome:
        outcome = await self.post(to, payload, "")
        return Sent(message) if isinstance(outcome, Sent) else outcome

    async def look(self, to: Address, key: str, since: datetime) -> Sent | Retry | Unknown | None:
        assert self.is_open
        self.looked.append(key)
        return self.sees


def answering(*outcomes: Outcome) -> Callable[[Address], Awaitable[Outcome]]:
    """One outcome after another; all is sent after those."""
    left = iter(outcomes)

    async def answer(_to: Address) -> Outcome:
        return next(left, Sent("m"))

    return answer


def stock(store: Store) -> Callable[[str], Message]:
    """Put a piece in; what makes messages that quote it."""
    card = store.catalogue.add(edited(origin="stage"), now=NOW).card
    revision = store.catalogue.revision(card.piece)
    return lambda payload: message(revision, payload)


def put(
    store: Store,
    *messages: Message,
    to: Address | None = None,
    name: str = "today",
    due: datetime | None = None,
) -> None:
    """Into the outbox, due at once, as the parts of one edition."""
    now = clock()
    edition = Edition(
        to=to or channel(),
        name=name,
        due=due or now,
        until=now + DAY,
        parts=tuple(Part(message=one) for one in messages),
    )
    assert store.outbox.enqueue([edition], now=now) == 1


def rows(store: Store) -> list[Delivery]:
    """Every row, in order of coming in."""
    return list(reversed(store.outbox.rows(limit=10**6)))


def statuses(store: Store) -> list[str]:
    return [row.status for row in rows(store)]


@contextmanager
def courier(
    shelf: DeliveryStore,
    *posters: Poster,
    settings: WorkerSettings = HABITS,
    worker: str = "w1",
    clock: Callable[[], datetime] = clock,
) -> Iterator[DeliveryWorker]:
    with ThreadPoolExecutor(2) as workers:
        yield DeliveryWorker(
            shelf,
            {poster.account: poster for poster in posters},
            workers,
            worker=worker,
            clock=clock,
            settings=settings,
        )


async def until(holds: Callable[[], bool], *, within: float = 60) -> None:
    """Wait for something to come to hold."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110  # anything may hold
            await asyncio.sleep(0.005)


async def deliver(
    shelf: DeliveryStore,
    *posters: Poster,
    till: Callable[[], bool],
    settings: WorkerSettings = HABITS,
    within: float = 60,
) -> None:
    """Run a courier until something holds, and have it stop then."""
    stop = asyncio.Event()
    with courier(shelf, *posters, settings=settings) as at_work:
        running = asyncio.create_task(at_work.run(stop))
        try:
            await until(lambda: till() or running.done(), within=within)
        finally:
            stop.set()
            await running


def patient(**policy: timedelta) -> WorkerSettings:
    return replace(HABITS, policy=replace(HABITS.policy, **policy))
