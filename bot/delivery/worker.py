"""The loop of a delivery worker: claim, send, end leases that ran out, look for uncertain messages.

Each account has its own loop, so that a slow platform delays no other account. No more rows are
claimed than the account has slots for within `NEAR`. A row whose message no longer equals the
stored pieces that it quotes fails. If one of them was retracted since, the whole digest is taken
back instead and composed again. A row whose slot is later than `NEAR` is released.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.delivery import DeliveryStore, WorkerSettings
from bot.delivery.send import NEAR, DeliverySender, OutboxWriter, ReadyDelivery, account_key
from bot.platforms.base import Poster
from bot.platforms.sending import Pause, backoff
from bot.service.process_identity import has_died
from bot.service.runtime import Periodic, log_failure, run_blocking, until
from briefs.digests.outbox import (
    MAX_SKEW,
    Delivery,
    Message,
    Policy,
    Quotation,
    Rejected,
    Retry,
    Sent,
    Unknown,
    apply_outcome,
)
from briefs.errors import NotFound, StoreUnavailable, Unproved, Withdrawn
from briefs.log import get_logger
from briefs.model import Revision, prove_body, prove_slice
from briefs.storage.outbox import Outbox


def verify_messages(keys: Iterable[str], store: DeliveryStore) -> dict[str, Message | Unproved]:
    """Each message by its key, or the reason why it must not be sent. Each quoted body is read
    once.
    """
    bodies: dict[tuple[int, int, bool], Revision | Unproved] = {}
    return {key: _verified(key, store, bodies) for key in set(keys)}


def _verified(
    key: str, store: DeliveryStore, bodies: dict[tuple[int, int, bool], Revision | Unproved]
) -> Message | Unproved:
    try:
        message = store.outbox.message(key)
        for quote in message.quotes:
            revision = (quote.piece, quote.revision, quote.earlier)
            if revision not in bodies:
                bodies[revision] = _quoted_revision(quote, store)
            _compare(quote, bodies[revision])
    except Unproved as error:
        return error
    except StoreUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  # an unreadable message is not proved either
        _log.exception("courier.unreadable", message=key)
        return Unproved(f"what it quotes cannot be read ({type(error).__name__})")
    return message


def _quoted_revision(quote: Quotation, store: DeliveryStore) -> Revision | Unproved:
    # Text that is marked as earlier may be of a retracted piece: the message says so.
    if not quote.earlier and store.catalogue.retraction(quote.piece) is not None:
        return Withdrawn(f"piece {quote.piece} was retracted")
    try:
        revision = store.catalogue.revision(quote.piece, quote.revision)
        prove_body(revision)
    except NotFound:
        return Withdrawn(f"piece {quote.piece}, revision {quote.revision}, is no longer stored")
    except Unproved as error:
        return Withdrawn(str(error))
    return revision


def _compare(quote: Quotation, stored: Revision | Unproved) -> None:
    if isinstance(stored, Unproved):
        raise stored
    if quote.sha256 != stored.sha256:
        raise Unproved(f"piece {quote.piece} is not the text that was quoted from")
    prove_slice(quote.text, quote.at, stored)


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    """The result of one claim; `more` says that the limit was reached, so more rows may be due."""

    ready: tuple[ReadyDelivery, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimer:
    """Claims rows for one worker and one account. Its methods block: they call the store."""

    store: DeliveryStore
    poster: Poster
    worker: str
    policy: Policy

    def claim_batch(self, room: int, now: datetime) -> ClaimBatch:
        """Claim at most `room` rows that are due, and fail those whose message cannot be proved.

        If this raises, the claimed rows have been released.
        """
        limit = min(room, self._capacity(now))
        if limit <= 0:
            return ClaimBatch()
        outbox, lease = self.store.outbox, self.policy.lease
        accounts = (self.poster.account,)
        claimed = outbox.claim(self.worker, accounts, now=now, lease=lease, limit=limit)
        if not claimed:
            return ClaimBatch()
        try:
            ready = self._with_slots(self._proved(claimed, now), now)
        except BaseException:
            outbox.release(self.worker, claimed)
            raise
        return ClaimBatch(ready, more=len(claimed) == limit)

    def _capacity(self, now: datetime) -> int:
        """How many slots the account has within `NEAR`; unlimited for an account without a rate."""
        rate = self.poster.account_rate
        if rate is None:
            (until,) = self.store.rate_limiter.paused_until([account_key(self.poster)], now=now)
            return sys.maxsize if until <= now else 0
        key, interval = rate
        ahead = now + NEAR - self.store.rate_limiter.next_slot(key, now=now)
        return int(ahead / interval) + 1 if ahead >= timedelta() else 0

    def _proved(self, claimed: Sequence[Delivery], now: datetime) -> list[tuple[Delivery, Message]]:
        messages = verify_messages((delivery.message for delivery in claimed), self.store)
        proved: list[tuple[Delivery, Message]] = []
        refused: dict[int, Delivery] = {}
        for delivery in claimed:
            match messages[delivery.message]:
                case Message() as message:
                    proved.append((delivery, message))
                case Withdrawn() as error if self.store.outbox.withdraw(delivery):
                    # The scheduler composes the digest again for the same date, without that piece.
                    _log.warning("courier.recalled", delivery=delivery.key, error=str(error))
                case Unproved() as error:
                    _log.error("courier.unproved", delivery=delivery.key, error=str(error))
                    refused[delivery.id] = delivery
        if refused:
            self._fail(refused, messages, now)
        return proved

    def _fail(
        self,
        refused: dict[int, Delivery],
        messages: dict[str, Message | Unproved],
        now: datetime,
    ) -> None:
        """Fail rows that must not be sent. A row can only end in `sending`, so it passes through
        it.
        """
        outbox, policy = self.store.outbox, self.policy
        ours = outbox.intend(self.worker, tuple(refused.values()), now=now, lease=policy.lease)
        ended = []
        for delivery in ours:
            reason = f"What cannot be proved is not sent: {messages[delivery.message]}."
            ended.append(apply_outcome(delivery, Rejected(reason), now, policy, can_look=False))
        outbox.settle(self.worker, ended, now=now)

    def _with_slots(
        self, proved: Sequence[tuple[Delivery, Message]], now: datetime
    ) -> tuple[ReadyDelivery, ...]:
        """The deliveries with a slot within `NEAR`; the others are released, due at their slots."""
        account = self.poster.account_rate
        rates = [(account, self.poster.place_rate(delivery.to)) for delivery, _ in proved]
        wishes = [tuple(rate for rate in both if rate is not None) for both in rates]
        slots = self.store.rate_limiter.reserve(wishes, now=now, until=now + NEAR)
        ready, later = [], []
        for (delivery, message), slot in zip(proved, slots, strict=True):
            if slot.taken:
                ready.append(ReadyDelivery(delivery, message, slot.at))
            else:
                later.append(replace(delivery, due=slot.at))
        if later:
            self.store.outbox.release(self.worker, later)
        return tuple(ready)


_MAX_LOOKS: Final = 50
"""Uncertain messages that are looked for in one run."""

_MAINTENANCE_EVERY: Final = timedelta(seconds=30)

_log = get_logger(__name__)


class DeliveryWorker:
    """Delivers for the accounts in `posters`, by `Address.account`.

    `worker` is a name that no other worker has or ever had. The store is called in `workers` only.
    The posters are opened and closed here, so that they outlive the calls under way.
    """

    def __init__(
        self,
        store: DeliveryStore,
        posters: Mapping[str, Poster],
        workers: Executor,
        *,
        worker: str,
        clock: Callable[[], datetime],
        settings: WorkerSettings | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._store = store
        self._posters = posters
        self._workers = workers
        self._worker = worker
        self._clock = clock
        self._settings = settings or WorkerSettings()
        self._pause = pause
        self._loops: tuple[AccountLoop, ...] = ()
        self.is_open = False
        """Whether the posters are open."""

    @property
    def under_way(self) -> frozenset[asyncio.Task[None]]:
        """The deliveries between claim and outcome."""
        return frozenset(task for loop in self._loops for task in loop.under_way)

    def nudge(self) -> None:
        """Read the outbox at once: a row was added."""
        for loop in self._loops:
            loop.nudge()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; then release the waiting rows, and finish the calls under
        way.
        """
        sender = self._sender(stop)
        self._loops = tuple(self._loop(poster, sender) for poster in self._posters.values())
        over = asyncio.Event()
        try:
            for poster in self._posters.values():
                await poster.open()
            self.is_open = True
            beside = [
                asyncio.create_task(self._maintenance().run(over)),
                asyncio.create_task(self._wake_at(stop)),
            ]
            try:
                await asyncio.gather(*(loop.run(stop) for loop in self._loops))
            finally:
                await self._finish()
                over.set()
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
        finally:
            self.is_open = False
            for poster in self._posters.values():
                await poster.close()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        """Wake the sleeping loops once `stop` is set, so that they end."""
        await stop.wait()
        self.nudge()

    async def _finish(self) -> None:
        left = set(self.under_way)
        if left:
            _, left = await asyncio.wait(left, timeout=self._settings.finish.total_seconds())
        if left:
            _log.error("courier.unfinished", rows=len(left))
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _sender(self, stop: asyncio.Event) -> DeliverySender:
        writer = OutboxWriter(
            store=self._store,
            posters=self._posters,
            worker=self._worker,
            clock=self._clock,
            policy=self._settings.policy,
        )
        return DeliverySender(
            writer,
            self._posters,
            self._workers,
            clock=self._clock,
            settings=self._settings,
            pause=self._pause,
            stop=stop,
        )

    def _loop(self, poster: Poster, sender: DeliverySender) -> "AccountLoop":
        claimer = Claimer(
            store=self._store, poster=poster, worker=self._worker, policy=self._settings.policy
        )
        return AccountLoop(
            claimer, sender, self._workers, clock=self._clock, settings=self._settings
        )

    def _maintenance(self) -> Periodic:
        maintenance = OutboxMaintenance(
            outbox=self._store.outbox,
            posters=self._posters,
            workers=self._workers,
            clock=self._clock,
            settings=self._settings,
        )
        policy = self._settings.policy
        every = min(policy.lease / 2, policy.look_after / 2, _MAINTENANCE_EVERY)
        failed = "courier.chores_failed"
        return Periodic(
            name="courier",
            every=every,
            work=maintenance.run_once,
            no_store=failed,
            failed=failed,
        )


