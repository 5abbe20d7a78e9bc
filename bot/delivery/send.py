"""One delivery from its slot to its outcome: intent, call, settle.

What a courier writes into the outbox before and after each call, many rows to a commit.

Keeps a worker that was held up from making up for it in a burst.

Takes each delivery from its slot to its end: intent, call, outcome.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

import structlog

from bot.delivery import DeliveryStore
from bot.delivery.claim import NEAR, ReadyDelivery, account_key
from bot.delivery.support import Batcher, DeliveryThreads, WorkerSettings, log_error
from bot.platforms.base import Poster
from bot.platforms.sending import Pause, backoff, check_before_send
from bot.runtime import until
from briefs.digests.outbox import Delivery, Outcome, Policy, Retry, Settled, Unknown, apply_outcome
from briefs.digests.rate_limit import Rate
from briefs.errors import StoreUnavailable
from briefs.model import Address


@dataclass(frozen=True, slots=True)
class AccountPaused:
    """The delivery must wait until then: its account was asked to."""

    until: datetime


@dataclass(frozen=True, slots=True)
class LostClaim:
    """The delivery is another worker's by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxWriter:
    """One worker's hand in the books. All of it blocks."""

    shelf: DeliveryStore
    posters: Mapping[str, Poster]
    worker: str
    clock: Callable[[], datetime]
    policy: Policy

    def intend(self, group: Sequence[ReadyDelivery]) -> list[Delivery | AccountPaused | LostClaim]:
        """Commit that these are about to be posted; each is the delivery in sending, or why not."""
        now = self.clock()
        held = self._held(group, now)
        free = [e.delivery for e in group if e.delivery.to.account not in held]
        mine = self.shelf.outbox.intend(self.worker, free, now=now, lease=self.policy.lease)
        ours = {delivery.id: delivery for delivery in mine}
        # Each once: of two errands with one delivery, from a lease that ran out, only one may go.
        return [
            held.get(e.delivery.to.account) or ours.pop(e.delivery.id, None) or LostClaim()
            for e in group
        ]

    def settle(self, group: Sequence[tuple[ReadyDelivery, Settled]]) -> list[None]:
        """Write how they ended, and what the messages that were sent showed."""
        now = self.clock()
        self.shelf.outbox.settle(self.worker, [end for _, end in group], now=now)
        for errand, end in group:
            done, about = end.delivery, errand.message.about
            if done.status == "sent" and about is not None:
                self.shelf.chat_state.note_shown(done.to, done.posted, about, now=now)
        return [None] * len(group)

    def release(self, group: Sequence[Delivery]) -> list[None]:
        """Give back what was claimed and is not going to be posted now."""
        self.shelf.outbox.release(self.worker, group)
        return [None] * len(group)

    def hold(self, delivery: Delivery, asked: Retry) -> None:
        """Let every worker wait for as long as the platform asked."""
        poster, now = self.posters[delivery.to.account], self.clock()
        if asked.all_wait:
            self.shelf.rate_limiter.pause(account_key(poster), now + asked.after)
            return
        if (rate := poster.place_rate(delivery.to)) is not None:
            self.shelf.rate_limiter.pause(rate[0], now + asked.after)
        if asked.account_after > timedelta():
            self.shelf.rate_limiter.pause(account_key(poster), now + asked.account_after)

    def _held(self, group: Sequence[ReadyDelivery], now: datetime) -> dict[str, AccountPaused]:
        """The accounts of a group that have been asked to wait."""
        accounts = sorted({errand.delivery.to.account for errand in group})
        keys = [account_key(self.posters[account]) for account in accounts]
        until = self.shelf.rate_limiter.paused_until(keys, now=now)
        return {a: AccountPaused(end) for a, end in zip(accounts, until, strict=True) if end > now}


_REMEMBERED = 4096
_LEEWAY = 0.05
"""Seconds by which an account may catch up: a moment's delay must not cost it slots for good."""


class BurstLimiter:
    """Slots are an interval apart, but calls that come late to theirs would all go at once."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    def wait(self, poster: Poster, to: Address, now: float) -> float:
        """The seconds from `now` (a clock that only goes forward) until a call may be made."""
        account, place = poster.account_rate, poster.place_rate(to)
        at = max(now, self._free(account, now) - _LEEWAY, self._free(place, now))
        self._take(account, max(at, self._free(account, now)))
        self._take(place, at)
        if len(self._next) > _REMEMBERED:
            self._next = {key: free for key, free in self._next.items() if free > now}
        return at - now

    def _free(self, rate: Rate | None, now: float) -> float:
        return now if rate is None else self._next.get(rate[0], now)

    def _take(self, rate: Rate | None, at: float) -> None:
        if rate is not None:
            self._next[rate[0]] = at + rate[1].total_seconds()


_TOGETHER: Final = 50
_MOMENT: Final = 0.02
"""Rows, and seconds, that a commit is waited for with others."""

_AHEAD: Final = timedelta(milliseconds=100)
"""How long before its slot a delivery's intent is committed."""

_NO_TIME: Final = timedelta()

_HELD_UP: Final = Retry("The worker was held up before it could post.", _NO_TIME)

_log = structlog.get_logger(__name__)


