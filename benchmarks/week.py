"""A simulated week of digests: real scheduler, worker, posters and SQLite, two strict emulators.

Places in 40 zones, through the night of Europe's clock change; time is simulated
(benchmarks/weeks). Each day three pieces are added; a share of all calls fails before or after it
was carried out, is asked to wait or is answered with nonsense; on Wednesday some people block the
bot. Prints, for each platform, what was due, what was not enqueued because its subscription was
paused, and what became of the rest; the posts that were doubled or are missing by the platform's
own count; and the most posts in any one second, in all and to one place. Beyond their limits the
emulators answer 429.

    python benchmarks/week.py [--places 10000] [--faults 0.02] [--seed 7]
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import structlog
from weeks.faults import SlackFaults, TelegramFaults
from weeks.seen import Kept, Seen, telling
from weeks.world import settle_in

from bot import config
from bot.delivery import WorkerSettings
from bot.delivery.scheduler import Scheduler
from bot.delivery.worker import DeliveryWorker
from bot.platforms.base import Freezer, Poster
from bot.platforms.slack import render as slack_render
from bot.platforms.slack.client import SlackPoster
from bot.platforms.telegram import render as telegram_render
from bot.platforms.telegram.client import TelegramPoster
from briefs.digests.subscription import Subscription, upcoming
from briefs.storage.sql.store import SqlStore, open_store
from tests.briefs.builders import edited
from tests.emulators.slack import BOT_TOKEN, TEAM, SlackEmulator
from tests.emulators.telegram.limits import Limits
from tests.emulators.telegram.server import TOKEN, TelegramEmulator
from tests.emulators.telegram.world import Chat
from tests.leaping import AtOnce, LeapingLoop

START = datetime(2026, 3, 23, 0, 20, tzinfo=UTC)  # a Monday; Europe changes its clocks on Sunday
END = START + timedelta(days=7)
GRACE = timedelta(hours=18)
LATE = timedelta(minutes=15)
LOOK = timedelta(minutes=1)


def clock() -> datetime:
    return START + timedelta(seconds=asyncio.get_running_loop().time())


def write(store: SqlStore, day: int, hour: int, now: datetime) -> None:
    topic = ("water", "energy", "trade")[hour % 3]
    text = f"The {topic} report of day {day} came out at {hour}. It was read by many people."
    store.catalogue.add(edited(text, title=f"Day {day}: {topic}", topics=(topic,)), now=now)


async def newsroom(store: SqlStore) -> None:
    for day in range(8):
        for hour in (5, 10, 15):
            at = START + timedelta(days=day, hours=hour - 24)
            await asyncio.sleep(max((at - clock()).total_seconds(), 0))
            write(store, day, hour, clock())


async def office(store: SqlStore, freezer: Freezer, poster: Poster, workers: AtOnce) -> None:
    """The scheduler and the worker of an account, which look at the clock less often than in real
    use.
    """
    stop = asyncio.Event()
    courier = DeliveryWorker(
        store, {poster.account: poster}, workers, worker=poster.account, clock=clock,
        settings=WorkerSettings(poll=LOOK),
    )  # fmt: skip
    publisher = Scheduler(
        store,
        freezer,
        account=poster.account,
        interval=poster.account_rate[1] if poster.account_rate else None,
        clock=clock,
        zones=config.release(),
        grace=GRACE,
        nudge=courier.nudge,
    )
    delivering = asyncio.create_task(courier.run(stop))
    while clock() < END:
        if publisher.tick():
            courier.nudge()
        await asyncio.sleep(LOOK.total_seconds())
    await asyncio.sleep(3600)  # time to look for uncertain messages
    stop.set()
    await delivering


@dataclass(frozen=True, slots=True)
class Week:
    """What one platform was asked to post in the week, and what it saw."""

    platform: str
    orders: tuple[Subscription, ...]
    seen: Seen
    faults: int


async def lived(store: SqlStore, places: int, share: float, seed: int) -> tuple[Week, Week]:
    random, workers = Random(seed), AtOnce()  # noqa: S311  # a seeded week, no secret
    loop = asyncio.get_running_loop()
    telegram = TelegramEmulator(limits=Limits(loop.time))
    slack = SlackEmulator(limited=True, clock=loop.time)
    slack.workspace.wall = lambda: clock().timestamp()
    orders = settle_in(store, telegram, slack, places=places, random=random, now=START)
    in_chats, in_channels = Seen(loop.time), Seen(loop.time)
    telegram.world.messages = Kept(in_chats)
    telegram.faults = worse = TelegramFaults(random, share)
    on_post = telling(in_channels, slack.api.on_post)
    slack.api = worst = SlackFaults(slack.workspace, slack.sockets, on_post)
    worst.worsen(random, share)
    async with telegram, slack:
        writing = asyncio.create_task(newsroom(store))
        people = [chat for chat in telegram.world.chats.values() if chat.kind == "private"]
        loop.call_later(2.5 * 86_400, block, people[:: max(places // 50, 1)])
        await asyncio.gather(
            office(
                store,
                telegram_render.freeze,
                TelegramPoster(token=TOKEN, base_url=telegram.base_url),
                workers,
            ),
            office(
                store,
                slack_render.freeze,
                SlackPoster(bot_token=BOT_TOKEN, workspace=TEAM, base_url=slack.base_url),
                workers,
            ),
        )
        await writing
    return (
        Week("telegram", orders, in_chats, worse.met),
        Week("slack", orders, in_channels, worst.met),
    )


def block(chats: Iterable[Chat]) -> None:
    for chat in chats:
        chat.state = "blocked"


def due(orders: Iterable[Subscription]) -> int:
    """How many editions the subscriptions' own clocks ask for within the week."""
    return sum(
        1 for order in orders for _ in takewhile(lambda run: run.at < END, upcoming(order, START))
    )


