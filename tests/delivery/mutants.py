"""Delivery workers with the mistakes that delivery systems are prone to; each must be caught."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from bot.delivery import DeliveryStore
from bot.platforms.base import Poster
from bot.platforms.sending import check_before_send
from briefs.digests.outbox import (
    Delivery,
    Outcome,
    Policy,
    Retry,
    Sent,
    Settled,
    Unknown,
    apply_outcome,
)
from briefs.model import Address
from briefs.storage.outbox import Outbox
from tests.delivery.wire import WiredShelf

Mutant = Callable[[DeliveryStore, Poster, Policy], tuple[DeliveryStore, Poster, Policy]]


@dataclass(frozen=True, slots=True)
class PassingOutbox:
    """Passes everything on; a mutant overrides what it gets wrong."""

    inner: Outbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Unfenced(PassingOutbox):
    """Sends what it once claimed, whoever has it by now."""

    def intend(
        self, worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        self.inner.intend(worker, deliveries, now=now, lease=lease)
        return tuple(replace(one, status="sending", lease=now + lease) for one in deliveries)


class MarkedAfter(PassingOutbox):
    """Writes only after the call that there was one: a plain queue."""

    def intend(
        self, worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        return tuple(
            replace(one, status="sending", attempts=one.attempts + 1, lease=now + lease)
            for one in deliveries
        )

    def settle(self, worker: str, settled: Sequence[Settled], *, now: datetime) -> int:
        ended = [end.delivery for end in settled]
        self.inner.intend(worker, ended, now=now, lease=timedelta(minutes=1))
        return self.inner.settle(worker, settled, now=now)


class MarkedFirst(PassingOutbox):
    """Writes that it was sent, and sends it then."""

    def intend(
        self, worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        mine = self.inner.intend(worker, deliveries, now=now, lease=lease)
        sent = [apply_outcome(one, Sent("?"), now, Policy(), can_look=False) for one in mine]
        self.inner.settle(worker, sent, now=now)
        return mine


@dataclass(frozen=True, slots=True)
class PassingPoster:
    inner: Poster

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Hopeful(PassingPoster):
    """Takes an answer that did not come for a post that did not happen."""

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        outcome = await self.inner.post(to, payload, key)
        return Retry("No answer.", timedelta()) if isinstance(outcome, Unknown) else outcome


class Eager(PassingPoster):
    """A client that tries again by itself, as some do unless told not to."""

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        outcome = await self.inner.post(to, payload, key)
        return await self.inner.post(to, payload, key) if isinstance(outcome, Unknown) else outcome


class Unbounded(PassingPoster):
    """A call that goes on after its time is over."""

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        return await asyncio.shield(asyncio.ensure_future(self.inner.post(to, payload, key)))


class Late(PassingPoster):
    """Looks at the clock before a call, but not when the call leaves."""

    async def post(self, to: Address, payload: str, key: str) -> Outcome:
        with check_before_send(lambda: True):
            return await self.inner.post(to, payload, key)


def _outbox(mistake: Callable[[Outbox], PassingOutbox]) -> Mutant:
    def mutate(
        shelf: DeliveryStore, poster: Poster, policy: Policy
    ) -> tuple[DeliveryStore, Poster, Policy]:
        outbox = cast("Outbox", mistake(shelf.outbox))
        return (
            WiredShelf(outbox, shelf.rate_limiter, shelf.catalogue, shelf.chat_state),
            poster,
            policy,
        )

    return mutate


def _poster(mistake: Callable[[Poster], PassingPoster], **waits: timedelta) -> Mutant:
    def mutate(
        shelf: DeliveryStore, poster: Poster, policy: Policy
    ) -> tuple[DeliveryStore, Poster, Policy]:
        return shelf, cast("Poster", mistake(poster)), replace(policy, **waits)

    return mutate


_TENTH = timedelta(milliseconds=100)
MUTANTS: dict[str, Mutant] = {
    "no fencing": _outbox(Unfenced),
    "marked after the call": _outbox(MarkedAfter),
    "marked before the call": _outbox(MarkedFirst),
    "a lease shorter than a call": _poster(Unbounded, lease=_TENTH, look_after=_TENTH / 10),
    "no look at the clock when it leaves": _poster(Late),
    "tried again without an answer": _poster(Hopeful),
    "a client that tries again": _poster(Eager),
}
