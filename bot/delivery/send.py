"""The second step of a delivery: its intent is committed, the call made, its outcome written.

The intent (`sending`) is committed before the call leaves. If the process dies in between, the
outbox does not show whether the message was sent, so the row becomes uncertain and is not repeated.
For the same reason an outcome is written even if the database is away for long: only this process
knows it. Intents and outcomes of many deliveries share a commit, since each commit waits for the
disk.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar, assert_never

from bot.delivery import DeliveryStore, WorkerSettings
from bot.platforms.base import Poster
from bot.platforms.sending import Pause, backoff, check_before_send
from bot.service.runtime import log_failure, run_blocking, until
from briefs.digests.outbox import (
    Delivery,
    Message,
    Outcome,
    Policy,
    Rate,
    Retry,
    Settled,
    Unknown,
    apply_outcome,
)
from briefs.errors import StoreUnavailable
from briefs.log import get_logger
from briefs.model import Address

T = TypeVar("T")
R = TypeVar("R")

_COMMIT_ROWS: Final = 50
_COMMIT_SECONDS: Final = 0.02
"""A commit collects so many rows, or waits so long, whichever comes first."""

_INTENT_LEAD: Final = timedelta(milliseconds=100)
"""How long before its slot the intent of a delivery is committed."""

_MAX_REMEMBERED_KEYS: Final = 4096
_CATCH_UP_SECONDS: Final = 0.05
"""A call that was delayed lets the next one come so much early: no slot is lost for good."""

_KEPT_BACK: Final = Retry("The worker was held up before it could post.", timedelta())

NEAR: Final = timedelta(seconds=2)
"""How far ahead slots are reserved; a row with a later slot goes back to the outbox."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReadyDelivery:
    """A claimed delivery and its proved message, to be sent at `at` and not before."""

    delivery: Delivery
    message: Message
    at: datetime


def account_key(poster: Poster) -> str:
    """The key in the rate limiter that pauses a whole account."""
    return poster.account if poster.account_rate is None else poster.account_rate[0]


class Batcher(Generic[T, R]):
    """Group commit: `do` gets the items of `wait` seconds, at most `size`, and commits once for
    them.

    `do` returns a result for each item, in order; what it raises is raised for each item.
    """

    def __init__(
        self, do: Callable[[list[T]], Awaitable[Sequence[R]]], *, size: int, wait: float
    ) -> None:
        self._do = do
        self._size = size
        self._wait = wait
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def submit(self, item: T) -> R:
        """The result for an item, once its group is committed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._waiting.append((item, done))
        if len(self._waiting) >= self._size:
            self._begin()
        elif self._timer is None:
            self._timer = loop.call_later(self._wait, self._begin)
        return await done

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        group, self._waiting = self._waiting, []
        if group:
            task = asyncio.create_task(self._finish(group))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _finish(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._do([item for item, _ in group])
        except Exception as error:  # noqa: BLE001  # each waiting item gets it
            for _, done in group:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), result in zip(group, results, strict=True):
            if not done.done():
                done.set_result(result)


@dataclass(frozen=True, slots=True)
class AccountPaused:
    """The platform asked the whole account to wait until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class LostClaim:
    """Another worker has claimed the delivery meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxWriter:
    """Writes one worker's steps into the outbox. Its methods block: they call the store."""

    store: DeliveryStore
    posters: Mapping[str, Poster]
    worker: str
    clock: Callable[[], datetime]
    policy: Policy

    def intend(self, group: Sequence[ReadyDelivery]) -> list[Delivery | AccountPaused | LostClaim]:
        """Commit that these are about to be sent; for each, the delivery in `sending` or the reason
        why not.
        """
        now = self.clock()
        paused = self._paused(group, now)
        free = [e.delivery for e in group if e.delivery.to.account not in paused]
        mine = self.store.outbox.intend(self.worker, free, now=now, lease=self.policy.lease)
        ours = {delivery.id: delivery for delivery in mine}
        # After a lease ran out, a group may contain a delivery twice; `pop` passes it only once.
        return [
            paused.get(e.delivery.to.account) or ours.pop(e.delivery.id, None) or LostClaim()
            for e in group
        ]

    def settle(self, group: Sequence[tuple[ReadyDelivery, Settled]]) -> list[None]:
        """Write the outcomes, and which piece each sent message shows."""
        now = self.clock()
        self.store.outbox.settle(self.worker, [end for _, end in group], now=now)
        for ready, end in group:
            done, about = end.delivery, ready.message.about
            if done.status == "sent" and about is not None:
                self.store.chat_state.note_shown(done.to, done.posted, about, now=now)
        return [None] * len(group)

    def release(self, group: Sequence[Delivery]) -> list[None]:
        """Return claimed deliveries to the outbox unsent."""
        self.store.outbox.release(self.worker, group)
        return [None] * len(group)

    def pause(self, delivery: Delivery, asked: Retry) -> None:
        """Pause the account, the place, or both, as the platform asked; this holds for every
        worker.
        """
        poster, now = self.posters[delivery.to.account], self.clock()
        limiter = self.store.rate_limiter
        if asked.all_wait:
            limiter.pause(account_key(poster), now + asked.after, now=now)
            return
        if (rate := poster.place_rate(delivery.to)) is not None:
            limiter.pause(rate[0], now + asked.after, now=now)
        if asked.account_after > timedelta():
            limiter.pause(account_key(poster), now + asked.account_after, now=now)

    def _paused(self, group: Sequence[ReadyDelivery], now: datetime) -> dict[str, AccountPaused]:
        """The paused accounts of a group."""
        accounts = sorted({ready.delivery.to.account for ready in group})
        keys = [account_key(self.posters[account]) for account in accounts]
        until = self.store.rate_limiter.paused_until(keys, now=now)
        return {a: AccountPaused(end) for a, end in zip(accounts, until, strict=True) if end > now}


