"""A newsroom with subscriptions and a scheduler, for tests with a clock that they set."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.delivery.scheduler import Scheduler
from bot.delivery.send import ReadyDelivery
from bot.delivery.worker import Claimer
from bot.platforms.sending import frozen_message
from briefs.digests.outbox import Delivery, Message, Policy
from briefs.digests.subscription import Subscription, upcoming
from briefs.model import Address, Edited, Press
from briefs.storage import Store
from briefs.storage.sql.store import open_store
from handlers.message import Reply
from tests.contracts.memory_store import MemoryStore
from tests.delivery.stage import FakePoster
from tests.handlers.newsroom import short_piece, text

START = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
"""A Friday, when the pieces come in and the orders are made: an hour and a half before 8:30."""

DUE = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
GRACE = timedelta(hours=18)
TODAY = "2026-11-20"
ACCOUNT = Address("slack", "T1", "")


@contextmanager
def opened(kind: str) -> Iterator[Store]:
    store: Store = MemoryStore() if kind == "memory" else open_store("sqlite://")
    yield store
    store.close()


def place(n: int = 1) -> Address:
    return Address("slack", "T1", f"C{n}")


def dam(n: int = 1, **fields: Any) -> Edited:
    """A piece of one sentence."""
    fields.setdefault("title", f"Dam {n}")
    return short_piece(f"The dam {n} held through the long night.", **fields)


@dataclass
class CountingFreezer:
    """Freezes a reply as its words, and counts how often it is asked to."""

    replies: list[Reply] = field(default_factory=list)

    def __call__(self, reply: Reply, tokens: Mapping[Press, str]) -> tuple[Message, ...]:
        self.replies.append(reply)
        payload = {"text": text(reply), "tokens": list(tokens.values())}
        return (frozen_message(payload, reply.blocks, reply.about),)


@dataclass
class Newsroom:
    """Its clock stands at `now`; `zones` is the release of the time zone data."""

    store: Store = field(default_factory=MemoryStore)
    now: datetime = START
    zones: str = "z1"
    interval: timedelta | None = None
    freezer: CountingFreezer = field(default_factory=CountingFreezer)

    def __post_init__(self) -> None:
        self.publisher = self.another()

    def another(self, store: Store | None = None, account: str = ACCOUNT.account) -> Scheduler:
        """A publisher as it is after a start."""
        return Scheduler(
            store or self.store,
            self.freezer,
            account=account,
            interval=self.interval,
            clock=lambda: self.now,
            zones=self.zones,
            grace=GRACE,
        )

    def add(self, *pieces: Edited) -> None:
        for piece in pieces:
            self.store.catalogue.add(piece, now=self.now)

    def order(self, to: Address | None = None, **fields: Any) -> Subscription:
        """A daily order at 8:30 UTC, made now; all other fields as in `Subscription`."""
        fields = {"at": time(8, 30), "zone": "UTC", "starts": self.now, **fields}
        wanted = Subscription(to=to or place(), **fields)
        assert self.store.subscriptions.save(wanted, next(upcoming(wanted, self.now)), now=self.now)
        return self.ordered(wanted.to)

    def ordered(self, at: Address | None = None) -> Subscription:
        order = self.store.subscriptions.get(at or place())
        assert order is not None
        return order

    def tick(self, at: datetime | None = None) -> int:
        """Let the publisher look, at that time if one is given."""
        self.now = at or self.now
        return self.publisher.tick()

    def look(self) -> tuple[ReadyDelivery, ...]:
        """What the courier would post now."""
        poster = FakePoster(ACCOUNT.account)
        claimer = Claimer(store=self.store, poster=poster, worker="w1", policy=Policy())
        return claimer.claim_batch(9, self.now).ready

    def rows(self, at: Address | None = None) -> list[Delivery]:
        """What has come into the outbox, for one place or for all, oldest first."""
        return list(reversed(self.store.outbox.rows(place=at, limit=99_999)))

    def said(self, row: Delivery) -> str:
        return self.store.outbox.message(row.message).payload
