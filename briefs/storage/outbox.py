"""What storage promises of the outbox, and of the rate limits that all workers share."""

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
    """What the scheduler and the delivery worker need of storage. Each method
    is one transaction.
    """

    def enqueue(self, editions: Sequence[Edition], *, now: datetime) -> int:
        """Add editions, except those whose place has an edition of that name already.

        Returns how many were added.
        """
        ...

    def claim(
        self, worker: str, accounts: Sequence[str], *, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Delivery, ...]:
        """Lease due deliveries, oldest first: at most one for a place, the first that is open
        there.

        A place with a row that is claimed or in `sending` is skipped. `accounts` are those that the
        worker can post as (`Address.account`). A threaded part is returned with the id of its
        edition's first message as the thread of `to`, unless its place is a thread itself. It waits
        while that message is being looked for; if that was not sent, it fails here, and so does
        every row past its `until`.
        """
        ...

    def intend(
        self, worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        """Move claimed deliveries to `sending`, durably; returns those that are still this
        worker's.

        The others were claimed by another worker and must not be sent.
        """
        ...

    def settle(self, worker: str, settled: Sequence[Settled], *, now: datetime) -> int:
        """Write the outcomes of deliveries in `sending`, and what they mean for their
        subscriptions.

        Returns how many were still this worker's. A worker that comes late, after its lease ran out
        and the row became uncertain, still writes the outcome, which only it knows. An outcome is
        never changed. A failed part fails the later parts that are pending or claimed; an edition
        whose first part failed gives its subscription `since` back, unless a later edition was
        sent. If a channel moved, its subscriptions and deliveries move with it, threads to threads;
        what the new address has already stays.
        """
        ...

    def release(self, worker: str, deliveries: Sequence[Delivery]) -> None:
        """Return claimed deliveries to pending unsent, each with its `due`."""
        ...

    def withdraw(self, delivery: Delivery) -> bool:
        """Delete a digest that has not begun, so that its subscription composes it again.

        False if it has begun, is no digest, or a later one was sent: then it stays.
        """
        ...

    def workers(self) -> tuple[str, ...]:
        """The workers that have leases on deliveries."""
        ...

    def expire_leases(
        self,
        *,
        now: datetime,
        look_after: timedelta,
        lookable: Sequence[str],
        dead: Sequence[str] = (),
    ) -> int:
        """End the leases that ran out and those of `dead` workers; returns how many.

        `claimed` becomes pending, since nothing was sent; `sending` becomes uncertain, since it may
        have been. On the platforms in `lookable` an uncertain message can be looked for later.
        """
        ...

    def restart_waits(self, *, now: datetime, lease: timedelta, look_after: timedelta) -> int:
        """Restart waits that began in the future, which a clock set back has caused; returns how
        many.

        Rows that wait for another try are due now; leases and looks are counted from now. Rows that
        were not tried yet keep their due time.
        """
        ...

    def uncertain(
        self, accounts: Sequence[str], *, now: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        """Uncertain deliveries that may be looked for now."""
        ...

    def resolve(self, delivery: Delivery, found: Sent | Retry | None, *, now: datetime) -> bool:
        """Write the result of looking for an uncertain message: Sent, or Retry (surely not there).

        Sent ends the delivery, Retry makes it pending. None: it cannot be known, and a person must
        decide. False if the delivery is no longer uncertain.
        """
        ...

    def message(self, key: str) -> Message:
        """The frozen message; Unproved if the stored one no longer has this key."""
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
        """How many unsent deliveries were due before then, and the earliest due time."""
        ...

    def resend(self, delivery: int, *, now: datetime, until: datetime) -> bool:
        """Post a delivery again, by an operator's decision; only if uncertain, failed or dropped.

        A subscription that had gone back to before this edition counts its pieces as sent again.
        """
        ...

    def drop(self, delivery: int, *, now: datetime) -> bool:
        """Drop a delivery, by an operator's decision; only if open, uncertain or failed."""
        ...

    def unreported(self, *, limit: int) -> tuple[Delivery, ...]:
        """Uncertain and failed deliveries that the operator was not told of, oldest first."""
        ...

    def mark_reported(
        self, deliveries: Sequence[int], notice: Edition | None, *, now: datetime
    ) -> None:
        """Record that the operator was told, and post the notice, in one transaction."""
        ...


class RateLimiter(Protocol):
    """The rate limits that all workers share."""

    def next_slot(self, key: str, *, now: datetime) -> datetime:
        """The next slot of a key; it is not reserved."""
        ...

    def reserve(
        self, wishes: Sequence[Sequence[Rate]], *, now: datetime, until: datetime
    ) -> tuple[Slot, ...]:
        """Reserve a slot for each message, in all the rates that it counts against.

        A slot is never earlier than one interval after the key's last slot, of any worker.
        """
        ...

    def pause(self, key: str, until: datetime, *, now: datetime) -> None:
        """Give out no slot before `until`: the platform asked for a pause.

        A pause that was recorded later than `now` is ignored: the clock was set back since.
        """
        ...

    def paused_until(self, keys: Sequence[str], *, now: datetime) -> tuple[datetime, ...]:
        """Until when each key is paused; `now` for keys that are not."""
        ...