class AccountLoop:
    """Claims one account's deliveries in a loop, and starts a task for each."""

    def __init__(
        self,
        claimer: Claimer,
        sender: DeliverySender,
        workers: Executor,
        *,
        clock: Callable[[], datetime],
        settings: WorkerSettings,
    ) -> None:
        self._claimer = claimer
        self._sender = sender
        self._workers = workers
        self._clock = clock
        self._settings = settings
        self._wake = asyncio.Event()
        self.under_way: set[asyncio.Task[None]] = set()

    def nudge(self) -> None:
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Loop until `stop` is set; the caller waits for the tasks under way."""
        failures = 0
        while not stop.is_set():
            try:
                more = await self._claim_and_start()
                failures = 0
            except Exception as error:  # noqa: BLE001  # it must outlive an outage
                failures += 1
                log_failure("courier.no_claim", error, failures=failures)
                more = False
            if failures:
                self._wake.clear()  # a nudge must not shorten the pause after an error
                await self._rest(backoff(failures), stop)
            elif not more:
                await self._rest(self._settings.poll, stop)

    async def _claim_and_start(self) -> bool:
        """Start what is due; returns whether more may be due and would fit."""
        settings = self._settings
        room = min(settings.in_hand - len(self.under_way), settings.batch)
        if room <= 0:
            return False
        claimed = await run_blocking(
            self._workers, lambda: self._claimer.claim_batch(room, self._clock())
        )
        for ready in claimed.ready:
            task = asyncio.create_task(self._sender.deliver(ready))
            self.under_way.add(task)
            task.add_done_callback(self._ended)
        return claimed.more

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Wake the loop once a whole batch fits again.

        The place of the delivery that ended may have its next part due.
        """
        self.under_way.discard(task)
        if len(self.under_way) <= self._settings.in_hand - self._settings.batch:
            self._wake.set()

    async def _rest(self, most: timedelta, stop: asyncio.Event) -> None:
        """Sleep until nudged, and no longer than `most`."""
        if not stop.is_set():
            await until(self._wake, most)
            self._wake.clear()