class DeliverySender:
    """Any number of deliveries at once, over all accounts, until `stop` is set."""

    def __init__(
        self,
        ledger: OutboxWriter,
        posters: Mapping[str, Poster],
        backroom: DeliveryThreads,
        *,
        clock: Callable[[], datetime],
        habits: WorkerSettings,
        pause: Pause,
        stop: asyncio.Event,
    ) -> None:
        self._ledger = ledger
        self._posters = posters
        self._backroom = backroom
        self._clock = clock
        self._policy = habits.policy
        self._pause = pause
        self._stop = stop
        self._gate = BurstLimiter()
        self._lines = {account: asyncio.Semaphore(habits.calls) for account in posters}
        self._intents = Batcher(self._intend, most=_TOGETHER, wait=_MOMENT)
        self._ends = Batcher(self._settle, most=_TOGETHER, wait=_MOMENT)
        self._returns = Batcher(self._release, most=_TOGETHER, wait=_MOMENT)

    async def see_to(self, errand: ReadyDelivery) -> None:
        """One delivery from its slot to its end; what goes wrong here leaves it to its lease."""
        try:
            await self._deliver(errand)
        except Exception as error:  # noqa: BLE001  # the others go on
            log_error("courier.left_to_lease", error, delivery=errand.delivery.key)

    async def _deliver(self, errand: ReadyDelivery) -> None:
        if not await self._until_stop(errand.at - _AHEAD):
            await self._returns.add(errand.delivery)
            return
        intent = await self._intents.add(errand)
        match intent:
            case Delivery():
                await self._post(intent, errand)
            case AccountPaused(until):
                await self._returns.add(replace(errand.delivery, due=until))
            case LostClaim():
                _log.warning("courier.fenced", delivery=errand.delivery.key)
            case never:
                assert_never(never)

    async def _post(self, ours: Delivery, errand: ReadyDelivery) -> None:
        """From here on the outbox says `sending`: whatever happens, it is told how that ended."""
        poster = self._posters[ours.to.account]
        await self._until(errand.at)
        async with self._lines[ours.to.account]:
            seconds = self._gate.wait(poster, ours.to, asyncio.get_running_loop().time())
            if seconds > 0:
                await self._pause(seconds)
            outcome = await self._called(poster, ours, errand.message.payload)
        if isinstance(outcome, Retry) and outcome.after > timedelta():
            await self._hold(ours, outcome)
        end = apply_outcome(ours, outcome, self._clock(), self._policy, can_look=poster.can_look)
        await self._ends.add((errand, end))

    async def _called(self, poster: Poster, ours: Delivery, payload: str) -> Outcome:
        """Make the call, unless this worker slept through the time in which it may."""
        half = self._policy.lease / 2
        let_go: list[bool] = []

        def may_leave() -> bool:
            let_go.append(ours.lease is not None and self._clock() <= ours.lease - half)
            return let_go[-1]

        if not may_leave():
            return _HELD_UP
        let_go.clear()
        try:
            with check_before_send(may_leave):
                async with asyncio.timeout(half.total_seconds()):
                    outcome = await poster.post(ours.to, payload, ours.key)
        except TimeoutError:
            outcome = Unknown("The platform did not answer in time.")
        except Exception as error:  # noqa: BLE001  # a bug there may come after the call
            log_error("courier.poster_broke", error, delivery=ours.key)
            outcome = Unknown(f"The post broke off ({type(error).__name__}).")
        # Whatever the poster makes of it: of what was kept back each time, nothing has left.
        return _HELD_UP if let_go and not any(let_go) else outcome

    async def _hold(self, ours: Delivery, asked: Retry) -> None:
        try:
            await self._backroom.do(lambda: self._ledger.hold(ours, asked))
        except Exception as error:  # noqa: BLE001  # how the call ended must be told all the same
            log_error("courier.not_held", error, delivery=ours.key)

    async def _intend(
        self, group: Sequence[ReadyDelivery]
    ) -> Sequence[Delivery | AccountPaused | LostClaim]:
        return await self._backroom.do(lambda: self._ledger.intend(group))

    async def _release(self, group: Sequence[Delivery]) -> Sequence[None]:
        return await self._backroom.do(lambda: self._ledger.release(group))

    async def _settle(self, group: Sequence[tuple[ReadyDelivery, Settled]]) -> Sequence[None]:
        """A database that is away is waited for, however long: only we know how these ended."""
        failures = 0
        while True:
            try:
                return await self._backroom.do(lambda: self._ledger.settle(group))
            except StoreUnavailable as error:
                failures += 1
                log_error("courier.not_settled", error, rows=len(group), failures=failures)
                await self._pause(backoff(failures).total_seconds())

    async def _until_stop(self, moment: datetime) -> bool:
        """Wait for a moment; False if it was told to stop before."""
        if (wait := self._wait(moment)) > _NO_TIME:
            await until(self._stop, wait)
        return not self._stop.is_set()

    async def _until(self, moment: datetime) -> None:
        if (wait := self._wait(moment)) > _NO_TIME:
            await self._pause(wait.total_seconds())

    def _wait(self, moment: datetime) -> timedelta:
        """Until a slot; no slot is further off, unless the clock was set back."""
        return min(moment - self._clock(), NEAR)
