"""What a process does that answers on Telegram in its turn."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from os import getpid
from time import sleep

from bot.platforms.inbox import Deduplicator
from bot.platforms.telegram.bot import Telegram
from bot.service.leader import LeaderElection, LeaseTimings
from briefs.storage.sql.store import open_store
from handlers.message import Reply
from tests.bot.telegram_stage import ToldDesk, said
from tests.emulators.telegram.server import TOKEN

QUICK = LeaseTimings(
    every=timedelta(milliseconds=50),
    most=timedelta(milliseconds=300),
    silent=timedelta(milliseconds=600),
)


def now() -> datetime:
    return datetime.now(UTC)


def slowly() -> Reply:
    sleep(30)
    return said("done")


def serve(url: str, base_url: str) -> None:
    with closing(open_store(url)) as store, ThreadPoolExecutor(2) as workers:
        once = Deduplicator(taken=store.deduplication, workers=workers, clock=now)
        turns = LeaderElection(
            leases=store.leases, workers=workers, holder=f"worker {getpid()}", rhythm=QUICK
        )

        def make() -> Telegram:
            return Telegram(
                ToldDesk(replies={"check": slowly}),
                workers,
                token=TOKEN,
                base_url=base_url,
                once=once,
                inbox=store.inbox,
                clock=now,
            )

        asyncio.run(turns.take("intake", make).run(asyncio.Event()))