@dataclass(slots=True, kw_only=True)
class OutboxMaintenance:
    """Ends leases that ran out, and looks for the uncertain messages of the
    accounts in `posters`.
    """

    outbox: Outbox
    posters: Mapping[str, Poster]
    workers: Executor
    clock: Callable[[], datetime]
    settings: WorkerSettings
    last_seen: datetime | None = None

    async def run_once(self, _stop: asyncio.Event) -> None:
        await run_blocking(self.workers, self._restart_waits)
        await run_blocking(self.workers, self._expire_leases)
        uncertain = partial(
            self.outbox.uncertain, tuple(self.posters), now=self.clock(), limit=_MAX_LOOKS
        )
        for delivery in await run_blocking(self.workers, uncertain):
            found = await self._look(delivery)
            if not isinstance(found, Unknown):  # if unknown, it is looked for again later
                await run_blocking(self.workers, partial(self._resolve, delivery, found))

    def _restart_waits(self) -> None:
        """Restart the waits in the outbox at the start and after the clock was set back.

        Otherwise a row would wait until the clock has caught up with its old time.
        """
        now, last = self.clock(), self.last_seen
        self.last_seen = now
        if last is None or now < last - MAX_SKEW:
            policy = self.settings.policy
            rows = self.outbox.restart_waits(
                now=now, lease=policy.lease, look_after=policy.look_after
            )
            if rows:
                _log.warning("courier.clock_set_back", rows=rows)

    def _expire_leases(self) -> None:
        policy = self.settings.policy
        expired = self.outbox.expire_leases(
            now=self.clock(),
            look_after=policy.look_after,
            lookable=self.settings.lookable,
            dead=[worker for worker in self.outbox.workers() if has_died(worker)],
        )
        if expired:
            _log.warning("courier.leases_ran_out", rows=expired)

    async def _look(self, delivery: Delivery) -> Sent | Retry | Unknown | None:
        """Ask the platform whether the message was posted after the delivery was due."""
        poster = self.posters[delivery.to.account]
        if not poster.can_look:
            return None
        return await poster.look(delivery.to, delivery.key, delivery.due)

    def _resolve(self, delivery: Delivery, found: Sent | Retry | None) -> None:
        if self.outbox.resolve(delivery, found, now=self.clock()):
            _log.info("courier.looked", delivery=delivery.key, found=found)
