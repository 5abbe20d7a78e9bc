"""The outbox and its rates in plain dictionaries."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from briefs.digests import outbox
from briefs.digests.outbox import (
    MAX_SKEW,
    OPEN,
    Delivery,
    Edition,
    Message,
    PlatformPause,
    Rate,
    Retry,
    Sent,
    Settled,
    Slot,
    Status,
)
from briefs.errors import NotFound, Unproved, Withdrawn
from briefs.model import Address
from briefs.storage.sql.chat_state import doubtful_id, is_unknowable
from tests.contracts.memory_kept import Kept, Row


class MemoryOutbox:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def enqueue(self, editions: Sequence[Edition], *, now: datetime) -> int:
        return self._kept.post(editions, now)

    def claim(
        self, worker: str, accounts: Sequence[str], *, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Delivery, ...]:
        late = [row for row in self._where("pending") if row.delivery.until < now]
        self._kept.fail(late, "It was not sent in time.")
        due = [
            row
            for row in self._where("pending")
            if row.delivery.due <= now
            and row.delivery.to.account in accounts
            and self._is_first(row.delivery)
            and not (row.threaded and (head := self._head(row)) and head.look_at)
        ]
        due.sort(key=lambda row: (row.delivery.due, row.delivery.id))
        orphans = [row for row in due[:limit] if row.threaded and not self._posted_first(row)]
        self._kept.fail(orphans, "The message that it belongs under was not sent.")
        ours = [row for row in due[:limit] if row.delivery.status == "pending"]
        for row in ours:
            to = row.delivery.to
            if row.threaded:
                to = replace(to, thread=to.thread or self._posted_first(row))
            row.changed_at = now
            self._put(row, status="claimed", worker=worker, lease=now + lease, to=to)
        return tuple(row.delivery for row in ours)

    def _is_first(self, delivery: Delivery) -> bool:
        others = [
            row.delivery for row in self._where(*OPEN) if row.delivery.place == delivery.place
        ]
        return all(one.id >= delivery.id and one.status == "pending" for one in others)

    def _head(self, row: Row) -> Delivery | None:
        edition = self._kept.edition(row.delivery.place, row.delivery.edition)
        return next((one.delivery for one in edition if one.delivery.part == 0), None)

    def _posted_first(self, row: Row) -> str:
        head = self._head(row)
        return head.posted if head and head.status == "sent" else ""

    def intend(
        self, worker: str, deliveries: Sequence[Delivery], *, now: datetime, lease: timedelta
    ) -> tuple[Delivery, ...]:
        ours = []
        for row in self._held(worker, deliveries):
            attempts, row.changed_at = row.delivery.attempts + 1, now
            self._put(row, status="sending", attempts=attempts, lease=now + lease)
            ours.append(row.delivery)
        return tuple(ours)

    def settle(self, worker: str, settled: Sequence[Settled], *, now: datetime) -> int:
        ours = []
        for end in settled:
            row, told = self._kept.rows.get(end.delivery.id), end.delivery
            if row is None or row.delivery.status not in {"sending", "uncertain"}:
                continue
            if (row.delivery.worker, row.delivery.attempts) != (worker, told.attempts):
                continue
            ours.append((row, end))
            self._kept.ledger.forget_message(row.delivery.to, doubtful_id(row.delivery.id))
            row.told, row.changed_at = False, now
            self._put(
                row,
                status=told.status,
                due=told.due,
                posted=told.posted,
                error=told.error,
                look_at=told.look_at,
                worker="",
                lease=None,
            )
        for row, end in ours:
            if end.delivery.status == "sent":
                self._enter(row, now)
            self._enter_doubtful(row, now)
        self._kept.fail([row for row, end in ours if end.delivery.status == "failed"], "")
        for row, end in ours:
            if end.pause or self._fails_again(row, end):
                self._kept.rest(row.delivery.place, end.pause or end.pause_if_again)
        moves = {
            row.delivery.place.channel_alone: end.moved_to.channel_alone
            for row, end in ours
            if end.moved_to
        }
        for old, new in moves.items():
            self._kept.move(old, new)
        return len(ours)

    def _enter_doubtful(self, row: Row, now: datetime) -> None:
        sent = row.delivery
        if is_unknowable(sent) and not sent.edits:
            quotes = self._kept.messages[sent.message].quotes
            self._kept.ledger.enter(sent.to, doubtful_id(sent.id), quotes, now)

    def _enter(self, row: Row, now: datetime) -> None:
        sent = row.delivery
        frozen = self._kept.messages[sent.message]
        self._kept.ledger.enter(sent.to, sent.posted, frozen.quotes, now, frozen.said)

    def _fails_again(self, row: Row, end: Settled) -> bool:
        this = row.delivery
        before = [
            other.delivery
            for other in self._where("sent", "failed")
            if other.delivery.place == this.place
            and other.delivery.edition != this.edition
            and other.delivery.id < this.id
        ]
        last = max(before, key=lambda one: one.id, default=None)
        return (
            bool(end.pause_if_again)
            and last is not None
            and (last.status, last.error) == ("failed", end.pause_if_again)
        )

    def release(self, worker: str, deliveries: Sequence[Delivery]) -> None:
        again = {one.id: one.due for one in deliveries}
        for row in self._held(worker, deliveries):
            due = again[row.delivery.id]
            self._put(row, status="pending", due=due, worker="", lease=None)

    def withdraw(self, delivery: Delivery) -> bool:
        self._kept.take_back(delivery.place)
        return delivery.id not in self._kept.rows

    def workers(self) -> tuple[str, ...]:
        return tuple({r.delivery.worker for r in self._kept.rows.values() if r.delivery.lease})

    def expire_leases(
        self,
        *,
        now: datetime,
        look_after: timedelta,
        lookable: Sequence[str],
        dead: Sequence[str] = (),
    ) -> int:
        ended = [
            row
            for row in self._where("claimed", "sending")
            if row.delivery.lease and (row.delivery.lease <= now or row.delivery.worker in dead)
        ]
        for row in ended:
            row.changed_at = now
            if row.delivery.status == "claimed" or row.delivery.edits:
                self._put(row, status="pending", worker="", lease=None)
            else:
                look_at = now + look_after if row.delivery.to.platform in lookable else None
                lost = "The worker that sent it did not come back."
                row.told = False
                self._put(row, status="uncertain", lease=None, error=lost, look_at=look_at)
                self._enter_doubtful(row, now)
        return len(ended)

    def restart_waits(self, *, now: datetime, lease: timedelta, look_after: timedelta) -> int:
        found = [r for r in self._kept.rows.values() if r.changed_at > now + MAX_SKEW]
        restarted = 0
        for row in found:
            delivery = row.delivery
            waits: dict[str, datetime] = {}
            if delivery.status == "pending" and delivery.attempts:
                waits["due"] = now
            if delivery.lease:
                waits["lease"] = now + lease
            if delivery.look_at:
                waits["look_at"] = now + look_after
            if waits:
                restarted += 1
                row.changed_at = now
                self._put(row, **waits)
        return restarted

    def uncertain(
        self, accounts: Sequence[str], *, now: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        waiting = [
            (row.delivery.look_at, row.delivery.id, row.delivery)
            for row in self._where("uncertain")
            if row.delivery.look_at and row.delivery.to.account in accounts
        ]
        return tuple(one for at, _, one in sorted(waiting, key=lambda w: w[:2]) if at <= now)[
            :limit
        ]

    def resolve(self, delivery: Delivery, found: Sent | Retry | None, *, now: datetime) -> bool:
        row = self._kept.rows.get(delivery.id)
        if row is None or row.delivery.status != "uncertain":
            return False
        if row.delivery.attempts != delivery.attempts:
            return False
        row.changed_at = now
        match found:
            case Sent(posted):
                self._put(row, status="sent", worker="", posted=posted, error="", look_at=None)
                self._enter(row, now)
            case Retry(reason, after):
                row.told = False
                due = now + after
                self._put(row, status="pending", worker="", due=due, error=reason, look_at=None)
            case None:
                self._put(row, look_at=None)
                self._enter_doubtful(row, now)
        return True

    def message(self, key: str) -> Message:
        if key not in self._kept.messages:
            raise Unproved(f"the frozen message {key} is not what was stored")
        found = self._kept.messages[key]
        if found.key != key:
            raise Withdrawn(f"the frozen message {key} told of a piece that was erased")
        return found

    def get(self, delivery: int) -> Delivery:
        if delivery not in self._kept.rows:
            raise NotFound(str(delivery))
        return self._kept.rows[delivery].delivery

    def rows(
        self, *, statuses: Sequence[Status] = (), place: Address | None = None, limit: int
    ) -> tuple[Delivery, ...]:
        found = [row.delivery for row in self._where(*(statuses or get_args(Status)))]
        return tuple(one for one in reversed(found) if place in {None, one.place})[:limit]

    def counts(self) -> dict[Status, int]:
        return {status: len(self._where(status)) for status in get_args(Status)}

    def overdue(self, *, before: datetime) -> tuple[int, datetime | None]:
        found = [row.delivery.due for row in self._where(*OPEN) if row.delivery.due < before]
        return len(found), min(found, default=None)

    def resend(self, delivery: int, *, now: datetime, until: datetime) -> bool:
        again = self._close(
            delivery,
            {"uncertain", "failed", "dropped"},
            status="pending",
            due=now,
            until=until,
            error="",
        )
        if again:
            self._kept.rows[delivery].resent = True
            self._kept.rows[delivery].changed_at = now
            self._kept.tell_after_all(self._kept.rows[delivery])
        return again

    def drop(self, delivery: int, *, now: datetime) -> bool:
        return self._close(delivery, {*OPEN, "uncertain", "failed"}, status="dropped")

    def _close(self, number: int, among: Iterable[Status], **changes: object) -> bool:
        row = self._kept.rows.get(number)
        if row is None or row.delivery.status not in among:
            return False
        row.told = False
        self._put(row, worker="", lease=None, look_at=None, **changes)
        return True

    def unreported(self, *, limit: int) -> tuple[Delivery, ...]:
        ended = self._where("uncertain", "failed")
        untold = (row.delivery for row in ended if not row.told)
        return tuple(one for one in untold if not one.edits)[:limit]

    def mark_reported(
        self, deliveries: Sequence[int], notice: Edition | None, *, now: datetime
    ) -> None:
        for number in deliveries:
            if number in self._kept.rows:
                self._kept.rows[number].told = True
        self._kept.post([notice] if notice else [], now)

    def _where(self, *statuses: Status) -> list[Row]:
        return [row for row in self._kept.rows.values() if row.delivery.status in statuses]

    def _held(self, worker: str, deliveries: Sequence[Delivery]) -> list[Row]:
        numbers = dict.fromkeys(one.id for one in deliveries)
        rows = [self._kept.rows[number] for number in numbers if number in self._kept.rows]
        held = ("claimed", worker)
        return [row for row in rows if (row.delivery.status, row.delivery.worker) == held]

    def _put(self, row: Row, **changes: object) -> None:
        row.delivery = replace(row.delivery, **changes)  # type: ignore[arg-type]  # as its fields


class MemoryRateLimiter:
    def __init__(self) -> None:
        self._free: dict[str, datetime] = {}
        self._pauses: dict[str, PlatformPause] = {}

    def next_slot(self, key: str, *, now: datetime) -> datetime:
        return outbox.next_slot(self._free.get(key), self._pauses.get(key), now)

    def reserve(
        self, wishes: Sequence[Sequence[Rate]], *, now: datetime, until: datetime
    ) -> tuple[Slot, ...]:
        readiness = {key: self.next_slot(key, now=now) for wish in wishes for key, _ in wish}
        slots, ahead = outbox.reserve(wishes, readiness, now=now, until=until)
        self._free |= ahead
        return slots

    def pause(self, key: str, until: datetime, *, now: datetime) -> None:
        if self.paused_until([key], now=now)[0] < until:
            self._pauses[key] = PlatformPause(now, until)

    def paused_until(self, keys: Sequence[str], *, now: datetime) -> tuple[datetime, ...]:
        return tuple(self._pauses[key].ends(now) if key in self._pauses else now for key in keys)
