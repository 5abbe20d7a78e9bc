"""Somebody in a chat who subscribes to digests, and a platform that has posted some."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from briefs.digests.digest import Subscription
from briefs.digests.outbox import Edition, Message, Outcome, Part, Policy, apply_outcome
from briefs.model import Address
from handlers import router
from handlers.message import Capabilities, Context, Reply, Request, Role
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import CHAT, NOW, text

HOUR = timedelta(hours=1)
CHANNEL = Address("telegram", "7", "-100")
_LEASE = timedelta(minutes=2)


@dataclass
class Admin:
    """Asks in CHAT, from NOW on, as an admin unless `role` says otherwise."""

    store: MemoryStore
    role: Role = "admin"
    at: Address = CHAT
    now: datetime = field(default=NOW)
    can: Capabilities = field(default_factory=Capabilities)

    def ask(self, line: str, *, place: Address | None = None, name: str = "") -> Reply:
        command, *args = line.removeprefix("/").split()
        asked = Request(
            command=command,
            args=tuple(args),
            origin=self.at,
            at=self.now,
            role=self.role,
            place=place,
            place_name=name,
            can=self.can,
        )
        return router.answer(asked, Context(self.store))

    def said(self, line: str) -> str:
        return text(self.ask(line))

    @property
    def order(self) -> Subscription:
        order = self.store.subscriptions.get(self.at)
        assert order is not None
        return order

    def posted(self, name: str, outcome: Outcome | None) -> None:
        """An edition of that name was due now, and came to that (None: it is still to be sent)."""
        part = Part(message=Message(payload=f'{{"text": "{name}"}}'))
        edition = Edition(to=self.at, name=name, due=self.now, until=self.now + HOUR, parts=(part,))
        assert self.store.outbox.enqueue([edition], now=self.now) == 1
        if outcome is None:
            return
        claimed = self.store.outbox.claim(
            "w", [self.at.account], now=self.now, lease=_LEASE, limit=1
        )
        (begun,) = self.store.outbox.intend("w", claimed, now=self.now, lease=_LEASE)
        settled = apply_outcome(begun, outcome, self.now, Policy(), can_look=False)
        assert self.store.outbox.settle("w", [settled], now=self.now) == 1
