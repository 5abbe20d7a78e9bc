"""What a courier writes into the outbox before and after each call, many rows to a commit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.delivery import claim
from bot.delivery.claim import Errand, account_key
from bot.platforms.base import Poster
from briefs.digests.outbox import Delivery, Policy, Settled
from briefs.model import Address, Shown
from briefs.outcome import Retry


class Shelf(claim.Shelf, Protocol):
    """What the courier asks of the store."""

    def note_shown(self, at: Address, message: str, shown: Shown, *, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Postponed:
    """The delivery must wait until then: its account was asked to."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Fenced:
    """The delivery is another worker's by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One worker's hand in the books. All of it blocks."""

    shelf: Shelf
    posters: Mapping[str, Poster]
    worker: str
    clock: Callable[[], datetime]
    policy: Policy

    def intend(self, group: Sequence[Errand]) -> list[Delivery | Postponed | Fenced]:
        """Commit that these are about to be posted; each is the delivery in sending, or why not."""
        now = self.clock()
        held = self._held(group, now)
        free = [e.delivery for e in group if e.delivery.to.account not in held]
        mine = self.shelf.outbox.intend(self.worker, free, now=now, lease=self.policy.lease)
        ours = {delivery.id: delivery for delivery in mine}
        # Each once: of two errands with one delivery, from a lease that ran out, only one may go.
        return [
            held.get(e.delivery.to.account) or ours.pop(e.delivery.id, None) or Fenced()
            for e in group
        ]

    def settle(self, group: Sequence[tuple[Errand, Settled]]) -> list[None]:
        """Write how they ended, and what the messages that were sent showed."""
        now = self.clock()
        self.shelf.outbox.settle(self.worker, [end for _, end in group], now=now)
        for errand, end in group:
            done, about = end.delivery, errand.message.about
            if done.status == "sent" and about is not None:
                self.shelf.note_shown(done.to, done.posted, about, now=now)
        return [None] * len(group)

    def release(self, group: Sequence[Delivery]) -> list[None]:
        """Give back what was claimed and is not going to be posted now."""
        self.shelf.outbox.release(self.worker, group)
        return [None] * len(group)

    def hold(self, delivery: Delivery, asked: Retry) -> None:
        """Let every worker wait for as long as the platform asked."""
        poster = self.posters[delivery.to.account]
        if asked.all_wait:
            key = account_key(poster)
        elif (rate := poster.place_rate(delivery.to)) is not None:
            key = rate[0]
        else:
            return  # the delivery itself waits
        self.shelf.pace.hold(key, self.clock() + asked.after)

    def _held(self, group: Sequence[Errand], now: datetime) -> dict[str, Postponed]:
        """The accounts of a group that have been asked to wait."""
        accounts = sorted({errand.delivery.to.account for errand in group})
        keys = [account_key(self.posters[account]) for account in accounts]
        until = self.shelf.pace.held(keys, now=now)
        return {a: Postponed(end) for a, end in zip(accounts, until, strict=True) if end > now}
