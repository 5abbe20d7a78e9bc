"""Two stores that get the same calls, and a platform that records what was posted to it."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from briefs.digests.digest import Run, Subscription, upcoming
from briefs.digests.outbox import Delivery, Outcome, Rejected, Retry, Sent, Unknown
from briefs.model import Address
from briefs.storage import Store
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW
from tests.contracts.engines import Engine
from tests.contracts.model_store import model_store
from tests.contracts.posting import ACCOUNTS, CHAT, LEASE, MINUTE

T = TypeVar("T")
MOVED = replace(CHAT, channel="-100999")


@dataclass(slots=True)
class Call:
    """One call to the platform: whether it posted, and whether its worker told the store."""

    delivery: Delivery
    outcome: Outcome
    posted: str = ""
    told: bool = False


class Together(RuleBasedStateMachine):
    """A store beside its model, the time, and each call that was made for a delivery.

    A subclass says on which engine the store is.
    """

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.kept = ExitStack()
        self.url = self.kept.enter_context(self.engine())
        self.model = model_store()
        self.sql = open_store(self.url)
        self.now = NOW
        self.numbers = count(1)
        self.claimed: dict[str, tuple[Delivery, ...]] = {}
        self.untold: dict[str, list[Call]] = {}
        self.calls: dict[int, list[Call]] = {}
        self.again: Counter[int] = Counter()
        self.promised: set[tuple[Address, str]] = set()
        self.moved = False

    def both(self, ask: Callable[[Store], T]) -> T:
        expected, found = ask(self.model), ask(self.sql)
        assert found == expected
        return expected

    def rows(self) -> tuple[Delivery, ...]:
        return self.both(lambda store: store.outbox.rows(limit=999))

    def orders(self) -> tuple[Subscription, ...]:
        return self.both(lambda store: store.subscriptions.page(limit=99))

    def claim_for(self, worker: str, limit: int) -> tuple[Delivery, ...]:
        return self.both(
            lambda s: s.outbox.claim(worker, ACCOUNTS, now=self.now, lease=LEASE, limit=limit)
        )

    def intend_for(self, worker: str, claimed: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
        return self.both(
            lambda store: store.outbox.intend(worker, claimed, now=self.now, lease=LEASE)
        )

    def call(self, worker: str, delivery: Delivery, mood: str) -> None:
        posted = f"m{next(self.numbers)}" if mood in {"sent", "lost, posted"} else ""
        call = Call(delivery, self.outcome(delivery, mood, posted), posted)
        if delivery.to.channel == CHAT.channel and self.moved:
            raise AssertionError("posted to where the place was before it moved")
        self.calls.setdefault(delivery.id, []).append(call)
        self.untold.setdefault(worker, []).append(call)

    def outcome(self, delivery: Delivery, mood: str, posted: str) -> Outcome:
        match mood:
            case "sent":
                return Sent(posted)
            case "busy":
                return Retry("Too busy.", MINUTE)
            case "gone":
                return Rejected("The bot was removed.", "place")
            case "moved" if delivery.to.channel_alone == CHAT:
                return Rejected("It moved.", "place", MOVED)
            case "refused" | "moved":
                return Rejected("It is too long.")
            case _:
                return Unknown("The line broke.")

    def now_at(self, place: Address) -> Address:
        return MOVED if self.moved and place == CHAT else place

    def next_run(self, order: Subscription) -> Run | None:
        return next(upcoming(order, self.now), None)


def base(place: Address) -> Address:
    return CHAT if place == MOVED else place


def can_look(delivery: Delivery) -> bool:
    return delivery.to.platform == "slack"
