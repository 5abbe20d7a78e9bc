"""One look into the outbox: what an account is to post next, proved, with a slot for each."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from bot.courier import proving
from bot.platforms.base import Poster
from briefs.digests.frozen import Message
from briefs.digests.outbox import Delivery, Pace, Policy, settle
from briefs.errors import Unproved, Withdrawn
from briefs.outcome import Rejected

NEAR: Final = timedelta(seconds=2)
"""How far ahead slots are taken: what has none so soon stays in the outbox, for any worker."""

_log = structlog.get_logger(__name__)


class Shelf(proving.Shelf, Protocol):
    """What the courier asks of the store before it posts."""

    @property
    def pace(self) -> Pace: ...


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed delivery with its proved message, to be posted at `at` and not before."""

    delivery: Delivery
    message: Message
    at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """What one look brought; `more` tells that it might have been more, had there been room."""

    errands: tuple[Errand, ...] = ()
    more: bool = False


def account_key(poster: Poster) -> str:
    """What an account that was asked to wait is held by."""
    return poster.account if poster.account_rate is None else poster.account_rate[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """One worker's looks, for one account. All of it blocks."""

    shelf: Shelf
    poster: Poster
    worker: str
    policy: Policy

    def look(self, room: int, now: datetime) -> Round:
        """Claim what is due, at most `room`; what cannot be proved is failed here."""
        most = min(room, self._capacity(now))
        if most <= 0:
            return Round()
        outbox, lease = self.shelf.outbox, self.policy.lease
        accounts = (self.poster.account,)
        claimed = outbox.claim(self.worker, accounts, now=now, lease=lease, limit=most)
        if not claimed:
            return Round()
        try:
            errands = self._booked(self._sound(claimed, now), now)
        except BaseException:
            outbox.release(self.worker, claimed)
            raise
        return Round(errands, more=len(claimed) == most)

    def _capacity(self, now: datetime) -> int:
        """How many slots the account has that are near; without a rate, more than there is room."""
        rate = self.poster.account_rate
        if rate is None:
            (until,) = self.shelf.pace.held([account_key(self.poster)], now=now)
            return sys.maxsize if until <= now else 0
        key, interval = rate
        ahead = now + NEAR - self.shelf.pace.ready(key, now=now)
        return int(ahead / interval) + 1 if ahead >= timedelta() else 0

    def _sound(self, claimed: Sequence[Delivery], now: datetime) -> list[tuple[Delivery, Message]]:
        messages = proving.proved((delivery.message for delivery in claimed), self.shelf)
        sound: list[tuple[Delivery, Message]] = []
        refused: dict[int, Delivery] = {}
        for delivery in claimed:
            match messages[delivery.message]:
                case Message() as message:
                    sound.append((delivery, message))
                case Withdrawn() as error if self.shelf.outbox.recall(delivery):
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
            ended.append(settle(delivery, Rejected(reason), now, policy, can_look=False))
        outbox.settle(self.worker, ended, now=now)

    def _booked(
        self, sound: Sequence[tuple[Delivery, Message]], now: datetime
    ) -> tuple[Errand, ...]:
        """Those that can go soon; a place that has just had a message gets its next one later."""
        of_all = self.poster.account_rate
        rates = [(of_all, self.poster.place_rate(delivery.to)) for delivery, _ in sound]
        wishes = [tuple(rate for rate in both if rate is not None) for both in rates]
        slots = self.shelf.pace.book(wishes, now=now, until=now + NEAR)
        errands, later = [], []
        for (delivery, message), slot in zip(sound, slots, strict=True):
            if slot.taken:
                errands.append(Errand(delivery, message, slot.at))
            else:
                later.append(replace(delivery, due=slot.at))
        if later:
            self.shelf.outbox.release(self.worker, later)
        return tuple(errands)
