"""One claim: rate budget, proof, slots.

The last gate of what is pushed: a frozen message and all it quotes, compared with the store.

One look into the outbox: what an account is to post next, proved, with a slot for each.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.delivery import DeliveryStore
from bot.platforms.base import Poster
from briefs.digests.frozen import Message, Quotation
from briefs.digests.outbox import Delivery, Policy, Rejected, apply_outcome
from briefs.errors import NotFound, StoreUnavailable, Unproved, Withdrawn
from briefs.model import Revision
from briefs.pieces.proof import prove_body, prove_slice


def verify_messages(keys: Iterable[str], shelf: DeliveryStore) -> dict[str, Message | Unproved]:
    """Each message by its key, or why it must not be posted; every body is read anew, once."""
    bodies: dict[tuple[int, int], Revision | Unproved] = {}
    return {key: _proved(key, shelf, bodies) for key in set(keys)}


def _proved(
    key: str, shelf: DeliveryStore, bodies: dict[tuple[int, int], Revision | Unproved]
) -> Message | Unproved:
    try:
        message = shelf.outbox.message(key)
        for quote in message.quotes:
            place = (quote.piece, quote.revision)
            if place not in bodies:
                bodies[place] = _sound(quote, shelf)
            _compare(quote, bodies[place])
    except Unproved as error:
        return error
    except StoreUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  # what cannot be read cannot be proved either
        _log.exception("courier.unreadable", message=key)
        return Unproved(f"what it quotes cannot be read ({type(error).__name__})")
    return message


def _sound(quote: Quotation, shelf: DeliveryStore) -> Revision | Unproved:
    if shelf.editorial.retraction(quote.piece) is not None:
        return Withdrawn(f"piece {quote.piece} was retracted")
    try:
        revision = shelf.catalogue.revision(quote.piece, quote.revision)
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


NEAR: Final = timedelta(seconds=2)
"""How far ahead slots are taken: what has none so soon stays in the outbox, for any worker."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReadyDelivery:
    """A claimed delivery with its proved message, to be posted at `at` and not before."""

    delivery: Delivery
    message: Message
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    """What one look brought; `more` tells that it might have been more, had there been room."""

    errands: tuple[ReadyDelivery, ...] = ()
    more: bool = False


def account_key(poster: Poster) -> str:
    """What an account that was asked to wait is held by."""
    return poster.account if poster.account_rate is None else poster.account_rate[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBatches:
    """One worker's looks, for one account. All of it blocks."""

    shelf: DeliveryStore
    poster: Poster
    worker: str
    policy: Policy

    def look(self, room: int, now: datetime) -> ClaimBatch:
        """Claim what is due, at most `room`; what cannot be proved is failed here."""
        most = min(room, self._capacity(now))
        if most <= 0:
            return ClaimBatch()
        outbox, lease = self.shelf.outbox, self.policy.lease
        accounts = (self.poster.account,)
        claimed = outbox.claim(self.worker, accounts, now=now, lease=lease, limit=most)
        if not claimed:
            return ClaimBatch()
        try:
            errands = self._booked(self._sound(claimed, now), now)
        except BaseException:
            outbox.release(self.worker, claimed)
            raise
        return ClaimBatch(errands, more=len(claimed) == most)

    def _capacity(self, now: datetime) -> int:
        """How many slots the account has that are near; without a rate, more than there is room."""
        rate = self.poster.account_rate
        if rate is None:
            (until,) = self.shelf.rate_limiter.paused_until([account_key(self.poster)], now=now)
            return sys.maxsize if until <= now else 0
        key, interval = rate
        ahead = now + NEAR - self.shelf.rate_limiter.next_slot(key, now=now)
        return int(ahead / interval) + 1 if ahead >= timedelta() else 0

    def _sound(self, claimed: Sequence[Delivery], now: datetime) -> list[tuple[Delivery, Message]]:
        messages = verify_messages((delivery.message for delivery in claimed), self.shelf)
        sound: list[tuple[Delivery, Message]] = []
        refused: dict[int, Delivery] = {}
        for delivery in claimed:
            match messages[delivery.message]:
                case Message() as message:
                    sound.append((delivery, message))
                case Withdrawn() as error if self.shelf.outbox.withdraw(delivery):
                    # Its order makes it anew without that piece, and for the same day.
                    _log.warning("courier.recalled", delivery=delivery.key, error=str(error))
                case Unproved() as error:
                    _log.error("courier.unproved", delivery=delivery.key, error=str(error))
                    refused[delivery.id] = delivery
        if refused:
            self._fail(refused, messages, now)
        return sound

    def _fail(
        self,
        refused: dict[int, Delivery],
        messages: dict[str, Message | Unproved],
        now: datetime,
    ) -> None:
        """Fail what must not be sent; like all that ends, it goes by way of `sending`."""
        outbox, policy = self.shelf.outbox, self.policy
        mine = outbox.intend(self.worker, tuple(refused.values()), now=now, lease=policy.lease)
        ended = []
        for delivery in mine:
            reason = f"What cannot be proved is not sent: {messages[delivery.message]}."
            ended.append(apply_outcome(delivery, Rejected(reason), now, policy, can_look=False))
        outbox.settle(self.worker, ended, now=now)

    def _booked(
        self, sound: Sequence[tuple[Delivery, Message]], now: datetime
    ) -> tuple[ReadyDelivery, ...]:
        """Those that can go soon; a place that has just had a message gets its next one later."""
        of_all = self.poster.account_rate
        rates = [(of_all, self.poster.place_rate(delivery.to)) for delivery, _ in sound]
        wishes = [tuple(rate for rate in both if rate is not None) for both in rates]
        slots = self.shelf.rate_limiter.reserve(wishes, now=now, until=now + NEAR)
        errands, later = [], []
        for (delivery, message), slot in zip(sound, slots, strict=True):
            if slot.taken:
                errands.append(ReadyDelivery(delivery, message, slot.at))
            else:
                later.append(replace(delivery, due=slot.at))
        if later:
            self.shelf.outbox.release(self.worker, later)
        return tuple(errands)
