"""What storage promises of the outbox and of the rate limits that all workers share."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from briefs.digests.outbox import (
    Delivery,
    Edition,
    Message,
    Rate,
    Retry,
    Sent,
    Settled,
    Slot,
    Status,
)
from briefs.model import Address


class Outbox(Protocol):
    """What the publisher and the courier ask of storage. Each method is one transaction."""

    def enqueue(self, editions: Sequence[Edition], *, now: datetime) -> int:
        """Put editions in; those whose place has one of that name already are left out.

        Returns how many came in.
        """
        ...

    def claim(
        self, worker: str, accounts: Sequence[str], *, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Delivery, ...]:
        """Lease deliveries that are due: at most one a place, its first that is open, oldest first.

        A place's row that is claimed or being sent goes before all others of it. `accounts` are
        those that the worker can post as (`Address.account`). A threaded part comes with the id of
        its edition's first message as the thread of `to`, unless its place is a thread itself. It
        waits while that message is looked for; if that was not sent, it is failed here. So is
        whatever is past its `until`.
        """
        ...

    def intend(
        self, worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        """Move claimed deliveries to sending, committed and lasting; those that are still ours.

        The others were taken over: they must not be sent.
        """
        ...

    def settle(self, worker: str, settled: Sequence[Settled], *, now: datetime) -> int:
        """Write what became of deliveries in sending, and what it means for their orders.

        Returns how many were still ours. A worker that comes late, after its lease ran out and the
        row became uncertain, still settles it: it alone knows. What has been settled stays so. A
        failed part takes the pending and claimed ones after it along; an edition whose first part
        failed gives its order `since` back, unless a later one is out. A channel that moved takes
        its orders and deliveries along, threads to threads; what is there already stays as it is.
        """
        ...

    def release(self, worker: str, deliveries: Sequence[Delivery]) -> None:
        """Give claimed deliveries back that will not be sent now, each with the `due` it has."""
        ...

    def withdraw(self, delivery: Delivery) -> bool:
        """Take a digest that has not begun back, so that its order makes it anew.

        False for what has begun, is no digest, or has a later one out already: it stays.
        """
        ...

    def workers(self) -> tuple[str, ...]:
        """The workers that deliveries are leased to now."""
        ...

    def expire_leases(
        self,
        *,
        now: datetime,
        look_after: timedelta,
        lookable: Sequence[str],
        dead: Sequence[str] = (),
    ) -> int:
        """End the leases that ran out and those of `dead` workers; how many.

        `claimed` goes back to pending, for nothing was sent; `sending` to uncertain, for it may
        have been. On the platforms in `lookable` an uncertain message can be looked for later.
        """
        ...

    def restart_waits(self, *, now: datetime, lease: timedelta, look_after: timedelta) -> int:
        """After the clock was set back: let waits that began before that begin anew; how many.

        What waits for another try is due now; leases and looks count from now. What was not tried
        yet stays due at its time of day.
        """
        ...

    def uncertain(
        self, accounts: Sequence[str], *, now: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        """Uncertain deliveries that may be looked for now."""
        ...

    def resolve(self, delivery: Delivery, found: Sent | Retry | None, *, now: datetime) -> bool:
        """What looking for an uncertain one came to: Sent, or Retry (surely not there: pending).

        None: it cannot be found out; a person must say. False if it was no longer in doubt.
        """
        ...

    def message(self, key: str) -> Message:
        """The frozen message; Unproved if what is stored no longer has its key."""
        ...

    def get(self, delivery: int) -> Delivery:
        """One row by its id, or NotFound."""
        ...

    def rows(
        self, *, statuses: Sequence[Status] = (), place: Address | None = None, limit: int
    ) -> tuple[Delivery, ...]:
        """Rows for the operator, newest first; of all statuses if none is named."""
        ...

    def counts(self) -> dict[Status, int]:
        """How many rows there are of each status."""
        ...

    def overdue(self, *, before: datetime) -> tuple[int, datetime | None]:
        """How many deliveries that are still to leave were due before, and the oldest such time."""
        ...

    def resend(self, delivery: int, *, now: datetime, until: datetime) -> bool:
        """An operator's word: post it again. Only uncertain, failed and dropped ones can be.

        An order that had gone back to before this edition has told its pieces again.
        """
        ...

    def drop(self, delivery: int, *, now: datetime) -> bool:
        """An operator's word: let it go. Only open, uncertain and failed ones can be."""
        ...

    def unreported(self, *, limit: int) -> tuple[Delivery, ...]:
        """Uncertain and failed deliveries of which the operator has not been told, oldest first."""
        ...

    def mark_reported(
        self, deliveries: Sequence[int], notice: Edition | None, *, now: datetime
    ) -> None:
        """Note that the operator was told, and post the notice, in one transaction."""
        ...


class RateLimiter(Protocol):
    """The rates that all workers share."""

    def next_slot(self, key: str, *, now: datetime) -> datetime:
        """When the next slot of a key is; it is not reserved."""
        ...

    def reserve(
        self, wishes: Sequence[Sequence[Rate]], *, now: datetime, until: datetime
    ) -> tuple[Slot, ...]:
        """Reserve a slot for each message, by all the rates that it counts against.

        Never sooner than its interval after the last slot of a key, whoever took that.
        """
        ...

    def pause(self, key: str, until: datetime, *, now: datetime) -> None:
        """Give out no slot before `until`: the platform asked for a pause.

        A pause that was noted later than `now` does not count: the clock was set back since.
        """
        ...

    def paused_until(self, keys: Sequence[str], *, now: datetime) -> tuple[datetime, ...]:
        """Until when each key is paused; `now` for those that are not."""
        ...