class BurstLimiter:
    """Spaces calls within this process.

    Slots are an interval apart, but calls that are late for their slots would all leave together.
    """

    def __init__(self) -> None:
        self._next: dict[str, float] = {}

    def wait(self, poster: Poster, to: Address, now: float) -> float:
        """The seconds from `now` (a monotonic clock) until a call may be made."""
        account, place = poster.account_rate, poster.place_rate(to)
        at = max(now, self._free(account, now) - _CATCH_UP_SECONDS, self._free(place, now))
        self._take(account, max(at, self._free(account, now)))
        self._take(place, at)
        if len(self._next) > _MAX_REMEMBERED_KEYS:
            self._next = {key: free for key, free in self._next.items() if free > now}
        return at - now

    def _free(self, rate: Rate | None, now: float) -> float:
        return now if rate is None else self._next.get(rate[0], now)

    def _take(self, rate: Rate | None, at: float) -> None:
        if rate is not None:
            self._next[rate[0]] = at + rate[1].total_seconds()


class DeliverySender:
    """Takes deliveries from slot to outcome, many at once, until `stop` is set."""

    def __init__(
        self,
        writer: OutboxWriter,
        posters: Mapping[str, Poster],
        workers: Executor,
        *,
        clock: Callable[[], datetime],
        settings: WorkerSettings,
        pause: Pause,
        stop: asyncio.Event,
    ) -> None:
        self._writer = writer
        self._posters = posters
        self._workers = workers
        self._clock = clock
        self._policy = settings.policy
        self._pause = pause
        self._stop = stop
        self._burst_limiter = BurstLimiter()
        self._calls = {account: asyncio.Semaphore(settings.calls) for account in posters}
        self._intents = Batcher(self._intend, size=_COMMIT_ROWS, wait=_COMMIT_SECONDS)
        self._outcomes = Batcher(self._settle, size=_COMMIT_ROWS, wait=_COMMIT_SECONDS)
        self._releases = Batcher(self._release, size=_COMMIT_ROWS, wait=_COMMIT_SECONDS)

    async def deliver(self, ready: ReadyDelivery) -> None:
        """Send one delivery and write its outcome; after an error here its lease runs out."""
        try:
            await self._deliver(ready)
        except Exception as error:  # noqa: BLE001  # the other deliveries go on
            log_failure("courier.left_to_lease", error, delivery=ready.delivery.key)

    async def _deliver(self, ready: ReadyDelivery) -> None:
        if not await self._until_stop(ready.at - _INTENT_LEAD):
            await self._releases.submit(ready.delivery)
            return
        began = asyncio.get_running_loop().time()
        intent = await self._intents.submit(ready)
        match intent:
            case Delivery():
                await self._post(intent, ready, began)
            case AccountPaused():
                # `due` need not change: nothing is claimed for a paused account.
                await self._releases.submit(ready.delivery)
            case LostClaim():
                _log.warning("courier.fenced", delivery=ready.delivery.key)
            case never:
                assert_never(never)

    async def _post(self, ours: Delivery, ready: ReadyDelivery, began: float) -> None:
        """Make the call of a delivery in `sending`, and write its outcome in every case."""
        poster = self._posters[ours.to.account]
        await self._until(ready.at)
        async with self._calls[ours.to.account]:
            seconds = self._burst_limiter.wait(poster, ours.to, asyncio.get_running_loop().time())
            if seconds > 0:
                await self._pause(seconds)
            outcome = await self._called(poster, ours, ready.message.payload, began)
        if isinstance(outcome, Retry) and outcome.after > timedelta():
            await self._pause_account(ours, outcome)
        end = apply_outcome(ours, outcome, self._clock(), self._policy, can_look=poster.can_look)
        await self._outcomes.submit((ready, end))

    async def _called(self, poster: Poster, ours: Delivery, payload: str, began: float) -> Outcome:
        """Make the call, unless half of the lease is over by the time it would leave.

        Both clocks are checked: the wall clock may have been set back since the intent, which was
        committed at `began` on the event loop's clock, and that one may stop while the machine
        sleeps (CLOCK_MONOTONIC, clock_gettime(2)).
        """
        half = self._policy.lease / 2
        checks: list[bool] = []

        def may_leave() -> bool:
            awake = asyncio.get_running_loop().time() - began <= half.total_seconds()
            checks.append(awake and ours.lease is not None and self._clock() <= ours.lease - half)
            return checks[-1]

        if not may_leave():
            return _KEPT_BACK
        checks.clear()
        try:
            with check_before_send(may_leave):
                async with asyncio.timeout(half.total_seconds()):
                    if ours.edits:
                        outcome = await poster.edit(ours.to, ours.edits, payload)
                    else:
                        outcome = await poster.post(ours.to, payload, ours.key)
        except TimeoutError:
            outcome = Unknown("The platform did not answer in time.")
        except Exception as error:  # noqa: BLE001  # the call may have left before the bug
            log_failure("courier.poster_broke", error, delivery=ours.key)
            outcome = Unknown(f"The post broke off ({type(error).__name__}).")
        # If every attempt was kept back, nothing has left, whatever error the client made of it.
        return _KEPT_BACK if checks and not any(checks) else outcome

    async def _pause_account(self, ours: Delivery, asked: Retry) -> None:
        try:
            await run_blocking(self._workers, lambda: self._writer.pause(ours, asked))
        except Exception as error:  # noqa: BLE001  # the outcome is still written
            log_failure("courier.not_held", error, delivery=ours.key)

    async def _intend(
        self, group: Sequence[ReadyDelivery]
    ) -> Sequence[Delivery | AccountPaused | LostClaim]:
        return await run_blocking(self._workers, lambda: self._writer.intend(group))

    async def _release(self, group: Sequence[Delivery]) -> Sequence[None]:
        return await run_blocking(self._workers, lambda: self._writer.release(group))

    async def _settle(self, group: Sequence[tuple[ReadyDelivery, Settled]]) -> Sequence[None]:
        """Write outcomes, again and again while the database is away: only
        this process knows them.
        """
        failures = 0
        while True:
            try:
                return await run_blocking(self._workers, lambda: self._writer.settle(group))
            except StoreUnavailable as error:
                failures += 1
                log_failure("courier.not_settled", error, rows=len(group), failures=failures)
                await self._pause(backoff(failures).total_seconds())

    async def _until_stop(self, moment: datetime) -> bool:
        """Wait until a moment; False if the worker was stopped before it."""
        if (wait := self._wait(moment)) > timedelta():
            await until(self._stop, wait)
        return not self._stop.is_set()

    async def _until(self, moment: datetime) -> None:
        if (wait := self._wait(moment)) > timedelta():
            await self._pause(wait.total_seconds())

    def _wait(self, moment: datetime) -> timedelta:
        """The time until a slot, at most `NEAR` even if the clock was set back."""
        return min(moment - self._clock(), NEAR)