def tell(store: SqlStore, week: Week) -> bool:
    """Print one row of the table; returns whether nothing was doubled, lost or left open."""
    rows = [
        row for row in store.outbox.rows(limit=10_000_000) if row.place.platform == week.platform
    ]
    asked = due(order for order in week.orders if order.to.platform == week.platform)
    by = Counter(row.status for row in rows)
    sure = Counter(row.place.channel for row in rows if row.status == "sent")
    unsure = Counter(row.place.channel for row in rows if row.status == "uncertain")
    posts = week.seen.posts
    doubled = (posts - (sure + unsure)).total()
    lost = (sure - posts).total()
    late = sum(
        1
        for row in rows
        if row.status == "sent"
        and not any(
            row.due <= START + timedelta(seconds=at) <= row.due + LATE
            for at in week.seen.times[row.place.channel]
        )
    )
    still = by.total() - by["sent"] - by["uncertain"] - by["failed"]
    cells = (
        asked, asked - by.total(), by["sent"], late, by["uncertain"], by["failed"], still,
        week.faults, doubled, lost, week.seen.worst_second(), week.seen.worst_place(),
    )  # fmt: skip
    print(f"{week.platform:10}" + "".join(f"{cell:>11}" for cell in cells))
    return not doubled and not lost and not still and week.seen.worst_place() <= 1


HEADS = (
    "due", "resting", "sent", "of it late", "uncertain", "failed", "open",
    "faults", "doubled", "lost", "a second", "one place",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--faults", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    began, cpu = perf_counter(), process_time()
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/week.db")
        with asyncio.Runner(loop_factory=LeapingLoop) as runner:
            weeks = runner.run(lived(store, asked.places, asked.faults, asked.seed))
        print(" " * 10 + "".join(f"{head:>11}" for head in HEADS))
        sound = all(tell(store, week) for week in weeks)
        store.close()
    print(f"{asked.places} places, faults in {asked.faults:.0%} of calls; a week took "
          f"{perf_counter() - began:.0f} s, {process_time() - cpu:.0f} s of CPU")  # fmt: skip
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
