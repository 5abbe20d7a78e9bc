"""What the subscriptions and the outbox in plain dictionaries share, and what affects both."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from briefs.digests.digest import Pause, Subscription
from briefs.digests.outbox import OPEN, Delivery, Edition, Message, Status
from briefs.model import Address
from briefs.storage.ledger import LedgerEntry, Quoted
from briefs.storage.sql.chat_state import entries_of, places_of, said_key

TO_COME: frozenset[Status] = frozenset({"pending", "claimed"})


@dataclass(slots=True)
class Order:
    subscription: Subscription
    next_at: datetime | None
    zones: str = ""
    told: bool = False


@dataclass(slots=True)
class Row:
    delivery: Delivery
    threaded: bool
    since: int | None
    upto: int | None = None
    resent: bool = False
    told: bool = False
    changed_at: datetime = field(kw_only=True)


class MemoryLedger:
    def __init__(self) -> None:
        self.entries: list[LedgerEntry] = []
        self._said: dict[str, str] = {}

    def enter(
        self, to: Address, message: str, quotes: Sequence[Quoted], now: datetime, said: str = ""
    ) -> None:
        if quotes or said:
            self.forget_message(to, message)
            self.entries = [*self.entries, *entries_of(to, message, quotes, now, said)]
            self._said[said_key(said)] = said

    def forget_message(self, to: Address, message: str) -> None:
        places = places_of(to, message)
        self.entries = [e for e in self.entries if e.message != message or e.to not in places]

    def said(self, key: str) -> str:
        return self._said.get(key, "")

    def forget(
        self,
        _piece: int,
        tells: Callable[[str], bool],
        rewrite: Callable[[str], str] | None,
    ) -> None:
        """Have the blocks of messages that tell of a piece tell of all else."""
        for key, said in list(self._said.items()):
            if tells(said):
                new = "" if rewrite is None else rewrite(said)
                del self._said[key]
                if new:
                    self._said[said_key(new)] = new
                self.entries = [
                    replace(entry, said=said_key(new)) if entry.said == key else entry
                    for entry in self.entries
                ]

    def quoting(self, piece: int, *, limit: int) -> tuple[LedgerEntry, ...]:
        found = [entry for entry in self.entries if entry.piece == piece and not entry.earlier]
        found.sort(key=lambda entry: (str(entry.to), entry.message, entry.revision))
        found.sort(key=lambda entry: entry.sent_at, reverse=True)
        return tuple(found[:limit])


@dataclass(slots=True)
class Kept:
    orders: dict[Address, Order] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    count: int = 0
    ledger: MemoryLedger = field(default_factory=MemoryLedger)

    def forget(
        self,
        piece: int,
        tells: Callable[[str], bool],
        _rewrite: Callable[[str], str] | None,
    ) -> None:
        """Empty the messages that tell of a piece, under their keys."""
        for key, message in list(self.messages.items()):
            about = message.about is not None and message.about.piece == piece
            if (
                about
                or tells(message.payload)
                or any(quote.piece == piece for quote in message.quotes)
            ):
                self.messages[key] = Message(payload="")

    def post(self, editions: Sequence[Edition], now: datetime) -> int:
        came = 0
        for edition in editions:
            new = not self.edition(edition.to, edition.name)
            came += new and bool(edition.parts)
            for number, part in enumerate(edition.parts if new else ()):
                self.count += 1
                self.messages[part.message.key] = part.message
                made = Delivery(
                    id=self.count,
                    place=edition.to,
                    edition=edition.name,
                    part=number,
                    to=edition.to,
                    message=part.message.key,
                    status="pending",
                    edits=part.edits,
                    due=edition.due,
                    until=edition.until,
                )
                self.rows[self.count] = Row(
                    made, part.threaded, edition.since, edition.upto, changed_at=now
                )
        return came

    def edition(self, place: Address, name: str) -> list[Row]:
        """The rows of one."""
        of = (place, name)
        return [r for r in self.rows.values() if (r.delivery.place, r.delivery.edition) == of]

    def fail(self, rows: Sequence[Row], why: str) -> None:
        """Fail some, and those after them; failed editions give their orders `since` back."""
        for row in rows:
            self.mark_failed(row, f"{row.delivery.error} {why}".strip())
        failed = sorted((row.delivery for row in rows), key=lambda one: one.id)
        for done in failed:
            for after in self.edition(done.place, done.edition):
                later_part = after.delivery.part > done.part
                if later_part and after.delivery.status in {"pending", "claimed"}:
                    self.mark_failed(after, "An earlier part was not sent.")
        for done in failed:
            order, since = self.orders.get(done.place), self.rows[done.id].since
            if order is None or done.part or since is None:
                continue
            later = any(
                row.since is not None and row.delivery.status != "failed"
                for row in self.rows.values()
                if row.delivery.place == done.place and row.delivery.id > done.id
            )
            if order.subscription.since > since and not later:
                self.change(order, replace(order.subscription, since=since))

    def take_back(self, place: Address) -> None:
        """Remove its digests that have not begun; its order goes back to before them."""
        digests = [
            row
            for row in self.rows.values()
            if row.delivery.place == place and row.since is not None
        ]
        begun = [r.delivery for r in digests if r.resent or r.delivery.status not in TO_COME]
        back = [
            row
            for row in digests
            if not any(
                one.id > row.delivery.id or one.edition == row.delivery.edition for one in begun
            )
        ]
        for row in back:
            del self.rows[row.delivery.id]
        order = self.orders.get(place)
        if back and order is not None:
            left = [row.delivery.edition for row in digests if row not in back]
            last = date.fromisoformat(max(left)) if left else None
            since = min(row.since for row in back if row.since is not None)
            order.zones = ""
            self.change(order, replace(order.subscription, since=since, last=last))

    def tell_after_all(self, row: Row) -> None:
        """What is sent again is told again, to an order that had gone back to before it."""
        order, upto = self.orders.get(row.delivery.place), row.upto
        if order is None or row.delivery.part or row.since is None or upto is None:
            return
        if order.subscription.since == row.since < upto:
            self.change(order, replace(order.subscription, since=upto))

    def mark_failed(self, row: Row, why: str) -> None:
        row.told = False
        row.delivery = replace(row.delivery, status="failed", error=why, worker="", lease=None)

    def change(self, order: Order, subscription: Subscription) -> None:
        order.subscription = replace(subscription, version=order.subscription.version + 1)

    def rest(self, at: Address, why: str) -> int:
        resting = [
            order for order in self.within(at, self.orders) if order.subscription.pause is None
        ]
        for order in resting:
            order.told = False
            self.change(order, replace(order.subscription, pause=Pause("platform", why)))
        return len(resting)

    def within(self, at: Address, orders: Iterable[Address]) -> list[Order]:
        """The order of a place and those of its threads."""
        return [self.orders[place] for place in orders if at in {place, place.channel_alone}]

    def move(self, old: Address, new: Address) -> None:
        if old == new:
            return
        for place in [place for place in self.orders if place.channel_alone == old]:
            order, there = self.orders.pop(place), replace(new, thread=place.thread)
            if there not in self.orders:
                self.orders[there] = order
                self.change(order, replace(order.subscription, to=there))
        moving = [r for r in self.rows.values() if r.delivery.place.channel_alone == old]
        taken = {(r.delivery.place, r.delivery.edition) for r in self.rows.values()}
        for row in moving:
            delivery = row.delivery
            there = replace(new, thread=delivery.place.thread)
            if (there, delivery.edition) not in taken:
                to = there if delivery.status in OPEN else delivery.to
                row.delivery = replace(delivery, place=there, to=to)
            elif delivery.status in {"pending", "claimed"}:
                self.mark_failed(row, "The place that it moved to has this edition already.")
