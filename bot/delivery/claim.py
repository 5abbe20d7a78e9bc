"""The first step of a delivery: rows that are due are claimed, proved again, and given slots.

No more rows are claimed than the account has slots for within `NEAR`. A row whose message no longer
equals the stored pieces that it quotes fails here. If one of them was retracted since, the whole
digest is taken back instead and composed again. A row whose slot is later than `NEAR` is released.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.delivery import DeliveryStore
from bot.platforms.base import Poster
from briefs.digests.outbox import Delivery, Message, Policy, Quotation, Rejected, apply_outcome
from briefs.errors import NotFound, StoreUnavailable, Unproved, Withdrawn
from briefs.extract import prove_body, prove_slice
from briefs.log import get_logger
from briefs.model import Revision

NEAR: Final = timedelta(seconds=2)
"""How far ahead slots are reserved; a row with a later slot goes back to the outbox."""

_log = get_logger(__name__)


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
class ReadyDelivery:
    """A claimed delivery and its proved message, to be sent at `at` and not before."""

    delivery: Delivery
    message: Message
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    """The result of one claim; `more` says that the limit was reached, so more rows may be due."""

    ready: tuple[ReadyDelivery, ...] = ()
    more: bool = False


def account_key(poster: Poster) -> str:
    """The key in the rate limiter that pauses a whole account."""
    return poster.account if poster.account_rate is None else poster.account_rate[0]


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
